/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the tags of an SVG file one after the other; of XML it knows what gnuplot writes. */
#ifndef MANYHANDS_SHOW_PAGE_SVG_READ_H
#define MANYHANDS_SHOW_PAGE_SVG_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

enum { SVG_ATTRIBUTES = 24 };

enum svg_piece {
	SVG_START, /* a tag that opens an element; `closed`: and ends it */
	SVG_END,
	SVG_TEXT,
	SVG_DONE,
	SVG_BAD, /* no XML, or more than gnuplot writes */
};

/* A stretch of the file. */
struct svg_span {
	const char *begin;
	size_t length;
};

struct svg_reader {
	const char *at;
	struct svg_span name; /* of the tag */
	struct svg_span text; /* as it stands there, entities and all */
	struct {
		struct svg_span name, value;
	} attribute[SVG_ATTRIBUTES];
	size_t attribute_count;
	bool closed;
};

/* Reads the next piece; READER begins with `at` at the file's first byte. Comments and what stands before
 * the first element are passed over. */
enum svg_piece svg_read(struct svg_reader *reader);

bool svg_is(const struct svg_span *span, const char *word);

/* True if SPAN is one of WORDS, which end with NULL. */
bool svg_is_any(const struct svg_span *span, const char *const words[]);

/* The value of the attribute NAME of the tag that was read; NULL without. */
const struct svg_span *svg_attribute(const struct svg_reader *reader, const char *name);

/* Adds SPAN with its entities replaced by what they stand for. */
void svg_add_plain(const struct svg_span *span, struct text *text);

#endif
