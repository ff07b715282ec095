/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parses the plain lines of a results file, several times as fast as jansson does. */
#include <ctype.h>
#include <string.h>

#include "samples_json.h"

enum {
	NAME_BYTES = 64,
	DIGITS_MAX = 18, /* every such number fits into a json_int_t */
	DEPTH_MAX = 3,   /* the line, its `workers`, a list of theirs */
};

/* What of a line is still to be read. */
struct rest {
	const char *at, *end;
	int depth;
};

static json_t *read_value(struct rest *rest);

/* Takes the next character, behind spaces, if it is WANTED. */
static bool take(struct rest *rest, char wanted)
{
	while (rest->at < rest->end && *rest->at == ' ') {
		rest->at++;
	}
	bool there = rest->at < rest->end && *rest->at == wanted;
	rest->at += there;
	return there;
}

/* Finds the text up to the closing quote; false: there is none, or what must be unescaped or checked. */
static bool take_text(struct rest *rest, const char **text, size_t *length)
{
	*text = rest->at;
	while (rest->at < rest->end && *rest->at >= ' ' && *rest->at <= '~' && *rest->at != '"' &&
		*rest->at != '\\') {
		rest->at++;
	}
	*length = (size_t)(rest->at - *text);
	bool closed = rest->at < rest->end && *rest->at == '"';
	rest->at += closed;
	return closed;
}

static json_t *read_text(struct rest *rest)
{
	const char *text;
	size_t length;

	return take_text(rest, &text, &length) ? json_stringn_nocheck(text, length) : NULL;
}

/* A digit that follows the number, a point or an exponent is refused by what is expected there. */
static json_t *read_number(struct rest *rest)
{
	const char *first = rest->at;
	json_int_t number = 0;

	while (rest->at < rest->end && isdigit((unsigned char)*rest->at) &&
		rest->at - first < DIGITS_MAX && !(number == 0 && rest->at > first)) {
		number = 10 * number + (*rest->at++ - '0');
	}
	return rest->at > first ? json_integer(number) : NULL;
}

static json_t *read_word(struct rest *rest, const char *word, json_t *value)
{
	size_t length = strlen(word);

	if ((size_t)(rest->end - rest->at) < length || memcmp(rest->at, word, length) != 0) {
		return NULL;
	}
	rest->at += length;
	return value;
}

static json_t *read_list(struct rest *rest)
{
	json_t *list = json_array();

	if (take(rest, ']')) {
		return list;
	}
	do {
		/* an append of NULL fails, too */
		if (json_array_append_new(list, read_value(rest)) != 0) {
			json_decref(list);
			return NULL;
		}
	} while (take(rest, ','));
	if (!take(rest, ']')) {
		json_decref(list);
		return NULL;
	}
	return list;
}

/* Reads `"name":value` into OBJECT. */
static bool read_member(struct rest *rest, json_t *object)
{
	char name[NAME_BYTES];
	const char *text;
	size_t length;

	if (!take(rest, '"') || !take_text(rest, &text, &length) || length >= sizeof(name) ||
		!take(rest, ':')) {
		return false;
	}
	memcpy(name, text, length);
	name[length] = '\0';
	return json_object_set_new_nocheck(object, name, read_value(rest)) == 0;
}

static json_t *read_object(struct rest *rest)
{
	json_t *object = json_object();
	size_t count = 0;
	bool good = true;

	if (take(rest, '}')) {
		return object;
	}
	do {
		good = read_member(rest, object);
		count++;
	} while (good && take(rest, ','));
	/* a name that came twice replaced its first value */
	if (!good || !take(rest, '}') || json_object_size(object) != count) {
		json_decref(object);
		return NULL;
	}
	return object;
}

static json_t *read_nested(struct rest *rest, json_t *(*read)(struct rest *))
{
	if (rest->depth >= DEPTH_MAX) {
		return NULL;
	}
	rest->depth++;
	json_t *json = read(rest);
	rest->depth--;
	return json;
}

static json_t *read_value(struct rest *rest)
{
	if (take(rest, '"')) {
		return read_text(rest);
	}
	if (take(rest, '{')) {
		return read_nested(rest, read_object);
	}
	if (take(rest, '[')) {
		return read_nested(rest, read_list);
	}
	switch (rest->at < rest->end ? *rest->at : '\0') {
	case 'n':
		return read_word(rest, "null", json_null());
	case 't':
		return read_word(rest, "true", json_true());
	case 'f':
		return read_word(rest, "false", json_false());
	default:
		return read_number(rest);
	}
}

json_t *plain_parse(const char *line, size_t length)
{
	struct rest rest = {line, line + length, 0};
	json_t *json = take(&rest, '{') ? read_nested(&rest, read_object) : NULL;

	if (json && rest.at != rest.end) {
		json_decref(json);
		return NULL;
	}
	return json;
}
