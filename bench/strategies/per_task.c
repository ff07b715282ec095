/* SPDX-License-Identifier: MIT */
/* A new worker for every chunk, at most W alive: the next one starts as soon as any ends. */
#include <errno.h>
#include <string.h>

#include "strategies/strategies.h"
#include "trial/job.h"

static void do_one_chunk(struct job *job, uint32_t slot, uint64_t chunk)
{
	struct work work;

	if (work_begin(&work, job, slot)) {
		work_chunk(&work, chunk);
		work_end(&work);
	}
}

static bool start(struct job *job, uint32_t slot, uint64_t place)
{
	if (worker_start(job, slot, do_one_chunk, job_turn(job, place))) {
		return true;
	}
	job_fail("%u of %u started: %s", job->workers.alive_count, job->worker_count,
		strerror(errno));
	return false;
}

static bool per_task_run(struct job *job)
{
	uint64_t place = 0;
	uint32_t slot;

	for (slot = 0; slot < job->worker_count && place < job->chunk_count; slot++) {
		if (!start(job, slot, place++)) {
			return false;
		}
	}
	while (job_wait_one(job, &slot)) {
		if (job_stopped(job)) {
			return false;
		}
		if (place < job->chunk_count && !start(job, slot, place++)) {
			return false;
		}
	}
	return !job_stopped(job);
}

const struct strategy strategy_thread_per_task = {
	.name = "thread-per-task",
	.summary = "a new thread for every chunk, at most W alive",
	.kind = WORKER_THREAD,
	.short_lived = true,
	.params = strategy_chunk_params,
	.run = per_task_run,
};

const struct strategy strategy_process_per_task = {
	.name = "process-per-task",
	.summary = "a new process for every chunk, at most W alive",
	.kind = WORKER_PROCESS,
	.short_lived = true,
	.params = strategy_chunk_params,
	.run = per_task_run,
};
