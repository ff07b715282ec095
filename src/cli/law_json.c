/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bounds each workload and the law by which it scales, as JSON. */
#include "cli/law_json.h"

#include "cli/json_number.h"
#include "judge/law.h"

static json_t *held_json(const struct held *held)
{
	if (!held->shown) {
		return json_null();
	}
	return json_pack("{s:s, s:i, s:i, s:o, s:o, s:o, s:o}", "strategy", held->strategy->spec,
		"from_workers", (int)held->from, "to_workers", (int)held->to, "speedup",
		json_interval(&held->speedup, 1), "lock_share", json_interval(&held->share, 1),
		"cpu_share", json_number(held->cpu_share), "tasks_take", json_number(held->longer));
}

static json_t *law_json(const struct law *law, const struct run *run)
{
	static const char *const terms[] = {"a_ns", "b_ns", "c_ns"};
	struct text words = {0};

	law_explain(law, &words);
	json_t *object = json_pack("{s:b, s:s, s:s, s:s, s:I, s:I}", "fits",
		law->refusal == LAW_FITS, "reason", law_refusal_name(law->refusal), "shape",
		law_shape_name(law->shape), "words", words.text ? words.text : "", "points",
		(json_int_t)law->points, "rounds", (json_int_t)law->rounds);
	text_finish(&words);
	json_object_set_new(object, "strategy",
		law->points > 0 ? json_string(run->strategies[law->strategy].spec) : json_null());
	for (size_t i = 0; i < LAW_TERMS; i++) {
		json_object_set_new(object, terms[i], json_interval(&law->term_ns[i], 1));
	}
	json_object_set_new(object, "serial_share", json_interval(&law->share, 1));
	json_object_set_new(object, "best_n", json_interval(&law->best, 1));
	json_object_set_new(object, "best_speedup", json_interval(&law->best_speedup, 1));
	json_object_set_new(object, "most_n", json_number(law->ask));
	json_object_set_new(object, "most_speedup", json_interval(&law->asked, 1));
	json_object_set_new(object, "misfit", json_number(law->misfit));
	json_object_set_new(object, "where_n", json_number(law->where));
	json_object_set_new(object, "left_out_n", json_number(law->left_out));
	json_object_set_new(object, "karp_flatt", json_interval(&law->karp_flatt, 1));
	return object;
}

json_t *scaling_json(const struct judgement *judgement)
{
	const struct run *run = &judgement->samples->run;
	json_t *list = json_array();

	for (size_t w = 0; w < run->workload_count; w++) {
		const struct workload_result *result = &judgement->workloads[w];
		struct law law;

		law_find(&law, judgement, w);
		json_t *object = json_pack("{s:s, s:s, s:o}", "workload", run->workloads[w].spec,
			"class", work_class_name(result->class), "busy_share",
			json_number(result->busy_share));
		json_object_set_new(object, "held", held_json(&result->held));
		json_object_set_new(object, "law", law_json(&law, run));
		json_array_append_new(list, object);
	}
	return list;
}
