/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What charts and the report call things, and the names of chart files. */
#ifndef MANYHANDS_SHOW_LABEL_H
#define MANYHANDS_SHOW_LABEL_H

#include "judge/compare.h"

enum { LABEL_BYTES = 192 };

/* The name where it is the only one of its kind in the run, else the spec; without control
 * characters, cut to COLUMNS with an ellipsis. */
void label_workload(
	const struct run *run, size_t workload, size_t columns, char label[LABEL_BYTES]);
void label_strategy(
	const struct run *run, size_t strategy, size_t columns, char label[LABEL_BYTES]);

/* Copies TEXT into SAFE without control characters, cut to COLUMNS with an ellipsis. */
void label_fit(const char *text, size_t columns, char *safe, size_t bytes);

/* What the run calls this worker count, "cores", or "". */
const char *label_point(const struct run *run, uint32_t workers);

/* "thread", "processes": COUNT workers of a kind. */
const char *label_workers(bool threads, uint32_t count);

/* True if STRATEGY works on threads. */
bool label_on_threads(const struct run_strategy *strategy);

/* "KIND-WORKLOAD" in [A-Za-z0-9._-], different for every workload of the run; the caller frees. */
char *label_chart(const struct run *run, const char *kind, size_t workload);

/* "2 CRASHED, 1 TIMED OUT" of RESULT's samples that did not end OK, or just "CRASHED" where all of
 * them did; "" without any. */
void label_failures(const struct cell_result *result, char *text, size_t bytes);

#endif
