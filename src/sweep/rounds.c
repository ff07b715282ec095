/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measuring: round 0 checks answers, then the rounds, until done or told to end. */
#include "sweep/rounds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "trial/clock.h"

enum { SETTLE_US = 5000, TIMED_OUT_MAX = 2 };

/* A chunk must last this long for its time stamps not to matter. */
#define BUSY_STAMP_NS 10000

void rounds_init(struct rounds *rounds)
{
	rounds->workload = xcalloc(rounds->plan->workloads.count, sizeof(*rounds->workload));
	rounds->estimate_ns = xcalloc(rounds->plan->cell_count, sizeof(*rounds->estimate_ns));
	rounds->started_ns = clock_now_ns();
	rounds->done_count = 0;
	launch_init();
}

void rounds_finish(struct rounds *rounds)
{
	for (size_t w = 0; w < rounds->plan->workloads.count; w++) {
		free(rounds->workload[w].calibrated);
	}
	free(rounds->workload);
	free(rounds->estimate_ns);
}

double rounds_elapsed_s(const struct rounds *rounds)
{
	return (double)(clock_now_ns() - rounds->started_ns) / 1e9;
}

void rounds_try(struct rounds *rounds, const struct plan_cell *cell, struct sample *sample,
	struct launch_extra *extra)
{
	const struct listed_spec *workload = rounds->plan->workloads.item[cell->workload];
	const struct listed_spec *strategy = rounds->plan->strategies.item[cell->strategy];
	char workload_text[SPEC_TEXT_BYTES], strategy_text[SPEC_TEXT_BYTES];
	struct launch launch = {
		.trial = rounds->trial,
		.plugin = rounds->plugin,
		.workload = workload_text,
		.strategy = strategy_text,
		.workers = cell->workers,
		.busy_stamped = cell->busy_stamped,
		.settle_us = SETTLE_US,
		.timeout_ns = rounds->plan->timeout_ns,
		.interrupt_fd = rounds->interrupt_fd,
	};

	spec_format(&workload->spec, workload->entry->params, true, workload_text,
		sizeof(workload_text));
	spec_format(&strategy->spec, strategy->entry->params, true, strategy_text,
		sizeof(strategy_text));
	launch_sample(&launch, sample, extra);
}

/* ---- estimates ---- */

/* What a sample of CELL should last if its strategy cost nothing. */
static double ideal_ns(const struct rounds *rounds, const struct plan_cell *cell)
{
	return (double)rounds->workload[cell->workload].loop_ns / cell->workers;
}

