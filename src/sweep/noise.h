/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What else went on while a sample ran: counters of the kernel read before and after. */
#ifndef MANYHANDS_SWEEP_NOISE_H
#define MANYHANDS_SWEEP_NOISE_H

#include <stdint.h>

#include "samples.h"

/* Kernel counters at one moment; SAMPLE_UNKNOWN where they can't be read. */
struct noise_reading {
	uint64_t now_ns;
	uint64_t busy_ns;      /* of all processes on the allowed CPUs; counted in ticks of 10 ms */
	uint64_t steal_ns;     /* taken from the allowed CPUs by the hypervisor; in ticks, too */
	uint64_t own_ns;       /* CPU time of this process and of its reaped children */
	uint64_t throttled_ns; /* by the CPU quota that binds us */
	uint64_t pressure_ns;  /* some task on the machine waited for a CPU */
};

/* Where the counters lie, and the window that is open. */
struct noise {
	char *root;          /* "" for the real machine; owned */
	char *throttle_path; /* cpu.stat of the group with the quota; NULL without one; owned */
	char *allowed;       /* a list of CPUs: "0-3,8"; owned */
	struct noise_reading window; /* at its beginning */
	uint64_t window_first_seq;
};

/*
 * ROOT is as in quota_read, ALLOWED the list of CPUs whose use counts (NULL: none), QUOTA_SOURCE the file that the
 * quota was read from ("" without one).
 */
void noise_init(
	struct noise *noise, const char *root, const char *allowed, const char *quota_source);
void noise_finish(struct noise *noise);

/* Reads all counters now. */
void noise_read(const struct noise *noise, struct noise_reading *reading);

/*
 * Notes in SAMPLE, whose seq is set, what happened between BEFORE and AFTER it. Ticks are too coarse
 * for one short sample, so what other processes used is told over windows of at least 0.5 s: the
 * sample that ends a window carries it and says with which sample it began.
 */
void noise_note(struct noise *noise, const struct noise_reading *before,
	const struct noise_reading *after, struct sample *sample);

#endif
