/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report --only: a run as if only some of its workloads and strategies had been in it. */
#ifndef MANYHANDS_CLI_CHART_ONLY_H
#define MANYHANDS_CLI_CHART_ONLY_H

#include <stdbool.h>
#include <stddef.h>

#include "samples.h"

/*
 * Takes all out of RUN but what TEXT names, separated by commas: a workload, a strategy, both as
 * WORKLOAD:STRATEGY, or a cell. Beside a cell only cells stay that are named. Without a workload (or strategy) all stay, and so do the loops. A spec is one that
 * says all that TEXT says, and that very one if there is one. An item with '=' and no ':' before that
 * belongs to the one before it. False: one line in ERROR, and RUN is as it was.
 */
bool chart_only(struct run *run, const char *text, char *error, size_t error_bytes);

#endif
