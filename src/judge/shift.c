/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mann and Whitney's U (1947): its exact null distribution, and the shift that it tests. */
#include "judge/shift.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "text.h"

/* Probabilities computed on different ways differ in the last bits; alpha itself is allowed. */
static const double ALMOST = 1 + 1e-12;

/* Up to so many pairs the exact distribution is quick, beyond it the normal one is as good. */
enum { EXACT_PAIRS_MAX = 10000 };

/* ---- the null distribution ---- */

/*
 * P(U = u) for u = 0 .. m n / 2; the caller frees. The counts are the coefficients of the Gaussian
 * binomial, the product of (1 - q^(n+i)) / (1 - q^i) over i = 1 .. m (Harding 1984), here divided
 * by their sum on the way. Up to the middle they rise, so the subtraction costs no digits.
 */
static double *null_chances(size_t m, size_t n)
{
	size_t half = m * n / 2;
	double *chance = xcalloc(half + 1, sizeof(*chance));

	chance[0] = 1;
	for (size_t i = 1; i <= m; i++) {
		double share = (double)i / (double)(n + i);

		for (size_t u = half + 1; u-- > n + i;) {
			chance[u] -= chance[u - n - i];
		}
		for (size_t u = i; u <= half; u++) {
			chance[u] += chance[u - i];
		}
		for (size_t u = 0; u <= half; u++) {
			chance[u] *= share;
		}
	}
	return chance;
}

/* The mean and the deviation of U. */
static void null_moments(size_t m, size_t n, double *mean, double *deviation)
{
	*mean = (double)m * (double)n / 2;
	*deviation = sqrt(*mean * (double)(m + n + 1) / 6);
}

/* P(U <= u). */
static double null_below(size_t m, size_t n, size_t u)
{
	double below = 0;

	if (2 * u >= m * n) {
		return 1; /* above the middle nothing speaks for a difference */
	}
	if (m * n > EXACT_PAIRS_MAX) {
		double mean, deviation;

		null_moments(m, n, &mean, &deviation);
		return gsl_cdf_ugaussian_P(((double)u + 0.5 - mean) / deviation);
	}
	double *chance = null_chances(m, n);
	for (size_t i = 0; i <= u; i++) {
		below += chance[i];
	}
	free(chance);
	return below;
}

/* The same as shift_rank from the normal distribution, with continuity correction. */
static size_t rank_normal(size_t m, size_t n, double alpha)
{
	double mean, deviation;

	null_moments(m, n, &mean, &deviation);
	double rank = mean + gsl_cdf_ugaussian_Pinv(alpha / 2) * deviation + 0.5;
	return rank > 0 ? (size_t)rank : 0;
}

size_t shift_rank(size_t a_count, size_t b_count, double alpha)
{
	size_t rank = 0;
	double below = 0;

	if (a_count == 0 || b_count == 0) {
		return 0;
	}
	if (a_count * b_count > EXACT_PAIRS_MAX) {
		return rank_normal(a_count, b_count, alpha);
	}
	double *chance = null_chances(a_count, b_count);
	while (2 * rank < a_count * b_count) {
		below += chance[rank];
		if (2 * below > alpha * ALMOST) {
			break;
		}
		rank++;
	}
	free(chance);
	return rank;
}

/* ---- differences ---- */

/* How many differences b - a are at most LIMIT: both groups are sorted, so one walk will do. */
static size_t count_up_to(const struct groups *groups, double limit)
{
	size_t count = 0, b = groups->b_count;

	/* the smaller a, the fewer b come close to it */
	for (size_t a = groups->a_count; a-- > 0;) {
		while (b > 0 && groups->b[b - 1] - groups->a[a] > limit) {
			b--;
		}
		count += b;
	}
	return count;
}

/* The difference of rank K, from 1, without making them all. */
static double select_difference(const struct groups *groups, size_t k)
{
	double low = groups->b[0] - groups->a[groups->a_count - 1];
	double high = groups->b[groups->b_count - 1] - groups->a[0];

	if (count_up_to(groups, low) >= k) {
		return low;
	}
	/* fewer than k are at most `low`, at least k at most `high`: until no number is between */
	for (;;) {
		double middle = low + (high - low) / 2;

		if (middle <= low || middle >= high) {
			return high;
		}
		if (count_up_to(groups, middle) >= k) {
			high = middle;
		} else {
			low = middle;
		}
	}
}

struct interval shift_interval(const struct groups *groups, double alpha)
{
	size_t count = groups->a_count * groups->b_count;

	if (count == 0) {
		return (struct interval){NAN, NAN, NAN, false};
	}
	size_t rank = shift_rank(groups->a_count, groups->b_count, alpha);
	size_t from = rank > 0 ? rank : 1;
	double lower = select_difference(groups, (count + 1) / 2);
	double upper = select_difference(groups, count / 2 + 1);

	return (struct interval){
		.mid = lower + (upper - lower) / 2,
		.low = select_difference(groups, from),
		.high = select_difference(groups, count + 1 - from),
		.exact = rank > 0,
	};
}

double shift_p_above(const struct groups *groups, double limit)
{
	return groups->a_count * groups->b_count == 0
		       ? 1
		       : null_below(groups->a_count, groups->b_count, count_up_to(groups, limit));
}

double shift_p_below(const struct groups *groups, double limit)
{
	size_t count = groups->a_count * groups->b_count;
	/* those below: all but the ones at LIMIT and above */
	size_t below = count_up_to(groups, nextafter(limit, -INFINITY));

	return count == 0 ? 1 : null_below(groups->a_count, groups->b_count, count - below);
}
