/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of specs as people type them: words, globs and aliases become specs of the catalog. */
#ifndef MANYHANDS_SWEEP_SPECLIST_H
#define MANYHANDS_SWEEP_SPECLIST_H

#include <stdbool.h>
#include <stddef.h>

#include "sweep/catalog.h"

/* A spec found in the catalog. Allocated one by one, since a struct spec must not move. */
struct listed_spec {
	const struct catalog_entry *entry; /* borrowed from the catalog */
	struct spec spec;
};

struct speclist {
	struct listed_spec **item;
	size_t count;
};

/*
 * Adds the specs of LIST, separated by commas; in it an item with '=' and no ':' before that
 * belongs to the spec before it. A name may be a glob or `all`; for strategies also `threads`,
 * `processes`, `per-task`, `split`, `pool`, and the aliases `pthread` (thread-split) and
 * `per-task-fork` (process-per-task); parameters then go to each that the name stands for.
 * A spec that is there already is not added again; one that differs from it in a calibrated value
 * only is refused, since their cells would be the same. False: one line in ERROR.
 */
bool speclist_add_workloads(struct speclist *list, const struct catalog *catalog, const char *text,
	char *error, size_t error_bytes);
bool speclist_add_strategies(struct speclist *list, const struct catalog *catalog, const char *text,
	char *error, size_t error_bytes);
void speclist_finish(struct speclist *list);

#endif
