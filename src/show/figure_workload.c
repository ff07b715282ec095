/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The charts of one workload: its values by workers, names and lanes at the right. */
#include "show/figure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/headline.h"
#include "show/script.h"

/* A text at the right of the graph. Places are shares of the graph's height. */
struct tag {
	char text[256];
	size_t style; /* 0: muted, of the loop or the ideal */
	bool lane;    /* names what has no time; its place is fixed */
	double natural, place;
	double from_x, from_y; /* the point it names; x of 0: no thin line is drawn to it */
};

/* A chart being made. */
struct draft {
	struct figure *figure;
	struct panel panel;
	struct axis y;
	struct workers_axis x;
	double height, top, right, graph, strip; /* pixels; strip is a share of the graph */
	struct tag *tag;                         /* the lanes' last */
	size_t tag_count, free_count;            /* free: those that may be pushed */
};

static void measure_height(struct draft *draft)
{
	enum { GRAPH_LEAST = 385, STRIP_EDGE = 8 };
	size_t lanes = draft->panel.lane_count, names = draft->panel.drawn_count + 2;
	double strip = lanes > 0 ? (double)lanes * FIGURE_LANE + STRIP_EDGE : 0;

	draft->graph = fmax(GRAPH_LEAST, (double)names * FIGURE_LANE) + strip;
	draft->strip = strip / draft->graph;
}

static struct tag *add_tag(struct draft *draft, const char *text, size_t style, double value)
{
	struct tag *tag = &draft->tag[draft->tag_count++];

	label_fit(text, 52, tag->text, sizeof(tag->text));
	tag->style = style;
	tag->natural = tag->place = axis_place(&draft->y, value);
	return tag;
}

/* What the samples of the loop carry, if it is disturbed; else NULL. */
static const struct cell_flags *disturbed_loop(const struct panel *panel)
{
	const struct cell_result *loop = panel->loop;

	return loop && loop->sample_count > 0 && cell_flags_are_many(&loop->flags) ? &loop->flags
										   : NULL;
}

static void add_reference_tags(struct draft *draft)
{
	const struct panel *panel = &draft->panel;
	double ideal = panel_ideal(panel, draft->x.last);
	const char *disturbed = disturbed_loop(panel) ? " (disturbed)" : "";
	char text[64], duration[32];

	if (panel->kind == PANEL_SPEEDUP) {
		snprintf(text, sizeof(text), "loop%s", disturbed);
		add_tag(draft, text, 0, 1);
	} else if (panel->kind == PANEL_TIME && panel->loop && panel->loop->sample_count > 0) {
		format_duration(panel->loop->time_ns.mid, duration, sizeof(duration));
		snprintf(text, sizeof(text), "loop %s%s", duration, disturbed);
		add_tag(draft, text, 0, panel_value(PANEL_TIME, panel->loop).mid);
	}
	if (isfinite(ideal)) {
		add_tag(draft, "ideal", 0, ideal);
	}
}

static void add_lane_tag(struct draft *draft, const struct series *series, size_t lane)
{
	char text[512], lacks[256];

	panel_lacks(&draft->panel, series, lacks, sizeof(lacks));
	snprintf(text, sizeof(text), "%s: %s", series ? series->label : "loop", lacks);
	struct tag *tag = add_tag(draft, text, series ? series->style : 0, NAN);
	tag->lane = true;
	tag->place = draft->strip * (1 - ((double)lane - 0.5) / (double)draft->panel.lane_count);
}

static int by_natural(const void *a, const void *b)
{
	const struct tag *x = a, *y = b;

	if (x->natural != y->natural) {
		return x->natural < y->natural ? -1 : 1;
	}
	return x->style > y->style ? -1 : x->style < y->style; /* the first strategy on top */
}

static void gather_tags(struct draft *draft)
{
	const struct panel *panel = &draft->panel;

	draft->tag = xcalloc(2 * panel->count + 3, sizeof(*draft->tag));
	for (size_t i = 0; i < panel->drawn_count; i++) {
		const struct series *series = &panel->series[i];
		double value = panel_value(panel->kind, series->last).mid;
		struct tag *tag = add_tag(draft, series->label, series->style, value);

		tag->from_x = series->last->cell->workers;
		tag->from_y = value;
	}
	add_reference_tags(draft);
	draft->free_count = draft->tag_count;
	qsort(draft->tag, draft->free_count, sizeof(*draft->tag), by_natural);
	if (panel->loop_fails) {
		add_lane_tag(draft, NULL, 1);
	}
	for (size_t i = 0; i < panel->count; i++) {
		if (panel->series[i].lane) {
			add_lane_tag(draft, &panel->series[i], panel->series[i].lane);
		}
	}
}

