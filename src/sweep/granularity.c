/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep of task lengths: its workloads, and which cells of it are worth their time. */
#include "sweep/granularity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

const char granularity_strategies[] =
	"thread-pool,process-pool,thread-split,thread-per-task,process-per-task";
const char granularity_workers[] = "1x";

static const uint64_t lengths_ns[] = {1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000,
	1000000, 2000000, 5000000, 10000000, 20000000, 50000000, 100000000};

enum {
	LENGTHS = sizeof(lengths_ns) / sizeof(lengths_ns[0]),
	SOUND_FEW = 100, /* tasks to find out what one costs, or one per worker */
	SOUND_MORE = 400,
	SOUND_TIMES = 5,
	KEPT_LENGTHS = 3, /* the longest, for however slow a strategy */
};

/* Below this efficiency nothing is measured; on many CPUs lower, since a loop is overtaken there. */
static const double LEAST_EFFICIENCY = 0.05;

uint64_t granularity_sample_time_ns(const struct machine *machine)
{
	return machine_quota_binds(machine) ? UINT64_C(150000000) : UINT64_C(15000000);
}

/* How many of WORKERS compute at once. */
static double at_once(const struct machine *machine, uint32_t workers)
{
	return fmin(workers, machine->usable_cpus);
}

/* The value of the parameter NAME of workload INDEX, or NULL. */
static union value *find_value(const struct plan *plan, size_t index, const char *name)
{
	struct listed_spec *item = plan->workloads.item[index];

	for (size_t i = 0; item->entry->params[i].name; i++) {
		if (strcmp(item->entry->params[i].name, name) == 0) {
			return &item->spec.value[i];
		}
	}
	return NULL;
}

uint64_t granularity_task_ns(const struct plan *plan, size_t index)
{
	const union value *duration = find_value(plan, index, "duration");

	return duration ? duration->ns : 0;
}

/* As many tasks as make a sample of the sample time, the same number for each worker. */
static uint64_t tasks_of(const struct plan *plan, const struct machine *machine, uint64_t task_ns)
{
	uint32_t workers = plan->points[0].workers;
	double total_ns = (double)plan->sample_time_ns * at_once(machine, workers);
	double each = ceil(total_ns / ((double)task_ns * workers));

	return workers * (uint64_t)fmax(1, each);
}

void granularity_choose_tasks(struct plan *plan, const struct machine *machine)
{
	for (size_t w = 0; w < plan->asked_workloads; w++) {
		union value *tasks = find_value(plan, w, "tasks");

		if (tasks) {
			tasks->count = tasks_of(plan, machine, granularity_task_ns(plan, w));
		}
	}
}

bool granularity_add_workloads(struct plan *plan, const struct catalog *catalog,
	const struct machine *machine, char *error, size_t error_bytes)
{
	uint64_t loop_most_ns = 100 * plan->sample_time_ns;

	if (plan->point_count != 1) {
		snprintf(error, error_bytes,
			"--granularity: expected one number of --workers, not %u",
			plan->point_count);
		return false;
	}
	for (size_t i = 0; i < LENGTHS; i++) {
		char spec[SPEC_TEXT_BYTES];

		if (i > 0 && lengths_ns[i] * plan->points[0].workers > loop_most_ns) {
			break;
		}
		snprintf(spec, sizeof(spec), "spin:tasks=%llu,duration=%lluns",
			(unsigned long long)tasks_of(plan, machine, lengths_ns[i]),
			(unsigned long long)lengths_ns[i]);
		if (!speclist_add_workloads(&plan->workloads, catalog, spec, error, error_bytes)) {
			return false;
		}
	}
	return true;
}

/* ---- cells not worth their time ---- */

/* Keeps the cells that KEEP says; those of probes all. */
static void keep_cells(struct plan *plan,
	bool (*keep)(const struct plan *plan, const struct plan_cell *cell, const void *context),
	const void *context)
{
	size_t kept = 0, asked = 0;

	for (size_t i = 0; i < plan->cell_count; i++) {
		struct plan_cell cell = plan->cells[i];
		bool was_asked = i < plan->asked_cells;

		if (!was_asked || cell.baseline || keep(plan, &cell, context)) {
			asked += was_asked;
			plan->cells[kept++] = cell;
		}
	}
	plan->cell_count = kept;
	plan->asked_cells = asked;
}

