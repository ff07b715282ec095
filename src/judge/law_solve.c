/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weighted least squares of a / N + b + c (N - 1), no term below 0, and the choice among such laws. */
#include "judge/law_solve.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_multifit.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

enum { A = 1, B = 2, C = 4, KNEE_STEPS = 80 };

/* A robust fit that gives a point less than this weight, and all others more than that one. */
static const double WILD_WEIGHT = 0.05, TAME_WEIGHT = 0.2;

struct law_solver {
	gsl_multifit_linear_workspace *work;
	double column[LAW_POINTS_MAX * LAW_TERMS], weight[LAW_POINTS_MAX], ns[LAW_POINTS_MAX];
};

struct law_solver *law_solver_create(void)
{
	struct law_solver *solver = xcalloc(1, sizeof(*solver));

	solver->work = gsl_multifit_linear_alloc(LAW_POINTS_MAX, LAW_TERMS);
	if (!solver->work) {
		fatal("out of memory");
	}
	return solver;
}

void law_solver_destroy(struct law_solver *solver)
{
	if (solver) {
		gsl_multifit_linear_free(solver->work);
	}
	free(solver);
}

/* Writes the columns of the terms in the set TERMS, row by row; returns how many. With KNEE, N goes no
 * further than that. */
static size_t fill_columns(
	double *column, const struct law_points *points, unsigned terms, double knee)
{
	size_t at = 0;

	for (size_t i = 0; i < points->count; i++) {
		double n = fmin(points->n[i], knee);

		if (terms & A) {
			column[at++] = 1 / n;
		}
		if (terms & B) {
			column[at++] = 1;
		}
		if (terms & C) {
			column[at++] = n - 1;
		}
	}
	return (size_t)__builtin_popcount(terms);
}

/* The fit of the terms in the set TERMS, whatever their signs. */
static struct law_solution solve_terms(
	struct law_solver *solver, const struct law_points *points, unsigned terms, double knee)
{
	double found[LAW_TERMS] = {0}, covariance[LAW_TERMS * LAW_TERMS];
	size_t width = fill_columns(solver->column, points, terms, knee), next = 0;
	struct law_solution solution = {.terms = width};

	for (size_t i = 0; i < points->count; i++) {
		solver->ns[i] = points->ns[i];
		solver->weight[i] = 1 / points->sigma_ns[i] / points->sigma_ns[i];
	}
	gsl_matrix_view x = gsl_matrix_view_array(solver->column, points->count, width);
	gsl_matrix_view cov = gsl_matrix_view_array(covariance, width, width);
	gsl_vector_view w = gsl_vector_view_array(solver->weight, points->count);
	gsl_vector_view y = gsl_vector_view_array(solver->ns, points->count);
	gsl_vector_view c = gsl_vector_view_array(found, width);

	gsl_multifit_wlinear(&x.matrix, &w.vector, &y.vector, &c.vector, &cov.matrix,
		&solution.chi2, solver->work);
	solution.condition = gsl_multifit_linear_rcond(solver->work);
	for (size_t term = 0; term < LAW_TERMS; term++) {
		solution.term_ns[term] = terms & (1u << term) ? found[next++] : 0;
	}
	return solution;
}

/* Leaves out of TERMS the negative ones of b and c, one after the other. */
static struct law_solution solve_positive(
	struct law_solver *solver, const struct law_points *points, unsigned terms, double knee)
{
	for (;;) {
		struct law_solution found = solve_terms(solver, points, terms, knee);
		bool no_b = found.term_ns[1] < 0, no_c = found.term_ns[2] < 0;

		if (no_b && no_c) {
			struct law_solution b =
				solve_positive(solver, points, terms & ~(unsigned)C, knee);
			struct law_solution c =
				solve_positive(solver, points, terms & ~(unsigned)B, knee);

			return b.chi2 < c.chi2 ? b : c;
		}
		if (!no_b && !no_c) {
			return found;
		}
		terms &= ~(unsigned)(no_b ? B : C);
	}
}

static unsigned terms_of(enum law_shape shape)
{
	return shape == LAW_CONSTANT ? B : shape == LAW_AMDAHL ? A | B : A | B | C;
}

struct law_solution law_solve(
	struct law_solver *solver, const struct law_points *points, enum law_shape shape)
{
	struct law_solution solution = solve_positive(solver, points, terms_of(shape), INFINITY);

