/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what `manyhands predict` is asked to its cells, each simulated. */
#include <stdlib.h>
#include <string.h>

#include "cli/predict.h"
#include "text.h"

/* What differs by less is as quick. */
static const double ALIKE = 0.001;

static const char default_strategies[] = "thread-pool,thread-pool:chunk=2";
static const char default_ordered[] = "thread-pool:order=longest-first";
static const char default_workers[] = "1,cores,2x,4x";

/* Medians of a virtual machine with two CPUs of 2.1 GHz: a thread, a process, taking a chunk from the
 * shared counter, a sleep of some ms. */
const struct simulate_costs predict_default_costs[] = {
	[PREDICTED_NONE] = {.hand_out_ns = 50, .late_ns = 60000},
	[PREDICTED_THREAD] = {20000, 50, 60000, 15000},
	[PREDICTED_PROCESS] = {90000, 50, 60000, 60000},
};

/* ---- costs and ways ---- */

int predicted_kind(const struct predicted_cell *cell)
{
	const char *kind = cell->strategy->entry->kind;

	return strcmp(kind, "none") == 0     ? PREDICTED_NONE
	       : strcmp(kind, "thread") == 0 ? PREDICTED_THREAD
					     : PREDICTED_PROCESS;
}

static void choose_costs(const struct predict_wish *wish, struct prediction *prediction)
{
	memcpy(prediction->costs, predict_default_costs, sizeof(prediction->costs));
	for (int kind = PREDICTED_NONE; kind < PREDICTED_KINDS; kind++) {
		struct simulate_costs *costs = &prediction->costs[kind];
		bool makes_workers = kind != PREDICTED_NONE;

		costs->start_ns =
			wish->start_given && makes_workers ? wish->cost.start_ns : costs->start_ns;
		costs->end_ns =
			wish->end_given && makes_workers ? wish->cost.end_ns : costs->end_ns;
		costs->hand_out_ns =
			wish->hand_out_given ? wish->cost.hand_out_ns : costs->hand_out_ns;
		costs->late_ns = wish->late_given ? wish->cost.late_ns : costs->late_ns;
	}
}

static enum simulate_way way_of(const struct catalog_entry *strategy)
{
	return strcmp(strategy->kind, "none") == 0 ? SIMULATE_LOOP
	       : strategy->short_lived             ? SIMULATE_PER_TASK
	       : strategy->splits                  ? SIMULATE_SPLIT
						   : SIMULATE_POOL;
}

static uint64_t chunk_of(const struct listed_spec *strategy)
{
	for (size_t i = 0; strategy->entry->params[i].name; i++) {
		if (strcmp(strategy->entry->params[i].name, "chunk") == 0) {
			return strategy->spec.value[i].count;
		}
	}
	return 1;
}

/* ---- cells ---- */

static void add_cell(const struct prediction *prediction, struct predicted_block *block,
	const struct listed_spec *strategy, const struct machine_point *point)
{
	static const struct machine_point alone = {.workers = 1};
	enum simulate_way way = way_of(strategy->entry);

	point = way == SIMULATE_LOOP ? &alone : point;
	block->cell = xrealloc(block->cell, block->count + 1, sizeof(*block->cell));
	struct predicted_cell *cell = &block->cell[block->count++];
	*cell = (struct predicted_cell){.strategy = strategy, .label = point->label};
	cell->plan = (struct simulate_plan){
		.task = block->tasks.task,
		.task_count = block->tasks.count,
		.workers = point->workers,
		.cpus = prediction->cpus,
		.runners = prediction->runners,
		.way = way,
		.chunk_tasks = chunk_of(strategy),
		.order = turns_of(strategy->entry->params, strategy->spec.value),
		.costs = prediction->costs[predicted_kind(cell)],
	};
	simulate_run(&cell->plan, false, &cell->result);
	cell->bound_ns = simulate_bound_ns(&cell->plan, &cell->limit);
}

static void predict_loop(const struct prediction *prediction, struct predicted_block *block)
{
	struct simulate_plan plan = {
		.task = block->tasks.task,
		.task_count = block->tasks.count,
		.workers = 1,
		.cpus = prediction->cpus,
		.runners = prediction->runners,
		.way = SIMULATE_LOOP,
		.chunk_tasks = 1,
		.costs = prediction->costs[PREDICTED_NONE],
	};
	struct simulate_result result;

	simulate_run(&plan, false, &result);
	block->loop_ns = result.makespan_ns;
	simulate_finish(&result);
}

