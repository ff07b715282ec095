/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of a cell, one a round, sorted. */
#include "judge/per_round.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* The median of the COUNT times from FIRST on, in any order. */
static double median_time(const double *first, size_t count)
{
	double *copy = xcalloc(count, sizeof(*copy));

	memcpy(copy, first, count * sizeof(*copy));
	double median = gsl_stats_median(copy, 1, count);
	free(copy);
	return median;
}

void per_round_times(struct per_round *times, const struct cell_result *cell)
{
	*times = (struct per_round){.value = xcalloc(cell->sample_count, sizeof(double))};
	for (size_t first = 0, end; first < cell->sample_count; first = end) {
		for (end = first + 1;
			end < cell->sample_count && cell->round[end] == cell->round[first];) {
			end++;
		}
		times->value[times->count++] = log(median_time(cell->time + first, end - first));
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
