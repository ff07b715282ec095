/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who does which task when, drawn in a terminal: a line per worker, a block per task. */
#ifndef MANYHANDS_SHOW_LANES_H
#define MANYHANDS_SHOW_LANES_H

#include "show/table.h"
#include "simulate.h"
#include "text.h"

/* How long something is predicted to take, in three digits: "15 s", "1.28 ms". */
void lanes_duration(double ns, char *text, size_t bytes);

/* What the signs mean: one line. */
void lanes_legend(const struct table_style *style, struct text *text);

/* The same where a block is something else than a task. */
void lanes_legend_of(const char *block, const struct table_style *style, struct text *text);

/*
 * Adds the workers of RESULT, which has its tasks, and a time axis below them. SCALE_NS is the time at the
 * right edge: with one scale for several pictures their lengths compare. Tasks are numbered from 1
 * where there is room, and melt into a line where there is none; of very many workers only the
 * first are drawn.
 */
void lanes_add(const struct simulate_result *result, double scale_ns,
	const struct table_style *style, struct text *text);

/* The same, but of very many workers several share a line, which shows how many of them are busy,
 * and where blocks have hardly room for their numbers all melt. */
void lanes_add_merged(const struct simulate_result *result, double scale_ns,
	const struct table_style *style, struct text *text);

#endif
