/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bounds a workload: its CPU share alone, or something that its workers share. */
#ifndef MANYHANDS_JUDGE_CLASS_H
#define MANYHANDS_JUDGE_CLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "judge/stats.h"
#include "samples.h"
#include "text.h"

/* What a workload's sequential run spends its time on: its CPU-busy share u = cpu / (wall - what it
 * waited for a CPU that others had). */
enum work_class {
	WORK_UNKNOWN, /* no baseline that ended OK */
	WORK_WAITING, /* u <= 0.1 */
	WORK_MIXED,
	WORK_COMPUTING, /* u >= 0.9 */
	WORK_HELD,      /* whatever u is: confirmed by how it scales, see struct held */
};
const char *work_class_name(enum work_class class);

/* The class by the CPU-busy share alone; NaN is unknown. */
enum work_class work_class_of(double busy_share);

/*
 * Why a workload is held by something its workers share, a lock, a barrier or a disk: its speed stays
 * where it is, clearly below what CPUs and tasks allow, while it uses little of the CPUs and the time
 * inside tasks grows, by more than by waits for a CPU. Workers that are out of tasks or still being started are
 * not inside one. It is not shown where the cells that tell of it were disturbed by other processes, nor where
 * the verdicts on the workload are withdrawn.
 */
struct held {
	bool shown;                          /* the rest is set only then */
	const struct run_strategy *strategy; /* that shows it; borrowed from the run */
	uint32_t from, to; /* workers between which hardly anything is gained; to >= 2 * from */
	struct interval speedup; /* at `to`: so many tasks get on at once */
	struct interval share;   /* 1 / speedup, at most 1: what each would hold a lock for */
	double cpu_share; /* at `to`: CPU time over what the usable CPUs (or fewer workers) had */
	double longer;    /* at `to`: time inside tasks over the loop's */
};

struct judgement;

/* Looks for it at the fastest strategy of WORKLOAD, whose cells are rated, that is not per task: a worker
 * per task may be held by nothing but the making of workers. */
void class_find_held(const struct judgement *judgement, size_t workload, struct held *held);

/* The evidence as a sentence; nothing unless it is shown. */
void class_say(const struct held *held, struct text *text);

#endif
