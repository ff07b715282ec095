/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remarks that need no comparison: failures, few tasks, limits of the machine, noise. */
#include "judge/sentences.h"

#include <inttypes.h>
#include <string.h>

#include "judge/at_once.h"
#include "judge/endings.h"
#include "judge/relation.h"

/* Times of one cell that differ by this share and more are called noisy. */
static const double NOISY = 0.5;

/* Up to a bend a curve reaches at least this share of what more workers could give; beyond it, at
 * most this share of what it reached before. */
static const double STRAIGHT = 0.9;

enum { FAILURES_SHOWN = 1, REASON_BYTES = 160 };

void say_wrong(const struct judgement *judgement, size_t workload, struct text *text)
{
	for (size_t i = 0; i < judgement->samples->run.cell_count; i++) {
		const struct cell_result *result = &judgement->cells[i];

		if (result->cell->workload == workload && result->status_count[SAMPLE_WRONG] > 0) {
			add_sentence(text, "WRONG answers: no time is given.");
			return;
		}
	}
}

static void remark_few_tasks(const struct judgement *judgement, size_t workload, struct text *text)
{
	uint64_t tasks = judgement->samples->run.workloads[workload].task_count;

	for (size_t i = 0; i < judgement->samples->run.cell_count; i++) {
		const struct run_cell *cell = judgement->cells[i].cell;

		if (cell->workload != workload || cell->baseline || cell->workers <= tasks) {
			continue;
		}
		if (tasks == 1) {
			add_sentence(text, "Only 1 task: a second worker has nothing to do.");
		} else {
			add_sentence(text,
				"Only %" PRIu64 " tasks: more than %" PRIu64
				" workers have nothing to do.",
				tasks, tasks);
		}
		return;
	}
}

static void remark_cpus(const struct judgement *judgement, size_t workload,
	const struct curve *curve, struct text *text)
{
	const struct run_machine *machine = &judgement->samples->run.machine;
	enum work_class class = judgement->workloads[workload].class;

	if (class == WORK_COMPUTING && machine->allowed_cpus == 1 &&
		(!curve || curve->choice.end != CHOICE_USE)) {
		add_sentence(text, "One CPU: nothing computes faster with more workers here.");
	}
	if (class != WORK_WAITING && class != WORK_HELD && machine->quota_cpus > 0 &&
		machine->quota_cpus < machine->allowed_cpus) {
		add_sentence(text, "The quota of %.3g CPU%s is the limit, not the %u CPUs.",
			machine->quota_cpus, machine->quota_cpus == 1 ? "" : "s",
			machine->allowed_cpus);
	}
}

/*
 * True if the curve is shown to bend at FAST workers: up to there its speed rises nearly in
 * proportion, from there to the next larger counts clearly less so.
 */
static bool curve_bends_at(const struct curve *curve, uint32_t fast, uint32_t cpus)
{
	const struct cell_result *before = NULL, *at = NULL, *after = NULL;

	for (size_t i = 1; i < curve->count; i++) {
		const struct cell_result *point = curve->point[i];
		uint32_t workers = point->cell->workers;

		before = workers <= fast / 2 ? point : before;
		at = workers == fast ? point : at;
		after = workers > fast && workers <= cpus ? point : after;
	}
	if (!before || !at || !after) {
		return false;
	}
	struct related rise = relate(before, at), rest = relate(at, after);
	double rise_most = (double)fast / before->cell->workers;
	double rest_most = (double)after->cell->workers / fast;

	return rise.relation != RELATION_NONE && rest.relation != RELATION_NONE &&
	       rise.ratio.low >= STRAIGHT * rise_most &&
	       rest.ratio.high / rest_most <= STRAIGHT * rise.ratio.low / rise_most;
}

static void remark_kinds(const struct judgement *judgement, size_t workload,
	const struct curve *curve, struct text *text)
{
	const struct run_machine *machine = &judgement->samples->run.machine;
	uint32_t fast = machine->fast_cores;

	if (judgement->workloads[workload].alone == WORK_WAITING || fast == 0 ||
		fast >= machine->allowed_cores) {
		return;
	}
	add_sentence(
		text, "Cores of two kinds: %u fast, %u slow", fast, machine->allowed_cores - fast);
	if (curve && curve_bends_at(curve, fast, machine->allowed_cpus)) {
		text_add(text, "; the curve bends at %u", fast);
	}
	text_add(text, ".");
}

void say_bounds(const struct judgement *judgement, size_t workload, const struct curve *curve,
	struct text *text)
{
	remark_few_tasks(judgement, workload, text);
	remark_cpus(judgement, workload, curve, text);
	remark_kinds(judgement, workload, curve, text);
}

/* Adds REASON, and where it is too long, that there is more of it. */
static void add_reason(const char *reason, struct text *text)
{
	char shown[REASON_BYTES];

	text_clean(reason, shown, sizeof(shown));
	text_add(text, " (%s%s)", shown, strlen(reason) > strlen(shown) ? "…" : "");
}

static void add_failure(
	const struct judgement *judgement, const struct cell_result *result, struct text *text)
{
	const struct run_cell *cell = result->cell;

	text_add(text, " %s", judgement->samples->run.strategies[cell->strategy].spec);
	if (!cell->baseline) {
		text_add(text, " at %u", cell->workers);
	}
	text_add(text, ", ");
	endings_say(judgement, result, text);
	if (result->reason && *result->reason) {
		add_reason(result->reason, text);
	}
}

/* That items of a command may fail, if it is theirs that fails samples. */
static void say_allowance(const struct judgement *judgement, size_t workload, struct text *text)
{
	for (size_t i = 0; i < judgement->samples->run.cell_count; i++) {
		const struct cell_result *result = &judgement->cells[i];

		if (result->cell->workload == workload && result->failed_count > 0 &&
			at_once_item_failed(result->reason)) {
			add_sentence(text, "With --allow-failures items may fail and are counted.");
			return;
		}
	}
}

void say_failures(const struct judgement *judgement, size_t workload, struct text *text)
{
	struct text list = {0};
	size_t count = 0;

	for (size_t i = 0; i < judgement->samples->run.cell_count; i++) {
		const struct cell_result *result = &judgement->cells[i];

		if (result->cell->workload != workload || result->failed_count == 0) {
			continue;
		}
		count++;
		if (count <= FAILURES_SHOWN) {
			text_add(&list, count > 1 ? ";" : "");
			add_failure(judgement, result, &list);
		}
	}
	if (count > FAILURES_SHOWN) {
		text_add(&list, "; and %zu more", count - FAILURES_SHOWN);
	}
	if (count > 0) {
		add_sentence(
			text, "%zu cell%s failed:%s.", count, count == 1 ? "" : "s", list.text);
	}
	text_finish(&list);
	if (at_once_is_asked(judgement, workload)) {
		say_allowance(judgement, workload, text);
	}
}

void say_noise(const struct judgement *judgement, size_t workload, struct text *text)
{
	double most = 0;

	for (size_t i = 0; i < judgement->samples->run.cell_count; i++) {
		const struct cell_result *result = &judgement->cells[i];

		/* without a sample the noise is NaN, and no comparison with it holds */
		if (result->cell->workload == workload && result->noise > most) {
			most = result->noise;
		}
	}
	if (most >= NOISY) {
		add_sentence(text,
			"Noisy: times of one cell differ by up to %.1f×; read the intervals, not "
			"the "
			"middles.",
			1 + most);
	}
}
