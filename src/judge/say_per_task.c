/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What starting a worker for every task costs. */
#include "judge/sentences.h"

#include <stdlib.h>
#include <string.h>

#include "judge/relation.h"

/* How many tasks each worker of a per-task STRATEGY gets; 0: it depends on the workers. */
static uint64_t chunk_of(const struct run_strategy *strategy)
{
	const char *chunk = strstr(strategy->spec, "chunk=");

	return chunk ? strtoull(chunk + strlen("chunk="), NULL, 10) : 1;
}

/* "A process per task". */
static void name_per_task(const struct run_strategy *strategy, char *name, size_t bytes)
{
	uint64_t chunk = chunk_of(strategy);

	if (chunk == 1) {
		snprintf(name, bytes, "A %s per task", strategy->kind);
	} else if (chunk == 0) {
		snprintf(name, bytes, "A %s per chunk", strategy->kind);
	} else {
		snprintf(name, bytes, "A %s per %llu tasks", strategy->kind,
			(unsigned long long)chunk);
	}
}

/* "4000 forks", "12 500 thread starts". */
static void name_starts(
	const struct run_strategy *strategy, uint64_t tasks, char *name, size_t bytes)
{
	uint64_t chunk = chunk_of(strategy);
	const char *start = strcmp(strategy->kind, "process") == 0 ? "fork" : "thread start";
	uint64_t starts = chunk > 0 ? tasks / chunk + (tasks % chunk > 0) : 0;
	char count[32];

	if (starts == 0) {
		snprintf(name, bytes, "the %ss", start);
		return;
	}
	if (starts < 10000) {
		snprintf(count, sizeof(count), "%llu", (unsigned long long)starts);
	} else {
		format_count(starts, count, sizeof(count));
	}
	snprintf(name, bytes, "%s %s%s", count, start, starts == 1 ? "" : "s");
}

/* The most workers of STRATEGY if every cell of it that can be compared is shown to be slower than
 * the loop; else 0. */
static uint32_t loses_to_loop(const struct judgement *judgement, size_t workload, size_t strategy)
{
	const struct cell_result *baseline = judgement->workloads[workload].baseline;
	uint32_t most = 0;

	for (size_t i = 0; i < judgement->samples->run.cell_count; i++) {
		const struct cell_result *result = &judgement->cells[i];
		const struct run_cell *cell = result->cell;

		if (cell->workload != workload || cell->strategy != strategy ||
			!result->speedup.exact) {
			continue;
		}
		if (relate(result, baseline).relation != RELATION_SLOWER) {
			return 0;
		}
		most = cell->workers > most ? cell->workers : most;
	}
	return most;
}

/* True if starting workers took longer than all the work, given that all cells, FASTEST the least,
 * lost to the loop with up to MOST workers: either nothing else fills so much time, or there was
 * a CPU that could do the work while workers were being started. */
static bool starts_outweigh_work(
	const struct judgement *judgement, const struct cell_result *fastest, uint32_t most)
{
	return fastest->speedup.high <= 0.5 || (most >= 2 && judgement_usable_cpus(judgement) >= 2);
}

void say_per_task(
	const struct judgement *judgement, size_t workload, size_t index, struct text *text)
{
	const struct run *run = &judgement->samples->run;
	const struct run_strategy *strategy = &run->strategies[index];
	const struct cell_result *fastest = fastest_cell(judgement, workload, index);
	char name[64], starts[64];

	if (!fastest) {
		return;
	}
	name_per_task(strategy, name, sizeof(name));
	uint32_t most = loses_to_loop(judgement, workload, index);
	if (most > 0) {
		name_starts(strategy, run->workloads[workload].task_count, starts, sizeof(starts));
		add_sentence(text, "%s loses: %s cost more than %s.", name, starts,
			starts_outweigh_work(judgement, fastest, most) ? "the work" : "they gain");
		return;
	}
	size_t pool = judgement_strategy(
		judgement, strcmp(strategy->kind, "process") == 0 ? "process-pool" : "thread-pool");
	const struct cell_result *rival =
		judgement_cell(judgement, workload, pool, fastest->cell->workers);
	if (!rival) {
		return;
	}
	struct related related = relate(fastest, rival);
	if (related.relation == RELATION_SLOWER) {
		struct ratio_text words = ratio_text(&related.ratio);

		add_sentence(text, "%s is %s× slower than the pool at %u (%s).", name, words.mid,
			fastest->cell->workers, words.range);
	}
}
