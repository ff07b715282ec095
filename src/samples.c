/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs and samples in memory: their names, their workers, who frees what. */
#include "samples.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

const char *sample_status_name(enum sample_status status)
{
	static const char *const names[] = {
		[SAMPLE_OK] = "OK",
		[SAMPLE_WRONG] = "WRONG",
		[SAMPLE_FAILED] = "FAILED",
		[SAMPLE_CRASHED] = "CRASHED",
		[SAMPLE_TIMED_OUT] = "TIMED OUT",
		[SAMPLE_INTERRUPTED] = "INTERRUPTED",
	};

	return names[status];
}

void sample_init(struct sample *sample)
{
	*sample = (struct sample){
		.at_ns = SAMPLE_UNKNOWN,
		.total_ns = SAMPLE_UNKNOWN,
		.ready_ns = SAMPLE_UNKNOWN,
		.first_task_ns = SAMPLE_UNKNOWN,
		.last_task_ns = SAMPLE_UNKNOWN,
		.reaped_ns = SAMPLE_UNKNOWN,
		.cpu_ns = SAMPLE_UNKNOWN,
		.main_runqueue_ns = SAMPLE_UNKNOWN,
		.env_pad_bytes = SAMPLE_UNKNOWN,
		.stack_pad_bytes = SAMPLE_UNKNOWN,
	};
	/* all bits set is SAMPLE_UNKNOWN in each of their members */
	memset(&sample->rusage, 0xff, sizeof(sample->rusage));
	memset(&sample->noise, 0xff, sizeof(sample->noise));
}

void sample_finish(struct sample *sample)
{
	free(sample->cell);
	free(sample->reason);
	free(sample->workers.row);
	*sample = (struct sample){0};
}

static int compare_numbers(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Puts minimum, quartiles and maximum of the member at OFFSET into the five ROWs. Values that are
 * not known don't count; quartiles are values that occurred (rounded down between two). */
static void summarize(const struct sample_worker *worker, uint32_t count, size_t offset,
	struct sample_worker *row, uint64_t *known)
{
	size_t known_count = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint64_t value = *(const uint64_t *)((const char *)&worker[i] + offset);

		if (value != SAMPLE_UNKNOWN) {
			known[known_count++] = value;
		}
	}
	qsort(known, known_count, sizeof(*known), compare_numbers);
	for (size_t i = 0; i < SAMPLE_SUMMARY_ROWS; i++) {
		uint64_t *slot = (uint64_t *)((char *)&row[i] + offset);
		size_t steps = SAMPLE_SUMMARY_ROWS - 1;

		*slot = known_count > 0 ? known[(known_count - 1) * i / steps] : SAMPLE_UNKNOWN;
	}
}

void sample_set_workers(struct sample *sample, const struct sample_worker *worker, uint32_t count)
{
	static const size_t offsets[] = {
		offsetof(struct sample_worker, tasks),
		offsetof(struct sample_worker, begin_ns),
		offsetof(struct sample_worker, end_ns),
		offsetof(struct sample_worker, first_task_ns),
		offsetof(struct sample_worker, last_task_ns),
		offsetof(struct sample_worker, busy_ns),
		offsetof(struct sample_worker, cpu_ns),
		offsetof(struct sample_worker, runqueue_ns),
		offsetof(struct sample_worker, migrations),
	};
	struct sample_workers *workers = &sample->workers;
	bool summary = count > SAMPLE_WORKERS_MAX;
	uint32_t row_count = summary ? SAMPLE_SUMMARY_ROWS : count;

	free(workers->row);
	*workers = (struct sample_workers){.count = count, .row_count = row_count};
	if (count == 0) {
		return;
	}
	workers->row = xcalloc(row_count, sizeof(*workers->row));
	for (uint32_t i = 0; i < row_count; i++) {
		workers->row[i] =
			summary ? (struct sample_worker){.begin_cpu = -1, .cpu = -1} : worker[i];
	}
	if (summary) {
		uint64_t *known = xcalloc(count, sizeof(*known));

		for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
			summarize(worker, count, offsets[i], workers->row, known);
		}
		free(known);
	}
}

