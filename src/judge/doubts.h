/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which results of a run are not to be trusted so far that a comparison may rest on them. */
#ifndef MANYHANDS_JUDGE_DOUBTS_H
#define MANYHANDS_JUDGE_DOUBTS_H

#include <stdbool.h>

#include "judge/compare.h"
#include "text.h"

struct doubts {
	const struct judgement *judgement; /* borrowed */
	unsigned *withdrawn; /* per workload: enum withdrawal, as its questions have it; owned */
	struct text words;   /* the reasons so far, joined by "; "; text NULL without any */
};

/* Asks about every workload of JUDGEMENT. */
void doubts_init(struct doubts *doubts, const struct judgement *judgement);
void doubts_finish(struct doubts *doubts);

/*
 * True if the questions of RESULT's workload are withdrawn, or if more than a third of its samples
 * or of those of its loop were disturbed (judge/flags.h). The reason then stands in the words.
 */
bool doubts_about(struct doubts *doubts, const struct cell_result *result);

#endif
