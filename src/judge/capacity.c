/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machine can compute at once, measured by probes, and whether its speed changed. */
#include "judge/capacity.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "judge/compare.h"
#include "text.h"

static const double ALPHA = 0.05;

enum { DRIFT_SPAN = 3, DRIFT_ROUNDS_MIN = 6 };

/* A sample of a probe that counts. */
struct probe_entry {
	size_t probe; /* index of the run */
	const struct sample *sample;
};

static int compare_keys(const void *a, const void *b)
{
	const struct run_probe *const *x = a, *const *y = b;

	return strcmp((*x)->key, (*y)->key);
}

/* By probe, then round, then place. */
static int compare_entries(const void *a, const void *b)
{
	const struct probe_entry *x = a, *y = b;

	if (x->probe != y->probe) {
		return x->probe < y->probe ? -1 : 1;
	}
	if (x->sample->round != y->sample->round) {
		return x->sample->round < y->sample->round ? -1 : 1;
	}
	return x->sample->seq < y->sample->seq ? -1 : x->sample->seq > y->sample->seq;
}

/* The OK samples of probes, round 0 left out, sorted; the caller frees. */
static struct probe_entry *gather_probes(const struct samples *samples, size_t *count)
{
	const struct run *run = &samples->run;
	const struct run_probe **sorted = xcalloc(run->probe_count, sizeof(*sorted));
	struct probe_entry *entries = xcalloc(samples->count, sizeof(*entries));

	*count = 0;
	for (size_t i = 0; i < run->probe_count; i++) {
		sorted[i] = &run->probes[i];
	}
	qsort(sorted, run->probe_count, sizeof(*sorted), compare_keys);
	for (size_t i = 0; i < samples->count; i++) {
		const struct sample *sample = &samples->sample[i];
		const struct run_probe key = {.key = sample->cell}, *wanted = &key;

		if (sample->role != ROLE_PROBE || sample->status != SAMPLE_OK ||
			sample->round == 0) {
			continue;
		}
		const struct run_probe **found =
			bsearch(&wanted, sorted, run->probe_count, sizeof(*sorted), compare_keys);
		if (found) {
			entries[(*count)++] =
				(struct probe_entry){(size_t)(*found - run->probes), sample};
		}
	}
	qsort(entries, *count, sizeof(*entries), compare_entries);
	free(sorted);
	return entries;
}

/* ---- capacity ---- */

/* The times of one probe between its first and its last task. */
struct span {
	struct cell_result times;
	size_t room;
};

static void add_span(struct span *span, const struct sample *sample)
{
	struct cell_result *times = &span->times;

	if (sample->first_task_ns == SAMPLE_UNKNOWN || sample->last_task_ns == SAMPLE_UNKNOWN ||
		sample->last_task_ns <= sample->first_task_ns) {
		return;
	}
	if (times->sample_count == span->room) {
		span->room = span->room * 2 + 64;
		times->time = xrealloc(times->time, span->room, sizeof(*times->time));
		times->round = xrealloc(times->round, span->room, sizeof(*times->round));
		times->seq = xrealloc(times->seq, span->room, sizeof(*times->seq));
	}
	times->time[times->sample_count] = (double)(sample->last_task_ns - sample->first_task_ns);
	times->round[times->sample_count] = sample->round;
	times->seq[times->sample_count] = sample->seq;
	times->sample_count++;
}

/* The spans of all probes of the run; the caller frees with free_spans. */
static struct span *make_spans(
	const struct run *run, const struct probe_entry *entries, size_t count)
{
	struct span *spans = xcalloc(run->probe_count, sizeof(*spans));

	for (size_t i = 0; i < count; i++) {
		add_span(&spans[entries[i].probe], entries[i].sample);
	}
	return spans;
}

static void free_spans(struct span *spans, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(spans[i].times.time);
		free(spans[i].times.round);
		free(spans[i].times.seq);
	}
	free(spans);
}

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

