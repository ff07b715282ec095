/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the tags of an SVG file one after the other. */
#include "show/page_svg_read.h"

#include <ctype.h>
#include <string.h>

bool svg_is(const struct svg_span *span, const char *word)
{
	return span->length == strlen(word) && strncmp(span->begin, word, span->length) == 0;
}

bool svg_is_any(const struct svg_span *span, const char *const words[])
{
	while (*words && !svg_is(span, *words)) {
		words++;
	}
	return *words;
}

const struct svg_span *svg_attribute(const struct svg_reader *reader, const char *name)
{
	for (size_t i = 0; i < reader->attribute_count; i++) {
		if (svg_is(&reader->attribute[i].name, name)) {
			return &reader->attribute[i].value;
		}
	}
	return NULL;
}

static void skip_spaces(struct svg_reader *reader)
{
	reader->at += strspn(reader->at, " \t\r\n");
}

static struct svg_span read_name(struct svg_reader *reader)
{
	struct svg_span name = {reader->at, 0};

	while (isalnum((unsigned char)*reader->at) || (*reader->at && strchr(":_-", *reader->at))) {
		reader->at++;
		name.length++;
	}
	return name;
}

/* Reads NAME = "VALUE"; false: that is not what stands there, or there are too many. */
static bool read_attribute(struct svg_reader *reader)
{
	struct svg_span name = read_name(reader);

	skip_spaces(reader);
	if (name.length == 0 || *reader->at != '=' || reader->attribute_count == SVG_ATTRIBUTES) {
		return false;
	}
	reader->at++;
	skip_spaces(reader);
	if (*reader->at != '"' && *reader->at != '\'') {
		return false;
	}
	const char quote[] = {*reader->at++, '\0'};
	struct svg_span value = {reader->at, strcspn(reader->at, quote)};
	reader->at += value.length;
	if (*reader->at == '\0') {
		return false;
	}
	reader->at++;
	reader->attribute[reader->attribute_count].name = name;
	reader->attribute[reader->attribute_count++].value = value;
	return true;
}

/* Reads a tag from behind its '<'. */
static enum svg_piece read_tag(struct svg_reader *reader)
{
	bool end = *reader->at == '/';

	reader->at += end;
	reader->attribute_count = 0;
	reader->name = read_name(reader);
	skip_spaces(reader);
	while (*reader->at && *reader->at != '>' && *reader->at != '/') {
		if (!read_attribute(reader)) {
			return SVG_BAD;
		}
		skip_spaces(reader);
	}
	reader->closed = *reader->at == '/';
	reader->at += reader->closed;
	if (reader->name.length == 0 || *reader->at != '>' ||
		(end && reader->attribute_count > 0)) {
		return SVG_BAD;
	}
	reader->at++;
	return end ? SVG_END : SVG_START;
}

/* Passes over "<?...>", "<!...>" and comments; false: one of them does not end. */
static bool skip_asides(struct svg_reader *reader)
{
	while (strncmp(reader->at, "<?", 2) == 0 || strncmp(reader->at, "<!", 2) == 0) {
		bool comment = strncmp(reader->at, "<!--", 4) == 0;
		const char *end = strstr(reader->at, comment ? "-->" : ">");

		if (!end) {
			return false;
		}
		reader->at = end + (comment ? 3 : 1);
		skip_spaces(reader);
	}
	return true;
}

enum svg_piece svg_read(struct svg_reader *reader)
{
	if (!skip_asides(reader)) {
		return SVG_BAD;
	}
	if (*reader->at == '\0') {
		return SVG_DONE;
	}
	if (*reader->at == '<') {
		reader->at++;
		return read_tag(reader);
	}
	reader->text = (struct svg_span){reader->at, strcspn(reader->at, "<")};
	reader->at += reader->text.length;
	return SVG_TEXT;
}

void svg_add_plain(const struct svg_span *span, struct text *text)
{
	static const struct {
		const char *entity, *stands_for;
	} known[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""},
		{"&apos;", "'"}, {"&#160;", " "}};
	const char *end = span->begin + span->length;

	for (const char *at = span->begin; at < end;) {
		size_t i = 0, count = sizeof(known) / sizeof(known[0]);

		while (i < count && strncmp(at, known[i].entity, strlen(known[i].entity)) != 0) {
			i++;
		}
		if (i < count) {
			text_add(text, "%s", known[i].stands_for);
			at += strlen(known[i].entity);
		} else {
			const char *next = memchr(at + 1, '&', (size_t)(end - at - 1));

			next = next ? next : end;
			text_add(text, "%.*s", (int)(next - at), at);
			at = next;
		}
	}
}
