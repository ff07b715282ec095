/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machine can compute at once, measured by probes. */
#include "judge/capacity.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "judge/compare.h"
#include "judge/drift.h"
#include "judge/probes.h"
#include "text.h"

static const double ALPHA = 0.05;

/* The point of WORKERS, which is made if there is none. */
static struct capacity_point *point_of(struct capacity *capacity, uint32_t workers)
{
	static const struct interval unknown = {NAN, NAN, NAN, false};
	size_t i = 0;

	while (i < capacity->count && capacity->point[i].workers < workers) {
		i++;
	}
	if (i == capacity->count || capacity->point[i].workers != workers) {
		struct capacity_point *at = &capacity->point[i];

		memmove(at + 1, at, (capacity->count - i) * sizeof(*at));
		*at = (struct capacity_point){workers, unknown, unknown};
		capacity->count++;
	}
	return &capacity->point[i];
}

/* Fills the member at OFFSET of every point from the probes of KIND. */
static void add_points(
	struct capacity *capacity, const struct probes *spans, const char *kind, size_t offset)
{
	const struct cell_result *loop = probes_loop(spans, kind);

	for (size_t i = 0; i < spans->run->probe_count; i++) {
		const struct run_probe *probe = &spans->run->probes[i];

		if (probe->baseline || strcmp(probe->kind, kind) != 0) {
			continue;
		}
		struct capacity_point *point = point_of(capacity, probe->workers);
		if (loop) {
			*(struct interval *)((char *)point + offset) =
				compare_cells(loop, &spans->series[i], ALPHA, NULL);
		}
	}
}

void capacity_init(struct capacity *capacity, const struct samples *samples)
{
	struct probes spans;

	probes_init(&spans, samples, PROBE_SPAN);
	*capacity = (struct capacity){
		.point = xcalloc(samples->run.probe_count, sizeof(*capacity->point)),
		.drift = drift_of(samples),
	};
	add_points(capacity, &spans, "latency", offsetof(struct capacity_point, latency));
	add_points(capacity, &spans, "throughput", offsetof(struct capacity_point, throughput));
	probes_finish(&spans);
}

void capacity_finish(struct capacity *capacity)
{
	free(capacity->point);
	*capacity = (struct capacity){0};
}
