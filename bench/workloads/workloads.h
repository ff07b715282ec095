/* SPDX-License-Identifier: MIT */
/* The workloads of this folder, for bench/suite.c; each is one file, NAME.c. */
#ifndef MANYHANDS_WORKLOADS_H
#define MANYHANDS_WORKLOADS_H

#include "trial/workload.h"

extern const struct workload workload_nothing;
extern const struct workload workload_spin;
extern const struct workload workload_sleep;
extern const struct workload workload_mixed;
extern const struct workload workload_coupled;
extern const struct workload workload_primes;
extern const struct workload workload_perfect;
extern const struct workload workload_squares;
extern const struct workload workload_pages;
extern const struct workload workload_command;

#endif
