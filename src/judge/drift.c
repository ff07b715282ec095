/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the machine's own speed changed while the run went on, by its probes. */
#include "judge/drift.h"

#include <math.h>
#include <stdlib.h>

#include "judge/probes.h"
#include "judge/stats.h"
#include "text.h"

static const double ALPHA = 0.05;

enum { DRIFT_SPAN = 3, DRIFT_ROUNDS_MIN = 6 };

/* How much slower than usual a probe was in a round: 1 is as usual. */
struct slowness {
	uint32_t round;
	double ratio;
};

static int by_round(const void *a, const void *b)
{
	const struct slowness *x = a, *y = b;

	return x->round < y->round ? -1 : x->round > y->round;
}

static size_t count_samples(const struct probes *probes)
{
	size_t count = 0;

	for (size_t i = 0; i < probes->run->probe_count; i++) {
		count += probes->series[i].sample_count;
	}
	return count;
}

/* Each sample against the median of its probe, into SLOWNESS. */
static void fill_slowness(const struct probes *probes, struct slowness *slowness)
{
	for (size_t i = 0; i < probes->run->probe_count; i++) {
		const struct cell_result *series = &probes->series[i];
		double usual = stats_median(series->time, series->sample_count, ALPHA).mid;

		for (size_t k = 0; k < series->sample_count; k++) {
			*slowness++ = (struct slowness){series->round[k], series->time[k] / usual};
		}
	}
}

/* The median of SLOWNESS per round, by rising rounds, into RATIOS; returns how many rounds. */
static size_t medians_by_round(struct slowness *slowness, size_t count, double *ratios)
{
	double *of_round = xcalloc(count, sizeof(*of_round));
	size_t rounds = 0;

	qsort(slowness, count, sizeof(*slowness), by_round);
	for (size_t first = 0, end; first < count; first = end) {
		for (end = first; end < count && slowness[end].round == slowness[first].round;
			end++) {
			of_round[end - first] = slowness[end].ratio;
		}
		ratios[rounds++] = stats_median(of_round, end - first, ALPHA).mid;
	}
	free(of_round);
	return rounds;
}

double drift_of(const struct samples *samples)
{
	struct probes probes;

	probes_init(&probes, samples, PROBE_TOTAL);
	size_t count = count_samples(&probes);
	struct slowness *slowness = xcalloc(count, sizeof(*slowness));
	double *ratios = xcalloc(count, sizeof(*ratios));

	fill_slowness(&probes, slowness);
	size_t rounds = medians_by_round(slowness, count, ratios);
	double slowest = 0, fastest = INFINITY;

	for (size_t i = 0; i + DRIFT_SPAN <= rounds; i++) {
		double ratio = stats_median(ratios + i, DRIFT_SPAN, ALPHA).mid;

		slowest = fmax(slowest, ratio);
		fastest = fmin(fastest, ratio);
	}
	free(ratios);
	free(slowness);
	probes_finish(&probes);
	return rounds < DRIFT_ROUNDS_MIN ? NAN : slowest / fastest - 1;
}
