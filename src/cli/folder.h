/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results folders: which one a run gets, and which one is the latest. */
#ifndef MANYHANDS_CLI_FOLDER_H
#define MANYHANDS_CLI_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Makes the folder of a new run: OUTPUT if given (missing or empty: used; anything else: refused),
 * else NAME-YYYYMMDD-HHMMSS in results/local of a checkout or in manyhands-results, with a link
 * `latest` beside it. Returns its path, which the caller frees; NULL: one line in ERROR and
 * *BAD_INPUT says whose fault it was. *SHOWN (the caller frees) is how to name it to people.
 */
char *folder_create(const char *output, const char *name, char **shown, bool *bad_input,
	char *error, size_t error_bytes);

/* The latest run's folder here, or NULL if there is none. The caller frees. */
char *folder_latest(void);

#endif
