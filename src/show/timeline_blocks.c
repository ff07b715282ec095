/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A schedule as the rectangles of a chart: wide chunks as they are, narrow ones melted by pixels. */
#include "show/timeline_blocks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "show/lane_time.h"
#include "text.h"

enum {
	BIN_PIXELS = 2,  /* of a stretch in which chunks melt */
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

/* Adds what melted in LANE, neighbours that look alike as one. */
static void add_melted(struct blocks *blocks, const struct lane_time *time, size_t lane)
{
	static const enum block_state states[] = {
		[LANE_LITTLE] = BLOCK_LITTLE,
		[LANE_WAITS] = BLOCK_WAITS,
		[LANE_COMPUTES] = BLOCK_COMPUTES,
	};
	struct block block = {.lane = lane, .chunk = SIZE_MAX};

	for (size_t b = 0; b < time->width; b++) {
		enum lane_look look = lane_time_look(time, lane, b);
		bool seen = look != LANE_IDLE;

		if (!seen || states[look] != block.state || block.to_ns == 0) {
			add_block(blocks, &block);
			block.from_ns = (double)b * time->bin_ns;
		}
		block.to_ns = seen ? (double)(b + 1) * time->bin_ns : 0;
		block.state = seen ? states[look] : block.state;
	}
	add_block(blocks, &block);
}

/* Cuts off from MELTED what the chunk at SINGLE takes of it: bins only know about where it begins and ends. */
static void clip(struct block *melted, const struct block *single)
{
	if (melted->lane != single->lane || melted->to_ns <= single->from_ns ||
		melted->from_ns >= single->to_ns) {
		return;
	}
	if (melted->from_ns >= single->from_ns) {
		melted->from_ns = single->to_ns;
	} else if (melted->to_ns <= single->to_ns) {
		melted->to_ns = single->from_ns;
	}
}

/* Clips the first MELTED of BLOCKS by the others, and takes out those of which not a pixel is left. */
static void clip_melted(struct blocks *blocks, size_t melted, double pixel_ns)
{
	size_t kept = 0;

	for (size_t i = 0; i < blocks->count; i++) {
		struct block *block = &blocks->block[i];

		for (size_t k = melted; i < melted && k < blocks->count; k++) {
			clip(block, &blocks->block[k]);
		}
		if (i >= melted || block->to_ns - block->from_ns >= pixel_ns) {
			blocks->block[kept++] = *block;
		}
	}
	blocks->count = kept;
}

static bool is_drawn(const struct simulated_task *task, const struct blocks_scale *scale)
{
	return task->worker / scale->group < scale->lanes;
}

/* True if chunk INDEX has room to stand for itself; the one that is set apart needs no more than that. */
static bool is_wide(
	const struct simulated_task *task, size_t index, const struct blocks_scale *scale)
{
	double wide = WIDE_PIXELS * (index == scale->last ? 1 : (double)scale->coarse);

	return scale->group == 1 && (task->end_ns - task->begin_ns) / scale->pixel_ns >= wide;
}

void blocks_init(struct blocks *blocks, const struct simulate_result *result,
	const struct blocks_scale *scale)
{
	double bin_ns = BIN_PIXELS * (double)scale->coarse * scale->pixel_ns;
	double bins = fmax(1, ceil(result->makespan_ns / bin_ns));
	struct lane_time time;

	*blocks = (struct blocks){0};
	/* they end where the schedule does */
	bin_ns = result->makespan_ns > 0 ? result->makespan_ns / bins : bin_ns;
	lane_time_init(&time, scale->lanes, scale->group, (size_t)bins, bin_ns);
	for (size_t i = 0; i < result->task_count; i++) {
		const struct simulated_task *task = &result->task[i];

		if (!is_drawn(task, scale)) {
			continue;
		}
		if (is_wide(task, i, scale)) {
			lane_time_set_apart(&time, task);
		} else {
			lane_time_add(&time, task);
		}
	}
	for (size_t lane = 0; lane < scale->lanes; lane++) {
		add_melted(blocks, &time, lane);
	}
	lane_time_finish(&time);
	size_t melted = blocks->count;
	for (size_t i = 0; i < result->task_count; i++) {
		if (is_drawn(&result->task[i], scale) && is_wide(&result->task[i], i, scale)) {
			add_chunk(blocks, &result->task[i], i, scale);
		}
	}
	clip_melted(blocks, melted, scale->pixel_ns);
}

void blocks_finish(struct blocks *blocks)
{
	free(blocks->block);
	*blocks = (struct blocks){0};
}
