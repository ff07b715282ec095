/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two runs against one another: the cells that both have, with verdicts. Rounds of separate runs are
 * not paired, so the groups are compared by ranks (Mann and Whitney 1947; Hodges and Lehmann 1963).
 * The errors of all cells are controlled together (Holm 1979): of two runs of the same thing at most
 * 5 % get any difference.
 */
#ifndef MANYHANDS_JUDGE_RUNS_H
#define MANYHANDS_JUDGE_RUNS_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/compare.h"
#include "judge/controls.h"
#include "judge/doubts.h"
#include "judge/per_round.h"
#include "judge/questions.h"

/* A cell that both runs have. All ratios are B / A, so above 1 run B is the slower one. */
struct runs_cell {
	const struct cell_result *a, *b;
	/* A cell is judged by its ratio to the loop of its own run, which is measured beside it; a loop
	 * by its time, and only where something else tells how fast the machine was. */
	bool is_loop;
	bool same_work;             /* false: calibrated anew, so times are not of the same work */
	struct per_round values[2]; /* what is judged, of A and B; owned */
	/*
	 * The ratio to the loop (a loop has none) and the time, with intervals. They hold for all cells
	 * together at 95 %, as Holm's steps allow, and are wider than the rounds alone make them: by
	 * what separate runs differ by anyway, times also by what the machine was slower or faster.
	 * NaN mid unknown; not exact: too few rounds for so many cells.
	 */
	struct interval ratio, time;
	double margin;    /* max(VERDICT_MARGIN, the loop against its copy in A and in B) */
	double p, p_holm; /* of "they differ by no more than separate runs do"; NaN if not asked */
	double visible; /* the smallest difference that would show, a share; INFINITY: none would */
	bool doubted;   /* of one of the runs this is not to be trusted: WITHDRAWN */
	enum verdict verdict;        /* B is ... than A */
	double allow_up, allow_down; /* logs: how far B may stand above or below A for nothing */
};

struct runs {
	const struct judgement *a, *b; /* borrowed */
	struct runs_cell *cell;        /* in the order of A; owned */
	size_t count;
	size_t asked; /* cells with a verdict: the family */
	size_t verdicts[VERDICT_WITHDRAWN + 1];
	const struct run_cell **only_a, **only_b; /* the other cells; owned arrays */
	size_t only_a_count, only_b_count;
	struct controls controls;
	struct doubts doubts[2]; /* of A and B, with the reasons for WITHDRAWN */
	char **warning;          /* what else differs or is weak, a line each; owned */
	size_t warning_count;
};

void runs_init(struct runs *runs, const struct judgement *a, const struct judgement *b);
void runs_finish(struct runs *runs);

/* What is judged of CELL: its ratio or, of a loop, its time. */
const struct interval *runs_judged(const struct runs_cell *cell);

/*
 * The cells shown to be slower (faster unless SLOWER) in B by LIMIT (a share) or more: SHOWN[i]. The
 * whole interval lies beyond LIMIT, and the family is controlled at that limit. Returns how many.
 */
size_t runs_shown(const struct runs *runs, bool slower, double limit, bool *shown);

/* The least, the median and the greatest `visible` of the cells that were asked; NaN without any. */
struct interval runs_visible(const struct runs *runs);

/* True if A and B come from the same machine and the same two programs. */
bool runs_same_system(const struct run *a, const struct run *b);

/* ---- between the files of this part ---- */

/* Adds to RUNS what differs between them besides times. */
void runs_add_warnings(struct runs *runs);

#endif
