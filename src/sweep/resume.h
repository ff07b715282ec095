/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going on with a run: its plan, the same machine and build, and what was measured already. */
#ifndef MANYHANDS_SWEEP_RESUME_H
#define MANYHANDS_SWEEP_RESUME_H

#include "sweep/catalog.h"
#include "sweep/rounds.h"

/* The wish that makes the plan of the run of EARLIER again, traced if anything in it is: also a run that was
 * made without may have been gone on with. The caller finishes it with resume_wish_finish. */
void resume_wish(const struct samples *earlier, struct plan_wish *wish);
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

/* Which cells need no traced sample any more: sets TRACED, which has one for every cell asked for. One that
 * ended well and has no trace, though its chunks are not too many, needs another: its trace could not be
 * written. */
void resume_traced(const struct plan *plan, const struct samples *earlier, bool *traced);

#endif
