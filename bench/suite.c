/* SPDX-License-Identifier: MIT */
/* What there is to compare: every workload and every strategy, one line each. */
#include "trial/suite.h"

#include "strategies/strategies.h"
#include "trial/place.h"
#include "trial/turns.h"
#include "workloads/workloads.h"

const struct workload *const suite_workloads[] = {
	&workload_nothing,
	&workload_spin,
	&workload_sleep,
	&workload_mixed,
	&workload_coupled,
	&workload_primes,
	&workload_perfect,
	&workload_squares,
	&workload_pages,
	&workload_command,
	NULL,
};

const struct strategy *const suite_strategies[] = {
	&strategy_sequential,
	&strategy_thread_per_task,
	&strategy_process_per_task,
	&strategy_thread_split,
	&strategy_process_split,
	&strategy_thread_pool,
	&strategy_process_pool,
	NULL,
};

const struct param strategy_chunk_params[] = {
	{
		.name = "chunk",
		.kind = PARAM_COUNT,
		.fallback = "1",
		.min = 1,
		.max = UINT64_C(1000000000000000),
		.zero_word = "auto",
		.help = "consecutive tasks taken at once; auto: tasks / (4 workers), as Python's "
			"Pool.map",
	},
	ORDER_PARAM,
	PLACE_PARAM,
	{0},
};

const struct param strategy_place_params[] = {PLACE_PARAM, {0}};
