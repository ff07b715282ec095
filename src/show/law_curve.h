/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fitted law as a line over worker counts. */
#ifndef MANYHANDS_SHOW_LAW_CURVE_H
#define MANYHANDS_SHOW_LAW_CURVE_H

#include <stddef.h>
#include <stdint.h>

#include "judge/law.h"
#include "text.h"

struct law_point {
	double workers, speedup;
};

struct law_curve {
	struct law_point *point; /* by rising workers; owned */
	size_t count;            /* 0: no law describes the times */
	size_t within;           /* how many of them lie where was measured */
	uint32_t last;           /* the last worker count */
	size_t strategy;         /* index of the run */
	struct text words;       /* what the law says, a sentence */
};

/*
 * The law of WORKLOAD from FIRST to LAST workers, those that were measured, and beyond them as far as
 * the law may go: to twice as many, but no more than there are tasks or, for computing work, CPUs.
 */
void law_curve_init(struct law_curve *curve, const struct judgement *judgement, size_t workload,
	uint32_t first, uint32_t last);
void law_curve_finish(struct law_curve *curve);

#endif
