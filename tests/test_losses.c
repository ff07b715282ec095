/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planted losses are found where they were planted, and nowhere else. */
#include "judge/losses.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/losses_split.h"
#include "lost.h"

static const double TINY = 1e-6;

static double sum_of(const struct loss_account *account)
{
	double sum = 0;

	for (size_t i = 0; i < LOSS_KINDS; i++) {
		sum += account->part[i].mid;
	}
	return sum;
}

/* The parts must be those of EXPECTED, in speedup, and add up. */
static void expect(const double expected[LOSS_KINDS])
{
	const struct loss_account *account = lost_account();

	ck_assert_uint_gt(account->pairs, 0);
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		ck_assert_msg(fabs(account->part[i].mid - expected[i]) < TINY, "%s: %g, not %g",
			loss_name((enum loss)i), account->part[i].mid, expected[i]);
	}
	ck_assert_double_eq_tol(sum_of(account), account->ideal - account->measured, 1e-9);
	ck_assert_double_lt(account->clash, TINY);
}

static void expect_only(enum loss loss, double workers_ms)
{
	double expected[LOSS_KINDS] = {0};

	expected[loss] = workers_ms * 1e6 / lost_account()->time_ns;
	expect(expected);
}

/* ---- each loss alone ---- */

/* A worker's 3 ms, eight times over; the tail of the seven others. */
static const struct {
	enum loss loss;
	struct lost lost;
	double workers_ms;
} planted[] = {
	{LOSS_START, {.start = 3}, 24},
	{LOSS_HANDOUT, {.handout = 3}, 24},
	{LOSS_SLOWER, {.slower = 3}, 24},
	{LOSS_WAITING, {.off = 3}, 24},
	{LOSS_WAITING, {.queued = 3}, 24},
	{LOSS_UNEVEN, {.uneven = 3}, 21},
	{LOSS_ENDING, {.ending = 3}, 24},
	{LOSS_NEIGHBOURS, {.queued = 3, .others_cpus = 6}, 24},
	{LOSS_NEIGHBOURS, {.off = 3, .stolen_cpus = 6}, 24},
	{LOSS_SLOWER, {.slower = -1}, -8},
	{LOSS_START, {.start = 3, .waits = true}, 24},
	{LOSS_HANDOUT, {.handout = 3, .waits = true}, 24},
	{LOSS_WAITING, {.off = 3, .waits = true}, 24},
	{LOSS_UNEVEN, {.uneven = 3, .waits = true}, 21},
};
enum { PLANTED = sizeof(planted) / sizeof(planted[0]) };

START_TEST(a_planted_loss_is_found_where_it_was_planted)
{
	lost_run(8, "thread-pool", 8, 7, &planted[_i].lost);
	ck_assert_double_eq(lost_account()->ideal, 8);
	expect_only(planted[_i].loss, planted[_i].workers_ms);
	ck_assert_uint_eq(lost_account()->pairs, 7);
	ck_assert(!lost_account()->crowded);
	lost_finish();
}
END_TEST

START_TEST(losses_together_keep_apart)
{
	const struct lost lost = {.start = 1,
		.handout = 2,
		.slower = 3,
		.queued = 2,
		.off = 0.5,
		.ending = 0.25,
		.uneven = 1,
		.others_cpus = 0.4};
	double expected[LOSS_KINDS];

	lost_run(8, "process-pool", 8, 7, &lost);
	double total = lost_account()->time_ns * 1e-6, others = 0.4 * total;
	expected[LOSS_START] = 8 * 1;
	expected[LOSS_HANDOUT] = 8 * 2;
	expected[LOSS_SLOWER] = 8 * 3;
	expected[LOSS_WAITING] = 8 * 2.5 - others;
	expected[LOSS_UNEVEN] = 7 * 1;
	expected[LOSS_ENDING] = 8 * 0.25;
	expected[LOSS_NEIGHBOURS] = others;
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		expected[i] /= total;
	}
	expect(expected);
	lost_finish();
}
END_TEST

