/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machine can compute at once, measured by probes that share nothing, and whether its speed
 * changed while the run went on. */
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
	double drift;                 /* capacity_drift */
};

/* From the OK samples of role probe, round 0 left out. */
void capacity_init(struct capacity *capacity, const struct samples *samples);
void capacity_finish(struct capacity *capacity);

/*
 * (slowest / fastest) - 1 of the probes over the run: each sample's total time against the median of
 * its own cell, the median of those per round, then the median of every 3 rounds that follow each
 * other, so that no single wild sample or round counts. NaN with fewer than 6 rounds of probes.
 */
double capacity_drift(const struct samples *samples);

#endif
