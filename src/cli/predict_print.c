/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predictions for people: a table or Markdown, sentences, and pictures of who does what when. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/predict.h"
#include "cli/predict_data.h"
#include "cli/predict_notes.h"
#include "show/lanes.h"
#include "show/ledger.h"
#include "show/markdown.h"
#include "show/words.h"
#include "text.h"

/* So many pictures still fit a screen; of more cells only the quickest is drawn. */
enum { PICTURES_MAX = 4, SPEEDUP_BYTES = 32 };

static const char *const limits[] = {
	[SIMULATE_BY_WORKERS] = "all tasks / workers",
	[SIMULATE_BY_LONGEST] = "the longest task",
	[SIMULATE_BY_CPUS] = "all computing / CPUs",
};

static const char *plural(uint64_t count)
{
	return count == 1 ? "" : "s";
}

void predicted_machine(const struct prediction *prediction, char *text, size_t bytes)
{
	const struct machine *machine = &prediction->machine;

	if (prediction->cpus != machine->allowed_cpus && !machine_quota_binds(machine)) {
		snprintf(text, bytes, "%.4g CPU%s", prediction->cpus,
			prediction->cpus == 1 ? "" : "s");
	} else {
		machine_summary(machine, text, bytes);
	}
}

static void add_first_line(const struct prediction *prediction, struct text *text)
{
	char machine[128];

	predicted_machine(prediction, machine, sizeof(machine));
	text_add(text, "Predicted%s: %s. Nothing was measured.\n",
		prediction->is_here ? "" : " for a machine that is not here", machine);
}

/* ---- what is known of the tasks ---- */

/* "10 tasks of 1 to 10 s that wait; one after another 55 s" */
static void format_work(const struct predicted_block *block, char *words, size_t bytes)
{
	double least_ns = INFINITY, most_ns = 0, cpu_ns = 0, sum_ns = 0;
	char least[32], most[32], loop[32], kind[64], count[32];

	for (size_t i = 0; i < block->tasks.count; i++) {
		double cpu = (double)block->tasks.task[i].cpu_ns;
		double task_ns = cpu + (double)block->tasks.task[i].wait_ns;

		least_ns = fmin(least_ns, task_ns);
		most_ns = fmax(most_ns, task_ns);
		cpu_ns += cpu;
		sum_ns += task_ns;
	}
	lanes_duration(least_ns, least, sizeof(least));
	lanes_duration(most_ns, most, sizeof(most));
	lanes_duration(block->loop_ns, loop, sizeof(loop));
	format_count(block->tasks.count, count, sizeof(count));
	if (cpu_ns == 0 || cpu_ns == sum_ns) {
		snprintf(kind, sizeof(kind), "%s", cpu_ns == 0 ? "waiting" : "computing");
	} else {
		snprintf(kind, sizeof(kind), "%.0f %% computing", 100 * cpu_ns / sum_ns);
	}
	snprintf(words, bytes, "%s task%s of %s%s%s, %s; one after another %s", count,
		plural(block->tasks.count), least, least_ns < most_ns ? " to " : "",
		least_ns < most_ns ? most : "", kind, loop);
}

/* ---- the table ---- */

/* Where most of the worker-time went that no task took: "idle 27 %"; "" below 1 %. */
static void format_lost(const struct predicted_cell *cell, char *words, size_t bytes)
{
	const struct simulate_parts *parts = &cell->result.parts;
	const struct {
		const char *name;
		double ns;
	} lost[] = {{"idle", parts->idle_ns}, {"waiting for a CPU", parts->shared_ns},
		{"starting", parts->start_ns}, {"handing out", parts->hand_out_ns},
		{"late waits", parts->late_ns}, {"ending", parts->end_ns}};
	double all_ns = cell->result.makespan_ns * cell->plan.workers;
	size_t most = 0;

	for (size_t i = 1; i < sizeof(lost) / sizeof(lost[0]); i++) {
		most = lost[i].ns > lost[most].ns ? i : most;
	}
	double share = all_ns > 0 ? lost[most].ns / all_ns : 0;
	*words = '\0';
	if (share >= 0.01) {
		snprintf(words, bytes, "%s %.0f %%", lost[most].name, 100 * share);
	}
}

