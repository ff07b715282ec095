/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measuring: round 0 checks answers, then the rounds, until done or told to end. */
#include "sweep/rounds.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/order.h"
#include "sweep/pace.h"
#include "sweep/place.h"
#include "sweep/resume.h"
#include "text.h"
#include "trial/clock.h"

enum { SETTLE_US = 5000 };

/* A chunk must last this long for its time stamps not to matter. */
#define BUSY_STAMP_NS 10000

void rounds_init(struct rounds *rounds)
{
	rounds->workload = xcalloc(rounds->plan->workloads.count, sizeof(*rounds->workload));
	rounds->estimate_ns = xcalloc(rounds->plan->cell_count, sizeof(*rounds->estimate_ns));
	rounds->started_ns = clock_now_ns();
	rounds->done_count = 0;
	rounds->fitted = NULL;
	launch_init();
	noise_init(
		&rounds->noise, "", rounds->machine->allowed_list, rounds->machine->quota.source);
}

void rounds_finish(struct rounds *rounds)
{
	for (size_t w = 0; w < rounds->plan->workloads.count; w++) {
		free(rounds->workload[w].calibrated);
		free(rounds->workload[w].failure);
	}
	free(rounds->workload);
	free(rounds->estimate_ns);
	free(rounds->fitted);
	noise_finish(&rounds->noise);
}

double rounds_elapsed_s(const struct rounds *rounds)
{
	return (double)(clock_now_ns() - rounds->started_ns) / 1e9;
}

void rounds_format_cell(const struct rounds *rounds, const struct plan_cell *cell,
	char workload[SPEC_TEXT_BYTES], char strategy[SPEC_TEXT_BYTES])
{
	const struct listed_spec *workload_item = rounds->plan->workloads.item[cell->workload];
	const struct listed_spec *strategy_item = rounds->plan->strategies.item[cell->strategy];

	spec_format(&workload_item->spec, workload_item->entry->params, true, workload,
		SPEC_TEXT_BYTES);
	spec_format(&strategy_item->spec, strategy_item->entry->params, true, strategy,
		SPEC_TEXT_BYTES);
}

static uint32_t known_pad(uint64_t bytes)
{
	return bytes < LAUNCH_PAD_MAX ? (uint32_t)bytes : 0;
}

void rounds_try(struct rounds *rounds, const struct plan_cell *cell, struct sample *sample,
	struct launch_extra *extra)
{
	char workload[SPEC_TEXT_BYTES], strategy[SPEC_TEXT_BYTES];
	char *cpus = place_list(
		rounds->machine, rounds->plan->strategies.item[cell->strategy], cell->workers);
	struct launch launch = {
		.trial = rounds->trial,
		.plugin = rounds->plugin,
		.workload = workload,
		.strategy = strategy,
		.cpus = cpus,
		.workers = cell->workers,
		.busy_stamped = cell->busy_stamped,
		.trace = sample->role == ROLE_TRACED,
		.settle_us = SETTLE_US,
		.env_pad_bytes = known_pad(sample->env_pad_bytes),
		.stack_pad_bytes = known_pad(sample->stack_pad_bytes),
		.timeout_ns = rounds->plan->timeout_ns,
		.interrupt_fd = rounds->interrupt_fd,
	};

	rounds_format_cell(rounds, cell, workload, strategy);
	if (rounds->plan->command) {
		command_forget(rounds->plan->command);
	}
	launch_sample(&launch, sample, extra);
	if (rounds->plan->command) {
		command_harvest(rounds->plan->command, sample);
	}
	free(cpus);
}

/* ---- one recorded sample ---- */

static void describe_progress(const struct rounds *rounds, const struct round *round, size_t place,
	struct rounds_progress *progress)
{
	const struct plan *plan = rounds->plan;

	*progress = (struct rounds_progress){
		.done_count = rounds->done_count,
		.round = round->number,
		.rounds = plan->rounds,
		.traced = round->traced,
		.may_end_early = plan->precision > 0,
		.elapsed_s = rounds_elapsed_s(rounds),
		.left_s = -1,
	};
	if (round->number == 0 && !round->traced) {
		return;
	}
	struct amount here = pace_missing(rounds, round, place);
	progress->total_count = rounds->done_count + here.samples + round->later.samples;
	progress->left_s = here.seconds + round->later.seconds;
	double budget_left_s = (double)plan->budget_ns / 1e9 - progress->elapsed_s;
	if (plan->budget_ns > 0 && budget_left_s < progress->left_s) {
		progress->left_s = budget_left_s > here.seconds ? budget_left_s : here.seconds;
	}
}

/* An answer that differs from the first run's is wrong, whatever the trial thinks of it. */
static void check_answer(struct rounds_workload *workload, struct sample *sample)
{
	if (sample->status != SAMPLE_OK || !sample->has_answer) {
		return;
	}
	if (!workload->has_answer) {
		workload->has_answer = true;
		workload->answer = sample->answer;
	} else if (sample->answer != workload->answer) {
		sample->status = SAMPLE_WRONG;
		sample->reason = xasprintf("answer %llu, the first loop said %llu",
			(unsigned long long)sample->answer, (unsigned long long)workload->answer);
	}
}

