/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going on with a run: its plan, the same machine and build, and what was measured already. */
#include "sweep/resume.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/granularity.h"
#include "sweep/order.h"
#include "sweep/pace.h"
#include "sweep/record.h"
#include "text.h"
#include "traces.h"

static bool has_traced(const struct samples *samples)
{
	for (size_t i = 0; i < samples->count; i++) {
		if (samples->sample[i].role == ROLE_TRACED) {
			return true;
		}
	}
	return false;
}

void resume_wish(const struct samples *earlier, struct plan_wish *wish)
{
	const struct run *run = &earlier->run;
	struct text strategies = {0}, workers = {0};

	*wish = (struct plan_wish){
		.rounds = run->rounds,
		.precision = run->precision,
		.budget_ns = run->budget_ns,
		.timeout_ns = run->timeout_ns,
		.sample_time_ns = run->sample_time_ns,
		.seed = run->seed,
		.seed_given = true,
		.trace = run->trace || has_traced(earlier),
		.granularity = run->granularity,
		.workload_count = run->workload_count,
		.workloads = xcalloc(run->workload_count, sizeof(char *)),
	};
	for (size_t w = 0; w < run->workload_count; w++) {
		const struct run_workload *workload = &run->workloads[w];
		char separator = strchr(workload->spec, ':') ? ',' : ':';

		wish->workloads[w] = workload->calibrated ? xasprintf("%s%c%s", workload->spec,
								    separator, workload->calibrated)
							  : xstrdup(workload->spec);
	}
	for (size_t s = 0; s < run->strategy_count; s++) {
		text_add(&strategies, "%s%s", s > 0 ? "," : "", run->strategies[s].spec);
	}
	for (size_t p = 0; p < run->point_count; p++) {
		text_add(&workers, "%s%u", p > 0 ? "," : "", run->points[p].workers);
	}
	wish->strategies = strategies.text;
	wish->workers = workers.text;
}

void resume_wish_finish(struct plan_wish *wish)
{
	for (size_t i = 0; i < wish->workload_count; i++) {
		free(wish->workloads[i]);
	}
	free(wish->workloads);
	free(wish->strategies);
	free(wish->workers);
}

static bool same(
	const char *what, const char *then, const char *now, char *error, size_t error_bytes)
{
	if (strcmp(then ? then : "", now ? now : "") == 0) {
		return true;
	}
	snprintf(error, error_bytes, "the run was made with %s '%s', this is '%s'; start a new one",
		what, then ? then : "", now ? now : "");
	return false;
}

/* How many CPUs of what machine: hwloc has no text for one whose cores are not alike, and a run on
 * fewer CPUs than it began on is another run. */
static bool same_counts(const struct run_machine *then, const struct run_machine *now, char *error,
	size_t error_bytes)
{
	const struct run_machine *machines[] = {then, now};
	char *text[2];

	for (int i = 0; i < 2; i++) {
		const struct run_machine *machine = machines[i];

		text[i] = xasprintf("%u packages, %u cores, %u CPUs, %u allowed, %.4g usable",
			machine->packages, machine->cores, machine->cpus, machine->allowed_cpus,
			machine->usable_cpus);
	}
	bool ok = same("the machine", text[0], text[1], error, error_bytes);
	free(text[0]);
	free(text[1]);
	return ok;
}

static bool same_machine(const struct run_machine *then, const struct run_machine *now, char *error,
	size_t error_bytes)
{
	return same("the CPU", then->cpu_model, now->cpu_model, error, error_bytes) &&
	       same_counts(then, now, error, error_bytes) &&
	       same("the topology", then->topology, now->topology, error, error_bytes) &&
	       same("the kernel", then->kernel, now->kernel, error, error_bytes);
}

static bool same_plan(
	const struct plan *plan, const struct run *run, char *error, size_t error_bytes)
{
	bool ok = plan->asked_workloads == run->workload_count &&
		  plan->asked_cells == run->cell_count &&
		  plan->cell_count - plan->asked_cells == run->probe_count &&
		  order_samples(plan) == run->samples_per_round;

	for (size_t c = 0; ok && c < run->cell_count; c++) {
		char key[PLAN_KEY_BYTES];

		plan_cell_key(plan, &plan->cells[c], key);
		ok = strcmp(key, run->cells[c].key) == 0;
	}
	if (!ok) {
		snprintf(error, error_bytes, "the cells of the run are not those of its plan");
	}
	return ok;
}

