/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every sample of one workload: a row per cell, earlier rounds above later ones, and the quartiles. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/csv.h"
#include "show/figure.h"
#include "show/label.h"
#include "show/script.h"

enum {
	NAME_COLUMNS = 36,
	ROWS_MAX = 18, /* the loop and its copy left out */
	POINTS_MAX =
		800, /* of more samples in all, some are left out: each has a tooltip on the page */
	POINTS_LEAST = 4, /* of each cell: the quickest, the slowest, and some between */
	TOP = 92,
	ROW = 26,
	RIGHT = 190,
};

/* Beyond this a time stands at the edge. */
static const double FARTHEST = 8;

struct row {
	const struct cell_result *cell;
	size_t style;
	char *name;
	double low, mid, high; /* quartiles, ns */
};

struct draft {
	struct figure *figure;
	const struct judgement *judgement;
	size_t workload, cell_count; /* cells that have samples, the loop left out */
	struct panel panel;
	struct row *row; /* owned */
	size_t count, sample_count, disturbed;
	size_t point_count, hollow_count; /* samples that are drawn; of these, the disturbed ones */
	double low, high, noise;
	uint32_t first_round, last_round;
};

/* ---- rows ---- */

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* The quantile SHARE of COUNT sorted VALUES, straight between neighbours. */
static double quantile(const double *values, size_t count, double share)
{
	double place = share * (double)(count - 1);
	size_t below = (size_t)place;

	if (below + 1 >= count) {
		return values[count - 1];
	}
	return values[below] + (values[below + 1] - values[below]) * (place - (double)below);
}

static bool is_disturbed(const struct draft *draft, const struct cell_result *cell, size_t index)
{
	const struct judgement *judgement = draft->judgement;

	return judgement->flags.of[cell->sample[index] - judgement->samples->sample] != 0;
}

/* Adds the row of CELL, unless it has no time; NAME belongs to it from then on. */
static void add_row(struct draft *draft, const struct cell_result *cell, size_t style, char *name)
{
	if (!cell || cell->sample_count == 0) {
		free(name);
		return;
	}
	size_t count = cell->sample_count;
	double *sorted = xcalloc(count, sizeof(*sorted));
	struct row *row = &draft->row[draft->count++];

	memcpy(sorted, cell->time, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), by_size);
	*row = (struct row){
		.cell = cell,
		.style = style,
		.name = name,
		.low = quantile(sorted, count, 0.25),
		.mid = quantile(sorted, count, 0.5),
		.high = quantile(sorted, count, 0.75),
	};
	draft->low = fmin(draft->low, sorted[0] / row->mid);
	draft->high = fmax(draft->high, sorted[count - 1] / row->mid);
	draft->noise = fmax(draft->noise, cell->noise);
	for (size_t i = 0; i < count; i++) {
		draft->disturbed += is_disturbed(draft, cell, i);
		draft->first_round =
			draft->first_round < cell->round[i] ? draft->first_round : cell->round[i];
		draft->last_round =
			draft->last_round > cell->round[i] ? draft->last_round : cell->round[i];
	}
	draft->sample_count += count;
	free(sorted);
}

/* How early the count at INDEX of the panel gets rows: the usable CPUs, or what comes nearest below, first,
 * then the ends, powers of two and the rest. */
static int count_rank(const struct draft *draft, size_t index)
{
	const struct panel *panel = &draft->panel;
	uint32_t usable = figure_usable_count(draft->judgement), workers = panel->workers[index];
	bool last = index + 1 == panel->workers_count;

	if (workers <= usable && (last || panel->workers[index + 1] > usable)) {
		return 0;
	}
	return last ? 1 : index == 0 ? 2 : (workers & (workers - 1)) == 0 ? 3 : 4;
}

/* Which counts of the panel get rows, so that those are no more than ROWS_MAX; the caller frees. */
static bool *choose_counts(const struct draft *draft)
{
	const struct panel *panel = &draft->panel;
	bool *chosen = xcalloc(panel->workers_count, sizeof(*chosen));
	size_t left = panel->count > 0 ? ROWS_MAX / panel->count : 1;

	left = left > 0 ? left : 1;
	for (int rank = 0; rank <= 4; rank++) {
		for (size_t i = 0; i < panel->workers_count && left > 0; i++) {
			if (count_rank(draft, i) == rank) {
				chosen[i] = true;
				left--;
			}
		}
	}
	return chosen;
}

static bool is_chosen(const struct panel *panel, const bool *chosen, uint32_t workers)
{
	for (size_t i = 0; i < panel->workers_count; i++) {
		if (panel->workers[i] == workers) {
			return chosen[i];
		}
	}
	return false;
}

