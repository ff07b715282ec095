/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A task list on W workers of a machine, predicted: no clock, no chance, no I/O. A task computes,
 * then waits. Workers take chunks of tasks as the strategies do. Waiting takes no CPU. Those who want
 * to compute stand in one line for the CPUs, take turns of a slice each, and so share them evenly;
 * the slices matter, for work that computes and waits would stay in step for ever if all who compute
 * got their share at every moment. Times are ns from the start.
 */
#ifndef MANYHANDS_SIMULATE_H
#define MANYHANDS_SIMULATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trial/turns.h"

/* How long a task computes, alone on a CPU, and how long it then waits. */
struct simulate_task {
	uint64_t cpu_ns, wait_ns;
};

/* What Linux gives a thread before others have their turn: a tick of 250 Hz or a little less. */
#define SIMULATE_SLICE_NS UINT64_C(4000000)

/* Who takes which chunk. */
enum simulate_way {
	SIMULATE_LOOP, /* one loop over all chunks: no workers are made, `workers` is 1 */
	SIMULATE_POOL, /* all workers stand ready, then each takes the next chunk when it is free */
	SIMULATE_SPLIT, /* all stand ready, then each does one part of the list, cut beforehand */
	SIMULATE_PER_TASK, /* a new worker for every chunk, at most `workers` at once */
};

/* What the work costs beyond the tasks. */
struct simulate_costs {
	uint64_t start_ns;    /* CPU time of main per worker, one after the other */
	uint64_t hand_out_ns; /* CPU time of the worker per chunk */
	uint64_t late_ns;     /* by which every wait lasts longer */
	uint64_t end_ns;      /* CPU time of main per worker that has ended, one after the other */
};

struct simulate_plan {
	const struct simulate_task *task;
	size_t task_count;
	uint32_t workers; /* at least 1 */
	double cpus;      /* how much can compute at once; may be a fraction, above 0 */
	uint32_t
		runners; /* how many can compute at once, where a quota slows them; 0: cpus, rounded up */
	uint64_t slice_ns; /* CPU time of a turn; 0: SIMULATE_SLICE_NS */
	enum simulate_way way;
	uint64_t chunk_tasks; /* 0: auto; SPLIT ignores it */
	enum turns order;     /* of the chunks, by their tasks' cpu_ns + wait_ns; not with SPLIT */
	struct simulate_costs costs;
};

/* When and by whom a task is done. */
struct simulated_task {
	double begin_ns, computed_ns, end_ns; /* computed: it waits from then on */
	uint32_t worker;
};

/* Where the worker-time went; the parts add up to workers * makespan_ns. */
struct simulate_parts {
	double start_ns; /* no worker there yet, or (POOL, SPLIT) not all */
	double hand_out_ns;
	double cpu_ns;    /* tasks compute: the sum of the list */
	double shared_ns; /* they, and handing out, take longer since others have the CPUs */
	double wait_ns;   /* tasks wait: the sum of the list */
	double late_ns;
	double idle_ns; /* nothing left to do while others still work */
	double end_ns;  /* all tasks are done, workers are being ended */
};

struct simulate_result {
	double makespan_ns;
	struct simulate_parts parts;
	struct simulated_task *task; /* one per task of the list; owned; NULL unless wanted */
	size_t task_count;
	uint32_t workers;
};

/* Predicts PLAN; WITH_TASKS also fills result->task. Takes O(n log W), after O(n log n) to put chunks
 * in order; with more than a million slices they are made longer. */
void simulate_run(
	const struct simulate_plan *plan, bool with_tasks, struct simulate_result *result);
void simulate_finish(struct simulate_result *result);

/* What keeps any schedule of the list from being shorter. */
enum simulate_limit {
	SIMULATE_BY_WORKERS, /* sum / W */
	SIMULATE_BY_LONGEST, /* the longest task */
	SIMULATE_BY_CPUS,    /* all computing / CPUs */
};

/*
 * The lower bound of PLAN's list, costs left out: max(sum / W, longest task, sum of cpu_ns / CPUs), and
 * which of them it is (LIMIT may be NULL). For work that no worker waits for a CPU with, a pool
 * with chunks of one task is at most sum / W + (1 - 1 / W) longest (Graham 1966).
 */
double simulate_bound_ns(const struct simulate_plan *plan, enum simulate_limit *limit);

/* Tasks per chunk, and the chunks of a list of COUNT tasks (SPLIT: the largest part, the parts). */
uint64_t simulate_chunk_tasks(const struct simulate_plan *plan);
uint64_t simulate_chunk_count(const struct simulate_plan *plan);

#endif
