/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bounds a workload: its CPU share alone, or something that its workers share. */
#include "judge/class.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/compare.h"
#include "judge/curve.h"
#include "judge/relation.h"
#include "judge/sentences.h"

/* Twice the workers gain nothing where their gain is below this share for sure. */
static const double GAIN_MAX = 0.10;

/* Clearly below is at most this share of what CPUs and tasks allow. */
static const double CLEARLY = 0.75;

/* CPUs that were busy for more than this share of the time may be what bounds it. */
static const double CPU_SHARE_MAX = 0.75;

/* Being held costs little CPU time: at most this much of the loop's, and this much of what there is. */
static const double CPU_GROWTH_MAX = 1.5, CPU_ROOM = 0.1;

/* Tasks that are held take at least so many times as long. */
static const double LONGER_MIN = 1.5;

const char *work_class_name(enum work_class class)
{
	static const char *const names[] = {
		"unknown", "waiting", "mixed", "computing", "held by something shared"};

	return names[class];
}

enum work_class work_class_of(double busy_share)
{
	if (isnan(busy_share)) {
		return WORK_UNKNOWN;
	}
	return busy_share >= 0.9 ? WORK_COMPUTING : busy_share <= 0.1 ? WORK_WAITING : WORK_MIXED;
}

/* The time inside tasks of SAMPLE, over all workers, without waiting for a CPU where that is known; NaN
 * unknown. */
static double inside_ns(const struct sample *sample)
{
	const struct sample_workers *workers = &sample->workers;
	double sum = 0;

	if (workers->row_count == 0) {
		return NAN;
	}
	for (uint32_t i = 0; i < workers->row_count; i++) {
		const struct sample_worker *row = &workers->row[i];

		if (row->busy_ns == SAMPLE_UNKNOWN) {
			return NAN;
		}
		sum += (double)row->busy_ns;
		if (row->runqueue_ns != SAMPLE_UNKNOWN && row->runqueue_ns < row->busy_ns) {
			sum -= (double)row->runqueue_ns;
		}
	}
	/* five numbers stand for many workers there */
	return sum / workers->row_count * workers->count;
}

/* The median of that over the samples of CELL; NaN if it has none. */
static double median_inside_ns(const struct samples *samples, const struct cell_result *cell)
{
	double *values = xcalloc(samples->count, sizeof(*values));
	size_t count = 0;

	for (size_t i = 0; i < samples->count; i++) {
		const struct sample *sample = &samples->sample[i];
		bool counts = sample->round > 0 && sample->status == SAMPLE_OK &&
			      (sample->role == ROLE_CELL || sample->role == ROLE_BASELINE);

		if (counts && strcmp(sample->cell, cell->cell->key) == 0) {
			double ns = inside_ns(sample);

			values[count] = ns;
			count += isnan(ns) ? 0 : 1;
		}
	}
	double median = stats_median(values, count, 0.05).mid;
	free(values);
	return median;
}

/* The most that CPUs and tasks let WORKERS do. */
static double allowed_speedup(const struct judgement *judgement, size_t workload, uint32_t workers)
{
	const struct workload_result *result = &judgement->workloads[workload];
	double tasks = (double)result->workload->task_count;
	double by_tasks = tasks > 0 ? tasks / ceil(tasks / workers) : workers;

	return fmin(by_tasks, judgement_usable_cpus(judgement) / result->busy_share);
}

/* The first point of CURVE that the last, with twice its workers or more, gains nothing over; 0: none. */
static size_t find_flat(const struct curve *curve)
{
	const struct cell_result *last = curve->point[curve->count - 1];

	for (size_t i = 1; i + 1 < curve->count; i++) {
		struct interval gain = relate(curve->point[i], last).ratio;

		if (last->cell->workers < 2 * curve->point[i]->cell->workers) {
			return 0;
		}
		if (gain.exact && gain.high <= 1 + GAIN_MAX) {
			return i;
		}
	}
	return 0;
}

/* True if AT used hardly more CPU time than LOOP, and left some of the CPUs' HAD_NS over. */
static bool leaves_cpus_idle(
	const struct cell_result *loop, const struct cell_result *at, double had_ns)
{
	return at->cpu_ns <= CPU_SHARE_MAX * had_ns &&
	       at->cpu_ns <= CPU_GROWTH_MAX * loop->cpu_ns + CPU_ROOM * had_ns;
}

static void look_at_curve(const struct judgement *judgement, size_t workload,
	const struct curve *curve, struct held *held)
{
	size_t flat = find_flat(curve);
	double usable = judgement_usable_cpus(judgement);

	if (flat == 0 || isnan(usable)) {
		return;
	}
	const struct cell_result *loop = curve->point[0], *last = curve->point[curve->count - 1];
	uint32_t workers = last->cell->workers;
	double most = CLEARLY * allowed_speedup(judgement, workload, workers);
	double had_ns = last->time_ns.mid * fmin(workers, usable);

	held->from = curve->point[flat]->cell->workers;
	held->to = workers;
	held->speedup = last->speedup;
	held->cpu_share = last->cpu_ns / had_ns;
	held->longer = median_inside_ns(judgement->samples, last) /
		       median_inside_ns(judgement->samples, loop);
	/* a number that is not known is NaN, and holds against it */
	held->shown = curve->point[curve->best]->speedup.high <= most &&
		      last->speedup.high <= most && leaves_cpus_idle(loop, last, had_ns) &&
		      held->longer >= LONGER_MIN;
}

void class_find_held(const struct judgement *judgement, size_t workload, struct held *held)
{
	const struct workload_result *result = &judgement->workloads[workload];
	struct curve curve;

	*held = (struct held){0};
	if (!result->baseline || result->alone == WORK_UNKNOWN) {
		return;
	}
	curve_init(&curve, judgement, workload);
	/* a worker per task may be held by nothing but the making of workers */
	if (curve.count > 2 &&
		!strategy_ends_with(
			&judgement->samples->run.strategies[curve.strategy], "-per-task")) {
		look_at_curve(judgement, workload, &curve, held);
	}
	curve_finish(&curve);
}

void class_say(const struct held *held, struct text *text)
{
	if (!held->shown) {
		return;
	}
	struct ratio_text speed = ratio_text(&held->speedup);

	add_sentence(text,
		"Held by something shared: from %u workers to %u nothing is gained over %s× (%s), "
		"although the CPUs are busy for only %.0f %% of the time, and tasks take %.1f× as "
		"long; it is as if %.0f %% of each were done by one at a time.",
		held->from, held->to, speed.mid, speed.range, 100 * held->cpu_share, held->longer,
		100 * fmin(1, 1 / held->speedup.mid));
}
