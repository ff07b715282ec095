/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run made to be asked the three questions, for their tests. */
#ifndef MANYHANDS_TESTS_ASKED_H
#define MANYHANDS_TESTS_ASKED_H

#include "judge/questions.h"
#include "judged.h"

#define TWIN_2 "spin/process-pool/2"
#define POOL_8 "spin/thread-pool/8"

extern struct questions questions;

/* How long each cell takes, in ms, and by how much that scatters from round to round. */
extern struct asked {
	double loop, copy, threads, processes, more;
	double scatter;    /* of all but the loop, to either side */
	uint32_t wild;     /* in this round the copy takes twice as long; 0: in none */
	double slow_after; /* from round 6 on the probes take so many times as long */
} asked;

/* Before a test: the loop and its copy take 100 ms, all pools 50, without scatter. After it: frees. */
void asked_setup(void);
void asked_finish(void);

/* Between -1 and 1, another one in each of 13 rounds, their median 0. */
double asked_scatter(uint32_t round);

fixture_time asked_time, asked_copy_time;
fixture_probe_time asked_probe_time;

/* Makes a run of ROUNDS on two CPUs with pools of 2 and 8; nothing is judged yet. */
void make_run(uint32_t rounds);

/* Judges what was made and asks the questions. */
void ask(void);

void run_and_ask(uint32_t rounds);

enum verdict verdict_of(size_t index);

#endif
