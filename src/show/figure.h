/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts as text: their data, and the assignments that a script of scripts/plots goes by. */
#ifndef MANYHANDS_SHOW_FIGURE_H
#define MANYHANDS_SHOW_FIGURE_H

#include "judge/compare.h"
#include "show/axis.h"
#include "show/panel.h"
#include "text.h"

/* One picture to be. */
struct figure {
	char *name;       /* of its files, without their endings; owned */
	const char *plot; /* the script that draws it: "time", "speedup", "overview" */
	struct text csv;  /* its data */
	struct text head; /* the assignments */
};

/* Seconds or speedup of WORKLOAD by workers. CAPACITY is that of the run. */
void figure_init_workload(struct figure *figure, const struct judgement *judgement,
	const struct capacity *capacity, enum panel_kind kind, size_t workload);

/* The speedups of all workloads, a small chart each. CAPACITY is that of the run. */
void figure_init_overview(
	struct figure *figure, const struct judgement *judgement, const struct capacity *capacity);

void figure_finish(struct figure *figure);

/* ---- what the two have in common ---- */

/* Lengths in pixels of a canvas FIGURE_WIDTH wide; widths of text are those of a wide font. */
enum { FIGURE_WIDTH = 1000, FIGURE_LEFT = 86, FIGURE_BOTTOM = 74, FIGURE_LANE = 18 };

/* The width of TEXT in the size of labels. */
double figure_text_width(const char *text);

/* The usable CPUs as a whole number, 1 if unknown. */
uint32_t figure_usable_count(const struct judgement *judgement);

/* ID, TITLE, SUBTITLE and FOOTER. WHAT begins the subtitle, WORK may be NULL. */
void figure_add_texts(struct figure *figure, const struct judgement *judgement, size_t number,
	const char *title, const char *what, const char *work);

/* HEIGHT, the axes, and how points are kept apart that stand at the same worker count. */
void figure_add_axes(struct figure *figure, double height, const struct workers_axis *x,
	const struct axis *y, size_t series_count);

/* LANES, their styles, and their share of the graph. */
void figure_add_lanes(struct figure *figure, const double *styles, size_t count, double strip);

/* CAPTION, a line above the footer on disturbed samples: on SUM, those of hollow points; without any
 * on LOOP, those of the loop where a text calls it disturbed (NULL: none does). And BOTTOM, the edge
 * below the graph. Returns by how many pixels that edge is wider than FIGURE_BOTTOM. */
double figure_add_caption(
	struct figure *figure, const struct cell_flags *sum, const struct cell_flags *loop);

/* The vertical lines at cores, CPUs and limits, and where more workers than CPUs begin. Returns
 * how many rows their texts take above the graph. */
size_t figure_add_markers(
	struct figure *figure, const struct judgement *judgement, const struct workers_axis *x);

/* The same in words, for a chart with no room for texts at the lines; the caller frees. */
char *figure_key(const struct judgement *judgement, const struct workers_axis *x);

/* Adds a line per cell of PANEL, each begun by PREFIX: the band is series -2, the ideal -1, the loop 0,
 * the others have the SERIES_NUMBERS. */
void figure_add_rows(struct figure *figure, const struct panel *panel, const char *prefix,
	const size_t *series_numbers);

#endif
