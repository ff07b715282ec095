/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sample: a fresh trial is exec'd, waited for under a deadline, and its area is read. */
#ifndef MANYHANDS_SWEEP_LAUNCH_H
#define MANYHANDS_SWEEP_LAUNCH_H

#include <stdbool.h>
#include <stdint.h>

#include "samples.h"
#include "traces.h"

enum { LAUNCH_PAD_MAX = 4096 };

struct launch {
	const char *trial, *plugin;      /* plugin may be NULL */
	const char *workload, *strategy; /* specs, calibrated parameters included */
	const char *cpus; /* of the workers, by place_list; NULL: where the system puts them */
	uint32_t workers;
	bool busy_stamped, trace;
	uint64_t settle_us; /* spun before the clock starts, to leave the idle frequency */
	uint32_t env_pad_bytes, stack_pad_bytes; /* as in struct sample; below LAUNCH_PAD_MAX */
	uint64_t timeout_ns;
	int interrupt_fd; /* readable: end the sample as INTERRUPTED; -1: none */
};

/* What a sample tells beyond its line in the file. */
struct launch_extra {
	uint64_t task_count, chunk_count; /* 0 if the trial did not get that far */
	struct trace trace; /* without chunks unless it was asked for; owned by the caller */
};

/* Where stack and environment of a sample lie, as pads in bytes. */
struct launch_pads {
	uint32_t env_bytes, stack_bytes;
};

/* By chance that follows from SEED and SEQ, in steps of a stack's alignment. */
struct launch_pads launch_choose_pads(uint64_t seed, uint64_t seq);

/* Prepares this process for launching: orphans of a dead trial become our children, and children are
 * waited for even if SIGCHLD was inherited as ignored. */
void launch_init(void);

/*
 * Runs one trial and fills in SAMPLE's status, reason, answer, times, rusage and workers (not its
 * place in the run). The trial's whole process group has ended and was reaped when it returns.
 * Trusts nothing that the trial wrote.
 */
void launch_sample(const struct launch *launch, struct sample *sample, struct launch_extra *extra);

#endif
