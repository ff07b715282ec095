/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The speedups of several runs over one another, a small chart per workload that they share. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/curve.h"
#include "judge/questions.h"
#include "show/beside_page.h"
#include "show/csv.h"
#include "show/label.h"
#include "show/script.h"

enum { NAME_COLUMNS = 34 };

const struct run *beside_page_run(const struct beside_page *page, size_t run)
{
	return &page->beside->judgement[run].samples->run;
}

/* ---- what is shared ---- */

size_t beside_page_strategy(const struct run *run, const char *spec)
{
	size_t strategy = 0;

	while (strategy < run->strategy_count &&
		strcmp(run->strategies[strategy].spec, spec) != 0) {
		strategy++;
	}
	return strategy;
}

/* What run RUN has of SHARED; NULL: nothing. */
static const struct run_workload *workload_of(
	const struct beside_page *page, const struct beside_shared *shared, size_t run)
{
	long own = beside_workload(page->beside, run, shared->first, shared->workload);

	return own >= 0 ? &beside_page_run(page, run)->workloads[own] : NULL;
}

/* Fills in whether its runs can be compared. */
static void look_at(const struct beside_page *page, struct beside_shared *shared)
{
	const char *spec = beside_page_run(page, shared->first)->workloads[shared->workload].spec;

	shared->same_work = shared->stands = true;
	for (size_t r = 0; r < page->beside->count; r++) {
		const struct run_workload *own = workload_of(page, shared, r);
		struct questions questions;

		if (own) {
			questions_ask(&questions, &page->beside->judgement[r],
				(size_t)(own - beside_page_run(page, r)->workloads));
			shared->same_work = shared->same_work && strcmp(own->spec, spec) == 0;
			shared->stands = shared->stands && questions.withdrawn == 0;
		}
	}
}

static void gather_shared(struct beside_page *page)
{
	size_t most = 0;

	for (size_t r = 0; r < page->beside->count; r++) {
		most += beside_page_run(page, r)->workload_count;
	}
	page->shared = xcalloc(most, sizeof(*page->shared));
	for (size_t r = 0; r < page->beside->count; r++) {
		for (size_t w = 0; w < beside_page_run(page, r)->workload_count; w++) {
			size_t found = 0;
			bool earlier = false;

			for (size_t other = 0; other < page->beside->count; other++) {
				bool has = beside_workload(page->beside, other, r, w) >= 0;

				found += has;
				earlier = earlier || (has && other < r);
			}
			if (found > 1 && !earlier) {
				page->shared[page->count] =
					(struct beside_shared){.first = r, .workload = w};
				look_at(page, &page->shared[page->count++]);
			}
		}
	}
}

/* True if at least two runs have the strategy SPEC, which is not the loop. */
static bool is_shared(const struct beside_page *page, const struct run_strategy *strategy)
{
	size_t found = 0;

	for (size_t r = 0; r < page->beside->count; r++) {
		const struct run *run = beside_page_run(page, r);

		found += beside_page_strategy(run, strategy->spec) < run->strategy_count;
	}
	return found > 1 && strcmp(strategy->kind, "none") != 0;
}

/* The strategies of the first run that others have: all if they are few, else the one that it would
 * recommend for the first workload, or the first. */
static void choose_strategies(struct beside_page *page)
{
	const struct run *run = beside_page_run(page, 0);
	const struct judgement *judgement = &page->beside->judgement[0];
	const struct cell_result *loop = judgement->workloads[0].baseline;
	size_t found = 0;

	for (size_t s = 0; s < run->strategy_count; s++) {
		if (is_shared(page, &run->strategies[s]) && found++ < BESIDE_SHAPES) {
			page->spec[page->spec_count++] = run->strategies[s].spec;
		}
	}
	page->strategy_count = found;
	if (found > BESIDE_SHAPES) {
		page->spec_count = 1;
		if (loop && loop->time_ns.exact) {
			struct curve curve;

			curve_init(&curve, judgement, 0);
			if (curve.strategy < run->strategy_count &&
				is_shared(page, &run->strategies[curve.strategy])) {
				page->spec[0] = run->strategies[curve.strategy].spec;
			}
			curve_finish(&curve);
		}
	}
}

