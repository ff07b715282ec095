/* SPDX-License-Identifier: MIT */
/*
 * What a workload is. Implementers include this header and nothing else of manyhands.
 *
 * A workload says what one task is. A task is a pure function of (input, task) but for the
 * waiting it does; the results of tasks are combined by wrapping addition, which no order
 * changes, so every strategy must give the answer of the sequential run.
 */
#ifndef MANYHANDS_TRIAL_WORKLOAD_H
#define MANYHANDS_TRIAL_WORKLOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "trial/value.h"

/* The same for all workers, and read-only while tasks run. */
struct input {
	uint64_t task_count;      /* set by prepare; without prepare: the parameter `tasks` */
	const union value *param; /* one per workload.params, in that order */
	void *data;               /* prepare's own; release frees it */
	/* Ends the sample as FAILED; the first reason wins, no more chunks are claimed. Any worker
	 * may call it; it returns. */
	void (*fail)(const char *reason);
};

enum { WORKLOAD_ABI = 1 };

struct workload {
	uint32_t abi;          /* WORKLOAD_ABI */
	uint32_t struct_bytes; /* sizeof(struct workload): new members are only added at the end */
	const char *name;      /* [a-z0-9-]+ */
	const char *summary;   /* one line: what a task does */
	const struct param *params; /* ends with a NULL name; at most SPEC_PARAMS_MAX */

	/* Before the clock starts, in the trial's main thread; deterministic. False: fail was called.
	 * Optional. */
	bool (*prepare)(struct input *input);
	/* Once per worker before its first task: a connection, a file. Optional. */
	bool (*worker_begin)(const struct input *input, void **mine);
	/* Does tasks first .. first + count - 1 (one chunk) and returns the wrapping sum of their
	 * results. */
	uint64_t (*run_tasks)(
		const struct input *input, void *mine, uint64_t first, uint64_t count);
	/* The cost of a task relative to the others, for longest-first orders; without it what task_time
	 * says. Optional. */
	double (*task_cost)(const struct input *input, uint64_t task);
	/* The answer, where it is known without doing the work; false if not for this input. Optional. */
	bool (*expected)(const struct input *input, uint64_t *answer);
	/* Once per worker after its last task, with what worker_begin made. Optional. */
	void (*worker_end)(void *mine);
	/* After the clock has stopped, in the main thread. Optional. */
	void (*release)(struct input *input);
	/* The value for the PARAM_CALIBRATED parameter when it is 0; called once per run, before any
	 * prepare. Required with such a parameter. */
	uint64_t (*calibrate)(const struct input *input);
	/* How long a task computes, alone on a core, and how long it waits, where that is known
	 * without doing it: what predictions rest on. False: not for this input. Optional. */
	bool (*task_time)(
		const struct input *input, uint64_t task, uint64_t *cpu_ns, uint64_t *wait_ns);
};

/*
 * Returns X, which the compiler cannot know. Put what a loop computes through it wherever the whole
 * loop could be replaced by a formula: clang does that to a sum of squares.
 */
static inline uint64_t workload_opaque(uint64_t x)
{
	__asm__ volatile("" : "+r"(x));
	return x;
}

/* Starts the initialiser of a workload. */
#define WORKLOAD_HEAD .abi = WORKLOAD_ABI, .struct_bytes = sizeof(struct workload)

#endif
