/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bounds each workload and the law by which it scales, as JSON. */
#ifndef MANYHANDS_CLI_LAW_JSON_H
#define MANYHANDS_CLI_LAW_JSON_H

#include <jansson.h>

#include "judge/compare.h"

/* A new reference: of every workload its class and its law. */
json_t *scaling_json(const struct judgement *judgement);

#endif
