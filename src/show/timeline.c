/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a trace to the schedule that was measured, the one without losses, and what lies between. */
#include "show/timeline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/curve.h"

const struct sample *timeline_sample(const struct judgement *judgement, size_t cell)
{
	const struct samples *samples = judgement->samples;
	const char *key = samples->run.cells[cell].key;

	for (size_t i = samples->count; i-- > 0;) {
		const struct sample *sample = &samples->sample[i];

		if (sample->role == ROLE_TRACED && sample->has_trace &&
			strcmp(sample->cell, key) == 0) {
			return sample;
		}
	}
	return NULL;
}

/* ---- what was measured ---- */

static bool runs_processes(const struct timeline *timeline)
{
	const struct run *run = &timeline->judgement->samples->run;

	return run->own_command.word_count > 0 &&
	       strcmp(run->workloads[timeline->cell->workload].name, "command") == 0;
}

/* For how much of its time CHUNK computed, of WALL_NS. A command's processes have CPU clocks of their
 * own, and of short chunks no CPU time is taken: there the loop's share must do. */
static double computing_ns(
	const struct timeline *timeline, const struct trace_chunk *chunk, double wall_ns)
{
	double share = timeline->judgement->workloads[timeline->cell->workload].busy_share;

	if (chunk->cpu_ns != SAMPLE_UNKNOWN && !runs_processes(timeline)) {
		return fmin((double)chunk->cpu_ns, wall_ns);
	}
	return isfinite(share) ? wall_ns * fmin(1, share) : wall_ns;
}

/* When the last thing happened that is known of. */
static double last_known_ns(const struct timeline *timeline)
{
	double last_ns = 0;

	for (size_t i = 0; i < timeline->trace.count; i++) {
		const struct trace_chunk *chunk = &timeline->trace.chunk[i];
		uint64_t end_ns = chunk->end_ns == SAMPLE_UNKNOWN ? chunk->begin_ns : chunk->end_ns;

		last_ns = fmax(last_ns, (double)end_ns);
	}
	return timeline->sample->total_ns == SAMPLE_UNKNOWN ? last_ns
							    : (double)timeline->sample->total_ns;
}

static void take_chunks(struct timeline *timeline)
{
	const struct trace *trace = &timeline->trace;
	struct simulate_result *measured = &timeline->measured;

	*measured = (struct simulate_result){
		.makespan_ns = last_known_ns(timeline),
		.workers = timeline->cell->workers,
		.task_count = trace->chunk[trace->count - 1].chunk + 1,
	};
	measured->task = xcalloc(measured->task_count, sizeof(*measured->task));
	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_chunk *chunk = &trace->chunk[i];
		double begin_ns = (double)chunk->begin_ns;
		double end_ns = chunk->end_ns == SAMPLE_UNKNOWN ? measured->makespan_ns
								: (double)chunk->end_ns;

		measured->task[chunk->chunk] = (struct simulated_task){begin_ns,
			begin_ns + computing_ns(timeline, chunk, end_ns - begin_ns), end_ns,
			chunk->worker};
		if (end_ns > measured->task[timeline->last].end_ns) {
			timeline->last = (size_t)chunk->chunk;
		}
	}
}

/* ---- what would have been ---- */

/* The tasks as they were in the loop, by its trace. NULL: it has none of all tasks. */
static struct simulate_task *loop_tasks(
	const struct timeline *timeline, const char *folder, size_t count)
{
	const struct judgement *judgement = timeline->judgement;
	const struct cell_result *loop = judgement->workloads[timeline->cell->workload].baseline;
	size_t cell = loop ? (size_t)(loop->cell - judgement->samples->run.cells) : 0;
	const struct sample *sample = loop ? timeline_sample(judgement, cell) : NULL;
	bool computes = judgement->workloads[timeline->cell->workload].alone == WORK_COMPUTING;
	struct simulate_task *task = NULL;
	struct trace trace;

	if (!sample || !trace_read(folder, sample, 1, &trace)) {
		return NULL;
	}
	bool whole = trace.count == count;
	for (size_t i = 0; whole && i < count; i++) {
		whole = trace.chunk[i].first_task == i && trace.chunk[i].task_count == 1 &&
			trace.chunk[i].end_ns != SAMPLE_UNKNOWN;
	}
	if (whole) {
		task = xcalloc(count, sizeof(*task));
	}
	for (size_t i = 0; whole && i < count; i++) {
		const struct trace_chunk *chunk = &trace.chunk[i];
		double wall_ns = (double)(chunk->end_ns - chunk->begin_ns);
		double cpu_ns = computing_ns(timeline, chunk, wall_ns);

		/* where nothing waits, what was off the CPU had to make room for others */
		double wait_ns = computes ? 0 : wall_ns - cpu_ns;
		task[i] = (struct simulate_task){(uint64_t)cpu_ns, (uint64_t)wait_ns};
	}
	trace_finish(&trace);
	return task;
}