static void format_speedup(
	const struct predicted_block *block, const struct predicted_cell *cell, char *words)
{
	double makespan_ns = cell->result.makespan_ns;
	double speedup = makespan_ns > 0 ? block->loop_ns / makespan_ns : 1;

	snprintf(words, SPEEDUP_BYTES, "%.*f×",
		speedup < 9.95   ? 2
		: speedup < 99.5 ? 1
				 : 0,
		speedup);
}

/* How far CELL is above its lower bound. */
static void format_above(const struct predicted_cell *cell, char *words, size_t bytes)
{
	double above = cell->bound_ns > 0 ? cell->result.makespan_ns / cell->bound_ns - 1 : 0;

	*words = '\0';
	if (cell->bound_ns > 0) {
		snprintf(words, bytes, "+%.*f %%", above < 0.0995 ? 1 : 0, 100 * above);
	}
}

static void add_columns(struct ledger *ledger)
{
	ledger_column(ledger, "", 0, false);
	ledger_column(ledger, "workers", 0, true);
	ledger_column(ledger, "takes", 0, true);
	ledger_column(ledger, "speedup", 0, true);
	ledger_column(ledger, "at least", 0, true);
	ledger_column(ledger, "above it", 2, true);
	ledger_column(ledger, "set by", 3, false);
	ledger_column(ledger, "most lost to", 1, false);
}

static void add_row(struct ledger *ledger, const struct predicted_block *block,
	const struct predicted_cell *cell)
{
	char spec[SPEC_TEXT_BYTES], takes[32], least[32], speedup[SPEEDUP_BYTES], above[32];
	char lost[64];

	predicted_strategy(cell, spec);
	lanes_duration(cell->result.makespan_ns, takes, sizeof(takes));
	lanes_duration(cell->bound_ns, least, sizeof(least));
	format_speedup(block, cell, speedup);
	format_above(cell, above, sizeof(above));
	format_lost(cell, lost, sizeof(lost));
	ledger_row(ledger, SHEET_PLAIN);
	ledger_cell(ledger, "%s", spec);
	ledger_cell(ledger, "%u%s%s%s", cell->plan.workers, *cell->label ? " (" : "", cell->label,
		*cell->label ? ")" : "");
	ledger_cell(ledger, "%s", takes);
	ledger_cell(ledger, "%s", speedup);
	ledger_cell(ledger, "%s", least);
	ledger_cell(ledger, "%s", above);
	ledger_cell(ledger, "%s", limits[cell->limit]);
	ledger_cell(ledger, "%s", lost);
}

static void fill(struct ledger *ledger, const struct predicted_block *block)
{
	char work[256];

	format_work(block, work, sizeof(work));
	add_columns(ledger);
	ledger_heading(ledger, "%s  %s", block->spec, work);
	for (size_t c = 0; c < block->count; c++) {
		add_row(ledger, block, &block->cell[c]);
	}
}

/* ---- sentences ---- */

static void say_quickest(const struct predicted_block *block, struct text *words)
{
	const struct predicted_cell *cell = predicted_quickest(block);
	double above = cell->result.makespan_ns - cell->bound_ns;
	char spec[SPEC_TEXT_BYTES], takes[32], least[32], much[32];

	predicted_strategy(cell, spec);
	lanes_duration(cell->result.makespan_ns, takes, sizeof(takes));
	lanes_duration(cell->bound_ns, least, sizeof(least));
	format_above(cell, much, sizeof(much));
	text_add(words, "Quickest: %s with %u worker%s, %s", spec, cell->plan.workers,
		plural(cell->plan.workers), takes);
	if (!(cell->bound_ns > 0)) {
		text_add(words, ": the tasks themselves take no time.");
	} else if (above < 0.005 * cell->bound_ns) {
		text_add(words, ": no schedule with that many takes less (%s).",
			limits[cell->limit]);
	} else {
		text_add(words,
			". No schedule with that many takes less than %s (%s): this is %s above.",
			least, limits[cell->limit], much + 1);
	}
}