static void place_tags(struct draft *draft)
{
	double *places = xcalloc(draft->free_count, sizeof(*places));
	double gap = FIGURE_LANE / draft->graph;

	for (size_t i = 0; i < draft->free_count; i++) {
		places[i] = draft->tag[i].natural;
	}
	push_apart(places, draft->free_count, gap, draft->strip + gap / 2, 1);
	for (size_t i = 0; i < draft->free_count; i++) {
		struct tag *tag = &draft->tag[i];

		tag->place = places[i];
		bool far = fabs(tag->place - tag->natural) * draft->graph > 5;
		if (!far && tag->from_x >= draft->x.last) {
			tag->from_x = 0;
		}
	}
	free(places);
}

static void write_tags(struct draft *draft)
{
	size_t count = draft->tag_count;
	double *columns = xcalloc(5 * count, sizeof(*columns));
	double *y = columns, *style = y + count, *lane = style + count, *from_x = lane + count;
	double *from_y = from_x + count;
	char **texts = xcalloc(count, sizeof(*texts));
	struct text *head = &draft->figure->head;

	for (size_t i = 0; i < count; i++) {
		const struct tag *tag = &draft->tag[i];

		texts[i] = draft->tag[i].text;
		y[i] = tag->place;
		style[i] = (double)tag->style;
		lane[i] = tag->lane;
		from_x[i] = tag->from_x;
		from_y[i] = tag->from_y;
	}
	script_number(head, "LABELS", (double)count);
	script_texts(head, "LABEL", texts, count);
	script_numbers(head, "LABEL_Y", y, count);
	script_numbers(head, "LABEL_STYLE", style, count);
	script_numbers(head, "LABEL_LANE", lane, count);
	script_numbers(head, "LINE_FROM_X", from_x, count);
	script_numbers(head, "LINE_FROM_Y", from_y, count);
	free(texts);
	free(columns);
}

static void write_series(struct draft *draft)
{
	const struct panel *panel = &draft->panel;
	double *styles = xcalloc(panel->count, sizeof(*styles));
	size_t *numbers = xcalloc(panel->count, sizeof(*numbers));
	struct text *head = &draft->figure->head;
	struct interval loop = {NAN, NAN, NAN, false};
	struct figure_cuts cuts = {0};

	for (size_t i = 0; i < panel->count; i++) {
		styles[i] = (double)panel->series[i].style;
		numbers[i] = i + 1;
	}
	script_numbers(head, "STYLE", styles, panel->drawn_count);
	if (panel->loop) {
		loop = panel_value(PANEL_TIME, panel->loop);
	}
	if (panel->kind == PANEL_TIME) {
		script_number(head, "LOOP", loop.mid);
		script_number(head, "LOOP_LOW", isfinite(loop.mid) ? loop.low : 0);
		script_number(head, "LOOP_HIGH", isfinite(loop.mid) ? loop.high : 0);
	}
	script_text(head, "VALUE", panel_column(panel->kind));
	script_number(head, "IDEAL", isfinite(panel_ideal(panel, panel->workers[0])));
	text_add(&draft->figure->csv, "series,workers,%s,low,high,disturbed,lane,status,strategy\n",
		panel_column(panel->kind));
	figure_add_rows(draft->figure, panel, "", numbers);
	figure_note_cuts(&cuts, &draft->y, panel, numbers);
	figure_add_cuts(draft->figure, &cuts);
	free(numbers);
	free(styles);
}

/* HOLLOW, "1 3": the series with hollow points; and the caption. Returns how much higher that makes
 * the chart. */
static double write_hollow(struct draft *draft)
{
	const struct panel *panel = &draft->panel;
	struct cell_flags sum = {0};
	struct text list = {0};

	text_add(&list, "%s", "");
	for (size_t i = 0; i < panel->drawn_count; i++) {
		if (panel_sum_hollow(panel, &panel->series[i], &sum)) {
			text_add(&list, "%zu ", i + 1);
		}
	}
	script_text(&draft->figure->head, "HOLLOW", list.text);
	text_finish(&list);
	return figure_add_caption(draft->figure, &sum, disturbed_loop(panel));
}

/* BAND and LAW: what explains the band and the line of the law, in rows above the graph from ROW on.
 * Returns how many rows they take. */
static size_t write_explanations(struct draft *draft, size_t row)
{
	enum { LAW_COLUMNS = 120 };
	const struct panel *panel = &draft->panel;
	struct text *head = &draft->figure->head;
	char words[128], law[512] = "";

	if (panel->kind != PANEL_SPEEDUP) {
		return 0;
	}
	band_words(&panel->band, judgement_usable_cpus(panel->judgement), words, sizeof(words));
	if (panel->law.count > 0) {
		char label[LABEL_BYTES];

		label_strategy(&panel->judgement->samples->run, panel->law.strategy, 40, label);
		char *text = xasprintf("law fitted to %s%s: %s", label,
			panel->law.within < panel->law.count ? ", dashed beyond the data" : "",
			panel->law.words.text);

		label_fit(text, LAW_COLUMNS, law, sizeof(law));
		free(text);
	}
	script_text(head, "BAND", words);
	script_number(head, "BAND_ROW", (double)row);
	script_text(head, "LAW", law);
	script_number(head, "LAW_ROW", (double)(row + (*words != '\0')));
	script_number(head, "LAW_BEYOND", panel->law.within < panel->law.count);
	return (size_t)(*words != '\0') + (*law != '\0');
}