static void gather_rows(struct draft *draft)
{
	const struct panel *panel = &draft->panel;
	const struct workload_result *result = &draft->judgement->workloads[draft->workload];

	draft->row = xcalloc(draft->judgement->samples->run.cell_count + 2, sizeof(*draft->row));
	draft->first_round = UINT32_MAX;
	add_row(draft, panel->loop, 0, xstrdup("loop"));
	add_row(draft, &result->copy, 0, xstrdup("copy of the loop"));
	bool *chosen = choose_counts(draft);
	for (size_t i = 0; i < panel->count; i++) {
		const struct series *series = &panel->series[i];

		for (size_t k = 0; k < series->cell_count; k++) {
			const struct cell_result *cell = series->cell[k];

			draft->cell_count += cell->sample_count > 0;
			if (is_chosen(panel, chosen, cell->cell->workers)) {
				add_row(draft, cell, series->style,
					xasprintf("%s at %u", series->label, cell->cell->workers));
			}
		}
	}
	free(chosen);
}

/* ---- data ---- */

/* Where round NUMBER stands in its row, from 0 at the top to 1. */
static double round_place(const struct draft *draft, uint32_t number)
{
	uint32_t span = draft->last_round - draft->first_round;

	return span > 0 ? (double)(number - draft->first_round) / span : 0.5;
}

/* The quickest sample of CELL if SLOW is false, else the slowest. */
static size_t extreme_sample(const struct cell_result *cell, bool slow)
{
	size_t found = 0;

	for (size_t i = 1; i < cell->sample_count; i++) {
		found = (slow ? cell->time[i] > cell->time[found]
			      : cell->time[i] < cell->time[found])
				? i
				: found;
	}
	return found;
}

/* How many samples a row may show. */
static size_t row_points(const struct draft *draft)
{
	size_t share = POINTS_MAX / draft->count;

	return share > POINTS_LEAST ? share : POINTS_LEAST;
}

static void add_sample(struct draft *draft, size_t index, size_t sample)
{
	const struct row *row = &draft->row[index];
	const struct cell_result *cell = row->cell;
	double ratio = cell->time[sample] / row->mid;

	text_add(&draft->figure->csv, "%zu,%.5g,%.6g,%.6g,%d,%u,%llu,", index + 1,
		(double)index + 0.68 + 0.64 * round_place(draft, cell->round[sample]),
		fmax(1 / FARTHEST, fmin(FARTHEST, ratio)), cell->time[sample] * 1e-9,
		is_disturbed(draft, cell, sample), cell->round[sample],
		(unsigned long long)cell->seq[sample]);
	csv_field(&draft->figure->csv, row->name);
	text_add(&draft->figure->csv, "\n");
}

/* Adds the samples of a row; of too many every other one or fewer, and its extremes. */
static void add_samples(struct draft *draft, size_t index)
{
	const struct cell_result *cell = draft->row[index].cell;
	size_t most = row_points(draft), count = cell->sample_count;
	size_t every = count > most ? (count + most - 3) / (most - 2) : 1;
	size_t quickest = extreme_sample(cell, false), slowest = extreme_sample(cell, true);

	for (size_t i = 0; i < count; i++) {
		if (i % every == 0 || i == quickest || i == slowest) {
			add_sample(draft, index, i);
			draft->point_count++;
			draft->hollow_count += is_disturbed(draft, cell, i);
		}
	}
}

static void write_rows(struct draft *draft)
{
	size_t count = draft->count;
	char **names = xcalloc(2 * count, sizeof(*names)), **texts = names + count;
	double *numbers = xcalloc(3 * count, sizeof(*numbers));
	double *low = numbers, *high = low + count, *style = high + count, widest = 0;
	struct text *head = &draft->figure->head;
	char duration[32];

	text_add(&draft->figure->csv, "row,y,ratio,seconds,disturbed,round,seq,cell\n");
	for (size_t i = 0; i < count; i++) {
		const struct row *row = &draft->row[i];

		names[i] = row->name;
		format_duration(row->mid, duration, sizeof(duration));
		texts[i] = xasprintf("%s · %zu sample%s", duration, row->cell->sample_count,
			row->cell->sample_count == 1 ? "" : "s");
		low[i] = row->low / row->mid;
		high[i] = row->high / row->mid;
		style[i] = (double)row->style;
		widest = fmax(widest, figure_text_width(row->name));
		add_samples(draft, i);
	}
	script_number(head, "LEFT", fmin(360, widest + 44));
	script_number(head, "ROWS", (double)count);
	script_texts(head, "ROW_NAME", names, count);
	script_texts(head, "ROW_TEXT", texts, count);
	script_numbers(head, "ROW_LOW", low, count);
	script_numbers(head, "ROW_HIGH", high, count);
	script_numbers(head, "ROW_STYLE", style, count);
	script_number(head, "HOLLOW", draft->hollow_count > 0);
	script_number(head, "CALM", draft->hollow_count < draft->point_count);
	for (size_t i = 0; i < count; i++) {
		free(texts[i]);
	}
	free(numbers);
	free(names);
}

