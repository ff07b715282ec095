/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of several machines over one another. */
#include "show/beside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "show/label.h"
#include "show/ledger.h"
#include "show/markdown.h"
#include "show/words.h"

enum { COUNTS_MAX = LEDGER_COLUMNS - 2, NOT_THERE = -1, LABEL_COLUMNS = 40 };

/* A workload that several runs have. */
struct shared {
	const struct beside *beside;
	long *workload; /* its index in each run, or NOT_THERE; owned */
	bool same_work; /* the same spec everywhere */
};

void beside_letter(size_t index, char text[8])
{
	if (index < 26) {
		snprintf(text, 8, "%c", (char)('A' + index));
	} else {
		snprintf(text, 8, "%u", (unsigned)(index + 1) % 100000);
	}
}

static const struct run *run_of(const struct beside *beside, size_t index)
{
	return &beside->judgement[index].samples->run;
}

/* ---- which workloads are shared ---- */

static size_t count_named(const struct run *run, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < run->workload_count; i++) {
		count += strcmp(run->workloads[i].name, name) == 0;
	}
	return count;
}

/* The workload of RUN with the spec of WANTED, which is of run HOME, or else, if it is the only one of
 * its name in both, with that name: the same pairs whichever run is asked. */
static long find_workload(
	const struct run *run, const struct run_workload *wanted, const struct run *home)
{
	bool by_name = count_named(run, wanted->name) == 1 && count_named(home, wanted->name) == 1;
	long named = NOT_THERE;

	for (size_t i = 0; i < run->workload_count; i++) {
		if (strcmp(run->workloads[i].spec, wanted->spec) == 0) {
			return (long)i;
		}
		if (by_name && strcmp(run->workloads[i].name, wanted->name) == 0) {
			named = (long)i;
		}
	}
	return named;
}

long beside_workload(const struct beside *beside, size_t run, size_t first, size_t workload)
{
	const struct run *home = run_of(beside, first);

	return run == first ? (long)workload
			    : find_workload(run_of(beside, run), &home->workloads[workload], home);
}

/* Finds the workload INDEX of run FIRST in all others. False: none has it, or an earlier run has
 * it, so that it was shown already. */
static bool shared_init(
	struct shared *shared, const struct beside *beside, size_t first, size_t index)
{
	const struct run *home = run_of(beside, first);
	const struct run_workload *wanted = &home->workloads[index];
	size_t found = 0;

	*shared = (struct shared){.beside = beside, .same_work = true};
	shared->workload = xcalloc(beside->count, sizeof(*shared->workload));
	for (size_t i = 0; i < beside->count; i++) {
		const struct run *run = run_of(beside, i);
		long own = beside_workload(beside, i, first, index);

		shared->workload[i] = own;
		if (own == NOT_THERE) {
			continue;
		}
		if (i < first) {
			return false;
		}
		found++;
		shared->same_work =
			shared->same_work && strcmp(run->workloads[own].spec, wanted->spec) == 0;
	}
	return found > 1;
}

/* ---- columns ---- */

static bool is_power_of_two(uint32_t number)
{
	return (number & (number - 1)) == 0;
}

static void insert_count(uint32_t counts[], size_t *used, size_t room, uint32_t count)
{
	size_t at = 0;

	while (at < *used && counts[at] < count) {
		at++;
	}
	if ((at < *used && counts[at] == count) || *used == room) {
		return;
	}
	memmove(counts + at + 1, counts + at, (*used - at) * sizeof(*counts));
	counts[at] = count;
	++*used;
}

/* The worker counts of all runs, rising; only powers of two where there is no room for all. Returns
 * how many. */
static size_t gather_counts(const struct shared *shared, uint32_t counts[COUNTS_MAX])
{
	for (int powers_only = 0;; powers_only++) {
		size_t used = 0;

		for (size_t i = 0; i < shared->beside->count; i++) {
			const struct run *run = run_of(shared->beside, i);

			for (size_t p = 0; p < run->point_count; p++) {
				uint32_t workers = run->points[p].workers;

				if (shared->workload[i] != NOT_THERE &&
					(!powers_only || is_power_of_two(workers))) {
					insert_count(counts, &used, COUNTS_MAX, workers);
				}
			}
		}
		if (used < COUNTS_MAX || powers_only) {
			return used;
		}
	}
}

/* ---- rows ---- */

/* One run's workload under one strategy. */
struct place {
	const struct judgement *judgement;
	size_t workload, strategy;
};

static void add_value(struct ledger *ledger, const struct cell_result *result, bool time)
{
	char value[64] = "";

	if (result && result->sample_count == 0) {
		label_failures(result, value, sizeof(value));
	} else if (result && time) {
		format_duration(result->time_ns.mid, value, sizeof(value));
	} else if (result && isfinite(result->speedup.mid)) {
		words_speedup(&result->speedup, value, sizeof(value));
	}
	ledger_cell(ledger, "%s", value);
}

/* Adds the widest half-width of RESULTS, "± 2 %". */
static void add_spread(
	struct ledger *ledger, const struct cell_result *const *results, size_t count, bool time)
{
	double widest = NAN;
	bool exact = true;
	char spread[64] = "";

	for (size_t i = 0; i < count; i++) {
		if (results[i] && results[i]->sample_count > 0) {
			const struct interval *value =
				time ? &results[i]->time_ns : &results[i]->speedup;

			widest = fmax(widest, interval_half_width(value));
			exact = exact && value->exact;
		}
	}
	if (isfinite(widest)) {
		words_half_width(widest, spread, sizeof(spread));
	}
	ledger_cell(ledger, "%s%s", spread, *spread && !exact ? ", no interval" : "");
}

