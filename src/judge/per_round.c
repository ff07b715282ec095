/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of a cell, one a round, sorted. */
#include "judge/per_round.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

#include "text.h"

void per_round_times(struct per_round *times, const struct cell_result *cell)
{
	*times = (struct per_round){.value = xcalloc(cell->sample_count, sizeof(double))};
	times->count = compare_round_times(cell, times->value);
	for (size_t i = 0; i < times->count; i++) {
		times->value[i] = log(times->value[i]);
	}
	gsl_sort(times->value, 1, times->count);
}

void per_round_ratios(
	struct per_round *ratios, const struct cell_result *a, const struct cell_result *b)
{
	size_t most = a->sample_count < b->sample_count ? a->sample_count : b->sample_count;

	*ratios = (struct per_round){.value = xcalloc(most, sizeof(double))};
	ratios->count = compare_log_ratios(a, b, ratios->value);
	gsl_sort(ratios->value, 1, ratios->count);
}

void per_round_finish(struct per_round *values)
{
	free(values->value);
	*values = (struct per_round){0};
}
