/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of several machines over one another: per workload that they share, speedups and times. */
#ifndef MANYHANDS_SHOW_BESIDE_H
#define MANYHANDS_SHOW_BESIDE_H

#include <stddef.h>

#include "judge/compare.h"
#include "show/table.h"
#include "text.h"

/* Judged runs and what people call them. Borrowed. */
struct beside {
	const struct judgement *judgement;
	const char *const *name;
	size_t count;
};

/* The workload of run RUN that run FIRST has as WORKLOAD, or -1: the one with the same parameters, or with
 * the same name if both have just one of that name. */
long beside_workload(const struct beside *beside, size_t run, size_t first, size_t workload);

/* "A", "B", ..., "27": what run INDEX is called. */
void beside_letter(size_t index, char text[8]);

/*
 * Adds what the runs are and, for every workload that at least two of them have, a row per run and
 * strategy. Runs share a workload if it has the same parameters, or if both have just one of that
 * name. Times are given only where all measured the same work, sizes included.
 */
void beside_table(const struct beside *beside, const struct table_style *style, struct text *text);
void beside_markdown(const struct beside *beside, struct text *text);

#endif
