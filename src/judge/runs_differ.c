/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What differs between two runs besides times, and what is weak in them: a line each. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/family.h"
#include "judge/runs.h"
#include "judge/shift.h"
#include "text.h"

/* Takes over TEXT. */
static void add_warning(struct runs *runs, char *text)
{
	runs->warning = xrealloc(runs->warning, runs->warning_count + 1, sizeof(*runs->warning));
	runs->warning[runs->warning_count++] = text;
}

static const char *known(const char *text)
{
	return text && *text ? text : "unknown";
}

/* Adds that WHAT differs, if it does. */
static void add_difference(struct runs *runs, const char *what, const char *a, const char *b)
{
	if (strcmp(known(a), known(b)) != 0) {
		add_warning(
			runs, xasprintf("other %s: %s in A, %s in B", what, known(a), known(b)));
	}
}

static char *machine_text(const struct run_machine *machine)
{
	return xasprintf("%s, %s, %.3g usable", known(machine->cpu_model), known(machine->summary),
		machine->usable_cpus);
}

static void add_machines(struct runs *runs, const struct run *a, const struct run *b)
{
	char *a_text = machine_text(&a->machine), *b_text = machine_text(&b->machine);

	add_difference(runs, "machine", a_text, b_text);
	if (strcmp(a_text, b_text) == 0) {
		add_difference(runs, "topology", a->machine.topology, b->machine.topology);
	}
	add_difference(runs, "kernel", a->machine.kernel, b->machine.kernel);
	add_difference(runs, "hypervisor", a->machine.hypervisor, b->machine.hypervisor);
	add_difference(runs, "governor", a->machine.governor, b->machine.governor);
	free(a_text);
	free(b_text);
}

static void add_programs(struct runs *runs, const struct run *a, const struct run *b)
{
	add_difference(runs, "version", a->version, b->version);
	add_difference(runs, "build", a->build, b->build);
	add_difference(runs, "compiler", a->compiler, b->compiler);
	add_difference(runs, "flags", a->flags, b->flags);
}

/* "7 rounds, 75 samples each, sample time 25 ms, timeout 60 s" */
static char *plan_text(const struct judgement *judgement)
{
	const struct run *run = &judgement->samples->run;
	char sample_time[32], timeout[32];

	format_duration((double)run->sample_time_ns, sample_time, sizeof(sample_time));
	format_duration((double)run->timeout_ns, timeout, sizeof(timeout));
	return xasprintf("%" PRIu32 " rounds of %" PRIu64 " samples (sample time %s, timeout %s)",
		judgement->round_count, run->samples_per_round, sample_time, timeout);
}

static void add_plans(struct runs *runs)
{
	char *a = plan_text(runs->a), *b = plan_text(runs->b);
	uint64_t a_seed = runs->a->samples->run.seed, b_seed = runs->b->samples->run.seed;

	add_difference(runs, "plan", a, b);
	if (a_seed != b_seed) {
		add_warning(runs, xasprintf("other order of the cells: seed %" PRIu64
					    " in A, %" PRIu64 " in B",
					  a_seed, b_seed));
	}
	free(a);
	free(b);
}

/* That samples of the run called NAME did not end well. */
static void add_failures(struct runs *runs, const char *name, const struct judgement *judgement)
{
	const struct cell_result *first = NULL;
	size_t count = 0;

	for (size_t i = 0; i < judgement->samples->run.cell_count; i++) {
		const struct cell_result *result = &judgement->cells[i];

		first = first || result->failed_count == 0 ? first : result;
		count += result->failed_count;
	}
	if (first) {
		add_warning(
			runs, xasprintf("%s has %zu sample%s that did not end well: %s%s%s%s", name,
				      count, count == 1 ? "" : "s", first->cell->key,
				      first->reason ? ", " : "", first->reason ? first->reason : "",
				      count == 1 ? "" : ", ..."));
	}
}

/* The fewest rounds in both runs that can show anything among COUNT cells. */
static size_t rounds_needed(size_t count)
{
	size_t rounds = 1;

	while (shift_rank(rounds, rounds, FAMILY_ALPHA / (double)count) == 0) {
		rounds++;
	}
	return rounds;
}

static void add_few_rounds(struct runs *runs)
{
	size_t few = 0;

	for (size_t i = 0; i < runs->count; i++) {
		few += runs->cell[i].verdict != VERDICT_NOT_ASKED && isinf(runs->cell[i].visible);
	}
	if (few > 0) {
		add_warning(runs,
			xasprintf(
				"too few rounds (%" PRIu32 " in A, %" PRIu32
				" in B) to show anything of %zu of %zu cells; %zu in each would do",
				runs->a->round_count, runs->b->round_count, few, runs->asked,
				rounds_needed(runs->asked)));
	}
}

/* What is known of the machine's own speed. */
static void add_speed(struct runs *runs)
{
	double slower = runs->controls.machine;
	size_t loops = 0;

	for (size_t i = 0; i < runs->count; i++) {
		loops += runs->cell[i].is_loop;
	}
	if (isnan(slower) && loops > 0) {
		add_warning(runs,
			xasprintf("no probes in common, so nothing tells how fast the machine "
				  "was: loops are not judged"));
	} else if (fabs(log(slower)) > CONTROLS_ALLOWANCE) {
		double percent = 100 * (fmax(slower, 1 / slower) - 1);

		add_warning(runs,
			xasprintf("the machine was %.*f %% %s in B, as the probes tell: intervals "
				  "of times are widened by that",
				percent < 9.95 ? 1 : 0, percent, slower > 1 ? "slower" : "faster"));
	}
}

void runs_add_warnings(struct runs *runs)
{
	const struct run *a = &runs->a->samples->run, *b = &runs->b->samples->run;

	add_machines(runs, a, b);
	add_programs(runs, a, b);
	add_plans(runs);
	add_failures(runs, "A", runs->a);
	add_failures(runs, "B", runs->b);
	add_few_rounds(runs);
	add_speed(runs);
}
