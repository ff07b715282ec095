/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who waits: for a point in time, or for those before him. */
#include "simulate_queue.h"

#include <stdbool.h>

static bool is_before(const struct entry *a, const struct entry *b)
{
	return a->key < b->key || (a->key == b->key && a->number < b->number);
}

void queue_add(struct queue *queue, double key, uint32_t who)
{
	struct entry added = {key, who, queue->added_count++};
	uint32_t at = queue->count++;

	while (at > 0 && is_before(&added, &queue->entry[(at - 1) / 2])) {
		queue->entry[at] = queue->entry[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	queue->entry[at] = added;
}

struct entry queue_take(struct queue *queue)
{
	struct entry first = queue->entry[0], moved = queue->entry[--queue->count];
	uint32_t at = 0, child;

	while ((child = 2 * at + 1) < queue->count) {
		child += child + 1 < queue->count &&
			 is_before(&queue->entry[child + 1], &queue->entry[child]);
		if (!is_before(&queue->entry[child], &moved)) {
			break;
		}
		queue->entry[at] = queue->entry[child];
		at = child;
	}
	queue->entry[at] = moved;
	return first;
}

void ring_add(struct ring *ring, uint32_t who)
{
	ring->who[(ring->first + ring->count++) % ring->size] = who;
}

uint32_t ring_take(struct ring *ring)
{
	uint32_t who = ring->who[ring->first];

	ring->first = (ring->first + 1) % ring->size;
	ring->count--;
	return who;
}
