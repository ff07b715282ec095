/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of loops and probes of two runs against one another. */
#include "judge/controls.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/per_round.h"
#include "judge/relation.h"
#include "judge/shift.h"
#include "text.h"

static const double ALPHA = 0.05;

/* ---- the samples of a probe ---- */

static int by_place(const void *a, const void *b)
{
	const struct sample *x = *(const struct sample *const *)a;
	const struct sample *y = *(const struct sample *const *)b;

	if (x->round != y->round) {
		return x->round < y->round ? -1 : 1;
	}
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

/* True if SAMPLE is one of the probe KEY that counts. */
static bool is_of_probe(const struct sample *sample, const char *key)
{
	return sample->role == ROLE_PROBE && sample->round > 0 && sample->status == SAMPLE_OK &&
	       strcmp(sample->cell, key) == 0;
}

/* The times of probe KEY as those of a cell; the caller frees time, round and seq. */
static void probe_init(struct cell_result *probe, const struct samples *samples, const char *key)
{
	const struct sample **found = xcalloc(samples->count, sizeof(*found));
	size_t count = 0;

	for (size_t i = 0; i < samples->count; i++) {
		if (is_of_probe(&samples->sample[i], key)) {
			found[count++] = &samples->sample[i];
		}
	}
	qsort(found, count, sizeof(*found), by_place);
	*probe = (struct cell_result){
		.sample_count = count,
		.time = xcalloc(count, sizeof(*probe->time)),
		.round = xcalloc(count, sizeof(*probe->round)),
		.seq = xcalloc(count, sizeof(*probe->seq)),
	};
	for (size_t i = 0; i < count; i++) {
		probe->time[i] = (double)found[i]->total_ns;
		probe->round[i] = found[i]->round;
		probe->seq[i] = found[i]->seq;
	}
	free(found);
}

static void probe_finish(struct cell_result *probe)
{
	free(probe->time);
	free(probe->round);
	free(probe->seq);
}

/* The probe of RUN with the key of WANTED, or NULL. */
static const struct run_probe *find_probe(const struct run *run, const struct run_probe *wanted)
{
	for (size_t i = 0; i < run->probe_count; i++) {
		if (strcmp(run->probes[i].key, wanted->key) == 0) {
			return &run->probes[i];
		}
	}
	return NULL;
}

/* The loop of the kind of WANTED, or NULL. */
static const struct run_probe *find_loop(const struct run *run, const struct run_probe *wanted)
{
	for (size_t i = 0; i < run->probe_count; i++) {
		if (run->probes[i].baseline && strcmp(run->probes[i].kind, wanted->kind) == 0) {
			return &run->probes[i];
		}
	}
	return NULL;
}

/* ---- comparisons ---- */

static struct interval shift_between(const struct per_round *a, const struct per_round *b)
{
	struct groups groups = {a->value, b->value, a->count, b->count};

	return shift_interval(&groups, ALPHA);
}

/* Takes the shift from A to B of what should be the same into the allowance. */
static void take_shift(
	struct controls *controls, const struct per_round *a, const struct per_round *b)
{
	struct interval shift = shift_between(a, b);

	if (!shift.exact) {
		return;
	}
	/* what the noise inside the runs does not explain */
	double shown = fmax(shift.low, -shift.high);
	controls->count++;
	controls->allowance = fmax(controls->allowance, expm1(shown));
}

/* The ratio of CELL to LOOP in both runs. */
struct twice {
	const struct cell_result *cell[2], *loop[2];
};

static void take_ratio(struct controls *controls, const struct twice *twice)
{
	struct per_round a, b;

	per_round_ratios(&a, twice->cell[0], twice->loop[0]);
	per_round_ratios(&b, twice->cell[1], twice->loop[1]);
	take_shift(controls, &a, &b);
	per_round_finish(&a);
	per_round_finish(&b);
}

static void take_copies(
	struct controls *controls, const struct workload_result *a, const struct workload_result *b)
{
	if (a->baseline && b->baseline && strcmp(a->workload->spec, b->workload->spec) == 0) {
		take_ratio(controls,
			&(struct twice){{&a->copy, &b->copy}, {a->baseline, b->baseline}});
	}
}

/* How much slower the loop of a kind of probes was in run B. */
static void take_machine(
	struct controls *controls, const struct cell_result *a, const struct cell_result *b)
{
	struct per_round a_times, b_times;

	per_round_times(&a_times, a);
	per_round_times(&b_times, b);
	double shift = shift_between(&a_times, &b_times).mid;
	if (!isnan(shift) && !(fabs(shift) <= fabs(log(controls->machine)))) {
		controls->machine = exp(shift);
	}
	per_round_finish(&a_times);
	per_round_finish(&b_times);
}

/* Compares PROBE of run A with its like in run B. */
static void take_probe(struct controls *controls, const struct samples *a, const struct samples *b,
	const struct run_probe *probe, bool same_system)
{
	const struct run_probe *like = find_probe(&b->run, probe);
	const struct run_probe *loop = find_loop(&a->run, probe);
	struct cell_result cell[2], loops[2];

	if (!like || !loop || !find_probe(&b->run, loop)) {
		return;
	}
	probe_init(&cell[0], a, probe->key);
	probe_init(&cell[1], b, probe->key);
	probe_init(&loops[0], a, loop->key);
	probe_init(&loops[1], b, loop->key);
	if (probe->baseline) {
		take_machine(controls, &cell[0], &cell[1]);
	} else if (same_system) {
		take_ratio(controls, &(struct twice){{&cell[0], &cell[1]}, {&loops[0], &loops[1]}});
	}
	for (int i = 0; i < 2; i++) {
		probe_finish(&cell[i]);
		probe_finish(&loops[i]);
	}
}

void controls_init(struct controls *controls, const struct judgement *a, const struct judgement *b,
	bool same_system)
{
	const struct run *a_run = &a->samples->run, *b_run = &b->samples->run;

	*controls = (struct controls){.allowance = CONTROLS_ALLOWANCE, .machine = NAN};
	for (size_t i = 0; i < a_run->workload_count; i++) {
		for (size_t j = 0; j < b_run->workload_count; j++) {
			take_copies(controls, &a->workloads[i], &b->workloads[j]);
		}
	}
	for (size_t i = 0; i < a_run->probe_count; i++) {
		take_probe(controls, a->samples, b->samples, &a_run->probes[i], same_system);
	}
}

double controls_margin(const struct workload_result *workload)
{
	if (!workload->baseline) {
		return VERDICT_MARGIN;
	}
	struct interval copy = compare_cells(&workload->copy, workload->baseline, ALPHA, NULL);
	return fmax(VERDICT_MARGIN, interval_half_width(&copy)); /* NaN without copies */
}
