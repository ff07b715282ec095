/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A schedule as the rectangles of a chart: wide chunks as they are, narrow ones melted by pixels. */
#ifndef MANYHANDS_SHOW_TIMELINE_BLOCKS_H
#define MANYHANDS_SHOW_TIMELINE_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>

#include "simulate.h"

enum {
	BLOCKS_LANES_MAX = 64,
	BLOCKS_MAX = 800, /* of a picture: what it can tell the values of (page_tips.c) */
};

enum block_state {
	BLOCK_COMPUTES,
	BLOCK_WAITS,
	BLOCK_LITTLE, /* of many chunks: busy for less than half of the time */
	BLOCK_LAST,   /* computes, and ends last of all */
	BLOCK_LAST_WAITS,
};
const char *block_state_name(enum block_state state);

struct block {
	size_t lane;
	enum block_state state;
	double from_ns, to_ns;
	size_t chunk;    /* SIZE_MAX: several */
	bool has_number; /* there is room for it; in one of the blocks of a chunk */
};

struct blocks_scale {
	double pixel_ns;
	size_t group; /* workers in a lane */
	size_t lanes;
	size_t last; /* the chunk to set apart, or SIZE_MAX */
	/* 1, or how many times as wide as there is room for a chunk must be to stand for itself, and a
	 * stretch in which others melt. From 512 on, a lane is one block. */
	size_t coarse;
};

struct blocks {
	struct block *block; /* owned */
	size_t count, room;
};

void blocks_init(struct blocks *blocks, const struct simulate_result *result,
	const struct blocks_scale *scale);
void blocks_finish(struct blocks *blocks);

#endif
