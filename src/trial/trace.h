/* SPDX-License-Identifier: MIT */
/*
 * The optional trace of a sample: who did which chunk when. It stands in the area behind the workers'
 * slots, a record per chunk at the chunk's own index, so that a worker needs neither a lock nor room
 * of its own to write it, and a sample that dies leaves what was done so far.
 */
#ifndef MANYHANDS_TRIAL_TRACE_H
#define MANYHANDS_TRIAL_TRACE_H

#include <stdint.h>

#include "trial/area.h"

enum { TRACE_RECORD_BYTES = 64, TRACE_CHUNKS_MAX = 1000000 };

/* All 0: nobody has begun this chunk. */
struct trace_record {
	_Alignas(TRACE_RECORD_BYTES) uint64_t first_task;
	uint64_t task_count;
	uint64_t born_ns; /* the first instruction of the worker that did it */
	uint64_t begin_ns;
	uint64_t end_ns;            /* written last; 0: it did not come to its end */
	uint64_t cpu_ns;            /* of that worker in between; AREA_UNKNOWN unless asked for */
	uint32_t worker;            /* slot */
	uint32_t begun_count;       /* how often it was begun; more than once is wrong */
	int32_t begin_cpu, end_cpu; /* where it began and ended; -1 unknown */
};

_Static_assert(sizeof(struct trace_record) == TRACE_RECORD_BYTES, "one record is a cache line");

/* The records of the area that begins at HEADER; there are header->trace_count. */
static inline struct trace_record *trace_records(struct area_header *header)
{
	return (struct trace_record *)((char *)header + area_bytes(header->worker_count));
}

/* The size of an area for WORKER_COUNT workers with so many records. */
static inline size_t trace_area_bytes(uint32_t worker_count, uint64_t record_count)
{
	return area_bytes(worker_count) + (size_t)record_count * TRACE_RECORD_BYTES;
}

struct job;
struct work;

/* ---- for job.c alone ---- */

/* How many records the trace of JOB has: 0 without one, and where there are too many chunks. */
uint64_t trace_count(const struct job *job);

/* Finds the records in the area of JOB, if it has any, and lets chunks be stamped. */
void trace_open(struct job *job);

/* ---- for work.c alone ---- */

/* Around a chunk. trace_begin notes that it begins and returns what trace_end wants to have back. The
 * CPU clock is read inside the stretch that is told: a worker often loses its CPU at the end of such
 * a call, and that must not look like time between two chunks. */
struct trace_mark {
	uint64_t begin_ns, cpu_ns; /* cpu_ns: CPU time so far; 0 where it is not asked for */
};
struct trace_mark trace_begin(const struct work *work, uint64_t chunk);

/* Notes that the chunk has ended; returns when. */
uint64_t trace_end(const struct work *work, uint64_t chunk, const struct trace_mark *mark);

#endif