/* Of those that are as quick the lowest is named: threads before processes, a pool before the rest. */
static int plainness(const struct predicted_cell *cell)
{
	return 2 * predicted_kind(cell) + (cell->plan.way == SIMULATE_POOL ? 0 : 1);
}

static bool is_plainer(const struct predicted_cell *cell, const struct predicted_cell *other)
{
	return cell->plan.workers != other->plan.workers ? cell->plan.workers < other->plan.workers
							 : plainness(cell) < plainness(other);
}

const struct predicted_cell *predicted_quickest(const struct predicted_block *block)
{
	const struct predicted_cell *quickest = &block->cell[0];

	for (size_t i = 1; i < block->count; i++) {
		double ns = block->cell[i].result.makespan_ns, least = quickest->result.makespan_ns;
		bool alike = ns < least * (1 + ALIKE) && ns > least * (1 - ALIKE);

		if (alike ? is_plainer(&block->cell[i], quickest) : ns < least) {
			quickest = &block->cell[i];
		}
	}
	return quickest;
}

/* ---- blocks ---- */

static struct predicted_block *add_block(struct prediction *prediction)
{
	struct predicted_block *block;

	prediction->block =
		xrealloc(prediction->block, prediction->count + 1, sizeof(*prediction->block));
	block = &prediction->block[prediction->count++];
	*block = (struct predicted_block){0};
	return block;
}

/* The list of --tasks, which is called by the file's name. False: warned. */
static bool read_list(const char *path, struct prediction *prediction)
{
	struct predicted_block *block = add_block(prediction);
	char error[SPEC_ERROR_BYTES];

	text_clean(strcmp(path, "-") == 0 ? "tasks" : path, block->spec, sizeof(block->spec));
	if (!tasklist_read(&block->tasks, path, error, sizeof(error))) {
		warn("%s", error);
		return false;
	}
	return true;
}

/* False: warned. */
static bool read_tasks(const struct predict_wish *wish, const char *trial,
	struct prediction *prediction, const struct listed_spec *workload)
{
	struct predicted_block *block = add_block(prediction);
	char error[SPEC_ERROR_BYTES];

	spec_format(
		&workload->spec, workload->entry->params, false, block->spec, sizeof(block->spec));
	if (!tasklist_init(&block->tasks, trial, wish->plugin, block->spec, error, sizeof(error))) {
		warn("%s", error);
		return false;
	}
	if (block->tasks.known == TASKLIST_TIMES) {
		return true;
	}
	if (wish->task_time_ns == 0) {
		warn("%s does not tell how long its tasks take; say it with --task-time 3ms",
			workload->entry->name);
		return false;
	}
	prediction->task_time_ns = (double)wish->task_time_ns;
	tasklist_give_times(&block->tasks, prediction->task_time_ns);
	return true;
}

/* As the trial would refuse it. False: warned. */
static bool check_order(const struct prediction *prediction)
{
	const struct speclist *strategies = &prediction->strategies;

	for (size_t b = 0; b < prediction->count; b++) {
		const struct predicted_block *block = &prediction->block[b];

		for (size_t s = 0; s < strategies->count; s++) {
			const struct listed_spec *item = strategies->item[s];

			if (block->tasks.known == TASKLIST_NOTHING &&
				turns_of(item->entry->params, item->spec.value) ==
					TURNS_LONGEST_FIRST) {
				warn("%s: order=longest-first: %s does not tell what its tasks "
				     "cost",
					item->entry->name, block->spec);
				return false;
			}
		}
	}
	return true;
}

/* True if some tasks take longer than others, so that their order matters. */
static bool differ(const struct tasklist *tasks)
{
	for (size_t i = 1; i < tasks->count; i++) {
		if (tasks->task[i].cpu_ns + tasks->task[i].wait_ns !=
			tasks->task[0].cpu_ns + tasks->task[0].wait_ns) {
			return true;
		}
	}
	return false;
}

/* The strategies of WISH, else those that show most. */
static bool read_strategies(const struct predict_wish *wish, const struct catalog *catalog,
	struct prediction *prediction)
{
	struct speclist *list = &prediction->strategies;
	char error[SPEC_ERROR_BYTES];
	bool costs_known = true, some_differ = false;
	const char *words = wish->strategies ? wish->strategies : default_strategies;

