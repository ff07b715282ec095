/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machine can compute at once, measured by probes that share nothing. */
#ifndef MANYHANDS_JUDGE_CAPACITY_H
#define MANYHANDS_JUDGE_CAPACITY_H

#include <stddef.h>
#include <stdint.h>

#include "judge/stats.h"
#include "samples.h"

/* How many CPUs' worth of work WORKERS threads do. */
struct capacity_point {
	uint32_t workers;
	/* time of the probe's loop / time of WORKERS threads between the first and the last task, per
	 * round; NaN mid unknown. On SMT the two differ: threads of one core wait for each other's
	 * multiplier but not for each other's latencies. */
	struct interval latency, throughput;
};

struct capacity {
	struct capacity_point *point; /* by rising workers; owned */
	size_t count;                 /* 0: the run has no probes */
	double drift;                 /* of its speed: judge/drift.h */
};

/* From the OK samples of role probe, round 0 left out. */
void capacity_init(struct capacity *capacity, const struct samples *samples);
void capacity_finish(struct capacity *capacity);

#endif
