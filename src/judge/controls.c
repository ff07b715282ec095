/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of loops and probes of two runs against one another. */
#include "judge/controls.h"

#include <math.h>
#include <string.h>

#include "judge/per_round.h"
#include "judge/probes.h"
#include "judge/shift.h"

static const double ALPHA = 0.05;

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

/* Compares probe INDEX of run A with its like in run B. */
static void take_probe(
	struct controls *controls, const struct probes probes[2], size_t index, bool same_system)
{
	const struct run_probe *probe = &probes[0].run->probes[index];
	const struct cell_result *a = &probes[0].series[index];
	const struct cell_result *b = probes_find(&probes[1], probe->key);
	const struct cell_result *a_loop = probes_loop(&probes[0], probe->kind);

	if (!b || !a_loop) {
		return;
	}
	const char *loop_key = probes[0].run->probes[a_loop - probes[0].series].key;
	const struct cell_result *b_loop = probes_find(&probes[1], loop_key);

	if (b_loop && probe->baseline) {
		take_machine(controls, a, b);
	} else if (b_loop && same_system) {
		take_ratio(controls, &(struct twice){{a, b}, {a_loop, b_loop}});
	}
}

static void take_probes(struct controls *controls, const struct samples *a, const struct samples *b,
	bool same_system)
{
	struct probes probes[2];

	probes_init(&probes[0], a, PROBE_TOTAL);
	probes_init(&probes[1], b, PROBE_TOTAL);
	for (size_t i = 0; i < a->run.probe_count; i++) {
		take_probe(controls, probes, i, same_system);
	}
	probes_finish(&probes[0]);
	probes_finish(&probes[1]);
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
	take_probes(controls, a->samples, b->samples, same_system);
}
