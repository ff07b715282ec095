/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a sweep of task lengths to the shortest task that is worth a worker. */
#include "judge/granularity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* Beyond this an efficiency is taken for this one between points: the odds of 1 are infinite. */
static const double EFFICIENCY_MOST = 0.99;

/* An end of an interval, or its middle. */
enum side { SIDE_LOW, SIDE_MID, SIDE_HIGH };

static double side_of(const struct interval *interval, enum side side)
{
	return side == SIDE_LOW ? interval->low : side == SIDE_MID ? interval->mid : interval->high;
}

double granularity_share(const struct granularity *granularity, enum granularity_level level)
{
	return level == GRANULARITY_HALF   ? 0.5
	       : level == GRANULARITY_MOST ? 0.9
					   : 1 / granularity->capacity.mid;
}

/* ---- the curves ---- */

/* What WORKERS compute at once. */
static void find_capacity(struct granularity *granularity)
{
	const struct judgement *judgement = granularity->judgement;
	double usable = judgement_usable_cpus(judgement);
	const struct capacity *capacity = &judgement->capacity;

	for (size_t i = 0; i < capacity->count; i++) {
		const struct capacity_point *point = &capacity->point[i];

		if (point->workers == granularity->workers && point->latency.mid > 0) {
			granularity->capacity = point->latency;
			granularity->probed = true;
		}
	}
	if (!granularity->probed) {
		double cpus = fmin(granularity->workers, usable);

		granularity->capacity = (struct interval){cpus, cpus, cpus, true};
	}
}

static int by_length(const void *a, const void *b)
{
	const struct granularity_point *x = a, *y = b;

	return x->task_ns < y->task_ns ? -1 : x->task_ns > y->task_ns;
}

/* True if CELL can be compared with its loop; then POINT is what it tells. */
static bool make_point(const struct granularity *granularity, const struct cell_result *cell,
	struct granularity_point *point)
{
	const struct workload_result *workload =
		&granularity->judgement->workloads[cell->cell->workload];
	const struct interval *capacity = &granularity->capacity, *speedup = &cell->speedup;

	if (cell->cell->baseline || !workload->baseline || !(speedup->mid > 0) ||
		!(workload->baseline->time_ns.mid > 0)) {
		return false;
	}
	*point = (struct granularity_point){
		.cell = cell,
		.task_ns = workload->baseline->time_ns.mid / (double)workload->workload->task_count,
		.efficiency = {speedup->mid / capacity->mid, speedup->low / capacity->high,
			speedup->high / capacity->low, speedup->exact && capacity->exact},
	};
	return true;
}

static void gather_points(const struct granularity *granularity, struct granularity_curve *curve)
{
	const struct run *run = &granularity->judgement->samples->run;

	curve->point = xcalloc(run->cell_count, sizeof(*curve->point));
	for (size_t c = 0; c < run->cell_count; c++) {
		const struct cell_result *cell = &granularity->judgement->cells[c];

		if (cell->cell->strategy == curve->strategy &&
			cell->cell->workers == granularity->workers &&
			make_point(granularity, cell, &curve->point[curve->count])) {
			curve->count++;
		}
	}
	qsort(curve->point, curve->count, sizeof(*curve->point), by_length);
}

/* ---- where a level is reached ---- */

/* The efficiency of POINT as LEVEL asks for it. As fast as the loop is what the speedup alone says, so
 * that the capacity's interval does not count there. */
static struct interval judged(const struct granularity *granularity,
	const struct granularity_point *point, enum granularity_level level)
{
	const struct interval *speedup = &point->cell->speedup;
	double capacity = granularity->capacity.mid;

	if (level != GRANULARITY_EVEN) {
		return point->efficiency;
	}
	return (struct interval){speedup->mid / capacity, speedup->low / capacity,
		speedup->high / capacity, speedup->exact};
}

/* The logarithm of the odds of EFFICIENCY; where SHARE is too near to 1 for that, of the efficiency. */
static double odds(double efficiency, double share)
{
	if (share > EFFICIENCY_MOST - 0.01) {
		return log(fmax(efficiency, 1e-6));
	}
	efficiency = fmin(fmax(efficiency, 1e-6), EFFICIENCY_MOST);
	return log(efficiency / (1 - efficiency));
}

