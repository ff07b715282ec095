/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of report.html that report.md has not. */
#ifndef MANYHANDS_SHOW_PAGE_PARTS_H
#define MANYHANDS_SHOW_PAGE_PARTS_H

#include <stddef.h>

#include "judge/losses.h"
#include "text.h"

/* The page that is being made. */
struct page {
	const struct judgement *judgement; /* borrowed, like the folder */
	struct losses losses;
	const char *folder;
	struct text html;
	size_t picture_count;
	struct text missing; /* charts that could be drawn and are not: ", "-joined names */
};

/* Opens and closes <section id="ID"> with its heading, plain text. */
void page_open(struct page *page, const char *id, const char *heading);
void page_close(struct page *page);

/* The verdicts of all workloads as a table, then all that is said on each. */
void page_add_answer(struct page *page);

/* The charts of where the speedup went, and all others, each with its values as a table. */
void page_add_losses(struct page *page);
void page_add_charts(struct page *page);

/* What becomes of MARKDOWN in a page. */
void page_add_markdown(struct page *page, const struct text *markdown);

#endif
