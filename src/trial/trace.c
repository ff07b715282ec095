/* SPDX-License-Identifier: MIT */
/* What a worker of a traced sample notes of a chunk. */
#include "trial/trace.h"

#include <sched.h>

#include "trial/clock.h"
#include "trial/job.h"

uint64_t trace_count(const struct job *job)
{
	return job->trace && job->chunk_count <= TRACE_CHUNKS_MAX ? job->chunk_count : 0;
}

/* Untraced work pays nothing for the trace: it is written only where stamps are taken anyway. */
void trace_open(struct job *job)
{
	if (trace_count(job) > 0) {
		job->area->worker_count = job->worker_count; /* the records begin behind them */
		job->record = trace_records(job->area);
		job->record_cpu = job->stamp_busy;
		job->stamp_busy = true;
	}
}

struct trace_mark trace_begin(const struct work *work, uint64_t chunk)
{
	const struct job *job = work->job;
	struct trace_record *record = &job->record[chunk];
	struct trace_mark mark = {0};

	job_chunk(job, chunk, &record->first_task, &record->task_count);
	record->worker = work->index;
	record->begun_count++;
	record->begin_cpu = sched_getcpu();
	record->end_cpu = -1;
	record->born_ns = work->born_ns;
	record->cpu_ns = AREA_UNKNOWN;
	record->begin_ns = mark.begin_ns = clock_now_ns();
	if (job->record_cpu) {
		mark.cpu_ns = clock_thread_cpu_ns();
	}
	return mark;
}

uint64_t trace_end(const struct work *work, uint64_t chunk, const struct trace_mark *mark)
{
	const struct job *job = work->job;
	struct trace_record *record = &job->record[chunk];

	if (job->record_cpu) {
		record->cpu_ns = clock_thread_cpu_ns() - mark->cpu_ns;
	}
	record->end_cpu = sched_getcpu();
	record->end_ns = clock_now_ns();
	return record->end_ns;
}
