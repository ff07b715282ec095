/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parameter `place` of strategies: which CPU each worker is put on. */
#ifndef MANYHANDS_SWEEP_PLACE_H
#define MANYHANDS_SWEEP_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "sweep/machine.h"
#include "sweep/speclist.h"
#include "trial/place.h"

/*
 * Writes the numbers of MACHINE's allowed CPUs into CPU, in the order in which workers take them:
 * worker I gets cpu[I % machine->allowed_cpus]. Faster kinds of cores come first. PLACE is not FREE.
 *   SPREAD   a worker per core, each as far from the others as can be; then the second threads
 *   COMPACT  package by package: neighbouring cores, a worker each, then their second threads
 *   SMT      package by package: all threads of a core, then the next core
 */
void place_cpus(const struct machine *machine, enum placement place, uint32_t *cpu);

/* The CPUs of WORKERS as the trial gets them, "0,2,4": no more than there are, since it begins again
 * from the first. NULL where STRATEGY leaves them free. The caller frees. */
char *place_list(
	const struct machine *machine, const struct listed_spec *strategy, uint32_t workers);

/* True unless a strategy is to be placed on a machine that is not this one: nothing could hold its
 * workers there. False: one line in ERROR. */
bool place_is_possible(const struct speclist *strategies, const struct machine *machine,
	char *error, size_t error_bytes);

#endif
