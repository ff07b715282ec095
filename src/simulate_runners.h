/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Those who compute: they stand in one line for the CPUs and take turns. For simulate.c alone. */
#ifndef MANYHANDS_SIMULATE_RUNNERS_H
#define MANYHANDS_SIMULATE_RUNNERS_H

#include <stdbool.h>

#include "simulate.h"
#include "simulate_queue.h"

struct runner {
	bool on_cpu;
	double left_ns;                    /* CPU time, as it was at BEGIN; 0: it wants none */
	double begin_work, slice_end_work; /* on a CPU: when it came there, when its turn is over */
};

/*
 * Computing is measured in work: what each of those on a CPU has got since the start. They all get the
 * same, so one number serves all of them.
 */
struct runners {
	double cpus, slice_ns, work;
	uint32_t most, on_cpu_count; /* on CPUs at once */
	struct queue running;        /* by work */
	struct ring ready;           /* in line */
	struct runner *runner;       /* owned */
};

/* For COUNT who may want to compute on the CPUs of PLAN. */
void runners_init(struct runners *runners, const struct simulate_plan *plan, uint32_t count);
void runners_finish(struct runners *runners);

/* WHO has CPU_NS to compute; it goes on if it is on a CPU still, else it stands in line. */
void runners_add(struct runners *runners, uint32_t who, uint64_t cpu_ns);

/* Gives free CPUs to those who stand first in line. */
void runners_fill(struct runners *runners);

/* When somebody is done or a turn is over, if nothing comes in between; INFINITY: never. */
double runners_next_ns(const struct runners *runners, double now_ns);

/* Lets NS pass, in which that does not happen. */
void runners_pass(struct runners *runners, double ns);

/* Lets it happen. True: *WHO is done, and still on its CPU until runners_release. */
bool runners_step(struct runners *runners, uint32_t *who);

/* WHO leaves its CPU, unless it was added again. */
void runners_release(struct runners *runners, uint32_t who);

/* True if somebody is done or a turn over at this very moment. */
bool runners_due(const struct runners *runners);

#endif
