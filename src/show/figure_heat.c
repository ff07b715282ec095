/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strategies by workers for all workloads: time over that of the best, as colours and numbers. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/choice.h"
#include "judge/questions.h"
#include "judge/relation.h"
#include "show/csv.h"
#include "show/figure.h"
#include "show/heat_color.h"
#include "show/label.h"
#include "show/script.h"

/* Pixels. */
enum {
	NAME_COLUMNS = 36,
	TOP = 92,
	BLOCK = 32,
	ROW = 25,
	EDGE = 8,
	RIGHT = 28,
	NUMBER_WIDE = 36, /* what a number takes */
	CELL_WIDEST = 150,
};

struct line {
	size_t workload, strategy;
	double y; /* from the top of the graph */
};

struct draft {
	struct figure *figure;
	const struct judgement *judgement;
	const struct cell_result **best; /* of each workload; NULL: none has a time; owned */
	/* Of each workload: its verdicts are withdrawn; it can be told which cells cost nothing. Owned. */
	bool *withdrawn, *told;
	struct line *line; /* owned */
	size_t count;
	uint32_t *workers; /* rising; owned */
	size_t workers_count;
	double height, left, cell_wide;
};

/* ---- what there is ---- */

static void gather_workers(struct draft *draft)
{
	const struct run *run = &draft->judgement->samples->run;
	size_t count = 0;

	draft->workers = xcalloc(run->cell_count + 1, sizeof(*draft->workers));
	for (size_t i = 0; i < run->cell_count; i++) {
		draft->workers[count++] = run->cells[i].workers;
	}
	draft->workers_count = workers_sort(draft->workers, count);
}

static bool has_time(const struct cell_result *result)
{
	return result->sample_count > 0 && result->time_ns.mid > 0;
}

static const struct cell_result *find_best(const struct judgement *judgement, size_t workload)
{
	const struct cell_result *best = NULL;

	for (size_t i = 0; i < judgement->samples->run.cell_count; i++) {
		const struct cell_result *result = &judgement->cells[i];

		if (result->cell->workload == workload && has_time(result) &&
			(!best || result->time_ns.mid < best->time_ns.mid)) {
			best = result;
		}
	}
	return best;
}

static bool has_cell(const struct run *run, size_t workload, size_t strategy)
{
	for (size_t i = 0; i < run->cell_count; i++) {
		if (run->cells[i].workload == workload && run->cells[i].strategy == strategy) {
			return true;
		}
	}
	return false;
}

static bool is_withdrawn(const struct judgement *judgement, size_t workload)
{
	struct questions questions;

	questions_ask(&questions, judgement, workload);
	return questions.withdrawn != 0;
}

/* A block of lines for each workload; strategies in the order of the run. */
static void gather_lines(struct draft *draft)
{
	const struct run *run = &draft->judgement->samples->run;

	draft->best = xcalloc(run->workload_count, sizeof(*draft->best));
	draft->withdrawn = xcalloc(2 * run->workload_count, sizeof(*draft->withdrawn));
	draft->told = draft->withdrawn + run->workload_count;
	draft->line = xcalloc(run->workload_count * run->strategy_count, sizeof(*draft->line));
	for (size_t i = 0; i < run->workload_count; i++) {
		draft->best[i] = find_best(draft->judgement, i);
		draft->withdrawn[i] = is_withdrawn(draft->judgement, i);
		draft->told[i] =
			draft->best[i] && draft->best[i]->time_ns.exact && !draft->withdrawn[i];
		draft->height += BLOCK;
		for (size_t s = 0; s < run->strategy_count; s++) {
			if (has_cell(run, i, s)) {
				draft->line[draft->count++] =
					(struct line){i, s, draft->height + ROW / 2.0};
				draft->height += ROW;
			}
		}
	}
}

/* True if RESULT costs nothing against the best of its workload: what advice goes by, too. */
static bool is_among_best(const struct draft *draft, const struct cell_result *result)
{
	const struct cell_result *best = draft->best[result->cell->workload];

	if (!draft->told[result->cell->workload] || !has_time(result)) {
		return false;
	}
	struct interval ratio = relate(result, best).ratio;

	return result == best || choice_costs_nothing(&ratio);
}

/* ---- data ---- */

static void ratio_words(double ratio, char *text, size_t bytes)
{
	snprintf(text, bytes, "%.*f", ratio < 9.995 ? 2 : ratio < 99.95 ? 1 : 0, ratio);
}

