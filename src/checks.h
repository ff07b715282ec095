/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a checkup found, one line each: made on either side of the wall, shown on the right of it.
 */
#ifndef MANYHANDS_CHECKS_H
#define MANYHANDS_CHECKS_H

#include <stddef.h>

/* How a check ended. Only CHECK_LOOK is a failed one. */
enum check_state {
	CHECK_FINE,
	CHECK_NOTE,    /* part of the machine: worth knowing, nothing to mend */
	CHECK_LOOK,    /* it harms measurements */
	CHECK_UNKNOWN, /* could not be read */
	CHECK_STATES,
};

/* "fine", "note", "look", "unknown": in tables and JSON. */
const char *check_state_name(enum check_state state);

struct check {
	const char *name; /* "clock", "load", ...; static */
	enum check_state state;
	char *found;  /* clean; owned */
	char *advice; /* what to change; owned, NULL without one */
	char *command; /* what changes it, for a shell; never run from here; owned, NULL without one */
};

/* Initialise with {0}. */
struct checks {
	struct check *check;
	size_t count;
};

/* Adds a check; what was FOUND is made clean. */
void checks_add(struct checks *checks, const char *name, enum check_state state, const char *found,
	...) __attribute__((format(printf, 4, 5)));

/* Sets the advice or the command of the check added last. */
void checks_advise(struct checks *checks, const char *advice, ...)
	__attribute__((format(printf, 2, 3)));
void checks_command(struct checks *checks, const char *command, ...)
	__attribute__((format(printf, 2, 3)));

/* How many ended in STATE. */
size_t checks_count(const struct checks *checks, enum check_state state);

void checks_finish(struct checks *checks);

#endif
