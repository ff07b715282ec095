/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long samples take, learnt while measuring: what a round costs and what the budget allows. */
#include "sweep/pace.h"

#include <math.h>

#include "text.h"

/* What the judge needs for a 95 % interval (measuring side: only to warn of a small budget). */
enum { ROUNDS_FOR_INTERVALS = 6 };

/* What exec, settling and reading the area add to every sample. */
static const double launch_overhead_ns = 9e6;

/* What a sample of CELL should last if its strategy cost nothing. */
static double ideal_ns(const struct rounds *rounds, const struct plan_cell *cell)
{
	return (double)rounds->workload[cell->workload].loop_ns / cell->workers;
}

void pace_learn(struct rounds *rounds, size_t cell, const struct sample *sample)
{
	double ns = (double)sample->total_ns;
	double *estimate_ns = &rounds->estimate_ns[cell];

	if (sample->status == SAMPLE_TIMED_OUT) {
		ns = (double)rounds->plan->timeout_ns;
	} else if (sample->total_ns == SAMPLE_UNKNOWN) {
		return; /* a crash says nothing of how long the next one takes */
	}
	*estimate_ns = *estimate_ns > 0 && sample->round > 1 ? 0.5 * (*estimate_ns + ns) : ns;
}

void pace_spread(struct rounds *rounds)
{
	const struct plan *plan = rounds->plan;

	for (size_t i = 0; i < plan->cell_count; i++) {
		for (size_t j = i; j < plan->cell_count && rounds->estimate_ns[i] <= 0; j++) {
			if (plan->cells[j].workload == plan->cells[i].workload &&
				plan->cells[j].strategy == plan->cells[i].strategy) {
				rounds->estimate_ns[i] = rounds->estimate_ns[j];
			}
		}
		double least_ns = ideal_ns(rounds, &plan->cells[i]);
		if (rounds->estimate_ns[i] < least_ns) {
			rounds->estimate_ns[i] = least_ns;
		}
	}
}

bool pace_is_missing(const struct rounds *rounds, const struct round *round, size_t place)
{
	const struct plan_cell *cell = &rounds->plan->cells[round->order[place].cell];
	/* of a loop that timed out a copy tells nothing, and must not be what retires it */
	bool pointless = round->order[place].copy && cell->timed_out_count > 0;

	return !round->done[place] && !cell->retired && !pointless;
}

static void add_estimate(const struct rounds *rounds, size_t cell, struct amount *amount)
{
	amount->samples++;
	amount->seconds += (rounds->estimate_ns[cell] + launch_overhead_ns) / 1e9;
}

struct amount pace_missing(const struct rounds *rounds, const struct round *round, size_t place)
{
	struct amount amount = {0};

	for (; place < round->count; place++) {
		if (pace_is_missing(rounds, round, place)) {
			add_estimate(rounds, round->order[place].cell, &amount);
		}
	}
	return amount;
}

struct amount pace_whole(const struct rounds *rounds, const struct round *round, uint32_t count)
{
	struct amount amount = {0};

	for (size_t i = 0; i < round->count; i++) {
		if (!rounds->plan->cells[round->order[i].cell].retired) {
			add_estimate(rounds, round->order[i].cell, &amount);
		}
	}
	return (struct amount){count * amount.samples, count * amount.seconds};
}

struct amount pace_traced(const struct rounds *rounds)
{
	const struct plan *plan = rounds->plan;
	struct amount amount = {0};

	for (size_t i = 0; plan->trace && i < plan->asked_cells; i++) {
		if (!plan->cells[i].retired && !(rounds->traced && rounds->traced[i])) {
			add_estimate(rounds, i, &amount);
		}
	}
	return amount;
}

bool pace_budget_allows(const struct rounds *rounds, const struct round *round)
{
	double budget_s = (double)rounds->plan->budget_ns / 1e9;
	struct amount missing = pace_missing(rounds, round, 0);
	bool begun = missing.samples < pace_whole(rounds, round, 1).samples;

	return rounds->plan->budget_ns == 0 || round->number <= 1 || begun || rounds->budget_anew ||
	       missing.samples == 0 ||
	       rounds_elapsed_s(rounds) + missing.seconds + pace_traced(rounds).seconds <= budget_s;
}

void pace_warn_of_budget(const struct rounds *rounds, const struct round *round)
{
	double left_s = (double)rounds->plan->budget_ns / 1e9 - rounds_elapsed_s(rounds);
	double round_s = pace_missing(rounds, round, 0).seconds;
	double fitting = floor(left_s / round_s);

	if (round->number != 1 || rounds->plan->budget_ns == 0 || !(round_s > 0)) {
		return;
	}
	if (fitting < 1) {
		warn("a round takes about %.0f s, which is more than the budget leaves; one is "
		     "measured all the same",
			ceil(round_s));
	} else if (fitting < ROUNDS_FOR_INTERVALS && rounds->plan->rounds >= ROUNDS_FOR_INTERVALS) {
		warn("the budget allows about %.0f rounds of %.0f s; below %d there are no "
		     "intervals",
			fitting, ceil(round_s), ROUNDS_FOR_INTERVALS);
	}
}
