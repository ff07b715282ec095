/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command of the user's own: how many at once, and the line that does it with xargs. */
#ifndef MANYHANDS_SHOW_OWN_COMMAND_H
#define MANYHANDS_SHOW_OWN_COMMAND_H

#include "judge/compare.h"
#include "text.h"

/* The answer for the workload that runs the command; all members empty where the run has none. */
struct own_command {
	uint32_t workers;   /* at once; 0: can't be told */
	struct text answer; /* "How many at once? Use 32.", and what an item costs */
	struct text
		line; /* the line with xargs, to be shown as it is; none where it can't be told */
};

/* FOLDER is the run's, for the line; NULL: the line is read beside its files. */
void own_command_init(
	struct own_command *own, const struct judgement *judgement, const char *folder);
void own_command_finish(struct own_command *own);

#endif
