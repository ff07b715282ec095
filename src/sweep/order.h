/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of a round: a function of the seed and the round alone. */
#ifndef MANYHANDS_SWEEP_ORDER_H
#define MANYHANDS_SWEEP_ORDER_H

#include "sweep/plan.h"

/* One sample of a round. */
struct place {
	size_t cell; /* index of the plan */
	bool copy;   /* the second copy of the baseline, measured like any other cell */
};

/* Samples in every round: each cell once, the baseline about every sqrt(k) of k cells, and its copy
 * once; of a probe the baseline once. */
size_t order_samples(const struct plan *plan);

/*
 * Writes the places of ROUND in their order: blocks of one workload each, shuffled, the cells in a
 * block shuffled with the baseline's copy among them, baselines spread evenly. The order depends on
 * the seed and ROUND / 2 alone and is reversed in odd rounds, so that a slow drift cancels over two
 * rounds and a resumed run continues exactly. ORDER has room for order_samples.
 */
void order_round(const struct plan *plan, uint32_t round, struct place *order);

/*
 * Writes what round 0 runs, and returns how many that are: per workload its baseline, then every
 * strategy at the most workers. ORDER has room for order_samples.
 */
size_t order_check(const struct plan *plan, struct place *order);

/* Writes what the last round traces, and returns how many that are: every cell that was asked for, in
 * the order of the plan. ORDER has room for order_samples. */
size_t order_traced(const struct plan *plan, struct place *order);

/* The seq of its first sample. */
uint64_t order_traced_seq(const struct plan *plan);

/* A number that follows from SEED and SEQ, the same on every machine: for choices per sample. */
uint64_t order_random(uint64_t seed, uint64_t seq);

#endif
