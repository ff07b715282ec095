/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.md: the run as a page for code hosts; and the folder's derived files as a whole. */
#ifndef MANYHANDS_SHOW_REPORT_H
#define MANYHANDS_SHOW_REPORT_H

#include "judge/compare.h"
#include "text.h"

/* Adds the report: answer first, then the tables, charts (those that stand in FOLDER/charts),
 * the machine, the method and the command that repeats the run. */
void report_markdown(const struct judgement *judgement, const char *folder, struct text *text);

#endif
