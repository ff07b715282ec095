/* SPDX-License-Identifier: MIT */
/* W workers, the tasks split beforehand into W consecutive parts. */
#include "strategies/strategies.h"
#include "trial/job.h"

static void do_own_part(struct job *job, uint32_t slot, uint64_t part)
{
	struct work work;

	if (work_begin(&work, job, slot)) {
		gate_wait(job);
		if (!job_stopped(job)) {
			work_chunk(&work, part);
		}
		work_end(&work);
	}
}

static bool split_open(struct job *job)
{
	return workers_start_all(job, do_own_part) && gate_await_workers(job);
}

static bool split_run(struct job *job)
{
	gate_open(job);
	return job_wait_all(job);
}

const struct strategy strategy_thread_split = {
	.name = "thread-split",
	.summary = "W threads, the tasks split beforehand",
	.kind = WORKER_THREAD,
	.chunking = CHUNK_PER_WORKER,
	.params = strategy_place_params,
	.open = split_open,
	.run = split_run,
};

const struct strategy strategy_process_split = {
	.name = "process-split",
	.summary = "W processes, the tasks split beforehand",
	.kind = WORKER_PROCESS,
	.chunking = CHUNK_PER_WORKER,
	.params = strategy_place_params,
	.open = split_open,
	.run = split_run,
};
