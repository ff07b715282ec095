/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses a cell: sorts those that can be compared by how plain they are, and takes the first that does. */
#include "judge/choice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/curve.h"
#include "judge/questions.h"
#include "judge/relation.h"
#include "text.h"

static const double ALPHA = 0.05;

static const struct interval unknown = {NAN, NAN, NAN, false};

/* A cell that may be chosen, and what makes it plain; less is plainer. */
struct candidate {
	const struct cell_result *cell;
	int kind, shape, params;
};

static int kind_of(const struct run_strategy *strategy)
{
	return strcmp(strategy->kind, "process") == 0  ? 2
	       : strcmp(strategy->kind, "thread") == 0 ? 1
						       : 0;
}

static int shape_of(const struct run_strategy *strategy)
{
	return strategy_ends_with(strategy, "-pool")       ? 0
	       : strategy_ends_with(strategy, "-per-task") ? 2
							   : 1;
}

static int count_params(const struct run_strategy *strategy)
{
	int count = 0;

	for (const char *at = strategy->spec; *at; at++) {
		count += *at == '=';
	}
	return count;
}

static int order(double a, double b)
{
	return (a > b) - (a < b);
}

static int compare_plainness(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	const int orders[] = {
		order(!x->cell->cell->baseline, !y->cell->cell->baseline),
		order(x->kind, y->kind),
		order(x->shape, y->shape),
		order(x->params, y->params),
		order((double)x->cell->cell->strategy, (double)y->cell->cell->strategy),
		order(x->cell->cell->workers, y->cell->cell->workers),
	};

	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		if (orders[i] != 0) {
			return orders[i];
		}
	}
	return 0;
}

static bool can_be_chosen(const struct cell_result *result, size_t workload)
{
	return result->cell->workload == workload && result->failed_count == 0 &&
	       (result->cell->baseline ? result->sample_count > 0 : result->speedup.exact);
}

/* The candidates of WORKLOAD, the plainest first; the caller frees. */
static struct candidate *gather(const struct judgement *judgement, size_t workload, size_t *count)
{
	const struct run *run = &judgement->samples->run;
	struct candidate *candidates = xcalloc(run->cell_count + 1, sizeof(*candidates));

	*count = 0;
	for (size_t i = 0; i < run->cell_count; i++) {
		const struct cell_result *result = &judgement->cells[i];
		const struct run_strategy *strategy = &run->strategies[result->cell->strategy];

		if (can_be_chosen(result, workload)) {
			candidates[(*count)++] = (struct candidate){result, kind_of(strategy),
				shape_of(strategy), count_params(strategy)};
		}
	}
	qsort(candidates, *count, sizeof(*candidates), compare_plainness);
	return candidates;
}

static struct interval time_ratio(const struct cell_result *a, const struct cell_result *b)
{
	if (a == b) {
		return (struct interval){1, 1, 1, true};
	}
	return compare_cells(a, b, ALPHA, NULL);
}

/* The fastest, each against the fastest so far, in the rounds that both have. */
static const struct cell_result *find_best(const struct candidate *candidates, size_t count)
{
	const struct cell_result *best = candidates[0].cell;

	for (size_t i = 1; i < count; i++) {
		struct interval ratio = time_ratio(candidates[i].cell, best);

		if (ratio.exact && ratio.mid < 1) {
			best = candidates[i].cell;
		}
	}
	return best;
}

bool choice_costs_nothing(const struct interval *ratio)
{
	double most = 1 + VERDICT_MARGIN;

	return ratio->exact && (ratio->high <= most || (ratio->low <= 1 && ratio->mid <= most));
}

/* The plainest of CANDIDATES that costs nothing against BEST, which is one of them. */
static const struct cell_result *find_plainest(
	const struct candidate *candidates, size_t count, const struct cell_result *best)
{
	for (size_t i = 0; i < count; i++) {
		struct interval ratio = time_ratio(candidates[i].cell, best);

		if (choice_costs_nothing(&ratio)) {
			return candidates[i].cell;
		}
	}
	return best;
}

