/* SPDX-License-Identifier: MIT */
/* One cell being run in this process, from prepare to the ending in the area. */
#include "trial/job.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "trial/clock.h"

/* input.fail takes no context, so the one job of this process stands here; before the area exists
 * reasons go to early_reason. */
static struct area_header *current_area;
static char early_reason[AREA_REASON_BYTES];

static void futex(_Atomic uint32_t *word, int operation, uint32_t value, struct timespec *timeout)
{
	/* not FUTEX_PRIVATE: the same lines serve processes */
	syscall(SYS_futex, word, operation, value, timeout, NULL, 0);
}

static void stop_all(struct area_header *area)
{
	atomic_store(&area->stop, 1);
	futex(&area->ready_count, FUTEX_WAKE, INT32_MAX, NULL);
}

void job_fail(const char *format, ...)
{
	char *reason = current_area ? current_area->reason : early_reason;
	va_list arguments;

	if (current_area ? atomic_exchange(&current_area->reason_taken, 1) != 0
			 : early_reason[0] != '\0') {
		return;
	}
	va_start(arguments, format);
	vsnprintf(reason, AREA_REASON_BYTES, format, arguments);
	va_end(arguments);
	if (current_area) {
		stop_all(current_area);
	}
}

static void fail_with_reason(const char *reason)
{
	job_fail("%s", reason);
}

const char *job_reason(void)
{
	return current_area && current_area->reason[0] ? current_area->reason : early_reason;
}

static bool has_own_task_count(const struct workload *workload, const union value *param,
	uint64_t *count)
{
	for (size_t i = 0; workload->params && workload->params[i].name; i++) {
		if (strcmp(workload->params[i].name, "tasks") == 0) {
			*count = param[i].count;
			return true;
		}
	}
	return false;
}

static bool prepare_input(struct job *job, const union value *param)
{
	job->input = (struct input){.param = param, .fail = fail_with_reason};
	has_own_task_count(job->workload, param, &job->input.task_count);
	if (job->workload->prepare && !job->workload->prepare(&job->input)) {
		job_fail("%s: prepare failed", job->workload->name);
		return false;
	}
	if (job->input.task_count == 0) {
		job_fail("%s: no tasks", job->workload->name);
		return false;
	}
	return true;
}

static void cut_chunks(struct job *job, const union value *strategy_param)
{
	uint64_t tasks = job->input.task_count, workers = job->worker_count;

	if (job->strategy->chunking == CHUNK_PER_WORKER) {
		job->chunk_count = workers;
		job->chunk_tasks = tasks / workers + (tasks % workers > 0);
		return;
	}
	job->chunk_tasks = strategy_param[0].count;
	if (job->chunk_tasks == 0) { /* auto, as CPython's Pool.map */
		job->chunk_tasks = tasks / (4 * workers) + (tasks % (4 * workers) > 0);
	}
	if (job->chunk_tasks > tasks) {
		job->chunk_tasks = tasks;
	}
	job->chunk_count = tasks / job->chunk_tasks + (tasks % job->chunk_tasks > 0);
}

static bool map_area(struct job *job, int area_fd)
{
	size_t bytes = area_bytes(job->worker_count);
	int fd = area_fd >= 0 ? area_fd : memfd_create("manyhands-area", MFD_CLOEXEC);

	void *memory = MAP_FAILED;
	if (fd >= 0 && ftruncate(fd, (off_t)bytes) == 0) {
		memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
	}
	int error = errno;
	if (fd >= 0) {
		close(fd);
	}
	if (memory == MAP_FAILED) {
		job_fail("the area of %zu bytes: %s", bytes, strerror(error));
		return false;
	}
	job->area = memory;
	return true;
}

static void fill_area(struct job *job)
{
	struct area_header *area = job->area;

	area->header_bytes = (uint32_t)area_header_bytes();
	area->worker_bytes = AREA_WORKER_BYTES;
	area->worker_count = job->worker_count;
	area->task_count = job->input.task_count;
	area->chunk_count = job->chunk_count;
	area->chunk_tasks = job->chunk_tasks;
	area->dead_worker = -1;
	for (uint32_t i = 0; i < job->worker_count; i++) {
		struct area_worker *slot = area_slot(area, i);

		slot->busy_ns = job->stamp_busy ? 0 : AREA_UNKNOWN;
		slot->runqueue_ns = AREA_UNKNOWN;
		slot->cpu = -1;
	}
	atomic_thread_fence(memory_order_release);
	area->magic = AREA_MAGIC;
}

