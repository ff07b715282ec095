/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axes of charts: ranges, tics and where labels go. Pure arithmetic, drawn by gnuplot. */
#ifndef MANYHANDS_SHOW_AXIS_H
#define MANYHANDS_SHOW_AXIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum axis_unit {
	AXIS_SECONDS, /* values are seconds */
	AXIS_TIMES,   /* values are ratios, "2x" with the multiplication sign */
	AXIS_SHARE,   /* values are shares, "50 %" */
};

enum { AXIS_TICS_MAX = 16, AXIS_TEXT_BYTES = 24 };

struct axis {
	bool log;
	double bottom; /* of the graph: below `low` by the strip */
	double low, high;
	size_t tic_count;
	double tic[AXIS_TICS_MAX];
	char tic_text[AXIS_TICS_MAX][AXIS_TEXT_BYTES];
};

/*
 * Fits an axis to values from LOW to HIGH, logarithmic where a linear one that starts at 0 would
 * squash the small ones. STRIP is the share of the graph, 0 to below 1, left free below the
 * values. NaN stands for "no values".
 */
void axis_init(struct axis *axis, enum axis_unit unit, double low, double high, double strip);

/* Fits a linear axis from 0 to HIGH. */
void axis_init_linear(struct axis *axis, enum axis_unit unit, double high);

/* Fits a logarithmic axis to ratios from LOW to HIGH and 1, which the tics are about. */
void axis_init_ratio(struct axis *axis, double low, double high);

/* Where VALUE lies in the graph: 0 at its bottom, 1 at its top; cut off there. */
double axis_place(const struct axis *axis, double value);

/* The logarithmic x axis over worker counts. */
struct workers_axis {
	double low, high;
	uint32_t first, last; /* the least and the greatest count */
	double pixels_per_octave;
	double gap_octaves; /* the least distance of two measured counts; 1 for a single one */
	size_t tic_count;
	uint32_t tic[AXIS_TICS_MAX];
};

/* Sorts COUNT numbers of workers and takes doubles out; returns how many are left. */
size_t workers_sort(uint32_t *workers, size_t count);

/*
 * Fits the axis to COUNT rising worker counts (at least one) over PIXELS of width. Not every
 * count gets a tic: the ends first, then USABLE, powers of two, then what still finds room.
 */
void workers_axis_init(struct workers_axis *axis, const uint32_t *workers, size_t count,
	uint32_t usable, double pixels);

/*
 * Moves COUNT rising PLACES as little as possible (least squares) so that neighbours are at least
 * GAP apart and all lie in LOW .. HIGH, as far as there is room.
 */
void push_apart(double *places, size_t count, double gap, double low, double high);

#endif
