/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of a sweep of task lengths: efficiency by length, a curve per strategy. */
#include "show/figure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/granularity.h"
#include "show/csv.h"
#include "show/granularity.h"
#include "show/label.h"
#include "show/script.h"

enum {
	GRAPH = 400,
	TOP = 92,
	NAME_COLUMNS = 30,
	MARK_PIXELS = 64, /* that the text of a mark takes */
	TICS_MAX = 32,
	STYLES = 12, /* that style.gp has */
};

/* The y axis ends there at the least and at the most: noise leads above 100 %. */
static const double TOP_LEAST = 1.1, TOP_MOST = 1.6;

struct draft {
	struct figure *figure;
	const struct granularity *granularity;
	double right, low_us, high_us;
	double top; /* of the y axis */
};

static const struct granularity_point *last_point(const struct granularity_curve *curve)
{
	return &curve->point[curve->count - 1];
}

/* ---- names at the right ---- */

struct name {
	size_t curve;
	double natural; /* place, a share of the graph */
	char text[LABEL_BYTES];
};

static int by_natural(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	if (x->natural != y->natural) {
		return x->natural < y->natural ? -1 : 1;
	}
	return x->curve > y->curve ? -1 : x->curve < y->curve; /* the first strategy on top */
}

static void write_names(struct draft *draft)
{
	size_t count = draft->granularity->count;
	struct name *names = xcalloc(count, sizeof(*names));
	double *columns = xcalloc(6 * count, sizeof(*columns));
	double *place = columns, *style = place + count, *lane = style + count;
	double *from_x = lane + count, *from_y = from_x + count, gap = (double)FIGURE_LANE / GRAPH;
	char **texts = xcalloc(count, sizeof(*texts));
	struct text *head = &draft->figure->head;

	for (size_t i = 0; i < count; i++) {
		const struct granularity_curve *curve = &draft->granularity->curve[i];

		names[i].curve = i;
		names[i].natural = fmin(1, last_point(curve)->efficiency.mid / draft->top);
		label_strategy(&draft->granularity->judgement->samples->run, curve->strategy,
			NAME_COLUMNS, names[i].text);
	}
	qsort(names, count, sizeof(*names), by_natural);
	for (size_t i = 0; i < count; i++) {
		place[i] = names[i].natural;
	}
	push_apart(place, count, gap, gap / 2, 1);
	draft->right = 120;
	for (size_t i = 0; i < count; i++) {
		const struct granularity_point *last =
			last_point(&draft->granularity->curve[names[i].curve]);

		texts[i] = names[i].text;
		style[i] = (double)(names[i].curve % STYLES + 1);
		from_x[i] = last->task_ns / 1e3;
		from_y[i] = fmin(draft->top, last->efficiency.mid);
		draft->right = fmax(draft->right, fmin(330, figure_text_width(texts[i]) + 44));
	}
	script_number(head, "LABELS", (double)count);
	script_texts(head, "LABEL", texts, count);
	script_numbers(head, "LABEL_Y", place, count);
	script_numbers(head, "LABEL_STYLE", style, count);
	script_numbers(head, "LABEL_LANE", lane, count);
	script_numbers(head, "LINE_FROM_X", from_x, count);
	script_numbers(head, "LINE_FROM_Y", from_y, count);
	free(texts);
	free(columns);
	free(names);
}

/* ---- where 50 % and 90 % are reached ---- */

struct mark {
	double x, low, high, y, style; /* us */
	char text[48];
	bool left; /* the text stands at the left */
};

static int by_x(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	return x->y != y->y ? (x->y < y->y ? -1 : 1) : x->x < y->x ? -1 : x->x > y->x;
}

/* Of two marks near one another the first has its text at the left. */
static void part_texts(const struct draft *draft, struct mark *marks, size_t count)
{
	double width = FIGURE_WIDTH - FIGURE_LEFT - draft->right;
	double pixels_per_e = width / log(draft->high_us / draft->low_us);

	qsort(marks, count, sizeof(*marks), by_x);
	for (size_t i = 0; i + 1 < count; i++) {
		bool same_line = marks[i].y == marks[i + 1].y;
		double apart = pixels_per_e * log(marks[i + 1].x / marks[i].x);
		bool free_left = i == 0 || marks[i - 1].y != marks[i].y || marks[i - 1].left ||
				 pixels_per_e * log(marks[i].x / marks[i - 1].x) > 2 * MARK_PIXELS;

		marks[i].left = same_line && apart < MARK_PIXELS && free_left;
	}
}

