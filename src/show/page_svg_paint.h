/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The attributes of a picture's elements, as a page may have them. */
#ifndef MANYHANDS_SHOW_PAGE_SVG_PAINT_H
#define MANYHANDS_SHOW_PAGE_SVG_PAINT_H

#include <stdbool.h>

#include "show/page_svg_read.h"
#include "text.h"

/*
 * Adds those attributes of the tag READER is at that a page has use for: geometry as it stands there,
 * colours as variables (page_svg.h), ids and references to them with "NAME-" before them. Fonts are the
 * page's own. False: one of them is not what gnuplot writes, and so may be anything.
 */
bool svg_add_attributes(const struct svg_reader *reader, const char *name, struct text *svg);

#endif
