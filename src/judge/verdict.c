/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The closing sentences of a workload: what its numbers say, and nothing they don't. */
#include "judge/verdict.h"

#include <stdlib.h>

#include "judge/relation.h"
#include "judge/sentences.h"

static size_t count_pairs(const struct cell_result *baseline)
{
	size_t pairs = 0;

	if (baseline) {
		compare_cells(baseline, baseline, 0.05, &pairs);
	}
	return pairs;
}

static bool has_parallel_cell(const struct judgement *judgement, size_t workload)
{
	for (size_t i = 0; i < judgement->samples->run.cell_count; i++) {
		if (judgement->cells[i].cell->workload == workload &&
			!judgement->cells[i].cell->baseline) {
			return true;
		}
	}
	return false;
}

/* What can be said about the cells against each other, the curve against the loop first. */
static void add_comparisons(const struct judgement *judgement, size_t workload,
	const struct questions *questions, const struct curve *curve, struct text *text)
{
	const struct run *run = &judgement->samples->run;

	if (curve->count > 1) {
		say_workers(judgement, workload, curve, text);
	} else if (has_parallel_cell(judgement, workload)) {
		add_sentence(text, "Nothing to compare with the loop: no other cell has %d times.",
			STATS_INTERVAL_MIN);
	} else {
		add_sentence(text, "Only the loop was run: nothing to compare.");
	}
	say_twins(judgement, workload, &questions->question[QUESTION_TWINS], text);
	for (size_t i = 0; i < run->strategy_count; i++) {
		if (strategy_ends_with(&run->strategies[i], "-per-task")) {
			say_per_task(judgement, workload, i, text);
		}
	}
}

/* Moves LINE, which is emptied, to the end of TEXT: specs and reasons in it come from a file. */
static void add_clean(struct text *text, struct text *line)
{
	if (line->text) {
		char *safe = xcalloc(line->length + 8, 1);

		text_clean(line->text, safe, line->length + 8);
		text_add(text, "%s", safe);
		free(safe);
	}
	text_finish(line);
}

void verdict_answers(const struct judgement *judgement, size_t workload, struct text *text)
{
	struct questions questions;
	struct text line = {0};

	questions_ask(&questions, judgement, workload);
	say_questions(&questions, &line);
	add_clean(text, &line);
}

void verdict_sentences(const struct judgement *judgement, size_t workload, struct text *text)
{
	const struct cell_result *baseline = judgement->workloads[workload].baseline;
	size_t rounds = count_pairs(baseline);
	struct text line = {0};
	struct curve curve = {0};
	bool comparable = rounds >= STATS_INTERVAL_MIN;
	struct questions questions;

	say_wrong(judgement, workload, &line);
	questions_ask(&questions, judgement, workload);
	comparable = comparable && questions.withdrawn == 0; /* nor is there advice then */
	if (comparable) {
		curve_init(&curve, judgement, workload);
		add_comparisons(judgement, workload, &questions, &curve, &line);
	} else if (rounds >= STATS_INTERVAL_MIN) {
		add_sentence(&line, "No advice either.");
	} else if (rounds > 0) {
		add_sentence(
			&line, "No interval: only %zu round%s.", rounds, rounds == 1 ? "" : "s");
	} else {
		add_sentence(&line, "The loop has no time: nothing to compare with.");
	}
	class_say(&judgement->workloads[workload].held, &line);
	say_bounds(judgement, workload, comparable ? &curve : NULL, &line);
	say_failures(judgement, workload, &line);
	say_noise(judgement, workload, &line);
	add_clean(text, &line);
	curve_finish(&curve);
}
