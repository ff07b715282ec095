/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the samples of a cell ended, in words. */
#ifndef MANYHANDS_JUDGE_ENDINGS_H
#define MANYHANDS_JUDGE_ENDINGS_H

#include "judge/compare.h"
#include "text.h"

/* Adds "all 7 samples TIMED OUT", "2 of 7 samples CRASHED, 1 TIMED OUT" or "both samples TIMED OUT, then
 * given up" of a RESULT with samples that failed. */
void endings_say(
	const struct judgement *judgement, const struct cell_result *result, struct text *text);

#endif
