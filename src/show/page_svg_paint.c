/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The attributes of a picture's elements, as a page may have them. */
#include "show/page_svg_paint.h"

#include <stdio.h>
#include <string.h>

/* Reads "rgb( 1,2, 3)", "#010203" or "black"; false: VALUE is none of these. */
static bool read_color(const struct svg_span *value, unsigned rgb[3])
{
	char text[32];

	if (value->length >= sizeof(text)) {
		return false;
	}
	snprintf(text, sizeof(text), "%.*s", (int)value->length, value->begin);
	rgb[0] = rgb[1] = rgb[2] = 0;
	return strcmp(text, "black") == 0 ||
	       sscanf(text, "rgb( %3u , %3u , %3u )", &rgb[0], &rgb[1], &rgb[2]) == 3 ||
	       sscanf(text, "#%2x%2x%2x", &rgb[0], &rgb[1], &rgb[2]) == 3;
}

/* Adds the colour VALUE of the attribute NAME. */
static bool add_color(struct text *svg, const struct svg_reader *reader,
	const struct svg_span *name, const struct svg_span *value)
{
	static const char *const words[] = {"none", "currentColor", NULL};
	static const char *const areas[] = {"polygon", "rect", NULL};
	unsigned rgb[3];

	if (svg_is_any(value, words)) {
		text_add(svg, " %.*s=\"%.*s\"", (int)name->length, name->begin, (int)value->length,
			value->begin);
		return true;
	}
	if (!read_color(value, rgb) || rgb[0] > 255 || rgb[1] > 255 || rgb[2] > 255) {
		return false;
	}
	char kind = svg_is(name, "fill") && svg_is_any(&reader->name, areas) ? 'f' : 'c';
	text_add(svg, " %.*s=\"var(--%c%02x%02x%02x,#%02x%02x%02x)\"", (int)name->length,
		name->begin, kind, rgb[0], rgb[1], rgb[2], rgb[0], rgb[1], rgb[2]);
	return true;
}

#define ALNUM "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

/* Adds what is made of letters, numbers and a few signs, and so holds no markup and no address. */
static bool add_simple(struct text *svg, const struct svg_span *name, const struct svg_span *value)
{
	if (strspn(value->begin, ALNUM "_.,()+- \t\r\n") < value->length) {
		return false;
	}
	text_add(svg, " %.*s=\"%.*s\"", (int)name->length, name->begin, (int)value->length,
		value->begin);
	return true;
}

/* Adds the attribute ATTRIBUTE: SIGN, which VALUE must begin with, and the id, which is then one of the
 * picture NAME only. */
static bool add_id(struct text *svg, const char *attribute, const char *sign, const char *name,
	const struct svg_span *value)
{
	size_t skip = strlen(sign);

	if (value->length <= skip || strncmp(value->begin, sign, skip) != 0 ||
		strspn(value->begin + skip, ALNUM "_") < value->length - skip) {
		return false;
	}
	text_add(svg, " %s=\"%s%s-%.*s\"", attribute, sign, name, (int)(value->length - skip),
		value->begin + skip);
	return true;
}

bool svg_add_attributes(const struct svg_reader *reader, const char *name, struct text *svg)
{
	static const char *const colors[] = {"fill", "stroke", "color", NULL};
	static const char *const simple[] = {"d", "points", "x", "y", "dx", "dy", "width", "height",
		"cx", "cy", "r", "transform", "stroke-width", "stroke-dasharray", "fill-opacity",
		"opacity", "stroke-opacity", "font-size", "font-weight", "font-style",
		"text-anchor", NULL};
	bool ok = true;

	for (size_t i = 0; i < reader->attribute_count && ok; i++) {
		const struct svg_span *own = &reader->attribute[i].name;
		const struct svg_span *value = &reader->attribute[i].value;

		if (svg_is_any(own, colors)) {
			ok = add_color(svg, reader, own, value);
		} else if (svg_is_any(own, simple)) {
			ok = add_simple(svg, own, value);
		} else if (svg_is(own, "id") && !svg_is(&reader->name, "g")) {
			ok = add_id(svg, "id", "", name, value);
		} else if (svg_is(own, "xlink:href") || svg_is(own, "href")) {
			ok = add_id(svg, "href", "#", name, value);
		}
	}
	return ok;
}
