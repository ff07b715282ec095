/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What differs between two runs where nothing can have changed. */
#ifndef MANYHANDS_JUDGE_CONTROLS_H
#define MANYHANDS_JUDGE_CONTROLS_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/compare.h"

/* Separate runs of the same thing may differ by this share and mean nothing. */
#define CONTROLS_ALLOWANCE 0.01

struct controls {
	size_t count; /* how many comparisons there were */
	/* max(CONTROLS_ALLOWANCE, the most by which one of them is shown to differ, 95 %): a share */
	double allowance;
	/* time(B) / time(A) of the probes' loops, of the kind that moved more: above 1 the machine was
	 * slower in run B. NaN where the runs have no probe in common. */
	double machine;
};

/*
 * Compares the runs A and B by the copies of their loops, of workloads that both have, and, if
 * SAME_SYSTEM (machine and programs), by their probes.
 */
void controls_init(struct controls *controls, const struct judgement *a, const struct judgement *b,
	bool same_system);

#endif
