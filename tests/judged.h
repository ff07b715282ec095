/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of one loop and one pool on two CPUs, judged, for the tests of the judgement. */
#ifndef MANYHANDS_TESTS_JUDGED_H
#define MANYHANDS_TESTS_JUDGED_H

#include "fixture.h"
#include "judge/compare.h"

#define LOOP "spin/sequential/1"
#define POOL_1 "spin/thread-pool/1"
#define POOL_2 "spin/thread-pool/2"
#define POOL_4 "spin/thread-pool/4"

extern struct samples samples;
extern struct judgement judgement;

/*
 * Makes a run of LOOP and the three pools over 96 tasks on two CPUs: the loop takes 100 ms and is
 * BUSY computing, W workers take 100 / min(W, 2) ms. A judgement is the test's to make.
 */
void judged_run(uint32_t rounds, double busy);

/* The times of judged_run. */
double judged_time(const struct run_cell *cell, uint32_t round, double *busy);

/* Frees run and judgement. */
void judged_finish(void);

/* The result of the cell KEY. */
const struct cell_result *result_of(const char *key);

/* The sample of KEY in ROUND, the INDEXth of them. */
struct sample *sample_of(const char *key, uint32_t round, size_t index);

#endif
