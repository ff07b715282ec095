/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of four tasks with traces made up, in a folder of its own. */
#include "timeline_scene.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scratch.h"
#include "text.h"

static const uint64_t MS = 1000000;

struct samples samples;
struct judgement judgement;
char *folder;
struct trace_chunk chunks[SCENE_CHUNKS];
static size_t chunk_count;

static double usual_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	(void)round;
	*busy = strncmp(cell->key, "primes", 6) == 0 ? 1 : 0.01;
	return 10e6;
}

void scene_begin(const char *workload, const char *strategy, uint32_t workers)
{
	folder = scratch_create();
	fixture_init(&samples, 2);
	fixture_workload(&samples, workload, "4 tasks", 4);
	fixture_strategy(&samples, strategy);
	fixture_point(&samples, workers, "");
	fixture_cells(&samples);
	fixture_rounds(&samples, 2, usual_time);
	chunk_count = 0;
}

void scene_finish(void)
{
	char *traces = xasprintf("%s/traces", folder);

	if (judgement.samples) {
		judgement_finish(&judgement);
	}
	judgement = (struct judgement){0};
	samples_finish(&samples);
	if (access(traces, F_OK) == 0) {
		scratch_destroy(xstrdup(traces));
	}
	free(traces);
	scratch_destroy(folder);
}

void scene_task(uint32_t worker, uint64_t begin_ms, uint64_t end_ms, uint64_t cpu_ms)
{
	chunks[chunk_count] = (struct trace_chunk){.chunk = chunk_count,
		.first_task = chunk_count,
		.task_count = 1,
		.worker = worker,
		.born_ns = 0,
		.begin_ns = begin_ms * MS,
		.end_ns = end_ms * MS,
		.cpu_ns = cpu_ms * MS};
	chunk_count++;
}

void scene_trace(size_t index, uint64_t total_ms)
{
	struct trace trace = {chunks, chunk_count, 0};
	struct sample sample;

	sample_init(&sample);
	sample.seq = 1000 + index;
	sample.role = ROLE_TRACED;
	sample.cell = xstrdup(samples.run.cells[index].key);
	sample.total_ns = total_ms * MS;
	sample.has_trace = true;
	ck_assert(trace_write(folder, sample.seq, &trace));
	samples_add(&samples, &sample);
	chunk_count = 0;
}

size_t scene_cell(const char *part)
{
	for (size_t i = 0; i < samples.run.cell_count; i++) {
		if (strstr(samples.run.cells[i].key, part)) {
			return i;
		}
	}
	ck_abort_msg("no cell %s", part);
	return 0;
}

void scene_trace_loop(uint64_t cpu_percent)
{
	uint64_t at = 0;

	for (uint64_t i = 1; i <= 4; i++) {
		scene_task(0, at, at + 10 * i, cpu_percent * i / 10);
		at += 10 * i;
	}
	scene_trace(scene_cell("sequential"), 101);
}
