/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a picture's marks say when they are pointed at: invisible shapes over them, with titles. */
#ifndef MANYHANDS_SHOW_PAGE_TIPS_H
#define MANYHANDS_SHOW_PAGE_TIPS_H

#include <stddef.h>

#include "show/page_rows.h"
#include "text.h"

/* A point, or with an outline an area. */
struct page_mark {
	double x, y;
	char *outline; /* the points of a polygon; owned; NULL: a point */
	size_t row;
};

/* Initialise with {0}. */
struct page_tips {
	struct page_mark
		*layer; /* marks of the layer that is being read; owned with their outlines */
	size_t layer_count;
	struct page_mark *mark; /* those that have a row; likewise */
	size_t mark_count;
};

/* Adds a mark to the layer; OUTLINE (NULL: a point) belongs to TIPS from then on. */
void page_tips_add(struct page_tips *tips, double x, double y, char *outline);

/* Ends the layer: its marks stand for the rows of FILTER (page_rows_find), in their order, if there are as
 * many points as rows or, without points, areas; else for nothing. */
void page_tips_end_layer(struct page_tips *tips, const struct page_rows *rows, const char *filter);

/* Adds the shapes, and returns how many. Points lie under circles that don't reach over half the way to the
 * next. Of very many marks those get a shape that can be pointed at best: the largest areas, and of points
 * some all over the picture. */
size_t page_tips_write(
	const struct page_tips *tips, const struct page_rows *rows, struct text *svg);

void page_tips_finish(struct page_tips *tips);

#endif