static void add_cell(struct draft *draft, const struct line *line, size_t column,
	const struct cell_result *result)
{
	const struct run *run = &draft->judgement->samples->run;
	const struct cell_result *best = draft->best[line->workload];
	bool timed = best && has_time(result);
	struct text *csv = &draft->figure->csv;
	char number[32] = "×", lack[128];

	label_failures(result, lack, sizeof(lack));
	if (timed) {
		double ratio = result->time_ns.mid / best->time_ns.mid;

		ratio_words(ratio, number, sizeof(number));
		text_add(csv, "%zu,%.6g,%.6g,%u,%u,%d,", column + 1, line->y, ratio,
			heat_color(ratio), heat_ink(ratio), is_among_best(draft, result));
	} else {
		text_add(csv, "%zu,%.6g,,%u,%u,0,", column + 1, line->y, HEAT_NONE, HEAT_NONE_INK);
	}
	text_add(csv, "%s,%u,", draft->cell_wide >= NUMBER_WIDE ? number : "",
		draft->workers[column]);
	csv_field(csv, *lack ? lack : timed ? "OK" : "not measured");
	text_add(csv, ",");
	figure_add_field(draft->figure, run->strategies[line->strategy].spec);
	text_add(csv, ",");
	figure_add_field(draft->figure, run->workloads[line->workload].spec);
	text_add(csv, "\n");
}

static void write_data(struct draft *draft)
{
	text_add(&draft->figure->csv,
		"column,y,ratio,color,ink,best,text,workers,status,strategy,workload\n");
	for (size_t i = 0; i < draft->count; i++) {
		const struct line *line = &draft->line[i];

		for (size_t k = 0; k < draft->workers_count; k++) {
			const struct cell_result *result = judgement_cell(draft->judgement,
				line->workload, line->strategy, draft->workers[k]);

			if (result) {
				add_cell(draft, line, k, result);
			}
		}
	}
}

/* ---- names, title, frame ---- */

/* The workload's name, and why it has no time if it has none: "crash · × CRASHED"; the caller frees. */
static char *block_name(const struct draft *draft, size_t workload)
{
	const struct run *run = &draft->judgement->samples->run;
	char label[LABEL_BYTES], lack[128];
	struct text name = {0};

	label_workload(run, workload, NAME_COLUMNS, label);
	text_add(&name, "%s%s", label,
		draft->best[workload] && draft->withdrawn[workload] ? " · no verdict, so no frames"
								    : "");
	for (size_t i = 0; !draft->best[workload] && i < run->cell_count; i++) {
		label_failures(&draft->judgement->cells[i], lack, sizeof(lack));
		if (run->cells[i].workload == workload && *lack && !strstr(name.text, lack)) {
			text_add(&name, "%s%s", strstr(name.text, "×") ? ", " : " · × ", lack);
		}
	}
	return name.text;
}

static void write_names(struct draft *draft)
{
	const struct run *run = &draft->judgement->samples->run;
	struct text *head = &draft->figure->head;
	char **texts = xcalloc(2 * draft->count, sizeof(*texts)), **blocks = texts + draft->count;
	double *numbers = xcalloc(2 * draft->count, sizeof(*numbers));
	double *y = numbers, *block_y = y + draft->count, widest = 0;
	size_t block_count = 0;
	char label[LABEL_BYTES];

	for (size_t i = 0; i < draft->count; i++) {
		const struct line *line = &draft->line[i];
		const struct run_strategy *strategy = &run->strategies[line->strategy];

		label_strategy(run, line->strategy, NAME_COLUMNS, label);
		texts[i] = xstrdup(strcmp(strategy->kind, "none") == 0 ? "loop" : label);
		widest = fmax(widest, figure_text_width(texts[i]));
		y[i] = line->y;
		if (i == 0 || line->workload != draft->line[i - 1].workload) {
			block_y[block_count] = line->y - ROW / 2.0 - 10;
			blocks[block_count++] = block_name(draft, line->workload);
		}
	}
	draft->left = fmin(330, widest + 48);
	script_number(head, "LEFT", draft->left);
	script_number(head, "ROWS", (double)draft->count);
	script_texts(head, "ROW_NAME", texts, draft->count);
	script_numbers(head, "ROW_Y", y, draft->count);
	script_number(head, "BLOCKS", (double)block_count);
	script_texts(head, "BLOCK", blocks, block_count);
	script_numbers(head, "BLOCK_Y", block_y, block_count);
	for (size_t i = 0; i < draft->count; i++) {
		free(texts[i]);
		free(blocks[i]);
	}
	free(numbers);
	free(texts);
}

/* In how many workloads STRATEGY has a cell among the best, where that can be told. */
static size_t count_best(const struct draft *draft, size_t strategy)
{
	const struct run *run = &draft->judgement->samples->run;
	size_t count = 0;

	for (size_t i = 0; i < run->workload_count; i++) {
		bool among = false;

		for (size_t c = 0; draft->told[i] && c < run->cell_count; c++) {
			const struct cell_result *result = &draft->judgement->cells[c];

			among = among || (result->cell->workload == i &&
						 result->cell->strategy == strategy &&
						 is_among_best(draft, result));
		}
		count += among;
	}
	return count;
}

