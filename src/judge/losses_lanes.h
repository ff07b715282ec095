/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lanes of one sample: what each worker, or each slot of workers, did by its stamps. */
#ifndef MANYHANDS_JUDGE_LOSSES_LANES_H
#define MANYHANDS_JUDGE_LOSSES_LANES_H

#include <stddef.h>

#include "judge/losses_split.h"

/* One worker, or one slot of workers that follow each other. Times in ns from the start. */
struct lane {
	double begin, end;  /* of its life; NaN unknown */
	double first, last; /* its first task began, its last one ended */
	double busy;        /* of that in tasks; NaN unknown */
	double cpu, queued; /* in its life; NaN unknown */
	double late;        /* by which its first task began later since workers waited for a CPU */
	double task_share;  /* of all tasks */
};

struct lanes {
	struct lane *lane; /* owned */
	size_t count;
	double weight;   /* workers that each stands for */
	double end;      /* the last task of all ended */
	double late_end; /* by which workers ended later since they waited for a CPU after it */
};

/* What LANE lived before its first task and after its last one; 0 where that is unknown. */
double lane_outside(const struct lane *lane);

/* Notes that the parts in the set JOINED can't be told apart. */
void split_join(struct split *split, unsigned joined);

/*
 * A lane per worker of SAMPLE, but for as many without a task as there are workers beyond VIEW's lanes;
 * of more workers than the record holds one by one, lanes that stand for all. Stamps that stand for
 * several parts are noted in SPLIT. False: there are too few; lanes_finish is due even then.
 */
bool lanes_init(struct lanes *lanes, const struct sample *sample, const struct split_view *view,
	struct split *split);
void lanes_finish(struct lanes *lanes);

#endif
