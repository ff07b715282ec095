/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparisons as JSON: two runs, or the cells of one with one. */
#ifndef MANYHANDS_CLI_COMPARED_JSON_H
#define MANYHANDS_CLI_COMPARED_JSON_H

#include <jansson.h>

#include "judge/against.h"
#include "show/compared.h"

/* New references. */
json_t *compared_json(const struct compared *compared);
json_t *against_json(const struct against *against);

#endif
