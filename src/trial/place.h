/* SPDX-License-Identifier: MIT */
/*
 * Where workers run: the parameter `place` of every strategy. Which CPU that is for each worker says
 * whoever knows the machine (the driver); here the worker goes there.
 */
#ifndef MANYHANDS_TRIAL_PLACE_H
#define MANYHANDS_TRIAL_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trial/value.h"

enum placement {
	PLACE_FREE,    /* where the system puts them, which may move them */
	PLACE_SPREAD,  /* a worker per core, each as far from the others as can be */
	PLACE_COMPACT, /* a worker per core of one package, then its second threads, then the next */
	PLACE_SMT,     /* all hardware threads of a core before the next core */
};

/* The words for them, in that order; ends with NULL. */
extern const char *const place_words[];

/* For the tables of strategies. */
#define PLACE_PARAM                                                                                \
	{                                                                                          \
		.name = "place", .kind = PARAM_CHOICE, .fallback = "free", .choices = place_words, \
		.help = PLACE_HELP,                                                                \
	}
#define PLACE_HELP                                                                                 \
	"each worker's CPU: the system's choice, cores far apart, neighbours, both threads of a "  \
	"core first"

/* What VALUE, one per parameter of PARAMS, says of the place; FREE without such a parameter. */
enum placement place_of(const struct param *params, const union value *value);

enum { PLACE_CPUS_MAX = 16384 }; /* CPUs have numbers below */

/* Reads the numbers in TEXT, "0,2,4", into CPU, which has room for ROOM. Returns how many; 0: it is
 * no such list. */
uint32_t place_read_cpus(const char *text, uint32_t *cpu, uint32_t room);

/* Puts the calling thread on CPU and nowhere else. False: errno. */
bool place_thread(uint32_t cpu);

#endif
