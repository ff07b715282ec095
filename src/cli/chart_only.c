/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report --only: a run as if only some of its workloads and strategies had been in it. */
#include "cli/chart_only.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cell_name.h"
#include "text.h"
#include "trial/spec.h"

enum { ERROR_BYTES = 512 };

/* What stays of a run; owned. */
struct only {
	const struct run *run;
	bool *workload, *strategy;
	bool *cell; /* those named as such */
	bool some_workload, some_strategy, some_cell;
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

static bool take_one(struct only *only, bool workloads, const char *word)
{
	bool found =
		choose(only->run, workloads, word, workloads ? only->workload : only->strategy);

	if (workloads) {
		only->some_workload = only->some_workload || found;
	} else {
		only->some_strategy = only->some_strategy || found;
	}
	return found;
}

/* Takes WORD as WORKLOAD:STRATEGY; either may hold colons. */
static bool take_both(struct only *only, char *word)
{
	for (char *colon = word; (colon = strchr(colon, ':')) != NULL; colon++) {
		*colon = '\0';
		if (choose(only->run, true, word, NULL) &&
			choose(only->run, false, colon + 1, NULL)) {
			take_one(only, true, word);
			take_one(only, false, colon + 1);
			*colon = ':';
			return true;
		}
		*colon = ':';
	}
	return false;
}

/* Takes WORD as WORKLOAD/STRATEGY/WORKERS. */
static bool take_cell(struct only *only, const char *word)
{
	char ignored[ERROR_BYTES];
	size_t index;

	if (!strchr(word, '/') ||
		!cell_name_in_run(only->run, word, &index, ignored, sizeof(ignored))) {
		return false;
	}
	const struct run_cell *cell = &only->run->cells[index];
	only->workload[cell->workload] = only->some_workload = true;
	only->strategy[cell->strategy] = only->some_strategy = true;
	only->cell[index] = only->some_cell = true;
	return true;
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
			"nothing in this run is called '%s'; expected WORKLOAD, STRATEGY, "
			"WORKLOAD:STRATEGY or WORKLOAD/STRATEGY/WORKERS, such as '%s:%s'",
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

static bool take_all(struct only *only, const char *text, char *error, size_t error_bytes)
{
	for (const char *end;; text = end + 1) {
		end = word_end(text);
		char *word = xasprintf("%.*s", (int)(end - text), text);
		bool taken = take_one(only, true, word) || take_both(only, word) ||
			     take_one(only, false, word) || take_cell(only, word);

		if (!taken) {
			refuse(only->run, word, error, error_bytes);
		}
		free(word);
		if (!taken || *end == '\0') {
			return taken;
		}
	}
}

/* All stays of what nothing was chosen of, and the loops in any case. */
static void complete(struct only *only)
{
	const struct run *run = only->run;

	for (size_t i = 0; i < run->workload_count; i++) {
		only->workload[i] = only->workload[i] || !only->some_workload;
	}
	for (size_t i = 0; i < run->strategy_count; i++) {
		only->strategy[i] = only->strategy[i] || !only->some_strategy;
	}
	for (size_t i = 0; i < run->cell_count; i++) {
		if (run->cells[i].baseline) {
			only->strategy[run->cells[i].strategy] = true;
		}
	}
	for (size_t i = 0; i < run->cell_count; i++) {
		const struct run_cell *cell = &run->cells[i];
		bool named = cell->baseline || !only->some_cell || only->cell[i];

		only->cell[i] =
			named && only->workload[cell->workload] && only->strategy[cell->strategy];
	}
}

bool chart_only(struct run *run, const char *text, char *error, size_t error_bytes)
{
	struct only only = {
		.run = run,
		.workload = xcalloc(run->workload_count + 1, sizeof(bool)),
		.strategy = xcalloc(run->strategy_count + 1, sizeof(bool)),
		.cell = xcalloc(run->cell_count + 1, sizeof(bool)),
	};
	bool ok = take_all(&only, text, error, error_bytes);

	if (ok) {
		complete(&only);
		run_keep(run, only.workload, only.strategy, only.cell);
	}
	free(only.workload);
	free(only.strategy);
	free(only.cell);
	return ok;
}