START_TEST(gaps_between_tasks_are_starts_with_a_worker_per_task)
{
	const struct lost lost = {.handout = 3, .no_queue = true};

	lost_run(8, "process-per-task", 8, 7, &lost);
	expect_only(LOSS_START, 24);
	lost_finish();
}
END_TEST

START_TEST(what_the_loop_spends_as_well_is_no_loss)
{
	const struct lost nothing = {0};

	lost_run(8, "thread-pool", 8, 7, &nothing);
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample *sample = &lost_samples.sample[i];
		bool loop = sample->role == ROLE_BASELINE;

		/* the loop ends 8 ms later and so does each of 8 workers by 1 ms */
		sample->total_ns += loop ? 8000000 : 1000000;
	}
	lost_judge();
	expect((double[LOSS_KINDS]){0});
	ck_assert_double_eq_tol(lost_account()->measured, 8, TINY);
	lost_finish();
}
END_TEST

/* ---- more workers than CPUs ---- */

START_TEST(workers_that_wait_for_each_other_lose_nothing)
{
	const struct lost lost = {.queued = 30};

	lost_run(2, "thread-pool", 8, 7, &lost);
	ck_assert_double_eq(lost_account()->ideal, 2);
	ck_assert(lost_account()->crowded);
	expect((double[LOSS_KINDS]){0});
	ck_assert_double_eq_tol(lost_account()->cores.own, 2, TINY);
	ck_assert_double_eq_tol(lost_account()->cores.idle, 0, TINY);
	lost_finish();
}
END_TEST

START_TEST(pauses_that_others_fill_are_no_loss)
{
	const struct lost lost = {.queued = 25, .handout = 3, .off = 2};

	lost_run(2, "thread-pool", 8, 7, &lost);
	expect((double[LOSS_KINDS]){0});
	lost_finish();
}
END_TEST

START_TEST(a_neighbour_takes_from_many_workers_what_it_had)
{
	/* 1.5 of 2 CPUs for 80 ms of work */
	const struct lost lost = {.queued = 80 / 1.5 - 10, .others_cpus = 0.5};

	lost_run(2, "thread-pool", 8, 7, &lost);
	expect_only(LOSS_NEIGHBOURS, 80 / 1.5 / 2);
	ck_assert_double_eq_tol(lost_account()->cores.own, 1.5, TINY);
	ck_assert_double_eq_tol(lost_account()->cores.others, 0.5, TINY);
	ck_assert_double_eq_tol(lost_account()->cores.idle, 0, TINY);
	lost_finish();
}
END_TEST

START_TEST(a_late_worker_costs_nothing_where_others_keep_the_cpus_busy)
{
	const struct lost lost = {.queued = 30};

	lost_run(2, "thread-pool", 8, 7, &lost);
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample_workers *workers = &lost_samples.sample[i].workers;

		if (workers->count == 8) {
			workers->row[3].first_task_ns += 20000000;
			workers->row[3].busy_ns -= 20000000;
			workers->row[3].runqueue_ns -= 20000000;
		}
	}
	lost_judge();
	expect((double[LOSS_KINDS]){0});
	lost_finish();
}
END_TEST

START_TEST(all_workers_late_cost_the_cpus_time)
{
	const struct lost lost = {.queued = 30, .start = 5};

	lost_run(2, "thread-pool", 8, 7, &lost);
	expect_only(LOSS_START, 10);
	lost_finish();
}
END_TEST

START_TEST(a_quota_is_the_ideal)
{
	const struct lost lost = {.queued = 80 / 1.5 - 10};

	lost_run(8, "thread-pool", 8, 7, &lost);
	lost_samples.run.machine.usable_cpus = lost_samples.run.machine.quota_cpus = 1.5;
	lost_judge();
	ck_assert_double_eq(lost_account()->ideal, 1.5);
	expect((double[LOSS_KINDS]){0});
	lost_finish();
}
END_TEST