/* ---- rows ---- */

static void include(struct beside_page *page, const struct interval *speedup, uint32_t workers)
{
	page->low = fmin(page->low, fmax(speedup->low, speedup->mid / 1.5));
	page->high = fmax(page->high, fmin(speedup->high, speedup->mid * 1.5));
	page->workers = xrealloc(page->workers, page->workers_count + 1, sizeof(*page->workers));
	page->workers[page->workers_count++] = workers;
}

/* Adds the line of RESULT; true if it has a point, and in *HOLLOW whether that is a hollow one. */
static bool add_row(struct beside_page *page, size_t panel, size_t series, size_t run,
	const struct cell_result *result, bool *hollow)
{
	struct interval value = panel_value(PANEL_SPEEDUP, result);
	struct text *csv = &page->multiples.figure->csv;
	const char *spec = beside_page_run(page, run)->strategies[result->cell->strategy].spec;
	char lack[128] = "";
	bool point = isfinite(value.mid);

	panel_lack(PANEL_SPEEDUP, result, lack, sizeof(lack));
	text_add(csv, "%zu,%zu,%u,", panel + 1, series, result->cell->workers);
	if (point) {
		bool many = cell_flags_are_many(&result->flags);

		include(page, &value, result->cell->workers);
		page->exact += value.exact;
		page->range_only += !value.exact;
		text_add(csv, "%.6g,%.6g,%.6g,%d,,", value.mid, value.low, value.high, many);
		if (many) {
			cell_flags_join(&page->sum, &result->flags);
			*hollow = true;
		}
	} else {
		text_add(csv, ",,,,,");
	}
	csv_field(csv, *lack ? lack : "OK");
	text_add(csv, ",");
	figure_add_field(page->multiples.figure, spec);
	text_add(csv, ",");
	figure_add_field(page->multiples.figure, page->beside->name[run]);
	text_add(csv, "\n");
	return point;
}

size_t beside_page_series(size_t run, size_t shape)
{
	return run % BESIDE_COLORS + 1 + BESIDE_COLORS * shape;
}

/* The cells of run RUN under strategy SHAPE in small chart PANEL, by rising workers; the caller frees. */
static const struct cell_result **gather_cells(
	const struct beside_page *page, size_t panel, size_t run, size_t shape, size_t *count)
{
	const struct beside_shared *shared = &page->shared[panel];
	const struct run *own = beside_page_run(page, run);
	long workload = beside_workload(page->beside, run, shared->first, shared->workload);
	size_t strategy = beside_page_strategy(own, page->spec[shape]);
	const struct cell_result **cells = xcalloc(own->cell_count + 1, sizeof(*cells));

	*count = 0;
	for (size_t i = 0; i < own->cell_count; i++) {
		const struct cell_result *result = &page->beside->judgement[run].cells[i];

		if ((long)result->cell->workload == workload &&
			result->cell->strategy == strategy) {
			cells[(*count)++] = result;
		}
	}
	qsort(cells, *count, sizeof(*cells), panel_by_workers);
	return cells;
}

/* Adds the lines of run RUN under strategy SHAPE to small chart PANEL. */
static void add_series(struct beside_page *page, size_t panel, size_t run, size_t shape,
	struct text *series, struct text *hollows)
{
	size_t number = beside_page_series(run, shape), count;
	const struct cell_result **cells = gather_cells(page, panel, run, shape, &count);
	bool points = false, hollow = false;

	for (size_t i = 0; i < count; i++) {
		points = add_row(page, panel, number, run, cells[i], &hollow) || points;
	}
	if (points) {
		text_add(series, "%zu ", number);
	}
	if (hollow) {
		text_add(hollows, "%zu ", number);
	}
	free(cells);
}

