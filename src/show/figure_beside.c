/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The speedups of several runs over one another, a small chart per workload that they share. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/curve.h"
#include "show/csv.h"
#include "show/label.h"
#include "show/multiples.h"
#include "show/script.h"

enum {
	COLORS = FIGURE_RUNS_MAX, /* runs differ by colour, */
	SHAPES = 2,               /* their strategies by dashes and shapes */
	NAME_COLUMNS = 34,
	LEGEND_COLUMNS = 100,
};

/* A workload that several runs have: WORKLOAD of run FIRST, which is the first that has it. */
struct shared {
	size_t first, workload;
};

struct draft {
	const struct beside *beside;
	struct multiples multiples;
	struct shared *shared; /* owned */
	size_t count;
	const char *spec[SHAPES]; /* strategies that are shown; borrowed */
	size_t spec_count;
	uint32_t *workers; /* rising; owned */
	size_t workers_count;
	double low, high;
	struct cell_flags sum; /* of hollow points */
};

static const struct run *run_of(const struct draft *draft, size_t run)
{
	return &draft->beside->judgement[run].samples->run;
}

/* ---- what is shared ---- */

static size_t find_strategy(const struct run *run, const char *spec)
{
	size_t strategy = 0;

	while (strategy < run->strategy_count &&
		strcmp(run->strategies[strategy].spec, spec) != 0) {
		strategy++;
	}
	return strategy;
}

static void gather_shared(struct draft *draft)
{
	size_t most = 0;

	for (size_t r = 0; r < draft->beside->count; r++) {
		most += run_of(draft, r)->workload_count;
	}
	draft->shared = xcalloc(most, sizeof(*draft->shared));
	for (size_t r = 0; r < draft->beside->count; r++) {
		for (size_t w = 0; w < run_of(draft, r)->workload_count; w++) {
			size_t found = 0;
			bool earlier = false;

			for (size_t other = 0; other < draft->beside->count; other++) {
				bool has = beside_workload(draft->beside, other, r, w) >= 0;

				found += has;
				earlier = earlier || (has && other < r);
			}
			if (found > 1 && !earlier) {
				draft->shared[draft->count++] = (struct shared){r, w};
			}
		}
	}
}

/* True if at least two runs have the strategy SPEC, which is not the loop. */
static bool is_shared(const struct draft *draft, const struct run_strategy *strategy)
{
	size_t found = 0;

	for (size_t r = 0; r < draft->beside->count; r++) {
		const struct run *run = run_of(draft, r);

		found += find_strategy(run, strategy->spec) < run->strategy_count;
	}
	return found > 1 && strcmp(strategy->kind, "none") != 0;
}

/* The strategies of the first run that others have: all if they are few, else the one that it would
 * recommend for the first workload, or the first. */
static void choose_strategies(struct draft *draft)
{
	const struct run *run = run_of(draft, 0);
	const struct judgement *judgement = &draft->beside->judgement[0];
	const struct cell_result *loop = judgement->workloads[0].baseline;
	size_t found = 0;

	for (size_t s = 0; s < run->strategy_count; s++) {
		if (is_shared(draft, &run->strategies[s]) && found++ < SHAPES) {
			draft->spec[draft->spec_count++] = run->strategies[s].spec;
		}
	}
	if (found > SHAPES) {
		draft->spec_count = 1;
		if (loop && loop->time_ns.exact) {
			struct curve curve;

			curve_init(&curve, judgement, 0);
			if (curve.strategy < run->strategy_count &&
				is_shared(draft, &run->strategies[curve.strategy])) {
				draft->spec[0] = run->strategies[curve.strategy].spec;
			}
			curve_finish(&curve);
		}
	}
}

/* ---- rows ---- */

static void include(struct draft *draft, const struct interval *speedup, uint32_t workers)
{
	draft->low = fmin(draft->low, fmax(speedup->low, speedup->mid / 1.5));
	draft->high = fmax(draft->high, fmin(speedup->high, speedup->mid * 1.5));
	draft->workers =
		xrealloc(draft->workers, draft->workers_count + 1, sizeof(*draft->workers));
	draft->workers[draft->workers_count++] = workers;
}

