/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sweep of task lengths: a workload of spin for each, from 1 us to 100 ms, all with about the same work
 * in all. What a task costs besides its work then shows in how much longer the short ones take.
 */
#ifndef MANYHANDS_SWEEP_GRANULARITY_H
#define MANYHANDS_SWEEP_GRANULARITY_H

#include "sweep/rounds.h"

/* Rounds, unless told otherwise: the least for which one wild round can't widen an interval. */
enum { GRANULARITY_ROUNDS = 9 };

/* A sample is made this short at least where a budget is small. */
#define GRANULARITY_LEAST_NS UINT64_C(5000000)

/* What is swept unless told otherwise. */
extern const char granularity_strategies[], granularity_workers[];

/* What a sample lasts with a worker on each usable CPU unless told otherwise. Longer where a quota
 * binds, since short samples ride on its burst. */
uint64_t granularity_sample_time_ns(const struct machine *machine);

/*
 * Adds a workload per task length to PLAN, whose points and sample time are set. Lengths so long that a
 * task per worker makes a loop of more than a hundred sample times are left out. False: one line in ERROR.
 */
bool granularity_add_workloads(struct plan *plan, const struct catalog *catalog,
	const struct machine *machine, char *error, size_t error_bytes);

/* Sets the tasks of each workload by the plan's sample time: a multiple of the workers. */
void granularity_choose_tasks(struct plan *plan, const struct machine *machine);

/* How long a task of workload INDEX is to take; 0 unknown. */
uint64_t granularity_task_ns(const struct plan *plan, size_t index);

/*
 * Leaves out the cells whose tasks are so short that their strategy does next to nothing but start and
 * stop workers: they would take most of the time and tell nothing. What a task costs is found by running
 * each strategy on a few. Unrecorded. False: interrupted.
 */
bool granularity_leave_out(struct rounds *rounds);

/* Leaves out the cells that RUN does not have. */
void granularity_keep(struct plan *plan, const struct run *run);

#endif
