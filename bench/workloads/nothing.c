/* SPDX-License-Identifier: MIT */
/* nothing: a task returns its index, so all that is measured is the price of handing tasks out. */
#include "trial/workload.h"

static const struct param params[] = {
	{.name = "tasks",
		.kind = PARAM_COUNT,
		.fallback = "10000",
		.min = 1,
		.max = 1000000000,
		.phrase = "{} tasks",
		.help = "number of tasks"},
	{.name = NULL},
};

static uint64_t run_tasks(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	(void)input, (void)mine;
	uint64_t sum = 0;
	for (uint64_t task = first; task < first + count; task++) {
		sum += workload_opaque(task);
	}
	return sum;
}

static bool expected(const struct input *input, uint64_t *answer)
{
	*answer = input->task_count * (input->task_count - 1) / 2;
	return true;
}

const struct workload workload_nothing = {
	WORKLOAD_HEAD,
	.name = "nothing",
	.summary = "returns the index of the task: only handing out is measured",
	.params = params,
	.run_tasks = run_tasks,
	.expected = expected,
};
