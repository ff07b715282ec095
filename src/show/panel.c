/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to draw of one workload: values by strategy and workers, and what is missing. */
#include "show/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/axis.h"
#include "text.h"

enum { SERIES_COLUMNS = 40 };

static const struct {
	const char *name, *column;
} kinds[] = {
	[PANEL_TIME] = {"time", "seconds"},
	[PANEL_SPEEDUP] = {"speedup", "speedup"},
	[PANEL_EFFICIENCY] = {"efficiency", "efficiency"},
};

const char *panel_name(enum panel_kind kind)
{
	return kinds[kind].name;
}

const char *panel_column(enum panel_kind kind)
{
	return kinds[kind].column;
}

/* By what the value of RESULT is divided to come into the unit of KIND. */
static double unit_of(enum panel_kind kind, const struct cell_result *result)
{
	switch (kind) {
	case PANEL_TIME:
		return 1e9;
	case PANEL_SPEEDUP:
		return 1;
	case PANEL_EFFICIENCY:
		break;
	}
	return result->speedup.mid / result->efficiency;
}

struct interval panel_value(enum panel_kind kind, const struct cell_result *result)
{
	struct interval value = kind == PANEL_TIME ? result->time_ns : result->speedup;
	double unit = unit_of(kind, result);

	if (result->sample_count == 0 || !isfinite(value.mid) || value.mid <= 0 ||
		!isfinite(unit)) {
		return (struct interval){NAN, NAN, NAN, false};
	}
	/* an absurd file may hold times of 0, whose ratios have no place on a chart */
	value.low = value.low > 0 && isfinite(value.low) ? value.low : value.mid;
	value.high = isfinite(value.high) ? value.high : value.mid;
	return (struct interval){
		value.mid / unit, value.low / unit, value.high / unit, value.exact};
}

bool panel_sum_hollow(
	const struct panel *panel, const struct series *series, struct cell_flags *sum)
{
	bool some = false;

	for (size_t i = 0; i < series->cell_count; i++) {
		const struct cell_result *result = series->cell[i];

		if (isnan(panel_value(panel->kind, result).mid) ||
			!cell_flags_are_many(&result->flags)) {
			continue;
		}
		some = true;
		cell_flags_join(sum, &result->flags);
	}
	return some;
}

double panel_ideal(const struct panel *panel, double workers)
{
	double ideal = ideal_speedup(panel->judgement, panel->workload, workers);

	if (panel->kind == PANEL_SPEEDUP) {
		return ideal;
	}
	if (panel->kind == PANEL_EFFICIENCY) {
		return 1;
	}
	return panel->loop ? panel_value(PANEL_TIME, panel->loop).mid / ideal : NAN;
}

bool panel_lack(enum panel_kind kind, const struct cell_result *result, char *text, size_t bytes)
{
	label_failures(result, text, bytes);
	if (*text) {
		return true;
	}
	if (!isnan(panel_value(kind, result).mid)) {
		return false;
	}
	snprintf(text, bytes, "%s", result->sample_count > 0 ? "no loop" : "not measured");
	return true;
}

void panel_lacks(const struct panel *panel, const struct series *series, char *text, size_t bytes)
{
	const struct cell_result *const *cells = series ? series->cell : &panel->loop;
	size_t count = series ? series->cell_count : 1;
	struct text lacks = {0};
	char lack[128];

	text_add(&lacks, "%s", "");
	for (size_t i = 0; i < count; i++) {
		if (panel_lack(panel->kind, cells[i], lack, sizeof(lack)) &&
			!strstr(lacks.text, lack)) {
			text_add(&lacks, "%s%s", lacks.length > 0 ? ", " : "", lack);
		}
	}
	text_clean(lacks.text, text, bytes);
	text_finish(&lacks);
}

int panel_by_workers(const void *a, const void *b)
{
	uint32_t x = (*(const struct cell_result *const *)a)->cell->workers;
	uint32_t y = (*(const struct cell_result *const *)b)->cell->workers;

	return x < y ? -1 : x > y;
}

/* Gathers the cells of STRATEGY; false if it has none here. */
static bool series_init(struct series *series, const struct panel *panel, size_t strategy)
{
	const struct run *run = &panel->judgement->samples->run;
	char lack[128];

	*series = (struct series){.strategy = strategy};
	series->cell = xcalloc(run->cell_count, sizeof(*series->cell));
	for (size_t i = 0; i < run->cell_count; i++) {
		const struct cell_result *result = &panel->judgement->cells[i];

		if (result->cell->workload == panel->workload &&
			result->cell->strategy == strategy && !result->cell->baseline) {
			series->cell[series->cell_count++] = result;
		}
	}
	if (series->cell_count == 0) {
		free(series->cell);
		return false;
	}
	qsort(series->cell, series->cell_count, sizeof(*series->cell), panel_by_workers);
	label_strategy(run, strategy, SERIES_COLUMNS, series->label);
	for (size_t i = 0; i < series->cell_count; i++) {
		if (!isnan(panel_value(panel->kind, series->cell[i]).mid)) {
			series->last = series->cell[i];
		}
		series->lane |= panel_lack(panel->kind, series->cell[i], lack, sizeof(lack));
	}
	return true;
}

/* True if STRATEGY has cells besides baselines, in any workload. */
static bool is_compared(const struct run *run, size_t strategy)
{
	for (size_t i = 0; i < run->cell_count; i++) {
		if (run->cells[i].strategy == strategy && !run->cells[i].baseline) {
			return true;
		}
	}
	return false;
}

