/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep of task lengths as JSON. */
#include "cli/granularity_json.h"

#include <math.h>

#include "cli/json_number.h"
#include "judge/granularity.h"

/* An end that is open is null; "reached" says which: "shorter", "within", "not". */
static json_t *mark_json(const struct granularity_curve *curve, enum granularity_level level)
{
	const struct granularity_mark *mark = &curve->mark[level];
	struct interval length = mark->task_ns;
	const char *reached = length.mid == 0 ? "shorter" : isinf(length.mid) ? "not" : "within";
	double *ends[] = {&length.mid, &length.low, &length.high};
	struct text words = {0};

	for (size_t i = 0; i < 3; i++) {
		*ends[i] = *ends[i] > 0 && isfinite(*ends[i]) ? *ends[i] : NAN;
	}
	granularity_add_mark(curve, level, &words);
	json_t *object = json_pack("{s:s, s:o, s:o, s:s}", "reached", reached, "task_us",
		json_interval(&length, 1e-3), "lost_at_us", json_number(mark->lost_ns / 1e3),
		"words", words.text);
	text_finish(&words);
	return object;
}

static json_t *points_json(const struct granularity_curve *curve)
{
	json_t *list = json_array();

	for (size_t i = 0; i < curve->count; i++) {
		const struct granularity_point *point = &curve->point[i];

		json_array_append_new(
			list, json_pack("{s:s, s:o, s:o, s:o}", "cell", point->cell->cell->key,
				      "task_us", json_number(point->task_ns / 1e3), "efficiency",
				      json_interval(&point->efficiency, 1), "speedup",
				      json_interval(&point->cell->speedup, 1)));
	}
	return list;
}

json_t *granularity_json(const struct judgement *judgement)
{
	const struct run *run = &judgement->samples->run;
	struct granularity granularity;
	struct text words = {0};
	json_t *list = json_array();

	if (!run->granularity) {
		json_decref(list);
		return json_null();
	}
	granularity_init(&granularity, judgement);
	for (size_t i = 0; i < granularity.count; i++) {
		const struct granularity_curve *curve = &granularity.curve[i];

		json_array_append_new(list,
			json_pack("{s:s, s:o, s:o, s:o, s:o}", "strategy",
				run->strategies[curve->strategy].spec, "beats_loop",
				mark_json(curve, GRANULARITY_EVEN), "half",
				mark_json(curve, GRANULARITY_HALF), "most",
				mark_json(curve, GRANULARITY_MOST), "points", points_json(curve)));
	}
	granularity_say(&granularity, &words);
	json_t *object = json_pack("{s:i, s:o, s:b, s:o, s:s}", "workers", (int)granularity.workers,
		"capacity", json_interval(&granularity.capacity, 1), "probed", granularity.probed,
		"strategies", list, "words", words.text);
	text_finish(&words);
	granularity_finish(&granularity);
	return object;
}
