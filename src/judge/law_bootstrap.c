/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The intervals of a law: it is fitted anew, choice of its shape included, to rounds drawn at random. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

#include "judge/law_solve.h"
#include "text.h"

static const double ALPHA = 0.05;

enum { RESAMPLES = 1000, SEED = 1 };

/* What a resample tells; the terms come first. */
enum { SHARE = LAW_TERMS, BEST, BEST_SPEEDUP, ASKED, FIGURES };

static double speedup_of(const double *term_ns, double n)
{
	double one = term_ns[0] + term_ns[1];

	return one / (term_ns[0] / n + term_ns[1] + term_ns[2] * (n - 1));
}

static void fill_figures(
	const struct law *law, const struct law_solution *solution, double *figure, size_t stride)
{
	const double *term_ns = solution->term_ns;
	double a = term_ns[0], b = term_ns[1], c = term_ns[2];
	double best = c > 0 ? fmax(1, sqrt(fmax(0, a) / c)) : INFINITY;

	for (size_t term = 0; term < LAW_TERMS; term++) {
		figure[term * stride] = term_ns[term];
	}
	figure[SHARE * stride] = b / (a + b);
	figure[BEST * stride] = best;
	figure[BEST_SPEEDUP * stride] = speedup_of(term_ns, fmin(best, 2 * law->n_max));
	figure[ASKED * stride] = isnan(law->ask) ? NAN : speedup_of(term_ns, law->ask);
}

/* The medians of the picked rounds. A point without any keeps its own. */
static void resample_points(const struct law_data *data, const size_t *pick, double *values,
	const struct law_points *points, struct law_points *again)
{
	for (size_t i = 0; i < points->count; i++) {
		size_t count = 0;

		for (size_t r = 0; r < data->rounds; r++) {
			double ns = data->time_ns[pick[r] * data->count + points->source[i]];

			if (!isnan(ns)) {
				values[count++] = ns;
			}
		}
		gsl_sort(values, 1, count);
		again->ns[i] = count > 0 ? gsl_stats_median_from_sorted_data(values, 1, count)
					 : points->ns[i];
	}
}

/*
 * The share of resamples to cut off at either end. Percentiles of resamples of few values are too narrow, as
 * if a normal distribution were taken for Student's with a variance over n instead of n - 1; this undoes
 * both (Hesterberg 2015).
 */
static double tail_share(size_t rounds)
{
	double n = (double)rounds;

	return gsl_cdf_ugaussian_P(sqrt(n / (n - 1)) * gsl_cdf_tdist_Pinv(ALPHA / 2, n - 1));
}

/* MID between the percentiles of VALUES, which are sorted here. */
static struct interval percentiles(double *values, double mid, double tail)
{
	size_t low = (size_t)(tail * (RESAMPLES - 1));

	gsl_sort(values, 1, RESAMPLES);
	return (struct interval){
		.mid = mid,
		.low = fmin(mid, values[low]),
		.high = fmax(mid, values[RESAMPLES - 1 - low]),
		.exact = true,
	};
}

/* Writes the figures of all resamples, one figure after another; the caller frees. */
static double *resample(const struct law *law, const struct law_data *data,
	struct law_solver *solver, const struct law_points *points)
{
	double *figures = xcalloc((size_t)FIGURES * RESAMPLES, sizeof(*figures));
	double *values = xcalloc(data->rounds, sizeof(*values)), spread;
	size_t *pick = xcalloc(data->rounds, sizeof(*pick));
	gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
	struct law_points again = *points;

	if (!random) {
		fatal("out of memory");
	}
	gsl_rng_set(random, SEED);
	for (size_t i = 0; i < RESAMPLES; i++) {
		for (size_t r = 0; r < data->rounds; r++) {
			pick[r] = gsl_rng_uniform_int(random, data->rounds);
		}
		resample_points(data, pick, values, points, &again);
		struct law_solution solution = law_choose(solver, &again, &spread);
		fill_figures(law, &solution, figures + i, RESAMPLES);
	}
	gsl_rng_free(random);
	free(pick);
	free(values);
	return figures;
}

void law_bootstrap(struct law *law, const struct law_data *data, struct law_solver *solver,
	const struct law_points *points, const struct law_solution *solution)
{
	double *figures = resample(law, data, solver, points), tail = tail_share(data->rounds);
	struct interval *into[FIGURES] = {
		[0] = &law->term_ns[0],
		[1] = &law->term_ns[1],
		[2] = &law->term_ns[2],
		[SHARE] = &law->share,
		[BEST] = &law->best,
		[BEST_SPEEDUP] = &law->best_speedup,
		[ASKED] = &law->asked,
	};
	double mid[FIGURES];

	fill_figures(law, solution, mid, 1);
	for (size_t i = 0; i < FIGURES; i++) {
		if (!isnan(mid[i])) {
			*into[i] = percentiles(figures + i * RESAMPLES, mid[i], tail);
		}
	}
	free(figures);
}
