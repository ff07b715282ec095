/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report --timeline: who did which task when, drawn in the terminal. */
#ifndef MANYHANDS_CLI_TIMELINE_H
#define MANYHANDS_CLI_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/results.h"

/* Prints the timeline of CELL (an index of the run in FOLDER) as a table or as Markdown. False: there is
 * no trace of it, and one line said how to get one. */
bool timeline_print(const struct judgement *judgement, const char *folder, size_t cell,
	enum results_format format);

#endif
