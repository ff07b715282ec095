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
enum { GRAPH = 180, ROW_EDGE = 70, LANE = 13, COLUMN_GAP = 34, RIGHT_EDGE = 30, LEGEND_ROW = 20 };

/* A chart being made. */
struct sheet {
	struct figure *figure;
	const struct judgement *judgement;
	struct panel *panel; /* one per workload */
	size_t count, columns, rows;
	const struct series **style; /* one per style in use, of any panel; its name in the legend */
	size_t style_count;
	size_t *lane_of;     /* by style; 0 is the loop */
	size_t lane_count;
	double width, strip; /* of a small chart, in pixels */
	struct axis y;
	struct workers_axis x;
};

static void init_panels(struct sheet *sheet)
{
	sheet->panel = xcalloc(sheet->count, sizeof(*sheet->panel));
	for (size_t i = 0; i < sheet->count; i++) {
		panel_init(&sheet->panel[i], sheet->judgement, PANEL_SPEEDUP, i);
	}
	/* 1, 2, 3, 2 x 2, 3 x 2, 3 x 3, then rows of 4 */
	sheet->columns = sheet->count == 4 ? 2 : sheet->count < 10 ? sheet->count : 4;
	sheet->columns = sheet->count < 10 && sheet->columns > 3 ? 3 : sheet->columns;
	sheet->rows = (sheet->count + sheet->columns - 1) / sheet->columns;
	sheet->width = (FIGURE_WIDTH - FIGURE_LEFT - RIGHT_EDGE -
			(double)(sheet->columns - 1) * COLUMN_GAP) / (double)sheet->columns;
}

/* Gathers the legend, and gives each strategy that lacks something a lane in all small charts. */
static void gather_styles(struct sheet *sheet)
{
	size_t most = sheet->judgement->samples->run.strategy_count + 1;

	sheet->style = xcalloc(most + 12, sizeof(*sheet->style));
	sheet->lane_of = xcalloc(most + 12, sizeof(*sheet->lane_of));
	for (size_t i = 0; i < sheet->count; i++) {
		const struct panel *panel = &sheet->panel[i];

		sheet->lane_of[0] |= panel->loop_fails;
		for (size_t j = 0; j < panel->count; j++) {
			size_t number = panel->series[j].number;

			sheet->style[number] = &panel->series[j];
			sheet->lane_of[number] |= panel->series[j].lane > 0;
			sheet->style_count = number > sheet->style_count ? number : sheet->style_count;
		}
	}
	for (size_t number = 0; number <= sheet->style_count; number++) {
		sheet->lane_of[number] = sheet->lane_of[number] ? ++sheet->lane_count : 0;
	}
	sheet->strip = sheet->lane_count > 0 ? (double)sheet->lane_count * LANE + 6 : 0;
}

static void fit_axes(struct sheet *sheet)
{
	double low = NAN, high = NAN, usable = judgement_usable_cpus(sheet->judgement);
	size_t count;
	uint32_t *workers = panels_workers(sheet->panel, sheet->count, &count);

	for (size_t i = 0; i < sheet->count; i++) {
		low = fmin(low, sheet->panel[i].low);
		high = fmax(high, sheet->panel[i].high);
	}
	axis_init(&sheet->y, AXIS_TIMES, low, high, sheet->strip / (GRAPH + sheet->strip));
	workers_axis_init(&sheet->x, workers, count,
		usable >= 1 && usable < UINT32_MAX ? (uint32_t)usable : 1, sheet->width);
	free(workers);
}

/* "computing" or what its cells lack, "× CRASHED, TIMED OUT", in at most COLUMNS. */
static void panel_note(const struct sheet *sheet, size_t workload, size_t columns, char *note,
	size_t bytes)
{
	const struct panel *panel = &sheet->panel[workload];
	enum work_class class = sheet->judgement->workloads[workload].class;
	struct text all = {0};
	char lacks[512];

	text_add(&all, "%s", "");
	for (size_t i = 0; i <= panel->count; i++) {
		const struct series *series = i > 0 ? &panel->series[i - 1] : NULL;

		if (series ? series->lane > 0 : panel->loop_fails) {
			panel_lacks(panel, series, lacks, sizeof(lacks));
			if (!strstr(all.text, lacks)) {
				text_add(&all, "%s%s", all.length > 0 ? ", " : "× ", lacks);
			}
		}
	}
	const char *name = work_class_name(class);
	bool plain = class != WORK_UNKNOWN && strlen(name) <= columns;
	label_fit(all.length > 0 ? all.text : plain ? name : "", columns, note, bytes);
	text_finish(&all);
}