/* Counts a sample that TIMED OUT; the second one retires its cell. False: not recorded. */
static bool count_timeout(struct rounds *rounds, struct plan_cell *cell, const char *key)
{
	if (++cell->timed_out_count < ROUNDS_TIMED_OUT_MAX) {
		return true;
	}
	char *note =
		xasprintf("%s is retired after %d samples TIMED OUT", key, ROUNDS_TIMED_OUT_MAX);
	bool ok = samples_note(rounds->writer, note);

	cell->retired = true;
	free(note);
	return ok;
}

static enum sample_role role_of(const struct plan_cell *cell, bool copy)
{
	return cell->probe      ? ROLE_PROBE
	       : copy           ? ROLE_COPY
	       : cell->baseline ? ROLE_BASELINE
				: ROLE_CELL;
}

/* Measures and records the sample at PLACE of ROUND. False: the record could not be written, or
 * *INTERRUPTED. */
static bool measure_place(
	struct rounds *rounds, const struct round *round, size_t place, bool *interrupted)
{
	struct plan *plan = rounds->plan;
	size_t index = round->order[place].cell;
	struct plan_cell *cell = &plan->cells[index];
	struct rounds_progress progress;
	struct launch_extra extra = {0};
	struct noise_reading before, after;
	struct sample sample;
	char key[PLAN_KEY_BYTES];

	plan_cell_key(plan, cell, key);
	describe_progress(rounds, round, place, &progress);
	progress.now = key;
	rounds->watcher.sample(rounds->watcher.context, &progress);
	sample_init(&sample);
	sample.seq = round->first_seq + place;
	sample.round = round->number;
	sample.cell = xstrdup(key);
	sample.role = round->traced ? ROLE_TRACED : role_of(cell, round->order[place].copy);
	sample.at_ns = clock_now_ns() - rounds->started_ns;
	struct launch_pads pads = launch_choose_pads(plan->seed, sample.seq);
	sample.env_pad_bytes = pads.env_bytes;
	sample.stack_pad_bytes = pads.stack_bytes;
	noise_read(&rounds->noise, &before);
	rounds_try(rounds, cell, &sample, &extra);
	noise_read(&rounds->noise, &after);
	noise_note(&rounds->noise, &before, &after, &sample);
	check_answer(&rounds->workload[cell->workload], &sample);
	if (!round->traced) {
		pace_learn(rounds, index, &sample);
	}
	bool kept = rounds_keep_trace(rounds, &sample, &extra);
	bool ok = samples_append(rounds->writer, &sample) && kept;
	rounds->done_count++;
	*interrupted = sample.status == SAMPLE_INTERRUPTED;
	if (sample.status == SAMPLE_TIMED_OUT) {
		ok = ok && count_timeout(rounds, cell, key);
	}
	sample_finish(&sample);
	return ok && !*interrupted;
}

/* Nobody is told of a block or a round in which nothing was missing. */
static bool measure_round(struct rounds *rounds, const struct round *round, bool *interrupted)
{
	const struct plan *plan = rounds->plan;
	const struct rounds_watcher *watcher = &rounds->watcher;
	struct rounds_progress progress;
	bool block_measured = false, measured = false;

	for (size_t place = 0; place < round->count; place++) {
		size_t workload = plan->cells[round->order[place].cell].workload;

		if (pace_is_missing(rounds, round, place)) {
			if (!measure_place(rounds, round, place, interrupted)) {
				return false;
			}
			block_measured = measured = true;
		}
		bool block_ends = place + 1 == round->count ||
				  plan->cells[round->order[place + 1].cell].workload != workload;
		if (block_ends && block_measured && round->number > 0) {
			describe_progress(rounds, round, place + 1, &progress);
			watcher->block_end(watcher->context, &progress);
			block_measured = false;
		}
	}
	if (measured) {
		describe_progress(rounds, round, round->count, &progress);
		watcher->round_end(watcher->context, &progress);
	}
	return true;
}

/* ---- the rounds ---- */

static void choose_stamps(struct rounds *rounds)
{
	for (size_t i = 0; i < rounds->plan->cell_count; i++) {
		struct plan_cell *cell = &rounds->plan->cells[i];
		const struct rounds_workload *workload = &rounds->workload[cell->workload];

		if (workload->task_count == 0 || cell->probe) {
			continue; /* of a probe only the first and the last task matter */
		}
		double task_ns = (double)workload->loop_ns / (double)workload->task_count;
		uint64_t tasks = plan_chunk_tasks(rounds->plan, cell, workload->task_count);
		cell->busy_stamped = task_ns * (double)tasks >= BUSY_STAMP_NS;
	}
}

