/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a law is fitted to: the curve of a workload, its workers in terms of what the machine can do. */
#include <math.h>
#include <stdlib.h>

#include "judge/curve.h"
#include "judge/law.h"

/* Values of N nearer than this are the same; so are the two kinds of probes, which must be as sure. */
static const double SAME_N = 0.02, SAME_PROBE = 0.05;

/* From this N on one speedup tells a serial share. */
static const double KARP_FLATT_MIN = 1.5;

/* More rounds than this would only take time. */
enum { ROUNDS_MAX = 400 };

static const struct interval unknown = {NAN, NAN, NAN, false};

/* What the law of a workload rests on. */
struct curve_points {
	size_t count;
	bool capacity_unknown; /* others were left out for that */
	const struct cell_result *cell[LAW_POINTS_MAX];
	struct interval n[LAW_POINTS_MAX];
};

/* The capacity that both kinds of probes agree on; NaN mid where they don't, are unsure or not there. */
static struct interval agreed(const struct capacity_point *point)
{
	struct interval a = isnan(point->latency.mid) ? point->throughput : point->latency;
	struct interval b = isnan(point->throughput.mid) ? point->latency : point->throughput;

	if (isnan(a.mid) || fabs(a.mid / b.mid - 1) > SAME_PROBE) {
		return unknown;
	}
	struct interval both = {
		(a.mid + b.mid) / 2, fmin(a.low, b.low), fmax(a.high, b.high), a.exact && b.exact};
	return both.exact && interval_half_width(&both) > SAME_PROBE ? unknown : both;
}

static double between(double from, double to, double share)
{
	return from + (to - from) * share;
}

static bool was_probed(const struct capacity_point *point)
{
	return !isnan(point->latency.mid) || !isnan(point->throughput.mid);
}

/* What WORKERS can do at once by the probes: straight between the counts that were probed, and flat beyond
 * those that used all CPUs; NaN mid if that is not known. */
static struct interval probed_n(const struct capacity *capacity, double usable, uint32_t workers)
{
	const struct capacity_point *below = NULL, *above = NULL;

	for (size_t i = 0; i < capacity->count; i++) {
		const struct capacity_point *point = &capacity->point[i];

		if (!was_probed(point)) {
			continue;
		}
		below = point->workers <= workers ? point : below;
		above = point->workers >= workers && !above ? point : above;
	}
	if (!below || (!above && below->workers < usable)) {
		return unknown;
	}
	struct interval low = agreed(below);
	if (!above || above == below) {
		return low;
	}
	struct interval high = agreed(above);
	double share = (double)(workers - below->workers) / (above->workers - below->workers);

	return (struct interval){between(low.mid, high.mid, share),
		between(low.low, high.low, share), between(low.high, high.high, share),
		low.exact && high.exact};
}

static struct interval machine_n(const struct judgement *judgement, uint32_t workers)
{
	double usable = judgement_usable_cpus(judgement), n = fmin(workers, usable);

	if (judgement->capacity.count > 0) {
		return probed_n(&judgement->capacity, usable, workers);
	}
	return isnan(usable) ? unknown : (struct interval){n, n, n, true};
}

/* The part of a CPU that a worker takes. */
static double cpu_share(const struct workload_result *result)
{
	return result->alone == WORK_MIXED ? result->busy_share : 1;
}

struct interval law_n(const struct judgement *judgement, size_t workload, uint32_t workers)
{
	const struct workload_result *result = &judgement->workloads[workload];
	double tasks = (double)result->workload->task_count, n = workers;

	if (tasks > 0) {
		n = tasks / ceil(tasks / workers);
	}
	if (result->alone == WORK_WAITING) {
		return (struct interval){n, n, n, true};
	}
	struct interval machine = machine_n(judgement, workers);
	double share = cpu_share(result);

	if (isnan(machine.mid)) {
		return machine;
	}
	return (struct interval){fmin(n, machine.mid / share), fmin(n, machine.low / share),
		fmin(n, machine.high / share), machine.exact};
}

/* The points of CURVE by rising N, of several with the same N the one with the fewest workers. */
static void gather_points(struct curve_points *points, const struct judgement *judgement,
	size_t workload, const struct curve *curve)
{
	points->count = 0;
	for (size_t i = 1; i < curve->count && points->count < LAW_POINTS_MAX; i++) {
		struct interval n = law_n(judgement, workload, curve->point[i]->cell->workers);
		bool first = points->count == 0;

		points->capacity_unknown |= isnan(n.mid);
		if (!isnan(n.mid) &&
			(first || n.mid > points->n[points->count - 1].mid * (1 + SAME_N))) {
			points->n[points->count] = n;
			points->cell[points->count++] = curve->point[i];
		}
	}
}