/* Adds the names of the strategies that are among the best in COUNT workloads, if they are no more than
 * two; returns how many they are. */
static size_t name_best(const struct draft *draft, size_t count, struct text *names)
{
	const struct run *run = &draft->judgement->samples->run;
	char label[LABEL_BYTES];
	size_t found = 0;

	for (size_t s = 0; s < run->strategy_count; s++) {
		if (count_best(draft, s) == count && ++found <= 2) {
			label_strategy(run, s, NAME_COLUMNS, label);
			text_add(names, "%s%s", found > 1 ? " and " : "", label);
		}
	}
	return found;
}

/* "thread-pool is among the best in 5 of 6 workloads" */
static void write_title(const struct draft *draft, char *title, size_t bytes)
{
	const struct run *run = &draft->judgement->samples->run;
	size_t most = 0, told = 0;
	struct text names = {0};
	char name[LABEL_BYTES];

	for (size_t i = 0; i < run->workload_count; i++) {
		told += draft->told[i];
	}
	for (size_t s = 0; s < run->strategy_count; s++) {
		size_t count = count_best(draft, s);

		most = count > most ? count : most;
	}
	size_t found = most > 0 ? name_best(draft, most, &names) : 0;
	if (found == 0 || found > 2 || told < run->workload_count) {
		snprintf(title, bytes, "Which strategy, with how many workers");
	} else if (run->workload_count == 1) {
		label_workload(run, 0, NAME_COLUMNS, name);
		snprintf(title, bytes, "%s: only %s %s among the best", name, names.text,
			found == 1 ? "is" : "are");
	} else {
		snprintf(title, bytes, "%s %s among the best in %zu of %zu workloads", names.text,
			found == 1 ? "is" : "are", most, run->workload_count);
	}
	text_finish(&names);
}

/* "2 cores" if there is room, else "2"; the caller frees. */
static char *column_name(const struct draft *draft, uint32_t workers)
{
	const char *label = label_point(&draft->judgement->samples->run, workers);
	char safe[64];

	text_clean(label, safe, sizeof(safe));
	char *name = xasprintf("%u %s", workers, safe);
	/* "4x" says how many times the CPUs, which is no name */
	if (*label == '\0' || (*label >= '0' && *label <= '9') ||
		figure_text_width(name) > draft->cell_wide) {
		free(name);
		name = xasprintf("%u", workers);
	}
	return name;
}

static void write_frame(struct draft *draft)
{
	struct figure_frame frame = {
		.top = TOP,
		.right = RIGHT,
		.graph = draft->height + EDGE,
		.bottom = FIGURE_BOTTOM,
		.x_low = 0.5,
		.x_high = (double)draft->workers_count + 0.5,
		.y_low = draft->height + EDGE,
	};
	struct text *head = &draft->figure->head;
	char **texts = xcalloc(draft->workers_count, sizeof(*texts));

	draft->cell_wide = (FIGURE_WIDTH - RIGHT - draft->left) / (double)draft->workers_count;
	/* few columns need not fill the width */
	if (draft->cell_wide > CELL_WIDEST) {
		frame.right += (draft->cell_wide - CELL_WIDEST) * (double)draft->workers_count;
		draft->cell_wide = CELL_WIDEST;
	}
	for (size_t i = 0; i < draft->workers_count; i++) {
		texts[i] = column_name(draft, draft->workers[i]);
	}
	figure_add_frame(draft->figure, &frame);
	script_number(head, "COLUMNS", (double)draft->workers_count);
	script_texts(head, "COLUMN", texts, draft->workers_count);
	/* of narrow columns every other one, or fewer, is named */
	script_number(head, "EVERY", ceil(24 / draft->cell_wide));
	script_number(head, "CELL_HIGH", ROW);
	for (size_t i = 0; i < draft->workers_count; i++) {
		free(texts[i]);
	}
	free(texts);
}

bool figure_init_heat(struct figure *figure, const struct figure_source *source, size_t workload)
{
	struct draft draft = {.figure = figure, .judgement = source->judgement};
	char title[512];
	bool any = false; /* any time */

	(void)workload;
	gather_workers(&draft);
	gather_lines(&draft);
	for (size_t i = 0; i < draft.judgement->samples->run.workload_count; i++) {
		any = any || draft.best[i];
	}
	if (any) {
		*figure = (struct figure){.name = xstrdup("heat"), .plot = "heat"};
		write_title(&draft, title, sizeof(title));
		figure_add_texts(figure, draft.judgement, 0, title,
			"time over the best, lower is better; framed: costs nothing", NULL);
		write_names(&draft);
		write_frame(&draft);
		write_data(&draft);
	}
	free(draft.line);
	free(draft.best);
	free(draft.withdrawn);
	free(draft.workers);
	return any;
}
