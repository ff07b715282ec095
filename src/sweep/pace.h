/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long samples take, learnt while measuring: what a round costs and what the budget allows. */
#ifndef MANYHANDS_SWEEP_PACE_H
#define MANYHANDS_SWEEP_PACE_H

#include "sweep/order.h"
#include "sweep/rounds.h"

/* So many samples, and how long they should take. */
struct amount {
	uint64_t samples;
	double seconds;
};

/* A round being measured. */
struct round {
	uint32_t number; /* 0 also of the traced one */
	bool traced;     /* the last one, in which every sample is traced */
	uint64_t first_seq;
	struct place *order;
	size_t count;
	const bool *done;    /* per place: measured by the run that is resumed */
	struct amount later; /* of the rounds after this one */
};

/* Takes the duration of SAMPLE into the estimate of CELL. */
void pace_learn(struct rounds *rounds, size_t cell, const struct sample *sample);

/* Estimates the cells that were not tried: before round 1 only the most workers of each strategy were,
 * and fewer can't be faster. */
void pace_spread(struct rounds *rounds);

/* True if the sample at PLACE is still to be measured. */
bool pace_is_missing(const struct rounds *rounds, const struct round *round, size_t place);

/* What is still to be measured of ROUND from PLACE on. */
struct amount pace_missing(const struct rounds *rounds, const struct round *round, size_t place);

/* What COUNT whole rounds like ROUND amount to. */
struct amount pace_whole(const struct rounds *rounds, const struct round *round, uint32_t count);

/* What the round amounts to in which samples are traced, as far as that is still to be done. */
struct amount pace_traced(const struct rounds *rounds);

/* True if ROUND fits into the budget, with the traced one behind it; the first always does, and one that
 * was begun is ended, or that a new budget owes. */
bool pace_budget_allows(const struct rounds *rounds, const struct round *round);

/* Says before round 1 that the budget is too small for what was asked: it would be missed later. */
void pace_warn_of_budget(const struct rounds *rounds, const struct round *round);

/*
 * Makes what is planned smaller until the least number of rounds fits into the budget: first the sizes
 * that were not given (samples of 25 ms at least), then the worker counts without a label. Says so, in
 * a warning and in rounds->fitted. Needs the sizes chosen. False: interrupted.
 */
bool budget_fit(struct rounds *rounds);

#endif
