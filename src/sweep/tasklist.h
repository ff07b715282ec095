/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every task of a workload takes, as the trial tells it without doing any (`--tasks`). */
#ifndef MANYHANDS_SWEEP_TASKLIST_H
#define MANYHANDS_SWEEP_TASKLIST_H

#include <stdbool.h>
#include <stddef.h>

#include "simulate.h"

/* What the workload knows of its tasks. */
enum tasklist_known {
	TASKLIST_TIMES,   /* how long each computes and waits */
	TASKLIST_COSTS,   /* what each costs beside the others */
	TASKLIST_NOTHING, /* how many there are */
};

struct tasklist {
	enum tasklist_known known;
	struct simulate_task *task; /* owned; all 0 unless TIMES */
	double *cost;               /* owned; NULL unless COSTS */
	size_t count;
};

/* Asks TRIAL (with the plugin PLUGIN unless NULL) for the tasks of the workload SPEC. False: one line in
 * ERROR. */
bool tasklist_init(struct tasklist *list, const char *trial, const char *plugin, const char *spec,
	char *error, size_t error_bytes);

/* Reads the file PATH ("-": standard input): a task a line, "200ms" that it computes, or "200ms 1s" if
 * it then waits; '#' begins a comment. False: one line in ERROR. */
bool tasklist_read(struct tasklist *list, const char *path, char *error, size_t error_bytes);

void tasklist_finish(struct tasklist *list);

/*
 * For a list without times: makes its tasks compute for MEAN_NS on average, each in proportion to its cost
 * where costs are known, else all alike.
 */
void tasklist_give_times(struct tasklist *list, double mean_ns);

#endif
