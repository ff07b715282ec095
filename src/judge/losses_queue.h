/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits for a CPU outside of tasks: how much later workers began and ended for them. */
#ifndef MANYHANDS_JUDGE_LOSSES_QUEUE_H
#define MANYHANDS_JUDGE_LOSSES_QUEUE_H

#include "judge/losses_lanes.h"

/*
 * A worker's record counts all that it waited for a CPU. Its tasks can't have waited longer than they
 * were off the CPU, beside what tasks of the loop are; what is more was before its first task or after
 * its last one. Takes that out of `queued` of LANES and fills in `late` and `late_end`.
 */
void queue_take_outside(
	struct lanes *lanes, const struct sample *sample, const struct split_view *view);

#endif
