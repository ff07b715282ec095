/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of C structs as JSON and back, by tables. */
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "samples_json.h"
#include "text.h"
#include "trial/value.h"

bool refuse(char *why, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(why, FIELD_WHY_BYTES, format, arguments);
	va_end(arguments);
	return false;
}

void json_put(json_t *object, const char *name, json_t *value)
{
	if (json_object_set_new(object, name, value) != 0) {
		fatal("out of memory");
	}
}

void json_push(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) != 0) {
		fatal("out of memory");
	}
}

char *clean_copy(const char *text)
{
	size_t bytes = strlen(text) + 1;
	char *safe = xcalloc(bytes, 1);

	text_clean(text, safe, bytes);
	return safe;
}

json_t *json_clean_string(const char *text)
{
	char *safe = clean_copy(text);
	json_t *string = json_string(safe);

	free(safe);
	return string;
}

static void write_decimal(json_t *object, const char *name, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	json_put(object, name, json_string(text));
}

static void write_number(json_t *object, const struct field *field, uint64_t number, bool known)
{
	if (known && number <= FIELD_MAX) {
		json_put(object, field->name, json_integer((json_int_t)number));
	}
}

static void write_text(json_t *object, const char *name, const char *text)
{
	if (text && *text) {
		json_put(object, name, json_clean_string(text));
	}
}

static void write_field(json_t *object, const struct field *field, const char *member)
{
	uint64_t number = 0;

	switch (field->kind) {
	case FIELD_NUMBER:
		write_number(object, field, *(const uint64_t *)member, true);
		return;
	case FIELD_COUNT:
		number = *(const uint64_t *)member;
		write_number(object, field, number, number > 0 || field->required);
		return;
	case FIELD_COUNT32:
		number = *(const uint32_t *)member;
		write_number(object, field, number, number > 0 || field->required);
		return;
	case FIELD_INDEX:
		write_number(object, field, *(const size_t *)member, true);
		return;
	case FIELD_LIMIT:
		number = *(const uint64_t *)member;
		if (number == SAMPLE_UNKNOWN) {
			json_put(object, field->name, json_string("none"));
		}
		write_number(object, field, number, number > 0);
		return;
	case FIELD_WORD64:
		write_decimal(object, field->name, *(const uint64_t *)member);
		return;
	case FIELD_REAL:
		if (isfinite(*(const double *)member) && *(const double *)member > 0) {
			json_put(object, field->name, json_real(*(const double *)member));
		}
		return;
	case FIELD_BOOL:
		if (*(const bool *)member) {
			json_put(object, field->name, json_true());
		}
		return;
	case FIELD_TEXT:
	case FIELD_OPTION:
	case FIELD_SPEC:
		write_text(object, field->name, *(char *const *)member);
		return;
	}
}

void fields_write(json_t *object, const void *base, const struct field *fields)
{
	for (; fields->name; fields++) {
		write_field(object, fields, (const char *)base + fields->offset);
	}
}

bool number_read(const json_t *json, const char *name, uint64_t max, uint64_t *number, char *why)
{
	*number = SAMPLE_UNKNOWN;
	if (!json || json_is_null(json)) {
		return true;
	}
	if (!json_is_integer(json) || json_integer_value(json) < 0 ||
		(uint64_t)json_integer_value(json) > max) {
		return refuse(why, "%s is no whole number from 0 to %" PRIu64, name, max);
	}
	*number = (uint64_t)json_integer_value(json);
	return true;
}

static bool read_limit(const json_t *json, const char *name, uint64_t *limit, char *why)
{
	if (json_is_string(json) && strcmp(json_string_value(json), "none") == 0) {
		*limit = SAMPLE_UNKNOWN;
		return true;
	}
	if (!number_read(json, name, FIELD_MAX, limit, why)) {
		return false;
	}
	*limit = json_is_integer(json) ? *limit : 0;
	return true;
}

static bool read_decimal(const json_t *json, const char *name, uint64_t *number, char *why)
{
	if (!json_is_string(json) || !parse_u64(json_string_value(json), number)) {
		return refuse(why, "%s is no string with a whole number below 2^64", name);
	}
	return true;
}

