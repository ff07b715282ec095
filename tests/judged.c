/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of one loop and one pool on two CPUs, judged, for the tests of the judgement. */
#include "judged.h"

#include <check.h>
#include <string.h>

struct samples samples;
struct judgement judgement;

static double baseline_busy;

double judged_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	(void)round;
	*busy = cell->baseline ? baseline_busy : 1;
	return 100e6 / (cell->baseline ? 1 : cell->workers < 2 ? 1 : 2);
}

void judged_run(uint32_t rounds, double busy)
{
	fixture_init(&samples, 2);
	fixture_workload(&samples, "spin", "96 × 1 ms", 96);
	fixture_strategy(&samples, "thread-pool");
	fixture_point(&samples, 1, "");
	fixture_point(&samples, 2, "cores");
	fixture_point(&samples, 4, "");
	fixture_cells(&samples);
	baseline_busy = busy;
	fixture_rounds(&samples, rounds, judged_time);
}

void judged_finish(void)
{
	judgement_finish(&judgement);
	samples_finish(&samples);
}

const struct cell_result *result_of(const char *key)
{
	for (size_t i = 0; i < samples.run.cell_count; i++) {
		if (strcmp(samples.run.cells[i].key, key) == 0) {
			return &judgement.cells[i];
		}
	}
	ck_abort_msg("no cell %s", key);
}

struct sample *sample_of(const char *key, uint32_t round, size_t index)
{
	for (size_t i = 0; i < samples.count; i++) {
		if (samples.sample[i].round == round && strcmp(samples.sample[i].cell, key) == 0 &&
			index-- == 0) {
			return &samples.sample[i];
		}
	}
	ck_abort_msg("no sample of %s in round %u", key, round);
}
