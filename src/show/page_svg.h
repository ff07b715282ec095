/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A picture that gnuplot wrote, made part of a page: colours become CSS variables, so that one picture
 * serves light and dark pages, and marks tell their values.
 */
#ifndef MANYHANDS_SHOW_PAGE_SVG_H
#define MANYHANDS_SHOW_PAGE_SVG_H

#include <stdbool.h>

#include "show/page_rows.h"
#include "text.h"

/* What the page sets itself, taken out of the picture (scripts/plots/style.gp says where it stands). */
struct page_svg {
	struct text title, subtitle, caption; /* plain text; caption: on disturbed samples */
	struct text body;                     /* the element <svg> */
	size_t mark_count, tip_count;         /* that stand for a row; of these, that tell it */
};

/*
 * Makes PAGE of SVG; NAME, in [A-Za-z0-9._-] and no other picture's, begins all its ids.
 *
 * The colour rgb(1, 2, 3) becomes var(--c010203,#010203), where areas are filled with it
 * var(--f010203,#010203): what the page has no variable for stays as it is.
 *
 * A layer that gnuplot drew with the title "rows FILTER" (page_rows_find) gets the words of those rows of
 * ROWS on its marks, in their order: on its points, or if it has none on its areas; on nothing where there
 * are not as many marks as rows.
 *
 * False: SVG holds something that gnuplot does not draw charts with (an element, an attribute), so nothing
 * of it may get into a page.
 */
bool page_svg_init(
	struct page_svg *page, const char *svg, const char *name, const struct page_rows *rows);
void page_svg_finish(struct page_svg *page);

#endif
