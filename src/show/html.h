/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML: foreign text that stays text, and the Markdown that we write ourselves. */
#ifndef MANYHANDS_SHOW_HTML_H
#define MANYHANDS_SHOW_HTML_H

#include "text.h"

/* Adds FOREIGN as plain text, good between tags and between double quotes; control characters become
 * '?', and no line is broken between a number and its '%'. */
void html_text(struct text *html, const char *foreign);

/*
 * Adds MARKDOWN, in the dialect of show/report*.c: headings (with ids made of their words), paragraphs,
 * lists whose items are one line, tables, fenced code; in them `code`, **strong**, *emphasis* and
 * backslashes. Whatever else it holds becomes plain text, so that no tag comes from it but these. A
 * paragraph that ends in a colon before a table becomes its caption. A table scrolls by itself where the
 * page is narrow; its first column names the rows.
 */
void html_add_markdown(struct text *html, const char *markdown);

/* Adds one line of MARKDOWN, without an element around it. */
void html_add_inline(struct text *html, const char *markdown);

#endif
