/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By how much the values of one group lie above those of another; the groups are not paired. */
#ifndef MANYHANDS_JUDGE_SHIFT_H
#define MANYHANDS_JUDGE_SHIFT_H

#include <stddef.h>

#include "judge/stats.h"

/* Two groups of finite values, each sorted upwards; borrowed. */
struct groups {
	const double *a, *b;
	size_t a_count, b_count;
};

/*
 * The rank k of the interval over the differences b - a of all pairs: the largest k with
 * 2 * P(U < k) <= alpha under the null distribution of the Mann-Whitney U, exact up to
 * a_count * b_count = 10 000 and normal beyond; 0 if there is none.
 */
size_t shift_rank(size_t a_count, size_t b_count, double alpha);

/* The Hodges-Lehmann estimate of B - A (the median of all differences) with its 1 - ALPHA interval;
 * without a rank the range of the differences, not exact. An empty group gives NaN. */
struct interval shift_interval(const struct groups *groups, double alpha);

/*
 * One-sided p-values of "B - A is at most LIMIT" and "B - A is at least LIMIT": small ones show that
 * it is above, or below. A difference that equals LIMIT speaks against both. 1 for an empty group.
 */
double shift_p_above(const struct groups *groups, double limit);
double shift_p_below(const struct groups *groups, double limit);

#endif