/* Once the axis is known: the series of small chart PANEL with an interval that goes beyond it. */
static void note_cuts(struct beside_page *page, size_t panel, size_t run, size_t shape)
{
	const struct axis *axis = &page->multiples.y;
	size_t count;
	const struct cell_result **cells = gather_cells(page, panel, run, shape, &count);
	bool above = false, below = false;

	for (size_t i = 0; i < count; i++) {
		struct interval value = panel_value(PANEL_SPEEDUP, cells[i]);

		above = above || figure_is_above(axis, value.high);
		below = below || figure_is_below(axis, value.low);
	}
	figure_note_cut(
		&page->multiples.panel[panel].cuts, beside_page_series(run, shape), above, below);
	free(cells);
}

/* "different work: A 96 × 1 ms, B 96 × 2 ms", or NULL where all did the same; the caller frees. */
static char *work_note(const struct beside_page *page, size_t panel)
{
	struct text note = {0};
	char name[8];

	if (page->shared[panel].same_work) {
		return NULL;
	}
	for (size_t r = 0; r < page->beside->count; r++) {
		const struct run_workload *own = workload_of(page, &page->shared[panel], r);

		if (own) {
			beside_letter(r, name);
			text_add(&note, "%s %s %s", note.length > 0 ? "," : "different work:", name,
				own->work && *own->work ? own->work : own->spec);
		}
	}
	return note.text;
}

static void fill_panels(struct beside_page *page)
{
	char label[LABEL_BYTES];

	text_add(&page->multiples.figure->csv,
		"panel,series,workers,speedup,low,high,disturbed,lane,status,strategy,run\n");
	for (size_t i = 0; i < page->count; i++) {
		struct multiple *panel = &page->multiples.panel[i];
		const struct beside_shared *shared = &page->shared[i];
		const struct run *first = beside_page_run(page, shared->first);
		struct text series = {0}, hollow = {0};

		label_workload(first, shared->workload, NAME_COLUMNS, label);
		panel->name = xstrdup(
			shared->same_work ? label : first->workloads[shared->workload].name);
		panel->message = work_note(page, i);
		for (size_t r = 0; r < page->beside->count; r++) {
			for (size_t s = 0; s < page->spec_count; s++) {
				add_series(page, i, r, s, &series, &hollow);
			}
		}
		panel->series = series.text;
		panel->hollow = hollow.text;
	}
}

static void fit_axes(struct beside_page *page)
{
	struct multiples *multiples = &page->multiples;
	size_t count = workers_sort(page->workers, page->workers_count);

	axis_init(&multiples->y, AXIS_TIMES, page->low, page->high, 0);
	workers_axis_init(&multiples->x, page->workers, count,
		figure_usable_count(page->beside->judgement), multiples->width);
}

static void write_figure(struct beside_page *page, struct figure *figure)
{
	const struct judgement *first = page->beside->judgement;
	char title[512];

	fit_axes(page);
	for (size_t i = 0; i < page->count * page->beside->count * page->spec_count; i++) {
		size_t series = i / page->count;

		note_cuts(page, i % page->count, series / page->spec_count,
			series % page->spec_count);
	}
	beside_page_legend(page);
	beside_page_title(page, title, sizeof(title));
	figure_add_title(figure, 0, title);
	beside_page_subtitle(page, figure);
	char *footer = xasprintf("manyhands %s", first->samples->run.version);
	figure_set_footer(figure, footer);
	free(footer);
	script_number(&figure->head, "MARKERS", 0);
	script_number(&figure->head, "SHADE_FROM", page->multiples.x.high);
	page->multiples.key = xstrdup("horizontal: workers");
	multiples_write(&page->multiples, &page->sum);
}

bool figure_init_beside(struct figure *figure, const struct figure_source *source, size_t workload)
{
	struct beside_page page = {.beside = source->beside, .low = 1, .high = 1};

	(void)workload;
	if (!source->beside || source->beside->count > FIGURE_RUNS_MAX) {
		return false;
	}
	gather_shared(&page);
	if (page.count > 0) {
		choose_strategies(&page);
	}
	*figure = (struct figure){.name = xstrdup("beside"), .plot = "overview"};
	multiples_init(&page.multiples, figure, page.count, 0);
	fill_panels(&page);
	bool any = page.workers_count > 0;
	if (any) {
		write_figure(&page, figure);
	} else {
		figure_finish(figure);
	}
	multiples_finish(&page.multiples);
	free(page.workers);
	free(page.shared);
	return any;
}