static void learn_duration(struct rounds *rounds, size_t cell, const struct sample *sample)
{
	double ns = sample->total_ns != SAMPLE_UNKNOWN ? (double)sample->total_ns : 0;
	double *estimate_ns = &rounds->estimate_ns[cell];

	if (sample->status == SAMPLE_TIMED_OUT) {
		ns = (double)rounds->plan->timeout_ns;
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

/* What exec, settling and reading the area add to every sample. */
static const double launch_overhead_ns = 9e6;

static double order_estimate_s(const struct rounds *rounds, const size_t *order, size_t from,
	size_t count)
{
	double sum_ns = 0;

	for (size_t i = from; i < count; i++) {
		if (!rounds->plan->cells[order[i]].retired) {
			sum_ns += rounds->estimate_ns[order[i]] + launch_overhead_ns;
		}
	}
	return sum_ns / 1e9;
}

/* ---- one recorded sample ---- */

/* A round being measured. */
struct round {
	uint32_t number;
	size_t *order, count;
	const bool *done;     /* per place; NULL: none */
	double later_s;       /* estimate of the rounds after this one */
};

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
	if (round->number > 0) {
		uint64_t per_round = plan_samples_per_round(plan);
		double here_s = order_estimate_s(rounds, round->order, place, round->count);

		progress->left_s = here_s + round->later_s;
		progress->total_count = rounds->done_count + (round->count - place) +
					(uint64_t)(plan->rounds - round->number) * per_round;
		double budget_left_s = (double)plan->budget_ns / 1e9 - progress->elapsed_s;
		if (plan->budget_ns > 0 && budget_left_s < progress->left_s) {
			progress->left_s = budget_left_s > here_s ? budget_left_s : here_s;
		}
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

/* Measures and records the sample at PLACE of ROUND. False: the record could not be written, or
 * *INTERRUPTED. */
static bool measure_place(struct rounds *rounds, const struct round *round, size_t place,
	bool *interrupted)
{
	struct plan *plan = rounds->plan;
	size_t index = round->order[place];
	struct plan_cell *cell = &plan->cells[index];
	struct rounds_progress progress;
	struct launch_extra extra = {0};
	char key[PLAN_KEY_BYTES];

	plan_cell_key(plan, cell, key);
	describe_progress(rounds, round, place, &progress);
	progress.now = key;
	rounds->watcher.sample(rounds->watcher.context, &progress);
	struct sample sample = {
		.seq = (uint64_t)round->number * plan_samples_per_round(plan) + place,
		.round = round->number,
		.cell = xstrdup(key),
		.role = cell->baseline ? ROLE_BASELINE : ROLE_CELL,
		.at_ns = clock_now_ns() - rounds->started_ns,
	};
	rounds_try(rounds, cell, &sample, &extra);
	check_answer(&rounds->workload[cell->workload], &sample);
	learn_duration(rounds, index, &sample);
	bool ok = samples_append(rounds->writer, &sample);
	rounds->done_count++;
	*interrupted = sample.status == SAMPLE_INTERRUPTED;
	if (sample.status == SAMPLE_TIMED_OUT && ++cell->timed_out_count == TIMED_OUT_MAX) {
		char *note = xasprintf("%s is retired after %d samples TIMED OUT", key, TIMED_OUT_MAX);

		cell->retired = true;
		ok = ok && samples_note(rounds->writer, note);
		free(note);
	}
	sample_finish(&sample);
	return ok && !*interrupted;
}

static bool measure_round(struct rounds *rounds, const struct round *round, bool *interrupted)
{
	const struct plan *plan = rounds->plan;
	struct rounds_progress progress;

	for (size_t place = 0; place < round->count; place++) {
		const struct plan_cell *cell = &plan->cells[round->order[place]];
		bool block_ends = place + 1 == round->count ||
				  plan->cells[round->order[place + 1]].workload != cell->workload;

		if (!cell->retired && !(round->done && round->done[place]) &&
			!measure_place(rounds, round, place, interrupted)) {
			return false;
		}
		if (block_ends && round->number > 0) {
			describe_progress(rounds, round, place + 1, &progress);
			rounds->watcher.block_end(rounds->watcher.context, &progress);
		}
	}
	describe_progress(rounds, round, round->count, &progress);
	rounds->watcher.round_end(rounds->watcher.context, &progress);
	return true;
}

/* ---- the rounds ---- */

/* Round 0: per workload its baseline, then every strategy at the most workers. */
static size_t check_order(const struct plan *plan, size_t *order)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->cell_count; i++) {
		bool last = i + 1 == plan->cell_count ||
			    plan->cells[i + 1].workload != plan->cells[i].workload ||
			    plan->cells[i + 1].strategy != plan->cells[i].strategy;

		if (last) {
			order[count++] = i;
		}
	}
	return count;
}

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

/* Takes over what EARLIER samples tell: which are done, which cells are retired, the answers. */
static void take_over(struct rounds *rounds, const struct samples *earlier, bool *done,
	size_t done_count)
{
	struct plan *plan = rounds->plan;

	for (size_t i = 0; i < earlier->count; i++) {
		const struct sample *sample = &earlier->sample[i];

		if (sample->status == SAMPLE_INTERRUPTED || sample->seq >= done_count) {
			continue;
		}
		done[sample->seq] = true;
		for (size_t c = 0; c < plan->cell_count; c++) {
			struct plan_cell *cell = &plan->cells[c];
			char key[PLAN_KEY_BYTES];

			plan_cell_key(plan, cell, key);
			if (strcmp(key, sample->cell) != 0) {
				continue;
			}
			if (sample->status == SAMPLE_TIMED_OUT) {
				cell->retired = ++cell->timed_out_count >= TIMED_OUT_MAX;
			}
			struct rounds_workload *workload = &rounds->workload[cell->workload];
			if (sample->status == SAMPLE_OK && cell->baseline && !workload->has_answer) {
				workload->has_answer = sample->has_answer;
				workload->answer = sample->answer;
			}
			learn_duration(rounds, c, sample);
		}
	}
}

static bool budget_allows(const struct rounds *rounds, const struct round *round)
{
	double budget_s = (double)rounds->plan->budget_ns / 1e9;
	double round_s = order_estimate_s(rounds, round->order, 0, round->count);

	return rounds->plan->budget_ns == 0 || round->number <= 1 ||
	       rounds_elapsed_s(rounds) + round_s <= budget_s;
}

static bool note_budget(struct rounds *rounds, uint32_t rounds_done)
{
	char *note = xasprintf("the budget ended the run after %u of %u rounds", rounds_done,
		rounds->plan->rounds);
	bool ok = samples_note(rounds->writer, note);

	free(note);
	return ok;
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
		take_over(rounds, earlier, done, all);
	}
	for (round.number = 0; ok && round.number <= plan->rounds; round.number++) {
		if (round.number == 0) {
			round.count = check_order(plan, round.order);
		} else {
			plan_round_order(plan, round.number, round.order);
			round.count = per_round;
		}
		if (round.number == 1) {
			spread_estimates(rounds);
		}
		if (!budget_allows(rounds, &round)) {
			ok = note_budget(rounds, round.number - 1);
			break;
		}
		round.done = done + round.number * per_round;
		round.later_s = (plan->rounds - round.number) *
				order_estimate_s(rounds, round.order, 0, round.count);
		ok = measure_round(rounds, &round, &interrupted);
	}
	free(round.order);
	free(done);
	return interrupted ? ROUNDS_INTERRUPTED : ok ? ROUNDS_DONE : ROUNDS_BROKEN;
}
