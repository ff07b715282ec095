/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The samples of a run's probes, in a series for each. */
#include "judge/probes.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* A sample of a probe that counts. */
struct entry {
	size_t probe; /* index of the run */
	const struct sample *sample;
};

static int by_key(const void *a, const void *b)
{
	const struct run_probe *const *x = a, *const *y = b;

	return strcmp((*x)->key, (*y)->key);
}

/* By probe, then round, then place. */
static int by_place(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->probe != y->probe) {
		return x->probe < y->probe ? -1 : 1;
	}
	if (x->sample->round != y->sample->round) {
		return x->sample->round < y->sample->round ? -1 : 1;
	}
	return x->sample->seq < y->sample->seq ? -1 : x->sample->seq > y->sample->seq;
}

static bool counts(const struct sample *sample, enum probe_time which)
{
	if (sample->role != ROLE_PROBE || sample->status != SAMPLE_OK || sample->round == 0) {
		return false;
	}
	return which == PROBE_TOTAL ||
	       (sample->first_task_ns != SAMPLE_UNKNOWN && sample->last_task_ns != SAMPLE_UNKNOWN &&
		       sample->last_task_ns > sample->first_task_ns);
}

static double time_of(const struct sample *sample, enum probe_time which)
{
	return (double)(which == PROBE_TOTAL ? sample->total_ns
					     : sample->last_task_ns - sample->first_task_ns);
}

/* The samples that count, sorted; the caller frees. */
static struct entry *gather(const struct samples *samples, enum probe_time which, size_t *count)
{
	const struct run *run = &samples->run;
	const struct run_probe **sorted = xcalloc(run->probe_count, sizeof(*sorted));
	struct entry *entries = xcalloc(samples->count, sizeof(*entries));

	*count = 0;
	for (size_t i = 0; i < run->probe_count; i++) {
		sorted[i] = &run->probes[i];
	}
	qsort(sorted, run->probe_count, sizeof(*sorted), by_key);
	for (size_t i = 0; i < samples->count; i++) {
		const struct sample *sample = &samples->sample[i];
		const struct run_probe key = {.key = sample->cell}, *wanted = &key;

		if (!counts(sample, which)) {
			continue;
		}
		const struct run_probe **found =
			bsearch(&wanted, sorted, run->probe_count, sizeof(*sorted), by_key);
		if (found) {
			entries[(*count)++] =
				(struct entry){(size_t)(*found - run->probes), sample};
		}
	}
	qsort(entries, *count, sizeof(*entries), by_place);
	free(sorted);
	return entries;
}

static void fill(struct cell_result *series, const struct entry *entries, size_t count,
	enum probe_time which)
{
	series->sample_count = count;
	series->time = xcalloc(count, sizeof(*series->time));
	series->round = xcalloc(count, sizeof(*series->round));
	series->seq = xcalloc(count, sizeof(*series->seq));
	for (size_t i = 0; i < count; i++) {
		const struct sample *sample = entries[i].sample;

		series->time[i] = time_of(sample, which);
		series->round[i] = sample->round;
		series->seq[i] = sample->seq;
	}
}

void probes_init(struct probes *probes, const struct samples *samples, enum probe_time which)
{
	size_t count;
	struct entry *entries = gather(samples, which, &count);

	*probes = (struct probes){.run = &samples->run};
	probes->series = xcalloc(samples->run.probe_count, sizeof(*probes->series));
	for (size_t first = 0, end; first < count; first = end) {
		size_t probe = entries[first].probe;

		for (end = first; end < count && entries[end].probe == probe;) {
			end++;
		}
		fill(&probes->series[probe], entries + first, end - first, which);
	}
	free(entries);
}

void probes_finish(struct probes *probes)
{
	for (size_t i = 0; i < probes->run->probe_count; i++) {
		free(probes->series[i].time);
		free(probes->series[i].round);
		free(probes->series[i].seq);
	}
	free(probes->series);
	*probes = (struct probes){0};
}

const struct cell_result *probes_loop(const struct probes *probes, const char *kind)
{
	for (size_t i = 0; i < probes->run->probe_count; i++) {
		const struct run_probe *probe = &probes->run->probes[i];

		if (probe->baseline && strcmp(probe->kind, kind) == 0) {
			return &probes->series[i];
		}
	}
	return NULL;
}

const struct cell_result *probes_find(const struct probes *probes, const char *key)
{
	for (size_t i = 0; i < probes->run->probe_count; i++) {
		if (strcmp(probes->run->probes[i].key, key) == 0) {
			return &probes->series[i];
		}
	}
	return NULL;
}
