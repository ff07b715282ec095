/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many at once: the number of workers that is recommended. */
#ifndef MANYHANDS_JUDGE_AT_ONCE_H
#define MANYHANDS_JUDGE_AT_ONCE_H

#include "judge/compare.h"

/* True if WORKLOAD is the command of the user's own that the run has: who asks how many at once wants no word
 * about threads. */
bool at_once_is_asked(const struct judgement *judgement, size_t workload);

/* True if REASON, why a sample of such a command failed, is how an item ended: --allow-failures lets that pass. */
bool at_once_item_failed(const char *reason);

/* The workers of the chosen cell of WORKLOAD (judge/advice.h), 1 where it is the loop; 0 where nothing can
 * be told, or where the loop or all that it is compared with failed. */
uint32_t at_once(const struct judgement *judgement, size_t workload);

/* What one item of a command cost in the loop, each the median over the rounds of the middle item's;
 * NaN unknown. */
struct item_costs {
	double wall_ns, cpu_ns, peak_kib, printed_bytes;
	double slowest_wall_ns; /* likewise of the slowest item */
	uint64_t
		failed_most; /* of the items of one sample, exit status not 0 or by a signal; any cell */
};
void item_costs(const struct judgement *judgement, size_t workload, struct item_costs *costs);

#endif
