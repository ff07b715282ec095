/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of a cell, one a round, to be compared with those of another run: logarithms, sorted. */
#ifndef MANYHANDS_JUDGE_PER_ROUND_H
#define MANYHANDS_JUDGE_PER_ROUND_H

#include <stddef.h>

#include "judge/compare.h"

/* Natural logarithms, rising. */
struct per_round {
	double *value; /* owned; NULL without any */
	size_t count;
};

/* The median time in ns of each round that CELL has samples of. */
void per_round_times(struct per_round *times, const struct cell_result *cell);

/* time(A) / time(B) in each round that has both, as compare_cells pairs them. */
void per_round_ratios(
	struct per_round *ratios, const struct cell_result *a, const struct cell_result *b);

void per_round_finish(struct per_round *values);

#endif
