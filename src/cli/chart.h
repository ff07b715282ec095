/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report --chart: one chart, into a file or among the others of a run. */
#ifndef MANYHANDS_CLI_CHART_H
#define MANYHANDS_CLI_CHART_H

#include <stdbool.h>
#include <stddef.h>

/* What was asked for; NULL where nothing was. */
struct chart_wish {
	const char *kind;   /* the name of one of show/chart_kinds.h */
	const char *only;   /* workloads and strategies, see chart_only.h */
	const char *title;  /* instead of its own */
	const char *output; /* a file that ends in .svg, .png or .pdf */
};

/* Looks for what does not go together. False: warned. */
bool chart_wish_check(const struct chart_wish *wish);

/*
 * Draws the chart of WISH, which was checked and names one, from the runs in COUNT FOLDERS: into the
 * file it names, or else all of its kind into charts/ of the folder. Returns the exit status.
 */
int chart_draw(const struct chart_wish *wish, char *const *folders, size_t count);

#endif
