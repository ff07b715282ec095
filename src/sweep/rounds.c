/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measuring: round 0 checks answers, then the rounds, until done or told to end. */
#include "sweep/rounds.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "trial/clock.h"

enum { SETTLE_US = 5000 };

/* What the judge needs for a 95 % interval (measuring side: only to warn of a small budget). */
enum { ROUNDS_FOR_INTERVALS = 6 };

/* A chunk must last this long for its time stamps not to matter. */
#define BUSY_STAMP_NS 10000

void rounds_init(struct rounds *rounds)
{
	rounds->workload = xcalloc(rounds->plan->workloads.count, sizeof(*rounds->workload));
	rounds->estimate_ns = xcalloc(rounds->plan->cell_count, sizeof(*rounds->estimate_ns));
	rounds->started_ns = clock_now_ns();
	rounds->done_count = 0;
	launch_init();
	noise_init(
		&rounds->noise, "", rounds->machine->allowed_list, rounds->machine->quota.source);
}

void rounds_finish(struct rounds *rounds)
{
	for (size_t w = 0; w < rounds->plan->workloads.count; w++) {
		free(rounds->workload[w].calibrated);
	}
	free(rounds->workload);
	free(rounds->estimate_ns);
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

void rounds_try(struct rounds *rounds, const struct plan_cell *cell, struct sample *sample,
	struct launch_extra *extra)
{
	char workload[SPEC_TEXT_BYTES], strategy[SPEC_TEXT_BYTES];
	struct launch launch = {
		.trial = rounds->trial,
		.plugin = rounds->plugin,
		.workload = workload,
		.strategy = strategy,
		.workers = cell->workers,
		.busy_stamped = cell->busy_stamped,
		.settle_us = SETTLE_US,
		.timeout_ns = rounds->plan->timeout_ns,
		.interrupt_fd = rounds->interrupt_fd,
	};

	rounds_format_cell(rounds, cell, workload, strategy);
	launch_sample(&launch, sample, extra);
}

/* ---- estimates ---- */

/* Samples still to be measured, and how long that should take. */
struct amount {
	uint64_t samples;
	double seconds;
};

/* What a sample of CELL should last if its strategy cost nothing. */
static double ideal_ns(const struct rounds *rounds, const struct plan_cell *cell)
{
	return (double)rounds->workload[cell->workload].loop_ns / cell->workers;
}

void rounds_learn(struct rounds *rounds, size_t cell, const struct sample *sample)
{
	double ns = (double)sample->total_ns;
	double *estimate_ns = &rounds->estimate_ns[cell];

	if (sample->status == SAMPLE_TIMED_OUT) {
		ns = (double)rounds->plan->timeout_ns;
	} else if (sample->total_ns == SAMPLE_UNKNOWN) {
		return; /* a crash says nothing of how long the next one takes */
	}
	*estimate_ns = *estimate_ns > 0 && sample->round > 1 ? 0.5 * (*estimate_ns + ns) : ns;
}

/* Before round 1 only the most workers of each strategy were tried: fewer can't be faster. */
static void spread_estimates(struct rounds *rounds)
{
	const struct plan *plan = rounds->plan;

	for (size_t i = 0; i < plan->cell_count; i++) {
		for (size_t j = i; j < plan->cell_count && rounds->estimate_ns[i] <= 0; j++) {
			if (plan->cells[j].workload == plan->cells[i].workload &&
				plan->cells[j].strategy == plan->cells[i].strategy) {
				rounds->estimate_ns[i] = rounds->estimate_ns[j];
			}
		}
		double least_ns = ideal_ns(rounds, &plan->cells[i]);
		if (rounds->estimate_ns[i] < least_ns) {
			rounds->estimate_ns[i] = least_ns;
		}
	}
}

/* A round being measured. */
struct round {
	uint32_t number;
	size_t *order, count;
	const bool *done;    /* per place: measured by the run that is resumed */
	struct amount later; /* of the rounds after this one */
};

static bool is_missing(const struct rounds *rounds, const struct round *round, size_t place)
{
	return !round->done[place] && !rounds->plan->cells[round->order[place]].retired;
}

/* What exec, settling and reading the area add to every sample. */
static const double launch_overhead_ns = 9e6;

static void add_estimate(const struct rounds *rounds, size_t cell, struct amount *amount)
{
	amount->samples++;
	amount->seconds += (rounds->estimate_ns[cell] + launch_overhead_ns) / 1e9;
}

/* What is still to be measured of ROUND from PLACE on. */
static struct amount missing_from(
	const struct rounds *rounds, const struct round *round, size_t place)
{
	struct amount amount = {0};

	for (; place < round->count; place++) {
		if (is_missing(rounds, round, place)) {
			add_estimate(rounds, round->order[place], &amount);
		}
	}
	return amount;
}

/* What COUNT whole rounds like ROUND amount to. */
static struct amount whole_rounds(
	const struct rounds *rounds, const struct round *round, uint32_t count)
{
	struct amount amount = {0};

	for (size_t i = 0; i < round->count; i++) {
		if (!rounds->plan->cells[round->order[i]].retired) {
			add_estimate(rounds, round->order[i], &amount);
		}
	}
	return (struct amount){count * amount.samples, count * amount.seconds};
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
		.elapsed_s = rounds_elapsed_s(rounds),
		.left_s = -1,
	};
	if (round->number == 0) {
		return;
	}
	struct amount here = missing_from(rounds, round, place);
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

/* Measures and records the sample at PLACE of ROUND. False: the record could not be written, or
 * *INTERRUPTED. */
static bool measure_place(
	struct rounds *rounds, const struct round *round, size_t place, bool *interrupted)
{
	struct plan *plan = rounds->plan;
	size_t index = round->order[place];
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
	sample.seq = (uint64_t)round->number * plan_samples_per_round(plan) + place;
	sample.round = round->number;
	sample.cell = xstrdup(key);
	sample.role = cell->baseline ? ROLE_BASELINE : ROLE_CELL;
	sample.at_ns = clock_now_ns() - rounds->started_ns;
	noise_read(&rounds->noise, &before);
	rounds_try(rounds, cell, &sample, &extra);
	noise_read(&rounds->noise, &after);
	noise_note(&rounds->noise, &before, &after, &sample);
	check_answer(&rounds->workload[cell->workload], &sample);
	rounds_learn(rounds, index, &sample);
	bool ok = samples_append(rounds->writer, &sample);
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
		size_t workload = plan->cells[round->order[place]].workload;

		if (is_missing(rounds, round, place)) {
			if (!measure_place(rounds, round, place, interrupted)) {
				return false;
			}
			block_measured = measured = true;
		}
		bool block_ends = place + 1 == round->count ||
				  plan->cells[round->order[place + 1]].workload != workload;
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

		if (workload->task_count == 0) {
			continue;
		}
		double task_ns = (double)workload->loop_ns / (double)workload->task_count;
		uint64_t tasks = plan_chunk_tasks(rounds->plan, cell, workload->task_count);
		cell->busy_stamped = task_ns * (double)tasks >= BUSY_STAMP_NS;
	}
}

