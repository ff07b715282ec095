/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The style sheet of report.html, src/show/page_style.css, which the build puts into the program. */
#ifndef MANYHANDS_SHOW_PAGE_STYLE_H
#define MANYHANDS_SHOW_PAGE_STYLE_H

#include "text.h"

/* Adds the style sheet. */
void page_style(struct text *html);

#endif