static void add_notes(const struct prediction *prediction, size_t columns, bool utf8,
	const char *lead, struct text *text)
{
	struct text words = {0};

	predicted_notes(prediction, &words);
	char *folded = words_folded(words.text, utf8);
	words_wrap(text, lead, *lead ? "    " : "", folded, columns);
	free(folded);
	text_finish(&words);
}

/* ---- pictures ---- */

static void add_picture(const struct predicted_cell *cell, double scale_ns,
	const struct table_style *style, struct text *text)
{
	struct simulate_result result;
	char spec[SPEC_TEXT_BYTES], takes[32], title[SPEC_TEXT_BYTES + 96];

	predicted_strategy(cell, spec);
	lanes_duration(cell->result.makespan_ns, takes, sizeof(takes));
	snprintf(title, sizeof(title), "%s, %u worker%s: %s", spec, cell->plan.workers,
		plural(cell->plan.workers), takes);
	char *folded = words_folded(title, style->utf8);
	text_add(text, "\n");
	words_wrap(text, "  ", "    ", folded, style->columns);
	free(folded);
	simulate_run(&cell->plan, true, &result);
	lanes_add(&result, scale_ns, style, text);
	simulate_finish(&result);
}

static void add_pictures(
	const struct predicted_block *block, const struct table_style *style, struct text *text)
{
	bool all = block->count <= PICTURES_MAX;
	const struct predicted_cell *quickest = predicted_quickest(block);
	double scale_ns = quickest->result.makespan_ns;

	for (size_t c = 0; all && c < block->count; c++) {
		scale_ns = fmax(scale_ns, block->cell[c].result.makespan_ns);
	}
	for (size_t c = 0; c < block->count; c++) {
		if (all || &block->cell[c] == quickest) {
			add_picture(&block->cell[c], scale_ns, style, text);
		}
	}
	lanes_legend(style, text);
}

/* ---- the whole ---- */

static void add_table(const struct prediction *prediction, bool lanes, struct text *text)
{
	struct table_style style;

	table_style_init(&style, stdout);
	add_first_line(prediction, text);
	for (size_t b = 0; b < prediction->count; b++) {
		const struct predicted_block *block = &prediction->block[b];
		struct ledger ledger = {0};
		struct text words = {0};

		fill(&ledger, block);
		ledger_add_table(&ledger, &style, text);
		ledger_finish(&ledger);
		say_quickest(block, &words);
		char *folded = words_folded(words.text, style.utf8);
		words_wrap(text, "  > ", "    ", folded, style.columns);
		free(folded);
		text_finish(&words);
		if (lanes) {
			add_pictures(block, &style, text);
		}
		text_add(text, "\n");
	}
	add_notes(prediction, style.columns, style.utf8, "", text);
}

static void add_markdown(const struct prediction *prediction, bool lanes, struct text *text)
{
	const struct table_style style = {.utf8 = true, .columns = 100};

	add_first_line(prediction, text);
	text_add(text, "\n");
	for (size_t b = 0; b < prediction->count; b++) {
		const struct predicted_block *block = &prediction->block[b];
		struct ledger ledger = {0};
		struct text words = {0};

		fill(&ledger, block);
		ledger_add_markdown(&ledger, text);
		ledger_finish(&ledger);
		say_quickest(block, &words);
		text_add(text, "\n");
		markdown_text(text, words.text);
		text_add(text, "\n\n");
		text_finish(&words);
		if (lanes) {
			text_add(text, "```\n");
			add_pictures(block, &style, text);
			text_add(text, "```\n\n");
		}
	}
	add_notes(prediction, SIZE_MAX / 2, true, "", text);
}

void prediction_print(const struct prediction *prediction, bool lanes, enum results_format format)
{
	struct text text = {0};

	switch (format) {
	case RESULTS_CSV:
		predicted_csv(prediction, &text);
		break;
	case RESULTS_JSON:
		predicted_json(prediction, lanes, &text);
		break;
	case RESULTS_MARKDOWN:
		add_markdown(prediction, lanes, &text);
		break;
	default:
		add_table(prediction, lanes, &text);
		break;
	}
	fputs(text.text, stdout);
	text_finish(&text);
}
