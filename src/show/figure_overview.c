/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overview: the speedups of all workloads as small charts with the same axes. */
#include "show/figure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/headline.h"
#include "show/script.h"

/* Pixels. */
enum {
	GRAPH = 180,
	GRAPH_ALONE = 330,
	ROW_EDGE = 70,
	LANE = 13,
	COLUMN_GAP = 34,
	RIGHT_EDGE = 30,
	LEGEND_ROW = 20
};

/* A chart being made. */
struct page {
	struct figure *figure;
	const struct judgement *judgement;
	struct panel *panel; /* one per workload */
	size_t count, columns, rows;
	/* By the number of the strategy, from 1; any panel's series, for its label. */
	const struct series **style;
	size_t style_count;
	size_t *lane_of; /* the same; 0 is the loop */
	size_t lane_count;
	double width, graph, strip; /* of a small chart, its strip included, in pixels */
	struct axis y;
	struct workers_axis x;
};

static void init_panels(struct page *page, const struct capacity *capacity)
{
	static const size_t columns[] = {1, 1, 2, 3, 2, 3, 3, 3, 3, 3};

	page->panel = xcalloc(page->count, sizeof(*page->panel));
	for (size_t i = 0; i < page->count; i++) {
		panel_init(&page->panel[i], page->judgement, PANEL_SPEEDUP, i);
		panel_add_band(&page->panel[i], capacity);
	}
	page->columns = page->count < 10 ? columns[page->count] : 4;
	page->rows = (page->count + page->columns - 1) / page->columns;
	page->width = (FIGURE_WIDTH - FIGURE_LEFT - RIGHT_EDGE -
			      (double)(page->columns - 1) * COLUMN_GAP) /
		      (double)page->columns;
}

/* Gathers the legend, and gives each strategy that lacks something a lane in all small charts. */
static void gather_styles(struct page *page)
{
	size_t most = page->judgement->samples->run.strategy_count + 1;

	page->style = xcalloc(most, sizeof(*page->style));
	page->lane_of = xcalloc(most, sizeof(*page->lane_of));
	for (size_t i = 0; i < page->count; i++) {
		const struct panel *panel = &page->panel[i];

		page->lane_of[0] |= panel->loop_fails;
		for (size_t j = 0; j < panel->count; j++) {
			size_t number = panel->series[j].number;

			page->style[number] = &panel->series[j];
			page->lane_of[number] |= panel->series[j].lane > 0;
			page->style_count = number > page->style_count ? number : page->style_count;
		}
	}
	for (size_t number = 0; number <= page->style_count; number++) {
		page->lane_of[number] = page->lane_of[number] ? ++page->lane_count : 0;
	}
	page->strip = page->lane_count > 0 ? (double)page->lane_count * LANE + 6 : 0;
	page->graph = (page->count == 1 ? GRAPH_ALONE : GRAPH) + page->strip;
}

static void fit_axes(struct page *page)
{
	double low = NAN, high = NAN;
	size_t count;
	uint32_t *workers = panels_workers(page->panel, page->count, &count);

	for (size_t i = 0; i < page->count; i++) {
		low = fmin(low, page->panel[i].low);
		high = fmax(high, page->panel[i].high);
	}
	axis_init(&page->y, AXIS_TIMES, low, high, page->strip / page->graph);
	workers_axis_init(
		&page->x, workers, count, figure_usable_count(page->judgement), page->width);
	free(workers);
}

/* Adds what SERIES of PANEL (NULL: the loop) lacks, unless ALL says so already. */
static void add_lacks(struct text *all, const struct panel *panel, const struct series *series)
{
	char lacks[512];

	panel_lacks(panel, series, lacks, sizeof(lacks));
	if (*lacks && !strstr(all->text, lacks)) {
		text_add(all, "%s%s", all->length > 0 ? ", " : "× ", lacks);
	}
}

/* "computing" or what its cells lack, "× CRASHED, TIMED OUT", in at most COLUMNS. */
static void panel_note(
	const struct page *page, size_t workload, size_t columns, char *note, size_t bytes)
{
	const struct panel *panel = &page->panel[workload];
	enum work_class class = page->judgement->workloads[workload].class;
	const char *name = class == WORK_UNKNOWN ? "" : work_class_name(class);
	struct text all = {0};

	text_add(&all, "%s", "");
	if (panel->loop_fails) {
		add_lacks(&all, panel, NULL);
	}
	for (size_t i = 0; i < panel->count; i++) {
		add_lacks(&all, panel, &panel->series[i]);
	}
	if (all.length > 0) {
		label_fit(all.text, columns, note, bytes);
	} else {
		snprintf(note, bytes, "%s", strlen(name) <= columns ? name : "");
	}
	text_finish(&all);
}

