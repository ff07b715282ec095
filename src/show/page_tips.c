/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a picture's marks say when they are pointed at. */
#include "show/page_tips.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "show/html.h"

/* Pixels of the picture; and of more marks none can be told from its neighbours, so that only the
 * page would grow. */
enum { RADIUS_MAX = 13, RADIUS_MIN = 2, MARKS_MAX = 800 };

static void append(struct page_mark **marks, size_t *count, const struct page_mark *mark)
{
	*marks = xrealloc(*marks, *count + 1, sizeof(**marks));
	(*marks)[(*count)++] = *mark;
}

void page_tips_add(struct page_tips *tips, double x, double y, char *outline)
{
	append(&tips->layer, &tips->layer_count, &(struct page_mark){x, y, outline, 0});
}

/* Counts the marks of the layer that are areas, or that are points. */
static size_t count_marks(const struct page_tips *tips, bool areas)
{
	size_t count = 0;

	for (size_t i = 0; i < tips->layer_count; i++) {
		count += (tips->layer[i].outline != NULL) == areas;
	}
	return count;
}

void page_tips_end_layer(struct page_tips *tips, const struct page_rows *rows, const char *filter)
{
	size_t row_count = 0, next = 0;
	size_t *row = page_rows_find(rows, filter, &row_count);
	bool areas = count_marks(tips, false) == 0;
	bool fit = row && count_marks(tips, areas) == row_count;

	for (size_t i = 0; i < tips->layer_count; i++) {
		struct page_mark *mark = &tips->layer[i];

		if (fit && (mark->outline != NULL) == areas) {
			mark->row = row[next++];
			append(&tips->mark, &tips->mark_count, mark);
		} else {
			free(mark->outline);
		}
	}
	tips->layer_count = 0;
	free(row);
}

/* Half the way to the nearest other point, within limits. */
static double radius_of(const struct page_tips *tips, size_t index)
{
	const struct page_mark *own = &tips->mark[index];
	double nearest = INFINITY;

	for (size_t i = 0; i < tips->mark_count; i++) {
		const struct page_mark *other = &tips->mark[i];
		double apart = hypot(other->x - own->x, other->y - own->y);

		if (i != index && !other->outline && apart > 0) {
			nearest = fmin(nearest, apart);
		}
	}
	return fmax(RADIUS_MIN, fmin(RADIUS_MAX, nearest / 2));
}

void page_tips_write(const struct page_tips *tips, const struct page_rows *rows, struct text *svg)
{
	if (tips->mark_count == 0 || tips->mark_count > MARKS_MAX) {
		return;
	}
	text_add(svg, "\n<g class=\"tips\">");
	for (size_t i = 0; i < tips->mark_count; i++) {
		const struct page_mark *mark = &tips->mark[i];
		struct text words = {0};

		if (mark->outline) {
			text_add(svg, "\n<polygon points=\"%s\">", mark->outline);
		} else {
			text_add(svg, "\n<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.3g\">", mark->x,
				mark->y, radius_of(tips, i));
		}
		page_rows_words(rows, mark->row, &words);
		text_add(svg, "<title>");
		html_text(svg, words.text);
		text_add(svg, "</title></%s>", mark->outline ? "polygon" : "circle");
		text_finish(&words);
	}
	text_add(svg, "\n</g>");
}

void page_tips_finish(struct page_tips *tips)
{
	for (size_t i = 0; i < tips->layer_count; i++) {
		free(tips->layer[i].outline);
	}
	for (size_t i = 0; i < tips->mark_count; i++) {
		free(tips->mark[i].outline);
	}
	free(tips->layer);
	free(tips->mark);
	*tips = (struct page_tips){0};
}
