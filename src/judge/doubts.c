/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which results of a run are not to be trusted. */
#include "judge/doubts.h"

#include <stdlib.h>
#include <string.h>

#include "judge/questions.h"

void doubts_init(struct doubts *doubts, const struct judgement *judgement)
{
	size_t count = judgement->samples->run.workload_count;

	*doubts = (struct doubts){.judgement = judgement};
	doubts->withdrawn = xcalloc(count, sizeof(*doubts->withdrawn));
	for (size_t i = 0; i < count; i++) {
		struct questions questions;

		questions_ask(&questions, judgement, i);
		doubts->withdrawn[i] = questions.withdrawn;
	}
}

void doubts_finish(struct doubts *doubts)
{
	free(doubts->withdrawn);
	text_finish(&doubts->words);
	*doubts = (struct doubts){0};
}

/* Adds WORDS unless they were said. */
static void add_words(struct doubts *doubts, const struct text *words)
{
	if (words->length > 0 && !(doubts->words.text && strstr(doubts->words.text, words->text))) {
		text_add(&doubts->words, "%s%s", doubts->words.length > 0 ? "; " : "", words->text);
	}
}

static void say_withdrawn(struct doubts *doubts, size_t workload)
{
	struct questions questions;
	struct text words = {0};

	questions_ask(&questions, doubts->judgement, workload);
	withdrawal_words(questions.withdrawn, &questions, &words);
	add_words(doubts, &words);
	text_finish(&words);
}

static void say_disturbed(struct doubts *doubts, const struct cell_result *result)
{
	struct text words = {0};

	text_add(&words, "%s: ", result->cell->key);
	cell_flags_words(&result->flags, &words);
	/* one is enough as an example */
	if (!doubts->words.text || !strstr(doubts->words.text, "disturbed")) {
		add_words(doubts, &words);
	}
	text_finish(&words);
}

bool doubts_about(struct doubts *doubts, const struct cell_result *result)
{
	size_t workload = result->cell->workload;
	const struct cell_result *loop = doubts->judgement->workloads[workload].baseline;
	const struct cell_result *disturbed = cell_flags_are_many(&result->flags)         ? result
					      : loop && cell_flags_are_many(&loop->flags) ? loop
											  : NULL;

	if (doubts->withdrawn[workload] != 0) {
		say_withdrawn(doubts, workload);
	} else if (disturbed) {
		say_disturbed(doubts, disturbed);
	}
	return doubts->withdrawn[workload] != 0 || disturbed;
}
