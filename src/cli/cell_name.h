/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which cell a user means by WORKLOAD/STRATEGY/WORKERS. */
#ifndef MANYHANDS_CLI_CELL_NAME_H
#define MANYHANDS_CLI_CELL_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "samples.h"

/*
 * The index of the one of COUNT KEYS that TEXT means: the key itself, or one that says all that TEXT
 * says and more parameters besides (a size that the tool chose), if it is the only one or the only
 * one with that very strategy. Numbers may be written in other units. False: one line in ERROR, with the nearest key.
 */
bool cell_name_find(const char *const *keys, size_t count, const char *text, size_t *index,
	char *error, size_t error_bytes);

/* The same among the cells of RUN. */
bool cell_name_in_run(
	const struct run *run, const char *text, size_t *index, char *error, size_t error_bytes);

/* True if the spec WHOLE has the name and all parameters of PART. */
bool cell_name_covers(const char *whole, const char *part);

#endif
