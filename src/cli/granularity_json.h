/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep of task lengths as JSON. */
#ifndef MANYHANDS_CLI_GRANULARITY_JSON_H
#define MANYHANDS_CLI_GRANULARITY_JSON_H

#include <jansson.h>

#include "judge/compare.h"

/* A new reference: an object, null for a run that is no such sweep. */
json_t *granularity_json(const struct judgement *judgement);

#endif
