/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The times of one strategy by its workers, and the fewest workers that do as well as the best. */
#ifndef MANYHANDS_JUDGE_CURVE_H
#define MANYHANDS_JUDGE_CURVE_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/compare.h"

struct curve {
	size_t strategy;   /* index of the run */
	bool first_choice; /* false: another was preferred and shown to be slower */
	/* The loop, then the cells by rising workers; only those comparable with the loop. Owned. */
	const struct cell_result **point;
	size_t count; /* 1 if no cell of any strategy is comparable */
	size_t best;  /* the fastest by its estimate */
	size_t pick;  /* the first that is shown to be within RELATION_BLUR of the best */
	/* the first that is not shown to be slower than the best by more than questions_margin; <= pick */
	size_t maybe;
};

/* True if NAME ends with ENDING: "thread-pool" with "-pool". */
bool strategy_ends_with(const struct run_strategy *strategy, const char *ending);

/* The fastest cell of STRATEGY with an interval of its speedup, or NULL. */
const struct cell_result *fastest_cell(
	const struct judgement *judgement, size_t workload, size_t strategy);

/*
 * The curve of the strategy to recommend for WORKLOAD, whose baseline has an interval: the first
 * pool of the run (else the first other that is not per task, else the first), unless the fastest
 * cell of another is shown to be faster than its fastest.
 */
void curve_init(struct curve *curve, const struct judgement *judgement, size_t workload);
void curve_finish(struct curve *curve);

#endif
