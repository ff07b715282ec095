/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predictions for programs: CSV and JSON. */
#include "cli/predict_data.h"

#include "cli/json_number.h"
#include "show/csv.h"

/* Longer lists are told as a whole only. */
enum { TASKS_TOLD_MAX = 10000 };

static const char *const limits[] = {
	[SIMULATE_BY_WORKERS] = "workers",
	[SIMULATE_BY_LONGEST] = "longest",
	[SIMULATE_BY_CPUS] = "cpus",
};

static const char *const kinds[] = {
	[PREDICTED_NONE] = "none",
	[PREDICTED_THREAD] = "thread",
	[PREDICTED_PROCESS] = "process",
};

void predicted_strategy(const struct predicted_cell *cell, char *text)
{
	spec_format(
		&cell->strategy->spec, cell->strategy->entry->params, false, text, SPEC_TEXT_BYTES);
}

static double speedup_of(const struct predicted_block *block, const struct predicted_cell *cell)
{
	return cell->result.makespan_ns > 0 ? block->loop_ns / cell->result.makespan_ns : 1;
}

/* The parts of worker-time with their names, for both formats. */
enum { PARTS = 8 };
static const char *const part_names[PARTS] = {
	"start", "hand_out", "computing", "sharing", "waiting", "late", "idle", "end"};

static void list_parts(const struct predicted_cell *cell, double part[PARTS])
{
	const struct simulate_parts *parts = &cell->result.parts;
	const double listed[PARTS] = {parts->start_ns, parts->hand_out_ns, parts->cpu_ns,
		parts->shared_ns, parts->wait_ns, parts->late_ns, parts->idle_ns, parts->end_ns};

	for (int i = 0; i < PARTS; i++) {
		part[i] = listed[i] > 0 ? listed[i] : 0; /* rounding may leave -1e-9 */
	}
}

/* ---- CSV ---- */

static void add_line(const struct prediction *prediction, const struct predicted_block *block,
	const struct predicted_cell *cell, struct text *text)
{
	char machine[128], strategy[SPEC_TEXT_BYTES];
	double part[PARTS];

	predicted_machine(prediction, machine, sizeof(machine));
	predicted_strategy(cell, strategy);
	list_parts(cell, part);
	csv_field(text, block->spec);
	text_add(text, ",");
	csv_field(text, strategy);
	text_add(text, ",%u,", cell->plan.workers);
	csv_field(text, cell->label);
	text_add(text, ",%s,", prediction->is_here ? "this machine" : "not here");
	csv_field(text, machine);
	text_add(text, ",%.6g,%.6f,%.6f,%.6g,%.6f,%s", prediction->cpus,
		cell->result.makespan_ns / 1e6, block->loop_ns / 1e6, speedup_of(block, cell),
		cell->bound_ns / 1e6, limits[cell->limit]);
	for (int i = 0; i < PARTS; i++) {
		text_add(text, ",%.6f", part[i] / 1e6);
	}
	text_add(text, "\r\n");
}

void predicted_csv(const struct prediction *prediction, struct text *text)
{
	text_add(text, "workload,strategy,workers,label,predicted_for,machine,cpus,predicted_ms,"
		       "loop_ms,speedup,bound_ms,bound_by");
	for (int i = 0; i < PARTS; i++) {
		text_add(text, ",%s_worker_ms", part_names[i]);
	}
	text_add(text, "\r\n");
	for (size_t b = 0; b < prediction->count; b++) {
		for (size_t c = 0; c < prediction->block[b].count; c++) {
			add_line(prediction, &prediction->block[b], &prediction->block[b].cell[c],
				text);
		}
	}
}

/* ---- JSON ---- */

static json_t *machine_json(const struct prediction *prediction)
{
	char summary[128];

	predicted_machine(prediction, summary, sizeof(summary));
	return json_pack("{s:b, s:s, s:f, s:s}", "here", prediction->is_here, "summary", summary,
		"cpus", prediction->cpus, "topology",
		prediction->machine.synthetic ? prediction->machine.synthetic : "");
}

static json_t *costs_json(const struct prediction *prediction)
{
	json_t *all = json_object();

	for (int kind = PREDICTED_NONE; kind < PREDICTED_KINDS; kind++) {
		const struct simulate_costs *costs = &prediction->costs[kind];

		json_object_set_new(all, kinds[kind],
			json_pack("{s:I, s:I, s:I, s:I}", "start_ns", (json_int_t)costs->start_ns,
				"hand_out_ns", (json_int_t)costs->hand_out_ns, "late_ns",
				(json_int_t)costs->late_ns, "end_ns", (json_int_t)costs->end_ns));
	}
	return all;
}

static json_t *tasks_json(const struct predicted_cell *cell)
{
	struct simulate_result result;
	json_t *list = json_array();

	simulate_run(&cell->plan, true, &result);
	for (size_t i = 0; i < result.task_count; i++) {
		const struct simulated_task *task = &result.task[i];

		json_array_append_new(
			list, json_pack("{s:I, s:f, s:f, s:f}", "worker", (json_int_t)task->worker,
				      "begin_ns", task->begin_ns, "computed_ns", task->computed_ns,
				      "end_ns", task->end_ns));
	}
	simulate_finish(&result);
	return list;
}

static json_t *parts_json(const struct predicted_cell *cell)
{
	json_t *parts = json_object();
	double part[PARTS];

	list_parts(cell, part);
	for (int i = 0; i < PARTS; i++) {
		json_object_set_new(parts, part_names[i], json_number(part[i]));
	}
	return parts;
}

static json_t *cell_json(
	const struct predicted_block *block, const struct predicted_cell *cell, bool lanes)
{
	bool told = lanes && block->tasks.count <= TASKS_TOLD_MAX;
	char strategy[SPEC_TEXT_BYTES];

	predicted_strategy(cell, strategy);
	return json_pack("{s:s, s:I, s:s, s:f, s:f, s:f, s:s, s:o, s:o}", "strategy", strategy,
		"workers", (json_int_t)cell->plan.workers, "label", cell->label, "predicted_ns",
		cell->result.makespan_ns, "speedup", speedup_of(block, cell), "bound_ns",
		cell->bound_ns, "bound_by", limits[cell->limit], "worker_ns", parts_json(cell),
		"tasks", told ? tasks_json(cell) : json_null());
}

static json_t *block_json(const struct predicted_block *block, bool lanes)
{
	json_t *cells = json_array();
	double cpu_ns = 0, wait_ns = 0;

	for (size_t i = 0; i < block->tasks.count; i++) {
		cpu_ns += (double)block->tasks.task[i].cpu_ns;
		wait_ns += (double)block->tasks.task[i].wait_ns;
	}
	for (size_t c = 0; c < block->count; c++) {
		json_array_append_new(cells, cell_json(block, &block->cell[c], lanes));
	}
	return json_pack("{s:s, s:I, s:f, s:f, s:f, s:o}", "workload", block->spec, "tasks",
		(json_int_t)block->tasks.count, "cpu_ns", cpu_ns, "wait_ns", wait_ns, "loop_ns",
		block->loop_ns, "cells", cells);
}

void predicted_json(const struct prediction *prediction, bool lanes, struct text *text)
{
	json_t *blocks = json_array();

	for (size_t b = 0; b < prediction->count; b++) {
		json_array_append_new(blocks, block_json(&prediction->block[b], lanes));
	}
	json_add_text(json_pack("{s:b, s:o, s:o, s:o}", "predicted", true, "machine",
			      machine_json(prediction), "costs", costs_json(prediction),
			      "workloads", blocks),
		text);
}
