/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The times of the recommended strategy by its workers. */
#ifndef MANYHANDS_JUDGE_CURVE_H
#define MANYHANDS_JUDGE_CURVE_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/choice.h"
#include "judge/compare.h"

struct curve {
	struct choice choice;
	/* Index of the run: the chosen cell's, or where that is the loop the runner-up's. */
	size_t strategy;
	/* The loop, then the cells by rising workers; only those comparable with the loop. Owned. */
	const struct cell_result **point;
	size_t count; /* 1 if no cell of any strategy is comparable */
	size_t best;  /* the fastest by its estimate */
	size_t pick;  /* the chosen cell; 0 where nothing is chosen, or the loop */
	/* The last of the points from the pick on that cost at most CURVE_LEVEL against it by the estimate. Fewer
	 * workers than the pick's were rejected by the choice. */
	size_t level_to;
};

#define CURVE_LEVEL 0.03

/* True if NAME ends with ENDING: "thread-pool" with "-pool". */
bool strategy_ends_with(const struct run_strategy *strategy, const char *ending);

/* The fastest cell of STRATEGY with an interval of its speedup, or NULL. */
const struct cell_result *fastest_cell(
	const struct judgement *judgement, size_t workload, size_t strategy);

/* The loop of WORKLOAD, then its cells under STRATEGY that are comparable with it, by rising workers: *COUNT of
 * them; the caller frees. */
const struct cell_result **curve_points(
	const struct judgement *judgement, size_t workload, size_t strategy, size_t *count);

/* The curve of WORKLOAD, which has a baseline. */
void curve_init(struct curve *curve, const struct judgement *judgement, size_t workload);
void curve_finish(struct curve *curve);

#endif