START_TEST(waiting_work_uses_as_many_workers_as_tasks)
{
	struct lost lost = {.waits = true};

	lost_run(2, "thread-pool", 50, 7, &lost);
	lost_samples.run.workloads[0].task_count = 20;
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample *sample = &lost_samples.sample[i];
		struct sample_workers *workers = &sample->workers;

		if (workers->count < 50) {
			continue;
		}
		sample->total_ns = 4000000;
		for (uint32_t w = 0; w < 50; w++) {
			bool used = w < 20;

			workers->row[w].tasks = used;
			workers->row[w].busy_ns = used ? 4000000 : 0;
			workers->row[w].first_task_ns = used ? 0 : SAMPLE_UNKNOWN;
			workers->row[w].last_task_ns = used ? 4000000 : 1000;
		}
	}
	lost_judge();
	ck_assert_double_eq(lost_account()->ideal, 20);
	ck_assert_double_eq_tol(lost_account()->measured, 20, TINY);
	expect((double[LOSS_KINDS]){0});
	lost_finish();
}
END_TEST

START_TEST(cpu_time_of_starting_workers_does_not_slow_tasks_that_wait)
{
	const struct lost lost = {.waits = true, .handout = 1};

	lost_run(2, "process-per-task", 8, 7, &lost);
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample_workers *workers = &lost_samples.sample[i].workers;

		for (uint32_t w = 0; workers->count == 8 && w < 8; w++) {
			workers->row[w].cpu_ns += 800000;
			lost_samples.sample[i].cpu_ns += 800000;
		}
	}
	lost_judge();
	expect_only(LOSS_START, 8);
	lost_finish();
}
END_TEST

START_TEST(cpu_time_between_chunks_does_not_slow_tasks_that_wait_for_a_cpu)
{
	const struct lost lost = {.queued = 3, .handout = 3, .others_cpus = 6};
	double expected[LOSS_KINDS] = {0};

	lost_run(8, "thread-pool", 8, 7, &lost);
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample_workers *workers = &lost_samples.sample[i].workers;

		for (uint32_t w = 0; workers->count == 8 && w < 8; w++) {
			workers->row[w].cpu_ns += 3000000;
			lost_samples.sample[i].cpu_ns += 3000000;
		}
	}
	lost_judge();
	expected[LOSS_HANDOUT] = expected[LOSS_NEIGHBOURS] = 24e6 / lost_account()->time_ns;
	expect(expected);
	lost_finish();
}
END_TEST

/* ---- what can't be told ---- */

static void expect_words(enum loss loss, const char *expected)
{
	struct text words = {0};

	losses_words(lost_account(), loss, &words);
	ck_assert_str_eq(words.text, expected);
	text_finish(&words);
}

START_TEST(without_windows_neighbours_are_not_told_from_waiting)
{
	const struct lost lost = {.queued = 3, .others_cpus = -1};

	lost_run(8, "thread-pool", 8, 7, &lost);
	expect_only(LOSS_WAITING, 24);
	expect_words(LOSS_WAITING, "waiting or neighbours");
	expect_words(LOSS_NEIGHBOURS, "waiting or neighbours");
	expect_words(LOSS_START, "start");
	ck_assert(isnan(lost_account()->cores.others));
	ck_assert(isnan(lost_account()->cores.idle));
	lost_finish();
}
END_TEST

START_TEST(rounds_that_tell_less_than_most_are_left_out)
{
	const struct lost lost = {.queued = 3, .others_cpus = 6};

	lost_run(8, "thread-pool", 8, 7, &lost);
	for (size_t i = 0; i < lost_samples.count; i++) {
		if (lost_samples.sample[i].round >= 6) {
			lost_samples.sample[i].noise.window_ns = SAMPLE_UNKNOWN;
		}
	}
	lost_judge();
	ck_assert_uint_eq(lost_account()->pairs, 5);
	expect_only(LOSS_NEIGHBOURS, 24);
	expect_words(LOSS_NEIGHBOURS, "neighbours");
	lost_finish();
}
END_TEST

