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
static const struct unit ns_units[] = {
	{"ns", 1}, {"us", 1000}, {"ms", 1000000}, {"s", 1000000000}, {"min", 60000000000}, {NULL, 0}};

static const struct unit *units_of(enum param_kind kind)
{
	return kind == PARAM_BYTES ? byte_units : kind == PARAM_NS ? ns_units : count_units;
}

/* Reads a whole number, "4000000" or "4e6" or "1.5e3", followed by one of UNITS. */
static bool parse_number(const char *text, const struct unit *units, uint64_t *number)
{
	char *end;

	if (!isdigit((unsigned char)*text) || (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))) {
		return false;
	}
	uint64_t whole = strtoull(text, &end, 10);
	bool plain = *end != '.' && *end != 'e' && *end != 'E';
	double value = plain ? (double)whole : strtod(text, &end);
	for (; units->name; units++) {
		if (strcmp(end, units->name) != 0) {
			continue;
		}
		value *= (double)units->factor;
		if (!(value < 18446744073709551615.0) || value != floor(value)) {
			return false;
		}
		*number = plain ? whole * units->factor : (uint64_t)value;
		return true;
	}
	return false;
}

static void say_range(const struct param *param, char *expected, size_t bytes)
{
	char low[VALUE_TEXT_BYTES], high[VALUE_TEXT_BYTES];
	union value bound = {.count = param->min};
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
	uint64_t number;

	if (param->zero_word && strcmp(text, param->zero_word) == 0) {
		value->count = 0;
		return true;
	}
	if (!parse_number(text, units_of(param->kind), &number) || number < param->min ||
		number > param->max) {
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
			used += (size_t)snprintf(expected + used, bytes - used, "%s %s", i > 0 ? "," : "",
				param->choices[i]);
		}
	}
	return false;
}

static bool parse_real(const char *text, union value *value, char *expected, size_t bytes)
{
	char *end;

	value->real = strtod(text, &end);
	if (!isdigit((unsigned char)*text) || *end || !isfinite(value->real)) {
		snprintf(expected, bytes, "expected a number such as 0.25");
		return false;
	}
	return true;
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
		value->text = text;
		snprintf(expected, expected_bytes, "expected a text without , and /");
		return *text != '\0' && !strpbrk(text, ",/");
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
		bool decimal_bytes = units == byte_units && unit->factor % 1024 != 0 && unit->factor != 1;

		if (!decimal_bytes && unit->factor > best->factor && number > 0 &&
			number % unit->factor == 0) {
			best = unit;
		}
	}
	snprintf(text, bytes, "%llu%s", (unsigned long long)(number / best->factor), best->name);
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
		snprintf(text, bytes, "%.15g", value->real);
		return;
	case PARAM_CHOICE:
		snprintf(text, bytes, "%s", param->choices[value->choice]);
		return;
	case PARAM_TEXT:
		snprintf(text, bytes, "%s", value->text);
		return;
	}
}