static int compare_rounds(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* The rounds that any of POINTS has, sorted; the caller frees. */
static uint32_t *gather_rounds(const struct curve_points *points, size_t *count)
{
	size_t all = 0, kept = 0;
	uint32_t *rounds = NULL;

	for (size_t i = 0; i < points->count; i++) {
		const struct cell_result *cell = points->cell[i];

		rounds = xrealloc(rounds, all + cell->sample_count + 1, sizeof(*rounds));
		for (size_t k = 0; k < cell->sample_count; k++) {
			rounds[all++] = cell->round[k];
		}
	}
	if (all > 0) {
		qsort(rounds, all, sizeof(*rounds), compare_rounds);
	}
	for (size_t i = 0; i < all; i++) {
		if (kept == 0 || rounds[i] != rounds[kept - 1]) {
			rounds[kept++] = rounds[i];
		}
	}
	*count = kept < ROUNDS_MAX ? kept : ROUNDS_MAX;
	return rounds;
}

/* The times of POINTS in ROUNDS as law_fit wants them; the caller frees. */
static double *make_table(
	const struct curve_points *points, const uint32_t *rounds, size_t round_count)
{
	double *table = xcalloc(points->count * round_count, sizeof(*table));

	for (size_t i = 0; i < points->count; i++) {
		const struct cell_result *cell = points->cell[i];
		size_t k = 0;

		for (size_t r = 0; r < round_count; r++) {
			while (k < cell->sample_count && cell->round[k] < rounds[r]) {
				k++;
			}
			bool has = k < cell->sample_count && cell->round[k] == rounds[r];

			table[r * points->count + i] = has ? cell->time[k] : NAN;
		}
	}
	return table;
}

static double karp_flatt(double speedup, double n)
{
	return fmax(0, (n / speedup - 1) / (n - 1));
}

/* From the speedup of the point with the largest N. */
static struct interval find_karp_flatt(const struct curve_points *points)
{
	if (points->count == 0 || points->n[points->count - 1].low < KARP_FLATT_MIN) {
		return unknown;
	}
	const struct interval *n = &points->n[points->count - 1];
	const struct interval *speedup = &points->cell[points->count - 1]->speedup;

	return (struct interval){
		.mid = karp_flatt(speedup->mid, n->mid),
		.low = karp_flatt(speedup->high, n->low),
		.high = karp_flatt(speedup->low, n->high),
		.exact = speedup->exact && n->exact,
	};
}

/* How far the law of WORKLOAD may speak: to twice the largest N that was measured, and no further than
 * its tasks and the CPUs go; NaN where work needs CPUs and it is not known how many there are. */
static double far_enough(const struct judgement *judgement, size_t workload, double n_max)
{
	const struct workload_result *result = &judgement->workloads[workload];
	double ask = 2 * n_max, tasks = (double)result->workload->task_count;

	if (tasks > 0) {
		ask = fmin(ask, tasks);
	}
	if (result->alone != WORK_WAITING) {
		uint32_t cpus = judgement->samples->run.machine.allowed_cpus;

		ask = cpus > 0 ? fmin(ask, cpus / cpu_share(result)) : (double)NAN;
	}
	return floor(ask);
}

/* Fits POINTS, which are of WORKLOAD. */
static void fit_points(struct law *law, const struct judgement *judgement, size_t workload,
	const struct curve_points *points)
{
	double n[LAW_POINTS_MAX];
	struct law_data data = {.count = points->count, .n = n, .ask = NAN};
	uint32_t *rounds = gather_rounds(points, &data.rounds);
	double *table = make_table(points, rounds, data.rounds);

	for (size_t i = 0; i < points->count; i++) {
		n[i] = points->n[i].mid;
		data.ask = far_enough(judgement, workload, n[i]);
	}
	data.time_ns = table;
	law_fit(law, &data);
	if (points->capacity_unknown &&
		(law->refusal == LAW_UNKNOWN || law->refusal == LAW_FEW_POINTS)) {
		law->refusal = LAW_CAPACITY;
	}
	law->karp_flatt = find_karp_flatt(points);
	free(table);
	free(rounds);
}

void law_find(struct law *law, const struct judgement *judgement, size_t workload)
{
	const struct workload_result *result = &judgement->workloads[workload];
	struct curve_points points = {0};
	struct curve curve = {0};

	if (result->baseline && result->alone != WORK_UNKNOWN) {

		curve_init(&curve, judgement, workload);
		gather_points(&points, judgement, workload, &curve);
	}
	fit_points(law, judgement, workload, &points);
	law->work = result->alone;
	law->strategy = curve.strategy;
	curve_finish(&curve);
}
