/* SPDX-License-Identifier: MIT */
/* A spec, NAME[:key=value,...], read against a table of parameters and written back normalised. */
#include "trial/spec.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

size_t params_count(const struct param *params)
{
	size_t count = 0;

	while (params && params[count].name) {
		count++;
	}
	return count;
}

bool spec_name(const char *text, char *name, size_t bytes)
{
	size_t length = strcspn(text, ":");

	if (length == 0 || length >= bytes) {
		return false;
	}
	memcpy(name, text, length);
	name[length] = '\0';
	return true;
}

static bool fill_defaults(
	struct spec *spec, const struct param *params, char *error, size_t error_bytes)
{
	if (params_count(params) > SPEC_PARAMS_MAX) {
		snprintf(error, error_bytes, "%s has more than %d parameters", spec->name,
			SPEC_PARAMS_MAX);
		return false;
	}
	for (size_t i = 0; i < params_count(params); i++) {
		char expected[SPEC_ERROR_BYTES / 2];

		spec->given[i] = false;
		if (!value_parse(&params[i], params[i].fallback, &spec->value[i], expected,
			    sizeof(expected))) {
			snprintf(error, error_bytes, "%s: the default of '%s' is bad: %s",
				spec->name, params[i].name, expected);
			return false;
		}
	}
	return true;
}

static bool refuse_key(const struct spec *spec, const char *key, const struct param *params,
	char *error, size_t error_bytes)
{
	const char *names[SPEC_PARAMS_MAX] = {NULL};
	size_t count = params_count(params);
	char list[SPEC_ERROR_BYTES] = "";
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		names[i] = params[i].name;
		if (used < sizeof(list)) {
			used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s",
				i > 0 ? ", " : "", names[i]);
		}
	}
	const char *near = nearest_name(key, names, count);
	if (near) {
		snprintf(error, error_bytes, "%s has no parameter '%s'; did you mean '%s'?",
			spec->name, key, near);
	} else if (count > 0) {
		snprintf(error, error_bytes, "%s has no parameter '%s'; it has %s", spec->name, key,
			list);
	} else {
		snprintf(error, error_bytes, "%s has no parameters, so not '%s'", spec->name, key);
	}
	return false;
}

/* Takes one key=value of spec->text, which it cuts into two strings. */
static bool take_item(
	struct spec *spec, char *item, const struct param *params, char *error, size_t error_bytes)
{
	char expected[SPEC_ERROR_BYTES / 2];
	char *value = strchr(item, '=');

	if (!value || value == item) {
		snprintf(error, error_bytes, "%s: expected key=value, not '%s'", spec->name, item);
		return false;
	}
	*value++ = '\0';
	for (size_t i = 0; i < params_count(params); i++) {
		if (strcmp(params[i].name, item) != 0) {
			continue;
		}
		if (spec->given[i]) {
			snprintf(error, error_bytes, "%s: '%s' is given twice", spec->name, item);
			return false;
		}
		spec->given[i] = true;
		if (!value_parse(&params[i], value, &spec->value[i], expected, sizeof(expected))) {
			snprintf(error, error_bytes, "%s: %s=%s: %s", spec->name, item, value,
				expected);
			return false;
		}
		return true;
	}
	return refuse_key(spec, item, params, error, error_bytes);
}

bool spec_parse(struct spec *spec, const char *text, const struct param *params, char *error,
	size_t error_bytes)
{
	if (!spec_name(text, spec->name, sizeof(spec->name))) {
		snprintf(error, error_bytes, "expected NAME[:key=value,...], not '%.100s'", text);
		return false;
	}
	const char *items = text + strlen(spec->name);
	if (strlen(items) >= sizeof(spec->text)) {
		snprintf(error, error_bytes, "%s: longer than %d characters", spec->name,
			SPEC_TEXT_BYTES - 1);
		return false;
	}
	if (!fill_defaults(spec, params, error, error_bytes)) {
		return false;
	}
	if (*items == '\0') {
		return true;
	}
	memcpy(spec->text, items + 1, strlen(items));
	char *rest = spec->text;
	do {
		char *item = strsep(&rest, ",");

		if (!take_item(spec, item, params, error, error_bytes)) {
			return false;
		}
	} while (rest);
	return true;
}

bool spec_is_default(const struct param *param, const union value *value)
{
	char text[SPEC_TEXT_BYTES], fallback[SPEC_TEXT_BYTES], expected[SPEC_ERROR_BYTES];
	union value usual;

	if (!value_parse(param, param->fallback, &usual, expected, sizeof(expected))) {
		return false;
	}
	value_format(param, value, text, sizeof(text));
	value_format(param, &usual, fallback, sizeof(fallback));
	return strcmp(text, fallback) == 0;
}

void spec_format(const struct spec *spec, const struct param *params, bool with_calibrated,
	char *text, size_t bytes)
{
	size_t used = (size_t)snprintf(text, bytes, "%s", spec->name);
	char separator = ':';

	for (size_t i = 0; i < params_count(params) && used < bytes; i++) {
		char value[SPEC_TEXT_BYTES];
		bool usual = spec_is_default(&params[i], &spec->value[i]);
		bool shown = params[i].role == PARAM_CALIBRATED
				     ? with_calibrated && !usual
				     : params[i].role == PARAM_SIZE || !usual;

		if (!shown) {
			continue;
		}
		value_format(&params[i], &spec->value[i], value, sizeof(value));
		used += (size_t)snprintf(
			text + used, bytes - used, "%c%s=%s", separator, params[i].name, value);
		separator = ',';
	}
}

static bool same_letter(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Edit distance with swaps of neighbours counted as one and case ignored; SIZE_MAX for what is
 * longer than any name. */
static size_t edit_distance(const char *a, const char *b)
{
	enum { MOST = 64 };
	size_t rows[3][MOST + 1];
	size_t length_a = strlen(a), length_b = strlen(b);

	if (length_a > MOST || length_b > MOST) {
		return SIZE_MAX;
	}
	for (size_t j = 0; j <= length_b; j++) {
		rows[0][j] = j;
	}
	for (size_t i = 1; i <= length_a; i++) {
		size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= length_b; j++) {
			size_t best = above[j - 1] + !same_letter(a[i - 1], b[j - 1]);

			best = smaller(best, above[j] + 1);
			best = smaller(best, row[j - 1] + 1);
			if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) &&
				same_letter(a[i - 2], b[j - 1])) {
				best = smaller(best, above2[j - 2] + 1);
			}
			row[j] = best;
		}
	}
	return rows[length_a % 3][length_b];
}

const char *nearest_name(const char *wrong, const char *const *names, size_t count)
{
	const char *nearest = NULL;
	size_t length = strlen(wrong);
	size_t best = length / 3 + 1;

	for (size_t i = 0; i < count; i++) {
		size_t distance = edit_distance(wrong, names[i]);

		/* a beginning of the name counts as just near enough: "prim" for primes */
		if (length >= 3 && distance > length / 3 &&
			strncasecmp(wrong, names[i], length) == 0) {
			distance = length / 3;
		}
		if (distance < best) {
			best = distance;
			nearest = names[i];
		}
	}
	return nearest;
}
