/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machine can compute, as a band behind the curves of a speedup chart. */
#ifndef MANYHANDS_SHOW_BAND_H
#define MANYHANDS_SHOW_BAND_H

#include <stddef.h>
#include <stdint.h>

#include "judge/capacity.h"

/* Between what the probes of latency and those of throughput did, as speedups; equal where only one
 * of them is known. */
struct band_point {
	uint32_t workers;
	double low, high;
};

struct band {
	struct band_point *point; /* by rising workers; owned */
	size_t count;             /* 0: there is no band */
};

/* The band from FIRST to LAST workers. One count alone gives none: it has no width. */
void band_init(struct band *band, const struct capacity *capacity, uint32_t first, uint32_t last);
void band_finish(struct band *band);

/* "what the machine can compute: 1.96 to 1.98×": all that the band covers from USABLE CPUs on. Where it
 * ends before, the last point, and with how many workers that is. "" for no band. */
void band_words(const struct band *band, double usable, char *text, size_t bytes);

#endif
