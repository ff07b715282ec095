/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machine can compute, as a band behind the curves of a speedup chart. */
#include "show/band.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

void band_init(struct band *band, const struct capacity *capacity, uint32_t first, uint32_t last)
{
	*band = (struct band){.point = xcalloc(capacity->count, sizeof(*band->point))};
	for (size_t i = 0; i < capacity->count; i++) {
		const struct capacity_point *point = &capacity->point[i];
		double latency = point->latency.mid, throughput = point->throughput.mid;
		/* of a number and NaN these are the number */
		double low = fmin(latency, throughput), high = fmax(latency, throughput);

		if (point->workers >= first && point->workers <= last && low > 0 &&
			isfinite(high)) {
			band->point[band->count++] = (struct band_point){point->workers, low, high};
		}
	}
	if (band->count < 2) {
		band->count = 0;
	}
}

void band_finish(struct band *band)
{
	free(band->point);
	*band = (struct band){0};
}

void band_words(const struct band *band, double usable, char *text, size_t bytes)
{
	char with[48] = "", low[32], high[32];
	double least = INFINITY, most = 0;

	*text = '\0';
	if (band->count == 0) {
		return;
	}
	size_t last = band->count - 1, first = last;
	while (first > 0 && band->point[first - 1].workers >= usable) {
		first--;
	}
	for (size_t i = first; i <= last; i++) {
		least = fmin(least, band->point[i].low);
		most = fmax(most, band->point[i].high);
	}
	if (!(band->point[last].workers >= usable)) {
		snprintf(with, sizeof(with), " with %u workers", band->point[last].workers);
	}
	int decimals = most < 10 ? 2 : 1;
	snprintf(low, sizeof(low), "%.*f", decimals, least);
	snprintf(high, sizeof(high), "%.*f", decimals, most);
	bool same = strcmp(low, high) == 0;
	snprintf(text, bytes, "what the machine can compute%s: %s%s%s×", with, same ? "" : low,
		same ? "" : " to ", high);
}
