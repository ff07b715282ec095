/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the texts of the table stand, in the columns there are. */
#include "show/layout.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "show/words.h"

enum { VALUE_MIN = 5 /* "1.97×": so the columns stand still while numbers sharpen */ };

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

size_t layout_cell_columns(const struct layout_column *column, const struct sheet_cell *cell)
{
	size_t lead = cell->whole_digits > 0 ? column->whole_digits - cell->whole_digits : 0;

	return lead + text_columns(cell->text);
}

/* Measures the texts that don't depend on the layout. */
static void measure_texts(struct layout *layout)
{
	const struct sheet *sheet = layout->sheet;

	for (size_t i = 0; i < sheet->block_count; i++) {
		const struct sheet_block *block = &sheet->block[i];

		layout->title_width = larger(layout->title_width, text_columns(block->title));
		layout->work_width = larger(layout->work_width, text_columns(block->work));
		layout->loop_width = larger(layout->loop_width, text_columns(block->loop));
		for (size_t j = 0; j < sheet->row_count; j++) {
			const struct sheet_row *row = &block->row[j];

			if (!row->label) {
				continue;
			}
			size_t label = text_columns(row->label);
			if (label <= layout->label_max) {
				layout->label_width = larger(layout->label_width, label);
			}
			layout->trail_width = larger(layout->trail_width, text_columns(row->trail));
		}
	}
	layout->heading_width = layout->title_width + LAYOUT_GAP + layout->loop_width;
	if (layout->work_width > 0) {
		layout->heading_width += layout->work_width + LAYOUT_GAP;
	}
}

/* The cell of column POINT in row INDEX of all blocks, or NULL if that row is not shown. */
static const struct sheet_cell *cell_at(const struct sheet *sheet, size_t index, size_t point)
{
	const struct sheet_row *row =
		&sheet->block[index / sheet->row_count].row[index % sheet->row_count];

	return row->label ? &row->cell[point] : NULL;
}

/* The counts of column POINT, with the first word of its label: "2 cores" for "cores, CPUs". A label
 * that says how many times the CPUs ("4x") needs no room. */
static void name_column(struct layout *layout, size_t point, bool labels)
{
	const struct run_point *from = &layout->run->points[point];
	struct layout_column *column = &layout->column[point];
	const char *label = labels && from->label ? from->label : "";
	char header[SHEET_CELL_BYTES];

	if (*label == '\0' || isdigit((unsigned char)*label)) {
		snprintf(header, sizeof(header), "%u", from->workers);
	} else {
		snprintf(header, sizeof(header), "%u %.*s", from->workers, (int)strcspn(label, ","),
			label);
	}
	words_fold(header, layout->style->utf8, column->header, sizeof(column->header));
}

static void measure_column(struct layout *layout, size_t point)
{
	const struct sheet *sheet = layout->sheet;
	struct layout_column *column = &layout->column[point];
	size_t rows = sheet->block_count * sheet->row_count;

	column->whole_digits = 0;
	column->width = larger(VALUE_MIN, text_columns(column->header));
	for (size_t i = 0; i < rows; i++) {
		const struct sheet_cell *cell = cell_at(sheet, i, point);
		column->whole_digits = larger(column->whole_digits, cell ? cell->whole_digits : 0);
	}
	for (size_t i = 0; i < rows; i++) {
		const struct sheet_cell *cell = cell_at(sheet, i, point);
		column->width = larger(column->width, cell ? layout_cell_columns(column, cell) : 0);
	}
}

/* The end of a line of columns FIRST .. LAST - 1; after the last of all stands the row's end. */
static size_t band_end(const struct layout *layout, size_t first, size_t last)
{
	size_t end = layout->start;

	for (size_t i = first; i < last; i++) {
		end += layout->column[i].width + (i + 1 < last ? LAYOUT_GAP : 0);
	}
	if (last == layout->sheet->point_count && layout->trail_width > 0) {
		end += LAYOUT_GAP + layout->trail_width;
	}
	return end;
}

/* True if no band ends beyond the columns there are. */
static bool bands_fit(const struct layout *layout)
{
	size_t points = layout->sheet->point_count;

	for (size_t first = 0; first < points; first += layout->band_columns) {
		size_t last = first + layout->band_columns;

		if (band_end(layout, first, last < points ? last : points) >
			layout->style->columns) {
			return false;
		}
	}
	return true;
}

/* Folds into the fewest bands of about equal length that fit, or one value each if none does. */
static void fold(struct layout *layout)
{
	size_t points = layout->sheet->point_count;

	for (layout->band_count = 1;; layout->band_count++) {
		layout->band_columns = (points + layout->band_count - 1) / layout->band_count;
		if (bands_fit(layout) || layout->band_columns <= 1) {
			return;
		}
	}
}

/* Lays out with or without labels. */
static void try_layout(struct layout *layout, bool labels)
{
	for (size_t i = 0; i < layout->sheet->point_count; i++) {
		name_column(layout, i, labels);
		measure_column(layout, i);
	}
	fold(layout);
}

/* The widest bars for which there is room beside what stands in the rows, if there are any. */
static void fit_bars(struct layout *layout)
{
	static const size_t widths[] = {24, 12, 8};
	size_t points = layout->sheet->point_count;
	size_t first = (layout->band_count - 1) * layout->band_columns;
	size_t end = band_end(layout, first, points) + LAYOUT_GAP + 1;
	bool any = false;

	for (size_t i = 0; i < layout->sheet->block_count; i++) {
		any = any || sheet_has_bars(layout->sheet, &layout->sheet->block[i]);
	}
	for (size_t i = 0; any && i < sizeof(widths) / sizeof(widths[0]); i++) {
		if (end + widths[i] <= layout->style->columns) {
			layout->bar_columns = widths[i];
			return;
		}
	}
}

void layout_init(struct layout *layout, const struct table_style *style, const struct run *run,
	const struct sheet *sheet)
{
	static const char word[] = "workers ";

	*layout = (struct layout){.style = style, .run = run, .sheet = sheet};
	layout->column = xcalloc(sheet->point_count, sizeof(*layout->column));
	layout->label_max = layout->style->columns / 2 - LAYOUT_INDENT - LAYOUT_GAP;
	measure_texts(layout);
	layout->start = LAYOUT_INDENT + larger(layout->label_width + LAYOUT_GAP, strlen(word));
	try_layout(layout, false);
	size_t fewest = layout->band_count;
	try_layout(layout, true);
	if (layout->band_count > fewest) {
		try_layout(layout, false);
	}
	fit_bars(layout);
}

void layout_finish(struct layout *layout)
{
	free(layout->column);
}
