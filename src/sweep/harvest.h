/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the area that a trial left behind, trusting nothing in it. */
#ifndef MANYHANDS_SWEEP_HARVEST_H
#define MANYHANDS_SWEEP_HARVEST_H

#include <stdbool.h>
#include <stdint.h>

#include "samples.h"
#include "traces.h"
#include "trial/area.h"

/* What the area says of the ending. */
struct harvest {
	bool valid; /* the trial came to an ending and wrote it; status and reason count only then */
	enum sample_status status;
	char reason[AREA_REASON_BYTES];
	uint64_t task_count, chunk_count, tasks_done; /* 0 if the area was never set up */
	uint64_t total_ns;
};

/*
 * Reads the memory file AREA of a trial with so many WORKERS into SAMPLE's answer, times and workers, and into HARVEST. Numbers
 * that make no sense become SAMPLE_UNKNOWN.
 */
void harvest_area(int area, uint32_t workers, struct sample *sample, struct harvest *harvest);

/* Reads the trace of that trial, as far as there is one: the chunks that were begun, none without. The
 * caller finishes it. */
void harvest_trace(int area, uint32_t workers, struct trace *trace);

#endif
