/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of a sweep of task lengths: efficiency by length, a curve per strategy. */
#ifndef MANYHANDS_SHOW_FIGURE_GRANULARITY_H
#define MANYHANDS_SHOW_FIGURE_GRANULARITY_H

#include "show/figure.h"

/* Draws the sweep of JUDGEMENT. False: there is nothing to draw, and FIGURE is not touched. */
bool figure_init_granularity(struct figure *figure, const struct judgement *judgement);

#endif
