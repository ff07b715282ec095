/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The times of one strategy by its workers, and the fewest workers that do as well as the best. */
#include "judge/curve.h"

#include <stdlib.h>
#include <string.h>

#include "judge/questions.h"
#include "judge/relation.h"
#include "text.h"

bool strategy_ends_with(const struct run_strategy *strategy, const char *ending)
{
	size_t length = strlen(strategy->name), tail = strlen(ending);

	return length >= tail && strcmp(strategy->name + length - tail, ending) == 0;
}

/* True if RESULT is a cell of STRATEGY, beside the baseline, that can be compared with the loop. */
static bool is_point(const struct cell_result *result, size_t workload, size_t strategy)
{
	return result->cell->workload == workload && result->cell->strategy == strategy &&
	       !result->cell->baseline && result->speedup.exact;
}

const struct cell_result *fastest_cell(
	const struct judgement *judgement, size_t workload, size_t strategy)
{
	const struct cell_result *fastest = NULL;

	for (size_t i = 0; i < judgement->samples->run.cell_count; i++) {
		const struct cell_result *result = &judgement->cells[i];

		if (is_point(result, workload, strategy) &&
			(!fastest || result->speedup.mid > fastest->speedup.mid)) {
			fastest = result;
		}
	}
	return fastest;
}

/* 0 for pools, 1 for others, 2 for those that start a worker per task. */
static int preference(const struct run_strategy *strategy)
{
	return strategy_ends_with(strategy, "-pool")       ? 0
	       : strategy_ends_with(strategy, "-per-task") ? 2
							   : 1;
}

static void choose_strategy(struct curve *curve, const struct judgement *judgement, size_t workload)
{
	const struct run *run = &judgement->samples->run;
	const struct cell_result *chosen = NULL;

	curve->first_choice = true;
	curve->strategy = run->strategy_count;
	for (int rank = 0; rank <= 2; rank++) {
		for (size_t i = 0; i < run->strategy_count; i++) {
			const struct cell_result *rival = fastest_cell(judgement, workload, i);

			if (!rival || preference(&run->strategies[i]) != rank ||
				(chosen && relate(rival, chosen).relation != RELATION_FASTER)) {
				continue;
			}
			curve->first_choice = !chosen;
			curve->strategy = i;
			chosen = rival;
		}
	}
}

static int compare_workers(const void *a, const void *b)
{
	const struct cell_result *const *x = a, *const *y = b;

	return (*x)->cell->workers < (*y)->cell->workers
		       ? -1
		       : (*x)->cell->workers > (*y)->cell->workers;
}

/* Finds best, pick and maybe among the points. */
static void find_pick(struct curve *curve, double margin)
{
	bool found_maybe = false;

	curve->best = 0;
	for (size_t i = 1; i < curve->count; i++) {
		if (curve->point[i]->speedup.mid > curve->point[curve->best]->speedup.mid) {
			curve->best = i;
		}
	}
	/* the best itself ends the search: its ratio to itself is 1 */
	for (curve->pick = 0; curve->pick < curve->best; curve->pick++) {
		struct interval ratio =
			relate(curve->point[curve->pick], curve->point[curve->best]).ratio;

		if (!ratio.exact || ratio.low > 1 + margin) {
			continue;
		}
		if (!found_maybe) {
			curve->maybe = curve->pick;
			found_maybe = true;
		}
		if (ratio.high <= 1 + RELATION_BLUR) {
			break;
		}
	}
	curve->maybe = found_maybe ? curve->maybe : curve->pick;
}

void curve_init(struct curve *curve, const struct judgement *judgement, size_t workload)
{
	const struct run *run = &judgement->samples->run;

	*curve = (struct curve){.count = 1};
	curve->point = xcalloc(run->cell_count + 1, sizeof(*curve->point));
	curve->point[0] = judgement->workloads[workload].baseline;
	choose_strategy(curve, judgement, workload);
	for (size_t i = 0; i < run->cell_count; i++) {
		if (is_point(&judgement->cells[i], workload, curve->strategy)) {
			curve->point[curve->count++] = &judgement->cells[i];
		}
	}
	qsort(curve->point + 1, curve->count - 1, sizeof(*curve->point), compare_workers);
	find_pick(curve, questions_margin(judgement, workload));
}

void curve_finish(struct curve *curve)
{
	free(curve->point);
	*curve = (struct curve){0};
}
