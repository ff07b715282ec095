/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The closing sentences of a workload: what its numbers say, and nothing they don't. */
#include "judge/verdict.h"

#include <stdlib.h>

#include "judge/advice.h"
#include "judge/sentences.h"

/* What can be said about the cells against each other besides the advice. */
static void add_comparisons(
	const struct advice *advice, const struct questions *questions, struct text *text)
{
	const struct run *run = &advice->judgement->samples->run;

	say_twins(advice->judgement, advice->workload, &questions->question[QUESTION_TWINS],
		&advice->curve.choice, text);
	for (size_t i = 0; i < run->strategy_count; i++) {
		if (strategy_ends_with(&run->strategies[i], "-per-task")) {
			say_per_task(advice->judgement, advice->workload, i, text);
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

void verdict_advice(const struct judgement *judgement, size_t workload, const struct losses *losses,
	struct text *text)
{
	struct text line = {0};
	struct questions questions;
	struct advice advice;
	size_t pairs, needed;

	questions_ask(&questions, judgement, workload);
	advice_init(&advice, judgement, workload, losses);
	bool told = advice.end == ADVICE_EARLY && questions_are_early(&questions, &pairs, &needed);
	if (!told) {
		advice_say(&advice, &line);
	}
	advice_finish(&advice);
	add_clean(text, &line);
}

void verdict_sentences(const struct judgement *judgement, size_t workload, struct text *text)
{
	struct text line = {0};
	struct questions questions;
	struct advice advice;

	advice_init(&advice, judgement, workload, NULL);
	questions_ask(&questions, judgement, workload);
	bool comparable = advice.end != ADVICE_EARLY && advice.end != ADVICE_WITHDRAWN;
	say_wrong(judgement, workload, &line);
	if (comparable) {
		add_comparisons(&advice, &questions, &line);
	}
	class_say(&judgement->workloads[workload].held, &line);
	say_bounds(judgement, workload, comparable ? &advice.curve : NULL, &line);
	say_failures(judgement, workload, &line);
	say_noise(judgement, workload, &line);
	add_clean(text, &line);
	advice_finish(&advice);
}
