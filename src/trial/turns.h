/* SPDX-License-Identifier: MIT */
/*
 * In which order chunks are taken: the parameter `order` of strategies that hand out chunks one by one.
 * A split has none: its parts are cut beforehand and all begin at once, so no order changes anything.
 */
#ifndef MANYHANDS_TRIAL_TURNS_H
#define MANYHANDS_TRIAL_TURNS_H

#include <stdbool.h>
#include <stdint.h>

#include "trial/value.h"

enum turns {
	TURNS_GIVEN,         /* from the first task to the last */
	TURNS_LONGEST_FIRST, /* the dearest chunk first, equal ones as given */
	TURNS_SHUFFLED,      /* by chance, the same in every run */
};

/* The words for them, in that order; ends with NULL. */
extern const char *const turns_words[];

/* For the tables of strategies. */
#define ORDER_PARAM                                                                                \
	{                                                                                          \
		.name = "order", .kind = PARAM_CHOICE, .fallback = "given",                        \
		.choices = turns_words,                                                            \
		.help = "which chunk is taken first: by the workload's own account of what tasks " \
			"cost, or by chance",                                                      \
	}

/* What VALUE, one per parameter of PARAMS, says of the order; GIVEN without such a parameter. */
enum turns turns_of(const struct param *params, const union value *value);

enum { TURNS_MAX = 10000000 }; /* more chunks are not put in order */

/*
 * Writes the numbers 0 .. COUNT - 1 into TURN in the order in which they are taken. COST has one for
 * each and is needed for LONGEST_FIRST only; one that is no number counts as 0. False: no memory.
 */
bool turns_fill(enum turns order, const double *cost, uint32_t *turn, uint32_t count);

#endif
