/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparisons as JSON. */
#include "cli/compared_json.h"

#include <math.h>

#include "cli/json_number.h"

/* The median time of RESULT in ms, null without one. */
static json_t *json_time(const struct cell_result *result)
{
	return json_number(result->sample_count > 0 ? result->time_ns.mid / 1e6 : NAN);
}

/* Why verdicts are withdrawn, null if none is. */
static json_t *json_words(const struct doubts *doubts)
{
	return doubts->words.length > 0 ? json_string(doubts->words.text) : json_null();
}

static json_t *json_side(const struct judgement *judgement, const char *folder)
{
	const struct run *run = &judgement->samples->run;
	json_t *side = json_object();

	json_object_set_new(side, "folder", json_string(folder));
	json_object_set_new(side, "machine", json_string(run->machine.summary));
	json_object_set_new(side, "started", json_string(run->started));
	json_object_set_new(side, "build", json_string(run->build));
	json_object_set_new(side, "command", json_string(run->command));
	json_object_set_new(side, "rounds", json_integer(judgement->round_count));
	return side;
}

static json_t *json_keys(const struct run_cell *const *cells, size_t count)
{
	json_t *keys = json_array();

	for (size_t i = 0; i < count; i++) {
		json_array_append_new(keys, json_string(cells[i]->key));
	}
	return keys;
}

static json_t *json_runs_cell(const struct runs_cell *cell)
{
	json_t *object = json_object();

	json_object_set_new(object, "cell", json_string(cell->a->cell->key));
	json_object_set_new(object, "judged_by", json_string(cell->is_loop ? "time" : "ratio"));
	json_object_set_new(object, "time_a_ms", json_time(cell->a));
	json_object_set_new(object, "time_b_ms", json_time(cell->b));
	json_object_set_new(object, "ratio", json_interval(&cell->ratio, 1));
	json_object_set_new(object, "time_ratio", json_interval(&cell->time, 1));
	json_object_set_new(object, "margin", json_number(cell->margin));
	json_object_set_new(object, "visible", json_number(cell->visible));
	json_object_set_new(object, "p", json_number(cell->p));
	json_object_set_new(object, "p_holm", json_number(cell->p_holm));
	json_object_set_new(object, "verdict", json_string(verdict_name(cell->verdict)));
	return object;
}

json_t *compared_json(const struct compared *compared)
{
	const struct runs *runs = compared->runs;
	struct interval visible = runs_visible(runs);
	json_t *object = json_object(), *cells = json_array(), *warnings = json_array();

	for (size_t i = 0; i < runs->warning_count; i++) {
		json_array_append_new(warnings, json_string(runs->warning[i]));
	}
	for (size_t i = 0; i < runs->count; i++) {
		json_array_append_new(cells, json_runs_cell(&runs->cell[i]));
	}
	json_object_set_new(object, "a", json_side(runs->a, compared->a_name));
	json_object_set_new(object, "b", json_side(runs->b, compared->b_name));
	json_object_set_new(object, "warnings", warnings);
	json_object_set_new(object, "only_a", json_keys(runs->only_a, runs->only_a_count));
	json_object_set_new(object, "only_b", json_keys(runs->only_b, runs->only_b_count));
	json_object_set_new(object, "judged", json_integer((json_int_t)runs->asked));
	json_object_set_new(object, "allowance", json_number(runs->controls.allowance));
	json_object_set_new(object, "machine", json_number(runs->controls.machine));
	json_object_set_new(object, "visible_least", json_number(visible.low));
	json_object_set_new(object, "visible_median", json_number(visible.mid));
	json_object_set_new(object, "visible_most", json_number(visible.high));
	json_object_set_new(object, "doubts_a", json_words(&runs->doubts[0]));
	json_object_set_new(object, "doubts_b", json_words(&runs->doubts[1]));
	json_object_set_new(object, "cells", cells);
	return object;
}

static json_t *json_row(const struct against_row *row)
{
	json_t *object = json_object();

	json_object_set_new(object, "cell", json_string(row->result->cell->key));
	json_object_set_new(object, "pairs", json_integer((json_int_t)row->pairs));
	json_object_set_new(object, "time_ms", json_time(row->result));
	json_object_set_new(object, "ratio", json_interval(&row->ratio, 1));
	json_object_set_new(object, "margin", json_number(row->margin));
	json_object_set_new(object, "p", json_number(row->p));
	json_object_set_new(object, "p_holm", json_number(row->p_holm));
	json_object_set_new(object, "verdict", json_string(verdict_name(row->verdict)));
	return object;
}

json_t *against_json(const struct against *against)
{
	json_t *object = json_object(), *rows = json_array();

	for (size_t i = 0; i < against->count; i++) {
		json_array_append_new(rows, json_row(&against->row[i]));
	}
	json_object_set_new(object, "cell", json_string(against->cell->cell->key));
	json_object_set_new(object, "judged", json_integer((json_int_t)against->asked));
	json_object_set_new(object, "rounds_min", json_integer((json_int_t)against->rounds_min));
	json_object_set_new(object, "doubts", json_words(&against->doubts));
	json_object_set_new(object, "cells", rows);
	return object;
}
