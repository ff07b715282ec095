/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After a run was measured: what it found is printed and drawn, and how it goes on is said. */
#ifndef MANYHANDS_CLI_ENDING_H
#define MANYHANDS_CLI_ENDING_H

#include "sweep/rounds.h"

/* A run that was measured; all borrowed. */
struct ending {
	const char *folder;           /* of its record */
	const char *plugin, *against; /* NULL unless given */
	bool strict;                  /* a verdict that can't be told is a failure */
	bool trace;                   /* every cell is to have a traced sample */
	enum rounds_end end;
	size_t earlier_count; /* samples that were there before, of a run that went on */
	uint32_t rounds;      /* planned at most */
	uint64_t budget_ns;   /* of the command that goes on; 0: none */
};

/* Prints and draws what the record holds. Returns the exit status. */
int ending_show(const struct ending *ending);

#endif
