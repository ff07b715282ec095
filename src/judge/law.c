/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fits the law of time by workers, finds its intervals, and refuses what the times do not carry. */
#include "judge/law.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

#include "judge/law_solve.h"
#include "judge/relation.h"

static const double ALPHA = 0.05;

/* A term within more than this between its bounds is not known; nor is a share of which no more can be
 * said than that it is below this. */
static const double DECADE = 10, SHARE_MAX = 0.25;

static const double CONDITION_MIN = 1e-8;

/* A point may be this many of its sigmas off the law. */
static const double RESIDUAL_MAX = 4;

/* Nothing is told from times whose half-widths are usually wider; as of the noise floor. */
static const double HALF_WIDTH_MAX = 0.10;

/* Of a law with a peak a bend is a rival up to this difference of the criterion: beyond it, it has
 * essentially no support (Burnham and Anderson 2002). */
static const double PEAK_BONUS = 10;

static const struct interval unknown = {NAN, NAN, NAN, false};

/* ---- the points ---- */

/* Writes the times of point INDEX into VALUES; returns how many. */
static size_t gather(const struct law_data *data, size_t index, double *values)
{
	size_t count = 0;

	for (size_t r = 0; r < data->rounds; r++) {
		double ns = data->time_ns[r * data->count + index];

		if (!isnan(ns)) {
			values[count++] = ns;
		}
	}
	return count;
}

/* The medians with their sigmas. What is off by less than VERDICT_MARGIN is never a misfit, so no sigma is
 * below that over RESIDUAL_MAX; nor below half of the usual one, since few rounds give chance sigmas. False:
 * some have no interval. */
static bool make_points(const struct law_data *data, struct law_points *points, double *half_width)
{
	double *values = xcalloc(data->rounds, sizeof(*values)), share[LAW_POINTS_MAX];
	bool exact = true;

	points->count = data->count;
	for (size_t i = 0; i < data->count; i++) {
		struct interval time = stats_median(values, gather(data, i, values), ALPHA);

		exact = exact && time.exact;
		points->source[i] = i;
		points->n[i] = data->n[i];
		points->ns[i] = time.mid;
		points->sigma_ns[i] = share[i] = interval_half_width(&time);
	}
	free(values);
	if (!exact) {
		return false;
	}
	*half_width = gsl_stats_median(share, 1, data->count);
	for (size_t i = 0; i < data->count; i++) {
		double wide = fmax(points->sigma_ns[i], *half_width / 2) /
			      gsl_cdf_ugaussian_Pinv(1 - ALPHA / 2);

		points->sigma_ns[i] = fmax(wide, VERDICT_MARGIN / RESIDUAL_MAX) * points->ns[i];
	}
	return true;
}

static void leave_out(struct law_points *points, size_t index)
{
	points->count--;
	for (size_t i = index; i < points->count; i++) {
		points->source[i] = points->source[i + 1];
		points->n[i] = points->n[i + 1];
		points->ns[i] = points->ns[i + 1];
		points->sigma_ns[i] = points->sigma_ns[i + 1];
	}
}

/* ---- rules ---- */

static double time_of(const double *term_ns, double n)
{
	return term_ns[0] / n + term_ns[1] + term_ns[2] * (n - 1);
}

double law_time_ns(const struct law *law, double n)
{
	const double term_ns[LAW_TERMS] = {
		law->term_ns[0].mid, law->term_ns[1].mid, law->term_ns[2].mid};

	return time_of(term_ns, n);
}

/* True if some point is faster than its N allows, in its rounds and beyond its interval. */
static bool find_superlinear(const struct law_data *data, double *where)
{
	double *ratio = xcalloc(data->rounds, sizeof(*ratio));
	bool found = false;

	for (size_t i = 1; !found && i < data->count; i++) {
		size_t count = 0;

		for (size_t r = 0; r < data->rounds; r++) {
			const double *round = data->time_ns + r * data->count;
			double gain = log(round[0] / round[i]);

			if (!isnan(gain)) {
				ratio[count++] = gain;
			}
		}
		struct interval gain = stats_paired(ratio, count, ALPHA);

		found = gain.exact &&
			exp(gain.low) > data->n[i] / data->n[0] * (1 + VERDICT_MARGIN);
		*where = found ? data->n[i] : *where;
	}
	free(ratio);
	return found;
}

