/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run line of a plan, and the plan of a run line. */
#ifndef MANYHANDS_SWEEP_RECORD_H
#define MANYHANDS_SWEEP_RECORD_H

#include "samples.h"
#include "sweep/rounds.h"

/* Fills RUN, which the caller finishes, from what ROUNDS is about to measure. */
void record_run(const struct rounds *rounds, const struct catalog *catalog, struct run *run);

/* The wish that makes the plan of RUN again; the caller finishes it with record_wish_finish. */
void record_wish(const struct run *run, struct plan_wish *wish);
void record_wish_finish(struct plan_wish *wish);

/*
 * Takes what round 0 once found out from RUN into ROUNDS. False: one line in ERROR: the machine
 * (CPU, kernel, topology, CPUs that may be used), the build or the plan is not the one of RUN.
 */
bool record_take_over(struct rounds *rounds, const struct catalog *catalog, const struct run *run,
	char *error, size_t error_bytes);

#endif
