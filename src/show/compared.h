/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparisons on the terminal, as CSV and as Markdown: two runs, or the cells of one with one. */
#ifndef MANYHANDS_SHOW_COMPARED_H
#define MANYHANDS_SHOW_COMPARED_H

#include "judge/against.h"
#include "judge/runs.h"
#include "show/ledger.h"
#include "show/sheet.h"
#include "show/table.h"
#include "text.h"

/* A comparison of runs, and what people call A and B. */
struct compared {
	const struct runs *runs;
	const char *a_name, *b_name;
};

/* Add the table with what follows from it; A line per cell under a header; a page. */
void compared_table(
	const struct compared *compared, const struct table_style *style, struct text *text);
void compared_csv(const struct compared *compared, struct text *text);
void compared_markdown(const struct compared *compared, struct text *text);

/* The same of the cells of one run. */
void against_table(
	const struct against *against, const struct table_style *style, struct text *text);
void against_csv(const struct against *against, struct text *text);
void against_markdown(const struct against *against, struct text *text);

/* ---- what the two have in common ---- */

/* "+10 % (+5.2 to +15 %)" of a ratio of times; "" if unknown. */
void compared_change(const struct interval *ratio, char *text, size_t bytes);

/* A time, or "" without one. */
void compared_time(const struct cell_result *result, char *text, size_t bytes);

/* Green for faster, red for slower. */
enum sheet_tone compared_tone(enum verdict verdict);

/* Adds a CSV field: the number after a comma, or nothing if it is not known. */
void compared_number(struct text *text, const char *format, double value);

/* "6 slower, 2 inconclusive": the COUNTS by verdict that are not 0. */
void compared_counts(const size_t *counts, struct text *text);

/* Begins the block of WORKLOAD of RUN: "primes  below 4 000 000". */
void compared_heading(struct ledger *ledger, const struct run *run, size_t workload);

#endif
