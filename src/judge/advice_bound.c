/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which bound binds: what workers share, a loss, the tasks, the CPUs, or how many workers were tried. */
#include "judge/advice_bound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/at_once.h"

/* A loss of more than this share of the ideal binds rather than what sets the ideal. */
static const double LOSS_BINDS = 0.2;

/* Who comes to this share of a limit is bound by it. */
static const double NEAR_LIMIT = 0.75;

/* The longest of tasks that take as long is at most so many times the middle one. */
static const double EQUAL_MAX = 1.25;

/* Tasks of the same length can't be dealt better to so many workers, but for this share. */
static const double DEALT = 0.9;

static const struct {
	const char *words, *change;
} bounds[] = {
	[BOUND_UNKNOWN] = {"", ""},
	[BOUND_CPUS] = {"the CPUs", "More CPUs would change that, or less CPU time per task."},
	[BOUND_QUOTA] = {"the quota",
		"A larger quota would change that, or less CPU time per task."},
	[BOUND_TASKS] = {"the number of tasks", "More and smaller tasks would change that."},
	[BOUND_LONGEST] = {"the longest tasks", "Smaller tasks would change that"},
	[BOUND_UNEVEN] = {"how tasks of different length are dealt",
		"Smaller tasks would change that"},
	[BOUND_SHARED] = {"something that tasks share",
		"Holding it for less of each task would change that."},
	[BOUND_TRIED] = {"the counts tried", "More workers than were tried might change that."},
	[BOUND_START] = {"starting workers", ""},
	[BOUND_HANDOUT] = {"handing out", "Larger chunks would change that."},
	[BOUND_SLOWER] = {"tasks that take more CPU time beside others",
		"Tasks that share less of cores, caches and memory would change that."},
	[BOUND_WAITING] = {"tasks that wait longer beside others",
		"Tasks that wait less for each other would change that."},
	[BOUND_ENDING] = {"ending workers", "More work for each worker would change that."},
	[BOUND_NEIGHBOURS] = {"other processes",
		"A machine without other busy processes would change that."},
};

const char *advice_bound_words(enum advice_bound bound)
{
	return bounds[bound].words;
}

static const struct run_strategy *strategy_of(const struct advice *advice)
{
	return &advice->judgement->samples->run.strategies[advice->curve.strategy];
}

void advice_say_change(const struct advice *advice, struct text *text)
{
	const struct run_strategy *strategy = strategy_of(advice);

	text_add(text, "%s", bounds[advice->bound].change);
	if (advice->bound == BOUND_START) {
		text_add(text, strategy_ends_with(strategy, "-per-task")
				       ? "Larger chunks or a pool would change that: fewer starts."
				       : "More work for each worker would change that.");
	} else if (advice->bound == BOUND_LONGEST || advice->bound == BOUND_UNEVEN) {
		const struct cell_result *cell = advice->curve.choice.cell;
		bool has_order = cell->cell->workers < advice->formula.tasks;

		text_add(text, !has_order                               ? ""
			       : strategy_ends_with(strategy, "-split") ? ", or a pool"
			       : strstr(strategy->spec, "order=longest-first")
				       ? ""
				       : ", or the longest first (order=longest-first)");
		text_add(text, ".");
	}
}

/* The speedup of W workers over N tasks of the same length. */
static double dealt(double tasks, double workers)
{
	return tasks > 0 ? tasks / ceil(tasks / workers) : workers;
}

/* The longest time inside tasks that a worker of SAMPLE has, in those of the middle one; NaN unknown. */
static double spread_of(const struct sample_workers *workers)
{
	double *busy = xcalloc(workers->row_count + 1, sizeof(*busy)), most = 0;
	size_t count = 0;

	for (uint32_t i = 0; i < workers->row_count; i++) {
		const struct sample_worker *row = &workers->row[i];

		if (row->tasks == 1 && row->busy_ns != SAMPLE_UNKNOWN) {
			busy[count] = (double)row->busy_ns;
			most = fmax(most, busy[count++]);
		}
	}
	double spread = count > 1 && count == workers->row_count && workers->count == count
				? most / stats_median(busy, count, 0.05).mid
				: NAN;
	free(busy);
	return spread;
}

/* The same, the median over the samples of CELL, each of whose workers has one task. */
static double median_spread(const struct cell_result *cell)
{
	double *spread = xcalloc(cell->sample_count + 1, sizeof(*spread));
	size_t count = 0;

	for (size_t i = 0; i < cell->sample_count; i++) {
		spread[count] = spread_of(&cell->sample[i]->workers);
		count += isnan(spread[count]) ? 0 : 1;
	}
	double median = stats_median(spread, count, 0.05).mid;
	free(spread);
	return median;
}

/* True if all tasks are known to take as long: by the items of a command, or where CELL has a worker for
 * each by these. */
static bool are_equal(const struct advice *advice, const struct cell_result *cell)
{
	struct item_costs costs;

	item_costs(advice->judgement, advice->workload, &costs);
	return costs.slowest_wall_ns <= EQUAL_MAX * costs.wall_ns ||
	       median_spread(cell) <= EQUAL_MAX;
}