/* The length before its range: "180 µs". */
static void mark_text(const struct granularity_curve *curve, enum granularity_level level,
	char *text, size_t bytes)
{
	struct text words = {0};

	granularity_add_mark(curve, level, &words);
	snprintf(text, bytes, "%.*s", (int)strcspn(words.text, "("), words.text);
	text_finish(&words);
}

static size_t gather_marks(const struct draft *draft, struct mark *marks)
{
	size_t count = 0;

	for (size_t i = 0; i < draft->granularity->count; i++) {
		const struct granularity_curve *curve = &draft->granularity->curve[i];

		for (int level = GRANULARITY_HALF; level < GRANULARITY_LEVELS; level++) {
			const struct interval *length = &curve->mark[level].task_ns;

			bool known = length->low > 0 || isfinite(length->high);
			if (!known || !(length->mid > 0) || isinf(length->mid)) {
				continue;
			}
			struct mark *mark = &marks[count++];
			*mark = (struct mark){
				.x = length->mid / 1e3,
				.low = fmax(length->low / 1e3, draft->low_us),
				.high = fmin(length->high / 1e3, draft->high_us),
				.y = granularity_share(
					draft->granularity, (enum granularity_level)level),
				.style = (double)(i % STYLES + 1),
			};
			mark_text(curve, (enum granularity_level)level, mark->text,
				sizeof(mark->text));
		}
	}
	part_texts(draft, marks, count);
	return count;
}

static void write_marks(const struct draft *draft)
{
	size_t most = 2 * draft->granularity->count;
	struct mark *marks = xcalloc(most, sizeof(*marks));
	double *columns = xcalloc(6 * most, sizeof(*columns));
	char **texts = xcalloc(most, sizeof(*texts));
	struct text *head = &draft->figure->head;
	static const char *const names[] = {
		"MARK_X", "MARK_LOW", "MARK_HIGH", "MARK_Y", "MARK_STYLE", "MARK_LEFT"};
	size_t count = gather_marks(draft, marks);

	for (size_t i = 0; i < count; i++) {
		const struct mark *mark = &marks[i];
		double values[] = {
			mark->x, mark->low, mark->high, mark->y, mark->style, mark->left};

		for (size_t k = 0; k < 6; k++) {
			columns[k * most + i] = values[k];
		}
		texts[i] = marks[i].text;
	}
	script_number(head, "MARKS", (double)count);
	for (size_t k = 0; k < 6; k++) {
		script_numbers(head, names[k], columns + k * most, count);
	}
	script_texts(head, "MARK_TEXT", texts, count);
	free(texts);
	free(columns);
	free(marks);
}

/* ---- data and frame ---- */

static void write_points(const struct draft *draft)
{
	const struct run *run = &draft->granularity->judgement->samples->run;
	struct text *csv = &draft->figure->csv;
	const struct axis axis = {.high = draft->top};
	struct cell_flags sum = {0};
	struct figure_cuts cuts = {0};
	struct text hollow = {0};

	text_add(&hollow, "%s", "");
	text_add(csv, "series,task_us,efficiency,low,high,speedup,disturbed,strategy\n");
	for (size_t i = 0; i < draft->granularity->count; i++) {
		const struct granularity_curve *curve = &draft->granularity->curve[i];
		bool any = false, above = false;

		for (size_t k = 0; k < curve->count; k++) {
			const struct granularity_point *point = &curve->point[k];
			bool many = cell_flags_are_many(&point->cell->flags);

			text_add(csv, "%zu,%.6g,%.6g,%.6g,%.6g,%.6g,%d,", i + 1,
				point->task_ns / 1e3, point->efficiency.mid, point->efficiency.low,
				point->efficiency.high, point->cell->speedup.mid, many);
			csv_field(csv, run->strategies[curve->strategy].spec);
			text_add(csv, "\n");
			above = above || figure_is_above(&axis, point->efficiency.high);
			if (many) {
				cell_flags_join(&sum, &point->cell->flags);
				any = true;
			}
		}
		if (any) {
			text_add(&hollow, "%zu ", i + 1);
		}
		figure_note_cut(&cuts, i + 1, above, false);
	}
	figure_add_cuts(draft->figure, &cuts);
	script_text(&draft->figure->head, "HOLLOW", hollow.text);
	text_finish(&hollow);
	double more = figure_add_caption(draft->figure, &sum, NULL);
	script_number(&draft->figure->head, "HEIGHT", TOP + GRAPH + FIGURE_BOTTOM + more);
}

