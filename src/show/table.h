/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table on the terminal: speedups by strategy and workers, with the closing sentences. */
#ifndef MANYHANDS_SHOW_TABLE_H
#define MANYHANDS_SHOW_TABLE_H

#include <stdio.h>

#include "judge/compare.h"
#include "text.h"

struct table_style {
	bool color;       /* ANSI colours */
	bool utf8;        /* else ASCII stands for x, middle dot and plus-minus */
	uint32_t columns; /* width to keep to: 60 .. 200 */
};

/* When there are colours. */
enum table_color {
	TABLE_COLOR_AUTO, /* on a terminal, but TERM=dumb and NO_COLOR */
	TABLE_COLOR_ALWAYS,
	TABLE_COLOR_NEVER,
};

/* What the user chose for all styles that are made from then on. */
void table_color_choose(enum table_color color);

/* What suits OUT and the environment: colours as chosen, signs as the locale has them, the width of the
 * terminal; elsewhere COLUMNS or 100. */
void table_style_init(struct table_style *style, FILE *out);

/* COLUMNS brought into the widths that a table is made for. */
uint32_t table_columns(uint64_t columns);

/* Adds the first line: machine, rounds, time so far, and where it is kept (KEPT may be NULL). */
void table_heading(const struct judgement *judgement, double elapsed_s, const char *kept,
	const struct table_style *style, struct text *text);

/* Adds the block of every workload; SENTENCES also the lines that begin with "> ". */
void table_body(const struct judgement *judgement, bool sentences, const struct table_style *style,
	struct text *text);

/*
 * Adds what fits into LINES_MAX lines of the table without sentences: all without its footnotes, else the
 * workloads around that of the cell NOW (its key, or NULL), with a line that says so; nothing if not even
 * that one fits.
 */
void table_part(const struct judgement *judgement, const struct table_style *style, const char *now,
	size_t lines_max, struct text *text);

/* Adds how many at once, for a run in FOLDER with a command of the user's own, and the line with
 * xargs. */
void table_own_command(const struct judgement *judgement, const char *folder,
	const struct table_style *style, struct text *text);

#endif
