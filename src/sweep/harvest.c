/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the area that a trial left behind, trusting nothing in it. */
#include "sweep/harvest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text.h"
#include "trial/trace.h"

/* A moment after START_NS as ns since then; UNKNOWN if it did not happen or lies before. */
static uint64_t since(uint64_t start_ns, uint64_t moment_ns)
{
	return moment_ns >= start_ns && start_ns > 0 ? moment_ns - start_ns : SAMPLE_UNKNOWN;
}

static bool read_header(int area, uint32_t workers, struct area_header *header)
{
	return pread(area, header, sizeof(*header), 0) == (ssize_t)sizeof(*header) &&
	       header->magic == AREA_MAGIC && header->header_bytes == area_header_bytes() &&
	       header->worker_bytes == AREA_WORKER_BYTES && header->worker_count == workers;
}

static void read_ending(struct area_header *header, struct harvest *harvest)
{
	static const enum sample_status statuses[] = {
		[AREA_OK] = SAMPLE_OK,
		[AREA_WRONG] = SAMPLE_WRONG,
		[AREA_FAILED] = SAMPLE_FAILED,
		[AREA_CRASHED] = SAMPLE_CRASHED,
	};
	uint32_t status = atomic_load(&header->status);

	header->reason[AREA_REASON_BYTES - 1] = '\0';
	text_clean(header->reason, harvest->reason, sizeof(harvest->reason));
	harvest->valid = status >= AREA_OK && status <= AREA_CRASHED;
	harvest->status = harvest->valid ? statuses[status] : SAMPLE_FAILED;
	harvest->task_count = header->task_count;
	harvest->chunk_count = header->chunk_count;
	harvest->total_ns = since(header->start_ns, header->end_ns);
	bool senseless = harvest->total_ns == SAMPLE_UNKNOWN || harvest->total_ns == 0;
	bool undone = harvest->tasks_done != harvest->task_count;
	if (harvest->valid && harvest->status == SAMPLE_OK && (senseless || undone)) {
		harvest->status = SAMPLE_FAILED;
		snprintf(harvest->reason, sizeof(harvest->reason), "its %s make no sense",
			senseless ? "times" : "task counts");
	}
}

static void read_workers(
	const struct area_worker *slot, uint32_t count, uint64_t start_ns, struct sample *sample)
{
	struct sample_worker *workers = xcalloc(count, sizeof(*workers));

	for (uint32_t i = 0; i < count; i++) {
		workers[i] = (struct sample_worker){
			.tasks = atomic_load(&slot[i].tasks_done),
			.begin_ns = since(start_ns, slot[i].begin_ns),
			.end_ns = since(start_ns, slot[i].end_ns),
			.first_task_ns = since(start_ns, slot[i].first_task_ns),
			.last_task_ns = since(start_ns, slot[i].last_task_ns),
			.busy_ns = slot[i].busy_ns,
			.cpu_ns = slot[i].cpu_ns,
			.runqueue_ns = slot[i].runqueue_ns,
			.migrations = slot[i].migrations,
			.begin_cpu = slot[i].begin_cpu,
			.cpu = slot[i].cpu,
		};
	}
	sample_set_workers(sample, workers, count);
	free(workers);
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b; /* SAMPLE_UNKNOWN is the largest */
}

static void read_times(
	const struct area_header *header, const struct area_worker *slot, struct sample *sample)
{
	uint64_t start_ns = header->start_ns;

	sample->total_ns = since(start_ns, header->end_ns);
	sample->ready_ns = since(start_ns, header->ready_ns);
	sample->reaped_ns = since(start_ns, header->reaped_ns);
	sample->cpu_ns = header->end_ns > 0 ? header->cpu_ns : SAMPLE_UNKNOWN;
	sample->main_runqueue_ns = header->end_ns > 0 ? header->runqueue_ns : SAMPLE_UNKNOWN;
	for (uint32_t i = 0; i < header->worker_count; i++) {
		uint64_t last = since(start_ns, slot[i].last_task_ns);

		sample->first_task_ns =
			earlier(sample->first_task_ns, since(start_ns, slot[i].first_task_ns));
		if (last != SAMPLE_UNKNOWN &&
			(sample->last_task_ns == SAMPLE_UNKNOWN || last > sample->last_task_ns)) {
			sample->last_task_ns = last;
		}
	}
}

