/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Walsh averages of some values, by rank, without a list of them. */
#ifndef MANYHANDS_JUDGE_WALSH_H
#define MANYHANDS_JUDGE_WALSH_H

#include <stddef.h>

/*
 * The means of all pairs of N values, each with itself included: N (N + 1) / 2. Of rising values they
 * stand in a triangle whose rows and columns rise, so that those up to a bound are counted in a walk
 * along its edge.
 */
struct walsh {
	double *half; /* of the values, rising; owned */
	size_t n;
};

/* The N VALUES are finite. */
void walsh_init(struct walsh *walsh, const double *values, size_t n);
void walsh_finish(struct walsh *walsh);

/* The average that has RANK others, below the number of all, before it in rising order. */
double walsh_select(const struct walsh *walsh, size_t rank);

#endif
