/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Losses that stamps can't tell, or tell in contradiction. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "judge/losses.h"
#include "lost.h"

START_TEST(without_windows_neighbours_are_not_told_from_waiting)
{
	const struct lost lost = {.queued = 3, .others_cpus = -1};

	lost_run(8, "thread-pool", 8, 7, &lost);
	lost_expect_only(LOSS_WAITING, 24);
	lost_expect_words(LOSS_WAITING, "waiting or neighbours");
	lost_expect_words(LOSS_NEIGHBOURS, "waiting or neighbours");
	lost_expect_words(LOSS_START, "start");
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
	lost_expect_only(LOSS_NEIGHBOURS, 24);
	lost_expect_words(LOSS_NEIGHBOURS, "neighbours");
	lost_finish();
}
END_TEST

START_TEST(files_without_stamps_of_tasks_say_what_they_mix_up)
{
	const struct lost lost = {.start = 2, .handout = 3, .ending = 1, .uneven = 1, .old = true};

	lost_run(8, "thread-pool", 8, 7, &lost);
	ck_assert_double_eq_tol(
		lost_account()->part[LOSS_START].mid * lost_account()->time_ns, 8 * 6e6, 1);
	lost_expect_words(LOSS_START, "start, hand-out or ending");
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
	lost_expect_words(LOSS_SLOWER, "hand-out or slower cores");
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
	lost_expect_words(LOSS_WAITING, "slower cores, waiting or neighbours");
	lost_expect_only(LOSS_SLOWER, 24);
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
	ck_assert_double_eq_tol(lost_sum(), lost_account()->ideal - lost_account()->measured, 1e-9);
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

/* ---- little to go by ---- */

START_TEST(one_round_gives_parts_without_intervals)
{
	const struct lost lost = {.slower = 3};

	lost_run(8, "thread-pool", 8, 1, &lost);
	ck_assert_uint_eq(lost_account()->pairs, 1);
	lost_expect_only(LOSS_SLOWER, 24);
	ck_assert(!lost_account()->part[LOSS_SLOWER].exact);
	lost_finish();
}
END_TEST

START_TEST(a_cell_with_a_wrong_answer_has_no_account)
{
	const struct lost lost = {.slower = 3};

	lost_run(8, "thread-pool", 8, 7, &lost);
	char *key = lost_account()->result->cell->key;
	fixture_fail(&lost_samples, key, 7, SAMPLE_WRONG, "answer 1, expected 2");
	lost_judge();
	ck_assert_uint_eq(lost_account()->pairs, 0);
	ck_assert_ptr_null(losses_telling(&lost_losses, 0, 0));
	lost_finish();
}
END_TEST

START_TEST(rounds_in_which_the_cell_failed_do_not_count)
{
	const struct lost lost = {.slower = 3};

	lost_run(8, "thread-pool", 8, 7, &lost);
	fixture_fail(
		&lost_samples, lost_account()->result->cell->key, 6, SAMPLE_CRASHED, "signal 9");
	lost_judge();
	ck_assert_uint_eq(lost_account()->pairs, 5);
	lost_expect_only(LOSS_SLOWER, 24);
	lost_finish();
}
END_TEST

START_TEST(old_files_of_a_worker_per_task_say_what_they_mix_up)
{
	const struct lost lost = {.handout = 3, .old = true, .no_queue = true, .unstamped = true};

	lost_run(8, "thread-per-task", 8, 7, &lost);
	ck_assert_double_eq_tol(lost_sum(), lost_account()->ideal - lost_account()->measured, 1e-9);
	lost_expect_words(LOSS_START, "start, hand-out, slower cores or ending");
	lost_expect_words(LOSS_WAITING, "waiting or neighbours");
	lost_finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("losses_vague");
	TCase *vague = tcase_create("vague");
	TCase *few = tcase_create("few");

	tcase_add_test(vague, without_windows_neighbours_are_not_told_from_waiting);
	tcase_add_test(vague, rounds_that_tell_less_than_most_are_left_out);
	tcase_add_test(vague, files_without_stamps_of_tasks_say_what_they_mix_up);
	tcase_add_test(vague, without_stamps_of_chunks_hand_out_is_not_told_from_slower_cores);
	tcase_add_test(vague, where_children_compute_slower_cores_are_not_told_from_waiting);
	tcase_add_test(vague, without_any_stamps_nothing_is_said);
	tcase_add_test(vague, stamps_that_contradict_each_other_are_told);
	tcase_add_test(vague, more_cpu_time_of_workers_than_of_all_is_told);
	suite_add_tcase(suite, vague);
	tcase_add_test(few, one_round_gives_parts_without_intervals);
	tcase_add_test(few, a_cell_with_a_wrong_answer_has_no_account);
	tcase_add_test(few, rounds_in_which_the_cell_failed_do_not_count);
	tcase_add_test(few, old_files_of_a_worker_per_task_say_what_they_mix_up);
	suite_add_tcase(suite, few);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
