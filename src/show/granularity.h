/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep of task lengths for people: the table on the terminal and the section of report.md. */
#ifndef MANYHANDS_SHOW_GRANULARITY_H
#define MANYHANDS_SHOW_GRANULARITY_H

#include "judge/granularity.h"
#include "show/table.h"

/* Adds the shortest tasks worth a worker, the efficiency at each power of ten, and, if SENTENCES, what
 * follows. Nothing of a run that is no such sweep. */
void granularity_table(const struct judgement *judgement, bool sentences,
	const struct table_style *style, struct text *text);

/* Adds what follows, the chart in FOLDER (NULL: without it) and the tables, as Markdown without a heading. */
void granularity_add(const struct judgement *judgement, const char *folder, struct text *text);

/* Adds the section of report.md; nothing of a run that is no such sweep. */
void granularity_markdown(const struct judgement *judgement, const char *folder, struct text *text);

/* "1 µs": a length that was asked for; the caller frees. */
char *granularity_length(uint64_t task_ns);

#endif
