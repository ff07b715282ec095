/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep of task lengths made up from what a task costs, judged, for the tests of granularity. */
#ifndef MANYHANDS_TESTS_LENGTHS_H
#define MANYHANDS_TESTS_LENGTHS_H

#include "fixture.h"
#include "judge/granularity.h"

/* What there is; lengths_start sets the defaults. */
struct lengths {
	uint32_t workers, rounds;
	double capacity; /* what the workers compute at once, by the probes; 0: there are none */
	double longer;   /* a task takes so many times as long as it was to */
	double slower; /* by how much the machine is slower in the second half of the rounds, a share */
	double scatter;      /* of all times to either side, a share */
	uint64_t seed;       /* of the scatter */
	const double *costs; /* by strategy, what a task costs a worker besides its work, in ns */
	/* What else changes the efficiency of STRATEGY (from 0) at TASK_NS in ROUND; NULL: nothing. */
	double (*factor)(size_t strategy, double task_ns, uint32_t round);
};

extern struct lengths lengths;
extern struct samples lengths_samples;
extern struct judgement lengths_judgement;
extern struct granularity lengths_found;

/* 2 workers, 9 rounds, a capacity of 2, no scatter; 16 lengths from 1 us to 100 ms. */
void lengths_start(void);

/* Measures STRATEGIES, "thread-pool,process-pool", and judges. */
void lengths_run(const char *strategies);

void lengths_finish(void);

#endif