bool job_init(struct job *job, const struct workload *workload, const union value *workload_param,
	const struct strategy *strategy, const union value *strategy_param, uint32_t worker_count,
	int area_fd)
{
	bool stamp_busy = job->stamp_busy;

	*job = (struct job){
		.workload = workload,
		.strategy = strategy,
		.worker_count = worker_count,
		.stamp_busy = stamp_busy,
	};
	current_area = NULL;
	early_reason[0] = '\0';
	bool prepared = prepare_input(job, workload_param);
	if (prepared) {
		cut_chunks(job, strategy_param);
	}
	/* the area is made even then: it carries the reason to the driver */
	if (!map_area(job, area_fd)) {
		return false;
	}
	fill_area(job);
	current_area = job->area;
	if (!prepared) {
		job_fail("%s", early_reason);
		atomic_store(&job->area->status, AREA_FAILED);
		return false;
	}
	if (!workers_init(&job->workers, strategy->kind, worker_count)) {
		job_fail("no memory for %u workers", worker_count);
		atomic_store(&job->area->status, AREA_FAILED);
		return false;
	}
	return true;
}

void job_finish(struct job *job)
{
	workers_finish(&job->workers);
	if (job->workload->release) {
		job->workload->release(&job->input);
	}
	if (job->area) {
		current_area = NULL;
		munmap(job->area, area_bytes(job->worker_count));
		job->area = NULL;
	}
}

void job_chunk(const struct job *job, uint64_t chunk, uint64_t *first, uint64_t *count)
{
	uint64_t tasks = job->input.task_count;

	if (job->strategy->chunking == CHUNK_PER_WORKER) {
		/* the first (tasks mod chunks) parts are one longer; no product that could overflow */
		uint64_t part = tasks / job->chunk_count, longer = tasks % job->chunk_count;

		*first = part * chunk + (chunk < longer ? chunk : longer);
		*count = part + (chunk < longer);
		return;
	}
	*first = chunk * job->chunk_tasks;
	*count = tasks - *first < job->chunk_tasks ? tasks - *first : job->chunk_tasks;
}

bool job_stopped(const struct job *job)
{
	return atomic_load_explicit(&job->area->stop, memory_order_relaxed) != 0;
}

bool job_claim(struct job *job, uint64_t *chunk)
{
	if (job_stopped(job)) {
		return false;
	}
	*chunk = atomic_fetch_add_explicit(&job->area->next_chunk, 1, memory_order_relaxed);
	return *chunk < job->chunk_count;
}

/* Run-queue wait of the calling thread so far; AREA_UNKNOWN where the kernel does not say. */
static uint64_t read_runqueue_ns(void)
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

bool work_begin(struct work *work, struct job *job, uint32_t slot)
{
	bool is_main = job->strategy->kind == WORKER_NONE;

	*work = (struct work){.job = job, .slot = area_slot(job->area, slot)};
	if (work->slot->begin_ns == 0) {
		work->slot->begin_ns = clock_now_ns();
	}
	if (job->strategy->kind == WORKER_PROCESS) {
		work->slot->pid = getpid();
	}
	if (is_main) {
		work->cpu_begin_ns = clock_thread_cpu_ns();
		work->runqueue_begin_ns = read_runqueue_ns();
	}
	if (job->workload->worker_begin && !job->workload->worker_begin(&job->input, &work->mine)) {
		job_fail("%s: worker %u could not begin", job->workload->name, slot);
		return false;
	}
	return true;
}

