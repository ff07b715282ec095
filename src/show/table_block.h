/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block of the table: heading, worker counts, rows with their bars, footnotes. */
#ifndef MANYHANDS_SHOW_TABLE_BLOCK_H
#define MANYHANDS_SHOW_TABLE_BLOCK_H

#include "show/layout.h"

/* The text being made. */
struct table_page {
	struct layout layout;
	struct text *text;
	bool compact;      /* block after block; else each stands for itself, with its sentences */
	bool no_notes;     /* no footnotes */
	size_t counts_end; /* length of the text after the last line of counts; 0: none yet */
};

void table_add_block(struct table_page *page, const struct sheet_block *block);

/* The columns of sentences, which are hard to read on longer lines. */
size_t table_prose_columns(const struct table_style *style);

#endif
