/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of the gallery, drawn into a folder of their own. */
#ifndef MANYHANDS_TESTS_DRAWN_H
#define MANYHANDS_TESTS_DRAWN_H

#include <stdbool.h>
#include <stddef.h>

#include "show/charts.h"

extern char *drawn_folder;

/* Draws what was judged and expects END, in silence; returns how many pictures are named. */
size_t drawn_draw(enum charts_end expected);

/* Draws what was judged into the same folder with the scripts in SCRIPTS. */
enum charts_end drawn_again(const char *scripts, size_t *count);

/* Draws charts of every kind, those too that not every run draws; returns how many the run has as a rule.
 * 0 where no gnuplot is: then data and scripts are only written. Of JUDGEMENT: instead of the gallery's. */
size_t drawn_silently(void);
size_t drawn_silently_of(const struct judgement *judgement);

/* Draws the runs of BESIDE over one another into a folder of its own, in silence; false: there is nothing
 * to draw. */
bool drawn_beside_silently(const struct beside *beside);

/* Writes data and scripts only, which takes no time; returns for how many charts. */
size_t drawn_written(void);

/* Removes the folder, and the gallery with it. */
void drawn_remove(void);
void drawn_finish(void);

/* Just the charts with these NAMES, "heat overview", in the order of the alphabet, must be there, each
 * with its data, its script and (where there is a gnuplot) its pictures. */
void drawn_expect_charts(const char *names);

/* The file NAME of the charts, which must be there; the caller frees. */
char *drawn_file(const char *name);

/* The file NAME has, or has not, WORDS. */
void drawn_expect(const char *name, const char *words);
void drawn_expect_not(const char *name, const char *words);

#endif
