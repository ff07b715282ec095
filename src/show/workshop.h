/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hidden folder where figures are drawn before they are moved to where they belong. */
#ifndef MANYHANDS_SHOW_WORKSHOP_H
#define MANYHANDS_SHOW_WORKSHOP_H

#include <stdbool.h>

#include "show/figure.h"

struct workshop {
	char *folder;        /* owned */
	const char *plots;   /* the folder of the scripts; borrowed */
	const char *formats; /* "svg png": of every picture; borrowed */
	bool unwritable;     /* what was to be written could not be: the next will not be, either */
};

/* Makes one inside the folder PARENT. False: warned, and there is nothing to close. */
bool workshop_open(
	struct workshop *workshop, const char *parent, const char *plots, const char *formats);

/* Removes it with all that is left in it. */
void workshop_close(struct workshop *workshop);

/* Writes the data of FIGURE and its script. False: warned. */
bool workshop_write(struct workshop *workshop, const struct figure *figure);

/* Runs gnuplot on the COUNT figures NAMES that were written, several at once; drawn[i] tells which it
 * drew whole, in all formats, and of the others was warned. False: there is no gnuplot. */
bool workshop_draw(const struct workshop *workshop, char *const *names, size_t count, bool *drawn);

/* Moves the file NAME.ENDING to PATH. False: warned. */
bool workshop_move(
	const struct workshop *workshop, const char *name, const char *ending, const char *path);

#endif
