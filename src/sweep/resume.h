/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going on with a run: its plan, the same machine and build, and what was measured already. */
#ifndef MANYHANDS_SWEEP_RESUME_H
#define MANYHANDS_SWEEP_RESUME_H

#include "sweep/catalog.h"
#include "sweep/rounds.h"

/* The wish that makes the plan of RUN again; the caller finishes it with resume_wish_finish. */
void resume_wish(const struct run *run, struct plan_wish *wish);
void resume_wish_finish(struct plan_wish *wish);

/*
 * Takes what round 0 once found out from RUN into ROUNDS. False: one line in ERROR: the machine
 * (CPU, kernel, topology, CPUs that may be used), the build or the plan is not the one of RUN.
 */
bool resume_run(struct rounds *rounds, const struct catalog *catalog, const struct run *run,
	char *error, size_t error_bytes);

/*
 * Takes over what EARLIER samples tell: which of the DONE_COUNT places of the run are DONE, which
 * cells are retired, the answers, the estimates, and how long it took so far.
 */
void resume_samples(
	struct rounds *rounds, const struct samples *earlier, bool *done, size_t done_count);

/* Which cells have a traced sample already: sets TRACED, which has one for every cell asked for. */
void resume_traced(const struct plan *plan, const struct samples *earlier, bool *traced);

#endif