static void write_lanes(struct draft *draft)
{
	double *styles = xcalloc(draft->panel.lane_count, sizeof(*styles)); /* 0: the loop */

	for (size_t i = 0; i < draft->panel.count; i++) {
		const struct series *series = &draft->panel.series[i];

		if (series->lane) {
			styles[series->lane - 1] = (double)series->style;
		}
	}
	figure_add_lanes(draft->figure, styles, draft->panel.lane_count, draft->strip);
	free(styles);
}

static void write_texts(struct draft *draft)
{
	static const struct {
		void (*title)(const struct judgement *, size_t, char *, size_t);
		const char *what;
	} words[] = {
		[PANEL_TIME] = {headline_time, "time, lower is better"},
		[PANEL_SPEEDUP] = {headline_speedup, "speedup over the loop, higher is better"},
		[PANEL_EFFICIENCY] = {headline_efficiency,
			"share of the ideal speedup, higher is better"},
	};
	const struct judgement *judgement = draft->panel.judgement;
	enum panel_kind kind = draft->panel.kind;
	size_t workload = draft->panel.workload;
	char title[512];

	words[kind].title(judgement, workload, title, sizeof(title));
	figure_add_texts(draft->figure, judgement, workload + 1, title, words[kind].what,
		judgement->samples->run.workloads[workload].work);
}

/* Fits the axes and places all names. */
static void lay_out(struct draft *draft)
{
	static const enum axis_unit units[] = {
		[PANEL_TIME] = AXIS_SECONDS,
		[PANEL_SPEEDUP] = AXIS_TIMES,
		[PANEL_EFFICIENCY] = AXIS_SHARE,
	};
	struct panel *panel = &draft->panel;
	uint32_t *workers = xcalloc(panel->workers_count + 1, sizeof(*workers));
	size_t count = panel->workers_count;
	double widest = 0;

	measure_height(draft);
	axis_init(&draft->y, units[panel->kind], panel->low, panel->high, draft->strip);
	draft->x.last = panel->last;
	gather_tags(draft);
	for (size_t i = 0; i < draft->tag_count; i++) {
		widest = fmax(widest, figure_text_width(draft->tag[i].text));
	}
	draft->right = fmax(120, fmin(430, widest + 44));
	memcpy(workers, panel->workers, count * sizeof(*workers));
	if (panel->last > workers[count - 1]) {
		workers[count++] = panel->last;
	}
	workers_axis_init(&draft->x, workers, count, figure_usable_count(panel->judgement),
		FIGURE_WIDTH - FIGURE_LEFT - draft->right);
	free(workers);
	place_tags(draft);
}

static bool init_kind(struct figure *figure, const struct figure_source *source, size_t workload,
	enum panel_kind kind)
{
	const struct judgement *judgement = source->judgement;
	struct draft draft = {.figure = figure};

	*figure = (struct figure){.plot = panel_name(kind)};
	figure->name = label_chart(&judgement->samples->run, figure->plot, workload);
	panel_init(&draft.panel, judgement, kind, workload);
	panel_add_band(&draft.panel);
	panel_add_law(&draft.panel);
	lay_out(&draft);

	write_texts(&draft);
	size_t rows = figure_add_markers(figure, judgement, &draft.x);
	rows += write_explanations(&draft, rows);
	draft.top = 92 + 17 * (double)rows;
	script_number(&figure->head, "TOP", draft.top);
	script_number(&figure->head, "RIGHT", draft.right);
	double bottom = FIGURE_BOTTOM + write_hollow(&draft);
	figure_add_axes(figure, draft.top + draft.graph + bottom, &draft.x, &draft.y,
		draft.panel.drawn_count);
	write_lanes(&draft);
	write_series(&draft);
	write_tags(&draft);
	free(draft.tag);
	panel_finish(&draft.panel);
	return true;
}

bool figure_init_time(struct figure *figure, const struct figure_source *source, size_t workload)
{
	return init_kind(figure, source, workload, PANEL_TIME);
}

bool figure_init_speedup(struct figure *figure, const struct figure_source *source, size_t workload)
{
	return init_kind(figure, source, workload, PANEL_SPEEDUP);
}

bool figure_init_efficiency(
	struct figure *figure, const struct figure_source *source, size_t workload)
{
	return init_kind(figure, source, workload, PANEL_EFFICIENCY);
}
