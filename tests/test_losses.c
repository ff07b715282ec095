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
	lost_expect_only(planted[_i].loss, planted[_i].workers_ms);
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
	lost_expect(expected);
	lost_finish();
}
END_TEST

START_TEST(gaps_between_tasks_are_starts_with_a_worker_per_task)
{
	const struct lost lost = {.handout = 3, .no_queue = true};

	lost_run(8, "process-per-task", 8, 7, &lost);
	lost_expect_only(LOSS_START, 24);
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
	lost_expect((double[LOSS_KINDS]){0});
	ck_assert_double_eq_tol(lost_account()->measured, 8, TINY);
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
	ck_assert_double_eq_tol(lost_sum(), account->ideal - account->measured, 1e-9);
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
	TCase *alone = tcase_create("alone");
	TCase *any = tcase_create("any");

	tcase_add_loop_test(alone, a_planted_loss_is_found_where_it_was_planted, 0, PLANTED);
	tcase_add_test(alone, losses_together_keep_apart);
	tcase_add_test(alone, gaps_between_tasks_are_starts_with_a_worker_per_task);
	tcase_add_test(alone, what_the_loop_spends_as_well_is_no_loss);
	suite_add_tcase(suite, alone);
	tcase_add_test(any, quartiles_of_many_workers_still_add_up);
	tcase_add_test(any, the_parts_of_any_stamps_add_up_to_workers_times_time);
	tcase_add_test(any, the_largest_part_is_worth_a_word_from_a_hundredth_on);
	tcase_add_test(any, the_cell_that_lost_most_tells_most);
	suite_add_tcase(suite, any);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
