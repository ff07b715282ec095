/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results folders: which one a run gets, and which one is the latest. */
#ifndef MANYHANDS_CLI_FOLDER_H
#define MANYHANDS_CLI_FOLDER_H

#include <stdbool.h>

/*
 * Looks, before anything is measured, whether folder_create(OUTPUT, ...) will do; makes nothing.
 * OUTPUT must be missing or empty; NULL stands for no wish. Returns an exit status
 * (cli/commands.h): fine; bad input; failed if nothing can be written there. Both are warned of.
 */
int folder_check(const char *output);

/*
 * Makes the folder of a new run: OUTPUT, or NAME-YYYYMMDD-HHMMSS in results/local of a checkout or
 * in manyhands-results elsewhere, with a link `latest` beside it. Returns its path; the
 * caller frees. NULL: warned.
 */
char *folder_create(const char *output, const char *name);

/* True if FOLDER holds a run; false: warned. */
bool folder_has_run(const char *folder);

/* The folder that `latest` points to, by its own name, or NULL if there is none. The caller frees. */
char *folder_latest(void);

#endif
