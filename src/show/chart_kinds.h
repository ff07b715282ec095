/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The charts there are: names, what each shows, and who makes it. */
#ifndef MANYHANDS_SHOW_CHART_KINDS_H
#define MANYHANDS_SHOW_CHART_KINDS_H

#include <stdbool.h>
#include <stddef.h>

#include "show/figure.h"

/* What a chart is of, and so how many of a kind a run has. */
enum chart_scope {
	CHART_OF_RUN,      /* one, named like its kind */
	CHART_OF_WORKLOAD, /* one per workload, NAME-WORKLOAD */
	CHART_OF_RUNS,     /* one of several runs */
	CHART_OF_SWEEP,    /* one of a sweep of task lengths, which has no others */
};

struct chart_kind {
	const char *name;    /* "speedup": of --chart, and how its files begin */
	const char *summary; /* a line for people */
	enum chart_scope scope;
	bool usual; /* drawn by every run; the others when asked for */
	figure_init *init;
};

/* The kinds, from what tells most on; NULL beyond the last. */
const struct chart_kind *chart_kind_at(size_t index);

/* The kind named NAME, or NULL. */
const struct chart_kind *chart_kind_find(const char *name);

/* How many charts of KIND the folder of RUN has. */
size_t chart_kind_count(const struct chart_kind *kind, const struct run *run);

/* The name of the files of KIND for WORKLOAD, without ending; the caller frees. */
char *chart_kind_file(const struct chart_kind *kind, const struct run *run, size_t workload);

#endif
