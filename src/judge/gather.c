/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which samples count, and which rounds are whole. */
#include "judge/gather.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

static int compare_keys(const void *a, const void *b)
{
	const struct run_cell *const *x = a, *const *y = b;

	return strcmp((*x)->key, (*y)->key);
}

/* The cells of RUN sorted by key; the caller frees. */
static const struct run_cell **sort_cells(const struct run *run)
{
	const struct run_cell **sorted = xcalloc(run->cell_count, sizeof(*sorted));

	for (size_t i = 0; i < run->cell_count; i++) {
		sorted[i] = &run->cells[i];
	}
	qsort(sorted, run->cell_count, sizeof(*sorted), compare_keys);
	return sorted;
}

/* By cell, then round, then place; of two lines for one place the one written first. */
static int compare_entries(const void *a, const void *b)
{
	const struct gather_entry *x = a, *y = b;

	if (x->cell != y->cell) {
		return x->cell < y->cell ? -1 : 1;
	}
	if (x->sample->round != y->sample->round) {
		return x->sample->round < y->sample->round ? -1 : 1;
	}
	if (x->sample->seq != y->sample->seq) {
		return x->sample->seq < y->sample->seq ? -1 : 1;
	}
	return x->sample < y->sample ? -1 : x->sample > y->sample;
}

static bool has_role(const struct sample *sample, enum gather_role role)
{
	return role == GATHER_COPIES ? sample->role == ROLE_COPY
				     : sample->role == ROLE_CELL || sample->role == ROLE_BASELINE;
}

struct gather_entry *gather_entries(
	const struct samples *samples, enum gather_role role, size_t *count)
{
	const struct run *run = &samples->run;
	const struct run_cell **sorted = sort_cells(run);
	struct gather_entry *entries = xcalloc(samples->count, sizeof(*entries));

	*count = 0;
	for (size_t i = 0; i < samples->count; i++) {
		const struct sample *sample = &samples->sample[i];
		const struct run_cell key = {.key = sample->cell}, *wanted = &key;

		if (sample->status == SAMPLE_INTERRUPTED || !has_role(sample, role)) {
			continue;
		}
		const struct run_cell **found =
			bsearch(&wanted, sorted, run->cell_count, sizeof(*sorted), compare_keys);
		if (found) {
			entries[(*count)++] =
				(struct gather_entry){(size_t)(*found - run->cells), sample};
		}
	}
	qsort(entries, *count, sizeof(*entries), compare_entries);
	free(sorted);
	return entries;
}

static int compare_rounds(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* How many cells must have a sample in ROUND: those that have one in it or later, and those whose
 * last one was fine. A cell without any sample was never meant to be measured. */
static size_t expected_cells(const struct gather_entry *entries, size_t count, uint32_t round)
{
	size_t expected = 0;

	for (size_t i = 0; i < count; i++) {
		const struct sample *last = entries[i].sample;

		if (i + 1 == count || entries[i + 1].cell != entries[i].cell) {
			expected += last->status == SAMPLE_OK || last->round >= round;
		}
	}
	return expected;
}

uint32_t gather_count_rounds(const struct gather_entry *entries, size_t count)
{
	uint32_t *rounds = xcalloc(count, sizeof(*rounds)); /* one item per cell and round */
	uint32_t whole = 0;
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		uint32_t round = entries[i].sample->round;
		bool same = i > 0 && entries[i - 1].cell == entries[i].cell &&
			    entries[i - 1].sample->round == round;

		if (round > 0 && !same) {
			rounds[used++] = round;
		}
	}
	qsort(rounds, used, sizeof(*rounds), compare_rounds);
	for (size_t first = 0, i = 1; i <= used; i++) {
		if (i < used && rounds[i] == rounds[first]) {
			continue;
		}
		whole += i - first >= expected_cells(entries, count, rounds[first]);
		first = i;
	}
	free(rounds);
	return whole;
}
