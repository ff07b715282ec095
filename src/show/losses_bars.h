/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bars of the chart of losses: what stands where in them, and what is named. */
#ifndef MANYHANDS_SHOW_LOSSES_BARS_H
#define MANYHANDS_SHOW_LOSSES_BARS_H

#include "judge/losses.h"

/* What a stretch of a bar is filled with: a loss is its number + 1, a gain that + FILL_GAINS. */
enum {
	FILL_SPEEDUP,
	FILL_REST = LOSS_KINDS + 1, /* of losses that are small in every bar */
	FILL_GAINS = 10,
	FILL_KINDS = FILL_GAINS + LOSS_KINDS + 1,
	STRETCHES = LOSS_KINDS + 1, /* what was measured, then the losses */
};

/* A stretch of a bar, in shares of the ideal. */
struct stretch {
	double from, to;
	size_t fill;
};

/* One worker count. */
struct bar {
	const struct run_cell *cell;
	const struct loss_account *account; /* NULL: nothing is known, see note */
	char note[64];                      /* "2 CRASHED"; "" with an account */
	struct stretch stretch[STRETCHES];
	double reached; /* the speedup with all that was gained */
	bool gained;    /* some of it */
	double top;     /* of the highest stretch */
};

struct losses_bars {
	const struct losses *losses; /* borrowed */
	size_t workload, strategy;
	struct bar *bar; /* by rising workers; owned */
	size_t count;
	const struct bar *last; /* with an account; there is one */
	double top;             /* of the highest; at least 1, the ideal */
	bool gained;            /* in some bar */
};

/* The cells of WORKLOAD under STRATEGY, of which one has an account at least. */
void losses_bars_init(
	struct losses_bars *bars, const struct losses *losses, size_t workload, size_t strategy);
void losses_bars_finish(struct losses_bars *bars);

/* True if any bar has a stretch that shows, filled with FILL. */
bool losses_bars_show(const struct losses_bars *bars, size_t fill);

/* The account that has most of LOSS, to name it by. */
const struct loss_account *losses_bars_naming(const struct losses_bars *bars, size_t loss);

/* The index of the first bar with more workers than the usable CPUs can keep busy, or the count. */
size_t losses_bars_crowded(const struct losses_bars *bars);

#endif
