/* SPDX-License-Identifier: MIT */
/* spin: a task keeps one core computing in registers; nothing that two workers could fight over. */
#include "trial/workload.h"
#include "workloads/spin.h"

enum { TASKS, ITERATIONS, KIND };
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
	{.name = NULL},
};

static uint64_t run_tasks(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	uint64_t iterations = input->param[ITERATIONS].count;
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
	.run_tasks = run_tasks,
};
