/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to use for each workload, as JSON. */
#include "cli/advice_json.h"

#include <stdlib.h>

#include "cli/json_number.h"
#include "judge/advice.h"

/* A text that is freed; NULL becomes null. */
static json_t *owned_string(char *text)
{
	json_t *string = text && *text ? json_string(text) : json_null();

	free(text);
	return string;
}

static json_t *said(const struct advice *advice, void (*say)(const struct advice *, struct text *))
{
	struct text words = {0};

	say(advice, &words);
	return owned_string(words.text);
}

/* CELL, and time(cell) / time(the one it is compared with). */
static json_t *cell_json(const struct run *run, const struct cell_result *cell,
	const char *ratio_name, const struct interval *ratio)
{
	if (!cell) {
		return json_null();
	}
	const struct run_strategy *strategy = &run->strategies[cell->cell->strategy];
	json_t *object = json_pack("{s:s, s:s, s:i, s:o}", "cell", cell->cell->key, "strategy",
		strategy->spec, "workers", (int)cell->cell->workers, "chunk",
		owned_string(advice_chunk(strategy)));

	json_object_set_new(object, ratio_name, json_interval(ratio, 1));
	return object;
}

static json_t *plateau_json(const struct curve *curve)
{
	if (curve->pick == 0) {
		return json_null();
	}
	return json_pack("[i, i]", (int)curve->point[curve->pick]->cell->workers,
		(int)curve->point[curve->level_to]->cell->workers);
}

static json_t *formula_json(const struct advice_formula *formula)
{
	return json_pack("{s:o, s:b, s:b, s:o, s:o, s:o, s:o}", "cpus", json_number(formula->cpus),
		"quota", formula->quota, "probed", formula->probed, "wait_ms",
		json_number(formula->wait_ns * 1e-6), "cpu_ms", json_number(formula->cpu_ns * 1e-6),
		"workers", json_number(formula->workers), "shared", json_number(formula->shared));
}

/* What rests on a choice, were it a likely one. */
static void add_choice(json_t *object, const struct advice *advice)
{
	const struct run *run = &advice->judgement->samples->run;
	const struct choice *choice = &advice->curve.choice;
	const char *bound = advice_bound_words(advice->bound);

	json_object_set_new(
		object, "use", cell_json(run, choice->cell, "time_over_best", &choice->behind));
	json_object_set_new(
		object, "next", cell_json(run, choice->next, "time_over_use", &choice->ahead));
	json_object_set_new(object, "best", json_string(choice->best->cell->key));
	json_object_set_new(object, "gain_over_loop", json_interval(&choice->gain, 1));
	json_object_set_new(object, "plateau", plateau_json(&advice->curve));
	json_object_set_new(object, "formula", formula_json(&advice->formula));
	json_object_set_new(object, "bound", *bound ? json_string(bound) : json_null());
	json_object_set_new(object, "lost", json_number(advice->lost));
	json_object_set_new(object, "change", said(advice, advice_say_change));
	json_object_set_new(object, "check", said(advice, advice_command));
}

json_t *advice_json(const struct losses *losses)
{
	const struct judgement *judgement = losses->judgement;
	json_t *list = json_array();

	for (size_t w = 0; w < judgement->samples->run.workload_count; w++) {
		struct advice advice;

		advice_init(&advice, judgement, w, losses);
		json_t *object = json_pack("{s:s, s:s, s:o}", "workload",
			judgement->samples->run.workloads[w].spec, "answer",
			advice_end_name(advice.end), "words", said(&advice, advice_say));
		if (advice.curve.choice.end != CHOICE_NONE) {
			add_choice(object, &advice);
		}
		advice_finish(&advice);
		json_array_append_new(list, object);
	}
	return list;
}
