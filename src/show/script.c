/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Assignments for gnuplot scripts. */
#include "show/script.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Adds VALUE in single quotes; every character in ESCAPED gets a backslash. */
static void add_quoted(struct text *script, const char *value, const char *escaped)
{
	size_t bytes = strlen(value) + 5; /* room for text_clean's last step */
	char *safe = xcalloc(bytes, 1);

	text_clean(value, safe, bytes);
	text_add(script, "'");
	for (const char *at = safe; *at; at++) {
		if (*at == '\'') {
			text_add(script, "''");
		} else {
			text_add(script, "%s%c", strchr(escaped, *at) ? "\\" : "", *at);
		}
	}
	text_add(script, "'");
	free(safe);
}

static void add_number(struct text *script, double value)
{
	if (isfinite(value)) {
		text_add(script, "%.9g", value);
	} else {
		text_add(script, "NaN");
	}
}

void script_text(struct text *script, const char *name, const char *value)
{
	text_add(script, "%s = ", name);
	add_quoted(script, value, "");
	text_add(script, "\n");
}

void script_enhanced(struct text *script, const char *name, const char *value)
{
	text_add(script, "%s = ", name);
	add_quoted(script, value, "\\{}^_@&~");
	text_add(script, "\n");
}

void script_number(struct text *script, const char *name, double value)
{
	text_add(script, "%s = ", name);
	add_number(script, value);
	text_add(script, "\n");
}

void script_texts(struct text *script, const char *name, char *const *values, size_t count)
{
	text_add(script, "array %s[%zu] = [", name, count > 0 ? count : 1);
	for (size_t i = 0; i < count; i++) {
		text_add(script, "%s", i > 0 ? ", " : "");
		add_quoted(script, values[i], "");
	}
	text_add(script, count > 0 ? "]\n" : "'']\n");
}

void script_numbers(struct text *script, const char *name, const double *values, size_t count)
{
	text_add(script, "array %s[%zu] = [", name, count > 0 ? count : 1);
	for (size_t i = 0; i < count; i++) {
		text_add(script, "%s", i > 0 ? ", " : "");
		add_number(script, values[i]);
	}
	text_add(script, count > 0 ? "]\n" : "0]\n");
}
