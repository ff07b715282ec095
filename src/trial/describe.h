/* SPDX-License-Identifier: MIT */
/* --describe: what the suite holds, as JSON lines for the driver. */
#ifndef MANYHANDS_TRIAL_DESCRIBE_H
#define MANYHANDS_TRIAL_DESCRIBE_H

#include <stdio.h>

#include "trial/suite.h"

/* Writes one object for the build of this program. */
void describe_build(FILE *out);

/* Write one object each, parameters included. */
void describe_workload(FILE *out, const struct workload *workload);
void describe_strategy(FILE *out, const struct strategy *strategy);

/* Writes TEXT as a JSON string, quotes included. */
void describe_string(FILE *out, const char *text);

#endif
