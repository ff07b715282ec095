/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The times of the recommended strategy by its workers. */
#include "judge/curve.h"

#include <stdlib.h>
#include <string.h>

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

/* The strategy of the chosen cell, of the runner-up, or where every cell failed at some time of the fastest
 * of all; run.strategy_count if no cell can be compared. */
static size_t find_strategy(
	const struct choice *choice, const struct judgement *judgement, size_t workload)
{
	const struct cell_result *cell = choice->cell;
	const struct run *run = &judgement->samples->run;

	if (cell && cell->cell->baseline) {
		cell = choice->next;
	}
	for (size_t i = 0; !choice->cell && i < run->strategy_count; i++) {
		const struct cell_result *rival = fastest_cell(judgement, workload, i);

		if (rival && (!cell || rival->speedup.mid > cell->speedup.mid)) {
			cell = rival;
		}
	}
	return cell ? cell->cell->strategy : run->strategy_count;
}

static int compare_workers(const void *a, const void *b)
{
	const struct cell_result *const *x = a, *const *y = b;

	return (*x)->cell->workers < (*y)->cell->workers
		       ? -1
		       : (*x)->cell->workers > (*y)->cell->workers;
}

static bool is_level(const struct curve *curve, size_t point)
{
	struct interval ratio = relate(curve->point[point], curve->point[curve->pick]).ratio;

	return ratio.exact && ratio.mid <= 1 + CURVE_LEVEL;
}

/* Finds best, pick and what is level with it among the points. */
static void find_pick(struct curve *curve)
{
	curve->best = 0;
	for (size_t i = 1; i < curve->count; i++) {
		if (curve->point[i]->speedup.mid > curve->point[curve->best]->speedup.mid) {
			curve->best = i;
		}
	}
	curve->pick = 0;
	for (size_t i = 1; i < curve->count; i++) {
		curve->pick = curve->point[i] == curve->choice.cell ? i : curve->pick;
	}
	curve->level_to = curve->pick;
	while (curve->level_to + 1 < curve->count && is_level(curve, curve->level_to + 1)) {
		curve->level_to++;
	}
}

const struct cell_result **curve_points(
	const struct judgement *judgement, size_t workload, size_t strategy, size_t *count)
{
	size_t cell_count = judgement->samples->run.cell_count;
	const struct cell_result **point = xcalloc(cell_count + 1, sizeof(*point));

	point[0] = judgement->workloads[workload].baseline;
	*count = 1;
	for (size_t i = 0; i < cell_count; i++) {
		if (is_point(&judgement->cells[i], workload, strategy)) {
			point[(*count)++] = &judgement->cells[i];
		}
	}
	qsort(point + 1, *count - 1, sizeof(*point), compare_workers);
	return point;
}

void curve_init(struct curve *curve, const struct judgement *judgement, size_t workload)
{
	*curve = (struct curve){0};
	choice_make(&curve->choice, judgement, workload);
	curve->strategy = find_strategy(&curve->choice, judgement, workload);
	curve->point = curve_points(judgement, workload, curve->strategy, &curve->count);
	find_pick(curve);
}

void curve_finish(struct curve *curve)
{
	free(curve->point);
	*curve = (struct curve){0};
}
