/* SPDX-License-Identifier: MIT */
/* Values with units, read and written back in their shortest form. */
#include "trial/value.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct unit {
	const char *name;
	uint64_t factor;
};

/* The first unit of each table is the one that a bare number has; without "" a unit is required. */
static const struct unit count_units[] = {{"", 1}, {NULL, 0}};
static const struct unit byte_units[] = {{"", 1}, {"B", 1}, {"KiB", 1024}, {"MiB", 1024 * 1024},
	{"GiB", 1024 * 1024 * 1024}, {"kB", 1000}, {"MB", 1000000}, {"GB", 1000000000}, {NULL, 0}};
static const struct unit ns_units[] = {{"ns", 1}, {"us", 1000}, {"ms", 1000000}, {"s", 1000000000},
	{"min", 60000000000}, {NULL, 0}};

static const struct unit *units_of(enum param_kind kind)
{
	return kind == PARAM_BYTES ? byte_units : kind == PARAM_NS ? ns_units : count_units;
}

/* Divides *A or else *B, whichever it divides. */
static bool divide_either(uint64_t *a, uint64_t *b, uint64_t by)
{
	uint64_t *one = *a % by == 0 ? a : b;

	if (*one % by != 0) {
		return false;
	}
	*one /= by;
	return true;
}

/* *NUMBER = MANTISSA * 10^EXPONENT * FACTOR, exactly; false if it is not whole or does not fit. */
static bool scale_exactly(uint64_t mantissa, long exponent, uint64_t factor, uint64_t *number)
{
	for (; mantissa > 0 && exponent < 0; exponent++) {
		if (!divide_either(&mantissa, &factor, 2) ||
			!divide_either(&mantissa, &factor, 5)) {
			return false;
		}
	}
	for (; mantissa > 0 && exponent > 0; exponent--) {
		if (__builtin_mul_overflow(mantissa, UINT64_C(10), &mantissa)) {
			return false;
		}
	}
	return !__builtin_mul_overflow(mantissa, factor, number);
}

/* Reads digits with at most one point among them as MANTISSA * 10^EXPONENT; returns where they end,
 * NULL if there are too many. */
static const char *read_digits(const char *text, uint64_t *mantissa, long *exponent)
{
	bool fraction = false;

	for (; isdigit((unsigned char)*text) || (*text == '.' && !fraction); text++) {
		if (*text == '.') {
			fraction = true;
			continue;
		}
		if (__builtin_mul_overflow(*mantissa, UINT64_C(10), mantissa) ||
			__builtin_add_overflow(*mantissa, (uint64_t)(*text - '0'), mantissa)) {
			return NULL;
		}
		*exponent -= fraction;
	}
	return text;
}

/* Reads "4000000", "4e6" or "1.5e3" as MANTISSA * 10^EXPONENT; returns where it ends, NULL if it
 * is no number or has too many digits. */
static const char *read_decimal(const char *text, uint64_t *mantissa, long *exponent)
{
	*mantissa = 0;
	*exponent = 0;
	if (!isdigit((unsigned char)*text)) {
		return NULL;
	}
	text = read_digits(text, mantissa, exponent);
	if (!text || (*text != 'e' && *text != 'E')) {
		return text;
	}
	size_t sign = text[1] == '+' || text[1] == '-';
	if (isdigit((unsigned char)text[1 + sign])) {
		char *end;
		long given = strtol(text + 1, &end, 10);

		/* far beyond any that fits, and the sum can't overflow */
		*exponent += given > 1000 ? 1000 : given < -1000 ? -1000 : given;
		text = end;
	}
	return text;
}

static void say_units(const struct unit *units, const char *unit, char *expected, size_t bytes)
{
	size_t used = (size_t)(*unit ? snprintf(expected, bytes,
					       "'%.16s' is no unit; expected one of ", unit)
				     : snprintf(expected, bytes,
					       "expected a unit after the number, one of "));

	for (; units->name && used < bytes; units++) {
		if (*units->name) {
			used += (size_t)snprintf(expected + used, bytes - used, "%s%s", units->name,
				units[1].name ? ", " : "");
		}
	}
}

static void say_range(const struct param *param, char *expected, size_t bytes)
{
	char low[VALUE_TEXT_BYTES], high[VALUE_TEXT_BYTES];
	union value bound = {.count = param->zero_word && param->min == 0 ? 1 : param->min};
	static const char *const what[] = {
		[PARAM_COUNT] = "a whole number",
		[PARAM_BYTES] = "a size such as 64KiB",
		[PARAM_NS] = "a duration such as 4ms",
	};

	value_format(param, &bound, low, sizeof(low));
	bound.count = param->max;
	value_format(param, &bound, high, sizeof(high));
	snprintf(expected, bytes, "expected %s from %s to %s%s%s", what[param->kind], low, high,
		param->zero_word ? ", or " : "", param->zero_word ? param->zero_word : "");
}

