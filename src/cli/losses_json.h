/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the speedup went, as JSON. */
#ifndef MANYHANDS_CLI_LOSSES_JSON_H
#define MANYHANDS_CLI_LOSSES_JSON_H

#include <jansson.h>

#include "judge/losses.h"

/* A new reference: null where nothing is known. */
json_t *losses_json(const struct loss_account *account);

#endif
