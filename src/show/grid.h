/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the table says, as finished texts; table.c decides where they stand. */
#ifndef MANYHANDS_SHOW_GRID_H
#define MANYHANDS_SHOW_GRID_H

#include "judge/compare.h"

enum { GRID_CELL_BYTES = 48, GRID_TRAIL_BYTES = 64 };

/* What a colour may stress; the text says it too. */
enum grid_tone {
	GRID_PLAIN,
	GRID_GOOD, /* faster than the loop, the whole interval */
	GRID_BAD,  /* slower than the loop, or no sample ended OK */
};

struct grid_cell {
	char text[GRID_CELL_BYTES]; /* "1.97×", "CRASHED¹", "·" not measured yet, "" not in the run */
	size_t whole_digits;        /* before the decimal point; 0: not a speedup */
	enum grid_tone tone;
};

/* One strategy. */
struct grid_row {
	char *label;                  /* NULL: no cell of this workload */
	char trail[GRID_TRAIL_BYTES]; /* "± 0.6 %", "± 4 %, no interval" or "" */
	struct grid_cell *cell;       /* one per point of the run */
};

/* One workload. */
struct grid_block {
	char *title, *work, *loop; /* "primes", "below 4 000 000", "loop 0.24 s, CPU busy ..." */
	struct grid_row *row;      /* row_count of the grid */
	char **note;               /* "¹ thread-pool at 8: 2 of 7 samples FAILED: ..." */
	size_t note_count;
};

struct grid {
	struct grid_block *block;
	size_t block_count, row_count, point_count;
	char *closing; /* what "no interval" means, or NULL */
};

/* Makes the texts, in ASCII unless UTF8. */
void grid_init(struct grid *grid, const struct judgement *judgement, bool utf8);
void grid_finish(struct grid *grid);

#endif
