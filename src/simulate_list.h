/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The task list of a prediction, for simulate.c alone. */
#ifndef MANYHANDS_SIMULATE_LIST_H
#define MANYHANDS_SIMULATE_LIST_H

#include "simulate.h"

/* The tasks of CHUNK: from FIRST up to LAST, which is not one of them. */
void simulate_chunk_range(
	const struct simulate_plan *plan, uint64_t chunk, uint64_t *first, uint64_t *last);

/* The chunks in the order in which they are taken; the caller frees. NULL: as they are. */
uint32_t *simulate_turns(const struct simulate_plan *plan);

/* The slice that PLAN asks for, or a longer one where that would make too many turns. */
double simulate_slice_ns(const struct simulate_plan *plan);

#endif
