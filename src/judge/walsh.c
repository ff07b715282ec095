/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Walsh averages of some values, by rank, without a list of them. */
#include "judge/walsh.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

void walsh_init(struct walsh *walsh, const double *values, size_t n)
{
	*walsh = (struct walsh){xcalloc(n, sizeof(*walsh->half)), n};
	for (size_t i = 0; i < n; i++) {
		walsh->half[i] = values[i] / 2;
	}
	gsl_sort(walsh->half, 1, n);
}

void walsh_finish(struct walsh *walsh)
{
	free(walsh->half);
	*walsh = (struct walsh){0};
}

/* How many of row I, from its start, are at most BOUND, given that END or fewer are in the row above. */
static size_t end_of_row(const struct walsh *walsh, size_t i, size_t end, double bound)
{
	while (end > i && walsh->half[i] + walsh->half[end - 1] > bound) {
		end--;
	}
	return end;
}

static size_t count_upto(const struct walsh *walsh, double bound)
{
	size_t count = 0;

	for (size_t i = 0, end = walsh->n; i < end; i++) {
		end = end_of_row(walsh, i, end, bound);
		count += end > i ? end - i : 0;
	}
	return count;
}

/* Writes those above LOW and at most HIGH to KEPT; returns how many. */
static size_t collect(const struct walsh *walsh, double low, double high, double *kept)
{
	size_t count = 0;

	for (size_t i = 0, first = walsh->n, end = first; i < end; i++) {
		first = end_of_row(walsh, i, first, low);
		end = end_of_row(walsh, i, end, high);
		for (size_t k = first > i ? first : i; k < end; k++) {
			kept[count++] = walsh->half[i] + walsh->half[k];
		}
	}
	return count;
}

/* The place of VALUE among all doubles: rises with it, by 1 from one to the next. */
static int64_t place_of(double value)
{
	int64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits < 0 ? INT64_MIN - bits : bits;
}

static double at_place(int64_t place)
{
	int64_t bits = place < 0 ? INT64_MIN - place : place;
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

double walsh_select(const struct walsh *walsh, size_t rank)
{
	/* below and upto: how many are at most low and high; between these is the one that is wanted */
	int64_t low = place_of(2 * walsh->half[0]) - 1,
		high = place_of(2 * walsh->half[walsh->n - 1]);
	size_t below = 0, upto = walsh->n * (walsh->n + 1) / 2;
	size_t few = 8 * walsh->n + 256;

	while (upto - below > few && low < high - 1) {
		int64_t middle = (low & high) + ((low ^ high) >> 1); /* their sum may not fit */
		size_t count = count_upto(walsh, at_place(middle));

		if (count > rank) {
			high = middle;
			upto = count;
		} else {
			low = middle;
			below = count;
		}
	}
	if (low == high - 1) {
		return at_place(high);
	}
	double *kept = xcalloc(upto - below, sizeof(*kept));
	size_t count = collect(walsh, at_place(low), at_place(high), kept);
	double selected = gsl_stats_select(kept, 1, count, rank - below);

	free(kept);
	return selected;
}
