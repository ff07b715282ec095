/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the speedup went, as lines for the terminal and tables for the report. */
#ifndef MANYHANDS_SHOW_LOSSES_H
#define MANYHANDS_SHOW_LOSSES_H

#include "judge/losses.h"
#include "text.h"

/* As many decimals as show a hundredth of the ideal. */
int losses_decimals(const struct loss_account *account);

/* Adds "8.0× ideal → 5.1×: start 0.3, slower cores 1.6, uneven tasks 0.7": the parts above
 * LOSS_SMALL of the ideal, gains only where the interval is below 0. ACCOUNT has pairs. */
void losses_add_line(const struct loss_account *account, struct text *text);

/* Adds "thread-pool at 8: " and the line of its most telling worker count; nothing if none is known. */
void losses_add_strategy(
	const struct losses *losses, size_t workload, size_t strategy, struct text *text);

/* Adds Markdown tables of all cells of WORKLOAD; nothing if nothing is known of any. Before
 * the first of a run it says what the words mean. */
void losses_markdown(const struct losses *losses, size_t workload, struct text *text);

#endif