/* Adds the line of RESULT; true if it has a point, and in *HOLLOW whether that is a hollow one. */
static bool add_row(struct draft *draft, size_t panel, size_t series, size_t run,
	const struct cell_result *result, bool *hollow)
{
	struct interval value = panel_value(PANEL_SPEEDUP, result);
	struct text *csv = &draft->multiples.figure->csv;
	const char *spec = run_of(draft, run)->strategies[result->cell->strategy].spec;
	char lack[128] = "";
	bool point = isfinite(value.mid);

	panel_lack(PANEL_SPEEDUP, result, lack, sizeof(lack));
	text_add(csv, "%zu,%zu,%u,", panel + 1, series, result->cell->workers);
	if (point) {
		bool many = cell_flags_are_many(&result->flags);

		include(draft, &value, result->cell->workers);
		text_add(csv, "%.6g,%.6g,%.6g,%d,,", value.mid, value.low, value.high, many);
		if (many) {
			cell_flags_join(&draft->sum, &result->flags);
			*hollow = true;
		}
	} else {
		text_add(csv, ",,,,,");
	}
	csv_field(csv, *lack ? lack : "OK");
	text_add(csv, ",");
	figure_add_field(draft->multiples.figure, spec);
	text_add(csv, ",");
	figure_add_field(draft->multiples.figure, draft->beside->name[run]);
	text_add(csv, "\n");
	return point;
}

/* Adds the line of run RUN under strategy SHAPE to small chart PANEL. */
static void add_series(struct draft *draft, size_t panel, size_t run, size_t shape,
	struct text *series, struct text *hollows)
{
	const struct shared *shared = &draft->shared[panel];
	const struct judgement *judgement = &draft->beside->judgement[run];
	const struct run *own = run_of(draft, run);
	long workload = beside_workload(draft->beside, run, shared->first, shared->workload);
	size_t strategy = find_strategy(own, draft->spec[shape]), count = 0;
	size_t number = run % COLORS + 1 + COLORS * shape;
	const struct cell_result **cells = xcalloc(own->cell_count + 1, sizeof(*cells));
	bool points = false, hollow = false;

	for (size_t i = 0; i < own->cell_count; i++) {
		const struct cell_result *result = &judgement->cells[i];

		if ((long)result->cell->workload == workload &&
			result->cell->strategy == strategy) {
			cells[count++] = result;
		}
	}
	qsort(cells, count, sizeof(*cells), panel_by_workers);
	for (size_t i = 0; i < count; i++) {
		points = add_row(draft, panel, number, run, cells[i], &hollow) || points;
	}
	if (points) {
		text_add(series, "%zu ", number);
	}
	if (hollow) {
		text_add(hollows, "%zu ", number);
	}
	free(cells);
}

static void fill_panels(struct draft *draft)
{
	char label[LABEL_BYTES];

	text_add(&draft->multiples.figure->csv,
		"panel,series,workers,speedup,low,high,disturbed,lane,status,strategy,run\n");
	for (size_t i = 0; i < draft->count; i++) {
		struct multiple *panel = &draft->multiples.panel[i];
		struct text series = {0}, hollow = {0};

		label_workload(run_of(draft, draft->shared[i].first), draft->shared[i].workload,
			NAME_COLUMNS, label);
		panel->name = xstrdup(label);
		for (size_t r = 0; r < draft->beside->count; r++) {
			for (size_t s = 0; s < draft->spec_count; s++) {
				add_series(draft, i, r, s, &series, &hollow);
			}
		}
		panel->series = series.text;
		panel->hollow = hollow.text;
	}
}

/* ---- words ---- */

static void gather_legend(struct draft *draft)
{
	struct multiples *multiples = &draft->multiples;
	char name[8], fit[512];

	multiples->legend =
		xcalloc(draft->beside->count * draft->spec_count, sizeof(*multiples->legend));
	for (size_t r = 0; r < draft->beside->count; r++) {
		const struct run_machine *machine = &run_of(draft, r)->machine;

		beside_letter(r, name);
		for (size_t s = 0; s < draft->spec_count; s++) {
			size_t number = r % COLORS + 1 + COLORS * s;
			char *text = xasprintf("%s  %s · %s · %s", name, draft->beside->name[r],
				machine->summary && *machine->summary ? machine->summary
								      : "unknown machine",
				draft->spec[s]);

			label_fit(text, LEGEND_COLUMNS, fit, sizeof(fit));
			free(text);
			multiples->legend[multiples->legend_count++] =
				(struct legend_entry){xstrdup(fit), number};
			multiples->series_count =
				number > multiples->series_count ? number : multiples->series_count;
		}
	}
}

