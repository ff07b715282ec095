/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run made to be asked the three questions, for their tests. */
#include "asked.h"

#include <string.h>

#include "fixture.h"

struct questions questions;

struct asked asked;

double asked_scatter(uint32_t round)
{
	return ((double)(round * 5 % 13) - 6) / 6;
}

double asked_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	bool processes = strstr(cell->key, "process-") != NULL;
	double ms = cell->baseline       ? asked.loop
		    : cell->workers == 8 ? asked.more
		    : processes          ? asked.processes
					 : asked.threads;

	*busy = 1;
	if (!cell->baseline) {
		/* the pools must not scatter together, or nothing is seen between them */
		ms *= 1 + asked.scatter * asked_scatter(round * (processes ? 3 : cell->workers));
	}
	return ms * 1e6;
}

double asked_copy_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	(void)cell;
	*busy = 1;
	return asked.copy * 1e6 * (round == asked.wild ? 2 : 1);
}

double asked_probe_time(const struct run_probe *probe, uint32_t round)
{
	(void)probe;
	return 10e6 * (round > 5 ? asked.slow_after : 1);
}

void asked_setup(void)
{
	asked.loop = asked.copy = 100;
	asked.threads = asked.processes = asked.more = 50;
	asked.scatter = asked.wild = 0;
	asked.slow_after = 1;
}

void asked_finish(void)
{
	if (judgement.samples) {
		judged_finish();
	}
}

void make_run(uint32_t rounds)
{
	fixture_init(&samples, 2);
	fixture_workload(&samples, "spin", "96 tasks", 96);
	fixture_strategy(&samples, "thread-pool");
	fixture_strategy(&samples, "process-pool");
	fixture_point(&samples, 2, "cores");
	fixture_point(&samples, 8, "4x");
	fixture_cells(&samples);
	fixture_probes(&samples);
	fixture_rounds_with(&samples, rounds, asked_time, asked_copy_time, asked_probe_time);
}

void ask(void)
{
	judgement_init(&judgement, &samples);
	questions_ask(&questions, &judgement, 0);
}

void run_and_ask(uint32_t rounds)
{
	make_run(rounds);
	ask();
}

enum verdict verdict_of(size_t index)
{
	return questions.question[index].verdict;
}