/* The loop of the probes of KIND, or NULL. */
static const struct cell_result *loop_of(
	const struct run *run, const struct span *spans, const char *kind)
{
	for (size_t i = 0; i < run->probe_count; i++) {
		if (run->probes[i].baseline && strcmp(run->probes[i].kind, kind) == 0) {
			return &spans[i].times;
		}
	}
	return NULL;
}

/* Fills the member at OFFSET of every point from the probes of KIND. */
static void add_points(struct capacity *capacity, const struct run *run, const struct span *spans,
	const char *kind, size_t offset)
{
	const struct cell_result *loop = loop_of(run, spans, kind);

	for (size_t i = 0; i < run->probe_count; i++) {
		const struct run_probe *probe = &run->probes[i];

		if (probe->baseline || strcmp(probe->kind, kind) != 0) {
			continue;
		}
		struct capacity_point *point = point_of(capacity, probe->workers);
		if (loop) {
			*(struct interval *)((char *)point + offset) =
				compare_cells(loop, &spans[i].times, ALPHA, NULL);
		}
	}
}

void capacity_init(struct capacity *capacity, const struct samples *samples)
{
	const struct run *run = &samples->run;
	size_t count;
	struct probe_entry *entries = gather_probes(samples, &count);
	struct span *spans = make_spans(run, entries, count);

	*capacity = (struct capacity){
		.point = xcalloc(run->probe_count, sizeof(*capacity->point)),
		.drift = capacity_drift(samples),
	};
	add_points(capacity, run, spans, "latency", offsetof(struct capacity_point, latency));
	add_points(capacity, run, spans, "throughput", offsetof(struct capacity_point, throughput));
	free_spans(spans, run->probe_count);
	free(entries);
}

void capacity_finish(struct capacity *capacity)
{
	free(capacity->point);
	*capacity = (struct capacity){0};
}

/* ---- drift ---- */

/* How much slower than usual a probe was in a round: 1 is as usual. */
struct slowness {
	uint32_t round;
	double ratio;
};

static int compare_slowness(const void *a, const void *b)
{
	const struct slowness *x = a, *y = b;

	return x->round < y->round ? -1 : x->round > y->round;
}

/* Each of the sorted ENTRIES against the median of its probe; the caller frees. */
static struct slowness *make_slowness(const struct probe_entry *entries, size_t count)
{
	struct slowness *slowness = xcalloc(count, sizeof(*slowness));
	double *times = xcalloc(count, sizeof(*times));

	for (size_t first = 0, end; first < count; first = end) {
		for (end = first; end < count && entries[end].probe == entries[first].probe;
			end++) {
			times[end - first] = (double)entries[end].sample->total_ns;
		}
		double usual = stats_median(times, end - first, ALPHA).mid;

		for (size_t i = first; i < end; i++) {
			slowness[i] = (struct slowness){
				entries[i].sample->round, times[i - first] / usual};
		}
	}
	free(times);
	return slowness;
}

/* The median of SLOWNESS per round, by rising rounds, into RATIOS; returns how many rounds. */
static size_t medians_by_round(struct slowness *slowness, size_t count, double *ratios)
{
	double *of_round = xcalloc(count, sizeof(*of_round));
	size_t rounds = 0;

	qsort(slowness, count, sizeof(*slowness), compare_slowness);
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

double capacity_drift(const struct samples *samples)
{
	size_t count;
	struct probe_entry *entries = gather_probes(samples, &count);
	struct slowness *slowness = make_slowness(entries, count);
	double *ratios = xcalloc(count, sizeof(*ratios));
	size_t rounds = medians_by_round(slowness, count, ratios);
	double slowest = 0, fastest = INFINITY;

	for (size_t i = 0; i + DRIFT_SPAN <= rounds; i++) {
		double ratio = stats_median(ratios + i, DRIFT_SPAN, ALPHA).mid;

		slowest = fmax(slowest, ratio);
		fastest = fmin(fastest, ratio);
	}
	free(ratios);
	free(slowness);
	free(entries);
	return rounds < DRIFT_ROUNDS_MIN ? NAN : slowest / fastest - 1;
}
