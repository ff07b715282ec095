/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Medians and paired differences with exact, distribution-free intervals. */
#include "judge/stats.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/walsh.h"
#include "text.h"

/* Probabilities computed on different ways differ in the last bits; alpha itself is allowed. */
static const double ALMOST = 1 + 1e-12;

/* Up to here the exact null distribution is quick, beyond it the normal one is as good. */
enum { EXACT_MAX = 100 };

/* Of more pairs than this the median is sharp enough. */
enum { WALSH_MAX = 2000 };

double interval_half_width(const struct interval *interval)
{
	return (interval->high - interval->low) / 2 / interval->mid;
}

struct interval interval_exp(const struct interval *logs)
{
	return (struct interval){exp(logs->mid), exp(logs->low), exp(logs->high), logs->exact};
}

size_t stats_median_rank(size_t n, double alpha)
{
	size_t rank = 0, most = n / 2;

	while (rank < most) {
		size_t middle = (rank + most) / 2;

		if (2 * gsl_cdf_binomial_P((unsigned)middle, 0.5, (unsigned)n) <= alpha * ALMOST) {
			rank = middle + 1;
		} else {
			most = middle;
		}
	}
	return rank;
}

struct normal {
	double mean, deviation;
};

/* Of V under the null distribution (Wilcoxon 1945). */
static struct normal signed_rank_moments(size_t n)
{
	double mean = (double)n * ((double)n + 1) / 4;

	return (struct normal){mean, sqrt(mean * (2 * (double)n + 1) / 6)};
}

/* The same from the normal distribution. */
static size_t signed_rank_normal(size_t n, double alpha)
{
	struct normal v = signed_rank_moments(n);
	double rank =
		v.mean + gsl_cdf_ugaussian_Pinv(alpha / 2) * v.deviation + 0.5; /* continuity */

	return rank > 0 ? (size_t)rank : 0;
}

/* P(V = v) for v from 0 to n (n + 1) / 2 under the null distribution; the caller frees. */
static double *signed_rank_chances(size_t n)
{
	double *chance = xcalloc(n * (n + 1) / 2 + 1, sizeof(*chance)); /* over ranks 1 .. i */

	chance[0] = 1;
	for (size_t i = 1; i <= n; i++) {
		for (size_t v = i * (i + 1) / 2; v >= i; v--) {
			chance[v] = (chance[v] + chance[v - i]) / 2;
		}
		for (size_t v = 0; v < i; v++) {
			chance[v] /= 2;
		}
	}
	return chance;
}

static size_t signed_rank_exact(size_t n, double alpha)
{
	size_t most = n * (n + 1) / 2;
	double *chance = signed_rank_chances(n);
	double below = 0;
	size_t rank = 0;

	while (rank < most / 2) {
		below += chance[rank];
		if (2 * below > alpha * ALMOST) {
			break;
		}
		rank++;
	}
	free(chance);
	return rank;
}

size_t stats_signed_rank(size_t n, double alpha)
{
	/* the same few are asked for again and again */
	static struct {
		double alpha;
		size_t rank;
	} known[EXACT_MAX + 1];

	if (n > EXACT_MAX) {
		return signed_rank_normal(n, alpha);
	}
	if (known[n].alpha != alpha) {
		known[n].rank = signed_rank_exact(n, alpha);
		known[n].alpha = alpha;
	}
	return known[n].rank;
}

static double *copy_sorted(const double *values, size_t n)
{
	double *sorted = xcalloc(n, sizeof(*sorted));

	memcpy(sorted, values, n * sizeof(*sorted));
	gsl_sort(sorted, 1, n);
	return sorted;
}

struct interval stats_median(const double *values, size_t n, double alpha)
{
	if (n == 0) {
		return (struct interval){NAN, NAN, NAN, false};
	}
	double *sorted = copy_sorted(values, n);
	size_t rank = n < STATS_INTERVAL_MIN ? 0 : stats_median_rank(n, alpha);
	size_t low = rank > 0 ? rank - 1 : 0;
	struct interval median = {
		.mid = gsl_stats_median_from_sorted_data(sorted, 1, n),
		.low = sorted[low],
		.high = sorted[n - 1 - low],
		.exact = rank > 0,
	};

	free(sorted);
	return median;
}

struct interval stats_paired(const double *differences, size_t n, double alpha)
{
	bool few = n < STATS_SIGNED_RANK_MIN;
	size_t rank = few || n > WALSH_MAX ? 0 : stats_signed_rank(n, alpha);

	if (rank == 0) {
		return stats_median(differences, n, alpha);
	}
	size_t count = n * (n + 1) / 2;
	struct walsh walsh;

	walsh_init(&walsh, differences, n);
	double lower_mid = walsh_select(&walsh, (count - 1) / 2);
	double upper_mid = count % 2 == 1 ? lower_mid : walsh_select(&walsh, count / 2);
	struct interval location = {
		.mid = (lower_mid + upper_mid) / 2,
		.low = walsh_select(&walsh, rank - 1),
		.high = walsh_select(&walsh, count - rank),
		.exact = true,
	};

	walsh_finish(&walsh);
	return location;
}

double stats_sign_p(size_t against, size_t n)
{
	return fmin(1, 2 * gsl_cdf_binomial_P((unsigned)against, 0.5, (unsigned)n));
}

double stats_signed_rank_p(size_t against, size_t n)
{
	size_t most = n * (n + 1) / 2;

	if (against >= most / 2) {
		return 1; /* the middle of the distribution or beyond */
	}
	if (n > EXACT_MAX) {
		struct normal v = signed_rank_moments(n);

		return fmin(
			1, 2 * gsl_cdf_ugaussian_P(((double)against + 0.5 - v.mean) / v.deviation));
	}
	double *chance = signed_rank_chances(n);
	double upto = 0;

	for (size_t v = 0; v <= against; v++) {
		upto += chance[v];
	}
	free(chance);
	return fmin(1, 2 * upto);
}

/* How many of some numbers are not above 0, and how many not below. */
struct signs {
	size_t low, high;
};

static void count_sign(struct signs *signs, double value)
{
	signs->low += value <= 0;
	signs->high += value >= 0;
}

static size_t fewer(const struct signs *signs)
{
	return signs->low < signs->high ? signs->low : signs->high;
}

double stats_paired_p(const double *differences, size_t n)
{
	struct signs signs = {0, 0};
	bool ranks = n >= STATS_SIGNED_RANK_MIN && n <= WALSH_MAX;

	for (size_t i = 0; i < n; i++) {
		/* the same averages as in judge/walsh.c, to the last bit; without ranks only x_i */
		for (size_t j = i; j < (ranks ? n : i + 1); j++) {
			count_sign(&signs, differences[i] / 2 + differences[j] / 2);
		}
	}
	return ranks ? stats_signed_rank_p(fewer(&signs), n) : stats_sign_p(fewer(&signs), n);
}

void stats_holm(const double *p, size_t m, double *adjusted)
{
	size_t *order = xcalloc(m, sizeof(*order));
	double *result = xcalloc(m, sizeof(*result)), largest = 0;

	gsl_sort_index(order, p, 1, m);
	for (size_t i = 0; i < m; i++) {
		largest = fmax(largest, fmin(1, (double)(m - i) * p[order[i]]));
		result[order[i]] = largest;
	}
	for (size_t i = 0; i < m; i++) {
		adjusted[i] = result[i];
	}
	free(order);
	free(result);
}
