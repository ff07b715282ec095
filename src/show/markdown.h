/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Foreign text in Markdown (GitHub's): what it says stays, what it would do does not happen. */
#ifndef MANYHANDS_SHOW_MARKDOWN_H
#define MANYHANDS_SHOW_MARKDOWN_H

#include "text.h"

/* Adds FOREIGN as plain text: no markup, HTML, links or table cells come of it. */
void markdown_text(struct text *text, const char *foreign);

/* Adds FOREIGN as a code span, for outside of tables. */
void markdown_code(struct text *text, const char *foreign);

/* Adds FOREIGN, which becomes one line, as a block of shell code. */
void markdown_command(struct text *text, const char *foreign);

#endif