static double choose(size_t from, size_t count)
{
	return count > from ? 0 : gsl_sf_choose((unsigned)from, (unsigned)count);
}

/* P(at most RUNS runs) of HIGH and LOW signs in random order (Wald and Wolfowitz 1940). */
static double runs_chance(size_t runs, size_t high, size_t low)
{
	double ways = 0;

	if (high == 0 || low == 0) {
		return 1;
	}
	for (size_t r = 2; r <= runs; r++) {
		size_t k = r / 2; /* runs of each sign; of one of them one more if r is odd */

		ways += r % 2 == 0 ? 2 * choose(high - 1, k - 1) * choose(low - 1, k - 1)
				   : choose(high - 1, k) * choose(low - 1, k - 1) +
					     choose(high - 1, k - 1) * choose(low - 1, k);
	}
	return ways / choose(high + low, low);
}

/* How far POINTS are off a solution. */
struct misfit {
	double sigmas, share, rms; /* the largest, in sigmas and as a share; of all, as a share */
	double runs;               /* the chance of so few runs of signs */
};

/* KNEE: the N from where the solution is flat, INFINITY for none. */
static struct misfit measure_misfit(
	const struct law_points *points, const struct law_solution *solution, double knee)
{
	struct misfit misfit = {0};
	size_t high = 0, runs = 0;
	bool was_high = false;

	for (size_t i = 0; i < points->count; i++) {
		double off = points->ns[i] - time_of(solution->term_ns, fmin(points->n[i], knee));
		double share = off / points->ns[i];
		bool is_high = off > 0;

		misfit.sigmas = fmax(misfit.sigmas, fabs(off) / points->sigma_ns[i]);
		misfit.share = fmax(misfit.share, fabs(share));
		misfit.rms += share * share / (double)points->count;
		high += is_high;
		runs += i == 0 || is_high != was_high;
		was_high = is_high;
	}
	misfit.rms = sqrt(misfit.rms);
	misfit.runs = runs_chance(runs, high, points->count - high);
	return misfit;
}

static bool is_off(const struct misfit *misfit, double half_width)
{
	return misfit->sigmas > RESIDUAL_MAX || misfit->rms > fmax(2 * half_width, VERDICT_MARGIN);
}

/* A fit in the making. */
struct fit {
	struct law_solver *solver;
	struct law_points points;
	double half_width; /* the usual one of the times, a share */
	struct law_solution solution, knee;
	double spread, knee_at;
	struct misfit misfit, knee_misfit;
};

/* True if a bend describes the times at least as well: a peak needs clearly better reasons. */
static bool knee_wins(const struct fit *fit)
{
	const struct law_points *points = &fit->points;
	double bonus = fit->solution.term_ns[2] > 0 ? PEAK_BONUS : 0, spread = fit->spread;

	if (isnan(fit->knee_at) || points->count < fit->knee.terms + 3) {
		return false;
	}
	spread = fmax(1, fmin(spread, fit->knee.chi2 / (double)(points->count - fit->knee.terms)));
	return law_aicc(points, fit->knee.chi2, fit->knee.terms, spread) <=
	       law_aicc(points, fit->solution.chi2, fit->solution.terms, spread) + bonus;
}

static void fit_points(struct fit *fit)
{
	fit->solution = law_choose(fit->solver, &fit->points, &fit->spread);
	fit->misfit = measure_misfit(&fit->points, &fit->solution, INFINITY);
	fit->knee = law_solve_knee(fit->solver, &fit->points, &fit->knee_at);
	fit->knee_misfit = measure_misfit(&fit->points, &fit->knee, fit->knee_at);
}

