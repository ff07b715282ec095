/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far what is said of task lengths can be trusted, in words. */
#include <string.h>

#include "judge/granularity.h"
#include "judge/questions.h"
#include "judge/sentences.h"

/* Beyond this half-width of what the probes compute, efficiencies mean little. */
static const double CAPACITY_VAGUE = 0.05;

void granularity_say_withdrawn(const struct granularity *granularity, struct text *text)
{
	const struct judgement *judgement = granularity->judgement;
	size_t count = judgement->samples->run.workload_count, withdrawn = 0;
	unsigned told = 0;
	struct text why = {0};

	for (size_t w = 0; w < count; w++) {
		struct questions questions;

		questions_ask(&questions, judgement, w);
		if (questions.withdrawn & ~told) {
			text_add(&why, "%s", why.length > 0 ? "; " : "");
			withdrawal_words(questions.withdrawn & ~told, &questions, &why);
		}
		told |= questions.withdrawn;
		withdrawn += questions.withdrawn != 0;
	}
	if (withdrawn > 0) {
		add_sentence(text,
			"A rough guide only, since verdicts are withdrawn for %zu of %zu lengths: "
			"%s.",
			withdrawn, count, why.text);
	}
	text_finish(&why);
}

/* True if an efficiency is shown that is more than all. */
static bool is_above_all(const struct granularity *granularity)
{
	for (size_t i = 0; i < granularity->count; i++) {
		const struct granularity_curve *curve = &granularity->curve[i];

		for (size_t p = 0; p < curve->count; p++) {
			if (curve->point[p].efficiency.mid >= 1.005) {
				return true;
			}
		}
	}
	return false;
}

void granularity_say_capacity(const struct granularity *granularity, struct text *text)
{
	const struct interval *capacity = &granularity->capacity;
	uint32_t workers = granularity->workers;

	if (!granularity->probed) {
		add_sentence(text,
			"100 %% efficient is a speedup of %.3g, the CPUs there are: no probes tell "
			"what they compute.",
			capacity->mid);
		return;
	}
	add_sentence(text,
		"100 %% efficient is a speedup of %.2f (%.2f to %.2f), what the probes reach here "
		"with %u thread%s.",
		capacity->mid, capacity->low, capacity->high, workers, workers == 1 ? "" : "s");
	if (capacity->exact && interval_half_width(capacity) > CAPACITY_VAGUE) {
		add_sentence(text,
			"That is vague, and so are the lengths: measure again while nothing else "
			"runs.");
	}
	if (is_above_all(granularity)) {
		add_sentence(text, "More than 100 %% is noise, of the loop or of the probes.");
	}
}

void granularity_say_rounds(const struct granularity *granularity, struct text *text)
{
	for (size_t i = 0; i < granularity->count; i++) {
		if (!granularity->curve[i].mark[GRANULARITY_HALF].task_ns.exact) {
			add_sentence(text,
				"Below %d rounds there are no intervals: what stands in brackets "
				"is the "
				"range.",
				STATS_INTERVAL_MIN);
			return;
		}
	}
}
