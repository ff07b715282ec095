/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.html: the run as one file for a browser, without script, that needs nothing beside it. */
#ifndef MANYHANDS_SHOW_PAGE_H
#define MANYHANDS_SHOW_PAGE_H

#include "judge/compare.h"
#include "text.h"

/*
 * Adds the page: the answer, where the speedup went, charts with their values as tables, how far to trust
 * it, the machine, the method, the command that repeats it. It takes the charts that stand in FOLDER/charts
 * and says which are missing; the rest is made of the parts of report.md (show/report_parts.h).
 */
void page_html(const struct judgement *judgement, const char *folder, struct text *html);

#endif
