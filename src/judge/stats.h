/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates with exact intervals that need no assumption on the shape of the noise. */
#ifndef MANYHANDS_JUDGE_STATS_H
#define MANYHANDS_JUDGE_STATS_H

#include <stdbool.h>
#include <stddef.h>

/* Below this many values there is no 95 % order-statistic interval: 2 / 2^5 > 0.05. */
enum { STATS_INTERVAL_MIN = 6, STATS_SIGNED_RANK_MIN = 12 };

/* An estimate between two bounds, in the unit of the values. */
struct interval {
	double mid, low, high;
	bool exact; /* false: low and high are the range of too few values, not an interval */
};

/* Half of the interval's width relative to its estimate: (high - low) / 2 / mid. */
double interval_half_width(const struct interval *interval);

/* The interval of exp(x), from that of x. */
struct interval interval_exp(const struct interval *logs);

/*
 * The rank k of the order-statistic interval [x_(k), x_(n+1-k)] of the median: the largest k with
 * 2 * P(Bin(n, 1/2) < k) <= alpha, counted from 1; 0 if there is none (n too small).
 */
size_t stats_median_rank(size_t n, double alpha);

/*
 * The rank k of the signed-rank interval over the n (n + 1) / 2 Walsh averages: the largest k with
 * 2 * P(V < k) <= alpha under the null distribution of Wilcoxon's V, exact up to n = 100 and normal
 * beyond; 0 if there is none.
 */
size_t stats_signed_rank(size_t n, double alpha);

/* Median with its exact 1 - ALPHA interval; below STATS_INTERVAL_MIN (or without a rank) the range.
 * N of 0 gives NaN. VALUES are not changed. */
struct interval stats_median(const double *values, size_t n, double alpha);

/*
 * The location of paired differences: from STATS_SIGNED_RANK_MIN values on the Hodges-Lehmann
 * estimate with its exact signed-rank interval, below that the median with its order-statistic
 * interval. From 9 values on one wild value cannot ruin it; with 6 to 8 the only exact 95 %
 * interval of a median is the range, so that a wild value widens it and only the estimate stands.
 */
struct interval stats_paired(const double *differences, size_t n, double alpha);

/*
 * Two-sided p-values of "the differences lie around 0", after a count of what speaks AGAINST the
 * difference that was seen: of the N values (sign test), or of their N (N + 1) / 2 Walsh averages
 * (signed-rank test, exact up to n = 100 and normal with continuity correction beyond), those on the
 * other side of 0 or at 0.
 */
double stats_sign_p(size_t against, size_t n);
double stats_signed_rank_p(size_t against, size_t n);

/*
 * The p-value that belongs to stats_paired: the sign test below STATS_SIGNED_RANK_MIN values, the
 * signed-rank test from there on. Zeros and ties count against a difference, which can only make p
 * larger; so p <= ALPHA exactly where stats_paired at ALPHA, if exact, excludes 0. 1 for no values.
 */
double stats_paired_p(const double *differences, size_t n);

/* Adjusts M p-values as Holm (1979): of true hypotheses all but 5 % of the families keep every
 * ADJUSTED value above 0.05. Equal arrays are fine. */
void stats_holm(const double *p, size_t m, double *adjusted);

#endif
