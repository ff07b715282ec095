/* SPDX-License-Identifier: MIT */
/* The workload `command` and one of its items, a process; for the two files that they are. */
#ifndef MANYHANDS_WORKLOADS_COMMAND_H
#define MANYHANDS_WORKLOADS_COMMAND_H

#include "trial/items.h"
#include "trial/workload.h"

#include <stddef.h>

/* input.data: the same for all workers. Worker processes share `results` and the files. */
struct command {
	struct items items;
	char *list; /* the file that items points into, or NULL */
	size_t list_bytes;
	struct items_results *results;
	size_t results_bytes;
	char **environment; /* without what is meant for the trial; the array is owned */
	int stop; /* readable once an item has failed: what still runs is ended, nothing is begun */
};

/* Ends the sample. The reason becomes one line, whatever stands in an item. */
void command_fail(const struct input *input, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Runs item TASK and notes what became of it. False: nothing more is to be run. */
bool command_run_item(const struct input *input, uint64_t task);

#endif
