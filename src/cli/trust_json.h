/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts, noise and capacity as JSON. */
#ifndef MANYHANDS_CLI_TRUST_JSON_H
#define MANYHANDS_CLI_TRUST_JSON_H

#include <jansson.h>

#include "judge/compare.h"

/* New references. Of every workload the noise floor and its verdicts on the questions that are asked. */
json_t *verdicts_json(const struct judgement *judgement);

/* How many samples were judged and flagged, and by what. */
json_t *flags_json(const struct flags *flags);

/* How many of the samples of one cell carry which sign; those that none does are left out. */
json_t *cell_flags_json(const struct cell_flags *flags);

/* What the probes say of the machine; an empty list without probes. */
json_t *capacity_json(const struct capacity *capacity);

#endif
