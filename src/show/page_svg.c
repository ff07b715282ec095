/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture that gnuplot wrote, made part of a page. */
#include "show/page_svg.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/html.h"
#include "show/page_svg_paint.h"
#include "show/page_svg_read.h"
#include "show/page_tips.h"

/* Pixels of the picture, as scripts/plots/style.gp has them: where its texts of one line begin, and how
 * far from the edges they stand. */
enum {
	TEXT_LEFT = 28,
	TITLE_DEEP = 45,
	SUBTITLE_DEEP = 72, /* what is above belongs to the page */
	CAPTION_HIGH = 40,
	FOOTER_HIGH = 22,
	PIXELS_MAX = 1000000, /* of any picture; more is nonsense, and no number to reckon with */
	DEPTH_MAX = 32
};

/* An element that is open. */
struct element {
	struct svg_span name;
	size_t before, behind; /* where its start tag begins and ends in what was written */
	bool passed;           /* nothing of it is written */
	bool layer;            /* of the plot: then it may have a filter */
	struct text *words;    /* its text goes there instead; or NULL */
};

struct maker {
	struct page_svg *page;
	const char *name;
	const struct page_rows *rows;
	struct svg_reader reader;
	struct text svg, filter, unused;
	struct element stack[DEPTH_MAX];
	size_t depth;
	struct page_tips tips;
	double width, height; /* of the picture; 0: not known yet */
	bool has_footer;
};

static bool is_place(double pixels)
{
	return isfinite(pixels) && fabs(pixels) <= PIXELS_MAX;
}

/* The point that a transform begins with; false: it begins with none. */
static bool read_place(const struct svg_reader *reader, double *x, double *y)
{
	const struct svg_span *transform = svg_attribute(reader, "transform");
	char text[64];

	if (!transform) {
		return false;
	}
	snprintf(text, sizeof(text), "%.*s", (int)transform->length, transform->begin);
	return sscanf(text, "translate(%lf,%lf)", x, y) == 2 && is_place(*x) && is_place(*y);
}

/* Where the text of a group at this place belongs; NULL: where it is. */
static struct text *page_text(struct maker *maker)
{
	double x, y;

	if (!svg_is(&maker->reader.name, "g") || !read_place(&maker->reader, &x, &y) ||
		(int)x != TEXT_LEFT) {
		return NULL;
	}
	if (y < TITLE_DEEP) {
		return &maker->page->title;
	}
	if (y < SUBTITLE_DEEP) {
		return &maker->page->subtitle;
	}
	if (y > maker->height - FOOTER_HIGH) {
		maker->has_footer = true;
		return &maker->unused;
	}
	return y > maker->height - CAPTION_HIGH ? &maker->page->caption : NULL;
}

static bool is_layer(const struct svg_reader *reader)
{
	const struct svg_span *id = svg_attribute(reader, "id");

	return svg_is(&reader->name, "g") && id && memmem(id->begin, id->length, "_plot_", 6);
}

/* Takes down the mark that the tag is, of the innermost layer. */
static void note_mark(struct maker *maker)
{
	const struct svg_reader *reader = &maker->reader;
	double x, y;

	if (svg_is(&reader->name, "use") && read_place(reader, &x, &y)) {
		page_tips_add(&maker->tips, x, y, NULL);
	} else if (svg_is(&reader->name, "polygon")) {
		const struct svg_span *points = svg_attribute(reader, "points");

		if (points) { /* add_simple has looked at it */
			page_tips_add(&maker->tips, 0, 0,
				xasprintf("%.*s", (int)points->length, points->begin));
		}
	}
}

/* The background, which the page has itself, is as large as the picture. */
static bool is_background(const struct maker *maker)
{
	const struct svg_span *width = svg_attribute(&maker->reader, "width");

	return svg_is(&maker->reader.name, "rect") && width && maker->depth <= 2 &&
	       strtod(width->begin, NULL) >= maker->width;
}

static bool read_size(struct maker *maker)
{
	const struct svg_span *box = svg_attribute(&maker->reader, "viewBox");
	char text[64];

	if (!box) {
		return false;
	}
	snprintf(text, sizeof(text), "%.*s", (int)box->length, box->begin);
	return sscanf(text, "0 0 %lf %lf", &maker->width, &maker->height) == 2 &&
	       is_place(maker->width) && maker->width > 0 && is_place(maker->height) &&
	       maker->height > SUBTITLE_DEEP + CAPTION_HIGH;
}

/* Decides what becomes of the element that begins, ELEMENT. False: it is not gnuplot's. */
static bool sort_element(struct maker *maker, struct element *element)
{
	static const char *const passed[] = {
		"title", "desc", "filter", "feFlood", "feComposite", NULL};
	static const char *const kept[] = {
		"g", "defs", "path", "polygon", "rect", "circle", "use", "text", "tspan", NULL};
	const struct svg_span *name = &maker->reader.name;

	if (maker->depth == 0) {
		element->passed = true; /* add_body makes another */
		return svg_is(name, "svg") && maker->height == 0 && read_size(maker);
	}
	if (svg_is(name, "title") && maker->stack[maker->depth - 1].layer) {
		element->words = &maker->filter;
		text_finish(element->words);
	}
	element->passed = svg_is_any(name, passed) || is_background(maker);
	if (!element->words) {
		element->words = element->passed ? &maker->unused : page_text(maker);
		element->passed = element->passed || element->words;
	}
	element->layer = is_layer(&maker->reader);
	return element->passed || svg_is_any(name, kept);
}

