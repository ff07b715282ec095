/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads or processes: the same strategy on both, where it matters most. */
#include "judge/sentences.h"

#include <math.h>
#include <string.h>

#include "judge/relation.h"

/* The strategy that does on processes what STRATEGY does on threads, or run.strategy_count. */
static size_t process_twin(const struct run *run, size_t strategy)
{
	static const char thread[] = "thread-", process[] = "process-";
	const char *spec = run->strategies[strategy].spec;
	size_t twin = run->strategy_count;

	if (strncmp(spec, thread, sizeof(thread) - 1) != 0) {
		return twin;
	}
	for (twin = 0; twin < run->strategy_count; twin++) {
		const char *other = run->strategies[twin].spec;

		if (strncmp(other, process, sizeof(process) - 1) == 0 &&
			strcmp(other + sizeof(process) - 1, spec + sizeof(thread) - 1) == 0) {
			break;
		}
	}
	return twin;
}

/*
 * The pair of cells, of STRATEGY and its twin, to ask about threads and processes: for waiting work
 * at the most workers, else at the first count that keeps all usable CPUs busy, else at the most.
 * False if the cells there can't be compared.
 */
static bool find_twins(const struct judgement *judgement, size_t workload, size_t strategy,
	const struct cell_result **threads, const struct cell_result **processes)
{
	const struct run *run = &judgement->samples->run;
	size_t twin = process_twin(run, strategy);
	bool waiting = judgement->workloads[workload].alone == WORK_WAITING;
	double usable = judgement_usable_cpus(judgement);
	uint32_t wanted = 0;

	for (size_t i = 0; i < run->cell_count && twin < run->strategy_count; i++) {
		const struct run_cell *cell = &run->cells[i];
		bool other_side = !waiting && wanted >= usable;

		if (cell->workload != workload || cell->strategy != strategy) {
			continue;
		}
		if (other_side ? cell->workers < wanted && cell->workers >= usable
			       : cell->workers > wanted) {
			wanted = cell->workers;
		}
	}
	*threads = judgement_cell(judgement, workload, strategy, wanted);
	*processes = judgement_cell(judgement, workload, twin, wanted);
	return *threads && *processes && relate(*threads, *processes).relation != RELATION_NONE;
}

/* How far, in whole percent, an interval around 1 reaches; VERDICT_MARGIN at least. */
static double reach_percent(const struct interval *ratio)
{
	double reach = fmax(ratio->high, 1 / ratio->low) - 1;

	return ceil(fmax(reach, VERDICT_MARGIN) * 100);
}

static void add_twins(
	const struct cell_result *threads, const struct cell_result *processes, struct text *text)
{
	/* time of threads / time of processes: the speed of processes in that of threads */
	struct related related = relate(threads, processes);
	bool process_wins = related.relation == RELATION_SLOWER;
	struct interval speed = process_wins ? related.ratio : interval_inverse(&related.ratio);
	struct ratio_text words = ratio_text(&speed);
	uint32_t workers = threads->cell->workers;
	bool seen = speed.low > 1 || speed.high < 1;

	switch (related.relation) {
	case RELATION_SLOWER:
	case RELATION_FASTER:
		add_sentence(text, "%s are %s× as fast as %s at %u worker%s (%s).",
			process_wins ? "Processes" : "Threads", words.mid,
			process_wins ? "threads" : "processes", workers, workers == 1 ? "" : "s",
			words.range);
		break;
	case RELATION_EQUAL:
		add_sentence(text, "Threads or processes: no difference %s (± %.0f %%).",
			seen ? "that matters" : "you can see", reach_percent(&speed));
		break;
	default:
		add_cannot_tell(text, "Threads or processes", &related.ratio, "");
	}
}

/* True if A and B are X and Y. */
static bool are_same(const struct cell_result *a, const struct cell_result *b,
	const struct cell_result *x, const struct cell_result *y)
{
	return (a == x && b == y) || (a == y && b == x);
}

void say_twins(const struct judgement *judgement, size_t workload, const struct question *answered,
	const struct choice *choice, struct text *text)
{
	const struct run *run = &judgement->samples->run;
	const struct cell_result *threads, *processes;

	for (int others = 0; others < 2; others++) {
		for (size_t i = 0; i < run->strategy_count; i++) {
			if (strategy_ends_with(&run->strategies[i], "-pool") == !others &&
				find_twins(judgement, workload, i, &threads, &processes)) {
				if (!are_same(threads, processes, answered->a, answered->b) &&
					!are_same(threads, processes, choice->cell, choice->next)) {
					add_twins(threads, processes, text);
				}
				return;
			}
		}
	}
}
