/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weighted least squares of a / N + b + c (N - 1), no term below 0, and the choice among such laws. */
#ifndef MANYHANDS_JUDGE_LAW_SOLVE_H
#define MANYHANDS_JUDGE_LAW_SOLVE_H

#include "judge/law.h"

/* Times to describe, and how sure each is. */
struct law_points {
	size_t count;
	size_t source[LAW_POINTS_MAX]; /* the place in the data */
	double n[LAW_POINTS_MAX], ns[LAW_POINTS_MAX];
	double sigma_ns[LAW_POINTS_MAX]; /* above 0 */
};

struct law_solution {
	enum law_shape shape;
	double term_ns[LAW_TERMS]; /* a, b, c; 0 where left out */
	size_t terms;              /* those that were not left out */
	double chi2;
	double condition; /* of the scaled columns: smallest singular value / largest */
};

/* Storage for many solutions. */
struct law_solver;
struct law_solver *law_solver_create(void);
void law_solver_destroy(struct law_solver *solver);

/* The best of SHAPE, with the terms that would be negative left out (but a, which may be). */
struct law_solution law_solve(
	struct law_solver *solver, const struct law_points *points, enum law_shape shape);

/* Akaike's criterion for few points, CHI2 over SPREAD (what the points scatter beyond their sigmas);
 * INFINITY with fewer than TERMS + 3 points. */
double law_aicc(const struct law_points *points, double chi2, size_t terms, double spread);

/* The best by that criterion; *SPREAD becomes the spread it was chosen with. */
struct law_solution law_choose(
	struct law_solver *solver, const struct law_points *points, double *spread);

/* The best a / min(N, K) + b that bends at one K below the largest N, which becomes *KNEE. */
struct law_solution law_solve_knee(
	struct law_solver *solver, const struct law_points *points, double *knee);

/* The one point that a robust fit (bisquare) of SHAPE leaves aside, or count if it is none or several. */
size_t law_find_wild(
	struct law_solver *solver, const struct law_points *points, enum law_shape shape);

/* Fills in the intervals of LAW around SOLUTION, by fitting POINTS anew to whole rounds of DATA that are drawn
 * with replacement. */
void law_bootstrap(struct law *law, const struct law_data *data, struct law_solver *solver,
	const struct law_points *points, const struct law_solution *solution);

#endif
