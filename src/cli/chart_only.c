/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report --only: a run as if only some of its workloads and strategies had been in it. */
#include "cli/chart_only.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cell_name.h"
#include "text.h"
#include "trial/spec.h"

/* What stays of a run; owned. */
struct choice {
	const struct run *run;
	bool *workload, *strategy;
	bool some_workload, some_strategy;
};

/* The specs of workloads or of strategies. */
static const char *spec_of(const struct run *run, bool workloads, size_t index)
{
	return workloads ? run->workloads[index].spec : run->strategies[index].spec;
}

static size_t spec_count(const struct run *run, bool workloads)
{
	return workloads ? run->workload_count : run->strategy_count;
}

/* Marks in CHOSEN (which may be NULL) what WORD means; false if it means nothing. */
static bool choose(const struct run *run, bool workloads, const char *word, bool *chosen)
{
	size_t count = spec_count(run, workloads);
	bool exact = false, found = false;

	for (size_t i = 0; i < count; i++) {
		exact = exact || strcmp(spec_of(run, workloads, i), word) == 0;
	}
	for (size_t i = 0; i < count; i++) {
		const char *spec = spec_of(run, workloads, i);
		bool meant = exact ? strcmp(spec, word) == 0 : cell_name_covers(spec, word);

		found = found || meant;
		if (chosen && meant) {
			chosen[i] = true;
		}
	}
	return found;
}

static bool take_one(struct choice *choice, bool workloads, const char *word)
{
	bool found = choose(
		choice->run, workloads, word, workloads ? choice->workload : choice->strategy);

	if (workloads) {
		choice->some_workload = choice->some_workload || found;
	} else {
		choice->some_strategy = choice->some_strategy || found;
	}
	return found;
}

/* Takes WORD as WORKLOAD:STRATEGY; either may hold colons. */
static bool take_both(struct choice *choice, char *word)
{
	for (char *colon = word; (colon = strchr(colon, ':')) != NULL; colon++) {
		*colon = '\0';
		if (choose(choice->run, true, word, NULL) &&
			choose(choice->run, false, colon + 1, NULL)) {
			take_one(choice, true, word);
			take_one(choice, false, colon + 1);
			*colon = ':';
			return true;
		}
		*colon = ':';
	}
	return false;
}

static void refuse(const struct run *run, const char *word, char *error, size_t error_bytes)
{
	size_t count = run->workload_count + run->strategy_count;
	const char **names = xcalloc(count + 1, sizeof(*names));
	char *last = strrchr(word, ':') ? xstrdup(strrchr(word, ':') + 1) : xstrdup(word);

	for (size_t i = 0; i < count; i++) {
		names[i] = i < run->workload_count ? run->workloads[i].name
						   : run->strategies[i - run->workload_count].name;
	}
	const char *near = nearest_name(word, names, count);
	near = near ? near : nearest_name(last, names, count);
	if (near) {
		snprintf(error, error_bytes,
			"nothing in this run is called '%s'; did you mean '%s'?", word, near);
	} else {
		snprintf(error, error_bytes,
			"nothing in this run is called '%s'; expected WORKLOAD, STRATEGY or "
			"WORKLOAD:STRATEGY, such as '%s:%s'",
			word, count > 0 ? names[0] : "primes",
			run->strategy_count > 0 ? names[count - 1] : "thread-pool");
	}
	free(last);
	free(names);
}

/* The end of the word at TEXT: a comma that no item with '=' and no ':' before that follows. */
static const char *word_end(const char *text)
{
	const char *end = text + strcspn(text, ",");

	while (*end == ',') {
		size_t length = strcspn(end + 1, ",");
		const char *equals = memchr(end + 1, '=', length);
		const char *colon = memchr(end + 1, ':', length);

		if (!equals || (colon && colon < equals)) {
			break;
		}
		end += 1 + length;
	}
	return end;
}

static bool take_all(struct choice *choice, const char *text, char *error, size_t error_bytes)
{
	for (const char *end;; text = end + 1) {
		end = word_end(text);
		char *word = xasprintf("%.*s", (int)(end - text), text);
		bool taken = take_one(choice, true, word) || take_both(choice, word) ||
			     take_one(choice, false, word);

		if (!taken) {
			refuse(choice->run, word, error, error_bytes);
		}
		free(word);
		if (!taken || *end == '\0') {
			return taken;
		}
	}
}

/* ---- taking out ---- */

static void free_workload(struct run_workload *workload)
{
	free(workload->spec);
	free(workload->name);
	free(workload->work);
	free(workload->calibrated);
}

static void free_strategy(struct run_strategy *strategy)
{
	free(strategy->spec);
	free(strategy->name);
	free(strategy->kind);
}

/* Takes out the cells of what does not stay; the others get the new indices. */
static void keep_cells(struct run *run, const struct choice *choice, const size_t *new_workload,
	const size_t *new_strategy)
{
	size_t kept = 0;

	for (size_t i = 0; i < run->cell_count; i++) {
		struct run_cell cell = run->cells[i];

		if (!choice->workload[cell.workload] || !choice->strategy[cell.strategy]) {
			free(cell.key);
			continue;
		}
		cell.workload = new_workload[cell.workload];
		cell.strategy = new_strategy[cell.strategy];
		run->cells[kept++] = cell;
	}
	run->cell_count = kept;
}

static void keep(struct run *run, const struct choice *choice)
{
	size_t *new_workload = xcalloc(run->workload_count + 1, sizeof(*new_workload));
	size_t *new_strategy = xcalloc(run->strategy_count + 1, sizeof(*new_strategy));
	size_t workloads = 0, strategies = 0;

	for (size_t i = 0; i < run->workload_count; i++) {
		if (choice->workload[i]) {
			new_workload[i] = workloads;
			run->workloads[workloads++] = run->workloads[i];
		} else {
			free_workload(&run->workloads[i]);
		}
	}
	for (size_t i = 0; i < run->strategy_count; i++) {
		if (choice->strategy[i]) {
			new_strategy[i] = strategies;
			run->strategies[strategies++] = run->strategies[i];
		} else {
			free_strategy(&run->strategies[i]);
		}
	}
	keep_cells(run, choice, new_workload, new_strategy);
	run->workload_count = workloads;
	run->strategy_count = strategies;
	free(new_strategy);
	free(new_workload);
}

/* All stays of what nothing was chosen of, and the loops in any case. */
static void complete(struct choice *choice)
{
	const struct run *run = choice->run;

	for (size_t i = 0; i < run->workload_count; i++) {
		choice->workload[i] = choice->workload[i] || !choice->some_workload;
	}
	for (size_t i = 0; i < run->strategy_count; i++) {
		choice->strategy[i] = choice->strategy[i] || !choice->some_strategy;
	}
	for (size_t i = 0; i < run->cell_count; i++) {
		if (run->cells[i].baseline) {
			choice->strategy[run->cells[i].strategy] = true;
		}
	}
}

bool chart_only(struct run *run, const char *text, char *error, size_t error_bytes)
{
	struct choice choice = {
		.run = run,
		.workload = xcalloc(run->workload_count + 1, sizeof(bool)),
		.strategy = xcalloc(run->strategy_count + 1, sizeof(bool)),
	};
	bool ok = take_all(&choice, text, error, error_bytes);

	if (ok) {
		complete(&choice);
		keep(run, &choice);
	}
	free(choice.workload);
	free(choice.strategy);
	return ok;
}
