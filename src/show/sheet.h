/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the table says, as finished texts; table.c decides where they stand. */
#ifndef MANYHANDS_SHOW_SHEET_H
#define MANYHANDS_SHOW_SHEET_H

#include "judge/compare.h"

enum { SHEET_CELL_BYTES = 48, SHEET_TRAIL_BYTES = 64 };

/* What a colour may stress; the text says it too. */
enum sheet_tone {
	SHEET_PLAIN,
	SHEET_GOOD, /* faster than the loop, the whole interval */
	SHEET_BAD,  /* slower than the loop, or no sample ended OK */
};

struct sheet_cell {
	char text
		[SHEET_CELL_BYTES]; /* "1.97×", "CRASHED¹", "·" not measured yet, "" not in the run */
	size_t whole_digits;        /* before the decimal point; 0: not a speedup */
	enum sheet_tone tone;
};

/* One strategy. */
struct sheet_row {
	char *label;                   /* NULL: no cell of this workload */
	char trail[SHEET_TRAIL_BYTES]; /* "± 0.6 %", "± 4 %, no interval" or "" */
	struct sheet_cell *cell;       /* one per point of the run */
	double best;                   /* the highest speedup; NaN: none */
	enum sheet_tone best_tone;
};

/* One workload. */
struct sheet_block {
	char *title, *work, *loop; /* "primes", "below 4 000 000", "loop 0.24 s, CPU busy ..." */
	double ideal;              /* the highest speedup that its counts could give; NaN unknown */
	struct sheet_row *row;     /* row_count of the sheet */
	char **note;               /* "¹ thread-pool at 8: 2 of 7 samples FAILED: ..." */
	size_t note_count;
};

struct sheet {
	struct sheet_block *block;
	size_t block_count, row_count, point_count;
	char *closing; /* what "no interval" means, or NULL */
	bool has_gaps; /* some cell was not measured yet */
};

/* Makes the texts, in ASCII unless UTF8. */
void sheet_init(struct sheet *sheet, const struct judgement *judgement, bool utf8);
void sheet_finish(struct sheet *sheet);

/* True if some row of BLOCK has a speedup, and BLOCK an ideal to hold it against. */
bool sheet_has_bars(const struct sheet *sheet, const struct sheet_block *block);

#endif