/* Fits, once more without the one wild point if there is such a one. */
static void fit_robustly(struct fit *fit, double *left_out)
{
	struct law_points all = fit->points;

	fit_points(fit);
	bool bends = knee_wins(fit) && !is_off(&fit->knee_misfit, fit->half_width);
	if (!is_off(&fit->misfit, fit->half_width) || bends || all.count - 1 < LAW_POINTS_MIN) {
		return;
	}
	size_t wild = law_find_wild(
		fit->solver, &all, all.count - 1 < LAW_TERMS + 3 ? LAW_AMDAHL : LAW_FULL);
	if (wild == all.count) {
		return;
	}
	leave_out(&fit->points, wild);
	fit_points(fit);
	if (is_off(&fit->misfit, fit->half_width)) {
		fit->points = all;
		fit_points(fit);
	} else {
		*left_out = all.n[wild];
	}
}

/* What the fit alone says against the law. */
static enum law_refusal refuse_fit(const struct fit *fit, struct law *law)
{
	const struct law_solution *solution = &fit->solution;

	if (knee_wins(fit)) {
		law->where = fit->knee_at;
		return LAW_KNEE;
	}
	if (solution->shape != LAW_CONSTANT && solution->term_ns[0] <= 0) {
		return LAW_SLOWER;
	}
	if (is_off(&fit->misfit, fit->half_width)) {
		return LAW_MISFIT;
	}
	if (fit->misfit.runs <= ALPHA && fit->misfit.rms > fit->half_width / 2) {
		return LAW_CURVED;
	}
	return solution->condition < CONDITION_MIN ? LAW_LOOSE : LAW_FITS;
}

static bool spans_a_decade(const struct interval *interval)
{
	return !(interval->low > 0) || interval->high / interval->low > DECADE;
}

/* What the intervals say against it. */
static enum law_refusal refuse_intervals(struct law *law)
{
	law->share_seen = !spans_a_decade(&law->share);
	/* a peak far beyond the data is none in them */
	if (!(law->best.high <= 2 * law->n_max)) {
		law->best = law->best_speedup = unknown;
	}
	if (law->shape == LAW_CONSTANT) {
		return law->share.low < 1 - SHARE_MAX ? LAW_LOOSE : LAW_FITS;
	}
	bool loose = spans_a_decade(&law->term_ns[0]) ||
		     (!law->share_seen && law->share.high > SHARE_MAX);
	return loose ? LAW_LOOSE : LAW_FITS;
}

/* The refusals before any fit. */
static enum law_refusal refuse_data(const struct law_data *data, struct fit *fit, struct law *law)
{
	if (data->count < LAW_POINTS_MIN) {
		return data->count == 0 ? LAW_UNKNOWN : LAW_FEW_POINTS;
	}
	if (!make_points(data, &fit->points, &fit->half_width)) {
		return LAW_FEW_ROUNDS;
	}
	if (fit->half_width > HALF_WIDTH_MAX) {
		return LAW_LOOSE;
	}
	return find_superlinear(data, &law->where) ? LAW_SUPERLINEAR : LAW_FITS;
}

void law_fit(struct law *law, const struct law_data *data)
{
	struct fit fit = {0};

	*law = (struct law){
		.shape = LAW_SHAPELESS,
		.points = data->count,
		.rounds = data->rounds,
		.n_max = data->count > 0 ? data->n[data->count - 1] : NAN,
		.term_ns = {unknown, unknown, unknown},
		.share = unknown,
		.best = unknown,
		.best_speedup = unknown,
		.asked = unknown,
		.misfit = NAN,
		.where = NAN,
		.left_out = NAN,
		.karp_flatt = unknown,
	};
	law->ask = data->ask > 2 * law->n_max ? 2 * law->n_max : data->ask;
	law->refusal = refuse_data(data, &fit, law);
	if (law->refusal != LAW_FITS) {
		return;
	}
	fit.solver = law_solver_create();
	fit_robustly(&fit, &law->left_out);
	law->shape = fit.solution.shape;
	law->misfit = fit.misfit.share;
	law->refusal = refuse_fit(&fit, law);
	if (law->refusal == LAW_FITS) {
		law_bootstrap(law, data, fit.solver, &fit.points, &fit.solution);
		law->refusal = refuse_intervals(law);
	}
	law_solver_destroy(fit.solver);
}
