/* SPDX-License-Identifier: MIT */
/* The baseline: the trial's main thread does every chunk itself, in order. */
#include "strategies/strategies.h"
#include "trial/job.h"

static bool sequential_run(struct job *job)
{
	struct work work;
	uint64_t chunk;

	if (!work_begin(&work, job, 0)) {
		return false;
	}
	while (job_claim(job, &chunk)) {
		work_chunk(&work, chunk);
	}
	work_end(&work);
	return !job_stopped(job);
}

const struct strategy strategy_sequential = {
	.name = "sequential",
	.summary = "one loop over all tasks, no workers: the baseline",
	.kind = WORKER_NONE,
	.params = strategy_chunk_params,
	.run = sequential_run,
};