static bool in_layer(const struct maker *maker)
{
	for (size_t i = 0; i < maker->depth; i++) {
		if (maker->stack[i].layer) {
			return true;
		}
	}
	return false;
}

/* What the element around has, those in it have, too. */
static void inherit(const struct maker *maker, struct element *element)
{
	const struct element *around = &maker->stack[maker->depth - 1];

	if (maker->depth > 1 && around->passed) {
		element->passed = true;
		element->words = around->words;
		element->layer = false;
	}
}

/* False: the tag ends another element than the one that is open. */
static bool end_element(struct maker *maker)
{
	static const char *const hollow[] = {"g", "text", "tspan", NULL};
	const struct svg_span *name = &maker->reader.name;

	if (maker->depth == 0) {
		return false;
	}
	const struct element *element = &maker->stack[--maker->depth];
	if (element->name.length != name->length ||
		strncmp(element->name.begin, name->begin, name->length) != 0) {
		return false;
	}
	if (element->layer) {
		page_tips_end_layer(
			&maker->tips, maker->rows, maker->filter.text ? maker->filter.text : "");
		text_finish(&maker->filter);
	}
	if (element->passed) {
		return true;
	}
	if (maker->svg.length == element->behind && svg_is_any(name, hollow)) {
		maker->svg.length = element->before;
		maker->svg.text[maker->svg.length] = '\0';
	} else {
		text_add(&maker->svg, "</%.*s>", (int)name->length, name->begin);
	}
	return true;
}

static bool start_element(struct maker *maker)
{
	struct element element = {.name = maker->reader.name, .before = maker->svg.length};
	bool closed = maker->reader.closed;

	if (maker->depth == DEPTH_MAX || !sort_element(maker, &element)) {
		return false;
	}
	if (maker->depth > 0) {
		inherit(maker, &element);
	}
	if (!element.passed) {
		text_add(&maker->svg, "%s<%.*s", svg_is(&maker->reader.name, "tspan") ? "" : "\n",
			(int)maker->reader.name.length, maker->reader.name.begin);
		if (!svg_add_attributes(&maker->reader, maker->name, &maker->svg)) {
			return false;
		}
		if (in_layer(maker)) {
			note_mark(maker);
		}
		text_add(&maker->svg, closed ? "/>" : ">");
	}
	element.behind = maker->svg.length;
	if (!closed) {
		maker->stack[maker->depth++] = element;
	}
	return true;
}

static void add_words(struct maker *maker)
{
	const struct svg_span *words = &maker->reader.text;
	const struct element *element = maker->depth > 0 ? &maker->stack[maker->depth - 1] : NULL;
	bool blank = strspn(words->begin, " \t\r\n") >= words->length;
	struct text plain = {0};

	if (!element || blank) {
		return;
	}
	svg_add_plain(words, &plain);
	if (element->words) {
		/* a newline before the closing tag of what holds the text is no part of it */
		text_add(element->words, "%s", plain.text);
	} else if (!element->passed) {
		html_text(&maker->svg, plain.text);
	}
	text_finish(&plain);
}

/* Reads all of the picture. False: it is none of gnuplot's. */
static bool read_all(struct maker *maker)
{
	for (;;) {
		switch (svg_read(&maker->reader)) {
		case SVG_START:
			if (!start_element(maker)) {
				return false;
			}
			break;
		case SVG_END:
			if (!end_element(maker)) {
				return false;
			}
			break;
		case SVG_TEXT:
			add_words(maker);
			break;
		case SVG_DONE:
			return maker->depth == 0 && maker->height > 0;
		case SVG_BAD:
			return false;
		}
	}
}

/* Puts the element <svg> around what was written, without the edges whose texts the page has. */
static void add_body(struct maker *maker)
{
	struct page_svg *page = maker->page;
	double top = page->title.length > 0 ? SUBTITLE_DEEP : 0;
	double bottom = page->caption.length > 0 ? CAPTION_HIGH
			: maker->has_footer      ? FOOTER_HIGH
						 : 0;

	text_add(&page->body,
		"<svg viewBox=\"0 %g %g %g\" font-size=\"13\" role=\"img\" aria-label=\"", top,
		maker->width, maker->height - top - bottom);
	html_text(&page->body, page->title.text ? page->title.text : "chart");
	text_add(&page->body, "\">%s", maker->svg.text ? maker->svg.text : "");
	page->mark_count = maker->tips.mark_count;
	page->tip_count = page_tips_write(&maker->tips, maker->rows, &page->body);
	text_add(&page->body, "\n</svg>\n");
}

bool page_svg_init(
	struct page_svg *page, const char *svg, const char *name, const struct page_rows *rows)
{
	struct maker maker = {.page = page, .name = name, .rows = rows, .reader = {.at = svg}};

	*page = (struct page_svg){0};
	bool ok = read_all(&maker);
	if (ok) {
		add_body(&maker);
	} else {
		page_svg_finish(page);
	}
	page_tips_finish(&maker.tips);
	text_finish(&maker.svg);
	text_finish(&maker.filter);
	text_finish(&maker.unused);
	return ok;
}

void page_svg_finish(struct page_svg *page)
{
	text_finish(&page->title);
	text_finish(&page->subtitle);
	text_finish(&page->caption);
	text_finish(&page->body);
}
