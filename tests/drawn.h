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

/* Draws EXPECTED pictures where gnuplot is; false where it is not: then it is only said so. */
bool drawn_silently(size_t expected);

/* Removes the folder and the gallery. */
void drawn_finish(void);

/* The file NAME of the charts, which must be there; the caller frees. */
char *drawn_file(const char *name);

/* The file NAME has, or has not, WORDS. */
void drawn_expect(const char *name, const char *words);
void drawn_expect_not(const char *name, const char *words);

#endif