static void finish_machine(struct run_machine *machine)
{
	free(machine->cpu_model);
	free(machine->kernel);
	free(machine->hypervisor);
	free(machine->governor);
	free(machine->clocksource);
	free(machine->topology);
	free(machine->summary);
}

static void finish_workload(struct run_workload *workload)
{
	free(workload->spec);
	free(workload->name);
	free(workload->work);
	free(workload->calibrated);
}

static void finish_strategy(struct run_strategy *strategy)
{
	free(strategy->spec);
	free(strategy->name);
	free(strategy->kind);
}

static void keep_cells(struct run *run, const bool *cell)
{
	size_t kept = 0;

	for (size_t i = 0; i < run->cell_count; i++) {
		if (cell[i]) {
			run->cells[kept++] = run->cells[i];
		} else {
			free(run->cells[i].key);
		}
	}
	run->cell_count = kept;
}

static void keep_workloads(struct run *run, const bool *workload)
{
	size_t kept = 0;

	for (size_t i = 0; i < run->workload_count; i++) {
		if (!workload[i]) {
			finish_workload(&run->workloads[i]);
			continue;
		}
		for (size_t c = 0; c < run->cell_count; c++) {
			if (run->cells[c].workload == i) {
				run->cells[c].workload = kept;
			}
		}
		run->workloads[kept++] = run->workloads[i];
	}
	run->workload_count = kept;
}

static void keep_strategies(struct run *run, const bool *strategy)
{
	size_t kept = 0;

	for (size_t i = 0; i < run->strategy_count; i++) {
		if (!strategy[i]) {
			finish_strategy(&run->strategies[i]);
			continue;
		}
		for (size_t c = 0; c < run->cell_count; c++) {
			if (run->cells[c].strategy == i) {
				run->cells[c].strategy = kept;
			}
		}
		run->strategies[kept++] = run->strategies[i];
	}
	run->strategy_count = kept;
}

/* The new numbers are at most the old ones, so that none is taken for one still to come. */
void run_keep(struct run *run, const bool *workload, const bool *strategy, const bool *cell)
{
	keep_cells(run, cell);
	keep_workloads(run, workload);
	keep_strategies(run, strategy);
}

void run_finish(struct run *run)
{
	for (size_t i = 0; i < run->workload_count; i++) {
		finish_workload(&run->workloads[i]);
	}
	for (size_t i = 0; i < run->strategy_count; i++) {
		finish_strategy(&run->strategies[i]);
	}
	for (size_t i = 0; i < run->point_count; i++) {
		free(run->points[i].label);
	}
	for (size_t i = 0; i < run->cell_count; i++) {
		free(run->cells[i].key);
	}
	for (size_t i = 0; i < run->probe_count; i++) {
		free(run->probes[i].key);
		free(run->probes[i].kind);
	}
	for (size_t i = 0; i < run->own_command.word_count; i++) {
		free(run->own_command.words[i]);
	}
	free(run->own_command.words);
	free(run->own_command.items);
	free(run->probes);
	free(run->workloads);
	free(run->strategies);
	free(run->points);
	free(run->cells);
	free(run->version);
	free(run->build);
	free(run->compiler);
	free(run->flags);
	free(run->started);
	free(run->command);
	finish_machine(&run->machine);
	*run = (struct run){0};
}

void samples_add(struct samples *samples, const struct sample *sample)
{
	if (samples->count >= samples->room) {
		samples->room = samples->count + samples->count / 2 + 64;
		samples->sample =
			xrealloc(samples->sample, samples->room, sizeof(*samples->sample));
	}
	samples->sample[samples->count++] = *sample;
}

void samples_finish(struct samples *samples)
{
	run_finish(&samples->run);
	for (size_t i = 0; i < samples->count; i++) {
		sample_finish(&samples->sample[i]);
	}
	for (size_t i = 0; i < samples->note_count; i++) {
		free(samples->notes[i]);
	}
	free(samples->sample);
	free(samples->notes);
	*samples = (struct samples){0};
}
