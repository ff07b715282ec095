/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Round 0's first half: what a run fixes once, calibrated values and sizes. */
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/catalog.h"
#include "sweep/rounds.h"
#include "text.h"

enum { SIZE_STEPS_MAX = 16 };

/* One size tried and how long its loop took. */
struct attempt {
	uint64_t size;
	double ns;
};

/* The number nearest to VALUE, by ratio, among 1, 2, 5 x 10^k, within MIN and MAX. */
static uint64_t round_125(double value, uint64_t min, uint64_t max)
{
	double decade = pow(10, floor(log10(value > 1 ? value : 1)));
	double lead = value / decade;
	/* the borders are the geometric means of neighbours */
	double rounded = lead < sqrt(2.0) ? 1 : lead < sqrt(10.0) ? 2 : lead < sqrt(50.0) ? 5 : 10;
	double size = rounded * decade;

	return size <= (double)min ? min : size >= (double)max ? max : (uint64_t)size;
}

/*
 * The size that should take TARGET_NS, by the local power law time ~ size^p through the last two
 * attempts (p = 1 before there are two). Steps are bounded, since a short time says little.
 */
static uint64_t next_size(const struct attempt *last, const struct attempt *before, double target_ns,
	const struct param *param)
{
	double power = 1, most = 10;

	if (before && before->size != last->size && before->ns > 0) {
		power = log(last->ns / before->ns) /
			log((double)last->size / (double)before->size);
		power = fmin(fmax(power, 0.5), 4);
		most = 100;
	}
	double factor = pow(target_ns / last->ns, 1 / power);
	factor = fmin(fmax(factor, 1 / most), most);
	return round_125((double)last->size * factor, param->min, param->max);
}

/* Runs the loop of WORKLOAD once; false if interrupted. *NS is 0 unless it ended OK. */
static bool try_loop(struct rounds *rounds, size_t workload, double *ns)
{
	struct plan_cell cell = {.workload = workload, .workers = 1, .baseline = true};
	struct rounds_workload *found = &rounds->workload[workload];
	struct sample sample = {0};
	struct launch_extra extra = {0};

	rounds_try(rounds, &cell, &sample, &extra);
	bool interrupted = sample.status == SAMPLE_INTERRUPTED;
	*ns = 0;
	found->task_count = extra.task_count;
	found->has_answer = false;
	found->loop_ns = 0;
	if (sample.status == SAMPLE_OK) {
		*ns = (double)sample.total_ns;
		found->loop_ns = sample.total_ns;
		found->has_answer = sample.has_answer;
		found->answer = sample.answer;
	}
	sample_finish(&sample);
	return !interrupted;
}

static bool choose_size(struct rounds *rounds, size_t workload)
{
	double target_ns = (double)plan_target_ns(rounds->plan, rounds->machine);
	union value *value;
	const struct param *param = plan_size_param(rounds->plan, workload, &value);
	struct attempt last = {0}, before = {0};
	double ns;

	for (int step = 0; step < SIZE_STEPS_MAX; step++) {
		if (!try_loop(rounds, workload, &ns)) {
			return false;
		}
		if (!param || ns <= 0) {
			return true; /* nothing to choose, or a loop that fails at every size */
		}
		before = last;
		last = (struct attempt){value->count, ns};
		uint64_t next = next_size(&last, before.size > 0 ? &before : NULL, target_ns, param);
		if (next == last.size) {
			return true;
		}
		if (next == before.size) {
			/* two neighbours on the ladder: keep the nearer one, which was measured */
			if (fabs(log(last.ns / target_ns)) <= fabs(log(before.ns / target_ns))) {
				return true;
			}
			value->count = next;
			return try_loop(rounds, workload, &ns);
		}
		value->count = next;
	}
	return try_loop(rounds, workload, &ns);
}

/* Takes the value of the calibrated PARAM (number I) out of the trial's answer to --check. */
static bool take_calibrated(struct rounds *rounds, size_t workload, size_t i, const char *answer,
	char *error, size_t error_bytes)
{
	struct listed_spec *item = rounds->plan->workloads.item[workload];
	json_t *object = json_loads(answer, 0, NULL);
	const char *text = json_string_value(json_object_get(object, "workload"));
	struct spec *spec = xcalloc(1, sizeof(*spec));
	char value[VALUE_TEXT_BYTES];

	bool ok = text && spec_parse(spec, text, item->entry->params, error, error_bytes);
	if (ok) {
		item->spec.value[i] = spec->value[i];
		value_format(&item->entry->params[i], &spec->value[i], value, sizeof(value));
		rounds->workload[workload].calibrated =
			xasprintf("%s=%s", item->entry->params[i].name, value);
	} else if (!text) {
		snprintf(error, error_bytes, "%s: the trial's answer to --check is not understood",
			item->entry->name);
	}
	free(spec);
	json_decref(object);
	return ok;
}

/* Asks the trial whether WORKLOAD can run at all, and for its calibrated values. */
static bool check_workload(struct rounds *rounds, size_t workload, char *error, size_t error_bytes)
{
	struct listed_spec *item = rounds->plan->workloads.item[workload];
	char spec[SPEC_TEXT_BYTES];
	bool ok = true;

	spec_format(&item->spec, item->entry->params, true, spec, sizeof(spec));
	const char *arguments[] = {"--check", spec, "sequential", "1", rounds->plugin ? "--plugin" : NULL,
		rounds->plugin, NULL};
	char *answer = catalog_ask(rounds->trial, arguments, error, error_bytes);
	if (!answer) {
		return false;
	}
	for (size_t i = 0; ok && item->entry->params[i].name; i++) {
		if (item->entry->params[i].role == PARAM_CALIBRATED) {
			ok = take_calibrated(rounds, workload, i, answer, error, error_bytes);
		}
	}
	free(answer);
	return ok;
}

bool rounds_choose_sizes(struct rounds *rounds, char *error, size_t error_bytes)
{
	struct plan *plan = rounds->plan;

	error[0] = '\0';
	for (size_t w = 0; w < plan->workloads.count; w++) {
		if (!check_workload(rounds, w, error, error_bytes)) {
			return false;
		}
	}
	for (size_t w = 0; w < plan->workloads.count; w++) {
		struct rounds_progress progress = {
			.rounds = plan->rounds,
			.elapsed_s = rounds_elapsed_s(rounds),
			.left_s = -1,
			.now = plan->workloads.item[w]->entry->name,
		};

		rounds->watcher.sample(rounds->watcher.context, &progress);
		if (!choose_size(rounds, w)) {
			return false;
		}
	}
	return true;
}
