/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What control groups allow this process: CPU quota and number of processes, v2 and v1. */
#ifndef MANYHANDS_SWEEP_QUOTA_H
#define MANYHANDS_SWEEP_QUOTA_H

#include <stdint.h>

#define QUOTA_NO_LIMIT UINT64_MAX

struct quota {
	double cpus;               /* the tightest quota / period on the way up; 0: no quota */
	uint64_t period_us;        /* of that quota; 0 without one */
	uint64_t pids_max;         /* the tightest pids.max; QUOTA_NO_LIMIT without one */
	uint64_t memory_max_bytes; /* the tightest memory limit; QUOTA_NO_LIMIT without one */
	char source[256]; /* the file the CPU quota was read from, without ROOT; "" without one */
};

/*
 * Reads ROOT/proc/self/cgroup and ROOT/proc/self/mountinfo and walks from this process's group up
 * to the mount, in v2 ("0::") and in v1 (controllers cpu, pids, memory), since hybrid machines
 * have both. A missing file is no limit at that level. ROOT is "" for the real machine.
 */
void quota_read(const char *root, struct quota *quota);

#endif
