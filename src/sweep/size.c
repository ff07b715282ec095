/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Round 0's first half: what a run fixes once, calibrated values and sizes. */
#include "sweep/size.h"

#include <jansson.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/catalog.h"
#include "sweep/granularity.h"
#include "sweep/order.h"
#include "sweep/pace.h"
#include "sweep/place.h"
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
static uint64_t next_size(const struct attempt *last, const struct attempt *before,
	double target_ns, const struct param *param)
{
	double power = 1, most = 10;

	if (before && before->size != last->size && before->ns > 0) {
		power = log(last->ns / before->ns) / log((double)last->size / (double)before->size);
		power = fmin(fmax(power, 0.5), 4);
		most = 100;
	}
	double factor = pow(target_ns / last->ns, 1 / power);
	factor = fmin(fmax(factor, 1 / most), most);
	return round_125((double)last->size * factor, param->min, param->max);
}

/* Runs the loop of WORKLOAD once and keeps what it tells; *NS is 0 unless it ended OK. */
static enum sample_status try_loop(struct rounds *rounds, size_t workload, double *ns)
{
	struct plan_cell cell = {.workload = workload, .workers = 1, .baseline = true};
	struct rounds_workload *found = &rounds->workload[workload];
	struct launch_extra extra = {0};
	struct sample sample;

	sample_init(&sample);
	rounds_try(rounds, &cell, &sample, &extra);
	enum sample_status status = sample.status;
	bool ok = status == SAMPLE_OK;
	found->task_count = extra.task_count;
	found->loop_ns = ok ? sample.total_ns : 0;
	found->has_answer = ok && sample.has_answer;
	found->answer = sample.answer;
	found->peak_kib = sample.items.ended > 0
				  ? sample.items.row[SAMPLE_SUMMARY_ROWS - 1].peak_kib
				  : SAMPLE_UNKNOWN;
	free(found->failure);
	found->failure = status == SAMPLE_FAILED ? xstrdup(sample.reason) : NULL;
	*ns = (double)found->loop_ns;
	sample_finish(&sample);
	return status;
}

bool size_choose(struct rounds *rounds, size_t workload)
{
	double target_ns = (double)plan_target_ns(rounds->plan, rounds->machine), ns;
	union value *value = NULL;
	const struct param *param = plan_size_param(rounds->plan, workload, &value);
	struct attempt last = {0}, before = {0};

	for (int step = 0; step < SIZE_STEPS_MAX; step++) {
		enum sample_status status = try_loop(rounds, workload, &ns);
		bool too_much = status == SAMPLE_FAILED || status == SAMPLE_TIMED_OUT;

		if (too_much && last.size > 0) {
			value->count = last.size;
			break;
		}
		if (!param || status != SAMPLE_OK) {
			return status != SAMPLE_INTERRUPTED;
		}
		before = last;
		last = (struct attempt){value->count, ns};
		uint64_t next =
			next_size(&last, before.size > 0 ? &before : NULL, target_ns, param);
		bool back = next == before.size;
		bool nearer =
			back && fabs(log(last.ns / target_ns)) <= fabs(log(before.ns / target_ns));
		if (next == last.size || nearer) {
			return true;
		}
		value->count = next;
		if (back) {
			break; /* of two neighbours on the ladder the nearer one, measured before */
		}
	}
	return try_loop(rounds, workload, &ns) != SAMPLE_INTERRUPTED;
}

/* True if whoever waits on the interrupt wants the measuring to end. */
static bool is_interrupted(const struct rounds *rounds)
{
	struct pollfd polled = {.fd = rounds->interrupt_fd, .events = POLLIN};

	return poll(&polled, 1, 0) > 0;
}

/* Takes the calibrated values of WORKLOAD out of the trial's ANSWER to --check. */
static bool take_calibrated(struct rounds *rounds, size_t workload, const char *answer)
{
	struct listed_spec *item = rounds->plan->workloads.item[workload];
	struct rounds_workload *found = &rounds->workload[workload];
	const struct param *params = item->entry->params;
	json_t *object = json_loads(answer, 0, NULL);
	const char *text = json_string_value(json_object_get(object, "workload"));
	struct spec *spec = xcalloc(1, sizeof(*spec));
	char why[SPEC_ERROR_BYTES], value[VALUE_TEXT_BYTES];

	bool ok = text && spec_parse(spec, text, params, why, sizeof(why));
	for (size_t i = 0; ok && params[i].name; i++) {
		/* 0: without what it depends on there is nothing to calibrate */
		if (params[i].role == PARAM_CALIBRATED && spec->value[i].count > 0) {
			item->spec.value[i] = spec->value[i];
			value_format(&params[i], &spec->value[i], value, sizeof(value));
			free(found->calibrated);
			found->calibrated = xasprintf("%s=%s", params[i].name, value);
		}
	}
	free(spec);
	json_decref(object);
	return ok;
}

