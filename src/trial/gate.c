/* SPDX-License-Identifier: MIT */
/* Where main and workers wait for each other: the start line, and the workers' ends. */
#include <linux/futex.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "trial/job.h"

static void futex(_Atomic uint32_t *word, int operation, uint32_t value, struct timespec *timeout)
{
	/* not FUTEX_PRIVATE: the same lines serve processes */
	syscall(SYS_futex, word, operation, value, timeout, NULL, 0);
}

void gate_wake_main(struct area_header *area)
{
	futex(&area->ready_count, FUTEX_WAKE, INT32_MAX, NULL);
}

void gate_wait(struct job *job)
{
	/* the last one wakes main, which would only count if the others did */
	if (atomic_fetch_add(&job->area->ready_count, 1) + 1 == job->worker_count) {
		gate_wake_main(job->area);
	}
	while (atomic_load(&job->area->gate) == 0) {
		futex(&job->area->gate, FUTEX_WAIT, 0, NULL);
	}
}

static void note_end(struct job *job, const struct worker_end *end)
{
	if (end->signal != 0) {
		if (job->area->dead_worker < 0) {
			job->area->dead_worker = (int32_t)end->slot;
			job->area->dead_signal = end->signal;
		}
		job_fail("worker %u was ended by signal %d (%s)", end->slot, end->signal,
			strsignal(end->signal));
	} else if (end->exit_status != 0) {
		job_fail("worker %u left with exit status %d", end->slot, end->exit_status);
	}
}

bool gate_await_workers(struct job *job)
{
	for (;;) {
		uint32_t ready = atomic_load(&job->area->ready_count);
		struct timespec patience = {.tv_nsec = 20 * 1000 * 1000};
		struct worker_end end;

		if (ready >= job->worker_count) {
			return true;
		}
		if (job_stopped(job)) {
			return false;
		}
		futex(&job->area->ready_count, FUTEX_WAIT, ready, &patience);
		/* a worker that dies on its way never gets ready, so look for the dead now and then */
		if (atomic_load(&job->area->ready_count) == ready &&
			worker_wait(&job->workers, false, &end)) {
			note_end(job, &end);
			job_fail("worker %u ended before it stood ready", end.slot);
			return false;
		}
	}
}

void gate_open(struct job *job)
{
	atomic_store(&job->area->gate, 1);
	futex(&job->area->gate, FUTEX_WAKE, INT32_MAX, NULL);
}

bool job_wait_one(struct job *job, uint32_t *slot)
{
	struct worker_end end;

	if (!worker_wait(&job->workers, true, &end)) {
		return false;
	}
	note_end(job, &end);
	if (slot) {
		*slot = end.slot;
	}
	return true;
}

bool job_wait_all(struct job *job)
{
	while (job_wait_one(job, NULL)) {
		if (job_stopped(job)) {
			return false;
		}
	}
	return !job_stopped(job);
}