bool resume_run(struct rounds *rounds, const struct catalog *catalog, const struct run *run,
	char *error, size_t error_bytes)
{
	struct run now;

	if (run->granularity) {
		granularity_keep(rounds->plan, run);
	}
	record_run(rounds, catalog, &now);
	bool ok = same("the build", run->build, now.build, error, error_bytes) &&
		  same_machine(&run->machine, &now.machine, error, error_bytes) &&
		  same_plan(rounds->plan, run, error, error_bytes);
	run_finish(&now);
	for (size_t w = 0; ok && w < run->workload_count; w++) {
		const struct run_workload *then = &run->workloads[w];

		rounds->workload[w].task_count = then->task_count;
		rounds->workload[w].loop_ns = then->loop_ns;
		rounds->workload[w].calibrated =
			then->calibrated ? xstrdup(then->calibrated) : NULL;
	}
	return ok;
}

/* ---- what the samples tell ---- */

/* The index of the cell called NAME among KEYS, or COUNT. */
static size_t find_key(char *const *keys, size_t count, const char *name)
{
	size_t i = 0;

	while (i < count && strcmp(keys[i], name) != 0) {
		i++;
	}
	return i;
}

/* Takes over what an earlier SAMPLE of cell INDEX tells. */
static void take_over_sample(struct rounds *rounds, size_t index, const struct sample *sample)
{
	struct plan_cell *cell = &rounds->plan->cells[index];
	struct rounds_workload *workload = &rounds->workload[cell->workload];

	if (sample->status == SAMPLE_TIMED_OUT) {
		cell->retired = ++cell->timed_out_count >= ROUNDS_TIMED_OUT_MAX;
	}
	/* the first one of a workload is its loop's in round 0, unless that failed */
	if (sample->status == SAMPLE_OK && sample->has_answer && !workload->has_answer) {
		workload->has_answer = true;
		workload->answer = sample->answer;
	}
	pace_learn(rounds, index, sample);
	rounds->done_count++;
}

/* When SAMPLE had ended, in ns since the start of its run. */
static uint64_t end_of(const struct sample *sample)
{
	return sample->at_ns == SAMPLE_UNKNOWN      ? 0
	       : sample->total_ns == SAMPLE_UNKNOWN ? sample->at_ns
						    : sample->at_ns + sample->total_ns;
}

void resume_samples(
	struct rounds *rounds, const struct samples *earlier, bool *done, size_t done_count)
{
	const struct plan *plan = rounds->plan;
	char **keys = xcalloc(plan->cell_count, sizeof(*keys));
	uint64_t last_end_ns = 0;

	for (size_t c = 0; c < plan->cell_count; c++) {
		keys[c] = xcalloc(PLAN_KEY_BYTES, 1);
		plan_cell_key(plan, &plan->cells[c], keys[c]);
	}
	for (size_t i = 0; i < earlier->count; i++) {
		const struct sample *sample = &earlier->sample[i];
		size_t cell = find_key(keys, plan->cell_count, sample->cell);
		uint64_t end_ns = end_of(sample);

		last_end_ns = end_ns > last_end_ns ? end_ns : last_end_ns;
		if (sample->status != SAMPLE_INTERRUPTED && sample->seq < done_count &&
			!done[sample->seq] && cell < plan->cell_count) {
			done[sample->seq] = true;
			take_over_sample(rounds, cell, sample);
		}
	}
	rounds->started_ns -= last_end_ns; /* the clock of the run goes on from there */
	if (rounds->budget_anew) {
		rounds->plan->budget_ns += last_end_ns;
	}
	for (size_t c = 0; c < plan->cell_count; c++) {
		free(keys[c]);
	}
	free(keys);
}

/* True if SAMPLE of CELL, a traced one, leaves nothing to be desired. */
static bool is_traced(const struct plan *plan, const struct run *run, const struct plan_cell *cell,
	const struct sample *sample)
{
	uint64_t tasks = run->workloads[cell->workload].task_count;

	if (sample->has_trace || sample->status != SAMPLE_OK || tasks == 0) {
		return sample->status != SAMPLE_INTERRUPTED;
	}
	uint64_t most = plan_chunk_tasks(plan, cell, tasks) * (uint64_t)TRACES_CHUNKS_MAX;
	return tasks > most;
}

void resume_traced(const struct plan *plan, const struct samples *earlier, bool *traced)
{
	for (size_t i = 0; i < earlier->count; i++) {
		const struct sample *sample = &earlier->sample[i];
		uint64_t cell = sample->seq - order_traced_seq(plan); /* huge if it lies before */
		char key[PLAN_KEY_BYTES];

		if (sample->role == ROLE_TRACED && cell < plan->asked_cells &&
			is_traced(plan, &earlier->run, &plan->cells[cell], sample)) {
			plan_cell_key(plan, &plan->cells[cell], key);
			traced[cell] = traced[cell] || strcmp(key, sample->cell) == 0;
		}
	}
}
