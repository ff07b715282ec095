/* SPDX-License-Identifier: MIT */
/* mixed: a task computes, then waits: the dial between work that needs cores and work that does not. */
#include "trial/clock.h"
#include "trial/workload.h"
#include "workloads/spin.h"

#include <sys/prctl.h>

enum { TASKS, CPU, WAIT, ITERATIONS };

static const struct param params[] = {
	[TASKS] = {.name = "tasks",
		.kind = PARAM_COUNT,
		.fallback = "96",
		.min = 1,
		.max = 1000000,
		.phrase = "{} ×",
		.help = "number of tasks"},
	[CPU] = {.name = "cpu",
		.kind = PARAM_NS,
		.fallback = "1ms",
		.max = 60000000000,
		.phrase = "{} computing",
		.help = "how long a task computes, alone on a core"},
	[WAIT] = {.name = "wait",
		.kind = PARAM_NS,
		.fallback = "3ms",
		.max = 60000000000,
		.phrase = "+ {} waiting",
		.help = "how long it then waits"},
	[ITERATIONS] = {.name = "iterations",
		.kind = PARAM_COUNT,
		.role = PARAM_CALIBRATED,
		.fallback = "auto",
		.min = 1,
		.max = 1000000000000000,
		.zero_word = "auto",
		.help = "steps of spin that last `cpu`; auto: measured once per run"},
	{.name = NULL},
};

/* The fastest of several short runs: whatever disturbs a run only makes it slower. */
static uint64_t calibrate(const struct input *input)
{
	enum { RUNS = 20, ITERATIONS_TIMED = 1000000 };
	uint64_t fastest_ns = UINT64_MAX, x = 0;

	for (int run = 0; run < RUNS; run++) {
		uint64_t start_ns = clock_thread_cpu_ns();

		x = spin_latency(x, ITERATIONS_TIMED);
		uint64_t took_ns = clock_thread_cpu_ns() - start_ns;
		fastest_ns = took_ns < fastest_ns ? took_ns : fastest_ns;
	}
	double per_ns = (double)ITERATIONS_TIMED / (double)(fastest_ns > 0 ? fastest_ns : 1);
	return 1 + (uint64_t)((double)input->param[CPU].ns * per_ns);
}

static bool prepare(struct input *input)
{
	prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL); /* as in sleep.c */
	input->task_count = input->param[TASKS].count;
	return true;
}

static uint64_t run_tasks(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	uint64_t sum = 0;

	(void)mine;
	for (uint64_t task = first; task < first + count; task++) {
		sum += spin_latency(task, input->param[ITERATIONS].count);
		clock_sleep_until(clock_now_ns() + input->param[WAIT].ns);
	}
	return sum;
}

const struct workload workload_mixed = {
	WORKLOAD_HEAD,
	.name = "mixed",
	.summary = "computes for `cpu`, then waits for `wait`",
	.params = params,
	.prepare = prepare,
	.run_tasks = run_tasks,
	.calibrate = calibrate,
};
