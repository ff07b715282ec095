/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of several runs while it is made. */
#ifndef MANYHANDS_SHOW_BESIDE_PAGE_H
#define MANYHANDS_SHOW_BESIDE_PAGE_H

#include "show/multiples.h"

enum {
	BESIDE_COLORS = FIGURE_RUNS_MAX, /* runs differ by colour, */
	BESIDE_SHAPES = 2,               /* their strategies by dashes and shapes */
};

/* A workload that several runs have: WORKLOAD of run FIRST, which is the first that has it. */
struct beside_shared {
	size_t first, workload;
	bool same_work; /* with the same parameters in all that have it */
	bool stands;    /* no run that has it withdraws its verdicts on it */
};

struct beside_page {
	const struct beside *beside;
	struct multiples multiples;
	struct beside_shared *shared; /* owned */
	size_t count;
	const char *spec[BESIDE_SHAPES];   /* strategies that are shown; borrowed */
	size_t spec_count, strategy_count; /* of as many that are shared */
	uint32_t *workers;                 /* rising; owned */
	size_t workers_count;
	double low, high;
	struct cell_flags sum;    /* of hollow points */
	size_t exact, range_only; /* points with and without an interval */
};

const struct run *beside_page_run(const struct beside_page *page, size_t run);

/* The index of strategy SPEC in RUN, or run.strategy_count. */
size_t beside_page_strategy(const struct run *run, const char *spec);

/* The number of the series of run RUN under strategy SHAPE. */
size_t beside_page_series(size_t run, size_t shape);

/* What is in the legend, a line per run and strategy. */
void beside_page_legend(struct beside_page *page);

/* What the numbers carry about two runs that did the same work, or a neutral title. */
void beside_page_title(const struct beside_page *page, char *title, size_t bytes);

/* What is drawn, of which strategies, and how sure it is. */
void beside_page_subtitle(const struct beside_page *page, struct figure *figure);

#endif