/* The legend in rows above the small charts, its columns aligned; returns how many rows. */
static size_t write_legend(struct page *page)
{
	double *columns = xcalloc(3 * page->style_count, sizeof(*columns)), widest = 1;
	double *left = columns, *row = left + page->style_count, *style = row + page->style_count;
	char **texts = xcalloc(page->style_count, sizeof(*texts));
	struct text *head = &page->figure->head;
	size_t count = 0, rows = 0;

	for (size_t number = 1; number <= page->style_count; number++) {
		if (page->style[number]) {
			texts[count] = xstrdup(page->style[number]->label);
			style[count++] = (double)page->style[number]->style;
			widest = fmax(widest, figure_text_width(texts[count - 1]) + 38);
		}
	}
	size_t per_row = (size_t)fmax(1, floor((FIGURE_WIDTH - 56) / widest));
	for (size_t i = 0; i < count; i++) {
		size_t above = i / per_row;

		left[i] = (double)(i % per_row) * widest;
		row[i] = (double)above;
		rows = above + 1;
	}
	script_number(head, "LEGENDS", (double)count);
	script_texts(head, "LEGEND", texts, count);
	script_numbers(head, "LEGEND_X", left, count);
	script_numbers(head, "LEGEND_ROW", row, count);
	script_numbers(head, "LEGEND_STYLE", style, count);
	for (size_t i = 0; i < count; i++) {
		free(texts[i]);
	}
	free(texts);
	free(columns);
	return rows;
}

/* KEY, which names the band only if there is one and room for it. */
static void write_key(const struct page *page)
{
	char *key = figure_key(page->judgement, &page->x);
	char *whole = xasprintf("%s · band: what the machine can compute", key);
	bool banded = false;

	for (size_t i = 0; i < page->count; i++) {
		banded |= page->panel[i].band.count > 0;
	}
	/* in smaller letters than labels */
	bool fits = 0.85 * figure_text_width(whole) <= FIGURE_WIDTH - 56;
	script_text(&page->figure->head, "KEY", banded && fits ? whole : key);
	free(whole);
	free(key);
}

static void write_lanes(struct page *page)
{
	double *styles = xcalloc(page->lane_count, sizeof(*styles));

	for (size_t number = 1; number <= page->style_count; number++) {
		if (page->lane_of[number]) {
			styles[page->lane_of[number] - 1] = (double)page->style[number]->style;
		}
	}
	figure_add_lanes(page->figure, styles, page->lane_count, page->strip / page->graph);
	free(styles);
}

/* "1 3": the numbers of the series of PANEL that have values. */
static char *list_series(const struct panel *panel)
{
	struct text list = {0};

	text_add(&list, "%s", "");
	for (size_t i = 0; i < panel->drawn_count; i++) {
		text_add(&list, "%s%zu", i > 0 ? " " : "", panel->series[i].number);
	}
	return list.text;
}

/* The same of those with hollow points, whose samples are counted into SUM. */
static char *list_hollow(const struct panel *panel, struct cell_flags *sum)
{
	struct text list = {0};

	text_add(&list, "%s", "");
	for (size_t i = 0; i < panel->drawn_count; i++) {
		if (panel_sum_hollow(panel, &panel->series[i], sum)) {
			text_add(&list, "%zu ", panel->series[i].number);
		}
	}
	return list.text;
}

/* PANEL_HOLLOW and the caption; returns how much higher that makes the page. */
static double write_hollow(struct page *page)
{
	char **lists = xcalloc(page->count, sizeof(*lists));
	struct cell_flags sum = {0};

	for (size_t i = 0; i < page->count; i++) {
		lists[i] = list_hollow(&page->panel[i], &sum);
	}
	script_texts(&page->figure->head, "PANEL_HOLLOW", lists, page->count);
	for (size_t i = 0; i < page->count; i++) {
		free(lists[i]);
	}
	free(lists);
	return figure_add_caption(page->figure, &sum, NULL);
}

