/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep of task lengths made up from what a task costs, judged. */
#include "lengths.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

struct lengths lengths;
struct samples lengths_samples;
struct judgement lengths_judgement;
struct granularity lengths_found;

static uint64_t state;

/* Between -1 and 1 (splitmix64). */
static double chance(void)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (double)((z ^ (z >> 31)) >> 11) / 4503599627370496.0 - 1;
}

static double scattered(double ns)
{
	return ns * (1 + lengths.scatter * chance());
}

static double time_of(const struct run_cell *cell, uint32_t round, double *busy)
{
	const struct run_workload *workload = &lengths_samples.run.workloads[cell->workload];
	double task_ns = (double)workload->task_ns * lengths.longer;
	double loop_ns = task_ns * (double)workload->task_count;
	double at_once = lengths.capacity > 0 ? lengths.capacity : lengths.workers;

	*busy = 1;
	if (cell->baseline) {
		return scattered(loop_ns);
	}
	double efficiency = task_ns / (task_ns + lengths.costs[cell->strategy]);
	if (lengths.factor) {
		efficiency *= lengths.factor(cell->strategy, task_ns, round);
	}
	return scattered(loop_ns / at_once / efficiency);
}

static double probe_time(const struct run_probe *probe, uint32_t round)
{
	double slower = 2 * round > lengths.rounds ? 1 + lengths.slower : 1;

	/* all but 2 us are its tasks' */
	return 2000 + slower * scattered(probe->baseline ? 40e6 : 40e6 / lengths.capacity);
}

void lengths_start(void)
{
	static const double nothing[8];

	lengths = (struct lengths){
		.workers = 2,
		.rounds = 9,
		.capacity = 2,
		.longer = 1,
		.seed = 1,
		.costs = nothing,
	};
}

static void add_length(uint64_t task_ns)
{
	struct run *run = &lengths_samples.run;
	uint64_t tasks = task_ns < 15000000 ? 30000000 / task_ns : lengths.workers;
	char *spec = xasprintf("spin:tasks=%llu,duration=%lluus", (unsigned long long)tasks,
		(unsigned long long)task_ns / 1000);

	size_t index = fixture_workload(&lengths_samples, spec, "", tasks);
	run->workloads[index].task_ns = task_ns;
	free(spec);
}

void lengths_run(const char *strategies)
{
	char *copy = xstrdup(strategies), *rest = copy, *word;

	lengths_finish();
	state = lengths.seed;
	fixture_init(&lengths_samples, lengths.workers);
	lengths_samples.run.granularity = true;
	lengths_samples.run.rounds = lengths.rounds;
	for (uint64_t decade = 1000; decade <= 10000000; decade *= 10) {
		add_length(decade);
		add_length(2 * decade);
		add_length(5 * decade);
	}
	add_length(100000000);
	while ((word = strsep(&rest, ","))) {
		fixture_strategy(&lengths_samples, word);
	}
	free(copy);
	fixture_point(&lengths_samples, lengths.workers, "");
	fixture_cells(&lengths_samples);
	if (lengths.capacity > 0) {
		fixture_probes(&lengths_samples);
	}
	fixture_rounds_with(&lengths_samples, lengths.rounds, time_of, NULL,
		lengths.capacity > 0 ? probe_time : NULL);
	judgement_init(&lengths_judgement, &lengths_samples);
	granularity_init(&lengths_found, &lengths_judgement);
}

void lengths_finish(void)
{
	granularity_finish(&lengths_found);
	if (lengths_judgement.samples) {
		judgement_finish(&lengths_judgement);
		samples_finish(&lengths_samples);
	}
	lengths_samples = (struct samples){0};
}
