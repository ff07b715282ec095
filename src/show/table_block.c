/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block of the table: heading, worker counts, rows with their bars, footnotes. */
#include "show/table_block.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "show/bar.h"
#include "show/words.h"

enum {
	COUNTS_EVERY = 30,  /* lines after which a compact table says the worker counts again */
	PROSE_COLUMNS = 100 /* the most that sentences are wide */
};

#define PLAIN "\033[0m"
#define BOLD "\033[1m"
#define DIM "\033[2m"
#define RED "\033[31m"
#define GREEN "\033[32m"

static const char *color(const struct table_page *page, const char *code)
{
	return page->layout.style->color ? code : "";
}

static const char *tone_code(enum sheet_tone tone)
{
	static const char *const codes[] = {
		[SHEET_PLAIN] = "", [SHEET_GOOD] = GREEN, [SHEET_BAD] = RED};

	return codes[tone];
}

size_t table_prose_columns(const struct table_style *style)
{
	return style->columns < PROSE_COLUMNS ? style->columns : PROSE_COLUMNS;
}

/* Ends the line without blanks at its end. */
static void end_line(struct text *text)
{
	while (text->length > 0 && text->text[text->length - 1] == ' ') {
		text->text[--text->length] = '\0';
	}
	text_add(text, "\n");
}

/* What the bars are, over them. */
static const char *bars_header(const struct layout *layout)
{
	return layout->bar_columns < 12 ? "of ideal" : "best of ideal";
}

/* Adds a line with the counts of columns FIRST .. LAST - 1, for BLOCK or (NULL) for several. */
static void add_counts(
	struct table_page *page, const struct sheet_block *block, size_t first, size_t last)
{
	static const char word[] = "workers";
	const struct layout *layout = &page->layout;
	bool bars = last == layout->sheet->point_count && layout->bar_columns > 0 &&
		    (!block || sheet_has_bars(layout->sheet, block));

	words_pad(page->text, LAYOUT_INDENT);
	text_add(page->text, "%s%s", color(page, DIM), word);
	words_pad(page->text, layout->start - LAYOUT_INDENT - strlen(word));
	for (size_t i = first; i < last; i++) {
		const struct layout_column *column = &layout->column[i];

		text_add(page->text, "%s", column->header);
		if (i + 1 < last || bars) {
			words_pad(page->text,
				column->width + LAYOUT_GAP - text_columns(column->header));
		}
	}
	if (bars) {
		words_pad(
			page->text, layout->trail_width > 0 ? layout->trail_width + LAYOUT_GAP : 0);
		text_add(page->text, "%s", bars_header(layout));
	}
	text_add(page->text, "%s\n", color(page, PLAIN));
	page->counts_end = page->text->length;
}

/* True if the counts were not said yet, or so far above that they may be off the screen. */
static bool counts_due(const struct table_page *page)
{
	size_t lines = 0;

	for (size_t i = page->counts_end; i < page->text->length; i++) {
		lines += page->text->text[i] == '\n';
	}
	return page->counts_end == 0 || lines >= COUNTS_EVERY;
}

/* Makes the first BYTES of what was added from AT on bold. */
static void embolden(struct table_page *page, size_t at, size_t bytes)
{
	if (!page->layout.style->color) {
		return;
	}
	char *tail = xstrdup(page->text->text + at);
	page->text->length = at;
	text_add(page->text, "%s%.*s%s%s", BOLD, (int)bytes, tail, PLAIN, tail + bytes);
	free(tail);
}

/* The heading of BLOCK, its parts in columns of their own. */
static void add_heading_aligned(struct table_page *page, const struct sheet_block *block)
{
	const struct layout *layout = &page->layout;
	struct text *text = page->text;
	size_t begin = text->length;

	text_add(text, "%s", block->title);
	words_pad(text, layout->title_width + LAYOUT_GAP - text_columns(block->title));
	if (layout->work_width > 0) {
		text_add(text, "%s", block->work);
		words_pad(text, layout->work_width + LAYOUT_GAP - text_columns(block->work));
	}
	text_add(text, "%s\n", block->loop);
	embolden(page, begin, strlen(block->title));
}

/* The heading in one line if it fits, else in two. */
static void add_heading_loose(struct table_page *page, const struct sheet_block *block)
{
	size_t columns = page->layout.style->columns;
	size_t begin = page->text->length;
	char *name = xasprintf("%s%s%s", block->title, *block->work ? "  " : "", block->work);
	char *line = xasprintf("%s  %s", name, block->loop);

	if (text_columns(line) <= columns) {
		text_add(page->text, "%s\n", line);
	} else {
		words_wrap(page->text, "", "    ", name, columns);
		words_wrap(page->text, "    ", "    ", block->loop, columns);
	}
	embolden(page, begin, strlen(block->title));
	free(name);
	free(line);
}

