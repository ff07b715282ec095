/* SPDX-License-Identifier: MIT */
/* spin: a task keeps one core computing in registers; nothing that two workers could fight over. */
#include "trial/workload.h"
#include "workloads/spin.h"

enum { TASKS, ITERATIONS, KIND, EXTRA, DURATION, STEPS };
enum { LATENCY, THROUGHPUT };

static const char *const kinds[] = {[LATENCY] = "latency", [THROUGHPUT] = "throughput", NULL};

static const struct param params[] = {
	[TASKS] = {.name = "tasks",
		.kind = PARAM_COUNT,
		.fallback = "96",
		.min = 1,
		.max = 100000000,
		.phrase = "{} ×",
		.help = "number of tasks"},
	[ITERATIONS] = {.name = "iterations",
		.kind = PARAM_COUNT,
		.fallback = "500000",
		.min = 1,
		.max = 1000000000000,
		.phrase = "{} iterations",
		.help = "steps a task computes"},
	[KIND] = {.name = "kind",
		.kind = PARAM_CHOICE,
		.phrase = "{}",
		.fallback = "latency",
		.choices = kinds,
		.help = "latency: each step needs the last; throughput: 8 independent chains"},
	[EXTRA] = {.name = "extra",
		.kind = PARAM_REAL,
		.fallback = "0",
		.help = "a planted slowdown: 0.05 computes 5 % more steps"},
	[DURATION] = {.name = "duration",
		.kind = PARAM_NS,
		.fallback = "0ns",
		.max = 60000000000,
		.phrase = "|{}",
		.help = "how long a task computes, alone on a core, instead of `iterations`; 0: by "
			"those"},
	[STEPS] = {.name = "steps",
		.kind = PARAM_COUNT,
		.role = PARAM_CALIBRATED,
		.fallback = "auto",
		.min = 1,
		.max = 1000000000000000,
		.zero_word = "auto",
		.help = "iterations that last `duration`; auto: measured once per run"},
	{.name = NULL},
};

/* 0 without a duration: then there is nothing to calibrate. */
static uint64_t calibrate(const struct input *input)
{
	uint64_t duration_ns = input->param[DURATION].ns;

	return duration_ns > 0 ? spin_calibrate(duration_ns) : 0;
}

static bool prepare(struct input *input)
{
	double extra = input->param[EXTRA].real;

	input->task_count = input->param[TASKS].count;
	if (input->param[DURATION].ns > 0 && input->param[KIND].choice != LATENCY) {
		input->fail("duration: only for kind=latency; give iterations");
		return false;
	}
	if (input->param[DURATION].ns == 0 && input->param[STEPS].count > 0) {
		input->fail("steps: only with a duration; give iterations");
		return false;
	}
	if (!(extra >= 0 && extra <= 100)) {
		input->fail("extra: expected a share from 0 to 100");
		return false;
	}
	return true;
}

/* The steps of a task, with the planted slowdown. */
static uint64_t planted(const struct input *input)
{
	const union value *param = input->param;
	uint64_t steps = param[DURATION].ns > 0 ? param[STEPS].count : param[ITERATIONS].count;

	return (uint64_t)((double)steps * (1 + param[EXTRA].real));
}

static uint64_t run_tasks(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	uint64_t iterations = planted(input);
	bool latency = input->param[KIND].choice == LATENCY;
	uint64_t sum = 0;

	(void)mine;
	for (uint64_t task = first; task < first + count; task++) {
		sum += latency ? spin_latency(task, iterations) : spin_throughput(task, iterations);
	}
	return sum;
}

const struct workload workload_spin = {
	WORKLOAD_HEAD,
	.name = "spin",
	.summary = "computes in registers: no memory, no calls",
	.params = params,
	.prepare = prepare,
	.run_tasks = run_tasks,
	.calibrate = calibrate,
};
