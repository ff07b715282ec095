/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of plain columns under headings. */
#include "show/ledger.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/label.h"
#include "show/markdown.h"
#include "show/words.h"

enum { INDENT = 2, GAP = 2, CUT_MIN = 12 };

#define PLAIN "\033[0m"
#define BOLD "\033[1m"
#define DIM "\033[2m"
#define RED "\033[31m"
#define GREEN "\033[32m"

/* ---- filling ---- */

void ledger_column(struct ledger *ledger, const char *title, unsigned rank, bool right)
{
	ledger->column[ledger->column_count++] =
		(struct ledger_column){xstrdup(title), rank, right};
}

static struct ledger_row *add_row(struct ledger *ledger)
{
	ledger->row = xrealloc(ledger->row, ledger->row_count + 1, sizeof(*ledger->row));
	ledger->row[ledger->row_count] = (struct ledger_row){0};
	return &ledger->row[ledger->row_count++];
}

static char *format_text(const char *format, va_list arguments)
{
	char *text;

	if (vasprintf(&text, format, arguments) < 0) {
		fatal("out of memory");
	}
	return text;
}

void ledger_heading(struct ledger *ledger, const char *format, ...)
{
	struct ledger_row *row = add_row(ledger);
	va_list arguments;

	va_start(arguments, format);
	row->heading = true;
	row->cell[row->cell_count++] = format_text(format, arguments);
	va_end(arguments);
}

void ledger_row(struct ledger *ledger, enum sheet_tone tone)
{
	add_row(ledger)->tone = tone;
}

void ledger_cell(struct ledger *ledger, const char *format, ...)
{
	struct ledger_row *row = &ledger->row[ledger->row_count - 1];
	va_list arguments;

	va_start(arguments, format);
	row->cell[row->cell_count++] = format_text(format, arguments);
	va_end(arguments);
}

void ledger_finish(struct ledger *ledger)
{
	for (size_t i = 0; i < ledger->row_count; i++) {
		for (size_t j = 0; j < ledger->row[i].cell_count; j++) {
			free(ledger->row[i].cell[j]);
		}
	}
	for (size_t c = 0; c < ledger->column_count; c++) {
		free(ledger->column[c].title);
	}
	free(ledger->row);
	*ledger = (struct ledger){0};
}

/* ---- on a terminal ---- */

/* Which columns are shown, and how wide. */
struct plan {
	const struct ledger *ledger;
	const struct table_style *style;
	bool shown[LEDGER_COLUMNS];
	size_t width[LEDGER_COLUMNS];
};

static size_t folded_columns(const struct plan *plan, const char *text)
{
	char *folded = words_folded(text, plan->style->utf8);
	size_t columns = text_columns(folded);

	free(folded);
	return columns;
}

static void measure(struct plan *plan)
{
	const struct ledger *ledger = plan->ledger;

	for (size_t c = 0; c < ledger->column_count; c++) {
		plan->shown[c] = true;
		plan->width[c] = text_columns(ledger->column[c].title);
	}
	for (size_t r = 0; r < ledger->row_count; r++) {
		const struct ledger_row *row = &ledger->row[r];

		for (size_t c = 0; !row->heading && c < row->cell_count; c++) {
			size_t columns = folded_columns(plan, row->cell[c]);

			plan->width[c] = columns > plan->width[c] ? columns : plan->width[c];
		}
	}
}

static size_t total_width(const struct plan *plan)
{
	size_t total = INDENT;

	for (size_t c = 0; c < plan->ledger->column_count; c++) {
		total += plan->shown[c] ? plan->width[c] + GAP : 0;
	}
	return total - GAP;
}

/* Leaves out the column of the highest rank, of those the last; false: none may go. */
static bool drop_column(struct plan *plan)
{
	size_t worst = 0;
	unsigned rank = 0;

	for (size_t c = 0; c < plan->ledger->column_count; c++) {
		unsigned own = plan->ledger->column[c].rank;

		if (plan->shown[c] && own > 0 && own >= rank) {
			worst = c;
			rank = own;
		}
	}
	plan->shown[worst] = rank == 0;
	return rank > 0;
}

/* Takes what is too much from the width of column C, as far as it may be cut. */
static void cut_column(struct plan *plan, size_t c)
{
	size_t total = total_width(plan), columns = plan->style->columns;
	size_t excess = total > columns ? total - columns : 0;
	size_t spare = plan->width[c] > CUT_MIN ? plan->width[c] - CUT_MIN : 0;

	plan->width[c] -= excess < spare ? excess : spare;
}

static void fit(struct plan *plan)
{
	measure(plan);
	while (total_width(plan) > plan->style->columns && drop_column(plan)) {
	}
	cut_column(plan, plan->ledger->column_count - 1);
	cut_column(plan, 0);
}

/* CELL as it is shown, cut to COLUMNS; the caller frees. */
static char *fitted(const struct plan *plan, const char *cell, size_t columns)
{
	char *folded = words_folded(cell, plan->style->utf8);
	size_t bytes = strlen(folded) + 8, ellipsis = plan->style->utf8 ? 0 : 2;
	char *cut = xcalloc(bytes, 1);

	/* in ASCII the sign of what was cut off takes three columns */
	label_fit(
		folded, text_columns(folded) > columns ? columns - ellipsis : columns, cut, bytes);
	free(folded);
	folded = words_folded(cut, plan->style->utf8);
	free(cut);
	return folded;
}