/* "1 2": the lanes in which PANEL has marks. */
static char *list_lanes(const struct page *page, const struct panel *panel)
{
	struct text list = {0};

	text_add(&list, "%s", panel->loop_fails ? "1 " : "");
	for (size_t i = 0; i < panel->count; i++) {
		if (panel->series[i].lane) {
			text_add(&list, "%zu ", page->lane_of[panel->series[i].number]);
		}
	}
	return list.text;
}

static void write_panels(struct page *page)
{
	const struct run *run = &page->judgement->samples->run;
	double *ideal = xcalloc(2 * page->count, sizeof(*ideal)), *band = ideal + page->count;
	char **texts = xcalloc(4 * page->count, sizeof(*texts));
	char **names = texts, **notes = names + page->count, **series = notes + page->count;
	char **lanes = series + page->count;
	struct text *head = &page->figure->head;
	char label[LABEL_BYTES], note[512];

	for (size_t i = 0; i < page->count; i++) {
		label_workload(run, i, (size_t)(page->width / 10), label);
		double left = page->width - figure_text_width(label) - 12;
		panel_note(page, i, (size_t)fmax(left / 6.4, 8), note, sizeof(note));
		names[i] = xstrdup(label);
		notes[i] = xstrdup(note);
		series[i] = list_series(&page->panel[i]);
		ideal[i] = isfinite(panel_ideal(&page->panel[i], page->panel[i].workers[0]));
		band[i] = page->panel[i].band.count > 0;
		lanes[i] = list_lanes(page, &page->panel[i]);
	}
	script_number(head, "PANELS", (double)page->count);
	script_number(head, "COLUMNS", (double)page->columns);
	script_number(head, "WIDTH", page->width);
	script_number(head, "GRAPH", page->graph);
	script_texts(head, "PANEL", names, page->count);
	script_texts(head, "PANEL_NOTE", notes, page->count);
	script_texts(head, "PANEL_SERIES", series, page->count);
	script_numbers(head, "PANEL_IDEAL", ideal, page->count);
	script_numbers(head, "PANEL_BAND", band, page->count);
	script_texts(head, "PANEL_LANES", lanes, page->count);
	for (size_t i = 0; i < 4 * page->count; i++) {
		free(texts[i]);
	}
	free(texts);
	free(ideal);
}

static void write_rows(struct page *page)
{
	text_add(&page->figure->csv,
		"panel,series,workers,speedup,low,high,disturbed,lane,status,strategy\n");
	for (size_t i = 0; i < page->count; i++) {
		struct panel *panel = &page->panel[i];
		size_t *numbers = xcalloc(panel->count, sizeof(*numbers));
		char *prefix = xasprintf("%zu,", i + 1);

		for (size_t j = 0; j < panel->count; j++) {
			numbers[j] = panel->series[j].number;
			panel->series[j].lane = page->lane_of[numbers[j]];
		}
		figure_add_rows(page->figure, panel, prefix, numbers);
		free(prefix);
		free(numbers);
	}
}

void figure_init_overview(
	struct figure *figure, const struct judgement *judgement, const struct capacity *capacity)
{
	struct page page = {
		.figure = figure,
		.judgement = judgement,
		.count = judgement->samples->run.workload_count,
	};
	char title[512];

	*figure = (struct figure){.name = xstrdup("overview"), .plot = "overview"};
	init_panels(&page, capacity);
	gather_styles(&page);
	fit_axes(&page);
	headline_overview(judgement, title, sizeof(title));
	figure_add_texts(
		figure, judgement, 0, title, "speedup over the loop, higher is better", NULL);
	figure_add_markers(figure, judgement, &page.x);
	write_key(&page);
	double top = 98 + LEGEND_ROW * (double)write_legend(&page);
	script_number(&figure->head, "TOP", top);
	script_number(&figure->head, "RIGHT", RIGHT_EDGE);
	script_number(&figure->head, "LABELS", 0);
	double bottom = 16 + write_hollow(&page);
	figure_add_axes(figure, top + (double)page.rows * (page.graph + ROW_EDGE) + bottom, &page.x,
		&page.y, page.style_count);
	write_lanes(&page);
	write_panels(&page);
	write_rows(&page);
	for (size_t i = 0; i < page.count; i++) {
		panel_finish(&page.panel[i]);
	}
	free(page.panel);
	free(page.style);
	free(page.lane_of);
}
