/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the texts of the table stand, in the columns there are. */
#ifndef MANYHANDS_SHOW_LAYOUT_H
#define MANYHANDS_SHOW_LAYOUT_H

#include "show/sheet.h"
#include "show/table.h"

enum { LAYOUT_INDENT = 2, LAYOUT_GAP = 2 /* between columns */ };

/* One worker count. */
struct layout_column {
	char header[SHEET_CELL_BYTES]; /* "2 cores" */
	size_t whole_digits;           /* of the longest speedup, for the decimal points */
	size_t width;
};

/* Widths are terminal columns. Bands are the lines that a row is folded into. */
struct layout {
	const struct table_style *style;
	const struct run *run;
	const struct sheet *sheet;
	struct layout_column *column; /* one per point */
	size_t title_width, work_width, loop_width, label_width, trail_width;
	size_t heading_width; /* title, work and loop in columns of their own */
	size_t label_max;     /* a longer label stands on a line of its own */
	size_t start;         /* of the first value */
	size_t band_count, band_columns;
	/* At the end of each row its highest speedup as a bar, if there is room; then a column more, for
	 * the mark at the ideal. 0: no bars. */
	size_t bar_columns;
};

/* Chooses what says most in the fewest lines. STYLE, RUN and SHEET are borrowed. */
void layout_init(struct layout *layout, const struct table_style *style, const struct run *run,
	const struct sheet *sheet);
void layout_finish(struct layout *layout);

/* The columns of CELL in COLUMN, the padding to its decimal point included. */
size_t layout_cell_columns(const struct layout_column *column, const struct sheet_cell *cell);

#endif
