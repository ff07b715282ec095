/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run line: what a run is about to measure, and on what. */
#include "sweep/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "build_id.h"
#include "sweep/granularity.h"
#include "sweep/order.h"
#include "text.h"

static char *utc_now(void)
{
	char text[32];
	time_t now = time(NULL);
	struct tm parts;

	gmtime_r(&now, &parts);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
	return xstrdup(text);
}

/* FNV-1a over the trial's bytes: two runs with the same sum measured with the same program. */
static uint64_t file_sum(const char *path)
{
	size_t length = 0;
	char *bytes = read_file(path, &length);
	uint64_t sum = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < length; i++) {
		sum = (sum ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
	}
	free(bytes);
	return sum;
}

/* A plugin is a part of the build. */
static char *build_id(const char *trial, const char *plugin)
{
	struct text id = {0};

	text_add(&id, "%s, trial %016llx", MANYHANDS_BUILD, (unsigned long long)file_sum(trial));
	if (plugin) {
		text_add(&id, ", plugin %016llx", (unsigned long long)file_sum(plugin));
	}
	return id.text;
}

static char *copy_or_empty(const char *text)
{
	return xstrdup(text ? text : "");
}

static char *listed_text(const struct listed_spec *item)
{
	char text[SPEC_TEXT_BYTES];

	spec_format(&item->spec, item->entry->params, false, text, sizeof(text));
	return xstrdup(text);
}

static void record_workloads(const struct rounds *rounds, struct run *run)
{
	const struct plan *plan = rounds->plan;

	run->workload_count = plan->asked_workloads;
	run->workloads = xcalloc(run->workload_count, sizeof(*run->workloads));
	for (size_t w = 0; w < run->workload_count; w++) {
		const struct rounds_workload *found = &rounds->workload[w];

		run->workloads[w] = (struct run_workload){
			.spec = listed_text(plan->workloads.item[w]),
			.name = xstrdup(plan->workloads.item[w]->entry->name),
			.work = plan_work_text(plan, w),
			.calibrated = found->calibrated ? xstrdup(found->calibrated) : NULL,
			.task_count = found->task_count,
			.loop_ns = found->loop_ns,
			.task_ns = plan->granularity ? granularity_task_ns(plan, w) : 0,
		};
	}
}

static void record_strategies(const struct plan *plan, struct run *run)
{
	run->strategy_count = plan->asked_strategies;
	run->strategies = xcalloc(run->strategy_count, sizeof(*run->strategies));
	for (size_t s = 0; s < run->strategy_count; s++) {
		run->strategies[s] = (struct run_strategy){
			.spec = listed_text(plan->strategies.item[s]),
			.name = xstrdup(plan->strategies.item[s]->entry->name),
			.kind = copy_or_empty(plan->strategies.item[s]->entry->kind),
		};
	}
}

static void record_cells(const struct plan *plan, struct run *run)
{
	run->point_count = plan->point_count;
	run->points = xcalloc(run->point_count, sizeof(*run->points));
	for (size_t p = 0; p < run->point_count; p++) {
		run->points[p] = (struct run_point){
			.workers = plan->points[p].workers,
			.label = xstrdup(plan->points[p].label),
		};
	}
	run->cell_count = plan->asked_cells;
	run->cells = xcalloc(run->cell_count, sizeof(*run->cells));
	for (size_t c = 0; c < run->cell_count; c++) {
		char key[PLAN_KEY_BYTES];

		plan_cell_key(plan, &plan->cells[c], key);
		run->cells[c] = (struct run_cell){
			.key = xstrdup(key),
			.workload = plan->cells[c].workload,
			.strategy = plan->cells[c].strategy,
			.workers = plan->cells[c].workers,
			.baseline = plan->cells[c].baseline,
		};
	}
}

/* The choice that the probe workload ITEM was given for `kind`. */
static const char *probe_kind(const struct listed_spec *item)
{
	const struct param *params = item->entry->params;

	for (size_t i = 0; params[i].name; i++) {
		if (strcmp(params[i].name, "kind") == 0 && params[i].kind == PARAM_CHOICE) {
			return params[i].choices[item->spec.value[i].choice];
		}
	}
	return "unknown";
}

static void record_probes(const struct plan *plan, struct run *run)
{
	const struct plan_cell *cells = plan->cells + plan->asked_cells;

	run->probe_count = plan->cell_count - plan->asked_cells;
	run->probes = xcalloc(run->probe_count, sizeof(*run->probes));
	for (size_t c = 0; c < run->probe_count; c++) {
		char key[PLAN_KEY_BYTES];

		plan_cell_key(plan, &cells[c], key);
		run->probes[c] = (struct run_probe){
			.key = xstrdup(key),
			.kind = xstrdup(probe_kind(plan->workloads.item[cells[c].workload])),
			.workers = cells[c].workers,
			.baseline = cells[c].baseline,
		};
	}
}

void record_run(const struct rounds *rounds, const struct catalog *catalog, struct run *run)
{
	const struct plan *plan = rounds->plan;

	*run = (struct run){
		.schema = SAMPLES_SCHEMA,
		.version = xstrdup(MANYHANDS_VERSION),
		.build = build_id(rounds->trial, rounds->plugin),
		.compiler = copy_or_empty(catalog->compiler),
		.flags = copy_or_empty(catalog->flags),
		.started = utc_now(),
		.command = plan_command(plan, rounds->plugin),
		.seed = plan->seed,
		.rounds = plan->rounds,
		.precision = plan->precision,
		.granularity = plan->granularity,
		.sample_time_ns = plan->sample_time_ns,
		.timeout_ns = plan->timeout_ns,
		.budget_ns = plan->budget_ns,
		.samples_per_round = order_samples(plan),
		.trace = plan->trace,
	};
	machine_record(rounds->machine, &run->machine);
	record_workloads(rounds, run);
	record_strategies(plan, run);
	record_cells(plan, run);
	record_probes(plan, run);
	if (plan->command) {
		command_record(plan->command, &run->own_command);
	}
}
