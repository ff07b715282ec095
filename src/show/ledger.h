/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of plain columns under headings, for terminals of any width and for Markdown. */
#ifndef MANYHANDS_SHOW_LEDGER_H
#define MANYHANDS_SHOW_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

#include "show/sheet.h"
#include "show/table.h"
#include "text.h"

enum { LEDGER_COLUMNS = 24 };

struct ledger_row {
	bool heading;               /* cell[0] stands alone */
	char *cell[LEDGER_COLUMNS]; /* owned */
	size_t cell_count;
	enum sheet_tone tone; /* of its last cell */
};

struct ledger_column {
	char *title;   /* owned */
	unsigned rank; /* 0 stays; where columns are too few, the highest goes first */
	bool right;    /* numbers end under one another */
};

/* Initialise with {0}; columns come before rows. */
struct ledger {
	struct ledger_column column[LEDGER_COLUMNS];
	size_t column_count;
	struct ledger_row *row; /* owned */
	size_t row_count;
};

void ledger_column(struct ledger *ledger, const char *title, unsigned rank, bool right);

/* Begin a heading or a row; ledger_cell fills its next cell. Texts are made clean when shown. */
void ledger_heading(struct ledger *ledger, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void ledger_row(struct ledger *ledger, enum sheet_tone tone);
void ledger_cell(struct ledger *ledger, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds the table in the width of STYLE; where that is too small, first
 * cells get lines of their own and last ones are cut. */
void ledger_add_table(
	const struct ledger *ledger, const struct table_style *style, struct text *text);

/* Adds all columns as Markdown: a table per heading. */
void ledger_add_markdown(const struct ledger *ledger, struct text *text);

void ledger_finish(struct ledger *ledger);

#endif
