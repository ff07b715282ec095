/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Medians and paired differences with exact, distribution-free intervals. */
#include "judge/stats.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* Probabilities computed on different ways differ in the last bits; alpha itself is allowed. */
static const double ALMOST = 1 + 1e-12;

/* Up to here the exact null distribution is quick, beyond it the normal one is as good. */
enum { EXACT_MAX = 100 };

/* More pairs than this would fill the memory with Walsh averages; their median is sharp enough. */
enum { WALSH_MAX = 2000 };

double interval_half_width(const struct interval *interval)
{
	return (interval->high - interval->low) / 2 / interval->mid;
}

size_t stats_median_rank(size_t n, double alpha)
{
	size_t rank = 0;

	while (rank < n / 2 &&
		2 * gsl_cdf_binomial_P((unsigned)rank, 0.5, (unsigned)n) <= alpha * ALMOST) {
		rank++;
	}
	return rank;
}

/* The same from the normal distribution with V's mean and variance (Wilcoxon 1945). */
static size_t signed_rank_normal(size_t n, double alpha)
{
	double mean = (double)n * ((double)n + 1) / 4;
	double deviation = sqrt(mean * (2 * (double)n + 1) / 6);
	double rank = mean + gsl_cdf_ugaussian_Pinv(alpha / 2) * deviation + 0.5; /* continuity */

	return rank > 0 ? (size_t)rank : 0;
}

size_t stats_signed_rank(size_t n, double alpha)
{
	if (n > EXACT_MAX) {
		return signed_rank_normal(n, alpha);
	}
	size_t most = n * (n + 1) / 2;
	double *chance = xcalloc(most + 1, sizeof(*chance)); /* P(V = v) over ranks 1 .. i */
	double below = 0;
	size_t rank = 0;

	chance[0] = 1;
	for (size_t i = 1; i <= n; i++) {
		for (size_t v = i * (i + 1) / 2; v >= i; v--) {
			chance[v] = (chance[v] + chance[v - i]) / 2;
		}
		for (size_t v = 0; v < i; v++) {
			chance[v] /= 2;
		}
	}
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

/* The means of all pairs of VALUES, each with itself included: N (N + 1) / 2 of them. */
static double *walsh_averages(const double *values, size_t n)
{
	double *walsh = xcalloc(n * (n + 1) / 2, sizeof(*walsh));
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		for (size_t j = i; j < n; j++) {
			walsh[count++] = values[i] / 2 + values[j] / 2;
		}
	}
	return walsh;
}

struct interval stats_paired(const double *differences, size_t n, double alpha)
{
	bool few = n < STATS_SIGNED_RANK_MIN;
	size_t rank = few || n > WALSH_MAX ? 0 : stats_signed_rank(n, alpha);

	if (rank == 0) {
		return stats_median(differences, n, alpha);
	}
	size_t count = n * (n + 1) / 2;
	double *walsh = walsh_averages(differences, n);
	/* each call reorders the array, which the next does not mind */
	struct interval location = {
		.mid = gsl_stats_median(walsh, 1, count),
		.low = gsl_stats_select(walsh, 1, count, rank - 1),
		.high = gsl_stats_select(walsh, 1, count, count - rank),
		.exact = true,
	};

	free(walsh);
	return location;
}
