/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fitted law as a line over worker counts. */
#include "show/law_curve.h"

#include <math.h>
#include <stdlib.h>

/* Counts in a line: more can't be told apart. */
enum { POINTS_MAX = 200 };

static uint32_t last_beyond(
	const struct law *law, const struct judgement *judgement, size_t workload, uint32_t last)
{
	const struct workload_result *result = &judgement->workloads[workload];
	double tasks = (double)result->workload->task_count, most = 2.0 * last;

	if (law->work == WORK_COMPUTING) {
		most = fmin(most, floor(judgement_usable_cpus(judgement)));
	} else if (law->work == WORK_MIXED) {
		most = last; /* what a worker keeps busy is no whole CPU */
	}
	most = tasks > 0 ? fmin(most, tasks) : most;
	return most > last && most < UINT32_MAX ? (uint32_t)most : last;
}

static void add_point(struct law_curve *curve, double workers, double speedup)
{
	if (isfinite(speedup) && speedup > 0) {
		curve->point[curve->count++] = (struct law_point){workers, speedup};
	}
}

void law_curve_init(struct law_curve *curve, const struct judgement *judgement, size_t workload,
	uint32_t first, uint32_t last)
{
	const struct workload_result *result = &judgement->workloads[workload];
	struct law law;

	*curve = (struct law_curve){.last = last};
	law_find(&law, judgement, workload);
	if (law.refusal != LAW_FITS) {
		return;
	}
	curve->strategy = law.strategy;
	curve->last = last_beyond(&law, judgement, workload, last);
	curve->point = xcalloc(POINTS_MAX + 2, sizeof(*curve->point));
	uint32_t step = (curve->last - first) / POINTS_MAX + 1;
	for (uint64_t workers = first; workers <= curve->last; workers += step) {
		double tasks = (double)result->workload->task_count, n = (double)workers;

		if (workers <= last) {
			n = law_n(judgement, workload, (uint32_t)workers).mid;
		} else if (tasks > 0) {
			n = tasks / ceil(tasks / n);
		}
		add_point(curve, (double)workers,
			result->baseline->time_ns.mid / law_time_ns(&law, n));
		curve->within = workers <= last ? curve->count : curve->within;
	}
	law_say(&law, &curve->words);
	if (curve->words.length == 0) {
		text_add(&curve->words, "More workers change nothing.");
	}
}

void law_curve_finish(struct law_curve *curve)
{
	free(curve->point);
	text_finish(&curve->words);
	*curve = (struct law_curve){0};
}
