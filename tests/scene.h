/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of one workload made up from speedups, and the sentences it must end with. */
#ifndef MANYHANDS_TESTS_SCENE_H
#define MANYHANDS_TESTS_SCENE_H

#include <stdint.h>

#include "fixture.h"
#include "judge/compare.h"
#include "text.h"

/* The strategies of a usual run. */
#define SCENE_STRATEGIES "sequential,thread-pool,process-pool,process-per-task"

struct place {
	const char *strategy; /* its spec */
	uint32_t workers, round;
};

/* The speedup over the loop; 0 leaves the sample out. */
typedef double scene_speed(struct place at);

extern struct samples scene_samples;
extern double scene_busy;   /* CPU-busy share of the loop; 1 from scene_start on */
extern double scene_jitter; /* times differ by up to this share; 0.4 % from scene_start on */

/*
 * Starts a run of primes with TASKS tasks on CPUS cores; STRATEGIES and WORKERS are lists with
 * commas. scene_measure adds ROUNDS and the discarded one, with a loop of 240 ms; scene_check
 * compares the answers to the questions, " | ", the advice and the sentences; scene_finish frees the samples.
 */
void scene_start(uint32_t cpus, uint64_t tasks, const char *strategies, const char *workers);
void scene_measure(uint32_t rounds, scene_speed *speed);
void scene_check(const char *expected);

/* Adds the advice on WORKLOAD and the sentences behind it, as a table has them. */
void scene_words(const struct judgement *judgement, size_t workload, struct text *text);

void scene_finish(void);

double scene_least(double a, double b);

/* Workers up to 1.97 times the loop; a worker per task 0.4 and 0.8 times. */
double scene_two_cpus(struct place at);

#endif