/* Tics of the lengths that were asked for: 1, 10 and 100 of each unit with a text. */
static void write_lengths(const struct draft *draft)
{
	const struct run *run = &draft->granularity->judgement->samples->run;
	double at[TICS_MAX];
	char *texts[TICS_MAX];
	size_t count = 0;

	for (uint64_t ns = 1; ns <= UINT64_C(1000000000000) && count < TICS_MAX; ns *= 10) {
		double us = (double)ns / 1e3;

		if (us >= 0.99 * draft->low_us && us <= 1.01 * draft->high_us) {
			at[count] = us;
			texts[count++] = granularity_length(ns);
		}
	}
	script_number(&draft->figure->head, "LENGTHS", (double)count);
	script_numbers(&draft->figure->head, "LENGTH", at, count);
	script_texts(&draft->figure->head, "LENGTH_TEXT", texts, count);
	script_number(&draft->figure->head, "WORKERS", run->points[0].workers);
	for (size_t i = 0; i < count; i++) {
		free(texts[i]);
	}
}

/* What style.gp goes by. */
static void write_frame(const struct draft *draft)
{
	struct text *head = &draft->figure->head;

	script_number(head, "TOP", TOP);
	script_number(head, "RIGHT", draft->right);
	script_number(head, "POINT_SIZE", 0.7);
	script_number(head, "SERIES", (double)draft->granularity->count);
	script_number(head, "DODGE", 0);
	script_number(head, "XMIN", draft->low_us);
	script_number(head, "XMAX", draft->high_us);
	script_text(head, "XTICS", "");
	script_number(head, "YMIN", 0);
	script_number(head, "YMAX", draft->top);
	script_number(head, "LOG_Y", 0);
	script_number(head, "YTICS", 0);
	script_number(head, "SHADE_FROM", draft->high_us);
	script_number(head, "MARKERS", 0);
	script_number(head, "LANES", 0);
	script_number(head, "STRIP", 0);
	script_number(head, "EVEN", granularity_share(draft->granularity, GRANULARITY_EVEN));
}

static void write_texts(const struct draft *draft)
{
	const struct granularity *granularity = draft->granularity;
	struct text title = {0}, what = {0};

	granularity_headline(granularity, &title);
	text_add(&what, "efficiency of %u workers, 100 %% is %.3g CPUs, by the length of a task",
		granularity->workers, granularity->capacity.mid);
	figure_add_texts(draft->figure, granularity->judgement, 1, title.text, what.text, NULL);
	text_finish(&title);
	text_finish(&what);
}

static double find_top(const struct granularity *granularity)
{
	double top = TOP_LEAST;

	for (size_t i = 0; i < granularity->count; i++) {
		for (size_t k = 0; k < granularity->curve[i].count; k++) {
			top = fmax(top, 1.05 * granularity->curve[i].point[k].efficiency.mid);
		}
	}
	return fmin(top, TOP_MOST);
}

bool figure_init_granularity(
	struct figure *figure, const struct figure_source *source, size_t workload)
{
	const struct judgement *judgement = source->judgement;
	struct granularity granularity;
	struct draft draft = {.figure = figure, .granularity = &granularity};

	(void)workload; /* it is of the run */
	granularity_init(&granularity, judgement);
	bool any = granularity.count > 0;
	if (any) {
		*figure = (struct figure){.name = xstrdup("granularity"), .plot = "granularity"};
		draft.low_us = granularity.shortest_ns / 1e3 / 1.3;
		draft.top = find_top(&granularity);
		draft.high_us = granularity.longest_ns / 1e3 * 1.3;
		write_texts(&draft);
		write_names(&draft);
		write_frame(&draft);
		write_lengths(&draft);
		write_points(&draft);
		write_marks(&draft);
	}
	granularity_finish(&granularity);
	return any;
}
