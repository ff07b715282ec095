/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of one workload made up from speedups, and the sentences it must end with. */
#include "scene.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "judge/verdict.h"

struct samples scene_samples;
double scene_busy, scene_jitter;

static scene_speed *scene_speed_now;

/* A number between -1 and 1 that looks random and is the same every time. */
static double jitter(const char *key, uint32_t round)
{
	uint64_t hash = UINT64_C(14695981039346656037) ^ round;

	for (; *key; key++) {
		hash = (hash ^ (unsigned char)*key) * UINT64_C(1099511628211);
	}
	hash ^= hash >> 29;
	hash *= UINT64_C(0xbf58476d1ce4e5b9);
	return (double)(hash >> 40) / (double)(1 << 23) - 1;
}

static double time_now(const struct run_cell *cell, uint32_t round, double *busy)
{
	struct place at = {
		.strategy = scene_samples.run.strategies[cell->strategy].spec,
		.workers = cell->workers,
		.round = round,
	};
	double speedup = cell->baseline ? 1 : scene_speed_now(at);

	*busy = cell->baseline ? scene_busy : 1;
	return speedup > 0 ? 240e6 / speedup * (1 + scene_jitter * jitter(cell->key, round)) : 0;
}

void scene_start(uint32_t cpus, uint64_t tasks, const char *strategies, const char *workers)
{
	char *copy = strdup(strategies), *rest = copy;
	char *end;

	fixture_init(&scene_samples, cpus);
	fixture_workload(&scene_samples, "primes:limit=4e6", "below 4 000 000", tasks);
	for (char *word; (word = strsep(&rest, ","));) {
		fixture_strategy(&scene_samples, word);
	}
	free(copy);
	for (; *workers; workers = *end ? end + 1 : end) {
		fixture_point(&scene_samples, (uint32_t)strtoul(workers, &end, 10), "");
	}
	fixture_cells(&scene_samples);
	scene_busy = 1;
	scene_jitter = 0.004;
}

void scene_measure(uint32_t rounds, scene_speed *speed)
{
	scene_speed_now = speed;
	fixture_rounds(&scene_samples, rounds, time_now);
}

void scene_finish(void)
{
	samples_finish(&scene_samples);
}

void scene_words(const struct judgement *judgement, size_t workload, struct text *text)
{
	struct text sentences = {0};
	struct losses losses;

	losses_init(&losses, judgement);
	verdict_advice(judgement, workload, &losses, text);
	verdict_sentences(judgement, workload, &sentences);
	if (sentences.text) {
		text_add(text, " %s", sentences.text);
	}
	text_finish(&sentences);
	losses_finish(&losses);
}

void scene_check(const char *expected)
{
	struct judgement judgement;
	struct text text = {0};

	judgement_init(&judgement, &scene_samples);
	verdict_answers(&judgement, 0, &text);
	if (text.length > 0) {
		text_add(&text, " | ");
	}
	scene_words(&judgement, 0, &text);
	ck_assert_str_eq(text.text, expected);
	text_finish(&text);
	judgement_finish(&judgement);
}

double scene_least(double a, double b)
{
	return a < b ? a : b;
}

double scene_two_cpus(struct place at)
{
	return strcmp(at.strategy, "process-per-task") == 0 ? 0.4 * scene_least(at.workers, 2)
							    : scene_least(at.workers, 1.97);
}