/* True if ROUND fits into the budget; the first always does, and one that was begun is ended. */
static bool budget_allows(const struct rounds *rounds, const struct round *round)
{
	double budget_s = (double)rounds->plan->budget_ns / 1e9;
	struct amount missing = missing_from(rounds, round, 0);
	bool begun = missing.samples < whole_rounds(rounds, round, 1).samples;

	return rounds->plan->budget_ns == 0 || round->number <= 1 || begun ||
	       missing.samples == 0 || rounds_elapsed_s(rounds) + missing.seconds <= budget_s;
}

/* Says before round 1 that the budget is too small for what was asked: it would be missed later. */
static void warn_of_budget(const struct rounds *rounds, const struct round *round)
{
	double left_s = (double)rounds->plan->budget_ns / 1e9 - rounds_elapsed_s(rounds);
	double round_s = missing_from(rounds, round, 0).seconds;
	double fitting = floor(left_s / round_s);

	if (round->number != 1 || rounds->plan->budget_ns == 0 || !(round_s > 0)) {
		return;
	}
	if (fitting < 1) {
		warn("a round takes about %.0f s, which is more than the budget leaves; one is "
		     "measured all "
		     "the same",
			ceil(round_s));
	} else if (fitting < ROUNDS_FOR_INTERVALS && rounds->plan->rounds >= ROUNDS_FOR_INTERVALS) {
		warn("the budget allows about %.0f rounds of %.0f s; below %d there are no "
		     "intervals",
			fitting, ceil(round_s), ROUNDS_FOR_INTERVALS);
	}
}

static bool note_budget(struct rounds *rounds, uint32_t rounds_done)
{
	char *note = xasprintf("the budget ended the run after %u of %u rounds", rounds_done,
		rounds->plan->rounds);
	bool ok = samples_note(rounds->writer, note);

	free(note);
	return ok;
}

/* Puts the places of ROUND in order. */
static void begin_round(struct rounds *rounds, struct round *round)
{
	const struct plan *plan = rounds->plan;

	if (round->number == 0) {
		round->count = plan_check_order(plan, round->order);
		return;
	}
	if (round->number == 1) {
		spread_estimates(rounds);
	}
	plan_round_order(plan, round->number, round->order);
	round->count = plan_samples_per_round(plan);
	round->later = whole_rounds(rounds, round, plan->rounds - round->number);
}

enum rounds_end rounds_measure(struct rounds *rounds, const struct samples *earlier)
{
	const struct plan *plan = rounds->plan;
	size_t per_round = plan_samples_per_round(plan);
	size_t all = per_round * ((size_t)plan->rounds + 1);
	bool *done = xcalloc(all, sizeof(*done)), interrupted = false, ok = true;
	struct round round = {.order = xcalloc(per_round, sizeof(size_t))};

	choose_stamps(rounds);
	if (earlier) {
		rounds_take_over(rounds, earlier, done, all);
	}
	for (; ok && round.number <= plan->rounds; round.number++) {
		round.done = done + round.number * per_round;
		begin_round(rounds, &round);
		warn_of_budget(rounds, &round);
		if (!budget_allows(rounds, &round)) {
			ok = note_budget(rounds, round.number - 1);
			break;
		}
		ok = measure_round(rounds, &round, &interrupted);
	}
	free(round.order);
	free(done);
	return interrupted ? ROUNDS_INTERRUPTED : ok ? ROUNDS_DONE : ROUNDS_BROKEN;
}
