/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The titles of charts: one message each, read off the numbers, or a neutral title. */
#ifndef MANYHANDS_SHOW_HEADLINE_H
#define MANYHANDS_SHOW_HEADLINE_H

#include "judge/compare.h"

/* "primes: threads stop helping at 2 workers" */
void headline_speedup(
	const struct judgement *judgement, size_t workload, char *title, size_t bytes);

/* "primes: 0.24 s in a loop, 0.12 s with 2 threads" */
void headline_time(const struct judgement *judgement, size_t workload, char *title, size_t bytes);

/* "primes: threads keep at least 80 % of the ideal up to 8" */
void headline_efficiency(
	const struct judgement *judgement, size_t workload, char *title, size_t bytes);

/* "1 of 5 workloads gains from more workers than CPUs" */
void headline_overview(const struct judgement *judgement, char *title, size_t bytes);

#endif
