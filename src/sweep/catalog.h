/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the trial offers: its workloads, strategies and parameters, read from `--describe`. */
#ifndef MANYHANDS_SWEEP_CATALOG_H
#define MANYHANDS_SWEEP_CATALOG_H

#include <stdbool.h>
#include <stddef.h>

#include "trial/spec.h"

/* One workload or strategy. */
struct catalog_entry {
	char *name, *summary;
	char *kind;           /* strategies: "none", "thread", "process"; workloads: NULL */
	bool splits;          /* strategies: a part of the tasks per worker, cut beforehand */
	bool short_lived;     /* strategies: a worker per chunk */
	struct param *params; /* ends with a NULL name */
};

struct catalog {
	char *version, *compiler, *flags; /* of the trial */
	struct catalog_entry *workloads, *strategies;
	size_t workload_count, strategy_count;
};

/*
 * Runs `TRIAL --describe` (with `--plugin PLUGIN` unless NULL) and reads what it prints. False:
 * warned.
 */
bool catalog_init(struct catalog *catalog, const char *trial, const char *plugin);
void catalog_finish(struct catalog *catalog);

/*
 * Runs TRIAL with the NULL-terminated ARGUMENTS and returns what it printed on stdout; the caller
 * frees. NULL: it could not be run or left with a status other than 0; then the last line of its
 * stderr, without a newline, stands in ERROR.
 */
char *catalog_ask(const char *trial, const char *const *arguments, char *error, size_t error_bytes);

/* The path of the trial: $MANYHANDS_TRIAL, beside this program, or in libexecdir. The caller frees.
 * NULL: warned. */
char *catalog_find_trial(void);

#endif
