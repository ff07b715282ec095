/* SPDX-License-Identifier: MIT */
/* --describe: what the suite holds, as JSON lines for the driver. */
#ifndef MANYHANDS_TRIAL_DESCRIBE_H
#define MANYHANDS_TRIAL_DESCRIBE_H

#include <stdio.h>

#include "trial/job.h"
#include "trial/suite.h"

/* Writes one object for the build of this program. */
void describe_build(FILE *out);

/* Write one object each, parameters included. */
void describe_workload(FILE *out, const struct workload *workload);
void describe_strategy(FILE *out, const struct strategy *strategy);

/* Writes one object for JOB, which was set up for the specs WORKLOAD and STRATEGY. */
void describe_cell(FILE *out, const struct job *job, const char *workload, const char *strategy,
	uint64_t memory_bytes);

/* Writes TEXT as a JSON string, quotes included. */
void describe_string(FILE *out, const char *text);

#endif