/* True if in most samples of CELL that tell, whoever works longest has one task: then that is what all wait
 * for. */
static bool longest_binds(const struct cell_result *cell)
{
	size_t alone = 0, known = 0;

	for (size_t i = 0; i < cell->sample_count; i++) {
		const struct sample_workers *workers = &cell->sample[i]->workers;
		const struct sample_worker *most = NULL;

		for (uint32_t j = 0; workers->row_count == workers->count && j < workers->row_count;
			j++) {
			const struct sample_worker *row = &workers->row[j];

			most = row->busy_ns != SAMPLE_UNKNOWN &&
					       (!most || row->busy_ns > most->busy_ns)
				       ? row
				       : most;
		}
		known += most != NULL;
		alone += most && most->tasks == 1;
	}
	return known == 0 || 2 * alone >= known;
}

/* How many workers the CPUs have room for; INFINITY where work waits and it is not known how much. */
static double room_on_cpus(const struct advice *advice)
{
	const struct advice_formula *formula = &advice->formula;
	bool computes = advice->judgement->workloads[advice->workload].alone == WORK_COMPUTING;

	return computes                  ? formula->cpus
	       : isnan(formula->workers) ? (double)INFINITY
					 : formula->workers;
}

/* What a loss of CELL means, whose ideal is IDEAL. */
static enum advice_bound bound_of_loss(
	const struct advice *advice, enum loss loss, const struct cell_result *cell, double ideal)
{
	double tasks = (double)advice->formula.tasks;
	bool one_each = tasks > 0 && cell->cell->workers >= tasks && tasks < room_on_cpus(advice);
	static const enum advice_bound of[] = {
		[LOSS_START] = BOUND_START,
		[LOSS_HANDOUT] = BOUND_HANDOUT,
		[LOSS_SLOWER] = BOUND_SLOWER,
		[LOSS_WAITING] = BOUND_WAITING,
		[LOSS_UNEVEN] = BOUND_LONGEST,
		[LOSS_ENDING] = BOUND_ENDING,
		[LOSS_NEIGHBOURS] = BOUND_NEIGHBOURS,
		[LOSS_KINDS] = BOUND_UNKNOWN,
	};

	if (loss == LOSS_SLOWER && one_each) {
		return BOUND_TASKS; /* the CPUs have room, but there is nobody to use it */
	}
	if (loss == LOSS_UNEVEN &&
		(are_equal(advice, cell) ||
			(cell->speedup.mid >= DEALT * dealt(tasks, cell->cell->workers) &&
				cell->speedup.mid < ideal))) {
		return BOUND_TASKS;
	}
	if (loss == LOSS_UNEVEN && !longest_binds(cell)) {
		return BOUND_UNEVEN;
	}
	return of[loss];
}

/* The bound by tasks, CPUs and what was tried, of CELL; BOUND_UNKNOWN if it comes near none. */
static enum advice_bound bound_of_limits(
	const struct advice *advice, const struct cell_result *cell)
{
	const struct advice_formula *formula = &advice->formula;
	const struct curve *curve = &advice->curve;
	double by_tasks = formula->tasks > 0 ? (double)formula->tasks : (double)INFINITY;
	double by_cpus = room_on_cpus(advice);
	double limit = fmin(by_tasks, by_cpus);
	double by_dealing = dealt((double)formula->tasks, cell->cell->workers);
	bool most_tried = curve->pick == curve->count - 1;

	if (most_tried && cell->cell->workers < limit &&
		cell->speedup.mid >= NEAR_LIMIT * by_dealing) {
		return BOUND_TRIED;
	}
	if (fmax(cell->speedup.mid, by_dealing) < NEAR_LIMIT * limit) {
		return BOUND_UNKNOWN;
	}
	return by_tasks <= by_cpus ? BOUND_TASKS : formula->quota ? BOUND_QUOTA : BOUND_CPUS;
}

void advice_find_bound(struct advice *advice, const struct losses *losses)
{
	const struct choice *choice = &advice->curve.choice;
	const struct cell_result *cell = choice->cell->cell->baseline ? choice->next : choice->cell;
	const struct loss_account *account =
		losses ? &losses->cell[cell - advice->judgement->cells] : NULL;
	enum loss largest = LOSS_KINDS;

	if (account && account->pairs > 0) {
		largest = losses_largest(account);
		advice->lost = 1 - account->measured / account->ideal;
	}
	if (!isnan(advice->formula.shared)) {
		advice->bound = BOUND_SHARED;
		return;
	}
	if (largest < LOSS_KINDS && advice->lost > LOSS_BINDS) {
		advice->bound = bound_of_loss(advice, largest, cell, account->ideal);
		return;
	}
	advice->bound = bound_of_limits(advice, cell);
	if (advice->bound == BOUND_UNKNOWN && largest < LOSS_KINDS) {
		advice->bound = bound_of_loss(advice, largest, cell, account->ideal);
	}
}
