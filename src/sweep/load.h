/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which processes use the CPUs that we may use: /proc/PID/stat, read twice. */
#ifndef MANYHANDS_SWEEP_LOAD_H
#define MANYHANDS_SWEEP_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "sweep/machine.h"
#include "sweep/noise.h"
#include "text.h"

enum { LOAD_NAME_BYTES = 64 };

/* From here on what others use is told, and harms. */
#define LOAD_TOLD_CPUS 0.05

/* One process at one moment. */
struct load_process {
	int32_t pid, parent;
	char name
		[LOAD_NAME_BYTES]; /* as the process calls itself, made clean: it may say anything */
	bool is_kernel;            /* a kernel thread */
	uint32_t thread_count;
	uint32_t cpu;        /* where its first thread ran last */
	uint64_t used_ticks; /* CPU time in clock ticks, its own */
	uint64_t
		waited_ticks; /* that of children that have ended and were waited for, and of theirs */
	uint64_t start_ticks; /* since boot; tells two processes with one pid apart */
};

/* All processes at one moment. */
struct load_reading {
	struct noise_reading noise;
	bool known;                   /* the list of processes could be read */
	struct load_process *process; /* by rising pid; owned */
	size_t count;
};

/* What one process used between two readings. */
struct load_share {
	int32_t pid;
	char name[LOAD_NAME_BYTES];
	bool is_kernel;
	bool is_ours;     /* this program descends from it: a shell, a terminal */
	double cpus;      /* 1 is one CPU all the time; with children that came and went */
	bool is_children; /* most of that was theirs */
};

enum { LOAD_SHARES_MAX = 5 };

struct load {
	bool known;          /* the list of processes could be read, both times */
	double foreign_cpus; /* used by others on the allowed CPUs; NaN unknown */
	double steal_share;  /* of the allowed CPUs' time, taken by the hypervisor; NaN unknown */
	struct load_share share[LOAD_SHARES_MAX]; /* the busiest first */
	size_t share_count;
	size_t more_count;  /* as busy ones that found no room */
	double unseen_cpus; /* of foreign_cpus, by nobody who can be named; NaN unknown */
};

/*
 * Reads all counters of NOISE and all processes below ROOT. The reading is finished by the caller.
 */
void load_read(const char *root, const struct noise *noise, struct load_reading *reading);
void load_reading_finish(struct load_reading *reading);

/*
 * Parses the text of a /proc/PID/stat; the name in it may hold blanks, parentheses and newlines.
 * False: it is none.
 */
bool load_parse_stat(const char *text, struct load_process *process);

/*
 * What happened between BEFORE and AFTER on the CPUs that MACHINE allows. Processes that used at
 * least LEAST_CPUS are named; SELF and its descendants are left out, and so is a process whose only
 * thread ran elsewhere last.
 */
void load_compare(struct load *load, const struct load_reading *before,
	const struct load_reading *after, const struct machine *machine, double least_cpus,
	pid_t self);

/* Watches the real machine for WATCH_NS. False: INTERRUPT_FD (-1: none) became readable. */
bool load_watch(struct load *load, const struct machine *machine, uint64_t watch_ns,
	double least_cpus, int interrupt_fd);

/* Adds "1.02 of 2 CPUs: yes (pid 4711) 0.99, ..." */
void load_describe(const struct load *load, const struct machine *machine, struct text *text);

#endif
