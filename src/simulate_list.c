/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The task list of a prediction: cut into chunks, put in order, and its lower bound. */
#include "simulate_list.h"

#include <math.h>
#include <stdlib.h>

#include "text.h"

enum { SLICES_MOST = 1000000 };

static uint64_t share_of(uint64_t tasks, uint64_t parts)
{
	return tasks / parts + (tasks % parts > 0);
}

uint64_t simulate_chunk_tasks(const struct simulate_plan *plan)
{
	if (plan->way == SIMULATE_SPLIT) {
		return share_of(plan->task_count, plan->workers);
	}
	uint64_t chunk = plan->chunk_tasks > 0 ? plan->chunk_tasks
					       : share_of(plan->task_count, 4 * plan->workers);
	return chunk < plan->task_count ? chunk : plan->task_count;
}

uint64_t simulate_chunk_count(const struct simulate_plan *plan)
{
	return plan->way == SIMULATE_SPLIT ? plan->workers
					   : share_of(plan->task_count, simulate_chunk_tasks(plan));
}

void simulate_chunk_range(
	const struct simulate_plan *plan, uint64_t chunk, uint64_t *first, uint64_t *last)
{
	uint64_t tasks = plan->task_count;

	if (plan->way == SIMULATE_SPLIT) {
		uint64_t part = tasks / plan->workers, longer = tasks % plan->workers;

		*first = part * chunk + (chunk < longer ? chunk : longer);
		*last = *first + part + (chunk < longer);
		return;
	}
	uint64_t size = simulate_chunk_tasks(plan);
	*first = chunk * size;
	*last = tasks - *first < size ? tasks : *first + size;
}

uint32_t *simulate_turns(const struct simulate_plan *plan)
{
	uint64_t chunk_count = simulate_chunk_count(plan);

	if (plan->way == SIMULATE_SPLIT || plan->order == TURNS_GIVEN) {
		return NULL;
	}
	uint32_t *turn = xcalloc(chunk_count, sizeof(*turn));
	double *cost = xcalloc(chunk_count, sizeof(*cost));
	for (uint64_t chunk = 0; chunk < chunk_count; chunk++) {
		uint64_t task, last;

		for (simulate_chunk_range(plan, chunk, &task, &last); task < last; task++) {
			cost[chunk] +=
				(double)plan->task[task].cpu_ns + (double)plan->task[task].wait_ns;
		}
	}
	if (!turns_fill(plan->order, cost, turn, (uint32_t)chunk_count)) {
		fatal("out of memory");
	}
	free(cost);
	return turn;
}

double simulate_slice_ns(const struct simulate_plan *plan)
{
	double cpu_ns = 0, given_ns = (double)(plan->slice_ns ? plan->slice_ns : SIMULATE_SLICE_NS);

	for (size_t i = 0; i < plan->task_count; i++) {
		cpu_ns += (double)plan->task[i].cpu_ns;
	}
	return fmax(given_ns, cpu_ns / SLICES_MOST);
}

double simulate_bound_ns(const struct simulate_plan *plan, enum simulate_limit *limit)
{
	double bound[3] = {0};
	enum simulate_limit most = SIMULATE_BY_WORKERS;

	for (size_t i = 0; i < plan->task_count; i++) {
		double cpu_ns = (double)plan->task[i].cpu_ns;
		double alone_ns = cpu_ns / fmin(1, plan->cpus) + (double)plan->task[i].wait_ns;

		bound[SIMULATE_BY_WORKERS] += alone_ns;
		bound[SIMULATE_BY_LONGEST] = fmax(bound[SIMULATE_BY_LONGEST], alone_ns);
		bound[SIMULATE_BY_CPUS] += cpu_ns;
	}
	bound[SIMULATE_BY_WORKERS] /= plan->workers;
	bound[SIMULATE_BY_CPUS] /= plan->cpus;
	for (enum simulate_limit i = SIMULATE_BY_LONGEST; i <= SIMULATE_BY_CPUS; i++) {
		most = bound[i] > bound[most] ? i : most;
	}
	if (limit) {
		*limit = most;
	}
	return bound[most];
}
