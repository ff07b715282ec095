/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep of task lengths on the terminal. */
#include "show/granularity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/sentences.h"
#include "show/label.h"
#include "show/words.h"

enum { INDENT = 2, GAP = 2, NAME_COLUMNS = 40, LOOSE_INDENT = 4 };

static const char *const headers[] = {
	[GRANULARITY_EVEN] = "beats the loop from",
	[GRANULARITY_HALF] = "50 % efficient from",
	[GRANULARITY_MOST] = "90 % efficient from",
};

char *granularity_length(uint64_t task_ns)
{
	double us = (double)task_ns / 1e3;

	return us < 1000 ? xasprintf("%g µs", us) : xasprintf("%g ms", us / 1e3);
}

/* Texts in rows and columns, the first column to the left. */
struct grid {
	char **text; /* row by row; owned, and each of them */
	size_t rows, columns;
	size_t *width; /* of each column; owned */
};

static void grid_init(struct grid *grid, size_t rows, size_t columns)
{
	*grid = (struct grid){
		.text = xcalloc(rows * columns, sizeof(char *)),
		.rows = rows,
		.columns = columns,
		.width = xcalloc(columns, sizeof(size_t)),
	};
}

static void grid_finish(struct grid *grid)
{
	for (size_t i = 0; i < grid->rows * grid->columns; i++) {
		free(grid->text[i]);
	}
	free(grid->text);
	free(grid->width);
}

/* Takes over TEXT, in ASCII unless UTF8. */
static void grid_set(struct grid *grid, size_t row, size_t column, char *text, bool utf8)
{
	char *folded = words_folded(text ? text : "", utf8);
	size_t width = text_columns(folded);

	grid->text[row * grid->columns + column] = folded;
	grid->width[column] = width > grid->width[column] ? width : grid->width[column];
	free(text);
}

static size_t grid_width(const struct grid *grid)
{
	size_t width = INDENT;

	for (size_t i = 0; i < grid->columns; i++) {
		width += grid->width[i] + (i > 0 ? GAP : 0);
	}
	return width;
}

/* Columns but the first stand to the right if RIGHT. */
static void grid_add_row(const struct grid *grid, size_t row, bool right, struct text *text)
{
	words_pad(text, INDENT);
	for (size_t i = 0; i < grid->columns; i++) {
		const char *cell = grid->text[row * grid->columns + i];
		size_t pad = grid->width[i] - text_columns(cell);
		bool before = right && i > 0;

		words_pad(text, (i > 0 ? GAP : 0) + (before ? pad : 0));
		text_add(text, "%s", cell);
		if (!before && i + 1 < grid->columns) {
			words_pad(text, pad);
		}
	}
}

/* The first row is a heading. */
static void grid_add(
	const struct grid *grid, bool right, const struct table_style *style, struct text *text)
{
	for (size_t row = 0; row < grid->rows; row++) {
		bool dim = row == 0 && style->color;

		text_add(text, "%s", dim ? "\033[2m" : "");
		grid_add_row(grid, row, right, text);
		text_add(text, "%s\n", dim ? "\033[0m" : "");
	}
}

/* The same where columns are too few: a paragraph a row. */
static void grid_add_loose(
	const struct grid *grid, const struct table_style *style, struct text *text)
{
	for (size_t row = 1; row < grid->rows; row++) {
		struct text words = {0};

		text_add(&words, "%s", grid->text[row * grid->columns]);
		for (size_t i = 1; i < grid->columns; i++) {
			text_add(&words, "; %s: %s", grid->text[i],
				grid->text[row * grid->columns + i]);
		}
		words_wrap(text, "  ", "    ", words.text, style->columns);
		text_finish(&words);
	}
}

static char *name_of(const struct granularity *granularity, const struct granularity_curve *curve)
{
	char name[LABEL_BYTES];

	label_strategy(&granularity->judgement->samples->run, curve->strategy, NAME_COLUMNS, name);
	return xstrdup(name);
}

