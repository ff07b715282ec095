/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The view while measuring: on a terminal a table that sharpens in place over a progress bar,
 * elsewhere one line per round. Draws only when called, which is between samples. */
#ifndef MANYHANDS_SHOW_LIVE_H
#define MANYHANDS_SHOW_LIVE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "show/table.h"

struct live {
	FILE *out;     /* stderr */
	bool terminal; /* draw in place */
	bool silent;   /* --no-progress: nothing at all */
	struct table_style style;
	uint32_t columns, rows; /* of the screen, at the last draw */
	uint32_t drawn_lines;   /* of the block now on the screen */
	uint64_t last_draw_ns;
};

struct live_progress {
	uint64_t done_count, total_count; /* samples; total 0: not known yet */
	uint32_t round, rounds;           /* the one being measured; 0: the discarded one */
	bool traced;              /* in the round behind all others, whose samples are traced */
	bool may_end_early;       /* rounds, total_count and left_s are the most there can be */
	double elapsed_s, left_s; /* left_s < 0: not known yet */
	const char *now;          /* the cell or step being measured; borrowed */
};

/* Looks at OUT (a terminal? TERM=dumb?), the environment (NO_COLOR, locale) and the width. */
void live_init(struct live *live, FILE *out, bool no_progress);

/* Draws the progress bar, and above it the table of JUDGEMENT unless that is NULL, has no
 * sample yet or is taller than the screen. On a terminal at most 10 times a second unless FORCE.
 * Elsewhere nothing. */
void live_draw(struct live *live, const struct judgement *judgement,
	const struct live_progress *progress, bool force);

/* Elsewhere than on a terminal: one line that a round has ended. */
void live_round_line(struct live *live, const struct live_progress *progress);

/* Takes the block off the screen and shows the cursor again; call before anything else prints. A
 * later live_draw starts a new block. exit() shows the cursor, too; a signal's end does not. */
void live_finish(struct live *live);

#endif