static bool has_cells(const struct place *place)
{
	const struct run *run = &place->judgement->samples->run;

	for (size_t i = 0; i < run->cell_count; i++) {
		if (run->cells[i].workload == place->workload &&
			run->cells[i].strategy == place->strategy && !run->cells[i].baseline) {
			return true;
		}
	}
	return false;
}

static void add_row(struct ledger *ledger, const struct place *place, const char *name,
	const uint32_t *counts, size_t count, bool time)
{
	const struct cell_result *results[COUNTS_MAX];
	char label[LABEL_BYTES];

	label_strategy(&place->judgement->samples->run, place->strategy, LABEL_COLUMNS, label);
	ledger_row(ledger, SHEET_PLAIN);
	ledger_cell(ledger, "%s  %s", name, label);
	for (size_t i = 0; i < count; i++) {
		results[i] = judgement_cell(
			place->judgement, place->workload, place->strategy, counts[i]);
		add_value(ledger, results[i], time);
	}
	add_spread(ledger, results, count, time);
}

/* A row per run and strategy. */
static void add_rows(struct ledger *ledger, const struct shared *shared, const uint32_t *counts,
	size_t count, bool time)
{
	const struct beside *beside = shared->beside;
	char name[8];

	for (size_t i = 0; i < beside->count; i++) {
		beside_letter(i, name);
		for (size_t s = 0; s < run_of(beside, i)->strategy_count; s++) {
			struct place place = {
				&beside->judgement[i], (size_t)shared->workload[i], s};

			if (shared->workload[i] != NOT_THERE && has_cells(&place)) {
				add_row(ledger, &place, name, counts, count, time);
			}
		}
	}
}

/* "A 59 ms, B 0.12 s": how long the loops take. */
static void add_loops(struct text *text, const struct shared *shared)
{
	const char *comma = "";

	for (size_t i = 0; i < shared->beside->count; i++) {
		long workload = shared->workload[i];
		char name[8], time[64];

		if (workload == NOT_THERE) {
			continue;
		}
		const struct judgement *judgement = &shared->beside->judgement[i];
		const struct cell_result *loop = judgement->workloads[workload].baseline;
		const char *work = judgement->workloads[workload].workload->work;
		bool timed = loop && loop->sample_count > 0;

		beside_letter(i, name);
		format_duration(timed ? loop->time_ns.mid : NAN, time, sizeof(time));
		text_add(text, "%s%s %s", comma, name, time);
		if (!shared->same_work) {
			text_add(text, " (%s)", work ? work : "");
		}
		comma = ", ";
	}
}

static void fill(struct ledger *ledger, const struct shared *shared, size_t first, size_t index)
{
	const struct run_workload *workload = &run_of(shared->beside, first)->workloads[index];
	uint32_t counts[COUNTS_MAX];
	size_t count = gather_counts(shared, counts);
	char title[16];
	struct text loops = {0};

	ledger_column(ledger, "workers", 0, false);
	for (size_t i = 0; i < count; i++) {
		snprintf(title, sizeof(title), "%u", counts[i]);
		ledger_column(ledger, title, is_power_of_two(counts[i]) ? 1 : 2, true);
	}
	ledger_column(ledger, "", 0, false);
	add_loops(&loops, shared);
	ledger_heading(ledger, "%s  %s · loop: %s", workload->name,
		shared->same_work && workload->work ? workload->work : "in several sizes",
		loops.text);
	text_finish(&loops);
	add_rows(ledger, shared, counts, count, false);
	if (shared->same_work) {
		ledger_heading(ledger, "%s, times", workload->name);
		add_rows(ledger, shared, counts, count, true);
	}
}

/* Adds the tables in STYLE, or as Markdown if that is NULL. */
static void add_tables(
	const struct beside *beside, const struct table_style *style, struct text *text)
{
	for (size_t i = 0; i < beside->count; i++) {
		for (size_t w = 0; w < run_of(beside, i)->workload_count; w++) {
			struct ledger ledger = {0};
			struct shared shared;

			if (shared_init(&shared, beside, i, w)) {
				fill(&ledger, &shared, i, w);
				if (style) {
					ledger_add_table(&ledger, style, text);
				} else {
					ledger_add_markdown(&ledger, text);
				}
				ledger_finish(&ledger);
			}
			free(shared.workload);
		}
	}
}

static char *run_words(const struct beside *beside, size_t index)
{
	const struct run_machine *machine = &run_of(beside, index)->machine;
	char name[8];

	beside_letter(index, name);
	return xasprintf("%s  %s · %s · %s", name, beside->name[index],
		machine->summary && *machine->summary ? machine->summary : "unknown machine",
		machine->cpu_model && *machine->cpu_model ? machine->cpu_model : "unknown CPU");
}

void beside_table(const struct beside *beside, const struct table_style *style, struct text *text)
{
	for (size_t i = 0; i < beside->count; i++) {
		char *words = run_words(beside, i);
		char *folded = words_folded(words, style->utf8);

		words_wrap(text, "", "    ", folded, style->columns);
		free(folded);
		free(words);
	}
	add_tables(beside, style, text);
}

void beside_markdown(const struct beside *beside, struct text *text)
{
	text_add(text, "\n## %zu runs over one another\n\n", beside->count);
	for (size_t i = 0; i < beside->count; i++) {
		char *words = run_words(beside, i);

		text_add(text, "- ");
		markdown_text(text, words);
		text_add(text, "\n");
		free(words);
	}
	text_add(text, "\n");
	add_tables(beside, NULL, text);
}
