/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the samples of a cell ended, in words. */
#include "judge/endings.h"

/* Adds whose ending follows: COUNT of TOTAL samples. */
static void add_count(size_t count, size_t total, struct text *text)
{
	if (count < total) {
		text_add(text, "%zu of %zu samples", count, total);
	} else if (total > 2) {
		text_add(text, "all %zu samples", total);
	} else {
		text_add(text, total == 1 ? "the only sample" : "both samples");
	}
}

/* True if RESULT was not tried any more after samples that TIMED OUT, so that it has fewer than there
 * were rounds. */
static bool was_given_up(const struct judgement *judgement, const struct cell_result *result)
{
	size_t total = result->failed_count + result->status_count[SAMPLE_OK];

	return result->status_count[SAMPLE_TIMED_OUT] > 0 && total < judgement->round_count;
}

void endings_say(
	const struct judgement *judgement, const struct cell_result *result, struct text *text)
{
	size_t total = result->failed_count + result->status_count[SAMPLE_OK];
	bool first = true;

	for (enum sample_status status = SAMPLE_WRONG; status < SAMPLE_INTERRUPTED; status++) {
		size_t count = result->status_count[status];

		if (count == 0) {
			continue;
		}
		if (first) {
			add_count(count, total, text);
		} else {
			text_add(text, ", %zu", count);
		}
		text_add(text, " %s", sample_status_name(status));
		first = false;
	}
	if (was_given_up(judgement, result)) {
		text_add(text, ", then given up");
	}
}