/* Notes why the run ended before its last round. */
static bool note_end(struct rounds *rounds, enum rounds_end end, uint32_t rounds_done)
{
	const struct plan *plan = rounds->plan;
	char *note;

	if (end == ROUNDS_BUDGET) {
		note = xasprintf("the budget ended the run after %u of %u rounds", rounds_done,
			plan->rounds);
	} else if (end == ROUNDS_PRECISE) {
		note = xasprintf("a precision of %g %% was reached after %u rounds",
			100 * plan->precision, rounds_done);
	} else {
		note = xasprintf("none of the three questions is asked here: ended after %u rounds",
			rounds_done);
	}
	bool ok = samples_note(rounds->writer, note);

	free(note);
	return ok;
}

/* ROUNDS_PRECISE or ROUNDS_UNASKED if ROUND, of which nothing is measured, need not be; ROUNDS_DONE if it
 * must. */
static enum rounds_end enough_before(const struct rounds *rounds, const struct round *round)
{
	const struct plan *plan = rounds->plan;
	const struct rounds_watcher *watcher = &rounds->watcher;
	bool begun = pace_missing(rounds, round, 0).samples < pace_whole(rounds, round, 1).samples;

	if (!(plan->precision > 0) || round->number <= plan->rounds_min || begun ||
		!watcher->precision) {
		return ROUNDS_DONE;
	}
	double reached = watcher->precision(watcher->context);
	return isnan(reached)               ? ROUNDS_UNASKED
	       : reached <= plan->precision ? ROUNDS_PRECISE
					    : ROUNDS_DONE;
}

/* Puts the places of ROUND in order. */
static void begin_round(struct rounds *rounds, struct round *round)
{
	const struct plan *plan = rounds->plan;
	struct amount traced = pace_traced(rounds);

	round->first_seq = (uint64_t)round->number * order_samples(plan);
	if (round->number == 0) {
		round->count = order_check(plan, round->order);
		return;
	}
	if (round->number == 1) {
		pace_spread(rounds);
	}
	order_round(plan, round->number, round->order);
	round->count = order_samples(plan);
	round->later = pace_whole(rounds, round, plan->rounds - round->number);
	round->later.samples += traced.samples;
	round->later.seconds += traced.seconds;
}

/* Measures ROUND unless the run ends before it. */
static enum rounds_end go_through(struct rounds *rounds, struct round *round)
{
	bool interrupted = false;

	begin_round(rounds, round);
	pace_warn_of_budget(rounds, round);
	enum rounds_end end = enough_before(rounds, round);
	if (end == ROUNDS_DONE && !pace_budget_allows(rounds, round)) {
		end = ROUNDS_BUDGET;
	}
	uint64_t done_before = rounds->done_count;
	if (end == ROUNDS_DONE && !measure_round(rounds, round, &interrupted)) {
		return interrupted ? ROUNDS_INTERRUPTED : ROUNDS_BROKEN;
	}
	if (rounds->done_count > done_before) {
		rounds->budget_anew = false; /* the round that it owes is measured */
	}
	if (end != ROUNDS_DONE && !note_end(rounds, end, round->number - 1)) {
		return ROUNDS_BROKEN;
	}
	return end;
}

/* Traces a sample of every cell that has none yet, after rounds that came to the END. */
static enum rounds_end trace_cells(
	struct rounds *rounds, struct place *order, const bool *traced, enum rounds_end end)
{
	struct round round = {
		.traced = true,
		.order = order,
		.count = order_traced(rounds->plan, order),
		.first_seq = order_traced_seq(rounds->plan),
		.done = traced,
	};
	bool interrupted = false;

	if (!rounds->plan->trace || end == ROUNDS_INTERRUPTED || end == ROUNDS_BROKEN ||
		measure_round(rounds, &round, &interrupted)) {
		return end;
	}
	return interrupted ? ROUNDS_INTERRUPTED : ROUNDS_BROKEN;
}

enum rounds_end rounds_measure(struct rounds *rounds, const struct samples *earlier)
{
	const struct plan *plan = rounds->plan;
	size_t per_round = order_samples(plan);
	size_t all = per_round * ((size_t)plan->rounds + 1);
	bool *done = xcalloc(all, sizeof(*done));
	bool *traced = xcalloc(plan->asked_cells, sizeof(*traced));
	struct round round = {.order = xcalloc(per_round, sizeof(*round.order))};
	enum rounds_end end = ROUNDS_DONE;

	choose_stamps(rounds);
	rounds->traced = traced;
	if (earlier) {
		resume_samples(rounds, earlier, done, all);
		resume_traced(plan, earlier, traced);
	} else if (rounds->fitted && !samples_note(rounds->writer, rounds->fitted)) {
		end = ROUNDS_BROKEN;
	}
	for (; end == ROUNDS_DONE && round.number <= plan->rounds; round.number++) {
		round.done = done + round.number * per_round;
		end = go_through(rounds, &round);
	}
	end = trace_cells(rounds, round.order, traced, end);
	rounds->traced = NULL;
	free(round.order);
	free(traced);
	free(done);
	return end;
}
