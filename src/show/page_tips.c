/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a picture's marks say when they are pointed at. */
#include "show/page_tips.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "show/html.h"

/* Pixels of the picture; and of more marks few can be told from their neighbours, so that only the
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

/* ---- which of many ---- */

/* The size of the area that OUTLINE, "x,y x,y ...", goes around. */
static double size_of(const char *outline)
{
	double first_x = 0, first_y = 0, last_x = 0, last_y = 0, x, y, twice = 0;
	int used;

	for (bool first = true; sscanf(outline, " %lf , %lf%n", &x, &y, &used) == 2;
		first = false) {
		if (first) {
			first_x = last_x = x;
			first_y = last_y = y;
		}
		twice += last_x * y - x * last_y;
		last_x = x;
		last_y = y;
		outline += used;
	}
	twice += last_x * first_y - first_x * last_y;
	return fabs(twice) / 2;
}

/* An area among the marks. */
struct area {
	size_t index;
	double size;
};

/* The largest first, of equal ones in their order. */
static int by_size(const void *a, const void *b)
{
	const struct area *x = a, *y = b;

	if (x->size != y->size) {
		return x->size < y->size ? 1 : -1;
	}
	return x->index < y->index ? -1 : x->index > y->index;
}

/* Chooses the ROOM largest areas; returns how many those are. */
static size_t choose_areas(const struct page_tips *tips, size_t room, bool *chosen)
{
	struct area *area = xcalloc(tips->mark_count, sizeof(*area));
	size_t count = 0;

	for (size_t i = 0; i < tips->mark_count; i++) {
		if (tips->mark[i].outline) {
			area[count++] = (struct area){i, size_of(tips->mark[i].outline)};
		}
	}
	qsort(area, count, sizeof(*area), by_size);
	count = count < room ? count : room;
	for (size_t i = 0; i < count; i++) {
		chosen[area[i].index] = true;
	}
	free(area);
	return count;
}

/* Chooses ROOM points, as far apart in their order as there are points for. */
static void choose_points(const struct page_tips *tips, size_t room, bool *chosen)
{
	size_t count = 0, seen = 0;

	for (size_t i = 0; i < tips->mark_count; i++) {
		count += !tips->mark[i].outline;
	}
	room = room < count ? room : count;
	for (size_t i = 0; i < tips->mark_count; i++) {
		if (!tips->mark[i].outline) {
			chosen[i] = (seen + 1) * room / count > seen * room / count;
			seen++;
		}
	}
}

/* ---- as shapes ---- */

static void write_shape(
	const struct page_tips *tips, size_t index, const struct page_rows *rows, struct text *svg)
{
	const struct page_mark *mark = &tips->mark[index];
	struct text words = {0};

	if (mark->outline) {
		text_add(svg, "\n<polygon points=\"%s\">", mark->outline);
	} else {
		text_add(svg, "\n<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.3g\">", mark->x, mark->y,
			radius_of(tips, index));
	}
	page_rows_words(rows, mark->row, &words);
	text_add(svg, "<title>");
	html_text(svg, words.text);
	text_add(svg, "</title></%s>", mark->outline ? "polygon" : "circle");
	text_finish(&words);
}

size_t page_tips_write(const struct page_tips *tips, const struct page_rows *rows, struct text *svg)
{
	size_t count = 0;

	if (tips->mark_count == 0) {
		return 0;
	}
	bool *chosen = xcalloc(tips->mark_count, sizeof(*chosen));
	choose_points(tips, MARKS_MAX - choose_areas(tips, MARKS_MAX, chosen), chosen);
	text_add(svg, "\n<g class=\"tips\">");
	for (size_t i = 0; i < tips->mark_count; i++) {
		if (chosen[i]) {
			write_shape(tips, i, rows, svg);
			count++;
		}
	}
	text_add(svg, "\n</g>");
	free(chosen);
	return count;
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
