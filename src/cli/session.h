/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one call of `run` needs while it measures, and what a new run and one that goes on have in common. */
#ifndef MANYHANDS_CLI_SESSION_H
#define MANYHANDS_CLI_SESSION_H

#include "cli/watch.h"
#include "cli/wish.h"
#include "sweep/rounds.h"

enum { SESSION_ERROR_BYTES = 512 };

/* Everything that one call of `run` needs while it measures. */
struct session {
	struct wish wish;
	char *trial, *plans;
	struct catalog catalog;
	struct machine machine;
	struct plan plan;
	struct command command; /* of the user's own; without one bytes is NULL */
	struct rounds rounds;
	struct watch watch;
	char *folder;
	size_t earlier_count; /* samples that it held before; 0: it is new */
	enum rounds_end end;  /* how measuring ended, if recorded */
	bool recorded;        /* the folder holds a run, so there is something to show */
	char error[SESSION_ERROR_BYTES];
};

/* Finds the trial and asks it what there is. False: warned. */
bool session_load_catalog(struct session *session);

/* Readies the rounds of the plan, and with them the watch; both are to be finished. False: warned, and nothing
 * is. */
bool session_ready(struct session *session, int interrupt_fd);

/* True if the cell of --against is one of the plan, whose sizes are known; else the error says so. */
bool session_check_against(struct session *session);

/* Measures into the folder, after the EARLIER samples (NULL: there are none), and closes the record. */
void session_measure(struct session *session, const struct samples *earlier);

/* Goes on with the run of --resume. Returns the exit status if nothing is recorded. */
int session_resume(struct session *session, int interrupt_fd);

void session_finish(struct session *session);

#endif
