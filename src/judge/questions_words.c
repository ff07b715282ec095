/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reasons for withdrawing verdicts, in words. */
#include <math.h>

#include "judge/questions.h"
#include "judge/relation.h"

static void add_copy(const struct questions *questions, struct text *text)
{
	const struct interval *copy = &questions->copy_99;

	if (copy->exact && (copy->low > 1 || copy->high < 1)) {
		struct ratio_text words = ratio_text(copy);

		text_add(text, "the loop differs from its own copy (%s× its time, 99 %%)",
			words.range);
	} else {
		text_add(text, "the loop and its own copy scatter too much (± %.0f %%)",
			ceil(questions->floor * 100));
	}
}

void withdrawal_words(unsigned withdrawn, const struct questions *questions, struct text *text)
{
	struct text words = {0};

	for (unsigned reason = WITHDRAWN_WRONG; reason <= WITHDRAWN_DRIFT; reason *= 2) {
		if (!(withdrawn & reason)) {
			continue;
		}
		if (words.length > 0) {
			text_add(&words, "; ");
		}
		switch ((enum withdrawal)reason) {
		case WITHDRAWN_WRONG:
			text_add(&words, "an answer was wrong");
			break;
		case WITHDRAWN_COPY:
			add_copy(questions, &words);
			break;
		case WITHDRAWN_THROTTLED:
			text_add(&words, "a CPU quota stopped more than 10 %% of the samples");
			break;
		case WITHDRAWN_STOLEN:
			text_add(&words,
				"the hypervisor took CPU time from more than 10 %% of the samples");
			break;
		case WITHDRAWN_DRIFT:
			text_add(&words, "the machine's speed changed by %.0f %% during the run",
				questions->drift * 100);
			break;
		}
	}
	if (words.text) {
		text_add(text, "%s", words.text);
	}
	text_finish(&words);
}
