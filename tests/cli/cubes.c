/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workload as a plugin, as somebody else would write one: a header, a function and a struct. */
#include "trial/workload.h"

static const struct param params[] = {
	{.name = "tasks",
		.kind = PARAM_COUNT,
		.fallback = "50",
		.min = 1,
		.max = 1000,
		.help = "how many"},
	{0},
};

static uint64_t run_tasks(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	uint64_t sum = 0;

	(void)input, (void)mine;
	for (uint64_t i = first; i < first + count; i++) {
		sum += i * i * i;
	}
	return sum;
}

extern const struct workload manyhands_workload_1;
const struct workload manyhands_workload_1 = {
	WORKLOAD_HEAD,
	.name = "cubes",
	.summary = "adds cubes",
	.params = params,
	.run_tasks = run_tasks,
};
