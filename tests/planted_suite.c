/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workloads and strategies that lose time in a known place: linked with the real trial they show whether
 * losses are found where they are. What was planted in a sample is measured here, too, and added to the
 * file that $PLANTED_LOG names: "WHAT WORKERS NANOSECONDS" a line.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "strategies/strategies.h"
#include "trial/clock.h"
#include "trial/job.h"
#include "trial/place.h"
#include "trial/suite.h"
#include "trial/turns.h"
#include "workloads/workloads.h"

static const uint64_t HANDOUT_NS = 100000, LATE_NS = 5000000;

static _Atomic uint64_t planted_ns;
static _Atomic uint32_t worker_count;

static void note_planted(const char *what)
{
	const char *path = getenv("PLANTED_LOG");
	FILE *log = path ? fopen(path, "ae") : NULL;

	if (log) {
		fprintf(log, "%s %" PRIu32 " %" PRIu64 "\n", what, worker_count, planted_ns);
		fclose(log);
	}
}

/* ---- a pool whose hand-out takes 100 us longer, but for each worker's first chunk ---- */

static void delay_handout(void)
{
	uint64_t begin_ns = clock_now_ns(), now_ns = begin_ns;

	while (now_ns < begin_ns + HANDOUT_NS) {
		now_ns = clock_now_ns();
	}
	planted_ns += now_ns - begin_ns;
}

static void do_chunks_slowly(struct job *job, uint32_t slot, uint64_t unused)
{
	struct work work;
	uint64_t chunk;

	(void)unused;
	if (work_begin(&work, job, slot)) {
		gate_wait(job);
		for (bool first = true; job_claim(job, &chunk); first = false) {
			if (!first) {
				delay_handout();
			}
			work_chunk(&work, chunk);
		}
		work_end(&work);
	}
}

static bool slow_open(struct job *job)
{
	return workers_start_all(job, do_chunks_slowly) && gate_await_workers(job);
}

static bool gated_run(struct job *job)
{
	gate_open(job);
	return job_wait_all(job);
}

static void slow_close(struct job *job)
{
	worker_count = job->worker_count;
	note_planted("handout");
}

static const struct strategy planted_slow = {
	.name = "thread-slow-pool",
	.summary = "a pool whose hand-out takes 100 us longer",
	.kind = WORKER_THREAD,
	.params = strategy_chunk_params,
	.open = slow_open,
	.run = gated_run,
	.close = slow_close,
};

/* ---- a pool whose last worker takes 5 ms from the start line to its first task ---- */

static const struct strategy planted_late;

static void come_late(void)
{
	uint64_t begin_ns = clock_now_ns();

	clock_sleep_until(begin_ns + LATE_NS);
	planted_ns += clock_now_ns() - begin_ns;
}

static void do_chunks_late(struct job *job, uint32_t slot, uint64_t unused)
{
	struct work work;
	uint64_t chunk;

	(void)unused;
	if (work_begin(&work, job, slot)) {
		/* so that main, on the CPU of a worker that begins at once, makes none of them late */
		gate_wait(job);
		if (job->strategy == &planted_late && slot + 1 == job->worker_count) {
			come_late();
		}
		while (job_claim(job, &chunk)) {
			work_chunk(&work, chunk);
		}
		work_end(&work);
	}
}

static bool late_open(struct job *job)
{
	return workers_start_all(job, do_chunks_late) && gate_await_workers(job);
}

static void late_close(struct job *job)
{
	worker_count = job->worker_count;
	note_planted(planted_ns > 0 ? "late" : "prompt");
}

static const struct strategy planted_late = {
	.name = "thread-late-pool",
	.summary = "a pool whose last worker comes 5 ms late",
	.kind = WORKER_THREAD,
	.params = strategy_chunk_params,
	.open = late_open,
	.run = gated_run,
	.close = late_close,
};

static const struct strategy planted_prompt = {
	.name = "thread-prompt-pool",
	.summary = "the same without a late one",
	.kind = WORKER_THREAD,
	.params = strategy_chunk_params,
	.open = late_open,
	.run = gated_run,
	.close = late_close,
};

/* ---- tasks that wait: the last one twice as long, or each for a while under a lock ---- */

static const struct param wait_params[] = {
	{.name = "tasks",
		.kind = PARAM_COUNT,
		.fallback = "16",
		.min = 1,
		.max = 1000000,
		.phrase = "{} tasks",
		.help = "how many"},
	{.name = "duration",
		.kind = PARAM_NS,
		.fallback = "5ms",
		.min = 1000,
		.max = UINT64_C(60000000000),
		.help = "how long a task waits"},
	{.name = "planted",
		.kind = PARAM_REAL,
		.fallback = "0.5",
		.help = "of that, longer in the last task, or under the lock in each"},
	{0},
};
enum { TASKS, DURATION, PLANTED };

static bool count_worker(const struct input *input, void **mine)
{
	(void)input, (void)mine;
	worker_count++;
	return true;
}

static void wait_ns(uint64_t ns)
{
	clock_sleep_until(clock_now_ns() + ns);
}

static uint64_t planted_part(const struct input *input)
{
	return (uint64_t)((double)input->param[DURATION].ns * input->param[PLANTED].real);
}

static uint64_t run_twice(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	(void)mine;
	for (uint64_t task = first; task < first + count; task++) {
		wait_ns(input->param[DURATION].ns);
		if (task + 1 == input->task_count && planted_part(input) > 0) {
			uint64_t begin_ns = clock_now_ns();

			wait_ns(planted_part(input));
			planted_ns += clock_now_ns() - begin_ns;
		}
	}
	return count;
}

static void release_twice(struct input *input)
{
	(void)input;
	note_planted("twice");
}

static const struct workload planted_twice = {
	WORKLOAD_HEAD,
	.name = "twice",
	.summary = "waits; the last task twice as long",
	.params = wait_params,
	.worker_begin = count_worker,
	.run_tasks = run_twice,
	.release = release_twice,
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static uint64_t run_locked(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	uint64_t held_ns = planted_part(input);

	(void)mine;
	for (uint64_t task = first; task < first + count; task++) {
		wait_ns(input->param[DURATION].ns - held_ns);
		if (held_ns > 0) {
			uint64_t begin_ns = clock_now_ns();

			pthread_mutex_lock(&lock);
			planted_ns += clock_now_ns() - begin_ns;
			wait_ns(held_ns);
			pthread_mutex_unlock(&lock);
		}
	}
	return count;
}

static void release_locked(struct input *input)
{
	(void)input;
	note_planted("locked");
}

static const struct workload planted_locked = {
	WORKLOAD_HEAD,
	.name = "locked",
	.summary = "waits, for a part of each task under a lock of all threads",
	.params = wait_params,
	.worker_begin = count_worker,
	.run_tasks = run_locked,
	.release = release_locked,
};

/* ---- the suite ---- */

const struct workload *const suite_workloads[] = {
	&workload_spin, &planted_twice, &planted_locked, NULL};

const struct strategy *const suite_strategies[] = {
	&strategy_sequential,
	&strategy_thread_pool,
	&planted_slow,
	&planted_late,
	&planted_prompt,
	NULL,
};

const struct param strategy_chunk_params[] = {
	{.name = "chunk",
		.kind = PARAM_COUNT,
		.fallback = "1",
		.min = 1,
		.max = UINT64_MAX,
		.zero_word = "auto",
		.help = "tasks taken at once"},
	ORDER_PARAM,
	PLACE_PARAM,
	{0},
};

const struct param strategy_place_params[] = {PLACE_PARAM, {0}};
