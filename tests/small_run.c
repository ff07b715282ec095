/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small run for the tests of the results file, and whether two runs are the same. */
#include "small_run.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "fixture.h"
#include "text.h"

static double ten_ms(const struct run_cell *cell, uint32_t round, double *busy)
{
	*busy = 0.5;
	return 1e7 / cell->workers + round;
}

void small_run_init(struct samples *samples)
{
	fixture_init(samples, 2);
	fixture_workload(samples, "primes:limit=4e6", "below 4 000 000", 4000);
	fixture_strategy(samples, "thread-pool:chunk=64");
	fixture_point(samples, 1, "");
	fixture_point(samples, 2, "cores, CPUs");
	fixture_cells(samples);
	fixture_rounds(samples, 1, ten_ms);
}

void small_run_write(const struct samples *samples, const char *folder)
{
	struct samples_writer *writer = samples_create(folder, &samples->run);

	ck_assert_ptr_nonnull(writer);
	for (size_t i = 0; i < samples->count; i++) {
		ck_assert(samples_append(writer, &samples->sample[i]));
	}
	samples_close(writer);
}

char *small_run_text(const char *folder, size_t *length)
{
	char *path = xasprintf("%s/samples.jsonl", folder);
	char *text = read_file(path, length);

	ck_assert_ptr_nonnull(text);
	free(path);
	return text;
}

void small_run_add(const char *folder, const char *text)
{
	char *path = xasprintf("%s/samples.jsonl", folder);
	FILE *file = fopen(path, "ae");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
	free(path);
}

static void assert_same_machine(const struct run_machine *a, const struct run_machine *b)
{
	ck_assert_str_eq(a->cpu_model, b->cpu_model);
	ck_assert_str_eq(a->kernel, b->kernel);
	ck_assert_str_eq(a->hypervisor, b->hypervisor);
	ck_assert_str_eq(a->governor, b->governor);
	ck_assert_str_eq(a->clocksource, b->clocksource);
	ck_assert_str_eq(a->topology, b->topology);
	ck_assert_str_eq(a->summary, b->summary);
	ck_assert_uint_eq(a->packages, b->packages);
	ck_assert_uint_eq(a->cores, b->cores);
	ck_assert_uint_eq(a->cpus, b->cpus);
	ck_assert_uint_eq(a->numa_nodes, b->numa_nodes);
	ck_assert_uint_eq(a->allowed_cores, b->allowed_cores);
	ck_assert_uint_eq(a->allowed_cpus, b->allowed_cpus);
	ck_assert_uint_eq(a->fast_cores, b->fast_cores);
	ck_assert_double_eq(a->quota_cpus, b->quota_cpus);
	ck_assert_double_eq(a->usable_cpus, b->usable_cpus);
	ck_assert_uint_eq(a->memory_kib, b->memory_kib);
	ck_assert_uint_eq(a->pids_max, b->pids_max);
	ck_assert_uint_eq(a->nproc_max, b->nproc_max);
}

static void assert_same_plan(const struct run *a, const struct run *b)
{
	ck_assert_uint_eq(a->workload_count, b->workload_count);
	ck_assert_uint_eq(a->strategy_count, b->strategy_count);
	ck_assert_uint_eq(a->point_count, b->point_count);
	ck_assert_uint_eq(a->cell_count, b->cell_count);
	for (size_t i = 0; i < a->workload_count; i++) {
		ck_assert_str_eq(a->workloads[i].spec, b->workloads[i].spec);
		ck_assert_str_eq(a->workloads[i].name, b->workloads[i].name);
		ck_assert_str_eq(a->workloads[i].work, b->workloads[i].work);
		ck_assert_pstr_eq(a->workloads[i].calibrated, b->workloads[i].calibrated);
		ck_assert_uint_eq(a->workloads[i].task_count, b->workloads[i].task_count);
		ck_assert_uint_eq(a->workloads[i].loop_ns, b->workloads[i].loop_ns);
	}
	for (size_t i = 0; i < a->strategy_count; i++) {
		ck_assert_str_eq(a->strategies[i].spec, b->strategies[i].spec);
		ck_assert_str_eq(a->strategies[i].name, b->strategies[i].name);
		ck_assert_str_eq(a->strategies[i].kind, b->strategies[i].kind);
	}
	for (size_t i = 0; i < a->point_count; i++) {
		ck_assert_uint_eq(a->points[i].workers, b->points[i].workers);
		ck_assert_str_eq(a->points[i].label, b->points[i].label);
	}
	for (size_t i = 0; i < a->cell_count; i++) {
		ck_assert_str_eq(a->cells[i].key, b->cells[i].key);
		ck_assert_uint_eq(a->cells[i].workload, b->cells[i].workload);
		ck_assert_uint_eq(a->cells[i].strategy, b->cells[i].strategy);
		ck_assert_uint_eq(a->cells[i].workers, b->cells[i].workers);
		ck_assert(a->cells[i].baseline == b->cells[i].baseline);
	}
}