/* True if RIVAL may come next after CELL: if OTHERWISE by its strategy, but not the loop, else any but CELL. */
static bool may_be_next(
	const struct cell_result *rival, const struct cell_result *cell, bool otherwise)
{
	if (otherwise) {
		return rival->cell->strategy != cell->cell->strategy && !rival->cell->baseline;
	}
	return rival != cell;
}

/* The best of another strategy than CELL, or where there is none of another number of workers: of those
 * that chance may have put in this order the plainest. */
static const struct cell_result *find_next(
	const struct candidate *candidates, size_t count, const struct cell_result *cell)
{
	struct candidate *others = xcalloc(count, sizeof(*others));
	const struct cell_result *next = NULL;

	for (int otherwise = 1; otherwise >= 0 && !next; otherwise--) {
		size_t other_count = 0;

		for (size_t i = 0; i < count; i++) {
			if (may_be_next(candidates[i].cell, cell, otherwise)) {
				others[other_count++] = candidates[i];
			}
		}
		if (other_count > 0) {
			next = find_plainest(others, other_count, find_best(others, other_count));
		}
	}
	free(others);
	return next;
}

/* How sure the choice is. */
static enum choice_end end_of(const struct choice *choice, double margin)
{
	if (choice->cell->cell->baseline) {
		return CHOICE_LOOP;
	}
	bool beats_loop = choice->gain.exact && choice->gain.low > 1 + margin;
	return beats_loop && choice->behind.high <= 1 + CHOICE_OPEN_MIN ? CHOICE_USE : CHOICE_OPEN;
}

size_t choice_loop_rounds(const struct judgement *judgement, size_t workload)
{
	const struct cell_result *loop = judgement->workloads[workload].baseline;
	size_t rounds = 0;

	if (loop) {
		compare_cells(loop, loop, ALPHA, &rounds);
	}
	return rounds;
}

static void choose(struct choice *choice, const struct judgement *judgement, size_t workload,
	const struct candidate *candidates, size_t count)
{
	choice->best = find_best(candidates, count);
	choice->cell = find_plainest(candidates, count, choice->best);
	choice->behind = time_ratio(choice->cell, choice->best);
	choice->next = find_next(candidates, count, choice->cell);
	choice->ahead = choice->next ? time_ratio(choice->next, choice->cell) : unknown;
	choice->gain = time_ratio(judgement->workloads[workload].baseline, choice->best);
	choice->end = end_of(choice, questions_margin(judgement, workload));
}

struct choice_memo {
	struct choice choice;
	bool made;
};

void choices_init(struct judgement *judgement)
{
	judgement->choices =
		xcalloc(judgement->samples->run.workload_count, sizeof(*judgement->choices));
}

static void make(struct choice *choice, const struct judgement *judgement, size_t workload)
{
	size_t count = 0;
	struct candidate *candidates = gather(judgement, workload, &count);
	bool others = count > 0 && !candidates[count - 1].cell->cell->baseline;

	*choice = (struct choice){.behind = unknown, .ahead = unknown, .gain = unknown};
	if (others && choice_loop_rounds(judgement, workload) >= STATS_INTERVAL_MIN) {
		choose(choice, judgement, workload, candidates, count);
	}
	free(candidates);
}

void choice_make(struct choice *choice, const struct judgement *judgement, size_t workload)
{
	struct choice_memo *memo = &judgement->choices[workload];

	if (!memo->made) { /* most is asked of few judgements: those made while measuring ask nothing */
		make(&memo->choice, judgement, workload);
		memo->made = true;
	}
	*choice = memo->choice;
}

bool choice_may_beat_loop(const struct judgement *judgement, size_t workload)
{
	for (size_t i = 0; i < judgement->samples->run.cell_count; i++) {
		const struct cell_result *result = &judgement->cells[i];

		if (result->cell->workload == workload && !result->cell->baseline &&
			result->speedup.exact && result->speedup.high > 1 + RELATION_BLUR) {
			return true;
		}
	}
	return false;
}
