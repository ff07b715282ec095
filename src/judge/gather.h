/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which samples count, and which rounds are whole. */
#ifndef MANYHANDS_JUDGE_GATHER_H
#define MANYHANDS_JUDGE_GATHER_H

#include <stddef.h>
#include <stdint.h>

#include "samples.h"

/* A sample that counts, and the index of its cell in the run. */
struct gather_entry {
	size_t cell;
	const struct sample *sample; /* borrowed */
};

enum gather_role {
	GATHER_CELLS,  /* the roles cell and baseline */
	GATHER_COPIES, /* the role copy: of the baselines */
};

/*
 * The samples of the run's cells that ended (all but INTERRUPTED) in those roles, round 0 included,
 * sorted by cell, round and place. The caller frees the array.
 */
struct gather_entry *gather_entries(
	const struct samples *samples, enum gather_role role, size_t *count);

/*
 * The rounds, round 0 left out, in which every cell has one of the ENTRIES. A cell whose last
 * sample was not OK is not waited for after that: it was given up.
 */
uint32_t gather_count_rounds(const struct gather_entry *entries, size_t count);

#endif