void harvest_area(int area, uint32_t workers, struct sample *sample, struct harvest *harvest)
{
	struct area_header header;

	*harvest = (struct harvest){.status = SAMPLE_FAILED};
	sample->total_ns = sample->ready_ns = sample->first_task_ns = SAMPLE_UNKNOWN;
	sample->last_task_ns = sample->reaped_ns = sample->cpu_ns = SAMPLE_UNKNOWN;
	sample->main_runqueue_ns = SAMPLE_UNKNOWN;
	if (!read_header(area, workers, &header)) {
		return;
	}
	size_t bytes = (size_t)header.worker_count * AREA_WORKER_BYTES;
	struct area_worker *slot = aligned_alloc(AREA_WORKER_BYTES, bytes);
	if (!slot) {
		fatal("out of memory");
	}
	if (pread(area, slot, bytes, (off_t)area_header_bytes()) == (ssize_t)bytes) {
		for (uint32_t i = 0; i < header.worker_count; i++) {
			harvest->tasks_done += atomic_load(&slot[i].tasks_done);
		}
		read_ending(&header, harvest);
		read_times(&header, slot, sample);
		read_workers(slot, header.worker_count, header.start_ns, sample);
		sample->has_answer = harvest->valid && (harvest->status == SAMPLE_OK ||
							       harvest->status == SAMPLE_WRONG);
		sample->answer = header.answer;
	}
	free(slot);
}

static int32_t cpu_number(int32_t cpu)
{
	return cpu >= 0 ? cpu : -1;
}

/* The CPU time of RECORD, which is CHUNK: known of a whole chunk only, and not longer than that took. It is
 * taken by a clock of its own, which nothing keeps in step with the other. */
static uint64_t record_cpu_ns(const struct trace_record *record, const struct trace_chunk *chunk)
{
	if (chunk->end_ns == SAMPLE_UNKNOWN || chunk->end_ns < chunk->begin_ns ||
		record->cpu_ns == AREA_UNKNOWN) {
		return SAMPLE_UNKNOWN;
	}
	return earlier(record->cpu_ns, chunk->end_ns - chunk->begin_ns);
}

/* Adds RECORD of chunk INDEX to TRACE, which has room, if the chunk was begun and the record makes sense. */
static void take_record(const struct trace_record *record, const struct area_header *header,
	uint64_t index, struct trace *trace)
{
	uint64_t start_ns = header->start_ns;
	struct trace_chunk chunk = {
		.chunk = index,
		.first_task = record->first_task,
		.task_count = record->task_count,
		.worker = record->worker,
		.born_ns = since(start_ns, record->born_ns),
		.begin_ns = since(start_ns, record->begin_ns),
		.end_ns = since(start_ns, record->end_ns),
		.begin_cpu = cpu_number(record->begin_cpu),
		.end_cpu = cpu_number(record->end_cpu),
	};

	chunk.cpu_ns = record_cpu_ns(record, &chunk);
	if (record->begun_count == 1 && record->worker < header->worker_count &&
		chunk.begin_ns != SAMPLE_UNKNOWN) {
		trace->chunk[trace->count++] = chunk;
	}
}

void harvest_trace(int area, uint32_t workers, struct trace *trace)
{
	enum { PIECE = 1024 };
	static struct trace_record piece[PIECE];
	struct area_header header;
	ssize_t got = 0;

	*trace = (struct trace){0};
	if (!read_header(area, workers, &header) || header.trace_count == 0 ||
		header.trace_count > TRACE_CHUNKS_MAX) {
		return;
	}
	trace_init(trace, (size_t)header.trace_count);
	trace->count = 0;
	for (uint64_t i = 0; i < header.trace_count; i++) {
		if (i % PIECE == 0) {
			got = pread(area, piece, sizeof(piece),
				(off_t)trace_area_bytes(header.worker_count, i));
		}
		if ((ssize_t)((i % PIECE + 1) * sizeof(*piece)) <= got) {
			take_record(&piece[i % PIECE], &header, i, trace);
		}
	}
}
