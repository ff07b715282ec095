/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of where the speedup of one workload went: a stacked bar per worker count. */
#ifndef MANYHANDS_SHOW_FIGURE_LOSSES_H
#define MANYHANDS_SHOW_FIGURE_LOSSES_H

#include <stdbool.h>

#include "judge/losses.h"
#include "show/figure.h"

/* Of the strategy that losses_main_strategy names. False: nothing is known, there is no figure. */
bool figure_init_losses(struct figure *figure, const struct losses *losses, size_t workload);

#endif
