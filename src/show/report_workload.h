/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of report.md on one workload: tables, what failed, charts. */
#ifndef MANYHANDS_SHOW_REPORT_WORKLOAD_H
#define MANYHANDS_SHOW_REPORT_WORKLOAD_H

#include <stdbool.h>

#include "judge/losses.h"
#include "text.h"

/* "primes, below 4 000 000" */
void report_add_name(struct text *text, const struct run *run, size_t workload);

/* True if FOLDER/charts/NAME.ENDING is there. */
bool report_chart_stands(const char *folder, const char *name, const char *ending);

/* The picture FOLDER/charts/NAME, described as WHAT, with a link to the sharper one where both
 * stand. False: none does. */
bool report_add_chart(struct text *text, const char *folder, const char *name, const char *what);

/* The section of WORKLOAD, heading included; LOSSES are of the judgement that is shown. */
void report_add_workload(
	struct text *text, const struct losses *losses, const char *folder, size_t workload);

#endif