/* Asks the trial whether CELL can run. NULL: one line in ERROR, "" if interrupted. */
static char *check_cell(
	const struct rounds *rounds, const struct plan_cell *cell, char *error, size_t error_bytes)
{
	char workload[SPEC_TEXT_BYTES], strategy[SPEC_TEXT_BYTES], key[PLAN_KEY_BYTES], workers[16];
	char why[SPEC_ERROR_BYTES];

	rounds_format_cell(rounds, cell, workload, strategy);
	snprintf(workers, sizeof(workers), "%u", cell->workers);
	char *cpus = place_list(
		rounds->machine, rounds->plan->strategies.item[cell->strategy], cell->workers);
	const char *arguments[9] = {"--check", workload, strategy, workers};
	size_t count = 4;
	if (cpus) {
		arguments[count++] = "--cpus";
		arguments[count++] = cpus;
	}
	if (rounds->plugin) {
		arguments[count++] = "--plugin";
		arguments[count++] = rounds->plugin;
	}
	char *answer = catalog_ask(rounds->trial, arguments, why, sizeof(why));
	free(cpus);
	/* Ctrl-C ends the trial too, but that is nothing to refuse a cell for */
	if (is_interrupted(rounds)) {
		free(answer);
		error[0] = '\0';
		return NULL;
	}
	if (!answer) {
		plan_cell_key(rounds->plan, cell, key);
		snprintf(error, error_bytes, "%s: %s", key, why);
	}
	return answer;
}

/* Checks every strategy of every workload at the most workers. Baselines come first, and with them
 * what is calibrated, so that this is done once per workload. */
static bool check_cells(struct rounds *rounds, char *error, size_t error_bytes)
{
	const struct plan *plan = rounds->plan;
	struct place *order = xcalloc(order_samples(plan), sizeof(*order));
	size_t count = order_check(plan, order);
	bool ok = true;

	for (size_t i = 0; ok && i < count; i++) {
		const struct plan_cell *cell = &plan->cells[order[i].cell];
		char *answer = check_cell(rounds, cell, error, error_bytes);

		ok = answer != NULL;
		if (ok && cell->baseline && !take_calibrated(rounds, cell->workload, answer)) {
			snprintf(error, error_bytes, "%s: its answer to --check is not understood",
				rounds->trial);
			ok = false;
		}
		free(answer);
	}
	free(order);
	return ok;
}

/* Whose items fail has nothing to be compared with, and would fail in every round. False: ERROR. */
static bool check_command(struct rounds *rounds, size_t workload, char *error, size_t error_bytes)
{
	const struct plan *plan = rounds->plan;
	const char *failure = rounds->workload[workload].failure;
	const char *name = plan->workloads.item[workload]->entry->name;

	rounds->command_failed = failure && plan->command && strcmp(name, COMMAND_WORKLOAD) == 0;
	if (rounds->command_failed) {
		snprintf(error, error_bytes, "%s", failure);
	}
	return !rounds->command_failed;
}

/* More at once than the machine has memory for are only tried by who asks for it. */
static void spare_memory(struct rounds *rounds, size_t workload)
{
	uint64_t peak_kib = rounds->workload[workload].peak_kib;

	if (!rounds->plan->points_chosen || peak_kib == SAMPLE_UNKNOWN) {
		return;
	}
	uint32_t most = command_fitting(rounds->machine, peak_kib);
	if (plan_keep_up_to(rounds->plan, most)) {
		warn("an item takes %llu MiB of memory: more than %u at once are not tried "
		     "without --workers",
			(unsigned long long)(peak_kib / 1024), most);
	}
}

bool rounds_choose_sizes(struct rounds *rounds, char *error, size_t error_bytes)
{
	const struct plan *plan = rounds->plan;

	error[0] = '\0';
	if (!check_cells(rounds, error, error_bytes)) {
		return false;
	}
	for (size_t w = 0; w < plan->workloads.count; w++) {
		struct rounds_progress progress = {
			.rounds = plan->rounds,
			.elapsed_s = rounds_elapsed_s(rounds),
			.left_s = -1,
			.now = plan->workloads.item[w]->entry->name,
		};

		rounds->watcher.sample(rounds->watcher.context, &progress);
		if (!size_choose(rounds, w) || !check_command(rounds, w, error, error_bytes)) {
			return false;
		}
		spare_memory(rounds, w);
	}
	if (plan->granularity && !granularity_leave_out(rounds)) {
		return false;
	}
	return budget_fit(rounds);
}
