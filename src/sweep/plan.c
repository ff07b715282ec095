/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What will be measured: from the user's wish and the machine to a list of cells. */
#include "sweep/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sweep/granularity.h"
#include "sweep/place.h"
#include "text.h"

static const char default_strategies[] = "thread-pool,process-pool,process-per-task";
/* An item is a process anyway: what starts it makes little difference. */
static const char command_strategies[] = "thread-pool";
static const char default_workers[] = "1,cores,2x,4x";

/* Without a number of rounds: until the precision is reached, within these. Seven is the least at
 * which one of three questions can be answered at 5 %. */
enum { ROUNDS_LEAST = 7, ROUNDS_MOST = 40 };
static const double DEFAULT_PRECISION = 0.02;

#define DEFAULT_SAMPLE_TIME_NS UINT64_C(100000000)
#define DEFAULT_TIMEOUT_NS UINT64_C(60000000000)
#define COMMAND_TIMEOUT_NS UINT64_C(600000000000)

static void format_listed(const struct listed_spec *item, char *text)
{
	spec_format(&item->spec, item->entry->params, false, text, SPEC_TEXT_BYTES);
}

static bool has_no_workers(const struct listed_spec *item)
{
	return strcmp(item->entry->kind, "none") == 0;
}

/* Puts the place FROM, where there is one, before what is wrong. Always false. */
static bool refuse_from(const char *from, char *error, size_t error_bytes)
{
	if (from) {
		char *why = xstrdup(error);

		snprintf(error, error_bytes, "%s: %s", from, why);
		free(why);
	}
	return false;
}

static bool read_workloads(struct plan *plan, const struct plan_wish *wish,
	const struct catalog *catalog, char *error, size_t error_bytes)
{
	if (wish->workload_count == 0) {
		if (wish->granularity) {
			return true; /* its own follow, once it is known for how many workers */
		}
		snprintf(
			error, error_bytes, "no workload is named; see `manyhands list workloads`");
		return false;
	}
	for (size_t i = 0; i < wish->workload_count; i++) {
		if (!speclist_add_workloads(
			    &plan->workloads, catalog, wish->workloads[i], error, error_bytes)) {
			return refuse_from(wish->workload_from ? wish->workload_from[i] : NULL,
				error, error_bytes);
		}
	}
	return true;
}

static bool read_strategies(struct plan *plan, const struct plan_wish *wish,
	const struct catalog *catalog, const struct machine *machine, char *error,
	size_t error_bytes)
{
	const char *strategies = wish->strategies    ? wish->strategies
				 : wish->command     ? command_strategies
				 : wish->granularity ? granularity_strategies
						     : default_strategies;
	struct speclist *list = &plan->strategies;

	/* the baseline always stands first, so that its index is 0 */
	if (!speclist_add_strategies(list, catalog, "sequential", error, error_bytes)) {
		return false;
	}
	return (speclist_add_strategies(list, catalog, strategies, error, error_bytes) &&
		       place_is_possible(list, machine, error, error_bytes)) ||
	       refuse_from(wish->strategies_from, error, error_bytes);
}

static bool read_workers(struct plan *plan, const struct plan_wish *wish,
	const struct machine *machine, char *error, size_t error_bytes)
{
	if (wish->command && !wish->workers) {
		plan->point_count = command_points(wish->command, machine, plan->points);
		plan->points_chosen = true;
		return true;
	}
	const char *workers = wish->workers       ? wish->workers
			      : wish->granularity ? granularity_workers
						  : default_workers;

	plan->point_count = machine_points(machine, workers, plan->points, error, error_bytes);
	return plan->point_count > 0 || refuse_from(wish->workers_from, error, error_bytes);
}

/* ---- probes ---- */

/* Pinned, or the probes would tell how the kernel places threads that nobody pins. */
static const char *probe_strategy(const struct machine *machine)
{
	return machine->is_this_system ? "thread-pool:place=spread" : "thread-pool";
}

/* Tasks of about 25 us, so that a probe with a worker per usable CPU lasts about 20 ms; beyond 16 CPUs
 * its loop would take too long. A step of a chain takes about five times as long as one of eight
 * chains that run side by side. */
static void probe_specs(const struct machine *machine, char specs[2][SPEC_TEXT_BYTES])
{
	double usable = machine->usable_cpus;
	unsigned tasks = (unsigned)(800 * (usable < 1 ? 1 : usable > 16 ? 16 : usable));

	snprintf(specs[0], SPEC_TEXT_BYTES, "spin:tasks=%u,iterations=20000,kind=latency", tasks);
	snprintf(specs[1], SPEC_TEXT_BYTES, "spin:tasks=%u,iterations=100000,kind=throughput",
		tasks);
}

