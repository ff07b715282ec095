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

static uint64_t calibrate(const struct input *input)
{
	return spin_calibrate(input->param[CPU].ns);
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

static bool task_time(const struct input *input, uint64_t task, uint64_t *cpu_ns, uint64_t *wait_ns)
{
	(void)task;
	*cpu_ns = input->param[CPU].ns;
	*wait_ns = input->param[WAIT].ns;
	return true;
}

const struct workload workload_mixed = {
	WORKLOAD_HEAD,
	.name = "mixed",
	.summary = "computes for `cpu`, then waits for `wait`",
	.params = params,
	.prepare = prepare,
	.run_tasks = run_tasks,
	.calibrate = calibrate,
	.task_time = task_time,
};
