/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A budget below the floor: smaller sizes first, then fewer worker counts, until enough rounds fit. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/pace.h"
#include "sweep/size.h"
#include "text.h"

/* Below this a sample tells more of the clock and the scheduler than of the work. */
#define LEAST_SAMPLE_NS UINT64_C(25000000)

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

/* How many times what the budget leaves the least number of rounds would take, round 0 included. */
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
	needed_s += pace_whole(rounds, &round, least).seconds;
	free(round.order);
	return left_s > 0 ? needed_s / left_s : INFINITY;
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
	bool any = false;
	char duration[32];

	if (plan->sample_time_ns <= LEAST_SAMPLE_NS) {
		return true;
	}
	plan->sample_time_ns =
		shorter_ns > LEAST_SAMPLE_NS ? (uint64_t)shorter_ns : LEAST_SAMPLE_NS;
	for (size_t w = 0; w < plan->asked_workloads; w++) {
		union value *value;

		if (plan_size_param(plan, w, &value)) {
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

/* Keeps the labelled worker counts and their estimates. */
static void drop_points(struct rounds *rounds)
{
	struct plan *plan = rounds->plan;
	size_t before_count = plan->cell_count;
	struct plan_cell *before = xcalloc(before_count, sizeof(*before));
	double *estimate_ns = rounds->estimate_ns;

	memcpy(before, plan->cells, before_count * sizeof(*before));
	uint32_t points = plan->point_count;
	if (plan_keep_labelled(plan)) {
		say(rounds, xasprintf("%u of %u worker counts left out, those without a label",
				    points - plan->point_count, points));
	}
	rounds->estimate_ns = xcalloc(plan->cell_count, sizeof(*rounds->estimate_ns));
	for (size_t i = 0, j = 0; i < plan->cell_count; i++, j++) {
		/* both lists have the same order */
		while (before[j].workload != plan->cells[i].workload ||
			before[j].strategy != plan->cells[i].strategy ||
			before[j].workers != plan->cells[i].workers) {
			j++;
		}
		rounds->estimate_ns[i] = estimate_ns[j];
	}
	free(estimate_ns);
	free(before);
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
	if (factor > 1) {
		drop_points(rounds);
	}
	if (rounds->fitted) {
		warn("the budget is small: %s", rounds->fitted);
	}
	return true;
}
