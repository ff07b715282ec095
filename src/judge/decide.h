/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an interval to a verdict: the only verdicts there are, and the one rule by which all
 * comparisons get them. */
#ifndef MANYHANDS_JUDGE_DECIDE_H
#define MANYHANDS_JUDGE_DECIDE_H

#include <stdbool.h>

#include "judge/stats.h"

enum verdict {
	VERDICT_NOT_ASKED,    /* a cell is not in the run, or has no sample that ended OK */
	VERDICT_FASTER,       /* shown, and by the margin or more */
	VERDICT_SLOWER,       /* the mirror image */
	VERDICT_SAME,         /* the interval keeps within the margin and holds 1 */
	VERDICT_NEGLIGIBLE,   /* a difference is shown, of less than the margin */
	VERDICT_INCONCLUSIVE, /* none of these */
	VERDICT_WITHDRAWN,    /* there was one, but the run can't be trusted so far */
};

/* Beyond this margin nothing is called the same or negligible. */
#define QUESTIONS_FLOOR_MAX 0.10

/* How far RATIO is from 1 in either direction, as a share. */
double effect_of(const struct interval *ratio);

/*
 * The verdict on A, of RATIO = time(B) / time(A): above 1 A is the faster one. SHOWN: among all that
 * is judged together, they differ. WIDE: the interval that holds for all of that together; it must
 * keep within MARGIN (a share) for "the same".
 */
enum verdict decide(
	bool shown, const struct interval *ratio, const struct interval *wide, double margin);

/* FASTER for SLOWER and the other way round: the verdict on B. */
enum verdict verdict_mirrored(enum verdict verdict);

/* "faster", "slower", "no practical difference", ... */
const char *verdict_name(enum verdict verdict);

#endif