void assert_same_run(const struct run *a, const struct run *b)
{
	ck_assert_uint_eq(a->schema, b->schema);
	ck_assert_str_eq(a->version, b->version);
	ck_assert_str_eq(a->build, b->build);
	ck_assert_str_eq(a->compiler, b->compiler);
	ck_assert_str_eq(a->flags, b->flags);
	ck_assert_str_eq(a->started, b->started);
	ck_assert_str_eq(a->command, b->command);
	ck_assert_uint_eq(a->seed, b->seed);
	ck_assert_uint_eq(a->rounds, b->rounds);
	ck_assert_uint_eq(a->sample_time_ns, b->sample_time_ns);
	ck_assert_uint_eq(a->timeout_ns, b->timeout_ns);
	ck_assert_uint_eq(a->budget_ns, b->budget_ns);
	ck_assert_uint_eq(a->samples_per_round, b->samples_per_round);
	assert_same_machine(&a->machine, &b->machine);
	assert_same_plan(a, b);
}

static void assert_same_workers(const struct sample_workers *a, const struct sample_workers *b)
{
	ck_assert_uint_eq(a->count, b->count);
	ck_assert_uint_eq(a->row_count, b->row_count);
	for (uint32_t i = 0; i < a->row_count; i++) {
		ck_assert_uint_eq(a->row[i].tasks, b->row[i].tasks);
		ck_assert_uint_eq(a->row[i].begin_ns, b->row[i].begin_ns);
		ck_assert_uint_eq(a->row[i].end_ns, b->row[i].end_ns);
		ck_assert_uint_eq(a->row[i].first_task_ns, b->row[i].first_task_ns);
		ck_assert_uint_eq(a->row[i].last_task_ns, b->row[i].last_task_ns);
		ck_assert_uint_eq(a->row[i].busy_ns, b->row[i].busy_ns);
		ck_assert_uint_eq(a->row[i].cpu_ns, b->row[i].cpu_ns);
		ck_assert_uint_eq(a->row[i].runqueue_ns, b->row[i].runqueue_ns);
		ck_assert_uint_eq(a->row[i].migrations, b->row[i].migrations);
		ck_assert_int_eq(a->row[i].begin_cpu, b->row[i].begin_cpu);
		ck_assert_int_eq(a->row[i].cpu, b->row[i].cpu);
	}
}

void assert_same_sample(const struct sample *a, const struct sample *b)
{
	ck_assert_uint_eq(a->seq, b->seq);
	ck_assert_uint_eq(a->round, b->round);
	ck_assert_str_eq(a->cell, b->cell);
	ck_assert_int_eq(a->role, b->role);
	ck_assert_int_eq(a->status, b->status);
	ck_assert_pstr_eq(a->reason, b->reason);
	ck_assert(a->has_answer == b->has_answer);
	ck_assert_uint_eq(a->answer, b->answer);
	ck_assert_uint_eq(a->at_ns, b->at_ns);
	ck_assert_uint_eq(a->total_ns, b->total_ns);
	ck_assert_uint_eq(a->ready_ns, b->ready_ns);
	ck_assert_uint_eq(a->first_task_ns, b->first_task_ns);
	ck_assert_uint_eq(a->last_task_ns, b->last_task_ns);
	ck_assert_uint_eq(a->reaped_ns, b->reaped_ns);
	ck_assert_uint_eq(a->cpu_ns, b->cpu_ns);
	/* eight-byte numbers only, so no padding */
	ck_assert_mem_eq(&a->rusage, &b->rusage, sizeof(a->rusage));
	assert_same_workers(&a->workers, &b->workers);
}