/* All tasks alike. NULL: the loop's time is not known. */
static struct simulate_task *mean_tasks(const struct timeline *timeline, size_t count)
{
	const struct judgement *judgement = timeline->judgement;
	const struct workload_result *workload = &judgement->workloads[timeline->cell->workload];
	double loop_ns = workload->baseline ? workload->baseline->time_ns.mid : NAN;
	struct simulate_task *task = NULL;

	if (!(loop_ns > 0)) {
		loop_ns = (double)workload->workload->loop_ns;
	}
	if (!(loop_ns > 0)) {
		return NULL;
	}
	double share = isfinite(workload->busy_share) ? fmin(1, workload->busy_share) : 1;
	double task_ns = loop_ns / (double)count;
	task = xcalloc(count, sizeof(*task));
	for (size_t i = 0; i < count; i++) {
		task[i] = (struct simulate_task){
			(uint64_t)(task_ns * share), (uint64_t)(task_ns * (1 - share))};
	}
	return task;
}

static enum simulate_way way_of(const struct run_strategy *strategy)
{
	return strcmp(strategy->kind, "none") == 0         ? SIMULATE_LOOP
	       : strategy_ends_with(strategy, "-per-task") ? SIMULATE_PER_TASK
	       : strategy_ends_with(strategy, "-split")    ? SIMULATE_SPLIT
							   : SIMULATE_POOL;
}

static enum turns order_of(const struct run_strategy *strategy)
{
	const char *order = strstr(strategy->spec, "order=");

	for (size_t i = 0; order && turns_words[i]; i++) {
		if (strncmp(order + 6, turns_words[i], strlen(turns_words[i])) == 0) {
			return (enum turns)i;
		}
	}
	return TURNS_GIVEN;
}

/* Puts the tasks of PREDICTED together that are one chunk of the trace. What a TASK is longer than its
 * computing it waits, be it for a CPU: so it is in what was measured. */
static void join_chunks(const struct trace *trace, const struct simulate_task *task,
	struct simulate_result *predicted)
{
	size_t count = trace->chunk[trace->count - 1].chunk + 1;
	struct simulated_task *joined = xcalloc(count, sizeof(*joined));

	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_chunk *chunk = &trace->chunk[i];
		uint64_t first = chunk->first_task, last = first + chunk->task_count;
		struct simulated_task *to = &joined[chunk->chunk];
		double cpu_ns = 0;

		if (last > predicted->task_count || chunk->task_count == 0) {
			continue;
		}
		for (uint64_t k = first; k < last; k++) {
			cpu_ns += (double)task[k].cpu_ns;
		}
		*to = predicted->task[first];
		to->end_ns = predicted->task[last - 1].end_ns;
		to->computed_ns = fmin(to->begin_ns + cpu_ns, to->end_ns);
	}
	free(predicted->task);
	predicted->task = joined;
	predicted->task_count = count;
}

/* The most tasks in a chunk: the size that was asked for, or what came of `auto`. */
static uint64_t chunk_tasks(const struct trace *trace)
{
	uint64_t tasks = 1;

	for (size_t i = 0; i < trace->count; i++) {
		uint64_t count = trace->chunk[i].task_count;

		tasks = count > tasks ? count : tasks;
	}
	return tasks;
}

/* How long the chunks of PREDICTED take, beside one another. */
static double chunks_ns(const struct simulate_result *predicted)
{
	double sum_ns = 0;

	for (size_t i = 0; i < predicted->task_count; i++) {
		sum_ns += predicted->task[i].end_ns - predicted->task[i].begin_ns;
	}
	return sum_ns;
}

