/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs made up of workers' stamps, so that each loss is known, for the tests of losses. */
#ifndef MANYHANDS_TESTS_LOST_H
#define MANYHANDS_TESTS_LOST_H

#include "fixture.h"
#include "judge/losses.h"

enum { LOST_LOOP_MS = 80, LOST_TASKS = 80 };

/* What each worker of a cell of W workers loses, in ms; the work is 80 ms of CPU time (or of waits). */
struct lost {
	double start, handout, slower, queued, off, ending;
	double uneven;      /* all workers but the first stop so much earlier than it */
	double others_cpus; /* what windows say; below 0: there are no windows */
	double stolen_cpus;
	bool waits;     /* tasks wait instead of computing */
	bool unstamped; /* no busy_ns */
	bool old;       /* no first_task_ns and last_task_ns */
	bool no_queue;  /* no runqueue_ns */
};

extern struct samples lost_samples;
extern struct judgement lost_judgement;
extern struct losses lost_losses;

/* Makes ROUNDS rounds of one workload under STRATEGY at WORKERS on CPUS, and judges them. */
void lost_run(uint32_t cpus, const char *strategy, uint32_t workers, uint32_t rounds,
	const struct lost *lost);

/* The same at each of the COUNT WORKERS. */
void lost_run_points(uint32_t cpus, const char *strategy, const uint32_t *workers, size_t count,
	uint32_t rounds, const struct lost *lost);

/* Judges lost_samples again, after a test has changed them. */
void lost_judge(void);

void lost_finish(void);

/* The account of the first cell beside the loop. */
const struct loss_account *lost_account(void);

/* The sum of its parts. */
double lost_sum(void);

/* Its parts must be those of EXPECTED, in speedup, and add up; stamps must not disagree. */
void lost_expect(const double expected[LOSS_KINDS]);

/* It must have lost only WORKERS_MS of all workers' time, as LOSS. */
void lost_expect_only(enum loss loss, double workers_ms);

void lost_expect_words(enum loss loss, const char *expected);

#endif