/* The legend in rows above the small charts, its columns aligned; returns how many rows. */
static size_t write_legend(struct sheet *sheet)
{
	double *columns = xcalloc(3 * sheet->style_count, sizeof(*columns)), widest = 1;
	double *left = columns, *row = left + sheet->style_count, *style = row + sheet->style_count;
	char **texts = xcalloc(sheet->style_count, sizeof(*texts));
	struct text *head = &sheet->figure->head;
	size_t count = 0, rows = 0;

	for (size_t number = 1; number <= sheet->style_count; number++) {
		if (sheet->style[number]) {
			texts[count] = xstrdup(sheet->style[number]->label);
			style[count++] = (double)sheet->style[number]->style;
			widest = fmax(widest, figure_text_width(texts[count - 1]) + 38);
		}
	}
	size_t per_row = (size_t)fmax(1, floor((FIGURE_WIDTH - 56) / widest));
	for (size_t i = 0; i < count; i++) {
		left[i] = (double)(i % per_row) * widest;
		row[i] = (double)(i / per_row);
		rows = i / per_row + 1;
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

static void write_lanes(struct sheet *sheet)
{
	double *styles = xcalloc(sheet->lane_count, sizeof(*styles));

	for (size_t number = 1; number <= sheet->style_count; number++) {
		if (sheet->lane_of[number]) {
			styles[sheet->lane_of[number] - 1] = (double)sheet->style[number]->style;
		}
	}
	figure_add_lanes(
		sheet->figure, styles, sheet->lane_count, sheet->strip / (GRAPH + sheet->strip));
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

/* "1 2": the lanes in which PANEL has marks. */
static char *list_lanes(const struct sheet *sheet, const struct panel *panel)
{
	struct text list = {0};

	text_add(&list, "%s", panel->loop_fails ? "1 " : "");
	for (size_t i = 0; i < panel->count; i++) {
		if (panel->series[i].lane) {
			text_add(&list, "%zu ", sheet->lane_of[panel->series[i].number]);
		}
	}
	return list.text;
}

static void write_panels(struct sheet *sheet)
{
	const struct run *run = &sheet->judgement->samples->run;
	double *ideal = xcalloc(sheet->count, sizeof(*ideal));
	char **texts = xcalloc(4 * sheet->count, sizeof(*texts));
	char **names = texts, **notes = names + sheet->count, **series = notes + sheet->count;
	char **lanes = series + sheet->count;
	struct text *head = &sheet->figure->head;
	char label[LABEL_BYTES], note[512];

	for (size_t i = 0; i < sheet->count; i++) {
		label_workload(run, i, (size_t)(sheet->width / 10), label);
		double left = sheet->width - figure_text_width(label) - 12;
		panel_note(sheet, i, (size_t)fmax(left / 6.4, 8), note, sizeof(note));
		names[i] = xstrdup(label);
		notes[i] = xstrdup(note);
		series[i] = list_series(&sheet->panel[i]);
		ideal[i] = isfinite(panel_ideal(&sheet->panel[i], sheet->panel[i].workers[0]));
		lanes[i] = list_lanes(sheet, &sheet->panel[i]);
	}
	script_number(head, "PANELS", (double)sheet->count);
	script_number(head, "COLUMNS", (double)sheet->columns);
	script_number(head, "WIDTH", sheet->width);
	script_number(head, "GRAPH", GRAPH + sheet->strip);
	script_texts(head, "PANEL", names, sheet->count);
	script_texts(head, "PANEL_NOTE", notes, sheet->count);
	script_texts(head, "PANEL_SERIES", series, sheet->count);
	script_numbers(head, "PANEL_IDEAL", ideal, sheet->count);
	script_texts(head, "PANEL_LANES", lanes, sheet->count);
	for (size_t i = 0; i < 4 * sheet->count; i++) {
		free(texts[i]);
	}
	free(texts);
	free(ideal);
}

static void write_rows(struct sheet *sheet)
{
	text_add(&sheet->figure->csv, "panel,series,workers,speedup,low,high,lane,status,strategy\n");
	for (size_t i = 0; i < sheet->count; i++) {
		struct panel *panel = &sheet->panel[i];
		size_t *numbers = xcalloc(panel->count, sizeof(*numbers));
		char *prefix = xasprintf("%zu,", i + 1);

		for (size_t j = 0; j < panel->count; j++) {
			numbers[j] = panel->series[j].number;
			panel->series[j].lane = sheet->lane_of[numbers[j]];
		}
		figure_add_rows(sheet->figure, panel, prefix, numbers);
		free(prefix);
		free(numbers);
	}
}

void figure_init_overview(struct figure *figure, const struct judgement *judgement)
{
	struct sheet sheet = {
		.figure = figure,
		.judgement = judgement,
		.count = judgement->samples->run.workload_count,
	};
	char title[512];

	*figure = (struct figure){.name = xstrdup("overview"), .plot = "overview"};
	init_panels(&sheet);
	gather_styles(&sheet);
	fit_axes(&sheet);
	headline_overview(judgement, title, sizeof(title));
	figure_add_texts(figure, judgement, 0, title, "speedup over the loop, higher is better", NULL);
	figure_add_markers(figure, judgement, &sheet.x);
	char *key = figure_key(judgement, &sheet.x);
	script_text(&figure->head, "KEY", key);
	free(key);
	double top = 98 + LEGEND_ROW * (double)write_legend(&sheet);
	script_number(&figure->head, "TOP", top);
	script_number(&figure->head, "RIGHT", RIGHT_EDGE);
	script_number(&figure->head, "LABELS", 0);
	figure_add_axes(figure, top + (double)sheet.rows * (GRAPH + sheet.strip + ROW_EDGE) + 16, &sheet.x,
		&sheet.y, sheet.style_count);
	write_lanes(&sheet);
	write_panels(&sheet);
	write_rows(&sheet);
	for (size_t i = 0; i < sheet.count; i++) {
		panel_finish(&sheet.panel[i]);
	}
	free(sheet.panel);
	free(sheet.style);
	free(sheet.lane_of);
}
