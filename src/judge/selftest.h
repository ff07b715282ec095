/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the A/A self-test says: is the measuring sound here, and what is too small to be seen? */
#ifndef MANYHANDS_JUDGE_SELFTEST_H
#define MANYHANDS_JUDGE_SELFTEST_H

#include <stdbool.h>
#include <stddef.h>

#include "checks.h"

struct selftest_verdict {
	size_t comparison_count, round_count;
	size_t difference_count; /* comparisons whose 95 % interval of the ratio excludes 1 */
	size_t limit;            /* that many or more are too many */
	double limit_chance;     /* of so many or more where all is sound: at most this */
	double floor_share;      /* median half-width of the ratios; NaN if there is none */
	double sample_ns;        /* median time of a sample */
	bool failed;             /* too many differences, or a floor above SELFTEST_FLOOR_MAX */
};

/* A floor above this says that nothing worth telling can be seen (measuring.md A5). */
#define SELFTEST_FLOOR_MAX 0.10

/*
 * How many differences among COUNT sound comparisons are too many: so many or more come about with
 * a probability of at most 2 %, where each is one with 5 %. 4 of 20, where it is 1.6 %. *CHANCE (may
 * be NULL) is that probability. Exact intervals of few rounds err in less than 5 %, so it is even less.
 */
size_t selftest_limit(size_t count, double *chance);

/*
 * Judges COMPARISONS of ROUNDS pairs each: FIRST_NS and SECOND_NS hold the rounds of one comparison
 * after another, all above 0. Below STATS_INTERVAL_MIN rounds there is no floor, and it failed.
 */
void selftest_judge(struct selftest_verdict *verdict, const double *first_ns,
	const double *second_ns, size_t comparisons, size_t rounds);

/* Adds the check "self-test". MEANWHILE says what else went on: "others used ..."; or is NULL. */
void selftest_say(
	const struct selftest_verdict *verdict, const char *meanwhile, struct checks *checks);

#endif
