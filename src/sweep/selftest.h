/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The A/A self-test: the same thing measured against itself, time and again. What differs then is
 * the machine and the harness.
 */
#ifndef MANYHANDS_SWEEP_SELFTEST_H
#define MANYHANDS_SWEEP_SELFTEST_H

#include <stdint.h>

#include "sweep/load.h"
#include "sweep/machine.h"

enum selftest_end {
	SELFTEST_DONE,
	SELFTEST_INTERRUPTED,
	SELFTEST_FAILED, /* a sample did not end OK; reason says why */
};

struct selftest {
	/* set by the caller; borrowed */
	const char *trial;
	const struct machine *machine;
	int interrupt_fd;                                   /* as in struct launch */
	size_t comparison_count;                            /* at least 1 */
	size_t round_count;                                 /* pairs per comparison; at least 1 */
	uint64_t sample_ns;                                 /* about how long a sample shall last */
	void (*progress)(void *context, size_t done_count); /* after each comparison; may be NULL */
	void *context;

	/* set by selftest_measure */
	double *first_ns,
		*second_ns;    /* round_count per comparison, one comparison after another; owned */
	size_t done_count;     /* comparisons measured to their end */
	uint64_t sample_count; /* samples begun */
	struct load load;      /* what others used meanwhile */
	double throttled_share; /* of the time, by the CPU quota; NaN unknown */
	char *reason;           /* owned; NULL unless SELFTEST_FAILED */
};

/*
 * Measures comparison after comparison. A round of one is a pair of samples of the workload spin
 * in its loop, each a fresh process; even rounds begin with the first of the pair, odd ones with
 * the second, so that a slow drift cancels. The caller finishes SELFTEST whatever is returned.
 */
enum selftest_end selftest_measure(struct selftest *selftest);
void selftest_finish(struct selftest *selftest);

#endif