	solution.shape = shape;
	return solution;
}

double law_aicc(const struct law_points *points, double chi2, size_t terms, double spread)
{
	double n = (double)points->count, k = (double)terms;

	return n < k + 3 ? INFINITY : chi2 / spread + 2 * k + 2 * k * (k + 1) / (n - k - 1);
}

struct law_solution law_choose(
	struct law_solver *solver, const struct law_points *points, double *spread)
{
	struct law_solution all[LAW_SHAPELESS], *best = &all[LAW_CONSTANT];

	*spread = INFINITY;
	for (enum law_shape shape = LAW_CONSTANT; shape < LAW_SHAPELESS; shape++) {
		all[shape] = law_solve(solver, points, shape);
		if (points->count >= all[shape].terms + 3) {
			*spread = fmin(*spread,
				all[shape].chi2 / (double)(points->count - all[shape].terms));
		}
	}
	*spread = fmax(1, *spread);
	for (enum law_shape shape = LAW_AMDAHL; shape < LAW_SHAPELESS; shape++) {
		double rival = law_aicc(points, all[shape].chi2, all[shape].terms, *spread);

		/* what has left out its c is Amdahl's, which was there before */
		if (rival < law_aicc(points, best->chi2, best->terms, *spread)) {
			best = &all[shape];
		}
	}
	return *best;
}

struct law_solution law_solve_knee(
	struct law_solver *solver, const struct law_points *points, double *knee)
{
	double first = points->n[0], last = points->n[points->count - 1];
	struct law_solution best = {.chi2 = INFINITY};

	*knee = NAN;
	/* a knee between the last two is one no point can tell from none */
	for (int step = 1; step < KNEE_STEPS; step++) {
		double at = first * pow(last / first, (double)step / KNEE_STEPS);

		if (at <= first || at > points->n[points->count - 2]) {
			continue;
		}
		struct law_solution found = solve_positive(solver, points, A | B, at);

		if (found.chi2 < best.chi2) {
			best = found;
			*knee = at;
		}
	}
	best.terms++; /* the knee */
	return best;
}

/* ---- robust ---- */

/* Which of the COUNT weights of a robust fit belongs to a point alone in being put aside. */
static size_t lone_outcast(const gsl_vector *weight, size_t count)
{
	size_t least = 0, low = 0;

	for (size_t i = 0; i < count; i++) {
		least = gsl_vector_get(weight, i) < gsl_vector_get(weight, least) ? i : least;
		low += gsl_vector_get(weight, i) < TAME_WEIGHT;
	}
	return low == 1 && gsl_vector_get(weight, least) < WILD_WEIGHT ? least : count;
}

size_t law_find_wild(
	struct law_solver *solver, const struct law_points *points, enum law_shape shape)
{
	double found[LAW_TERMS], covariance[LAW_TERMS * LAW_TERMS];
	size_t width = fill_columns(solver->column, points, terms_of(shape), INFINITY);

	/* it knows no weights, so each row is given in its own sigmas */
	for (size_t i = 0; i < points->count; i++) {
		solver->ns[i] = points->ns[i] / points->sigma_ns[i];
		for (size_t k = 0; k < width; k++) {
			solver->column[i * width + k] /= points->sigma_ns[i];
		}
	}
	gsl_matrix_view x = gsl_matrix_view_array(solver->column, points->count, width);
	gsl_matrix_view cov = gsl_matrix_view_array(covariance, width, width);
	gsl_vector_view y = gsl_vector_view_array(solver->ns, points->count);
	gsl_vector_view c = gsl_vector_view_array(found, width);
	gsl_multifit_robust_workspace *work =
		gsl_multifit_robust_alloc(gsl_multifit_robust_bisquare, points->count, width);

	if (!work) {
		fatal("out of memory");
	}
	/* it calls it an error, and ends the program, if it has not settled after 100 steps */
	gsl_error_handler_t *before = gsl_set_error_handler_off();
	int status = gsl_multifit_robust(&x.matrix, &y.vector, &c.vector, &cov.matrix, work);
	gsl_set_error_handler(before);
	size_t wild =
		status == GSL_SUCCESS
			? lone_outcast(gsl_multifit_robust_statistics(work).weights, points->count)
			: points->count;
	gsl_multifit_robust_free(work);
	return wild;
}