/* The index of the strategy whose spec is TEXT. */
static size_t find_strategy(const struct plan *plan, const char *text)
{
	size_t index = 0;

	for (size_t s = 0; s < plan->strategies.count; s++) {
		char spec[SPEC_TEXT_BYTES];

		format_listed(plan->strategies.item[s], spec);
		index = strcmp(spec, text) == 0 ? s : index;
	}
	return index;
}

/* Adds the probes behind what was asked for. A trial that has no `spin` gets none, and a probe that
 * was asked for as a workload is not measured twice. */
static void add_probes(
	struct plan *plan, const struct catalog *catalog, const struct machine *machine)
{
	const char *strategy = probe_strategy(machine);
	char specs[2][SPEC_TEXT_BYTES], error[SPEC_ERROR_BYTES];

	plan->asked_workloads = plan->workloads.count;
	plan->asked_strategies = plan->strategies.count;
	if (!speclist_add_strategies(&plan->strategies, catalog, strategy, error, sizeof(error))) {
		return;
	}
	plan->probe_strategy = find_strategy(plan, strategy);
	probe_specs(machine, specs);
	for (int kind = 0; kind < 2; kind++) {
		if (!speclist_add_workloads(
			    &plan->workloads, catalog, specs[kind], error, sizeof(error))) {
			return;
		}
	}
}

/* ---- cells ---- */

static void add_cell(struct plan *plan, size_t workload, size_t strategy, uint32_t workers)
{
	plan->cells = xrealloc(plan->cells, plan->cell_count + 1, sizeof(*plan->cells));
	plan->cells[plan->cell_count++] = (struct plan_cell){
		.workload = workload,
		.strategy = strategy,
		.workers = workers,
		/* only the first is the baseline: sequential:chunk=64 is a cell */
		.baseline = strategy == 0,
		.probe = workload >= plan->asked_workloads,
	};
}

static void add_cells(struct plan *plan, size_t workload, size_t strategy)
{
	if (has_no_workers(plan->strategies.item[strategy])) {
		add_cell(plan, workload, strategy, 1);
		return;
	}
	for (uint32_t p = 0; p < plan->point_count; p++) {
		add_cell(plan, workload, strategy, plan->points[p].workers);
	}
}

static void make_cells(struct plan *plan)
{
	for (size_t w = 0; w < plan->asked_workloads; w++) {
		for (size_t s = 0; s < plan->asked_strategies; s++) {
			add_cells(plan, w, s);
		}
	}
	plan->asked_cells = plan->cell_count;
	for (size_t w = plan->asked_workloads; w < plan->workloads.count; w++) {
		add_cells(plan, w, 0);
		add_cells(plan, w, plan->probe_strategy);
	}
}

/* Keeps the labelled worker counts, and the first COUNT as well; true if any was left out. */
static bool keep_points(struct plan *plan, uint32_t count)
{
	uint32_t kept = 0, before = plan->point_count;

	for (uint32_t p = 0; p < before; p++) {
		if (p < count || plan->points[p].label[0]) {
			plan->points[kept++] = plan->points[p];
		}
	}
	plan->point_count = kept;
	return kept < before;
}

bool plan_keep_up_to(struct plan *plan, uint32_t most)
{
	uint32_t kept = 0, before = plan->point_count;

	while (kept < before && (kept == 0 || plan->points[kept].workers <= most)) {
		kept++;
	}
	plan->point_count = kept;
	plan->cell_count = 0;
	make_cells(plan);
	return kept < before;
}

bool plan_keep_labelled(struct plan *plan)
{
	bool less = keep_points(plan, 1);

	plan->cell_count = 0;
	make_cells(plan);
	return less;
}

static bool is_pool(const struct listed_spec *item)
{
	const char *ending = strrchr(item->entry->name, '-');

	return ending && strcmp(ending, "-pool") == 0;
}

/* Takes the asked strategies that are neither the loop nor a pool off the list. */
static bool drop_other_strategies(struct plan *plan)
{
	struct speclist *list = &plan->strategies;
	size_t asked = 0, kept = 0;

	for (size_t s = 0; s < list->count; s++) {
		bool was_asked = s < plan->asked_strategies;

		if (was_asked && s > 0 && !is_pool(list->item[s])) {
			free(list->item[s]);
			continue;
		}
		plan->probe_strategy = s == plan->probe_strategy ? kept : plan->probe_strategy;
		asked += was_asked;
		list->item[kept++] = list->item[s];
	}
	bool less = kept < list->count;
	list->count = kept;
	plan->asked_strategies = asked;
	return less;
}

