/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A budget below the floor: smaller sizes first, then fewer worker counts, until enough rounds fit. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/granularity.h"
#include "sweep/pace.h"
#include "sweep/size.h"
#include "text.h"

/* Below this a sample tells more of the clock and the scheduler than of the work. */
#define LEAST_SAMPLE_NS UINT64_C(25000000)

/* Samples take longer than they are estimated to, at times by this much. */
static const double ROOM = 1.2;

/* Runs every strategy of every workload once at the most workers, unrecorded, for the estimates. */
static bool sound_out(struct rounds *rounds)
{
	const struct plan *plan = rounds->plan;
	struct place *order = xcalloc(order_samples(plan), sizeof(*order));
	size_t count = order_check(plan, order);
	bool interrupted = false;

	memset(rounds->estimate_ns, 0, plan->cell_count * sizeof(*rounds->estimate_ns));
	for (size_t i = 0; i < count && !interrupted; i++) {
		struct launch_extra extra = {0};
		struct sample sample;

		sample_init(&sample);
		rounds_try(rounds, &plan->cells[order[i].cell], &sample, &extra);
		pace_learn(rounds, order[i].cell, &sample);
		interrupted = sample.status == SAMPLE_INTERRUPTED;
		sample_finish(&sample);
	}
	pace_spread(rounds);
	free(order);
	return !interrupted;
}

/* How many times what the budget leaves the least number of rounds would take, round 0 and some room
 * included. */
static double excess(const struct rounds *rounds)
{
	const struct plan *plan = rounds->plan;
	uint32_t least = plan->rounds < plan->rounds_min ? plan->rounds : plan->rounds_min;
	struct round round = {.order = xcalloc(order_samples(plan), sizeof(*round.order))};
	double left_s = (double)plan->budget_ns / 1e9 - rounds_elapsed_s(rounds);

	round.count = order_check(plan, round.order);
	double needed_s = pace_whole(rounds, &round, 1).seconds;
	order_round(plan, 1, round.order);
	round.count = order_samples(plan);
	needed_s += pace_whole(rounds, &round, least).seconds + pace_traced(rounds).seconds;
	free(round.order);
	return left_s > 0 ? ROOM * needed_s / left_s : INFINITY;
}

/* Adds what was done, a semicolon between. */
static void say(struct rounds *rounds, char *what)
{
	char *before = rounds->fitted;

	rounds->fitted = before ? xasprintf("%s; %s", before, what) : xstrdup(what);
	free(before);
	free(what);
}

/* Chooses the sizes again for samples shorter by FACTOR; false: interrupted. */
static bool shrink_sizes(struct rounds *rounds, double factor)
{
	struct plan *plan = rounds->plan;
	double shorter_ns = (double)plan->sample_time_ns / factor;
	uint64_t least_ns = plan->granularity ? GRANULARITY_LEAST_NS : LEAST_SAMPLE_NS;
	bool any = false;
	char duration[32];

	if (plan->sample_time_ns <= least_ns) {
		return true;
	}
	plan->sample_time_ns = shorter_ns > (double)least_ns ? (uint64_t)shorter_ns : least_ns;
	if (plan->granularity) {
		granularity_choose_tasks(plan, rounds->machine);
	}
	for (size_t w = 0; w < plan->asked_workloads; w++) {
		union value *value;

		if (plan->granularity || plan_size_param(plan, w, &value)) {
			any = true;
			if (!size_choose(rounds, w)) {
				return false;
			}
		}
	}
	if (any) {
		format_duration((double)plan->sample_time_ns, duration, sizeof(duration));
		say(rounds, xasprintf("sizes made smaller, for samples of about %s", duration));
	}
	return true;
}

/* A cell of a plan that may change, and what is known of it. */
struct known {
	const struct listed_spec *workload, *strategy;
	uint32_t workers;
	double estimate_ns;
};

static struct known *remember(const struct rounds *rounds)
{
	const struct plan *plan = rounds->plan;
	struct known *known = xcalloc(plan->cell_count, sizeof(*known));

	for (size_t i = 0; i < plan->cell_count; i++) {
		const struct plan_cell *cell = &plan->cells[i];

		known[i] = (struct known){plan->workloads.item[cell->workload],
			plan->strategies.item[cell->strategy], cell->workers,
			rounds->estimate_ns[i]};
	}
	return known;
}

/* Lets LEAVE_OUT_OF change the plan and keeps the estimates of the cells that stay. */
static bool leave_out(struct rounds *rounds, bool (*leave_out_of)(struct plan *plan))
{
	struct plan *plan = rounds->plan;
	struct known *known = remember(rounds);
	bool less = leave_out_of(plan);

	/* both lists have the same order, so that none is passed by */
	for (size_t i = 0, j = 0; i < plan->cell_count; i++, j++) {
		const struct plan_cell *cell = &plan->cells[i];

		while (known[j].workload != plan->workloads.item[cell->workload] ||
			known[j].strategy != plan->strategies.item[cell->strategy] ||
			known[j].workers != cell->workers) {
			j++;
		}
		rounds->estimate_ns[i] = known[j].estimate_ns;
	}
	free(known);
	return less;
}

static bool is_planned(const struct plan *plan, uint32_t workers)
{
	for (uint32_t p = 0; p < plan->point_count; p++) {
		if (plan->points[p].workers == workers) {
			return true;
		}
	}
	return false;
}

/* Adds those of COUNT points that are PLANNED, or are not: "3, 5 and 6 workers". */
static void add_workers(const struct plan *plan, const struct machine_point *point, uint32_t count,
	bool planned, struct text *text)
{
	uint32_t left = 0, last = 0;

	for (uint32_t p = 0; p < count; p++) {
		left += is_planned(plan, point[p].workers) == planned;
	}
	for (uint32_t p = 0, added = 0; p < count; p++) {
		if (is_planned(plan, point[p].workers) == planned) {
			added++;
			last = point[p].workers;
			text_add(text, "%s%u",
				added == 1     ? ""
				: added < left ? ", "
					       : " and ",
				last);
		}
	}
	text_add(text, " worker%s", left == 1 && last == 1 ? "" : "s");
}

/* Leaves worker counts out, and if that is not enough all that no question needs. */
static void drop_cells(struct rounds *rounds)
{
	const struct plan *plan = rounds->plan;
	struct machine_point before[MACHINE_POINTS_MAX];
	uint32_t count = plan->point_count;
	struct text words = {0};

	memcpy(before, plan->points, sizeof(before));
	if (leave_out(rounds, plan_keep_labelled)) {
		add_workers(plan, before, count, false, &words);
		say(rounds, xasprintf("%s left out", words.text));
		text_finish(&words);
	}
	if (excess(rounds) > 1 && leave_out(rounds, plan_keep_questions)) {
		add_workers(plan, plan->points, plan->point_count, true, &words);
		say(rounds, xasprintf("kept of the rest only the pools at %s", words.text));
		text_finish(&words);
	}
}

bool budget_fit(struct rounds *rounds)
{
	if (rounds->plan->budget_ns == 0) {
		return true;
	}
	if (!sound_out(rounds)) {
		return false;
	}
	double factor = excess(rounds);
	if (factor > 1) {
		if (!shrink_sizes(rounds, factor) || !sound_out(rounds)) {
			return false;
		}
		factor = excess(rounds);
	}
	if (factor > 1 && !rounds->plan->granularity) {
		drop_cells(rounds);
	}
	if (rounds->fitted) {
		warn("the budget is small: %s", rounds->fitted);
	}
	return true;
}
