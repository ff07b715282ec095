/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How one cell stands to another, as far as the interval of their ratio carries it. */
#ifndef MANYHANDS_JUDGE_RELATION_H
#define MANYHANDS_JUDGE_RELATION_H

#include <stdbool.h>

#include "judge/compare.h"

/* A difference below this share is not worth acting on. */
#define VERDICT_MARGIN 0.02

/* Two times are called equal if their ratio's interval keeps within this share of 1. */
#define RELATION_BLUR 0.05

enum relation {
	RELATION_NONE,    /* too few pairs for an interval */
	RELATION_FASTER,  /* the interval is below 1, the estimate by VERDICT_MARGIN or more */
	RELATION_SLOWER,  /* the mirror image */
	RELATION_EQUAL,   /* neither, and the interval keeps within RELATION_BLUR of 1 */
	RELATION_UNCLEAR, /* none of these */
};

struct related {
	enum relation relation;
	struct interval ratio; /* time(A) / time(B) */
};

/* How A stands to B: FASTER if A is the faster one. */
struct related relate(const struct cell_result *a, const struct cell_result *b);

/* The interval of 1 / x. */
struct interval interval_inverse(const struct interval *interval);

/* A ratio in words: mid "1.6", range "1.5 to 1.7". */
struct ratio_text {
	char mid[24], range[64];
};

/* With one decimal, or up to three where fewer would hide on which side of 1 it is or that it is
 * narrow. */
struct ratio_text ratio_text(const struct interval *ratio);

#endif
