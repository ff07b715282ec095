/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to draw of one workload: values by strategy and workers, and what is missing. */
#ifndef MANYHANDS_SHOW_PANEL_H
#define MANYHANDS_SHOW_PANEL_H

#include "judge/compare.h"
#include "show/band.h"
#include "show/label.h"
#include "show/law_curve.h"

enum { PANEL_STYLES = 12 };

enum panel_kind {
	PANEL_TIME,       /* seconds */
	PANEL_SPEEDUP,    /* against the loop */
	PANEL_EFFICIENCY, /* the share of what the workers, or the CPUs, could do */
};

/* One strategy. */
struct series {
	size_t strategy; /* index of the run */
	size_t number;   /* from 1 among those compared: the same in all charts of a run */
	size_t style;    /* from 1: its colour and shape, one of PANEL_STYLES */
	char label[LABEL_BYTES];
	const struct cell_result **cell; /* by rising workers, at least one; owned */
	size_t cell_count;
	const struct cell_result *last; /* the last that has a value; NULL: none has */
	size_t lane;                    /* from 1 where a cell lacks samples, else 0 */
};

struct panel {
	const struct judgement *judgement; /* borrowed */
	enum panel_kind kind;
	size_t workload;
	const struct cell_result *loop; /* may be NULL or without samples */
	struct series *series;          /* those with values first */
	size_t count, drawn_count;
	bool loop_fails;   /* the loop has a lane, the first */
	size_t lane_count; /* what the strategies without lanes and the loop leave */
	uint32_t *workers; /* all rising counts of the cells, at least one; owned */
	size_t workers_count;
	struct band band;     /* empty without panel_add_band */
	struct law_curve law; /* empty without panel_add_law */
	uint32_t last;        /* where the lines end: the last measured count, or that of the law */
	double low, high;     /* of all that is drawn; NaN: nothing */
};

void panel_init(struct panel *panel, const struct judgement *judgement, enum panel_kind kind,
	size_t workload);

/* Gives a panel of speedups the band of CAPACITY, that of the run, unless the work only waits. */
void panel_add_band(struct panel *panel);

/* Gives a panel of speedups the law that its workload follows, if there is one. */
void panel_add_law(struct panel *panel);

void panel_finish(struct panel *panel);

/* Orders pointers to struct cell_result by rising workers, for qsort. */
int panel_by_workers(const void *a, const void *b);

/* All worker counts of COUNT panels (at least one), rising; the caller frees. */
uint32_t *panels_workers(const struct panel *panels, size_t count, size_t *workers_count);

/* The value of RESULT in the unit of KIND; NaN mid without one. */
struct interval panel_value(enum panel_kind kind, const struct cell_result *result);

/* "time", "speedup", "efficiency": what figures of KIND are called; and the column of its values. */
const char *panel_name(enum panel_kind kind);
const char *panel_column(enum panel_kind kind);

/* True if SERIES has a point that is drawn hollow since many of its samples are flagged; adds to SUM
 * what the samples of those points carry. */
bool panel_sum_hollow(
	const struct panel *panel, const struct series *series, struct cell_flags *sum);

/* The ideal at WORKERS in the unit of the panel; NaN where there is none. */
double panel_ideal(const struct panel *panel, double workers);

/* What RESULT lacks: "CRASHED", "1 TIMED OUT", "not measured", "no loop" to compare with; false
 * if nothing. */
bool panel_lack(enum panel_kind kind, const struct cell_result *result, char *text, size_t bytes);

/* What the cells of SERIES lack: "CRASHED, 1 TIMED OUT"; SERIES NULL is the loop. */
void panel_lacks(const struct panel *panel, const struct series *series, char *text, size_t bytes);

#endif
