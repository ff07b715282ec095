/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overview: all workloads on one page, what each comes to, its speedups, and where they went. */
#include "show/figure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/questions.h"
#include "show/headline.h"
#include "show/loss_words.h"
#include "show/multiples.h"

enum { BAR_COLUMNS = 26 }; /* of a strategy's name beside a bar */

/* A chart being made. */
struct poster {
	const struct judgement *judgement;
	const struct losses *losses;
	struct multiples multiples;
	struct panel *panel; /* one per workload */
	size_t count;
	/* By the number of the strategy, from 1; any panel's series, for its label. */
	const struct series **style;
	size_t style_count;
	size_t *lane_of; /* the same; 0 is the loop */
	size_t lane_count;
};

static void init_panels(struct poster *page)
{
	page->panel = xcalloc(page->count, sizeof(*page->panel));
	for (size_t i = 0; i < page->count; i++) {
		panel_init(&page->panel[i], page->judgement, PANEL_SPEEDUP, i);
		panel_add_band(&page->panel[i]);
	}
}

/* Gathers the strategies, and gives each that lacks something a lane in all small charts. */
static void gather_styles(struct poster *page)
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
}

static void fit_axes(struct poster *page)
{
	struct multiples *multiples = &page->multiples;
	double low = NAN, high = NAN;
	size_t count;
	uint32_t *workers = panels_workers(page->panel, page->count, &count);

	for (size_t i = 0; i < page->count; i++) {
		low = fmin(low, page->panel[i].low);
		high = fmax(high, page->panel[i].high);
	}
	axis_init(&multiples->y, AXIS_TIMES, low, high, multiples->strip / multiples->graph);
	workers_axis_init(&multiples->x, workers, count, figure_usable_count(page->judgement),
		multiples->width);
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
	const struct poster *page, size_t workload, size_t columns, char *note, size_t bytes)
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

static void gather_legend(struct poster *page)
{
	struct multiples *multiples = &page->multiples;

	multiples->series_count = page->style_count;
	multiples->legend = xcalloc(page->style_count, sizeof(*multiples->legend));
	for (size_t number = 1; number <= page->style_count; number++) {
		if (page->style[number]) {
			multiples->legend[multiples->legend_count++] = (struct legend_entry){
				xstrdup(page->style[number]->label), page->style[number]->style};
		}
	}
}

/* The key, which names the band only if there is one and room for it. */
static void set_key(struct poster *page)
{
	char *key = figure_key(page->judgement, &page->multiples.x);
	char *whole = xasprintf("%s · band: what the machine can compute", key);
	bool banded = false;

	for (size_t i = 0; i < page->count; i++) {
		banded |= page->panel[i].band.count > 0;
	}
	/* in smaller letters than labels */
	bool fits = 0.85 * figure_text_width(whole) <= FIGURE_WIDTH - 56;
	page->multiples.key = xstrdup(banded && fits ? whole : key);
	free(whole);
	free(key);
}

