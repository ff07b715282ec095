/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts: data and assignments from C, drawing by gnuplot from scripts/plots. */
#ifndef MANYHANDS_SHOW_CHARTS_H
#define MANYHANDS_SHOW_CHARTS_H

#include "judge/compare.h"
#include "show/chart_kinds.h"
#include "show/workshop.h"

/* The ways drawing can end that a caller must tell apart. */
enum charts_end {
	CHARTS_DRAWN,
	CHARTS_NO_GNUPLOT, /* nothing drawn; the .csv and .gp files stand there to be drawn later */
	CHARTS_FAILED,     /* warned */
	CHARTS_UNWRITABLE, /* warned: the folder takes no more, so nothing else can be written there */
};

/*
 * Makes FOLDER/charts/NAME.csv and NAME.gp for each chart of KIND (NULL: of every usual kind) that
 * there is something to draw for, and has gnuplot draw them, at most as many at once as CPUs, which
 * gives NAME.svg and NAME.png. *COUNT becomes the number of pictures named, drawn or not.
 *
 * What stands in FOLDER/charts is of these samples afterwards: files of charts of which there is nothing to
 * draw are taken away, and where nothing is drawn so are pictures of other data or another script. Or it is
 * as it was before: where one picture can't be drawn nothing is moved to its place (but if no chart stood
 * there yet, data and scripts are).
 */
enum charts_end charts_draw(const struct figure_source *source, const struct chart_kind *kind,
	const char *plots, size_t *count);

/* The same in WORKSHOP, whose parent is FOLDER, for a caller who may undo it. Without DRAW gnuplot is not
 * asked, as if there were none. */
enum charts_end charts_make(struct workshop *workshop, const struct figure_source *source,
	const struct chart_kind *kind, bool draw, size_t *count);

/* How many charts of RUN stand in FOLDER/charts as a script without a picture; adds the names of their
 * kinds to KINDS, with commas. */
size_t charts_missing(const struct run *run, const char *folder, struct text *kinds);

/* Draws FIGURE into the file PATH as FORMAT: "svg", "png" or "pdf"; its footer names no data then. Without
 * gnuplot nothing is left. */
enum charts_end charts_draw_file(
	struct figure *figure, const char *format, const char *plots, const char *path);

#endif
