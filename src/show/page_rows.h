/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data of a chart, read back from its CSV: as a table and as words on each of its marks. */
#ifndef MANYHANDS_SHOW_PAGE_ROWS_H
#define MANYHANDS_SHOW_PAGE_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

enum { PAGE_COLUMNS_MAX = 64 }; /* of more the last are left out */

/* The first line names the columns. Every row has column_count fields; what is missing is "". */
struct page_rows {
	char **field; /* (1 + row_count) * column_count of them; owned with the texts */
	size_t column_count, row_count;
};

/* Reads CSV as show/csv.h writes it; of any other what it takes for rows. */
void page_rows_init(struct page_rows *rows, const char *csv);
void page_rows_finish(struct page_rows *rows);

const char *page_rows_title(const struct page_rows *rows, size_t column);
const char *page_rows_field(const struct page_rows *rows, size_t row, size_t column);

/* FIELD as a number; NaN if it is none as a whole, or not finite. */
double page_rows_number(const char *field);

/*
 * The indices of the rows that FILTER names, in their order; *COUNT of them, the caller frees. FILTER is
 * "rows" and then conditions that all must hold: "series=2" (the text of a column), "speedup" (the column
 * has a finite number), "to>from" (two columns, as numbers). NULL: it is no filter, or names a column that
 * is not there.
 */
size_t *page_rows_find(const struct page_rows *rows, const char *filter, size_t *count);

/* Adds what row INDEX says, "process-pool, 2 workers, speedup 1.75× (1.22 to 2.00)", as plain text. */
void page_rows_words(const struct page_rows *rows, size_t index, struct text *text);

/* Adds the rows as a Markdown table, without columns that only tell the chart where to draw. */
void page_rows_markdown(const struct page_rows *rows, struct text *text);

#endif