/* ---- title and frame ---- */

/* "primes: times of one cell differ by up to 12 %; 9 of 120 samples were disturbed" */
static void write_texts(struct draft *draft)
{
	const struct run *run = &draft->judgement->samples->run;
	char name[LABEL_BYTES], title[512], by[32];
	const char *machine = run->machine.summary;

	label_workload(run, draft->workload, NAME_COLUMNS, name);
	if (draft->noise < 1) {
		snprintf(by, sizeof(by), "%.*f %%", draft->noise < 0.095, 100 * draft->noise);
	} else {
		snprintf(by, sizeof(by), "%.1f×", 1 + draft->noise);
	}
	char *disturbed = draft->disturbed > 0 ? xasprintf("; %zu of %zu samples disturbed",
							 draft->disturbed, draft->sample_count)
					       : xstrdup("");
	snprintf(title, sizeof(title), "%s: times of one cell differ by up to %s%s", name, by,
		disturbed);
	uint32_t rounds = draft->judgement->round_count;
	char *rest = xasprintf(" · %u round%s%s%s", rounds, rounds == 1 ? "" : "s",
		machine && *machine ? " · " : "", machine ? machine : "");
	figure_add_title(draft->figure, draft->workload + 1, title);
	figure_add_line(draft->figure, "samples over the median of their cell, first round on top",
		run->workloads[draft->workload].work, rest);
	figure_add_footer(draft->figure, run);
	free(rest);
	free(disturbed);
}

/* What the marks are, and what is not among them. */
static void write_caption(const struct draft *draft, struct text *caption)
{
	size_t shown = 0;

	for (size_t i = 0; i < draft->count; i++) {
		shown += draft->row[i].style > 0;
	}
	text_add(caption, "boxes: from quartile to quartile%s",
		draft->hollow_count > 0 ? " · hollow points: disturbed" : "");
	if (draft->point_count < draft->sample_count) {
		text_add(caption, " · shown: %zu of %zu samples, extremes included",
			draft->point_count, draft->sample_count);
	}
	if (shown < draft->cell_count) {
		text_add(caption, " · %zu of %zu cells are shown", shown, draft->cell_count);
	}
	if (draft->point_count < draft->sample_count || shown < draft->cell_count) {
		text_add(caption, "; all are in samples.jsonl");
	}
}

static void write_frame(struct draft *draft)
{
	struct axis axis;
	struct text caption = {0};

	axis_init_ratio(&axis, fmax(draft->low, 1 / FARTHEST), fmin(draft->high, FARTHEST));
	struct figure_frame frame = {
		.top = TOP,
		.right = RIGHT,
		.graph = (double)draft->count * ROW,
		.bottom = FIGURE_BOTTOM + FIGURE_LANE,
		.x_low = axis.low,
		.x_high = axis.high,
		.y_low = (double)draft->count + 0.5,
		.y_high = 0.5,
	};
	write_caption(draft, &caption);
	figure_add_frame(draft->figure, &frame);
	figure_add_x_tics(draft->figure, &axis);
	script_text(&draft->figure->head, "CAPTION", caption.text);
	text_finish(&caption);
}

bool figure_init_samples(struct figure *figure, const struct figure_source *source, size_t workload)
{
	struct draft draft = {
		.figure = figure,
		.judgement = source->judgement,
		.workload = workload,
		.low = 1,
		.high = 1,
	};

	panel_init(&draft.panel, source->judgement, PANEL_TIME, workload);
	gather_rows(&draft);
	if (draft.count > 0) {
		*figure = (struct figure){.plot = "samples"};
		figure->name = label_chart(&source->judgement->samples->run, "samples", workload);
		write_texts(&draft);
		write_rows(&draft);
		write_frame(&draft);
	}
	for (size_t i = 0; i < draft.count; i++) {
		free(draft.row[i].name);
	}
	free(draft.row);
	panel_finish(&draft.panel);
	return draft.count > 0;
}
