/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run line of a plan, and the plan of a run line. */
#include "sweep/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "build_id.h"
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

static char *build_id(const char *trial)
{
	return xasprintf("%s, trial %016llx", MANYHANDS_BUILD, (unsigned long long)file_sum(trial));
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

	run->workload_count = plan->workloads.count;
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
		};
	}
}

static void record_strategies(const struct plan *plan, struct run *run)
{
	run->strategy_count = plan->strategies.count;
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
	run->cell_count = plan->cell_count;
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

void record_run(const struct rounds *rounds, const struct catalog *catalog, struct run *run)
{
	const struct plan *plan = rounds->plan;

	*run = (struct run){
		.schema = SAMPLES_SCHEMA,
		.version = xstrdup(MANYHANDS_VERSION),
		.build = build_id(rounds->trial),
		.compiler = copy_or_empty(catalog->compiler),
		.flags = copy_or_empty(catalog->flags),
		.started = utc_now(),
		.command = plan_command(plan, rounds->plugin),
		.seed = plan->seed,
		.rounds = plan->rounds,
		.sample_time_ns = plan->sample_time_ns,
		.timeout_ns = plan->timeout_ns,
		.budget_ns = plan->budget_ns,
		.samples_per_round = plan_samples_per_round(plan),
	};
	machine_record(rounds->machine, &run->machine);
	record_workloads(rounds, run);
	record_strategies(plan, run);
	record_cells(plan, run);
}

/* ---- resuming ---- */

void record_wish(const struct run *run, struct plan_wish *wish)
{
	struct text strategies = {0}, workers = {0};

	*wish = (struct plan_wish){
		.rounds = run->rounds,
		.budget_ns = run->budget_ns,
		.timeout_ns = run->timeout_ns,
		.sample_time_ns = run->sample_time_ns,
		.seed = run->seed,
		.seed_given = true,
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

void record_wish_finish(struct plan_wish *wish)
{
	for (size_t i = 0; i < wish->workload_count; i++) {
		free(wish->workloads[i]);
	}
	free(wish->workloads);
	free(wish->strategies);
	free(wish->workers);
}

static bool same(const char *what, const char *then, const char *now, char *error,
	size_t error_bytes)
{
	if (strcmp(then ? then : "", now ? now : "") == 0) {
		return true;
	}
	snprintf(error, error_bytes, "the run was made with %s '%s', this is '%s'; start a new one",
		what, then ? then : "", now ? now : "");
	return false;
}

static bool same_plan(const struct plan *plan, const struct run *run, char *error,
	size_t error_bytes)
{
	bool ok = plan->cell_count == run->cell_count &&
		  plan_samples_per_round(plan) == run->samples_per_round;

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

bool record_take_over(struct rounds *rounds, const struct catalog *catalog, const struct run *run,
	char *error, size_t error_bytes)
{
	struct run now;
	bool ok;

	record_run(rounds, catalog, &now);
	ok = same("the build", run->build, now.build, error, error_bytes) &&
	     same("the CPU", run->machine.cpu_model, now.machine.cpu_model, error, error_bytes) &&
	     same("the topology", run->machine.topology, now.machine.topology, error, error_bytes) &&
	     same("the kernel", run->machine.kernel, now.machine.kernel, error, error_bytes) &&
	     same_plan(rounds->plan, run, error, error_bytes);
	run_finish(&now);
	for (size_t w = 0; ok && w < run->workload_count; w++) {
		rounds->workload[w].task_count = run->workloads[w].task_count;
		rounds->workload[w].loop_ns = run->workloads[w].loop_ns;
	}
	return ok;
}