/* How long STRATEGY takes for TASKS of the shortest tasks; 0 unknown, NaN interrupted. */
static double try_tasks(struct rounds *rounds, size_t strategy, uint64_t tasks)
{
	const struct plan *plan = rounds->plan;
	struct plan_cell cell = {.strategy = strategy, .workers = plan->points[0].workers};
	union value *count = find_value(plan, 0, "tasks");
	uint64_t usual = count->count;
	struct launch_extra extra = {0};
	struct sample sample;

	count->count = tasks;
	sample_init(&sample);
	rounds_try(rounds, &cell, &sample, &extra);
	double took_ns = sample.status == SAMPLE_OK            ? (double)sample.total_ns
			 : sample.status == SAMPLE_INTERRUPTED ? NAN
							       : 0;
	sample_finish(&sample);
	count->count = usual;
	return took_ns;
}

/* What a task of STRATEGY costs besides its work, in a worker's time: by what more tasks take longer, so
 * that starting the workers does not count. The least of several tries. 0 unknown, NaN interrupted. */
static double sound(struct rounds *rounds, size_t strategy)
{
	uint32_t workers = rounds->plan->points[0].workers;
	uint64_t few = workers > SOUND_FEW ? workers : SOUND_FEW;
	double least_ns[2] = {INFINITY, INFINITY};

	for (int i = 0; i < 2 * SOUND_TIMES; i++) {
		double took_ns = try_tasks(rounds, strategy, i % 2 == 0 ? few : few + SOUND_MORE);

		if (!(took_ns > 0)) {
			return took_ns;
		}
		least_ns[i % 2] = fmin(least_ns[i % 2], took_ns);
	}
	double each_ns =
		(least_ns[1] - least_ns[0]) * at_once(rounds->machine, workers) / SOUND_MORE;
	return fmax(0, each_ns - (double)granularity_task_ns(rounds->plan, 0));
}

/* What is known of each strategy. */
struct costs {
	double *task_ns; /* by strategy; 0 unknown; owned */
	double least_efficiency;
};

static bool is_worth_it(const struct plan *plan, const struct plan_cell *cell, const void *context)
{
	const struct costs *costs = context;
	double cost_ns = costs->task_ns[cell->strategy];
	double task_ns = (double)granularity_task_ns(plan, cell->workload);
	bool among_longest = cell->workload + KEPT_LENGTHS >= plan->asked_workloads;

	return among_longest || task_ns >= costs->least_efficiency * (task_ns + cost_ns);
}

bool granularity_leave_out(struct rounds *rounds)
{
	struct plan *plan = rounds->plan;
	double cpus = at_once(rounds->machine, plan->points[0].workers);
	struct costs costs = {
		.task_ns = xcalloc(plan->strategies.count, sizeof(*costs.task_ns)),
		.least_efficiency = fmin(LEAST_EFFICIENCY, 0.4 / cpus),
	};
	bool interrupted = false;

	for (size_t s = 1; s < plan->asked_strategies && !interrupted; s++) {
		costs.task_ns[s] = sound(rounds, s);
		interrupted = isnan(costs.task_ns[s]);
	}
	if (!interrupted) {
		keep_cells(plan, is_worth_it, &costs);
	}
	free(costs.task_ns);
	return !interrupted;
}

static bool stands_in_run(
	const struct plan *plan, const struct plan_cell *cell, const void *context)
{
	const struct run *run = context;
	char key[PLAN_KEY_BYTES];

	plan_cell_key(plan, cell, key);
	for (size_t c = 0; c < run->cell_count; c++) {
		if (strcmp(run->cells[c].key, key) == 0) {
			return true;
		}
	}
	return false;
}

void granularity_keep(struct plan *plan, const struct run *run)
{
	keep_cells(plan, stands_in_run, run);
}
