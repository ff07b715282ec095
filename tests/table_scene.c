/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs made up for the tests of the table, and the texts of their tables. */
#include "table_scene.h"

#include <string.h>

struct samples samples;
struct judgement judgement;
static struct text text;

const struct table_style utf8_200 = {.utf8 = true, .columns = 200};
const struct table_style utf8_120 = {.utf8 = true, .columns = 120};
const struct table_style utf8_80 = {.utf8 = true, .columns = 80};
const struct table_style utf8_60 = {.utf8 = true, .columns = 60};
const struct table_style ascii_80 = {.columns = 80};
const struct table_style color_80 = {.utf8 = true, .color = true, .columns = 80};

/* How far rounds 1 to 7 are from the middle, as shares of `spread`. */
static const double spread_of_round[] = {0, 0, 1, -1, 0.5, -0.5, 0.2, -0.2};

double two_kinds(const struct run_cell *cell, uint32_t round, double *busy)
{
	bool waits = cell->workload == 0;
	double loop = waits ? 0.39e9 : 0.24e9;
	double factor = waits ? 0.99 * cell->workers : cell->workers < 2 ? 0.995 : 1.97;
	double spread = (waits ? 0.012 : 0.006) * spread_of_round[round % 8];

	if (strstr(cell->key, "per-task")) {
		factor /= 4;
	}
	*busy = (waits ? 0.01 : 1) * (cell->baseline ? 1 : factor); /* the loop's CPU time */
	if (cell->baseline) {
		return loop;
	}
	return loop / factor * (1 + spread);
}

void sleep_and_primes(void)
{
	fixture_init(&samples, 2);
	fixture_workload(&samples, "sleep", "96 × 4 ms", 96);
	fixture_workload(&samples, "primes:limit=4e6", "below 4 000 000", 4000);
}

void pools(void)
{
	fixture_strategy(&samples, "thread-pool");
	fixture_strategy(&samples, "process-pool");
}

void four_points(void)
{
	fixture_point(&samples, 1, "");
	fixture_point(&samples, 2, "cores, CPUs");
	fixture_point(&samples, 4, "");
	fixture_point(&samples, 8, "4x");
}

void measure(uint32_t rounds, fixture_time *time)
{
	sleep_and_primes();
	pools();
	four_points();
	fixture_cells(&samples);
	fixture_rounds(&samples, rounds, time);
}

static void forget(void)
{
	text_finish(&text);
	if (judgement.samples) {
		judgement_finish(&judgement);
	}
}

const char *table(bool sentences, struct table_style style)
{
	forget();
	judgement_init(&judgement, &samples);
	table_body(&judgement, sentences, &style, &text);
	return text.text;
}

const char *heading(double elapsed_s, const char *kept, struct table_style style)
{
	forget();
	judgement_init(&judgement, &samples);
	table_heading(&judgement, elapsed_s, kept, &style, &text);
	return text.text;
}

void finish(void)
{
	forget();
	samples_finish(&samples);
}
