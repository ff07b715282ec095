/* SPDX-License-Identifier: MIT */
/* One cell being run in this process, from prepare to the ending in the area. */
#include "trial/job.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "trial/clock.h"
#include "trial/turns.h"

/* input.fail takes no context, so the one job of this process stands here; before the area exists
 * reasons go to early_reason. */
static struct area_header *current_area;
static char early_reason[AREA_REASON_BYTES];

static void stop_all(struct area_header *area)
{
	atomic_store(&area->stop, 1);
	gate_wake_main(area);
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

/* The value of the parameter NAME, or NULL if there is none. */
static const union value *find_value(
	const struct param *params, const union value *values, const char *name)
{
	for (size_t i = 0; params && params[i].name; i++) {
		if (strcmp(params[i].name, name) == 0) {
			return &values[i];
		}
	}
	return NULL;
}

static bool prepare_input(struct job *job, const union value *param)
{
	job->input = (struct input){.param = param, .fail = fail_with_reason};
	const union value *tasks = find_value(job->workload->params, param, "tasks");
	if (tasks) {
		job->input.task_count = tasks->count;
	}
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
	const union value *chunk = find_value(job->strategy->params, strategy_param, "chunk");
	job->chunk_tasks = chunk ? chunk->count : 1;
	if (job->chunk_tasks == 0) { /* auto, as CPython's Pool.map */
		job->chunk_tasks = tasks / (4 * workers) + (tasks % (4 * workers) > 0);
	}
	if (job->chunk_tasks > tasks) {
		job->chunk_tasks = tasks;
	}
	job->chunk_count = tasks / job->chunk_tasks + (tasks % job->chunk_tasks > 0);
}

/* What task TASK costs beside the others. */
static double task_cost(const struct job *job, uint64_t task)
{
	uint64_t cpu_ns, wait_ns;

	if (job->workload->task_cost) {
		return job->workload->task_cost(&job->input, task);
	}
	return job->workload->task_time(&job->input, task, &cpu_ns, &wait_ns)
		       ? (double)cpu_ns + (double)wait_ns
		       : 0;
}

/* The cost of every chunk; the caller frees. NULL: no memory. */
static double *chunk_costs(const struct job *job)
{
	double *cost = calloc(job->chunk_count, sizeof(*cost));

	for (uint64_t chunk = 0; cost && chunk < job->chunk_count; chunk++) {
		uint64_t first, count;

		job_chunk(job, chunk, &first, &count);
		for (uint64_t task = first; task < first + count; task++) {
			cost[chunk] += task_cost(job, task);
		}
	}
	return cost;
}

/* Puts the chunks in the order that the strategy was asked for, before the clock starts. */
static bool order_chunks(struct job *job, const union value *strategy_param)
{
	enum turns order = turns_of(job->strategy->params, strategy_param);

	if (order == TURNS_GIVEN) {
		return true;
	}
	if (order == TURNS_LONGEST_FIRST && !job->workload->task_cost &&
		!job->workload->task_time) {
		job_fail("%s: order=longest-first: %s does not tell what its tasks cost",
			job->strategy->name, job->workload->name);
		return false;
	}
	if (job->chunk_count > TURNS_MAX) {
		job_fail("%s: order=%s: %llu chunks, at most %d are put in order; take larger ones",
			job->strategy->name, turns_words[order],
			(unsigned long long)job->chunk_count, TURNS_MAX);
		return false;
	}
	double *cost = order == TURNS_LONGEST_FIRST ? chunk_costs(job) : NULL;
	job->turn = calloc(job->chunk_count, sizeof(*job->turn));
	bool ok = job->turn && (cost || order != TURNS_LONGEST_FIRST) &&
		  turns_fill(order, cost, job->turn, (uint32_t)job->chunk_count);
	free(cost);
	if (!ok) {
		job_fail("%s: order=%s: no memory for %llu chunks", job->strategy->name,
			turns_words[order], (unsigned long long)job->chunk_count);
	}
	return ok;
}

static void release_input(struct job *job)
{
	free(job->turn);
	job->turn = NULL;
	if (job->workload->release) {
		job->workload->release(&job->input);
	}
}

static bool map_area(struct job *job, int area_fd)
{
	size_t bytes = trace_area_bytes(job->worker_count, trace_count(job));
	int fd = area_fd >= 0 ? area_fd : memfd_create("manyhands-area", MFD_CLOEXEC);

	void *memory = MAP_FAILED;
	if (fd >= 0 && ftruncate(fd, (off_t)bytes) == 0) {
		memory =
			mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
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
	area->trace_count = trace_count(job);
	area->dead_worker = -1;
	for (uint32_t i = 0; i < job->worker_count; i++) {
		struct area_worker *slot = area_slot(area, i);

		slot->busy_ns = job->stamp_busy ? 0 : AREA_UNKNOWN;
		slot->runqueue_ns = AREA_UNKNOWN;
		slot->migrations = job->stamp_busy ? 0 : AREA_UNKNOWN;
		slot->begin_cpu = slot->cpu = -1;
	}
	atomic_thread_fence(memory_order_release);
	area->magic = AREA_MAGIC;
}

bool job_init(struct job *job, const struct workload *workload, const union value *workload_param,
	const struct strategy *strategy, const union value *strategy_param, uint32_t worker_count,
	int area_fd)
{
	const struct job given = *job;

	*job = (struct job){
		.workload = workload,
		.strategy = strategy,
		.worker_count = worker_count,
		.stamp_busy = given.stamp_busy,
		.trace = given.trace,
		.cpu = given.cpu,
		.cpu_count = given.cpu_count,
		.stack_pad_bytes = given.stack_pad_bytes,
	};
	current_area = NULL;
	early_reason[0] = '\0';
	bool prepared = prepare_input(job, workload_param);
	if (prepared) {
		cut_chunks(job, strategy_param);
		prepared = order_chunks(job, strategy_param);
		if (!prepared) {
			release_input(job);
		}
	}
	/* the area is made even then: it carries the reason to the driver */
	if (!map_area(job, area_fd)) {
		return false;
	}
	trace_open(job);
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
	release_input(job);
	if (job->area) {
		current_area = NULL;
		munmap(job->area, trace_area_bytes(job->worker_count, job->area->trace_count));
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
	uint64_t place = atomic_fetch_add_explicit(&job->area->next_chunk, 1, memory_order_relaxed);
	if (place >= job->chunk_count) {
		return false;
	}
	*chunk = job_turn(job, place);
	return true;
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
	uint64_t runqueue_begin_ns = work_read_runqueue_ns();
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
	uint64_t runqueue_ns = work_read_runqueue_ns();
	bool known = runqueue_ns != AREA_UNKNOWN && runqueue_begin_ns != AREA_UNKNOWN;
	area->runqueue_ns = known ? runqueue_ns - runqueue_begin_ns : AREA_UNKNOWN;
	atomic_store(&area->status, judge_ending(job));
}