START_TEST(files_without_stamps_of_tasks_say_what_they_mix_up)
{
	const struct lost lost = {.start = 2, .handout = 3, .ending = 1, .uneven = 1, .old = true};

	lost_run(8, "thread-pool", 8, 7, &lost);
	ck_assert_double_eq_tol(
		lost_account()->part[LOSS_START].mid * lost_account()->time_ns, 8 * 6e6, 1);
	expect_words(LOSS_START, "start, hand-out or ending");
	ck_assert_double_eq(lost_account()->part[LOSS_HANDOUT].mid, 0);
	ck_assert_double_eq(lost_account()->part[LOSS_ENDING].mid, 0);
	ck_assert_double_eq_tol(
		lost_account()->part[LOSS_UNEVEN].mid * lost_account()->time_ns, 7e6, 1);
	lost_finish();
}
END_TEST

START_TEST(without_stamps_of_chunks_hand_out_is_not_told_from_slower_cores)
{
	const struct lost lost = {.handout = 3, .slower = 1, .start = 1, .unstamped = true};

	lost_run(8, "thread-pool", 8, 7, &lost);
	/* 3 ms of hand-out off the CPU are waits as far as anyone can tell */
	expect_words(LOSS_SLOWER, "hand-out or slower cores");
	ck_assert_double_eq_tol(
		lost_account()->part[LOSS_START].mid * lost_account()->time_ns, 8e6, 1);
	ck_assert_double_eq_tol(
		lost_account()->part[LOSS_HANDOUT].mid * lost_account()->time_ns, 8e6, 1);
	ck_assert_double_eq_tol(
		lost_account()->part[LOSS_WAITING].mid * lost_account()->time_ns, 24e6, 1);
	lost_finish();
}
END_TEST

START_TEST(where_children_compute_slower_cores_are_not_told_from_waiting)
{
	const struct lost lost = {.off = 3, .waits = true};

	lost_run(8, "thread-pool", 8, 7, &lost);
	for (size_t i = 0; i < lost_samples.count; i++) {
		lost_samples.sample[i].cpu_ns += LOST_LOOP_MS * UINT64_C(1000000);
	}
	lost_judge();
	expect_words(LOSS_WAITING, "slower cores, waiting or neighbours");
	expect_only(LOSS_SLOWER, 24);
	lost_finish();
}
END_TEST

START_TEST(without_any_stamps_nothing_is_said)
{
	const struct lost nothing = {0};

	lost_run(8, "thread-pool", 8, 7, &nothing);
	for (size_t i = 0; i < lost_samples.count; i++) {
		sample_set_workers(&lost_samples.sample[i], NULL, 0);
	}
	lost_judge();
	ck_assert_uint_eq(lost_account()->pairs, 0);
	ck_assert_ptr_null(losses_telling(&lost_losses, 0, 0));
	ck_assert_uint_eq(losses_main_strategy(&lost_losses, 0), lost_samples.run.strategy_count);
	lost_finish();
}
END_TEST

START_TEST(stamps_that_contradict_each_other_are_told)
{
	const struct lost nothing = {0};

	lost_run(8, "thread-pool", 8, 7, &nothing);
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample *sample = &lost_samples.sample[i];

		/* half a millisecond more in tasks than between the first and the last one */
		for (uint32_t w = 0; sample->workers.count == 8 && w < 8; w++) {
			sample->workers.row[w].busy_ns += 500000;
		}
	}
	lost_judge();
	ck_assert_double_eq_tol(lost_account()->clash, 0.05, 1e-9);
	ck_assert_double_eq_tol(
		sum_of(lost_account()), lost_account()->ideal - lost_account()->measured, 1e-9);
	lost_finish();
}
END_TEST

START_TEST(more_cpu_time_of_workers_than_of_all_is_told)
{
	const struct lost nothing = {0};

	lost_run(8, "thread-pool", 8, 7, &nothing);
	for (size_t i = 0; i < lost_samples.count; i++) {
		if (lost_samples.sample[i].workers.count == 8) {
			lost_samples.sample[i].cpu_ns -= 8000000;
		}
	}
	lost_judge();
	ck_assert_double_eq_tol(lost_account()->clash, 0.1, 1e-9);
	lost_finish();
}
END_TEST

