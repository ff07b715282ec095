/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts: data and assignments from C, drawing by gnuplot from scripts/plots. */
#ifndef MANYHANDS_SHOW_CHARTS_H
#define MANYHANDS_SHOW_CHARTS_H

#include "judge/compare.h"
#include "show/chart_kinds.h"

/* The ways drawing can end that a caller must tell apart. */
enum charts_end {
	CHARTS_DRAWN,
	CHARTS_NO_GNUPLOT, /* nothing drawn; the .csv and .gp files stand there to be drawn later */
	CHARTS_FAILED,     /* warned */
	CHARTS_UNWRITABLE, /* warned: the folder takes no more, so nothing else can be written there */
};

/*
 * Writes FOLDER/charts/NAME.csv and NAME.gp for each chart of KIND (NULL: of every usual kind) that
 * there is something to draw for, and runs gnuplot on them, at most as many at once as CPUs, which
 * gives NAME.svg and NAME.png. PLOTS is the folder of the .gp scripts. Writes to temporary names and
 * renames, so old charts stay whole on failure. *COUNT becomes the number of pictures named, drawn or
 * not.
 */
enum charts_end charts_draw(const struct figure_source *source, const struct chart_kind *kind,
	const char *plots, size_t *count);

/* Draws FIGURE into the file PATH as FORMAT: "svg", "png" or "pdf". Without gnuplot nothing is left. */
enum charts_end charts_draw_file(
	const struct figure *figure, const char *format, const char *plots, const char *path);

#endif
