/* SPDX-License-Identifier: MIT */
/* The life of a worker: begin, one chunk after another, end; and what it notes in its slot. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "trial/clock.h"
#include "trial/job.h"
#include "trial/place.h"

static uint64_t read_schedstat(void)
{
	char line[128];
	unsigned long long on_cpu, waiting, slices;
	int file = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);

	if (file < 0) {
		return AREA_UNKNOWN;
	}
	ssize_t length = read(file, line, sizeof(line) - 1);
	close(file);
	if (length <= 0) {
		return AREA_UNKNOWN;
	}
	line[length] = '\0';
	if (sscanf(line, "%llu %llu %llu", &on_cpu, &waiting, &slices) != 3 || slices == 0) {
		return AREA_UNKNOWN;
	}
	return waiting;
}

uint64_t work_read_runqueue_ns(void)
{
	const uint64_t patience_ns = 100000;
	uint64_t waiting_ns, begin_ns;

	/* again if that was itself interrupted by a wait, which may be missing */
	for (int tries = 0; tries < 3; tries++) {
		begin_ns = clock_now_ns();
		waiting_ns = read_schedstat();
		if (clock_now_ns() < begin_ns + patience_ns) {
			break;
		}
	}
	return waiting_ns;
}

/* False, and job_fail was called, unless this worker is on the CPU that it was put on. */
static bool is_in_place(const struct work *work, int cpu)
{
	const struct job *job = work->job;

	if (job->cpu_count == 0 || cpu == (int)job->cpu[work->index % job->cpu_count]) {
		return true;
	}
	job_fail("worker %u was put on CPU %u but is on CPU %d", work->index,
		job->cpu[work->index % job->cpu_count], cpu);
	return false;
}

/* Goes to the CPU that is meant for this worker, where one is. */
static bool take_place(const struct work *work)
{
	const struct job *job = work->job;

	if (job->cpu_count == 0) {
		return true;
	}
	uint32_t cpu = job->cpu[work->index % job->cpu_count];
	if (!place_thread(cpu)) {
		job_fail("worker %u can't be put on CPU %u: %s", work->index, cpu, strerror(errno));
		return false;
	}
	return is_in_place(work, sched_getcpu());
}

bool work_begin(struct work *work, struct job *job, uint32_t slot)
{
	bool is_main = job->strategy->kind == WORKER_NONE;

	*work = (struct work){
		.job = job,
		.slot = area_slot(job->area, slot),
		.index = slot,
		.last_cpu = -1,
	};
	work->born_ns = job->record ? clock_now_ns() : 0;
	if (work->slot->begin_ns == 0) {
		work->slot->begin_ns = clock_now_ns();
	}
	if (job->strategy->kind == WORKER_PROCESS) {
		work->slot->pid = getpid();
	}
	if (!take_place(work)) {
		return false;
	}
	if (is_main) {
		work->cpu_begin_ns = clock_thread_cpu_ns();
		work->runqueue_begin_ns = work_read_runqueue_ns();
	}
	if (job->workload->worker_begin && !job->workload->worker_begin(&job->input, &work->mine)) {
		job_fail("%s: worker %u could not begin", job->workload->name, slot);
		return false;
	}
	return true;
}

/* Around a chunk that is stamped. */
static struct trace_mark begin_stamp(struct work *work, uint64_t chunk)
{
	if (work->last_cpu < 0) {
		work->last_cpu = sched_getcpu();
	}
	return work->job->record ? trace_begin(work, chunk)
				 : (struct trace_mark){.begin_ns = clock_now_ns()};
}

static void end_stamp(struct work *work, uint64_t chunk, const struct trace_mark *mark)
{
	uint64_t end_ns = work->job->record ? trace_end(work, chunk, mark) : clock_now_ns();

	work->slot->busy_ns += end_ns - mark->begin_ns;
	int cpu = sched_getcpu();
	work->slot->migrations += cpu != work->last_cpu;
	work->last_cpu = cpu;
}

void work_chunk(struct work *work, uint64_t chunk)
{
	struct job *job = work->job;
	struct area_worker *slot = work->slot;
	uint64_t first, count;
	struct trace_mark mark = {0};

	job_chunk(job, chunk, &first, &count);
	if (count == 0) {
		return;
	}
	if (slot->first_task_ns == 0) {
		slot->begin_cpu = sched_getcpu();
		slot->first_task_ns = clock_now_ns();
	}
	if (job->stamp_busy) {
		mark = begin_stamp(work, chunk);
	}
	uint64_t sum = job->workload->run_tasks(&job->input, work->mine, first, count);
	if (job->stamp_busy) {
		end_stamp(work, chunk, &mark);
	}
	/* one writer: plain loads and stores, atomic only so that a reader never sees a torn value */
	atomic_store_explicit(&slot->answer,
		atomic_load_explicit(&slot->answer, memory_order_relaxed) + sum,
		memory_order_relaxed);
	atomic_store_explicit(&slot->tasks_done,
		atomic_load_explicit(&slot->tasks_done, memory_order_relaxed) + count,
		memory_order_relaxed);
}

void work_end(struct work *work)
{
	struct job *job = work->job;
	struct area_worker *slot = work->slot;

	slot->last_task_ns = clock_now_ns();
	if (job->workload->worker_end) {
		job->workload->worker_end(work->mine);
	}
	slot->cpu = sched_getcpu();
	is_in_place(work, slot->cpu);
	slot->cpu_ns += clock_thread_cpu_ns() - work->cpu_begin_ns;
	/* after that clock: reading it is where the kernel sees that a time slice is used up */
	if (!job->strategy->short_lived) {
		uint64_t runqueue_ns = work_read_runqueue_ns();
		bool known = runqueue_ns != AREA_UNKNOWN && work->runqueue_begin_ns != AREA_UNKNOWN;

		slot->runqueue_ns = known ? runqueue_ns - work->runqueue_begin_ns : AREA_UNKNOWN;
	}
	slot->end_ns = clock_now_ns();
}