/* The best speedup of run RUN in WORKLOAD with one of the strategies shown; NaN mid: none. */
static struct interval best_speedup(const struct draft *draft, size_t run, long workload)
{
	struct interval best = {NAN, NAN, NAN, false};

	for (size_t s = 0; workload >= 0 && s < draft->spec_count; s++) {
		size_t strategy = find_strategy(run_of(draft, run), draft->spec[s]);
		const struct cell_result *cell =
			fastest_cell(&draft->beside->judgement[run], (size_t)workload, strategy);

		if (cell && !(cell->speedup.mid <= best.mid)) {
			best = cell->speedup;
		}
	}
	return best;
}

/* In how many workloads run A reaches a speedup whose interval lies above that of run B. */
static size_t count_higher(const struct draft *draft, size_t a, size_t b)
{
	size_t count = 0;

	for (size_t i = 0; i < draft->count; i++) {
		const struct shared *shared = &draft->shared[i];
		struct interval x = best_speedup(draft, a,
			beside_workload(draft->beside, a, shared->first, shared->workload));
		struct interval y = best_speedup(draft, b,
			beside_workload(draft->beside, b, shared->first, shared->workload));

		count += x.low > y.high;
	}
	return count;
}

static void write_title(const struct draft *draft, char *title, size_t bytes)
{
	size_t first = draft->beside->count == 2 ? count_higher(draft, 0, 1) : 0;
	size_t second = draft->beside->count == 2 ? count_higher(draft, 1, 0) : 0;

	if (first + second == 0) {
		snprintf(title, bytes, "%zu runs over one another: speedup by number of workers",
			draft->beside->count);
	} else if (first == 0 || second == 0) {
		snprintf(title, bytes,
			"%s reaches higher speedups than %s in %zu of %zu workload%s",
			first > 0 ? "A" : "B", first > 0 ? "B" : "A", first + second, draft->count,
			draft->count == 1 ? "" : "s");
	} else {
		snprintf(title, bytes,
			"A reaches higher speedups in %zu, B in %zu of %zu workloads", first,
			second, draft->count);
	}
}

static void fit_axes(struct draft *draft)
{
	struct multiples *multiples = &draft->multiples;
	size_t count = workers_sort(draft->workers, draft->workers_count);

	axis_init(&multiples->y, AXIS_TIMES, draft->low, draft->high, 0);
	workers_axis_init(&multiples->x, draft->workers, count,
		figure_usable_count(draft->beside->judgement), multiples->width);
}

static void write_figure(struct draft *draft, struct figure *figure)
{
	const struct judgement *first = draft->beside->judgement;
	char title[512];

	fit_axes(draft);
	gather_legend(draft);
	write_title(draft, title, sizeof(title));
	figure_add_title(figure, 0, title);
	figure_add_subtitle(figure,
		"speedup over the loop of the same run, higher is better · with 95 % intervals");
	char *footer = xasprintf("manyhands %s · data: beside.csv", first->samples->run.version);
	script_text(&figure->head, "FOOTER", footer);
	free(footer);
	script_number(&figure->head, "MARKERS", 0);
	script_number(&figure->head, "SHADE_FROM", draft->multiples.x.high);
	draft->multiples.key = xstrdup("horizontal: workers");
	multiples_write(&draft->multiples, &draft->sum);
}

bool figure_init_beside(struct figure *figure, const struct figure_source *source, size_t workload)
{
	struct draft draft = {.beside = source->beside, .low = 1, .high = 1};

	(void)workload;
	if (!source->beside || source->beside->count > FIGURE_RUNS_MAX) {
		return false;
	}
	gather_shared(&draft);
	if (draft.count > 0) {
		choose_strategies(&draft);
	}
	*figure = (struct figure){.name = xstrdup("beside"), .plot = "overview"};
	multiples_init(&draft.multiples, figure, draft.count, 0);
	fill_panels(&draft);
	bool any = draft.workers_count > 0;
	if (any) {
		write_figure(&draft, figure);
	} else {
		figure_finish(figure);
	}
	multiples_finish(&draft.multiples);
	free(draft.workers);
	free(draft.shared);
	return any;
}