bool plan_keep_questions(struct plan *plan)
{
	bool pools = false, labels = false;

	for (size_t s = 1; s < plan->asked_strategies; s++) {
		pools = pools || is_pool(plan->strategies.item[s]);
	}
	for (uint32_t p = 0; p < plan->point_count; p++) {
		labels = labels || plan->points[p].label[0];
	}
	if (!pools || !labels) {
		return false;
	}
	bool less = keep_points(plan, 0);
	less |= drop_other_strategies(plan);
	plan->cell_count = 0;
	make_cells(plan);
	return less;
}

/* Rounds and precision, sample time and timeout as wished, or else by what is measured. */
static void choose_limits(
	struct plan *plan, const struct plan_wish *wish, const struct machine *machine)
{
	bool fixed = wish->rounds > 0 || wish->granularity;

	*plan = (struct plan){
		.rounds = wish->rounds                                  ? wish->rounds
			  : wish->granularity && !(wish->precision > 0) ? GRANULARITY_ROUNDS
									: ROUNDS_MOST,
		.rounds_min = ROUNDS_LEAST,
		.precision = wish->precision > 0 ? wish->precision
			     : fixed             ? 0
						 : DEFAULT_PRECISION,
		.budget_ns = wish->budget_ns,
		.timeout_ns = wish->timeout_ns ? wish->timeout_ns
			      : wish->command  ? COMMAND_TIMEOUT_NS
					       : DEFAULT_TIMEOUT_NS,
		.sample_time_ns = wish->sample_time_ns ? wish->sample_time_ns
				  : wish->granularity  ? granularity_sample_time_ns(machine)
						       : DEFAULT_SAMPLE_TIME_NS,
		.seed = wish->seed_given ? wish->seed : (uint64_t)time(NULL),
		.granularity = wish->granularity,
		.trace = wish->trace,
		.command = wish->command,
	};
}

bool plan_init(struct plan *plan, const struct plan_wish *wish, const struct catalog *catalog,
	const struct machine *machine, char *error, size_t error_bytes)
{
	bool own = wish->granularity && wish->workload_count == 0;

	choose_limits(plan, wish, machine);
	if (!read_workloads(plan, wish, catalog, error, error_bytes) ||
		!read_strategies(plan, wish, catalog, machine, error, error_bytes) ||
		!read_workers(plan, wish, machine, error, error_bytes) ||
		(own && !granularity_add_workloads(plan, catalog, machine, error, error_bytes))) {
		plan_finish(plan);
		return false;
	}
	add_probes(plan, catalog, machine);
	make_cells(plan);
	return true;
}

void plan_finish(struct plan *plan)
{
	speclist_finish(&plan->workloads);
	speclist_finish(&plan->strategies);
	free(plan->cells);
	*plan = (struct plan){0};
}

const struct param *plan_size_param(const struct plan *plan, size_t index, union value **value)
{
	struct listed_spec *item = plan->workloads.item[index];

	for (size_t i = 0; item->entry->params[i].name; i++) {
		if (item->entry->params[i].role == PARAM_SIZE && !item->spec.given[i]) {
			*value = &item->spec.value[i];
			return &item->entry->params[i];
		}
	}
	return NULL;
}

uint64_t plan_target_ns(const struct plan *plan, const struct machine *machine)
{
	double sample_ns = (double)plan->sample_time_ns;

	if (machine_quota_binds(machine) && sample_ns < 1e9) {
		sample_ns = 1e9; /* shorter samples ride on the quota's burst */
	}
	double target_ns = sample_ns * machine->usable_cpus;
	target_ns = target_ns < 1e8 ? 1e8 : target_ns > 1e10 ? 1e10 : target_ns;
	return (uint64_t)target_ns;
}

uint64_t plan_chunk_tasks(
	const struct plan *plan, const struct plan_cell *cell, uint64_t task_count)
{
	const struct listed_spec *item = plan->strategies.item[cell->strategy];
	uint64_t parts = cell->workers; /* without a parameter `chunk`: a part per worker */

	for (size_t i = 0; item->entry->params[i].name; i++) {
		if (strcmp(item->entry->params[i].name, "chunk") == 0) {
			uint64_t given = item->spec.value[i].count;

			if (given > 0) {
				return given < task_count ? given : task_count;
			}
			parts = 4 * (uint64_t)cell->workers; /* auto */
		}
	}
	return task_count / parts + (task_count % parts > 0);
}

void plan_cell_key(const struct plan *plan, const struct plan_cell *cell, char *text)
{
	char workload[SPEC_TEXT_BYTES], strategy[SPEC_TEXT_BYTES];

	format_listed(plan->workloads.item[cell->workload], workload);
	format_listed(plan->strategies.item[cell->strategy], strategy);
	snprintf(text, PLAN_KEY_BYTES, "%s/%s/%u", workload, strategy, cell->workers);
}