static void add_marks(
	const struct granularity *granularity, const struct table_style *style, struct text *text)
{
	struct grid grid;

	grid_init(&grid, granularity->count + 1, GRANULARITY_LEVELS + 1);
	grid_set(&grid, 0, 0, NULL, style->utf8);
	for (size_t level = 0; level < GRANULARITY_LEVELS; level++) {
		grid_set(&grid, 0, level + 1, xstrdup(headers[level]), style->utf8);
	}
	for (size_t i = 0; i < granularity->count; i++) {
		const struct granularity_curve *curve = &granularity->curve[i];

		grid_set(&grid, i + 1, 0, name_of(granularity, curve), style->utf8);
		for (size_t level = 0; level < GRANULARITY_LEVELS; level++) {
			struct text mark = {0};

			granularity_add_mark(curve, (enum granularity_level)level, &mark);
			grid_set(&grid, i + 1, level + 1, mark.text, style->utf8);
		}
	}
	if (grid_width(&grid) <= style->columns) {
		grid_add(&grid, false, style, text);
	} else {
		grid_add_loose(&grid, style, text);
	}
	grid_finish(&grid);
}

/* True if TASK_NS is 1, 10 or 100 of a unit. */
static bool is_power_of_ten(uint64_t task_ns)
{
	while (task_ns > 1 && task_ns % 10 == 0) {
		task_ns /= 10;
	}
	return task_ns == 1;
}

/* "93 %" of CURVE with the tasks of WORKLOAD; the caller frees. */
static char *efficiency_text(const struct granularity_curve *curve, size_t workload)
{
	for (size_t i = 0; i < curve->count; i++) {
		if (curve->point[i].cell->cell->workload == workload) {
			return xasprintf("%.0f %%", 100 * curve->point[i].efficiency.mid);
		}
	}
	return xstrdup("–");
}

static void add_efficiencies(
	const struct granularity *granularity, const struct table_style *style, struct text *text)
{
	const struct run *run = &granularity->judgement->samples->run;
	size_t columns = 1, column = 1;
	struct grid grid;

	for (size_t w = 0; w < run->workload_count; w++) {
		columns += is_power_of_ten(run->workloads[w].task_ns);
	}
	grid_init(&grid, granularity->count + 1, columns);
	grid_set(&grid, 0, 0, xstrdup("efficiency at"), style->utf8);
	for (size_t i = 0; i < granularity->count; i++) {
		grid_set(
			&grid, i + 1, 0, name_of(granularity, &granularity->curve[i]), style->utf8);
	}
	for (size_t w = 0; w < run->workload_count; w++) {
		if (!is_power_of_ten(run->workloads[w].task_ns)) {
			continue;
		}
		grid_set(&grid, 0, column, granularity_length(run->workloads[w].task_ns),
			style->utf8);
		for (size_t i = 0; i < granularity->count; i++) {
			grid_set(&grid, i + 1, column, efficiency_text(&granularity->curve[i], w),
				style->utf8);
		}
		column++;
	}
	if (columns > 1 && grid_width(&grid) <= style->columns) {
		grid_add(&grid, true, style, text);
	}
	grid_finish(&grid);
}

static void add_paragraph(struct text *words, const struct table_style *style, struct text *text)
{
	if (words->length > 0) {
		char *folded = words_folded(words->text, style->utf8);

		words_wrap(text, "  > ", "    ", folded, style->columns);
		free(folded);
	}
	text_finish(words);
}

static void add_title(
	const struct granularity *granularity, const struct table_style *style, struct text *text)
{
	const struct run *run = &granularity->judgement->samples->run;
	char *first = granularity_length(run->workloads[0].task_ns);
	char *last = granularity_length(run->workloads[run->workload_count - 1].task_ns);
	char *title =
		xasprintf("The shortest task that is worth a worker: spin in %zu lengths from %s "
			  "to %s, %u worker%s",
			run->workload_count, first, last, run->points[0].workers,
			run->points[0].workers == 1 ? "" : "s");
	char *folded = words_folded(title, style->utf8);

	words_wrap(text, "", "  ", folded, style->columns);
	free(folded);
	free(title);
	free(first);
	free(last);
}

void granularity_table(const struct judgement *judgement, bool sentences,
	const struct table_style *style, struct text *text)
{
	const struct run *run = &judgement->samples->run;
	struct granularity granularity;
	struct text words = {0};

	if (!run->granularity || run->workload_count == 0 || run->point_count == 0) {
		return;
	}
	granularity_init(&granularity, judgement);
	add_title(&granularity, style, text);
	if (granularity.count > 0) {
		add_marks(&granularity, style, text);
		add_efficiencies(&granularity, style, text);
	}
	if (sentences) {
		granularity_say(&granularity, &words);
		add_paragraph(&words, style, text);
		for (size_t w = 0; w < run->workload_count; w++) {
			say_failures(judgement, w, &words);
		}
		add_paragraph(&words, style, text);
	}
	granularity_finish(&granularity);
}
