/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machine is and what of it we may use. The only part that knows hwloc (with cpus.c). */
#ifndef MANYHANDS_SWEEP_MACHINE_H
#define MANYHANDS_SWEEP_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

#include "samples.h"
#include "sweep/quota.h"

enum {
	MACHINE_KINDS_MAX = 8,
	MACHINE_CACHES_MAX = 4,
	MACHINE_POINTS_MAX = 64,
	MACHINE_WORKERS_MAX = 10000, /* nobody means more */
};

/* Cores of one kind (performance, efficiency). */
struct machine_kind {
	uint32_t cores, cpus; /* allowed ones */
	int efficiency;       /* rises with performance; -1 unranked */
};

struct machine_cache {
	uint32_t level;
	uint64_t kib;   /* of one */
	uint32_t count; /* in the whole machine */
};

/* A CPU we may use, and where it stands. */
struct machine_cpu {
	uint32_t number;        /* the system's */
	uint32_t package, core; /* near ones have near numbers */
	uint32_t thread;        /* of its core: 0 for the first allowed one, 1 for the next */
	uint32_t slowness;      /* 0: of the fastest kind, or kinds are unknown */
	uint32_t spread;        /* of its core: 0, 1, ... are as far apart as that many can be */
};

struct machine {
	/* Of the whole machine; cpus are hardware threads. */
	uint32_t packages, cores, cpus, numa_nodes;
	uint32_t cpuset_cpus;                 /* left by the cgroup cpuset */
	uint32_t allowed_cores, allowed_cpus; /* left by cgroup cpuset and affinity */
	char *allowed_list;                   /* their numbers in the system: "0-3,8"; owned */
	struct machine_cpu *allowed; /* allowed_cpus of them, near ones side by side; owned */
	uint32_t kind_count;         /* of allowed cores; 0: unknown; 1: all alike */
	struct machine_kind kind[MACHINE_KINDS_MAX]; /* by rising efficiency */
	uint32_t cache_count;
	struct machine_cache cache[MACHINE_CACHES_MAX];
	bool is_this_system; /* false for a synthetic topology */
	char *synthetic;     /* hwloc's text of it; owned */
	struct quota quota;
	double usable_cpus; /* min(allowed_cpus, quota.cpus) */
	char cpu_model[128], kernel[128], hypervisor[64], governor[64], clocksource[64];
	uint64_t memory_kib; /* /proc/meminfo; 0 unknown */
	uint64_t nproc_max;  /* RLIMIT_NPROC; QUOTA_NO_LIMIT without one */
};

/*
 * Finds out what the machine is. SYNTHETIC is NULL for the real one or an hwloc synthetic text
 * ("pack:2 [numa] l3:1 core:16 pu:2"), or the path of an .xml file that hwloc wrote, for one that is
 * not here. FAST_CORES > 0 registers the first
 * FAST_CORES cores of a synthetic machine as a faster kind. ROOT as in quota_read; quota is only
 * read for the real machine or a ROOT other than "". False: warned.
 */
bool machine_init(
	struct machine *machine, const char *synthetic, uint32_t fast_cores, const char *root);
void machine_finish(struct machine *machine);

/* True if the quota, and not the number of CPUs, says how much can be computed at once. */
bool machine_quota_binds(const struct machine *machine);

/* Physical cores of the fastest kind if kinds differ, else 0. Allowed ones. */
uint32_t machine_fast_cores(const struct machine *machine);

/* floor(usable_cpus), at least 1: how many workers can compute at once. */
uint32_t machine_usable_count(const struct machine *machine);

/* One worker count of a sweep; label as in struct run_point. */
struct machine_point {
	uint32_t workers;
	char label[64];
};

/*
 * The worker counts for WORDS, a comma-separated list of: numbers, ranges "1..16", `grid`, `fast`
 * (P-cores), `cores`, `cpus`, `quota`, and multiples of the usable CPUs "2x", "4x". Where kinds do
 * not differ `fast` is all cores, and where no quota binds `quota` is all CPUs, so that a plan
 * means something on every machine; a quota of 1.5 CPUs is 2 workers.
 * `grid` on P allowed CPUs is 1, 2, 3, 4, 6, 8, 12, 16, ... up to 4 P, and the labelled points.
 * Labels: "P-cores" (where kinds differ), "cores", "CPUs", "quota" (where it binds), "CPUs + 1"
 * (above 2 CPUs), "4x". Sorted, without doubles; a point that is also a labelled one carries the
 * label, however it was asked for; several are joined by ", ". POINTS has room for
 * MACHINE_POINTS_MAX. On failure returns 0 and writes one line into ERROR.
 */
uint32_t machine_points(const struct machine *machine, const char *words,
	struct machine_point *points, char *error, uint64_t error_bytes);

/* What goes into the run line; the strings are newly allocated and belong to RECORD. */
void machine_record(const struct machine *machine, struct run_machine *record);

/* A line for headings: "2 cores", "16 cores (32 hardware threads)", "2 of 64 CPUs", "1.5 CPUs by
 * quota (of 8)", "8 P-cores + 8 E-cores". */
void machine_summary(const struct machine *machine, char *text, uint64_t bytes);

#endif