static bool parse_scaled(const struct param *param, const char *text, union value *value,
	char *expected, size_t bytes)
{
	const struct unit *units = units_of(param->kind), *unit = units;
	uint64_t mantissa, number;
	long exponent;

	if (param->zero_word && strcmp(text, param->zero_word) == 0) {
		value->count = 0;
		return true;
	}
	const char *end = read_decimal(text, &mantissa, &exponent);
	while (end && unit->name && strcmp(end, unit->name) != 0) {
		unit++;
	}
	if (end && !unit->name && param->kind != PARAM_COUNT) {
		say_units(units, end, expected, bytes);
		return false;
	}
	if (!end || !unit->name || !scale_exactly(mantissa, exponent, unit->factor, &number) ||
		number < param->min || number > param->max) {
		say_range(param, expected, bytes);
		return false;
	}
	value->count = number;
	return true;
}

static bool parse_choice(const struct param *param, const char *text, union value *value,
	char *expected, size_t bytes)
{
	size_t used = (size_t)snprintf(expected, bytes, "expected one of");

	for (uint64_t i = 0; param->choices[i]; i++) {
		if (strcmp(text, param->choices[i]) == 0) {
			value->choice = i;
			return true;
		}
		if (used < bytes) {
			used += (size_t)snprintf(expected + used, bytes - used, "%s %s",
				i > 0 ? "," : "", param->choices[i]);
		}
	}
	return false;
}

static bool parse_real(const char *text, union value *value, char *expected, size_t bytes)
{
	char *end;

	/* strtod would also take signs, blanks, "nan" and hexadecimal */
	value->real = strtod(text, &end);
	if (end > text && strcmp(end, "%") == 0) {
		value->real /= 100;
		end++;
	}
	if (!isdigit((unsigned char)*text) || strpbrk(text, "xX") || *end ||
		!isfinite(value->real)) {
		snprintf(expected, bytes, "expected a number such as 0.25 or 25%%");
		return false;
	}
	return true;
}

static bool parse_text(const char *text, union value *value, char *expected, size_t bytes)
{
	bool good = *text != '\0' && !strpbrk(text, ",/" VALUE_UNSAFE);

	for (const char *c = text; *c; c++) {
		good = good && *c > ' ' && *c < 0x7f;
	}
	value->text = text;
	if (!good) {
		snprintf(expected, bytes, "expected printable ASCII without any of ,/%s",
			VALUE_UNSAFE);
	}
	return good;
}

bool value_parse(const struct param *param, const char *text, union value *value, char *expected,
	size_t expected_bytes)
{
	switch (param->kind) {
	case PARAM_COUNT:
	case PARAM_BYTES:
	case PARAM_NS:
		return parse_scaled(param, text, value, expected, expected_bytes);
	case PARAM_REAL:
		return parse_real(text, value, expected, expected_bytes);
	case PARAM_CHOICE:
		return parse_choice(param, text, value, expected, expected_bytes);
	case PARAM_TEXT:
		return parse_text(text, value, expected, expected_bytes);
	}
	return false;
}

static void format_count_short(uint64_t number, char *text, size_t bytes)
{
	unsigned zeros = 0;
	uint64_t mantissa = number;

	while (mantissa >= 10 && mantissa % 10 == 0) {
		mantissa /= 10;
		zeros++;
	}
	if (zeros >= 4) {
		snprintf(text, bytes, "%llue%u", (unsigned long long)mantissa, zeros);
	} else {
		snprintf(text, bytes, "%llu", (unsigned long long)number);
	}
}

/* In the largest binary or time unit that divides it. */
static void format_scaled(uint64_t number, const struct unit *units, char *text, size_t bytes)
{
	const struct unit *best = units;

	for (const struct unit *unit = units; unit->name; unit++) {
		bool decimal_bytes =
			units == byte_units && unit->factor % 1024 != 0 && unit->factor != 1;

		if (!decimal_bytes && unit->factor > best->factor && number > 0 &&
			number % unit->factor == 0) {
			best = unit;
		}
	}
	snprintf(text, bytes, "%llu%s", (unsigned long long)(number / best->factor), best->name);
}

static void format_real(double real, char *text, size_t bytes)
{
	char shortest[VALUE_TEXT_BYTES];
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(shortest, sizeof(shortest), "%.*g", digits, real);
		double back = strtod(shortest, NULL);
		if (!(back < real || back > real)) {
			break;
		}
	}
	snprintf(text, bytes, "%s", shortest);
}

void value_format(const struct param *param, const union value *value, char *text, size_t bytes)
{
	if (param->zero_word && param->kind == PARAM_COUNT && value->count == 0) {
		snprintf(text, bytes, "%s", param->zero_word);
		return;
	}
	switch (param->kind) {
	case PARAM_COUNT:
		format_count_short(value->count, text, bytes);
		return;
	case PARAM_BYTES:
	case PARAM_NS:
		format_scaled(value->count, units_of(param->kind), text, bytes);
		return;
	case PARAM_REAL:
		format_real(value->real, text, bytes);
		return;
	case PARAM_CHOICE:
		snprintf(text, bytes, "%s", param->choices[value->choice]);
		return;
	case PARAM_TEXT:
		snprintf(text, bytes, "%s", value->text);
		return;
	}
}