/* The length at which SIDE of the efficiencies reaches LEVEL. From point FIRST on none is surely below; the
 * one before it is. */
static double crossing(const struct granularity *granularity, const struct granularity_curve *curve,
	enum granularity_level level, size_t first, enum side side)
{
	double share = granularity_share(granularity, level), before = NAN;

	for (size_t i = 0; i < curve->count; i++) {
		const struct granularity_point *point = &curve->point[i];
		struct interval interval = judged(granularity, point, level);
		double here = side_of(&interval, side);

		if (i >= first && here >= share) {
			if (i == 0) {
				return 0;
			}
			double from = odds(before, share), to = odds(here, share);
			double way = (odds(share, share) - from) / (to - from);
			return point[-1].task_ns * pow(point->task_ns / point[-1].task_ns, way);
		}
		before = here;
	}
	return INFINITY;
}

static void find_mark(const struct granularity *granularity, struct granularity_curve *curve,
	enum granularity_level level)
{
	double share = granularity_share(granularity, level);
	struct granularity_mark *mark = &curve->mark[level];
	size_t first = 0;
	bool reached = false, exact = true;

	mark->lost_ns = NAN;
	for (size_t i = 0; i < curve->count; i++) {
		struct interval interval = judged(granularity, &curve->point[i], level);

		/* what is only a range shows nothing */
		if (interval.exact && interval.high < share) {
			first = i + 1;
			mark->lost_ns = reached ? curve->point[i].task_ns : mark->lost_ns;
		}
		reached = reached || (interval.exact && interval.low >= share);
		exact = exact && interval.exact;
	}
	mark->task_ns = (struct interval){
		.mid = crossing(granularity, curve, level, first, SIDE_MID),
		.low = crossing(granularity, curve, level, first, SIDE_HIGH),
		.high = crossing(granularity, curve, level, first, SIDE_LOW),
		.exact = exact,
	};
}

/* ---- all of it ---- */

static void note_lengths(struct granularity *granularity, const struct granularity_curve *curve)
{
	granularity->shortest_ns = fmin(granularity->shortest_ns, curve->point[0].task_ns);
	granularity->longest_ns =
		fmax(granularity->longest_ns, curve->point[curve->count - 1].task_ns);
}

void granularity_init(struct granularity *granularity, const struct judgement *judgement)
{
	const struct run *run = &judgement->samples->run;

	*granularity = (struct granularity){
		.judgement = judgement,
		.capacity = {NAN, NAN, NAN, false},
		.shortest_ns = NAN,
		.longest_ns = NAN,
	};
	if (!run->granularity || run->point_count == 0) {
		return;
	}
	granularity->workers = run->points[0].workers;
	find_capacity(granularity);
	granularity->curve = xcalloc(run->strategy_count, sizeof(*granularity->curve));
	for (size_t s = 0; s < run->strategy_count; s++) {
		struct granularity_curve *curve = &granularity->curve[granularity->count];

		curve->strategy = s;
		gather_points(granularity, curve);
		if (curve->count == 0) {
			free(curve->point);
			*curve = (struct granularity_curve){0};
			continue;
		}
		for (size_t level = 0; level < GRANULARITY_LEVELS; level++) {
			find_mark(granularity, curve, (enum granularity_level)level);
		}
		note_lengths(granularity, curve);
		granularity->count++;
	}
}

void granularity_finish(struct granularity *granularity)
{
	for (size_t i = 0; i < granularity->count; i++) {
		free(granularity->curve[i].point);
	}
	free(granularity->curve);
	*granularity = (struct granularity){0};
}

/* 0 where nothing is open: reached by all that was measured, or by nothing. */
static double half_width(const struct granularity_curve *curve)
{
	const struct interval *length = &curve->mark[GRANULARITY_HALF].task_ns;
	double low = fmax(length->low, curve->point[0].task_ns);

	if (length->high == 0 || isinf(length->low)) {
		return 0;
	}
	if (isinf(length->high) || !length->exact) {
		return INFINITY;
	}
	return (length->high - low) / 2 / fmax(length->mid, low);
}

double granularity_precision(const struct granularity *granularity)
{
	double widest = granularity->count > 0 ? 0 : INFINITY;

	for (size_t i = 0; i < granularity->count; i++) {
		widest = fmax(widest, half_width(&granularity->curve[i]));
	}
	return widest;
}