/* Adds CELL, padded where MORE columns follow. */
static void add_padded(struct text *text, const struct plan *plan, const char *cell, size_t c,
	const char *code, bool more)
{
	char *shown = fitted(plan, cell, plan->width[c]);
	size_t columns = text_columns(shown);
	size_t pad = plan->width[c] > columns ? plan->width[c] - columns : 0;
	bool right = plan->ledger->column[c].right;

	words_pad(text, right ? pad : 0);
	text_add(text, "%s%s%s", code, shown, *code ? PLAIN : "");
	words_pad(text, more ? GAP + (right ? 0 : pad) : 0);
	free(shown);
}

/* Adds a first CELL that is too long for its column, on a line of its own. */
static void add_long_label(struct text *text, const struct plan *plan, const char *cell)
{
	char *shown = fitted(plan, cell, plan->style->columns - INDENT);

	text_add(text, "%s\n", shown);
	words_pad(text, INDENT + plan->width[0] + GAP);
	free(shown);
}

static const char *tone_code(const struct plan *plan, enum sheet_tone tone)
{
	static const char *const codes[] = {
		[SHEET_PLAIN] = "", [SHEET_GOOD] = GREEN, [SHEET_BAD] = RED};

	return plan->style->color ? codes[tone] : "";
}

/* The last column with something to show, of COUNT cells. */
static size_t last_shown(const struct plan *plan, char *const *cell, size_t count)
{
	size_t last = 0;

	for (size_t c = 0; c < count; c++) {
		last = plan->shown[c] && *cell[c] ? c : last;
	}
	return last;
}

static void add_line(struct text *text, const struct plan *plan, const struct ledger_row *row)
{
	size_t last = last_shown(plan, row->cell, row->cell_count);

	bool long_label = folded_columns(plan, row->cell[0]) > plan->width[0];

	words_pad(text, INDENT);
	if (long_label) {
		add_long_label(text, plan, row->cell[0]);
	}
	for (size_t c = long_label; c <= last; c++) {
		if (plan->shown[c]) {
			bool toned = c + 1 == row->cell_count;

			add_padded(text, plan, row->cell[c], c,
				toned ? tone_code(plan, row->tone) : "", c < last);
		}
	}
	text_add(text, "\n");
}

static void add_titles(struct text *text, const struct plan *plan)
{
	struct ledger_row row = {.cell_count = plan->ledger->column_count};

	for (size_t c = 0; c < row.cell_count; c++) {
		row.cell[c] = plan->ledger->column[c].title;
	}
	text_add(text, "%s", plan->style->color ? DIM : "");
	add_line(text, plan, &row);
	if (plan->style->color) {
		text->text[--text->length] = '\0'; /* the newline stays outside of the colour */
		text_add(text, "%s\n", PLAIN);
	}
}

static void add_heading(struct text *text, const struct plan *plan, const char *heading)
{
	char *folded = words_folded(heading, plan->style->utf8);

	text_add(text, "%s", plan->style->color ? BOLD : "");
	words_wrap(text, "", "    ", folded, plan->style->columns);
	if (plan->style->color) {
		text->text[--text->length] = '\0';
		text_add(text, "%s\n", PLAIN);
	}
	free(folded);
}

void ledger_add_table(
	const struct ledger *ledger, const struct table_style *style, struct text *text)
{
	struct plan plan = {.ledger = ledger, .style = style};

	fit(&plan);
	add_titles(text, &plan);
	for (size_t r = 0; r < ledger->row_count; r++) {
		if (ledger->row[r].heading) {
			add_heading(text, &plan, ledger->row[r].cell[0]);
		} else {
			add_line(text, &plan, &ledger->row[r]);
		}
	}
}

/* ---- as Markdown ---- */

static void add_markdown_titles(const struct ledger *ledger, struct text *text)
{
	for (size_t c = 0; c < ledger->column_count; c++) {
		text_add(text, "| ");
		markdown_text(text, ledger->column[c].title);
		text_add(text, " ");
	}
	text_add(text, "|\n");
	for (size_t c = 0; c < ledger->column_count; c++) {
		text_add(text, ledger->column[c].right ? "| ---: " : "| --- ");
	}
	text_add(text, "|\n");
}

void ledger_add_markdown(const struct ledger *ledger, struct text *text)
{
	for (size_t r = 0; r < ledger->row_count; r++) {
		const struct ledger_row *row = &ledger->row[r];
		bool first = !row->heading && (r == 0 || ledger->row[r - 1].heading);

		if (row->heading) {
			text_add(text, "%s### ", r > 0 ? "\n" : "");
			markdown_text(text, row->cell[0]);
			text_add(text, "\n\n");
			continue;
		}
		if (first) {
			add_markdown_titles(ledger, text);
		}
		for (size_t c = 0; c < row->cell_count; c++) {
			text_add(text, "| ");
			markdown_text(text, row->cell[c]);
			text_add(text, " ");
		}
		text_add(text, "|\n");
	}
}
