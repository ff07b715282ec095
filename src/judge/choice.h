/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place of the recommendation: which measured cell of a workload to use, and what comes next. */
#ifndef MANYHANDS_JUDGE_CHOICE_H
#define MANYHANDS_JUDGE_CHOICE_H

#include <stdbool.h>

#include "judge/compare.h"

enum choice_end {
	CHOICE_NONE, /* the loop has no interval, or no other cell has one */
	CHOICE_OPEN, /* cannot tell: `cell` is only the likeliest */
	CHOICE_LOOP, /* stay sequential */
	CHOICE_USE,
};

/*
 * The chosen cell is the plainest that is not shown to be slower than the best, and by the estimate by
 * VERDICT_MARGIN at most, or that is surely slower by no more than that; among all cells of the workload
 * that have an interval and never failed, by pairs from the same rounds. Plain is: the loop before
 * threads before processes; pools before splits before a worker per task; few parameters before many;
 * few workers before many.
 */

/* Up to here one of two may be recommended although the other may be the faster one. */
#define CHOICE_OPEN_MIN 0.25

struct choice {
	enum choice_end end;
	const struct cell_result *cell; /* NULL where CHOICE_NONE; so are the others */
	const struct cell_result *best; /* the fastest by its estimate; may be the cell */
	/* The runner-up, chosen likewise among the cells of other strategies (but the loop), or where there
	 * are none among all other cells; NULL: nor are there those. */
	const struct cell_result *next;
	struct interval behind; /* time(cell) / time(best); 1 where they are the same */
	struct interval ahead;  /* time(next) / time(cell); NaN mid without next */
	struct interval gain;   /* time(loop) / time(best) */
};

/* Makes room in JUDGEMENT, which frees it, for the choices that choice_make remembers. */
void choices_init(struct judgement *judgement);

/* Chooses among the cells of WORKLOAD (an index of the run), whose speedups are rated. It does not
 * ask whether the verdicts on it are withdrawn. */
void choice_make(struct choice *choice, const struct judgement *judgement, size_t workload);

/* True if RATIO, time(cell) / time(best), keeps a cell from being rejected for a less plain one. */
bool choice_costs_nothing(const struct interval *ratio);

/* The rounds in which the loop of WORKLOAD has a time; below STATS_INTERVAL_MIN nothing is chosen. */
size_t choice_loop_rounds(const struct judgement *judgement, size_t workload);

/* True if some cell of WORKLOAD may, by its interval, beat the loop by more than RELATION_BLUR. */
bool choice_may_beat_loop(const struct judgement *judgement, size_t workload);

#endif
