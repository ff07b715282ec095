/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many workers to use, and what becomes of more. */
#include "judge/sentences.h"

#include <math.h>

#include "judge/relation.h"

enum { SPEC_WORDS_BYTES = 600 };

/* True if some cell of WORKLOAD may, by its interval, beat the loop by more than RELATION_BLUR. */
static bool may_beat_loop(const struct judgement *judgement, size_t workload)
{
	for (size_t i = 0; i < judgement->samples->run.cell_count; i++) {
		const struct cell_result *result = &judgement->cells[i];

		if (result->cell->workload == workload && !result->cell->baseline &&
			result->speedup.exact && result->speedup.high > 1 + RELATION_BLUR) {
			return true;
		}
	}
	return false;
}

/* That it is open whether the best beats the loop. */
static void add_maybe_loop(const struct curve *curve, struct text *text)
{
	const struct cell_result *best = curve->point[curve->best];
	struct interval speedup = relate(curve->point[0], best).ratio;
	char unit[32];

	snprintf(unit, sizeof(unit), "× at %u", best->cell->workers);
	add_cannot_tell(text, "Whether more workers help", &speedup, unit);
}

/* The fewest workers that may do as well as the best, and what the best may gain over them. NAME is
 * " with STRATEGY" or "". */
static void add_fewest(const struct curve *curve, const char *name, struct text *text)
{
	uint32_t fewest = curve->point[curve->maybe]->cell->workers;
	uint32_t most = curve->point[curve->best]->cell->workers;
	struct interval ratio = relate(curve->point[curve->maybe], curve->point[curve->best]).ratio;

	if (ratio.high <= 1.25) {
		add_sentence(text, "Use %u%s; %u may be up to %.0f %% faster.", fewest, name, most,
			ceil((ratio.high - 1) * 100));
	} else {
		add_sentence(text,
			"%u%s may be enough, or %u up to %.1f× as fast; more rounds would tell.",
			fewest, name, most, ratio.high);
	}
}

/* What becomes of the speed of the pick with more workers than it. */
static void add_beyond(const struct curve *curve, struct text *text)
{
	const struct cell_result *pick = curve->point[curve->pick];
	size_t last = curve->count - 1, likeliest = last;
	struct interval most = {0};
	bool gained = false;

	for (size_t i = curve->pick + 1; i <= last; i++) {
		struct interval speed = relate(pick, curve->point[i]).ratio;

		gained = gained || (speed.exact && speed.low > 1);
		if (speed.high > most.high) {
			most = speed;
			likeliest = i;
		}
	}
	if (!most.exact) {
		return;
	}
	uint32_t workers = pick->cell->workers, top = curve->point[last]->cell->workers;
	struct related next = relate(curve->point[curve->pick + 1], pick);
	struct related end = relate(curve->point[last], pick);
	struct interval speed = interval_inverse(&end.ratio);
	struct ratio_text words = ratio_text(&speed);

	if (end.relation == RELATION_SLOWER && next.relation == RELATION_SLOWER) {
		add_sentence(text, "Beyond %u it gets slower: %s× at %u (%s).", workers, words.mid,
			top, words.range);
	} else if (most.high > 1 + RELATION_BLUR) {
		char question[32], where[32];

		snprintf(question, sizeof(question), "Beyond %u", workers);
		snprintf(where, sizeof(where), "× at %u", curve->point[likeliest]->cell->workers);
		add_cannot_tell(text, question, &most, where);
	} else if (end.relation == RELATION_SLOWER) {
		add_sentence(text, "Beyond %u nothing is gained, and %u are slower: %s× (%s).",
			workers, top, words.mid, words.range);
	} else if (gained) {
		add_sentence(text, "Beyond %u little is gained (at most %.0f %%).", workers,
			ceil((most.high - 1) * 100));
	} else {
		add_sentence(text, "Beyond %u nothing is gained.", workers);
	}
}

/* How to call a count that is the last of CURVE: were larger ones tried too, in vain? */
static const char *extent(const struct judgement *judgement, const struct curve *curve)
{
	const struct run_cell *last = curve->point[curve->count - 1]->cell;
	const struct run *run = &judgement->samples->run;

	for (size_t i = 0; i < run->cell_count; i++) {
		const struct run_cell *cell = &run->cells[i];

		if (cell->workload == last->workload && cell->strategy == last->strategy &&
			cell->workers > last->workers) {
			return "with enough times";
		}
	}
	return "tried";
}

void say_workers(const struct judgement *judgement, size_t workload, const struct curve *curve,
	struct text *text)
{
	const char *spec = judgement->samples->run.strategies[curve->strategy].spec;
	char name[SPEC_WORDS_BYTES] = "";
	const char *known = extent(judgement, curve);
	uint32_t workers = curve->point[curve->pick]->cell->workers;

	if (!curve->first_choice) {
		snprintf(name, sizeof(name), " with %s", spec);
	}
	if (curve->pick == 0) {
		add_sentence(text, "Stay sequential: nothing here %s the loop.",
			may_beat_loop(judgement, workload) ? "is shown to beat" : "beats");
		return;
	}
	if (curve->maybe == 0) {
		add_maybe_loop(curve, text);
		return;
	}
	if (curve->maybe < curve->pick) {
		add_fewest(curve, name, text);
	} else if (curve->pick < curve->count - 1) {
		add_sentence(text, "Use %u%s.", workers, name);
	} else if (curve->count == 2) {
		add_sentence(text, "Use %u%s, the only count %s.", workers, name, known);
	} else {
		add_sentence(text, "More workers help up to %u, the most %s%s%s.", workers, known,
			curve->first_choice ? "" : ", best", name);
	}
	if (curve->pick < curve->count - 1) {
		add_beyond(curve, text);
	}
}