static bool read_real(const json_t *json, const char *name, double *real, char *why)
{
	if (!json || json_is_null(json)) {
		return true;
	}
	if (!json_is_number(json) ||
		!(json_number_value(json) > 0 && json_number_value(json) <= 1e9)) {
		return refuse(why, "%s is no number above 0, up to 10^9", name);
	}
	*real = json_number_value(json);
	return true;
}

static bool is_spec(const char *text)
{
	bool good = *text != '\0' && !strpbrk(text, VALUE_UNSAFE);

	for (; *text; text++) {
		good = good && *text > ' ' && *text < 0x7f;
	}
	return good;
}

static bool read_text(const json_t *json, const struct field *field, char **text, char *why)
{
	if (!json || json_is_null(json)) {
		*text = field->kind == FIELD_OPTION ? NULL : xstrdup("");
		return true;
	}
	if (!json_is_string(json)) {
		return refuse(why, "%s is no string", field->name);
	}
	if (field->kind == FIELD_SPEC && !is_spec(json_string_value(json))) {
		return refuse(why, "%s has characters that no spec has", field->name);
	}
	*text = clean_copy(json_string_value(json));
	return true;
}

static bool read_bool(const json_t *json, const char *name, bool *truth, char *why)
{
	*truth = json_is_true(json);
	if (json && !json_is_null(json) && !json_is_boolean(json)) {
		return refuse(why, "%s is neither true nor false", name);
	}
	return true;
}

static bool read_field(const json_t *json, const struct field *field, char *member, char *why)
{
	uint64_t max = field->max > 0 ? field->max : FIELD_MAX, number = 0;

	switch (field->kind) {
	case FIELD_NUMBER:
		return number_read(json, field->name, max, (uint64_t *)member, why);
	case FIELD_LIMIT:
		return read_limit(json, field->name, (uint64_t *)member, why);
	case FIELD_WORD64:
		return read_decimal(json, field->name, (uint64_t *)member, why);
	case FIELD_REAL:
		return read_real(json, field->name, (double *)member, why);
	case FIELD_TEXT:
	case FIELD_OPTION:
	case FIELD_SPEC:
		return read_text(json, field, (char **)member, why);
	case FIELD_BOOL:
		return read_bool(json, field->name, (bool *)member, why);
	case FIELD_COUNT:
	case FIELD_COUNT32:
	case FIELD_INDEX:
		break;
	}
	max = field->kind == FIELD_COUNT32 && max > UINT32_MAX ? UINT32_MAX : max;
	if (!number_read(json, field->name, max, &number, why)) {
		return false;
	}
	number = number == SAMPLE_UNKNOWN ? 0 : number;
	if (field->kind == FIELD_COUNT32) {
		*(uint32_t *)member = (uint32_t)number;
	} else if (field->kind == FIELD_INDEX) {
		*(size_t *)member = (size_t)number;
	} else {
		*(uint64_t *)member = number;
	}
	return true;
}

bool fields_read(const json_t *object, void *base, const struct field *fields, char *why)
{
	if (!json_is_object(object)) {
		return refuse(why, "an object is missing, or something else stands there");
	}
	for (; fields->name; fields++) {
		const json_t *json = json_object_get(object, fields->name);

		if (fields->required && (!json || json_is_null(json))) {
			return refuse(why, "%s is missing", fields->name);
		}
		if (!read_field(json, fields, (char *)base + fields->offset, why)) {
			return false;
		}
	}
	return true;
}

bool word_read(const json_t *object, const char *name, const char *const *words, size_t count,
	size_t *index, char *why)
{
	const char *word = json_string_value(json_object_get(object, name));

	for (*index = 0; word && *index < count; ++*index) {
		if (strcmp(words[*index], word) == 0) {
			return true;
		}
	}
	return refuse(why, "%s is %s%.40s%s", name, word ? "unknown: '" : "missing",
		word ? word : "", word ? "'" : "");
}
