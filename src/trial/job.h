/* SPDX-License-Identifier: MIT */
/*
 * One cell being run in this process: the workload's input, the strategy's workers and the shared
 * area they report into. What a strategy may call is the second half of this header.
 */
#ifndef MANYHANDS_TRIAL_JOB_H
#define MANYHANDS_TRIAL_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "trial/area.h"
#include "trial/strategy.h"
#include "trial/trace.h"
#include "trial/worker.h"
#include "trial/workload.h"

struct job {
	const struct workload *workload;
	const struct strategy *strategy;
	struct input input;
	uint32_t worker_count;
	uint64_t chunk_tasks; /* tasks per chunk, the last one may hold fewer */
	uint64_t chunk_count;
	/* set by the caller before job_init */
	bool stamp_busy;     /* take the time around every chunk; a trace does so, too */
	bool trace;          /* note every chunk, unless there are more than TRACE_CHUNKS_MAX */
	const uint32_t *cpu; /* worker I runs on cpu[I % cpu_count] and nowhere else; borrowed */
	uint32_t cpu_count;  /* 0: where the system puts them */
	uint32_t stack_pad_bytes; /* by which every thread's stack is pushed down */
	/* end of that */
	uint32_t *turn; /* the chunks in the order in which they are taken; NULL: as they are */
	struct area_header *area;
	struct trace_record *record; /* one per chunk, in the area; NULL: not traced */
	bool record_cpu;             /* with CPU times: stamp_busy was asked for, too */
	struct worker_set workers;
};

/* ---- for the trial's main ---- */

/*
 * Sets JOB up: runs workload.prepare, cuts the tasks into chunks and maps the area over AREA_FD
 * (which it sizes), or over a memory file of its own if AREA_FD is -1. The values of both specs
 * must outlive the job. False: job_fail was called, or (no area) the reason is in job_reason().
 */
bool job_init(struct job *job, const struct workload *workload, const union value *workload_param,
	const struct strategy *strategy, const union value *strategy_param, uint32_t worker_count,
	int area_fd);

/* Runs the cell once, by the clock, and writes the ending into the area. */
void job_execute(struct job *job);

/* Calls workload.release and unmaps the area. */
void job_finish(struct job *job);

/* Why the job failed: the first reason, "" if none. */
const char *job_reason(void);

/* ---- for strategies ---- */

/* What one worker carries through its life. */
struct work {
	struct job *job;
	struct area_worker *slot;
	uint32_t index; /* of the slot */
	int last_cpu;   /* where its last chunk ended, -1 before the first; only with stamp_busy */
	void *mine;     /* worker_begin's */
	uint64_t cpu_begin_ns, runqueue_begin_ns;
	uint64_t born_ns; /* its first instruction; only with a trace */
};

/* Ends the sample as FAILED with a reason; the first one wins, and no more chunks are claimed. */
void job_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The tasks of CHUNK; count may be 0 with more workers than tasks. */
void job_chunk(const struct job *job, uint64_t chunk, uint64_t *first, uint64_t *count);

/* The chunk that is taken after PLACE others. */
static inline uint64_t job_turn(const struct job *job, uint64_t place)
{
	return job->turn ? job->turn[place] : place;
}

/* Takes the next chunk, in the order asked for, each once over all workers; false: none left, or
 * stopped. */
bool job_claim(struct job *job, uint64_t *chunk);

/* True once nobody should begin another chunk. */
bool job_stopped(const struct job *job);

/* The first and the last thing a worker does; false: it can't be on its CPU or worker_begin failed, do
 * no chunks. */
bool work_begin(struct work *work, struct job *job, uint32_t slot);
void work_chunk(struct work *work, uint64_t chunk);
void work_end(struct work *work);

/* Run-queue wait of the calling thread so far; AREA_UNKNOWN where the kernel does not say. */
uint64_t work_read_runqueue_ns(void);

/* The start line. A worker says it stands ready and waits for the gate; main waits for all to
 * stand there (false: one ended or failed before), then opens. */
void gate_wait(struct job *job);
bool gate_await_workers(struct job *job);
void gate_open(struct job *job);

/* Lets main look again: a worker can't come. */
void gate_wake_main(struct area_header *area);

/* Waits until a worker has ended and says in which slot (SLOT may be NULL); an abnormal end stops
 * the job. False: none was alive. */
bool job_wait_one(struct job *job, uint32_t *slot);

/* Waits until all workers have ended; false as soon as the job was stopped. */
bool job_wait_all(struct job *job);

#endif
