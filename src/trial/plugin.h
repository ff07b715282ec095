/* SPDX-License-Identifier: MIT */
/* Workloads from shared objects: one file that exports the symbol manyhands_workload_1. */
#ifndef MANYHANDS_TRIAL_PLUGIN_H
#define MANYHANDS_TRIAL_PLUGIN_H

#include "trial/workload.h"

/* The ABI number stands in the symbol's name, so a plugin of another ABI is simply not found. */
#define PLUGIN_SYMBOL "manyhands_workload_1"

/*
 * Opens FILE, which must contain a '/', and copies its workload into WORKLOAD: members that an
 * older plugin does not have are zero. The object stays open. False: one line in ERROR.
 */
bool plugin_load(const char *file, struct workload *workload, char *error, size_t error_bytes);

#endif
