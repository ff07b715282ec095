/* SPDX-License-Identifier: MIT */
/* In which order chunks are taken. */
#include "trial/turns.h"

#include <stdlib.h>
#include <string.h>

const char *const turns_words[] = {
	[TURNS_GIVEN] = "given",
	[TURNS_LONGEST_FIRST] = "longest-first",
	[TURNS_SHUFFLED] = "shuffled",
	NULL,
};

enum turns turns_of(const struct param *params, const union value *value)
{
	for (size_t i = 0; params && params[i].name; i++) {
		if (strcmp(params[i].name, "order") != 0 || params[i].kind != PARAM_CHOICE) {
			continue;
		}
		/* by the word: the table may be another trial's */
		const char *word = params[i].choices[value[i].choice];
		for (size_t w = 0; turns_words[w]; w++) {
			if (strcmp(turns_words[w], word) == 0) {
				return (enum turns)w;
			}
		}
	}
	return TURNS_GIVEN;
}

struct priced {
	double cost;
	uint32_t number;
};

static int compare_priced(const void *left, const void *right)
{
	const struct priced *a = left, *b = right;

	if (a->cost != b->cost) {
		return a->cost > b->cost ? -1 : 1;
	}
	return a->number < b->number ? -1 : a->number > b->number;
}

static bool sort(const double *cost, uint32_t *turn, uint32_t count)
{
	struct priced *priced = calloc(count, sizeof(*priced));

	if (!priced) {
		return false;
	}
	for (uint32_t i = 0; i < count; i++) {
		/* what is not equal to itself would make the order a contradiction */
		priced[i] = (struct priced){cost[i] == cost[i] ? cost[i] : 0, i};
	}
	qsort(priced, count, sizeof(*priced), compare_priced);
	for (uint32_t i = 0; i < count; i++) {
		turn[i] = priced[i].number;
	}
	free(priced);
	return true;
}

/* A fixed seed, and the C library's rand() is not asked: the same everywhere. */
static void shuffle(uint32_t *turn, uint32_t count)
{
	uint64_t seed = 2;

	for (uint32_t i = count; i > 1; i--) {
		seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		uint32_t other = (uint32_t)((seed >> 33) % i), swapped = turn[i - 1];

		turn[i - 1] = turn[other];
		turn[other] = swapped;
	}
}

bool turns_fill(enum turns order, const double *cost, uint32_t *turn, uint32_t count)
{
	if (order == TURNS_LONGEST_FIRST) {
		return sort(cost, turn, count);
	}
	for (uint32_t i = 0; i < count; i++) {
		turn[i] = i;
	}
	if (order == TURNS_SHUFFLED) {
		shuffle(turn, count);
	}
	return true;
}