/* The style of each lane; the caller frees. */
static double *lane_styles(const struct poster *page)
{
	double *styles = xcalloc(page->lane_count, sizeof(*styles));

	for (size_t number = 1; number <= page->style_count; number++) {
		if (page->lane_of[number]) {
			styles[page->lane_of[number] - 1] = (double)page->style[number]->style;
		}
	}
	return styles;
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

/* "1 2": the lanes in which PANEL has marks. */
static char *list_lanes(const struct poster *page, const struct panel *panel)
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

/* What the speedup chart of WORKLOAD is titled, without the workload's name; the caller frees. */
static char *message_of(const struct poster *page, size_t workload)
{
	char title[512];

	headline_speedup(page->judgement, workload, title, sizeof(title));
	const char *colon = strrchr(title, ':');
	const char *message = colon ? colon + 1 + (colon[1] == ' ') : title;
	if (strcmp(message, "speedup by number of workers") == 0) {
		struct questions questions;

		/* the neutral title says nothing */
		questions_ask(&questions, page->judgement, workload);
		message = questions.withdrawn ? "no verdict" : "";
	}
	return xstrdup(message);
}

/* Names part KIND of the bars, after ACCOUNT; of several names the one with most in it stays. */
static void name_part(struct poster *page, const struct loss_account *account, size_t kind)
{
	char **name = &page->multiples.part_name[kind];
	struct text words = {0};

	if (kind == 0) {
		text_add(&words, "reached");
	} else {
		losses_words(account, (enum loss)(kind - 1), &words);
	}
	if (!*name || strlen(*name) < words.length) {
		free(*name);
		*name = xstrdup(words.text);
	}
	text_finish(&words);
}

/* The bar of WORKLOAD: what was reached of the ideal in the cell that tells most, and the losses. Gains
 * are left out, and all is scaled to what is there. */
static void add_bar(struct poster *page, size_t workload)
{
	const struct losses *losses = page->losses;
	struct multiples *multiples = &page->multiples;
	size_t strategy = losses_main_strategy(losses, workload);
	double at = 0, whole = 0;
	char reached[32], ideal[32], label[LABEL_BYTES];

	if (strategy == page->judgement->samples->run.strategy_count) {
		return;
	}
	const struct loss_account *account = losses_telling(losses, workload, strategy);
	for (size_t kind = 0; kind <= LOSS_KINDS; kind++) {
		whole += fmax(0, kind == 0 ? account->measured : account->part[kind - 1].mid);
	}
	multiples->part = xrealloc(
		multiples->part, multiples->part_count + LOSS_KINDS + 1, sizeof(*multiples->part));
	for (size_t kind = 0; kind <= LOSS_KINDS; kind++) {
		double value = kind == 0 ? account->measured : account->part[kind - 1].mid;
		double share = fmax(0, value) / whole;

		if (share > LOSS_SMALL / 2) {
			multiples->part[multiples->part_count++] =
				(struct multiple_part){workload, kind, at, at + share};
			name_part(page, account, kind);
		}
		at += share;
	}
	loss_number(account, account->measured, "×", reached, sizeof(reached));
	loss_number(account, account->ideal, "", ideal, sizeof(ideal));
	label_strategy(&page->judgement->samples->run, strategy, BAR_COLUMNS, label);
	multiples->panel[workload].bar_note = xasprintf(
		"%s at %u: %s of %s", label, account->result->cell->workers, reached, ideal);
}

static void note_cuts(struct poster *page, size_t workload)
{
	const struct panel *panel = &page->panel[workload];
	size_t *numbers = xcalloc(panel->count, sizeof(*numbers));

	for (size_t i = 0; i < panel->count; i++) {
		numbers[i] = panel->series[i].number;
	}
	figure_note_cuts(&page->multiples.panel[workload].cuts, &page->multiples.y, panel, numbers);
	free(numbers);
}

static void fill_panels(struct poster *page, struct cell_flags *sum)
{
	const struct run *run = &page->judgement->samples->run;
	double width = page->multiples.width;
	char label[LABEL_BYTES], note[512];

	for (size_t i = 0; i < page->count; i++) {
		const struct panel *panel = &page->panel[i];
		struct multiple *multiple = &page->multiples.panel[i];

		label_workload(run, i, (size_t)(width / 10), label);
		double left = width - figure_text_width(label) - 12;
		panel_note(page, i, (size_t)fmax(left / 6.4, 8), note, sizeof(note));
		multiple->name = xstrdup(label);
		multiple->note = xstrdup(note);
		multiple->message = page->count > 1 ? message_of(page, i) : NULL;
		multiple->series = list_series(panel);
		multiple->hollow = list_hollow(panel, sum);
		multiple->lanes = list_lanes(page, panel);
		multiple->ideal = isfinite(panel_ideal(panel, panel->workers[0]));
		multiple->band = panel->band.count > 0;
		add_bar(page, i);
		note_cuts(page, i);
	}
}

static void write_rows(struct poster *page)
{
	text_add(&page->multiples.figure->csv,
		"panel,series,workers,speedup,low,high,disturbed,lane,status,strategy\n");
	for (size_t i = 0; i < page->count; i++) {
		struct panel *panel = &page->panel[i];
		size_t *numbers = xcalloc(panel->count, sizeof(*numbers));
		char *prefix = xasprintf("%zu,", i + 1);

		for (size_t j = 0; j < panel->count; j++) {
			numbers[j] = panel->series[j].number;
			panel->series[j].lane = page->lane_of[numbers[j]];
		}
		figure_add_rows(page->multiples.figure, panel, prefix, numbers);
		free(prefix);
		free(numbers);
	}
}

bool figure_init_overview(
	struct figure *figure, const struct figure_source *source, size_t workload)
{
	const struct judgement *judgement = source->judgement;
	struct poster page = {
		.judgement = judgement,
		.losses = &source->losses,
		.count = judgement->samples->run.workload_count,
	};
	struct cell_flags sum = {0};
	char title[512];

	(void)workload;
	*figure = (struct figure){.name = xstrdup("overview"), .plot = "overview"};
	init_panels(&page);
	gather_styles(&page);
	multiples_init(&page.multiples, figure, page.count, page.lane_count);
	fit_axes(&page);
	gather_legend(&page);
	headline_overview(judgement, title, sizeof(title));
	figure_add_texts(
		figure, judgement, 0, title, "speedup over the loop, higher is better", NULL);
	figure_add_markers(figure, judgement, &page.multiples.x);
	set_key(&page);
	fill_panels(&page, &sum);
	double *styles = lane_styles(&page);
	page.multiples.lane_style = styles;
	multiples_write(&page.multiples, &sum);
	write_rows(&page);
	free(styles);
	multiples_finish(&page.multiples);
	for (size_t i = 0; i < page.count; i++) {
		panel_finish(&page.panel[i]);
	}
	free(page.panel);
	free(page.style);
	free(page.lane_of);
	return true;
}
