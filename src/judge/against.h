/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cell of a run against all others of its workload: paired in every round, judged together. */
#ifndef MANYHANDS_JUDGE_AGAINST_H
#define MANYHANDS_JUDGE_AGAINST_H

#include <stddef.h>

#include "judge/compare.h"
#include "judge/doubts.h"
#include "judge/questions.h"

/* A cell beside the one that all are compared with. */
struct against_row {
	const struct cell_result *result;
	size_t pairs;
	struct interval
		ratio;    /* time(result) / time(the cell): above 1 it is slower; 95 %, alone */
	double p, p_holm; /* NaN: not asked */
	double margin;
	enum verdict verdict; /* the result is ... than the cell */
};

struct against {
	const struct judgement *judgement; /* borrowed */
	const struct cell_result *cell;
	struct against_row *row; /* in the order of the run; owned */
	size_t count;
	size_t asked;         /* the family */
	struct doubts doubts; /* with the reasons for WITHDRAWN */
	size_t left_out;      /* cells of other workloads: other work */
	size_t rounds_min;    /* the fewest that can show anything among so many */
};

/* Compares all cells whose workload has the name of that of cell INDEX of the run. */
void against_init(struct against *against, const struct judgement *judgement, size_t index);
void against_finish(struct against *against);

#endif
