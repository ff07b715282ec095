/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of a round: a function of the seed and the round alone. */
#include <math.h>
#include <stdlib.h>

#include "sweep/plan.h"
#include "text.h"

/* splitmix64 (Steele, Lea, Flood 2014): here so that the order never changes with a library. */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static void shuffle(size_t *item, size_t count, uint64_t *state)
{
	for (size_t i = count; i > 1; i--) {
		size_t other = (size_t)(next_random(state) % i);
		size_t swapped = item[i - 1];

		item[i - 1] = item[other];
		item[other] = swapped;
	}
}

/* The baselines among CELL_COUNT other cells of a workload: about sqrt, at least one. */
static size_t baseline_count(size_t cell_count)
{
	size_t count = (size_t)lround(sqrt((double)cell_count));

	return count > 0 ? count : 1;
}

/* The cells of WORKLOAD other than the baseline, into CELLS; *BASELINE is its baseline. */
static size_t workload_cells(
	const struct plan *plan, size_t workload, size_t *cells, size_t *baseline)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->cell_count; i++) {
		if (plan->cells[i].workload != workload) {
			continue;
		}
		if (plan->cells[i].baseline) {
			*baseline = i;
		} else {
			cells[count++] = i;
		}
	}
	return count;
}

size_t plan_samples_per_round(const struct plan *plan)
{
	size_t *cells = xcalloc(plan->cell_count, sizeof(*cells));
	size_t samples = 0, baseline = 0;

	for (size_t w = 0; w < plan->workloads.count; w++) {
		size_t count = workload_cells(plan, w, cells, &baseline);

		samples += count + baseline_count(count);
	}
	free(cells);
	return samples;
}

/* One block: shuffled cells, each baseline in the middle of the cells it is the partner of. */
static size_t write_block(
	const struct plan *plan, size_t workload, uint64_t *state, size_t *cells, size_t *order)
{
	size_t baseline = 0, written = 0, placed = 0;
	size_t count = workload_cells(plan, workload, cells, &baseline);
	size_t baselines = baseline_count(count);

	shuffle(cells, count, state);
	for (size_t i = 0; i <= count; i++) {
		while (placed < baselines && (2 * placed + 1) * count <= 2 * baselines * i) {
			order[written++] = baseline;
			placed++;
		}
		if (i < count) {
			order[written++] = cells[i];
		}
	}
	return written;
}

void plan_round_order(const struct plan *plan, uint32_t round, size_t *order)
{
	uint64_t state = plan->seed ^ (UINT64_C(0x6d616e7968616e64) * (round / 2 + 1));
	size_t *workloads = xcalloc(plan->workloads.count, sizeof(*workloads));
	size_t *cells = xcalloc(plan->cell_count, sizeof(*cells));
	size_t written = 0;

	for (size_t w = 0; w < plan->workloads.count; w++) {
		workloads[w] = w;
	}
	shuffle(workloads, plan->workloads.count, &state);
	for (size_t w = 0; w < plan->workloads.count; w++) {
		written += write_block(plan, workloads[w], &state, cells, order + written);
	}
	for (size_t i = 0; round % 2 == 1 && i < written / 2; i++) {
		size_t swapped = order[i];

		order[i] = order[written - 1 - i];
		order[written - 1 - i] = swapped;
	}
	free(workloads);
	free(cells);
}

size_t plan_check_order(const struct plan *plan, size_t *order)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->cell_count; i++) {
		bool last = i + 1 == plan->cell_count ||
			    plan->cells[i + 1].workload != plan->cells[i].workload ||
			    plan->cells[i + 1].strategy != plan->cells[i].strategy;

		if (last) {
			order[count++] = i;
		}
	}
	return count;
}
