/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The samples of a run's probes, in a series for each. */
#ifndef MANYHANDS_JUDGE_PROBES_H
#define MANYHANDS_JUDGE_PROBES_H

#include <stddef.h>

#include "judge/compare.h"

enum probe_time {
	PROBE_TOTAL, /* of the whole sample */
	PROBE_SPAN,  /* between its first and its last task; a sample without them is left out */
};

struct probes {
	const struct run *run; /* borrowed */
	/* In the order of run.probes: sample_count, time, round and seq of the OK samples, round 0 left
	 * out, by round and place; everything else is 0. Owned. */
	struct cell_result *series;
};

void probes_init(struct probes *probes, const struct samples *samples, enum probe_time which);
void probes_finish(struct probes *probes);

/* The loop of the probes of KIND, or NULL. */
const struct cell_result *probes_loop(const struct probes *probes, const char *kind);

/* The probe with that KEY, or NULL. */
const struct cell_result *probes_find(const struct probes *probes, const char *key);

#endif
