/* SPDX-License-Identifier: MIT */
/*
 * What a strategy is: it decides who does which task, when and where, and knows no workload.
 * Threads and processes are the same lines over the worker seam (trial/worker.h), so that a
 * difference between them is a difference in the system and not in our code.
 */
#ifndef MANYHANDS_TRIAL_STRATEGY_H
#define MANYHANDS_TRIAL_STRATEGY_H

#include <stdbool.h>

#include "trial/value.h"

enum worker_kind {
	WORKER_NONE, /* the trial's main thread does all tasks itself */
	WORKER_THREAD,
	WORKER_PROCESS,
};

/* How a strategy cuts the tasks into chunks. */
enum chunking {
	CHUNK_GIVEN,      /* by its parameter `chunk`; without one each task is a chunk */
	CHUNK_PER_WORKER, /* one chunk a worker: the tasks in equal consecutive parts */
};

struct job; /* trial/job.h */

struct strategy {
	const char *name;    /* [a-z0-9-]+ */
	const char *summary; /* one line: who does which task */
	enum worker_kind kind;
	enum chunking chunking;
	bool short_lived; /* a worker per chunk: its workers are too many to be asked for schedstat */
	const struct param *params; /* ends with a NULL name */
	/* Makes the workers; returns when all stand ready. False: job_fail was called. NULL: no
	 * workers before run. */
	bool (*open)(struct job *job);
	/* Does every task exactly once; returns when all workers have ended. */
	bool (*run)(struct job *job);
	/* Frees what open made; called even when open or run returned false. NULL: nothing to free. */
	void (*close)(struct job *job);
};

/* The parameters of a strategy that hands out chunks: `chunk`, 0 for auto, `order` (trial/turns.h) and
 * `place`. */
extern const struct param strategy_chunk_params[];

/* Of one that does not: `place` (trial/place.h), which every strategy has. */
extern const struct param strategy_place_params[];

#endif