/* Fills in the series, those without values last, and their lanes. */
static void gather_series(struct panel *panel)
{
	const struct run *run = &panel->judgement->samples->run;
	struct series *empty = xcalloc(run->strategy_count, sizeof(*empty));
	size_t empty_count = 0, number = 0;

	panel->series = xcalloc(run->strategy_count, sizeof(*panel->series));
	for (size_t i = 0; i < run->strategy_count; i++) {
		struct series series;

		number += is_compared(run, i);
		if (!series_init(&series, panel, i)) {
			continue;
		}
		series.number = number;
		series.style = (number - 1) % PANEL_STYLES + 1;
		if (series.last) {
			panel->series[panel->drawn_count++] = series;
		} else {
			empty[empty_count++] = series;
		}
	}
	panel->count = panel->drawn_count;
	for (size_t i = 0; i < empty_count; i++) {
		panel->series[panel->count++] = empty[i];
	}
	free(empty);
	for (size_t i = 0; i < panel->count; i++) {
		if (panel->series[i].lane) {
			panel->series[i].lane = ++panel->lane_count;
		}
	}
}

static void gather_workers(struct panel *panel)
{
	size_t count = 0;

	for (size_t i = 0; i < panel->count; i++) {
		count += panel->series[i].cell_count;
	}
	panel->workers = xcalloc(count + 1, sizeof(*panel->workers));
	count = 0;
	for (size_t i = 0; i < panel->count; i++) {
		for (size_t j = 0; j < panel->series[i].cell_count; j++) {
			panel->workers[count++] = panel->series[i].cell[j]->cell->workers;
		}
	}
	if (count == 0) {
		panel->workers[count++] = 1; /* only a loop */
	}
	panel->workers_count = workers_sort(panel->workers, count);
}

uint32_t *panels_workers(const struct panel *panels, size_t count, size_t *workers_count)
{
	uint32_t *workers = NULL;
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		workers = xrealloc(workers, used + panels[i].workers_count, sizeof(*workers));
		memcpy(workers + used, panels[i].workers,
			panels[i].workers_count * sizeof(*workers));
		used += panels[i].workers_count;
	}
	*workers_count = workers_sort(workers, used);
	return workers;
}

static void include(struct panel *panel, double value)
{
	if (isfinite(value) && value > 0) {
		panel->low = fmin(panel->low, value); /* fmin and fmax pass over NaN */
		panel->high = fmax(panel->high, value);
	}
}

static void find_range(struct panel *panel)
{
	panel->low = panel->high = NAN;
	for (size_t i = 0; i < panel->count; i++) {
		for (size_t j = 0; j < panel->series[i].cell_count; j++) {
			struct interval value = panel_value(panel->kind, panel->series[i].cell[j]);

			/* one wild round must not push all else into a corner: a wide interval is
			 * cut off by the edge of the chart, its middle never */
			include(panel, fmax(value.low, value.mid / 1.5));
			include(panel, fmin(value.high, value.mid * 1.5));
			include(panel, value.mid);
		}
	}
	for (size_t i = 0; i < panel->workers_count; i++) {
		include(panel, panel_ideal(panel, panel->workers[i]));
	}
	include(panel, panel->kind != PANEL_TIME ? 1
		       : panel->loop             ? panel_value(PANEL_TIME, panel->loop).mid
						 : NAN);
}

void panel_init(struct panel *panel, const struct judgement *judgement, enum panel_kind kind,
	size_t workload)
{
	char lack[128];

	*panel = (struct panel){
		.judgement = judgement,
		.kind = kind,
		.workload = workload,
		.loop = judgement->workloads[workload].baseline,
	};
	panel->loop_fails = panel->loop && panel_lack(PANEL_TIME, panel->loop, lack, sizeof(lack));
	panel->lane_count = panel->loop_fails;
	gather_series(panel);
	gather_workers(panel);
	panel->last = panel->workers[panel->workers_count - 1];
	find_range(panel);
}

void panel_add_band(struct panel *panel)
{
	enum work_class class = panel->judgement->workloads[panel->workload].alone;
	struct band *band = &panel->band;

	if (panel->kind != PANEL_SPEEDUP || (class != WORK_COMPUTING && class != WORK_MIXED)) {
		return;
	}
	band_init(band, &panel->judgement->capacity, panel->workers[0],
		panel->workers[panel->workers_count - 1]);
	for (size_t i = 0; i < band->count; i++) {
		include(panel, band->point[i].low);
		include(panel, band->point[i].high);
	}
}

void panel_add_law(struct panel *panel)
{
	struct law_curve *law = &panel->law;

	if (panel->kind != PANEL_SPEEDUP || panel->drawn_count == 0) {
		return;
	}
	law_curve_init(law, panel->judgement, panel->workload, panel->workers[0], panel->last);
	for (size_t i = 0; i < law->count; i++) {
		include(panel, law->point[i].speedup);
	}
	if (law->count > 0) {
		panel->last = law->last;
		include(panel, panel_ideal(panel, panel->last));
	}
}

void panel_finish(struct panel *panel)
{
	for (size_t i = 0; i < panel->count; i++) {
		free(panel->series[i].cell);
	}
	free(panel->series);
	free(panel->workers);
	band_finish(&panel->band);
	law_curve_finish(&panel->law);
	*panel = (struct panel){0};
}