/* ---- many workers ---- */

START_TEST(quartiles_of_many_workers_still_add_up)
{
	const struct lost lost = {.start = 0.5, .off = 0.3, .waits = true};

	lost_run(2, "thread-pool", 80, 7, &lost);
	const struct loss_account *account = lost_account();
	ck_assert_double_eq(account->ideal, 80);
	ck_assert_double_eq_tol(account->part[LOSS_START].mid * account->time_ns, 80 * 0.5e6, 1e3);
	ck_assert_double_eq_tol(
		account->part[LOSS_WAITING].mid * account->time_ns, 80 * 0.3e6, 1e3);
	ck_assert_double_eq_tol(sum_of(account), account->ideal - account->measured, 1e-9);
	lost_finish();
}
END_TEST

/* ---- whatever the stamps are ---- */

static uint64_t chance(uint64_t *state, uint64_t below)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (*state >> 33) % below;
}

static void fill_by_chance(struct sample *sample, uint32_t count, uint64_t *state)
{
	struct sample_worker *worker = calloc(count, sizeof(*worker));

	for (uint32_t i = 0; i < count; i++) {
		uint64_t *member = (uint64_t *)&worker[i];

		for (size_t k = 0; k < 9; k++) {
			member[k] = chance(state, 12) == 0 ? SAMPLE_UNKNOWN : chance(state, 100000);
		}
	}
	sample->total_ns = 1 + chance(state, 100000);
	sample->ready_ns = chance(state, 50000);
	sample->cpu_ns = chance(state, 100000);
	sample_set_workers(sample, worker, count);
	free(worker);
}

START_TEST(the_parts_of_any_stamps_add_up_to_workers_times_time)
{
	uint64_t state = 1;
	size_t split_count = 0;

	for (size_t i = 0; i < 20000; i++) {
		struct sample sample;
		struct split split, loop;
		uint32_t workers = 1 + (uint32_t)chance(&state, 100);
		struct split_view view = {
			.lanes = workers,
			.capacity = fmin(workers, 0.5 + (double)chance(&state, 100)),
			.per_task = chance(&state, 2) == 0,
			.waits = chance(&state, 2) == 0,
			.strict = chance(&state, 2) == 0,
			.others_cpus = (double)chance(&state, 3),
			.stolen_cpus = chance(&state, 2) == 0 ? NAN : 0.5,
			.loop = chance(&state, 2) == 0 ? NULL : &loop,
		};
		double sum = 0, whole;

		for (size_t k = 0; k < LOSS_KINDS; k++) {
			loop.part_ns[k] = (double)chance(&state, 100000);
		}
		sample_init(&sample);
		fill_by_chance(&sample, workers, &state);
		if (split_sample(&sample, &view, &split)) {
			split_count++;
			for (size_t k = 0; k < LOSS_KINDS; k++) {
				sum += split.part_ns[k];
			}
			whole = view.capacity * (double)sample.total_ns;
			ck_assert_double_eq_tol(sum, whole, 1e-6 * whole + 1e-3);
			ck_assert_double_ge(split.clash_ns, 0);
		}
		sample_finish(&sample);
	}
	ck_assert_uint_gt(split_count, 1000);
}
END_TEST

/* ---- which to show ---- */

static double speedup_at_8;

static double pool_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	double speedup = cell->workers == 8 ? speedup_at_8 : cell->workers == 4 ? 2.4 : 1.98;

	(void)round;
	speedup = cell->baseline ? 1 : speedup;
	*busy = speedup;
	return 80e6 / speedup;
}

