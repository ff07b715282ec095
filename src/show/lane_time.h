/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How busy workers are, stretch by stretch: what lanes in a terminal and in a chart look like where single
 * tasks have no room. A lane is a worker or, of very many, a group of them.
 */
#ifndef MANYHANDS_SHOW_LANE_TIME_H
#define MANYHANDS_SHOW_LANE_TIME_H

#include <stdbool.h>
#include <stddef.h>

#include "simulate.h"

/* A stretch of a lane: the time of its workers in it. */
struct lane_bin {
	double computes_ns, waits_ns;
	double apart_ns; /* with tasks that are drawn by themselves: no room for others */
};

/* What a stretch looks like, where nothing is drawn by itself. */
enum lane_look {
	LANE_IDLE,
	LANE_LITTLE, /* busy for less than half of the time */
	LANE_WAITS,
	LANE_COMPUTES, /* at least as long as it waits */
};

struct lane_time {
	size_t lanes, width; /* width: bins of a lane */
	size_t group;        /* workers in a lane */
	double bin_ns;
	struct lane_bin *bin; /* lanes * width; owned */
};

/* All idle. */
void lane_time_init(
	struct lane_time *time, size_t lanes, size_t group, size_t width, double bin_ns);
void lane_time_finish(struct lane_time *time);

/* Adds TASK, whose worker is in a lane, as far as the lane goes. */
void lane_time_add(struct lane_time *time, const struct simulated_task *task);

/* The same for a task that is drawn by itself. */
void lane_time_set_apart(struct lane_time *time, const struct simulated_task *task);

enum lane_look lane_time_look(const struct lane_time *time, size_t lane, size_t bin);

/* ---- what both draw by ---- */

/* The time at the right edge: a schedule that takes no time is drawn, too. */
double lane_scale_ns(double scale_ns);

/* The workers of RESULT up to the last one that takes a task, at least 1. Those that take one come first,
 * since a free worker of a low number goes before others. */
size_t lane_used_workers(const struct simulate_result *result);

/* "worker 3" where ONE is "worker " and LANE one of them, else "9-12" where TO is "-": the WORKERS of LANE,
 * GROUP in each. Returns what snprintf does. */
size_t lane_name(size_t lane, size_t group, size_t workers, const char *one, const char *to,
	char *name, size_t bytes);

#endif
