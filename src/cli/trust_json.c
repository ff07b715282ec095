/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts, noise and capacity as JSON. */
#include "cli/trust_json.h"

#include "cli/json_number.h"
#include "judge/capacity.h"
#include "judge/questions.h"

static json_t *question_json(size_t index, const struct question *question)
{
	static const char *const names[] = {
		[QUESTION_LOOP] = "threads against the loop",
		[QUESTION_TWINS] = "processes against threads",
		[QUESTION_MORE] = "four times as many threads",
	};
	json_t *object = json_pack("{s:s, s:s, s:s, s:s, s:s, s:I}", "question", names[index], "a",
		question->a->cell->key, "b", question->b->cell->key, "verdict",
		verdict_name(question->verdict), "unwithdrawn", verdict_name(question->unwithdrawn),
		"rounds", (json_int_t)question->pairs);

	json_object_set_new(object, "speed_of_a", json_interval(&question->ratio, 1));
	json_object_set_new(object, "p", json_number(question->p));
	json_object_set_new(object, "p_holm", json_number(question->p_holm));
	if (question->verdict == VERDICT_INCONCLUSIVE) {
		json_object_set_new(object, "more_rounds",
			question->more_rounds > 0 ? json_integer(question->more_rounds)
						  : json_null());
	}
	return object;
}

static json_t *workload_json(const struct judgement *judgement, size_t workload)
{
	struct questions questions;
	struct text why = {0};
	json_t *list = json_array();

	questions_ask(&questions, judgement, workload);
	for (size_t i = 0; i < QUESTION_COUNT; i++) {
		if (questions.question[i].verdict != VERDICT_NOT_ASKED) {
			json_array_append_new(list, question_json(i, &questions.question[i]));
		}
	}
	withdrawal_words(questions.withdrawn, &questions, &why);
	json_t *object = json_pack("{s:s, s:o, s:o}", "workload",
		judgement->samples->run.workloads[workload].spec, "withdrawn",
		why.length > 0 ? json_string(why.text) : json_null(), "questions", list);
	json_object_set_new(object, "copy_of_the_loop", json_interval(&questions.copy, 1));
	json_object_set_new(object, "noise_floor", json_number(questions.floor));
	json_object_set_new(object, "margin", json_number(questions.margin));
	text_finish(&why);
	return object;
}

json_t *verdicts_json(const struct judgement *judgement)
{
	json_t *list = json_array();

	for (size_t w = 0; w < judgement->samples->run.workload_count; w++) {
		json_array_append_new(list, workload_json(judgement, w));
	}
	return list;
}

json_t *flags_json(const struct flags *flags)
{
	json_t *object =
		json_pack("{s:I, s:I, s:I}", "samples", (json_int_t)flags->judged, "disturbed",
			(json_int_t)flags->flagged, "crowded", (json_int_t)flags->crowded_count);

	for (size_t kind = 0; kind < FLAG_KINDS; kind++) {
		json_object_set_new(object, flag_name((enum flag)(1u << kind)),
			json_pack("{s:I, s:I}", "samples", (json_int_t)flags->with[kind], "unknown",
				(json_int_t)flags->unknown[kind]));
	}
	return object;
}

json_t *cell_flags_json(const struct cell_flags *flags)
{
	json_t *object = json_object();

	for (size_t kind = 0; kind < FLAG_KINDS; kind++) {
		if (flags->with[kind] > 0) {
			json_object_set_new(object, flag_name((enum flag)(1u << kind)),
				json_integer((json_int_t)flags->with[kind]));
		}
	}
	return object;
}

json_t *capacity_json(const struct capacity *capacity)
{
	json_t *points = json_array();

	for (size_t i = 0; i < capacity->count; i++) {
		json_t *point = json_pack("{s:i}", "workers", (int)capacity->point[i].workers);

		json_object_set_new(
			point, "latency", json_interval(&capacity->point[i].latency, 1));
		json_object_set_new(
			point, "throughput", json_interval(&capacity->point[i].throughput, 1));
		json_array_append_new(points, point);
	}
	json_t *object =
		json_pack("{s:o, s:o}", "points", points, "drift", json_number(capacity->drift));
	return object;
}
