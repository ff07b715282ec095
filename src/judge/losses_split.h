/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sample's workers × time, split into parts that add up to it exactly. */
#ifndef MANYHANDS_JUDGE_LOSSES_SPLIT_H
#define MANYHANDS_JUDGE_LOSSES_SPLIT_H

#include <stdbool.h>

#include "judge/losses.h"
#include "samples.h"

struct split {
	/*
	 * The sum is the capacity × total_ns. The work itself is in it: its CPU time in LOSS_SLOWER, its
	 * waits in LOSS_WAITING.
	 */
	double part_ns[LOSS_KINDS];
	unsigned with
		[LOSS_KINDS]; /* as in struct loss_account, but each part keeps its own number */
	double clash_ns;      /* by how much stamps contradict each other */
};

/* What must be known besides the sample. */
struct split_view {
	double capacity; /* workers that can work at once; at most the lanes */
	uint32_t lanes;  /* workers that there are tasks for */
	bool per_task;   /* a worker per chunk: a lane is a slot, gaps are starts of workers */
	bool waits;  /* the work mostly waits, so CPU time above the loop's is not of its tasks */
	bool strict; /* more CPU time than the capacity has is a contradiction */
	double others_cpus, stolen_cpus; /* taken by others while it ran; NaN unknown */
	const struct split *loop;        /* of the loop beside it; NULL for the loop itself */
};

/* False: the stamps that it takes are not there. */
bool split_sample(const struct sample *sample, const struct split_view *view, struct split *split);

#endif
