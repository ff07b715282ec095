/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to use for a workload: how sure that is, and the count of workers that its waits explain. */
#include "judge/advice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/advice_bound.h"
#include "judge/questions.h"
#include "judge/relation.h"

/* Rounds of the command: enough for an interval by signed ranks, and no more than an evening takes. */
enum { ROUNDS_MIN = STATS_SIGNED_RANK_MIN, ROUNDS_MAX = 400 };

/* Probes that find less than this share of the usable CPUs are believed more than their number. */
static const double PROBED_MAX = 0.9;

const char *advice_end_name(enum advice_end end)
{
	static const char *const names[] = {
		[ADVICE_EARLY] = "too early",
		[ADVICE_WITHDRAWN] = "withdrawn",
		[ADVICE_NONE] = "nothing to compare",
		[ADVICE_OPEN] = "cannot tell",
		[ADVICE_LOOP] = "stay sequential",
		[ADVICE_USE] = "use",
	};

	return names[end];
}

char *advice_chunk(const struct run_strategy *strategy)
{
	static const char name[] = "chunk=";
	const char *given = strstr(strategy->spec, name);

	if (given) {
		given += strlen(name);
		return xasprintf("%.*s", (int)strcspn(given, ","), given);
	}
	bool has_chunks =
		strategy_ends_with(strategy, "-pool") || strategy_ends_with(strategy, "-per-task");
	return has_chunks ? xstrdup("1") : NULL;
}

/* What all usable CPUs computed at once in the probes, of their two kinds the more; NaN unknown. */
static double probed_cpus(const struct judgement *judgement)
{
	const struct capacity *capacity = &judgement->capacity;
	double most = NAN, usable = judgement_usable_cpus(judgement);

	for (size_t i = 0; i < capacity->count; i++) {
		const struct capacity_point *point = &capacity->point[i];

		if (point->workers >= usable) {
			most = fmax(most, fmax(point->latency.mid, point->throughput.mid));
		}
	}
	return most;
}

static void find_cpus(struct advice_formula *formula, const struct judgement *judgement)
{
	const struct run_machine *machine = &judgement->samples->run.machine;
	double probed = probed_cpus(judgement);

	formula->cpus = judgement_usable_cpus(judgement);
	formula->quota = machine->quota_cpus > 0 && machine->quota_cpus < machine->allowed_cpus;
	if (!formula->quota && probed >= 1 && probed < PROBED_MAX * formula->cpus) {
		formula->cpus = probed;
		formula->probed = true;
	}
}

static void find_formula(
	struct advice_formula *formula, const struct judgement *judgement, size_t workload)
{
	const struct workload_result *result = &judgement->workloads[workload];
	double busy = result->busy_share;

	*formula = (struct advice_formula){
		.wait_ns = NAN, .cpu_ns = NAN, .workers = NAN, .shared = NAN};
	find_cpus(formula, judgement);
	formula->tasks = result->workload->task_count;
	if (result->held.shown) {
		formula->shared = result->held.speedup.mid;
	}
	if (formula->tasks > 0 && busy > 0 && result->alone != WORK_COMPUTING) {
		formula->cpu_ns = result->baseline->cpu_ns / (double)formula->tasks;
		formula->wait_ns = formula->cpu_ns * (1 - busy) / busy;
		formula->workers = formula->cpus * (1 + formula->wait_ns / formula->cpu_ns);
	}
}

/* How many rounds tell the chosen cell from the runner-up. */
static uint32_t find_rounds(const struct choice *choice, double margin)
{
	double rounds = ROUNDS_MIN;

	if (choice->next && choice->ahead.exact) {
		size_t pairs = 0;

		compare_cells(choice->next, choice->cell, 0.05, &pairs);
		double effect = effect_of(&choice->ahead);
		double shrink = interval_half_width(&choice->ahead) / fmax(effect, margin - effect);

		rounds = fmax(rounds, ceil((double)pairs * shrink * shrink));
	}
	return (uint32_t)fmin(rounds, ROUNDS_MAX);
}

static enum advice_end end_of(const struct advice *advice)
{
	switch (advice->curve.choice.end) {
	case CHOICE_OPEN:
		return ADVICE_OPEN;
	case CHOICE_LOOP:
		return ADVICE_LOOP;
	case CHOICE_USE:
		return ADVICE_USE;
	default:
		return ADVICE_NONE;
	}
}

void advice_init(struct advice *advice, const struct judgement *judgement, size_t workload,
	const struct losses *losses)
{
	struct questions questions;

	*advice = (struct advice){.judgement = judgement, .workload = workload, .lost = NAN};
	if (choice_loop_rounds(judgement, workload) < STATS_INTERVAL_MIN) {
		return;
	}
	questions_ask(&questions, judgement, workload);
	curve_init(&advice->curve, judgement, workload);
	advice->end = questions.withdrawn ? ADVICE_WITHDRAWN : end_of(advice);
	if (advice->curve.choice.end != CHOICE_NONE) {
		find_formula(&advice->formula, judgement, workload);
		advice_find_bound(advice, losses);
		advice->rounds = find_rounds(&advice->curve.choice, questions.margin);
	}
}

void advice_finish(struct advice *advice)
{
	curve_finish(&advice->curve);
	*advice = (struct advice){0};
}
