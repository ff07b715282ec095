/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Traces of samples, on both sides of the wall: FOLDER/traces/SEQ.csv, a line per chunk that was
 * begun, in the order of the chunks. results/README.md is the schema for people. Times are ns from
 * the start of the sample.
 */
#ifndef MANYHANDS_TRACES_H
#define MANYHANDS_TRACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "samples.h"

enum { TRACES_CHUNKS_MAX = 1000000, TRACES_NAME_BYTES = 40 };

/* SAMPLE_UNKNOWN is what is not known; of CPUs it is -1. */
struct trace_chunk {
	uint64_t chunk; /* its index */
	uint64_t first_task, task_count;
	uint32_t worker;  /* from 0 */
	uint64_t born_ns; /* the first instruction of the worker that did it */
	uint64_t begin_ns;
	uint64_t end_ns; /* unknown: it did not come to its end */
	uint64_t cpu_ns; /* CPU time of the worker in between */
	int32_t begin_cpu, end_cpu;
};

struct trace {
	struct trace_chunk *chunk; /* by rising index; owned */
	size_t count;
	size_t bad_line_count; /* reported and left out */
};

/* Makes room for COUNT chunks, all zero. */
void trace_init(struct trace *trace, size_t count);
void trace_finish(struct trace *trace);

/* "traces/203.csv" */
void trace_name(uint64_t seq, char name[TRACES_NAME_BYTES]);

/* Writes FOLDER/traces/SEQ.csv, whole or not at all. False: warned. */
bool trace_write(const char *folder, uint64_t seq, const struct trace *trace);

/*
 * Reads the trace of SAMPLE in FOLDER. Lines that are torn, foreign or hostile, or say what can't be of
 * this sample (WORKERS is what its cell has), are reported by number with warn and left out.
 * False (warned): it can't be read, or holds no chunk at all.
 */
bool trace_read(
	const char *folder, const struct sample *sample, uint32_t workers, struct trace *trace);

#endif
