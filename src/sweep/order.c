/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of a round: a function of the seed and the round alone. */
#include "sweep/order.h"

#include <math.h>
#include <stdlib.h>

#include "text.h"

/* splitmix64 (Steele, Lea, Flood 2014): here so that the order never changes with a library. */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

uint64_t order_random(uint64_t seed, uint64_t seq)
{
	uint64_t state = seed ^ (UINT64_C(0xd1342543de82ef95) * (seq + 1));

	return next_random(&state);
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

/* What a block is made of. */
struct block {
	size_t *cell; /* those that run once; the baseline among them stands for its copy; owned */
	size_t count;
	size_t baseline;
	size_t baseline_count; /* how often it runs: about sqrt of the cells, at least once */
};

/* The block of WORKLOAD, in the order of the plan. */
static void block_init(struct block *block, const struct plan *plan, size_t workload)
{
	bool probe = false;

	*block = (struct block){.cell = xcalloc(plan->cell_count + 1, sizeof(*block->cell))};
	for (size_t i = 0; i < plan->cell_count; i++) {
		if (plan->cells[i].workload != workload) {
			continue;
		}
		if (plan->cells[i].baseline) {
			block->baseline = i;
			probe = plan->cells[i].probe;
		} else {
			block->cell[block->count++] = i;
		}
	}
	block->baseline_count = probe ? 1 : (size_t)lround(sqrt((double)block->count));
	if (block->baseline_count == 0) {
		block->baseline_count = 1;
	}
	if (!probe) {
		block->cell[block->count++] = block->baseline;
	}
}

size_t order_samples(const struct plan *plan)
{
	size_t samples = 0;

	for (size_t w = 0; w < plan->workloads.count; w++) {
		struct block block;

		block_init(&block, plan, w);
		samples += block.count + block.baseline_count;
		free(block.cell);
	}
	return samples;
}

/* Shuffled cells, each baseline in the middle of those that it is the partner of. Returns how many
 * places were written. */
static size_t write_block(
	const struct plan *plan, size_t workload, uint64_t *state, struct place *order)
{
	struct block block;
	size_t written = 0, placed = 0;

	block_init(&block, plan, workload);
	shuffle(block.cell, block.count, state);
	for (size_t i = 0; i <= block.count; i++) {
		while (placed < block.baseline_count &&
			(2 * placed + 1) * block.count <= 2 * block.baseline_count * i) {
			order[written++] = (struct place){block.baseline, false};
			placed++;
		}
		if (i < block.count) {
			size_t cell = block.cell[i];

			order[written++] = (struct place){cell, cell == block.baseline};
		}
	}
	free(block.cell);
	return written;
}

void order_round(const struct plan *plan, uint32_t round, struct place *order)
{
	uint64_t state = plan->seed ^ (UINT64_C(0x6d616e7968616e64) * (round / 2 + 1));
	size_t *workloads = xcalloc(plan->workloads.count, sizeof(*workloads));
	size_t written = 0;

	for (size_t w = 0; w < plan->workloads.count; w++) {
		workloads[w] = w;
	}
	shuffle(workloads, plan->workloads.count, &state);
	for (size_t w = 0; w < plan->workloads.count; w++) {
		written += write_block(plan, workloads[w], &state, order + written);
	}
	for (size_t i = 0; round % 2 == 1 && i < written / 2; i++) {
		struct place swapped = order[i];

		order[i] = order[written - 1 - i];
		order[written - 1 - i] = swapped;
	}
	free(workloads);
}

size_t order_check(const struct plan *plan, struct place *order)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->cell_count; i++) {
		bool last = i + 1 == plan->cell_count ||
			    plan->cells[i + 1].workload != plan->cells[i].workload ||
			    plan->cells[i + 1].strategy != plan->cells[i].strategy;

		if (last) {
			order[count++] = (struct place){i, false};
		}
	}
	return count;
}

size_t order_traced(const struct plan *plan, struct place *order)
{
	for (size_t i = 0; i < plan->asked_cells; i++) {
		order[i] = (struct place){i, false};
	}
	return plan->asked_cells;
}

uint64_t order_traced_seq(const struct plan *plan)
{
	return (uint64_t)(SAMPLES_ASKED_ROUNDS_MAX + 1) * order_samples(plan);
}
