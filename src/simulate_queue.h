/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who waits: for a point in time, or for those before him. For simulate.c alone. */
#ifndef MANYHANDS_SIMULATE_QUEUE_H
#define MANYHANDS_SIMULATE_QUEUE_H

#include <stdint.h>

struct entry {
	double key; /* when */
	uint32_t who;
	uint32_t number; /* of those added so far */
};

/* A heap; `entry` has room for all who may wait. The first is entry[0]: the earliest, of several the one
 * that was added first. */
struct queue {
	struct entry *entry;
	uint32_t count, added_count;
};

void queue_add(struct queue *queue, double key, uint32_t who);
struct entry queue_take(struct queue *queue); /* the first; there must be one */

/* First come, first served. */
struct ring {
	uint32_t *who;
	uint32_t size, first, count; /* nobody is in it twice, so SIZE is enough */
};

void ring_add(struct ring *ring, uint32_t who);
uint32_t ring_take(struct ring *ring); /* the first; there must be one */

#endif
