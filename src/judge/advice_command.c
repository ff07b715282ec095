/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that checks an advice: its cell, the runner-up and their neighbours, in rounds enough. */
#include <stdlib.h>
#include <string.h>

#include "judge/advice.h"
#include "judge/at_once.h"

enum { COUNTS_MAX = 8 };

/* Counts of workers, rising. */
struct counts {
	uint32_t workers[COUNTS_MAX];
	size_t count;
};

static void add_count(struct counts *counts, uint32_t workers)
{
	size_t at = 0;

	while (at < counts->count && counts->workers[at] < workers) {
		at++;
	}
	if (counts->count == COUNTS_MAX || workers == 0 ||
		(at < counts->count && counts->workers[at] == workers)) {
		return;
	}
	memmove(counts->workers + at + 1, counts->workers + at,
		(counts->count - at) * sizeof(counts->workers[0]));
	counts->workers[at] = workers;
	counts->count++;
}

/* The counts of the chosen cell, of the runner-up, and those beside it: of the run, or twice the most. */
static void gather_counts(const struct advice *advice, struct counts *counts)
{
	const struct curve *curve = &advice->curve;
	const struct choice *choice = &curve->choice;
	uint32_t workers = choice->cell->cell->workers;

	*counts = (struct counts){0};
	if (!choice->cell->cell->baseline) {
		add_count(counts, workers);
		add_count(
			counts, curve->pick > 1 ? curve->point[curve->pick - 1]->cell->workers : 0);
		if (curve->pick + 1 < curve->count) {
			add_count(counts, curve->point[curve->pick + 1]->cell->workers);
		} else if (advice->formula.tasks == 0 || workers < advice->formula.tasks) {
			add_count(counts, 2 * workers);
		}
	}
	if (choice->next && !choice->next->cell->baseline) {
		add_count(counts, choice->next->cell->workers);
	}
}

/* What follows the options in the command of the run: a plugin, and a command of the user's own. */
static const char *tail_of(const struct run *run)
{
	const char *plugin = strstr(run->command, " --plugin ");
	const char *items = strstr(run->command, " --items ");

	return plugin && (!items || plugin < items) ? plugin : items ? items : "";
}

static void add_strategies(const struct advice *advice, struct text *text)
{
	const struct run *run = &advice->judgement->samples->run;
	const struct choice *choice = &advice->curve.choice;
	const struct cell_result *cells[] = {choice->cell, choice->next};
	struct text list = {0};

	for (size_t i = 0; i < 2; i++) {
		bool again =
			i == 1 && cells[1] && cells[1]->cell->strategy == cells[0]->cell->strategy;

		if (cells[i] && !cells[i]->cell->baseline && !again) {
			text_add(&list, "%s%s", list.length > 0 ? "," : "",
				run->strategies[cells[i]->cell->strategy].spec);
		}
	}
	text_add(text, " --strategies ");
	text_add_quoted(text, list.text);
	text_finish(&list);
}

void advice_command(const struct advice *advice, struct text *text)
{
	const struct run *run = &advice->judgement->samples->run;
	const struct choice *choice = &advice->curve.choice;
	bool own = at_once_is_asked(advice->judgement, advice->workload);
	struct counts counts;

	if (choice->end == CHOICE_NONE || advice->end == ADVICE_WITHDRAWN ||
		(own && run->own_command.inexact)) {
		return;
	}
	gather_counts(advice, &counts);
	text_add(text, "manyhands run");
	if (!own) {
		text_add(text, " ");
		text_add_quoted(text, run->workloads[advice->workload].spec);
	}
	add_strategies(advice, text);
	text_add(text, " --workers ");
	for (size_t i = 0; i < counts.count; i++) {
		text_add(text, "%s%u", i > 0 ? "," : "", counts.workers[i]);
	}
	text_add(text, " --rounds %u", advice->rounds);
	const char *plugin_end = own ? NULL : strstr(tail_of(run), " --items ");
	const char *tail = tail_of(run);
	text_add(text, "%.*s", plugin_end ? (int)(plugin_end - tail) : (int)strlen(tail), tail);
}
