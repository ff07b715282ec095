/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Judged runs made up for the tests of charts, CSV and report. */
#include "gallery.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scratch.h"
#include "text.h"

struct samples gallery_samples;
struct judgement gallery;

static char *real_path, *fake_path;

/* How far rounds are from the middle, as shares of the spread. */
static const double spread_of_round[] = {0, 0, 1, -1, 0.5, -0.5, 0.2, -0.2};

static double usual_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	bool waits = strncmp(cell->key, "sleep", 5) == 0;
	double workers = cell->workers;
	double loop = waits ? 0.39e9 : 0.24e9;
	double factor = waits ? 0.99 * workers : workers < 2 ? 0.995 : 1.97;

	if (cell->baseline) {
		factor = 1;
	} else if (strstr(cell->key, "per-task")) {
		factor /= 4;
	}
	*busy = (waits ? 0.01 : 1) * factor; /* the CPU time is that of the loop */
	return loop / factor * (1 + 0.006 * spread_of_round[round % 8]);
}

void gallery_measure(uint32_t rounds)
{
	fixture_cells(&gallery_samples);
	gallery_samples.run.rounds = rounds;
	fixture_rounds(&gallery_samples, rounds, usual_time);
	gallery_judge();
}

void gallery_measure_probed(uint32_t rounds, fixture_probe_time *probe)
{
	fixture_cells(&gallery_samples);
	fixture_probes(&gallery_samples);
	fixture_rounds_with(&gallery_samples, rounds, usual_time, NULL, probe);
	gallery_judge();
}

void gallery_judge(void)
{
	if (gallery.samples) {
		judgement_finish(&gallery);
	}
	judgement_init(&gallery, &gallery_samples);
}

double gallery_smt_probe(const struct run_probe *probe, uint32_t round)
{
	(void)round;
	return 2000 + 10e6 / (probe->workers < 2                           ? 1
				     : strcmp(probe->kind, "latency") == 0 ? 2
									   : 1.25);
}

static void add_usual(void)
{
	fixture_init(&gallery_samples, 2);
	fixture_workload(&gallery_samples, "sleep", "96 × 4 ms", 96);
	fixture_workload(&gallery_samples, "primes:limit=4e6", "below 4 000 000", 4000);
	fixture_strategy(&gallery_samples, "thread-pool");
	fixture_strategy(&gallery_samples, "process-pool");
	fixture_strategy(&gallery_samples, "process-per-task");
	fixture_point(&gallery_samples, 1, "");
	fixture_point(&gallery_samples, 2, "cores, CPUs");
	fixture_point(&gallery_samples, 4, "");
	fixture_point(&gallery_samples, 8, "4x");
}

void gallery_usual(uint32_t rounds)
{
	add_usual();
	gallery_measure(rounds);
}

void gallery_usual_probed(uint32_t rounds, fixture_probe_time *probe)
{
	add_usual();
	gallery_measure_probed(rounds, probe);
}

void gallery_finish(void)
{
	if (gallery.samples) {
		judgement_finish(&gallery);
	}
	samples_finish(&gallery_samples);
}

char *gallery_folder(void)
{
	return scratch_create();
}

void gallery_remove(char *folder)
{
	char *charts = xasprintf("%s/charts", folder);

	if (access(charts, F_OK) == 0) {
		scratch_destroy(xstrdup(charts));
	}
	free(charts);
	scratch_destroy(folder);
}

char *gallery_read(const char *folder, const char *name)
{
	char *path = xasprintf("%s/%s", folder, name);
	char *bytes = read_file(path, NULL);

	free(path);
	return bytes;
}

bool gallery_has(const char *folder, const char *name)
{
	char *path = xasprintf("%s/%s", folder, name);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

void gallery_fake_gnuplot(const char *body)
{
	fake_path = scratch_create();
	real_path = xstrdup(getenv("PATH"));
	if (body) {
		char *program = xasprintf("%s/gnuplot", fake_path);
		char *script = xasprintf("#!/bin/sh\nPATH=%s\n%s\n", real_path, body);

		ck_assert(write_file(program, script, strlen(script)));
		ck_assert_int_eq(chmod(program, 0755), 0);
		free(script);
		free(program);
	}
	setenv("PATH", fake_path, 1);
}

void gallery_real_path(void)
{
	setenv("PATH", real_path, 1);
	free(real_path);
	scratch_destroy(fake_path);
}

bool gallery_can_draw(void)
{
	return system("command -v gnuplot >/dev/null 2>&1") == 0;
}
