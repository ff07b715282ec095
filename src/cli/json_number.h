/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and intervals as JSON: null stands for what is not known. */
#ifndef MANYHANDS_CLI_JSON_NUMBER_H
#define MANYHANDS_CLI_JSON_NUMBER_H

#include <jansson.h>

#include "judge/stats.h"
#include "text.h"

/* New references. */
json_t *json_number(double value);

/* {"mid", "low", "high", "exact"}, each number times SCALE. */
json_t *json_interval(const struct interval *interval, double scale);

/* Adds OBJECT as indented text with a newline, and drops it. */
void json_add_text(json_t *object, struct text *text);

#endif