static void predict(struct timeline *timeline, const char *folder)
{
	const struct run *run = &timeline->judgement->samples->run;
	const struct run_strategy *strategy = &run->strategies[timeline->cell->strategy];
	uint64_t count = run->workloads[timeline->cell->workload].task_count;
	double usable = judgement_usable_cpus(timeline->judgement);
	struct simulate_task *task = NULL;

	timeline->basis = TIMELINE_UNKNOWN;
	if (count == 0 || count > TRACES_CHUNKS_MAX) {
		return;
	}
	task = loop_tasks(timeline, folder, count);
	timeline->basis = TIMELINE_TASKS;
	if (!task) {
		task = mean_tasks(timeline, count);
		timeline->basis = task ? TIMELINE_MEAN : TIMELINE_UNKNOWN;
	}
	if (!task) {
		return;
	}
	struct simulate_plan plan = {
		.task = task,
		.task_count = count,
		.workers = timeline->cell->workers,
		.cpus = usable > 0 ? usable : timeline->cell->workers,
		.runners = run->machine.quota_cpus > 0 ? run->machine.allowed_cpus : 0,
		.way = way_of(strategy),
		.chunk_tasks = chunk_tasks(&timeline->trace),
		.order = order_of(strategy),
	};
	simulate_run(&plan, true, &timeline->predicted);
	join_chunks(&timeline->trace, task, &timeline->predicted);
	timeline->loss_ns[TIMELINE_LONGER] = -chunks_ns(&timeline->predicted);
	free(task);
}

/* ---- where the time went ---- */

/* One worker. */
struct lane {
	double free_ns; /* it ended a chunk last */
	bool used;
};

static int by_begin(const void *a, const void *b)
{
	const struct trace_chunk *x = a, *y = b;

	return x->begin_ns < y->begin_ns ? -1 : x->begin_ns > y->begin_ns;
}

static void split(struct timeline *timeline)
{
	const struct run *run = &timeline->judgement->samples->run;
	bool per_task = way_of(&run->strategies[timeline->cell->strategy]) == SIMULATE_PER_TASK;
	size_t count = timeline->trace.count;
	struct trace_chunk *chunk = xcalloc(count, sizeof(*chunk));
	struct lane *lane = xcalloc(timeline->cell->workers, sizeof(*lane));
	double *loss_ns = timeline->loss_ns;
	double end_ns = timeline->measured.task[timeline->last].end_ns;

	memcpy(chunk, timeline->trace.chunk, count * sizeof(*chunk));
	qsort(chunk, count, sizeof(*chunk), by_begin);
	for (size_t i = 0; i < count; i++) {
		const struct simulated_task *task = &timeline->measured.task[chunk[i].chunk];
		struct lane *at = &lane[task->worker];
		enum timeline_loss before = at->used && !per_task ? TIMELINE_GAPS : TIMELINE_START;

		loss_ns[before] += fmax(0, task->begin_ns - at->free_ns);
		loss_ns[TIMELINE_LONGER] += task->end_ns - task->begin_ns;
		timeline->used += !at->used;
		*at = (struct lane){.free_ns = task->end_ns, .used = true};
	}
	for (uint32_t w = 0; w < timeline->cell->workers; w++) {
		loss_ns[TIMELINE_TAIL] += lane[w].used ? end_ns - lane[w].free_ns : 0;
		loss_ns[TIMELINE_END] += lane[w].used ? timeline->measured.makespan_ns - end_ns : 0;
	}
	free(lane);
	free(chunk);
}

/* ---- the whole ---- */

bool timeline_init(struct timeline *timeline, const struct judgement *judgement, size_t cell,
	const char *folder)
{
	*timeline = (struct timeline){
		.judgement = judgement,
		.cell = &judgement->samples->run.cells[cell],
		.sample = timeline_sample(judgement, cell),
		.loss_ns[TIMELINE_LONGER] = NAN,
	};
	if (!timeline->sample ||
		!trace_read(folder, timeline->sample, timeline->cell->workers, &timeline->trace)) {
		return false;
	}
	take_chunks(timeline);
	predict(timeline, folder);
	split(timeline);
	return true;
}

void timeline_finish(struct timeline *timeline)
{
	trace_finish(&timeline->trace);
	simulate_finish(&timeline->measured);
	simulate_finish(&timeline->predicted);
	*timeline = (struct timeline){0};
}

double timeline_scale_ns(const struct timeline *timeline)
{
	return fmax(timeline->measured.makespan_ns, timeline->predicted.makespan_ns);
}