static const struct loss_account *telling_on_four_cpus(double at_8)
{
	speedup_at_8 = at_8;
	fixture_init(&lost_samples, 4);
	fixture_workload(&lost_samples, "primes", "", 80);
	fixture_strategy(&lost_samples, "thread-pool");
	fixture_point(&lost_samples, 2, "");
	fixture_point(&lost_samples, 4, "");
	fixture_point(&lost_samples, 8, "");
	fixture_cells(&lost_samples);
	fixture_rounds(&lost_samples, 7, pool_time);
	lost_judge();
	return losses_telling(&lost_losses, 0, 0);
}

START_TEST(the_largest_part_is_worth_a_word_from_a_hundredth_on)
{
	const struct lost small = {.start = 0.09}, larger = {.start = 0.2, .handout = 0.3};

	lost_run(8, "thread-pool", 8, 7, &small);
	ck_assert_int_eq(losses_largest(lost_account()), LOSS_KINDS);
	lost_finish();
	lost_run(8, "thread-pool", 8, 7, &larger);
	ck_assert_int_eq(losses_largest(lost_account()), LOSS_HANDOUT);
	lost_finish();
}
END_TEST

START_TEST(the_cell_that_lost_most_tells_most)
{
	const struct loss_account *telling = telling_on_four_cpus(1.9);

	ck_assert_uint_eq(telling->result->cell->workers, 8);
	ck_assert_uint_eq(losses_main_strategy(&lost_losses, 0), 0);
	lost_finish();
	/* as good as the same: the one with a worker per CPU */
	telling = telling_on_four_cpus(2.35);
	ck_assert_uint_eq(telling->result->cell->workers, 4);
	lost_finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("losses");
	TCase *alone = tcase_create("alone"), *crowd = tcase_create("crowd");
	TCase *vague = tcase_create("vague"), *any = tcase_create("any");

	tcase_add_loop_test(alone, a_planted_loss_is_found_where_it_was_planted, 0, PLANTED);
	tcase_add_test(alone, losses_together_keep_apart);
	tcase_add_test(alone, gaps_between_tasks_are_starts_with_a_worker_per_task);
	tcase_add_test(alone, what_the_loop_spends_as_well_is_no_loss);
	tcase_add_test(crowd, workers_that_wait_for_each_other_lose_nothing);
	tcase_add_test(crowd, pauses_that_others_fill_are_no_loss);
	tcase_add_test(crowd, a_neighbour_takes_from_many_workers_what_it_had);
	tcase_add_test(crowd, a_late_worker_costs_nothing_where_others_keep_the_cpus_busy);
	tcase_add_test(crowd, all_workers_late_cost_the_cpus_time);
	tcase_add_test(crowd, a_quota_is_the_ideal);
	tcase_add_test(crowd, waiting_work_uses_as_many_workers_as_tasks);
	tcase_add_test(crowd, cpu_time_of_starting_workers_does_not_slow_tasks_that_wait);
	tcase_add_test(crowd, cpu_time_between_chunks_does_not_slow_tasks_that_wait_for_a_cpu);
	tcase_add_test(vague, without_windows_neighbours_are_not_told_from_waiting);
	tcase_add_test(vague, rounds_that_tell_less_than_most_are_left_out);
	tcase_add_test(vague, files_without_stamps_of_tasks_say_what_they_mix_up);
	tcase_add_test(vague, without_stamps_of_chunks_hand_out_is_not_told_from_slower_cores);
	tcase_add_test(vague, where_children_compute_slower_cores_are_not_told_from_waiting);
	tcase_add_test(vague, without_any_stamps_nothing_is_said);
	tcase_add_test(vague, stamps_that_contradict_each_other_are_told);
	tcase_add_test(vague, more_cpu_time_of_workers_than_of_all_is_told);
	tcase_add_test(any, quartiles_of_many_workers_still_add_up);
	tcase_add_test(any, the_parts_of_any_stamps_add_up_to_workers_times_time);
	tcase_add_test(any, the_largest_part_is_worth_a_word_from_a_hundredth_on);
	tcase_add_test(any, the_cell_that_lost_most_tells_most);
	suite_add_tcase(suite, alone);
	suite_add_tcase(suite, crowd);
	suite_add_tcase(suite, vague);
	suite_add_tcase(suite, any);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