static void add_cell(
	struct table_page *page, const struct layout_column *column, const struct sheet_cell *cell)
{
	const char *code = color(page, tone_code(cell->tone));

	words_pad(page->text, layout_cell_columns(column, cell) - text_columns(cell->text));
	text_add(page->text, "%s%s%s", code, cell->text, *code ? PLAIN : "");
}

/* Adds the highest speedup of ROW as a bar on a line from 0 to the ideal, which has a mark unless the bar
 * goes beyond it by more than rounding. */
static void add_bar(
	struct table_page *page, const struct sheet_block *block, const struct sheet_row *row)
{
	const struct layout *layout = &page->layout;
	const struct table_style *style = layout->style;
	size_t columns = layout->bar_columns;
	const char *code = color(page, tone_code(row->best_tone));
	double share = row->best / block->ideal;

	/* dimmed: so much colour would drown the numbers */
	text_add(page->text, "%s%s", color(page, DIM), code);
	bar_add(page->text, share, columns, style->utf8);
	text_add(page->text, "%s", color(page, PLAIN));
	if (share <= 1.005) {
		text_add(page->text, "%s%s%s", color(page, DIM), style->utf8 ? "▏" : "|",
			color(page, PLAIN));
	}
}

/* Adds what stands behind the cells of ROW: the interval, and the bar. */
static void add_end(
	struct table_page *page, const struct sheet_block *block, const struct sheet_row *row)
{
	const struct layout *layout = &page->layout;

	if (*row->trail) {
		text_add(page->text, "%s%s%s", color(page, DIM), row->trail, color(page, PLAIN));
	}
	if (layout->bar_columns > 0 && isfinite(row->best) && isfinite(block->ideal)) {
		words_pad(page->text, layout->trail_width - text_columns(row->trail) +
					      (layout->trail_width > 0 ? LAYOUT_GAP : 0));
		add_bar(page, block, row);
	}
}

/* Adds columns FIRST .. LAST - 1 of ROW; after the last of all also its end. */
static void add_row(struct table_page *page, const struct sheet_block *block,
	const struct sheet_row *row, size_t first, size_t last)
{
	const struct layout *layout = &page->layout;
	struct text *text = page->text;
	size_t label = text_columns(row->label);

	words_pad(text, LAYOUT_INDENT);
	text_add(text, "%s", row->label);
	if (label > layout->label_max) {
		text_add(text, "\n");
		words_pad(text, layout->start);
	} else {
		words_pad(text, layout->start - LAYOUT_INDENT - label);
	}
	for (size_t i = first; i < last; i++) {
		const struct layout_column *column = &layout->column[i];

		add_cell(page, column, &row->cell[i]);
		words_pad(text,
			column->width + LAYOUT_GAP - layout_cell_columns(column, &row->cell[i]));
	}
	if (last == layout->sheet->point_count) {
		add_end(page, block, row);
	}
	end_line(text);
}

/* Adds the rows of BLOCK, band by band. */
static void add_rows(struct table_page *page, const struct sheet_block *block)
{
	const struct layout *layout = &page->layout;
	size_t points = layout->sheet->point_count;

	for (size_t first = 0; first < points; first += layout->band_columns) {
		size_t last = first + layout->band_columns;

		last = last < points ? last : points;
		if (layout->band_count > 1 || !page->compact) {
			add_counts(page, block, first, last);
		}
		for (size_t i = 0; i < layout->sheet->row_count; i++) {
			if (block->row[i].label) {
				add_row(page, block, &block->row[i], first, last);
			}
		}
	}
}

void table_add_block(struct table_page *page, const struct sheet_block *block)
{
	const struct layout *layout = &page->layout;

	if (page->compact && layout->band_count == 1 && counts_due(page)) {
		add_counts(page, NULL, 0, layout->sheet->point_count);
	}
	if (page->compact && layout->heading_width <= layout->style->columns) {
		add_heading_aligned(page, block);
	} else {
		add_heading_loose(page, block);
	}
	add_rows(page, block);
	for (size_t i = 0; i < block->note_count && !page->no_notes; i++) {
		words_wrap(page->text, "  ", "    ", block->note[i],
			table_prose_columns(layout->style));
	}
}
