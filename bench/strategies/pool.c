/* SPDX-License-Identifier: MIT */
/* W workers that take the next chunk, in order, from one shared counter. */
#include "strategies/strategies.h"
#include "trial/job.h"

static void do_next_chunks(struct job *job, uint32_t slot, uint64_t unused)
{
	struct work work;
	uint64_t chunk;

	(void)unused;
	if (work_begin(&work, job, slot)) {
		gate_wait(job);
		while (job_claim(job, &chunk)) {
			work_chunk(&work, chunk);
		}
		work_end(&work);
	}
}

static bool pool_open(struct job *job)
{
	return workers_start_all(job, do_next_chunks) && gate_await_workers(job);
}

static bool pool_run(struct job *job)
{
	gate_open(job);
	return job_wait_all(job);
}

const struct strategy strategy_thread_pool = {
	.name = "thread-pool",
	.summary = "W threads that take the next chunk from one counter",
	.kind = WORKER_THREAD,
	.params = strategy_chunk_params,
	.open = pool_open,
	.run = pool_run,
};

const struct strategy strategy_process_pool = {
	.name = "process-pool",
	.summary = "W processes that take the next chunk from one counter",
	.kind = WORKER_PROCESS,
	.params = strategy_chunk_params,
	.open = pool_open,
	.run = pool_run,
};
