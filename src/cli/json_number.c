/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and intervals as JSON. */
#include "cli/json_number.h"

#include <math.h>
#include <stdlib.h>

json_t *json_number(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

json_t *json_interval(const struct interval *interval, double scale)
{
	return json_pack("{s:o, s:o, s:o, s:b}", "mid", json_number(interval->mid * scale), "low",
		json_number(interval->low * scale), "high", json_number(interval->high * scale),
		"exact", interval->exact);
}

void json_add_text(json_t *object, struct text *text)
{
	char *dumped = json_dumps(object, JSON_INDENT(1) | JSON_REAL_PRECISION(10));

	text_add(text, "%s\n", dumped ? dumped : "null");
	free(dumped);
	json_decref(object);
}
