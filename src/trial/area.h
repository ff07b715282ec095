/* SPDX-License-Identifier: MIT */
/*
 * The shared memory a trial reports into: a header, then one struct area_worker per worker, then the
 * trace if one was asked for (trial/trace.h).
 * Each worker writes only its own part, so a trial that dies still tells how far it came. The
 * driver reads it after the trial has ended and trusts nothing in it.
 * Times are CLOCK_MONOTONIC in ns. 0 means "did not happen".
 */
#ifndef MANYHANDS_TRIAL_AREA_H
#define MANYHANDS_TRIAL_AREA_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#define AREA_MAGIC UINT64_C(0x33736e61686d6d61)
#define AREA_UNKNOWN UINT64_MAX /* a number that could not be read; never zero */

enum { AREA_REASON_BYTES = 256, AREA_WORKER_BYTES = 256 };

/* How the trial ended, as it saw it; AREA_RUNNING is what a trial that died leaves behind. */
enum area_status {
	AREA_RUNNING,
	AREA_OK,
	AREA_WRONG,   /* the answer differs from workload.expected */
	AREA_FAILED,  /* see reason */
	AREA_CRASHED, /* a worker process was ended by a signal: see dead_worker, dead_signal */
};

struct area_header {
	uint64_t magic;
	uint32_t header_bytes; /* where the workers' part begins */
	uint32_t worker_bytes; /* AREA_WORKER_BYTES */
	uint32_t worker_count;
	_Atomic uint32_t status; /* enum area_status */
	uint64_t task_count;
	uint64_t chunk_count;
	uint64_t chunk_tasks; /* tasks per chunk; with CHUNK_PER_WORKER the largest chunk */
	uint64_t trace_count; /* records behind the workers' part: chunk_count, or 0 untraced */
	uint64_t answer;      /* valid with AREA_OK and AREA_WRONG */
	uint64_t start_ns;    /* before strategy.open */
	uint64_t ready_ns;    /* open has returned: all workers stand ready */
	uint64_t reaped_ns;   /* run has returned: all workers have ended and were waited for */
	uint64_t end_ns;      /* close has returned */
	uint64_t cpu_ns;      /* CPU time of trial and workers between start and end */
	uint64_t runqueue_ns; /* main's wait for a CPU in that time; AREA_UNKNOWN if not readable */
	int32_t dead_worker;  /* -1: none */
	int32_t dead_signal;
	_Atomic uint32_t reason_taken; /* the first reason wins */
	char reason[AREA_REASON_BYTES];

	/* Shared by the workers while they run; a cache line each. */
	_Alignas(128) _Atomic uint64_t next_chunk;  /* pools claim from here */
	_Alignas(128) _Atomic uint32_t stop;        /* no more chunks are claimed */
	_Atomic uint32_t gate;                      /* futex: 0 closed, 1 open */
	_Alignas(128) _Atomic uint32_t ready_count; /* futex: workers standing at the gate */
};

struct area_worker {
	_Alignas(AREA_WORKER_BYTES) _Atomic uint64_t tasks_done;
	_Atomic uint64_t answer; /* wrapping sum of the results of those tasks */
	uint64_t begin_ns; /* first instruction of this worker (of the first one in this slot) */
	uint64_t first_task_ns;
	uint64_t last_task_ns; /* end of the last task so far */
	uint64_t end_ns;       /* last instruction */
	uint64_t busy_ns;      /* inside run_tasks; AREA_UNKNOWN unless asked for */
	uint64_t cpu_ns;       /* CLOCK_THREAD_CPUTIME_ID; summed over the workers of this slot */
	uint64_t runqueue_ns; /* ready to run but waiting for a CPU; AREA_UNKNOWN if not readable */
	uint64_t migrations;  /* times it was on another CPU than before at the end of a chunk, over
	                       * all workers of this slot; AREA_UNKNOWN where busy_ns is */
	int32_t begin_cpu;    /* where the first task began; -1 unknown */
	int32_t cpu;          /* where the last task ended; -1 unknown */
	uint32_t started_count; /* workers started in this slot */
	int32_t pid;            /* of the last process in this slot; 0 for threads */
};

_Static_assert(sizeof(struct area_worker) == AREA_WORKER_BYTES, "one slot is 256 bytes");

/* Where the workers' part begins: the header rounded up to whole slots. */
static inline size_t area_header_bytes(void)
{
	return (sizeof(struct area_header) + AREA_WORKER_BYTES - 1) / AREA_WORKER_BYTES *
	       AREA_WORKER_BYTES;
}

/* The size of an area for WORKER_COUNT workers. */
static inline size_t area_bytes(uint32_t worker_count)
{
	return area_header_bytes() + (size_t)worker_count * AREA_WORKER_BYTES;
}

/* Slot INDEX of the area that begins at HEADER. */
static inline struct area_worker *area_slot(struct area_header *header, uint32_t index)
{
	return (struct area_worker *)((char *)header + area_header_bytes()) + index;
}

#endif
