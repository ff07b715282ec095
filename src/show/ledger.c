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

enum { INDENT = 2, GAP = 2, FIRST_MIN = 12 };

#define PLAIN "\033[0m"
#define BOLD "\033[1m"
#define DIM "\033[2m"
#define RED "\033[31m"
#define GREEN "\033[32m"

/* ---- filling ---- */

void ledger_column(struct ledger *ledger, const char *title, unsigned rank, bool right)
{
	ledger->column[ledger->column_count++] = (struct ledger_column){title, rank, right};
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

static void fit(struct plan *plan)
{
	size_t columns = plan->style->columns;

	measure(plan);
	while (total_width(plan) > columns && drop_column(plan)) {
	}
	if (total_width(plan) > columns) {
		size_t excess = total_width(plan) - columns;

		plan->width[0] =
			plan->width[0] > excess + FIRST_MIN ? plan->width[0] - excess : FIRST_MIN;
	}
}

/* Adds CELL, cut to WIDTH in the first column, padded there and wherever MORE columns follow. */
static void add_padded(struct text *text, const struct plan *plan, const char *cell, size_t c,
	const char *code, bool more)
{
	char *folded = words_folded(cell, plan->style->utf8);
	size_t bytes = strlen(folded) + 8;
	char *shown = xcalloc(bytes, 1);

	label_fit(folded, c == 0 ? plan->width[0] : SIZE_MAX, shown, bytes);
	size_t columns = text_columns(shown);
	size_t pad = plan->width[c] > columns ? plan->width[c] - columns : 0;
	bool right = plan->ledger->column[c].right;

	words_pad(text, right ? pad : 0);
	text_add(text, "%s%s%s", code, shown, *code ? PLAIN : "");
	words_pad(text, more ? GAP + (right ? 0 : pad) : 0);
	free(shown);
	free(folded);
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

	words_pad(text, INDENT);
	for (size_t c = 0; c <= last; c++) {
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
		row.cell[c] = xstrdup(plan->ledger->column[c].title);
	}
	text_add(text, "%s", plan->style->color ? DIM : "");
	add_line(text, plan, &row);
	if (plan->style->color) {
		text->text[--text->length] = '\0'; /* the newline stays outside of the colour */
		text_add(text, "%s\n", PLAIN);
	}
	for (size_t c = 0; c < row.cell_count; c++) {
		free(row.cell[c]);
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
