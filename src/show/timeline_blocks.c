/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A schedule as the rectangles of a chart: wide chunks as they are, narrow ones melted by pixels. */
#include "show/timeline_blocks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "text.h"

enum {
	BINS_MAX = 4000, /* over all lanes: what a picture still opens quickly with */
	BIN_PIXELS = 2,  /* at least */
	WIDE_PIXELS = 4, /* of a chunk that stands for itself; less would be all border */
	DIGIT_PIXELS = 8,
	BORDER_PIXELS = 8, /* beside a number */
};

const char *block_state_name(enum block_state state)
{
	static const char *const names[] = {
		[BLOCK_COMPUTES] = "computes",
		[BLOCK_WAITS] = "waits",
		[BLOCK_LITTLE] = "little",
		[BLOCK_LAST] = "computes last",
		[BLOCK_LAST_WAITS] = "waits last",
	};

	return names[state];
}

/* A stretch of a lane in which chunks melt. */
struct bin {
	double computes_ns, waits_ns;
};

struct melt {
	struct bin *bin; /* lanes * width; owned */
	size_t width;
	double bin_ns;
};

static void add_block(struct blocks *blocks, const struct block *block)
{
	if (block->to_ns <= block->from_ns) {
		return;
	}
	if (blocks->count == blocks->room) {
		blocks->room = blocks->room > 0 ? 2 * blocks->room : 64;
		blocks->block = xrealloc(blocks->block, blocks->room, sizeof(*blocks->block));
	}
	blocks->block[blocks->count++] = *block;
}

/* ---- chunks that stand for themselves ---- */

static bool has_room(const struct block *block, const struct blocks_scale *scale)
{
	int digits = snprintf(NULL, 0, "%zu", block->chunk + 1);

	return (block->to_ns - block->from_ns) / scale->pixel_ns >=
	       DIGIT_PIXELS * digits + BORDER_PIXELS;
}

/* The part that computes, then the one that waits; the wider one has the number. */
static void add_chunk(struct blocks *blocks, const struct simulated_task *task, size_t chunk,
	const struct blocks_scale *scale)
{
	bool last = chunk == scale->last;
	struct block computes = {
		.lane = task->worker / scale->group,
		.state = last ? BLOCK_LAST : BLOCK_COMPUTES,
		.from_ns = task->begin_ns,
		.to_ns = task->computed_ns,
		.chunk = chunk,
	};
	struct block waits = computes;

	/* a sliver would be nothing but its border */
	if (task->end_ns - task->computed_ns < scale->pixel_ns) {
		computes.to_ns = task->end_ns;
	} else if (task->computed_ns - task->begin_ns < scale->pixel_ns) {
		computes.to_ns = task->begin_ns;
	}
	waits.state = last ? BLOCK_LAST_WAITS : BLOCK_WAITS;
	waits.from_ns = computes.to_ns;
	waits.to_ns = task->end_ns;
	bool longer = computes.to_ns - computes.from_ns >= waits.to_ns - waits.from_ns;
	computes.has_number = longer && has_room(&computes, scale);
	waits.has_number = !longer && has_room(&waits, scale);
	add_block(blocks, &computes);
	add_block(blocks, &waits);
}

/* ---- chunks that melt ---- */

static void melt_init(
	struct melt *melt, const struct simulate_result *result, const struct blocks_scale *scale)
{
	double pixels = fmax(BIN_PIXELS, ceil(900.0 * (double)scale->lanes / BINS_MAX));
	double end_ns = result->makespan_ns;

	melt->bin_ns = pixels * scale->pixel_ns;
	melt->width = (size_t)(end_ns / melt->bin_ns) + 1;
	melt->bin = xcalloc(melt->width * scale->lanes, sizeof(*melt->bin));
}

static void melt_time(
	const struct melt *melt, struct bin *lane, double from_ns, double to_ns, bool waits)
{
	for (size_t b = (size_t)(from_ns / melt->bin_ns);
		b < melt->width && (double)b * melt->bin_ns < to_ns; b++) {
		double left = fmax(from_ns, (double)b * melt->bin_ns);
		double right = fmin(to_ns, (double)(b + 1) * melt->bin_ns);

		*(waits ? &lane[b].waits_ns : &lane[b].computes_ns) += fmax(0, right - left);
	}
}

/* False: nothing to see. */
static bool bin_state(const struct melt *melt, const struct bin *bin,
	const struct blocks_scale *scale, enum block_state *state)
{
	double busy_ns = bin->computes_ns + bin->waits_ns;
	double busy = busy_ns / melt->bin_ns / (double)scale->group;

	*state = busy < 0.5                          ? BLOCK_LITTLE
		 : bin->computes_ns >= bin->waits_ns ? BLOCK_COMPUTES
						     : BLOCK_WAITS;
	return busy > 0.02;
}

/* Adds what melted in LANE, neighbours that look alike as one. */
static void add_melted(struct blocks *blocks, const struct melt *melt, size_t lane,
	const struct blocks_scale *scale)
{
	const struct bin *bin = melt->bin + lane * melt->width;
	struct block block = {.lane = lane, .chunk = SIZE_MAX};

	for (size_t b = 0; b < melt->width; b++) {
		enum block_state state;
		bool seen = bin_state(melt, &bin[b], scale, &state);

		if (!seen || state != block.state || block.to_ns == 0) {
			add_block(blocks, &block);
			block.from_ns = (double)b * melt->bin_ns;
		}
		block.to_ns = seen ? (double)(b + 1) * melt->bin_ns : 0;
		block.state = state;
	}
	add_block(blocks, &block);
}

void blocks_init(struct blocks *blocks, const struct simulate_result *result,
	const struct blocks_scale *scale)
{
	struct melt melt;

	*blocks = (struct blocks){0};
	melt_init(&melt, result, scale);
	for (size_t i = 0; i < result->task_count; i++) {
		const struct simulated_task *task = &result->task[i];
		size_t lane = task->worker / scale->group;
		double pixels = (task->end_ns - task->begin_ns) / scale->pixel_ns;

		if (lane >= scale->lanes) {
			continue;
		}
		if (scale->group == 1 && pixels >= WIDE_PIXELS) {
			add_chunk(blocks, task, i, scale);
			continue;
		}
		struct bin *to = melt.bin + lane * melt.width;
		melt_time(&melt, to, task->begin_ns, task->computed_ns, false);
		melt_time(&melt, to, task->computed_ns, task->end_ns, true);
	}
	for (size_t lane = 0; lane < scale->lanes; lane++) {
		add_melted(blocks, &melt, lane, scale);
	}
	free(melt.bin);
}

void blocks_finish(struct blocks *blocks)
{
	free(blocks->block);
	*blocks = (struct blocks){0};
}
