/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of four tasks with traces made up, in a folder of its own. */
#ifndef MANYHANDS_TESTS_TIMELINE_SCENE_H
#define MANYHANDS_TESTS_TIMELINE_SCENE_H

#include "fixture.h"
#include "judge/compare.h"
#include "traces.h"

enum { SCENE_CHUNKS = 20000 };

extern struct samples samples;
extern struct judgement judgement; /* of samples; finished by scene_finish */
extern char *folder;
extern struct trace_chunk chunks[SCENE_CHUNKS]; /* of the trace that is being made */

/* Four tasks of WORKLOAD under STRATEGY with WORKERS on 2 CPUs, and the loop. */
void scene_begin(const char *workload, const char *strategy, uint32_t workers);
void scene_finish(void);

/* Adds the next task, in ms; CPU of it is computing. */
void scene_task(uint32_t worker, uint64_t begin_ms, uint64_t end_ms, uint64_t cpu_ms);

/* Writes the tasks as the trace of cell INDEX, which took TOTAL_MS. */
void scene_trace(size_t index, uint64_t total_ms);

/* The index of the cell with PART in its key. */
size_t scene_cell(const char *part);

/* The trace of the loop: tasks of 10, 20, 30 and 40 ms, of which CPU_PERCENT compute. */
void scene_trace_loop(uint64_t cpu_percent);

#endif