void work_chunk(struct work *work, uint64_t chunk)
{
	struct job *job = work->job;
	struct area_worker *slot = work->slot;
	uint64_t first, count, begin_ns = 0;

	job_chunk(job, chunk, &first, &count);
	if (count == 0) {
		return;
	}
	if (slot->first_task_ns == 0) {
		slot->first_task_ns = clock_now_ns();
	}
	if (job->stamp_busy) {
		begin_ns = clock_now_ns();
	}
	uint64_t sum = job->workload->run_tasks(&job->input, work->mine, first, count);
	if (job->stamp_busy) {
		slot->busy_ns += clock_now_ns() - begin_ns;
	}
	/* one writer: plain loads and stores, atomic only so that a reader never sees a torn value */
	atomic_store_explicit(&slot->answer,
		atomic_load_explicit(&slot->answer, memory_order_relaxed) + sum, memory_order_relaxed);
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
	if (!job->strategy->short_lived) {
		uint64_t runqueue_ns = read_runqueue_ns();
		bool known = runqueue_ns != AREA_UNKNOWN && work->runqueue_begin_ns != AREA_UNKNOWN;

		slot->runqueue_ns = known ? runqueue_ns - work->runqueue_begin_ns : AREA_UNKNOWN;
	}
	slot->cpu_ns += clock_thread_cpu_ns() - work->cpu_begin_ns;
	slot->end_ns = clock_now_ns();
}

void gate_wait(struct job *job)
{
	atomic_fetch_add(&job->area->ready_count, 1);
	futex(&job->area->ready_count, FUTEX_WAKE, 1, NULL);
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
		/* a worker that dies on its way never gets ready, so look for the dead now and then */
		if (job_stopped(job)) {
			return false;
		}
		if (worker_wait(&job->workers, false, &end)) {
			note_end(job, &end);
			job_fail("worker %u ended before it stood ready", end.slot);
			return false;
		}
		futex(&job->area->ready_count, FUTEX_WAIT, ready, &patience);
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

/* After a failure nobody may stay behind: not at the gate, not in a task. */
static void end_workers(struct job *job)
{
	struct worker_end end;

	stop_all(job->area);
	gate_open(job);
	workers_kill(&job->workers);
	while (worker_wait(&job->workers, true, &end)) {
	}
}

static uint64_t cpu_time_ns(void)
{
	struct rusage children;

	getrusage(RUSAGE_CHILDREN, &children);
	return clock_read_ns(CLOCK_PROCESS_CPUTIME_ID) +
	       (uint64_t)(children.ru_utime.tv_sec + children.ru_stime.tv_sec) * 1000000000u +
	       (uint64_t)(children.ru_utime.tv_usec + children.ru_stime.tv_usec) * 1000u;
}

static enum area_status judge_ending(struct job *job)
{
	struct area_header *area = job->area;
	uint64_t done = 0, expected;

	area->answer = 0;
	for (uint32_t i = 0; i < job->worker_count; i++) {
		done += atomic_load(&area_slot(area, i)->tasks_done);
		area->answer += atomic_load(&area_slot(area, i)->answer);
	}
	if (area->dead_worker >= 0) {
		return AREA_CRASHED;
	}
	if (atomic_load(&area->reason_taken)) {
		return AREA_FAILED;
	}
	if (done != area->task_count) {
		job_fail("%llu of %llu tasks done", (unsigned long long)done,
			(unsigned long long)area->task_count);
		return AREA_FAILED;
	}
	if (job->workload->expected && job->workload->expected(&job->input, &expected) &&
		expected != area->answer) {
		job_fail("answer %llu, expected %llu", (unsigned long long)area->answer,
			(unsigned long long)expected);
		return AREA_WRONG;
	}
	return AREA_OK;
}

void job_execute(struct job *job)
{
	struct area_header *area = job->area;
	uint64_t cpu_begin_ns = cpu_time_ns();

	area->start_ns = clock_now_ns();
	bool ok = !job->strategy->open || job->strategy->open(job);
	area->ready_ns = clock_now_ns();
	ok = ok && job->strategy->run(job);
	if (!ok) {
		end_workers(job);
	}
	area->reaped_ns = clock_now_ns();
	if (job->strategy->close) {
		job->strategy->close(job);
	}
	area->end_ns = clock_now_ns();
	area->cpu_ns = cpu_time_ns() - cpu_begin_ns;
	atomic_store(&area->status, judge_ending(job));
}
