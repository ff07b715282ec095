/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run being measured in a folder of its own, for the tests of sizes, rounds and resuming. */
#include "measured.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scratch.h"
#include "text.h"
#include "trials.h"

struct measured measured;

/* ---- watching ---- */

static void on_sample(void *context, const struct rounds_progress *progress)
{
	struct measured *seen = context;

	seen->last = *progress;
	ck_assert_ptr_nonnull(progress->now);
	seen->last.now = NULL;
	if (progress->round == 1 && seen->round_1.round == 0) {
		seen->round_1 = seen->last;
	}
	seen->sample_count++;
	if (seen->sample_count == seen->interrupt_after) {
		ck_assert_int_eq(write(seen->interrupt[1], "x", 1), 1);
	}
}

static void on_block_end(void *context, const struct rounds_progress *progress)
{
	struct measured *seen = context;

	seen->last = *progress;
	seen->block_count++;
}

static void on_round_end(void *context, const struct rounds_progress *progress)
{
	struct measured *seen = context;

	seen->last = *progress;
	seen->round_count++;
}

static double precision(void *context)
{
	const struct measured *seen = context;

	/* round 0 ended, too */
	return seen->unasked                                                        ? NAN
	       : seen->precise_after > 0 && seen->round_count > seen->precise_after ? 0.001
										    : 0.5;
}

/* ---- one run ---- */

void measured_setup(void)
{
	measured = (struct measured){
		.trial = FAKE_TRIAL,
		.workloads = "steady",
		.rounds = 2,
		.folder = scratch_create(),
	};
	made_up_machine(&measured.machine, 2);
	ck_assert_int_eq(pipe(measured.interrupt), 0);
}

static void forget(void)
{
	if (measured.planned) {
		samples_close(measured.rounds_state.writer);
		rounds_finish(&measured.rounds_state);
		plan_finish(&measured.plan);
		catalog_finish(&measured.catalog);
	}
	measured.planned = false;
	measured.sample_count = measured.block_count = measured.round_count = 0;
}

void measured_teardown(void)
{
	char *traces = xasprintf("%s/traces", measured.folder);

	forget();
	if (access(traces, F_OK) == 0) {
		scratch_destroy(xstrdup(traces));
	}
	free(traces);
	close(measured.interrupt[0]);
	close(measured.interrupt[1]);
	scratch_destroy(measured.folder);
}

/* Makes everything that measuring needs. */
static void begin(const struct plan_wish *wish)
{
	trial_catalog(&measured.catalog, measured.trial);
	make_plan(&measured.plan, wish, &measured.catalog, &measured.machine);
	measured.rounds_state = (struct rounds){
		.plan = &measured.plan,
		.machine = &measured.machine,
		.trial = measured.trial,
		.interrupt_fd = measured.interrupt[0],
		.folder = measured.folder,
		.watcher = {on_sample, on_block_end, on_round_end, precision, &measured},
	};
	rounds_init(&measured.rounds_state);
	measured.planned = true;
}

bool measured_choose(void)
{
	char *copy = xstrdup(measured.workloads), *rest = copy, *words[8];
	struct plan_wish wish = {
		.workloads = words,
		.strategies = xstrdup(measured.strategies ? measured.strategies : "thread-pool"),
		.workers = xstrdup(measured.workers ? measured.workers : "1,2"),
		.rounds = measured.rounds,
		.precision = measured.precision,
		.budget_ns = measured.budget_ns,
		.timeout_ns = measured.timeout_ns,
		.sample_time_ns = measured.sample_time_ns,
		.trace = measured.trace,
		.seed = 11,
		.seed_given = true,
	};

	forget();
	while (rest) {
		ck_assert_uint_lt(wish.workload_count, 8);
		words[wish.workload_count++] = strsep(&rest, " ");
	}
	begin(&wish);
	free(wish.strategies);
	free(wish.workers);
	free(copy);
	return rounds_choose_sizes(&measured.rounds_state, measured.error, sizeof(measured.error));
}

enum rounds_end measured_run(void)
{
	struct run run;

	ck_assert_msg(measured_choose(), "%s", measured.error);
	record_run(&measured.rounds_state, &measured.catalog, &run);
	measured.rounds_state.writer = samples_create(measured.folder, &run);
	ck_assert_ptr_nonnull(measured.rounds_state.writer);
	run_finish(&run);
	enum rounds_end end = rounds_measure(&measured.rounds_state, NULL);
	samples_close(measured.rounds_state.writer);
	measured.rounds_state.writer = NULL;
	return end;
}

bool measured_resume(uint32_t rounds, enum rounds_end *end)
{
	struct samples earlier;
	struct plan_wish wish;

	forget();
	ck_assert(samples_read(measured.folder, true, &earlier));
	resume_wish(&earlier, &wish);
	wish.rounds = rounds > 0 ? rounds : wish.rounds;
	wish.trace = wish.trace || measured.trace;
	begin(&wish);
	resume_wish_finish(&wish);
	bool ok = resume_run(&measured.rounds_state, &measured.catalog, &earlier.run,
		measured.error, sizeof(measured.error));
	if (ok) {
		measured.rounds_state.writer = samples_resume(measured.folder, earlier.sound_bytes);
		ck_assert_ptr_nonnull(measured.rounds_state.writer);
		*end = rounds_measure(&measured.rounds_state, &earlier);
		samples_close(measured.rounds_state.writer);
		measured.rounds_state.writer = NULL;
	}
	samples_finish(&earlier);
	return ok;
}

/* ---- what is in the record ---- */

void measured_read(struct samples *samples)
{
	ck_assert(samples_read(measured.folder, false, samples));
	ck_assert_uint_eq(samples->bad_line_count, 0);
}

struct place measured_place_at(uint64_t seq)
{
	uint64_t per_round = order_samples(&measured.plan);
	uint32_t round = (uint32_t)(seq / per_round);
	struct place *order = xcalloc(per_round, sizeof(*order));
	size_t count = per_round;

	if (round == 0) {
		count = order_check(&measured.plan, order);
	} else {
		order_round(&measured.plan, round, order);
	}
	ck_assert_uint_lt(seq % per_round, count);
	struct place place = order[seq % per_round];
	free(order);
	return place;
}

static char *record_path(void)
{
	return xasprintf("%s/samples.jsonl", measured.folder);
}

void measured_cut(size_t count, const char *tail)
{
	char *path = record_path(), *text = read_file(path, NULL), *end = text;

	for (size_t i = 0; i <= count; i++) {
		end = strchr(end, '\n');
		ck_assert_ptr_nonnull(end);
		end++;
	}
	char *kept = xasprintf("%.*s%s", (int)(end - text), text, tail);
	ck_assert(write_file(path, kept, strlen(kept)));
	free(kept);
	free(text);
	free(path);
}

void measured_rewrite(
	const struct samples *from, size_t count, bool (*keep)(const struct sample *sample))
{
	char *path = record_path();

	ck_assert_int_eq(remove(path), 0);
	struct samples_writer *writer = samples_create(measured.folder, &from->run);
	ck_assert_ptr_nonnull(writer);
	for (size_t i = 0; i < count; i++) {
		if (!keep || keep(&from->sample[i])) {
			ck_assert(samples_append(writer, &from->sample[i]));
		}
	}
	samples_close(writer);
	free(path);
}
