/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hidden folder where files are made before all of them together are moved to where they belong. */
#ifndef MANYHANDS_SHOW_WORKSHOP_H
#define MANYHANDS_SHOW_WORKSHOP_H

#include <stdbool.h>
#include <stddef.h>

#include "show/figure.h"
#include "show/hidden.h"
#include "text.h"

/* A file that was moved: new ones came to where they belong, old ones made room. */
struct workshop_move {
	char *path;  /* where it belongs; owned */
	char *aside; /* where the one is that stood there; owned; NULL: none did */
};

struct workshop {
	struct hidden hidden;
	const char *folder;  /* its path; borrowed, like the rest */
	const char *parent;  /* what it is in */
	const char *plots;   /* the folder of the scripts; NULL: no figures are made */
	const char *formats; /* "svg png": of every picture */
	struct workshop_move *move;
	size_t move_count;
};

/* How making figures ended. */
enum workshop_end {
	WORKSHOP_DONE,
	WORKSHOP_NO_GNUPLOT,
	WORKSHOP_FAILED,     /* warned */
	WORKSHOP_UNWRITABLE, /* warned: there is no room, so that nothing else can be made, either */
};

/* Makes one inside the folder PARENT. False: warned, and there is nothing to close. */
bool workshop_open(
	struct workshop *workshop, const char *parent, const char *plots, const char *formats);

/* Removes it with all that is left in it: what was moved to where it belongs stays there. */
void workshop_close(struct workshop *workshop);

/* Writes the file NAME. False: warned. */
bool workshop_write_text(struct workshop *workshop, const char *name, const struct text *text);

/* Writes the data of FIGURE and its script. */
enum workshop_end workshop_write(struct workshop *workshop, const struct figure *figure);

/* Runs gnuplot on the COUNT figures NAMES that were written, several at once, until one of them can't be
 * drawn whole, in all formats: of that is warned, and then SO is said ("", "; so nothing was rebuilt"). */
enum workshop_end workshop_draw(
	const struct workshop *workshop, char *const *names, size_t count, const char *so);

/* True if PATH holds the same bytes as the file NAME. */
bool workshop_is_same(const struct workshop *workshop, const char *name, const char *path);

/* Moves the file NAME to PATH, or with workshop_clear nothing: what stood there is kept until the workshop
 * closes. False: warned. */
bool workshop_place(struct workshop *workshop, const char *name, const char *path);
bool workshop_clear(struct workshop *workshop, const char *path);

/* Puts back all that stood where something was placed or cleared. */
void workshop_undo(struct workshop *workshop);

#endif
