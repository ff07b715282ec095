/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small charts of speedups side by side, with the same axes and one legend. */
#ifndef MANYHANDS_SHOW_MULTIPLES_H
#define MANYHANDS_SHOW_MULTIPLES_H

#include "show/figure.h"

enum { MULTIPLE_LANE = 13 }; /* pixels of a lane */

/* One small chart. Texts are owned; NULL is "". */
struct multiple {
	char *name, *note;             /* above it, at its left and right */
	char *message;                 /* below the name, in two rows at most */
	char *series, *hollow, *lanes; /* numbers, "1 3": what is there to draw */
	struct figure_cuts cuts;       /* likewise: those with an interval beyond the axis */
	char *bar_note;                /* beside the bar below it; NULL: there is no bar */
	bool ideal, band;
};

/* A part of the bar below a small chart. */
struct multiple_part {
	size_t panel, kind; /* 0: what was reached; 1 + enum loss */
	double from, to;    /* shares of the width */
};

struct legend_entry {
	char *text; /* owned */
	size_t style;
};

struct multiples {
	struct figure *figure;
	struct multiple *panel; /* owned, with room for panel_count */
	size_t panel_count;
	struct legend_entry *legend; /* owned */
	size_t legend_count;
	struct multiple_part *part; /* owned */
	size_t part_count;
	char *part_name[LOSS_KINDS + 1]; /* of each kind of part; owned */
	char *key;                       /* what lines and shades mean; owned */
	size_t series_count, lane_count;
	const double *lane_style; /* of each lane; borrowed */
	struct axis y;
	struct workers_axis x;
	size_t columns, rows;
	double width, graph, strip; /* of a small chart, its strip of lanes included, in pixels */
};

/* Fixes columns, rows and lengths of COUNT small charts, of which each has LANES lanes. */
void multiples_init(struct multiples *multiples, struct figure *figure, size_t count, size_t lanes);

/* Writes the head of the figure but for its texts and markers. SUM: what the samples of hollow points
 * carry. */
void multiples_write(struct multiples *multiples, const struct cell_flags *sum);

void multiples_finish(struct multiples *multiples);

#endif
