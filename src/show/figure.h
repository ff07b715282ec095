/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts as text: their data, and the assignments that a script of scripts/plots goes by. */
#ifndef MANYHANDS_SHOW_FIGURE_H
#define MANYHANDS_SHOW_FIGURE_H

#include "judge/compare.h"
#include "judge/losses.h"
#include "show/axis.h"
#include "show/beside.h"
#include "show/panel.h"
#include "text.h"

/* What figures are made from. */
struct figure_source {
	const struct judgement *judgement; /* borrowed */
	const char *folder;                /* of the run; borrowed; NULL: none */
	const struct beside *beside;       /* several runs; borrowed; NULL: only that one */
	struct losses losses;
};
void figure_source_init(
	struct figure_source *source, const struct judgement *judgement, const char *folder);
void figure_source_finish(struct figure_source *source);

/* One picture to be. */
struct figure {
	char *name;       /* of its files, without their endings; owned */
	const char *plot; /* the script that draws it: "time", "speedup", "overview" */
	struct text csv;  /* its data */
	struct text head; /* the assignments */
	char *footer;     /* without the name of the data; owned */
};

/*
 * Makes a figure, of WORKLOAD (an index of the run) if it is of one. False: there is nothing to draw,
 * and nothing to finish. Each figure_NAME.c has its own; show/chart_kinds.c lists them.
 */
typedef bool figure_init(
	struct figure *figure, const struct figure_source *source, size_t workload);

/* Values of WORKLOAD by workers, a line per strategy. */
figure_init figure_init_time, figure_init_speedup, figure_init_efficiency;

/* The speedups of all workloads, a small chart each. */
figure_init figure_init_overview;

/* Where the speedup went: a stacked bar per worker count, and the steps down to one cell. */
figure_init figure_init_losses, figure_init_waterfall;

/* The ratios that the three questions are about, of all workloads. */
figure_init figure_init_questions;

/* Strategies by workers: how much longer than the best of the workload. */
figure_init figure_init_heat;

/* Every sample of WORKLOAD, a row per cell. */
figure_init figure_init_samples;

/* Who did which task when in a traced sample of WORKLOAD, predicted above measured. */
figure_init figure_init_timeline;

/* Efficiency by the length of a task, of a sweep of lengths. */
figure_init figure_init_granularity;

/* The speedups of several runs over one another. */
figure_init figure_init_beside;

/* Gives FIGURE another title. */
void figure_set_title(struct figure *figure, const char *title);

void figure_finish(struct figure *figure);

/* ---- what they have in common ---- */

/* Lengths in pixels of a canvas FIGURE_WIDTH wide; widths of text are those of a wide font. */
enum { FIGURE_RUNS_MAX = 6 }; /* over one another: colours that can be told apart */
enum { FIGURE_WIDTH = 1000, FIGURE_LEFT = 86, FIGURE_BOTTOM = 74, FIGURE_LANE = 18 };

/* The width of TEXT in the size of labels. */
double figure_text_width(const char *text);

/* The usable CPUs as a whole number, 1 if unknown. */
uint32_t figure_usable_count(const struct judgement *judgement);

/* Each of these is written once: whoever edits the script finds no other that counts. NAME, ID and TITLE: */
void figure_add_title(struct figure *figure, size_t number, const char *title);

/* SUBTITLE: WORDS, as far as there is room. */
void figure_add_subtitle(struct figure *figure, const char *words);

/* SUBTITLE: WHAT, " · ", as much of WORK (may be NULL) as there is room for, and REST, which begins with " · ". */
void figure_add_line(struct figure *figure, const char *what, const char *work, const char *rest);

/* FOOTER: WORDS, and which data it is from. */
void figure_set_footer(struct figure *figure, const char *words);

/* A picture with no data beside it: its footer names none. */
void figure_set_alone(struct figure *figure);

/* FOOTER: which RUN and which data it is from. */
void figure_add_footer(struct figure *figure, const struct run *run);

/* Adds " · medians of 7 rounds", and if it shows INTERVALS " with 95 % intervals", as far as that is true of the
 * cells of WORKLOAD (the count of workloads: of all). */
void figure_add_rounds(
	const struct judgement *judgement, size_t workload, bool intervals, struct text *text);

/* All of these; WHAT begins the subtitle, WORK may be NULL. */
void figure_add_texts(struct figure *figure, const struct judgement *judgement, size_t number,
	const char *title, const char *what, const char *work);

/* A chart without lines by workers: edges in pixels, and the ranges of its axes. */
struct figure_frame {
	double top, right, graph, bottom;    /* graph: the height of the graph itself */
	double x_low, x_high, y_low, y_high; /* y_low above y_high: from top to bottom */
	double shade_from;                   /* shaded from here to x_high; 0: not at all */
};

/* HEIGHT, the edges and ranges of FRAME; no tics, markers, lanes or names at the right. */
void figure_add_frame(struct figure *figure, const struct figure_frame *frame);

/* XMARKS, XMARK and XMARK_TEXT: the tics of a horizontal AXIS; after the frame. */
void figure_add_x_tics(struct figure *figure, const struct axis *axis);

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

/* Which series of a chart have intervals that go beyond its AXIS: "1 3 " each, for its script. */
struct figure_cuts {
	struct text above, below;
};

/* True if VALUE lies beyond AXIS, as its data tell it, too. */
bool figure_is_above(const struct axis *axis, double value);
bool figure_is_below(const struct axis *axis, double value);

/* Adds series NUMBER to CUTS where it is cut off. */
void figure_note_cut(struct figure_cuts *cuts, size_t number, bool above, bool below);

/* Adds the series of PANEL, which have the NUMBERS. */
void figure_note_cuts(struct figure_cuts *cuts, const struct axis *axis, const struct panel *panel,
	const size_t *numbers);

/* CUT_ABOVE and CUT_BELOW; finishes CUTS. */
void figure_add_cuts(struct figure *figure, struct figure_cuts *cuts);

/* Adds TEXT from outside to the data: one field, without the line breaks that gnuplot would take for ends
 * of lines even in quotes. */
void figure_add_field(struct figure *figure, const char *text);

/* Adds a line per cell of PANEL, each begun by PREFIX: the law is series -3, beyond the data -4, the
 * band -2, the ideal -1, the loop 0, the others have the SERIES_NUMBERS. */
void figure_add_rows(struct figure *figure, const struct panel *panel, const char *prefix,
	const size_t *series_numbers);

#endif
