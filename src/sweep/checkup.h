/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is this machine fit to measure on? Reads what there is to know of it; changes nothing. */
#ifndef MANYHANDS_SWEEP_CHECKUP_H
#define MANYHANDS_SWEEP_CHECKUP_H

#include <stdbool.h>

#include "checks.h"
#include "sweep/load.h"
#include "sweep/machine.h"

struct checkup {
	const char *root; /* where /proc and /sys lie below; "" for the real machine */
	const struct machine *machine;
	const struct load *load;
	double clock_read_ns;  /* what one look at the clock takes; NaN not measured */
	bool is_superuser;     /* commands need no sudo, and some limits do not count */
	struct checks *checks; /* where to; the caller's */
};

/*
 * Adds a check for: clock, quota, governor, turbo, SMT, hypervisor, load, processes, memory, open
 * files, swap, huge pages, isolated CPUs. What could not be read is CHECK_UNKNOWN.
 */
void checkup_read(const struct checkup *checkup);

/* Measures what one look at the clock takes, in ns. */
double checkup_clock_read_ns(void);

/* ---- between the files of this part ---- */

/* The first line of ROOT/NAME, clean and allocated; NULL if it can't be read or is empty. */
char *checkup_line(const struct checkup *checkup, const char *name);

/* True if control groups, and so limits by them, can be seen. */
bool checkup_sees_groups(const struct checkup *checkup);

/* "sudo " where commands need it. */
const char *checkup_sudo(const struct checkup *checkup);

/* The part of the list in checkup_read from processes on. */
void checkup_read_limits(const struct checkup *checkup);

#endif
