/* SPDX-License-Identifier: MIT */
/* The two lists that bench/suite.c holds; the trial reads them, nobody else. */
#ifndef MANYHANDS_TRIAL_SUITE_H
#define MANYHANDS_TRIAL_SUITE_H

#include "trial/strategy.h"
#include "trial/workload.h"

/* Both end with NULL. */
extern const struct workload *const suite_workloads[];
extern const struct strategy *const suite_strategies[];

#endif
