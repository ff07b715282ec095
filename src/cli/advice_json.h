/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to use for each workload, as JSON. */
#ifndef MANYHANDS_CLI_ADVICE_JSON_H
#define MANYHANDS_CLI_ADVICE_JSON_H

#include <jansson.h>

#include "judge/losses.h"

/* A list with an object per workload, those of results/README.md. */
json_t *advice_json(const struct losses *losses);

#endif