	for (size_t b = 0; b < prediction->count; b++) {
		const struct tasklist *tasks = &prediction->block[b].tasks;

		costs_known &= tasks->known != TASKLIST_NOTHING;
		some_differ |= differ(tasks);
	}
	if (!speclist_add_strategies(list, catalog, words, error, sizeof(error)) ||
		(!wish->strategies && costs_known && some_differ &&
			!speclist_add_strategies(
				list, catalog, default_ordered, error, sizeof(error)))) {
		warn("%s", error);
		return false;
	}
	return check_order(prediction);
}

static bool read_workloads(const struct predict_wish *wish, const char *trial,
	const struct catalog *catalog, struct prediction *prediction)
{
	struct speclist *list = &prediction->workloads;
	char error[SPEC_ERROR_BYTES];

	if (wish->tasks && !read_list(wish->tasks, prediction)) {
		return false;
	}
	for (size_t i = 0; i < wish->spec_count; i++) {
		if (!speclist_add_workloads(list, catalog, wish->specs[i], error, sizeof(error))) {
			warn("%s", error);
			return false;
		}
	}
	for (size_t i = 0; i < list->count; i++) {
		if (!read_tasks(wish, trial, prediction, list->item[i])) {
			return false;
		}
	}
	if (wish->task_time_ns > 0 && prediction->task_time_ns == 0) {
		warn("--task-time: %s tells itself how long its tasks take",
			list->count > 0 ? list->item[0]->entry->name : prediction->block[0].spec);
		return false;
	}
	return true;
}

static bool read_points(const struct predict_wish *wish, struct prediction *prediction)
{
	char error[SPEC_ERROR_BYTES];

	prediction->point_count = machine_points(&prediction->machine,
		wish->workers ? wish->workers : default_workers, prediction->points, error,
		sizeof(error));
	if (prediction->point_count == 0) {
		warn("%s", error);
	}
	return prediction->point_count > 0;
}

static void predict_block(const struct prediction *prediction, struct predicted_block *block)
{
	const struct speclist *strategies = &prediction->strategies;

	predict_loop(prediction, block);
	for (size_t s = 0; s < strategies->count; s++) {
		bool is_loop = way_of(strategies->item[s]->entry) == SIMULATE_LOOP;

		for (uint32_t p = 0; p < (is_loop ? 1 : prediction->point_count); p++) {
			add_cell(prediction, block, strategies->item[s], &prediction->points[p]);
		}
	}
}

/* ---- the whole ---- */

static bool open_machine(const struct predict_wish *wish, struct prediction *prediction)
{
	struct machine *machine = &prediction->machine;

	if (!machine_init(machine, wish->topology, 0, "")) {
		return false;
	}
	if (wish->cpus > 0) {
		machine->usable_cpus = wish->cpus;
	}
	prediction->cpus = machine->usable_cpus;
	prediction->runners = wish->cpus == 0 ? machine->allowed_cpus : 0;
	prediction->is_here = machine->is_this_system && !wish->topology && wish->cpus == 0;
	return true;
}

bool prediction_init(struct prediction *prediction, const struct predict_wish *wish,
	const char *trial, const struct catalog *catalog)
{
	*prediction = (struct prediction){0};
	choose_costs(wish, prediction);
	if (!open_machine(wish, prediction)) {
		return false;
	}
	if (!read_workloads(wish, trial, catalog, prediction) ||
		!read_strategies(wish, catalog, prediction) || !read_points(wish, prediction)) {
		prediction_finish(prediction);
		return false;
	}
	for (size_t b = 0; b < prediction->count; b++) {
		predict_block(prediction, &prediction->block[b]);
	}
	return true;
}

void prediction_finish(struct prediction *prediction)
{
	for (size_t i = 0; i < prediction->count; i++) {
		for (size_t c = 0; c < prediction->block[i].count; c++) {
			simulate_finish(&prediction->block[i].cell[c].result);
		}
		tasklist_finish(&prediction->block[i].tasks);
		free(prediction->block[i].cell);
	}
	free(prediction->block);
	speclist_finish(&prediction->workloads);
	speclist_finish(&prediction->strategies);
	machine_finish(&prediction->machine);
}
