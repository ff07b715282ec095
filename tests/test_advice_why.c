/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reasons of an advice: the runner-up, the plateau, the sum, and what equal tasks are bound by. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "judge/advice.h"
#include "judge/losses.h"
#include "judge/verdict.h"
#include "scene.h"

static struct judgement judgement;
static struct losses losses;
static struct advice advice;
static struct text words;

static void advise(void)
{
	judgement_init(&judgement, &scene_samples);
	losses_init(&losses, &judgement);
	advice_init(&advice, &judgement, 0, &losses);
	advice_say(&advice, &words);
}

static void teardown(void)
{
	text_finish(&words);
	advice_finish(&advice);
	losses_finish(&losses);
	judgement_finish(&judgement);
	scene_finish();
}

static void expect_words(const char *expected)
{
	ck_assert_msg(strstr(words.text, expected) != NULL, "%s", words.text);
}

static double still_gains(struct place at)
{
	return at.workers == 12 ? 6 : at.workers == 8 ? 5.4 : at.workers == 4 ? 3.4 : 1.9;
}

START_TEST(of_one_strategy_the_runner_up_is_the_best_other_cell)
{
	scene_start(12, 4000, "thread-pool", "2,4,8,12");
	scene_measure(9, still_gains);
	advise();
	expect_words("Use 12 threads (thread-pool)");
	expect_words("Next: 8 threads (thread-pool), 1.11× the time");
}
END_TEST

/* 4 do best, and 2 are behind by more than nothing though nobody can see it. */
static double two_may_do(struct place at)
{
	return at.workers == 2 ? 1.92 : scene_least(at.workers, 1.97);
}

START_TEST(the_plateau_begins_at_the_choice_and_the_count_that_the_cpus_explain_is_told)
{
	scene_start(2, 4000, "thread-pool", "1,2,4,8");
	scene_jitter = 0.05;
	scene_measure(9, two_may_do);
	advise();
	expect_words("Use 4 threads (thread-pool): 2 CPUs, but 2 may take 1.0");
	expect_words("; measured plateau 4 to 8");
}
END_TEST

START_TEST(the_sum_that_is_printed_computes)
{
	scene_start(2, 4000, "thread-pool", "1,2,4,8");
	scene_measure(9, scene_two_cpus);
	advise();
	advice.formula.cpus = 1.6612;
	advice.formula.probed = true;
	advice.formula.wait_ns = 51.4e6;
	advice.formula.cpu_ns = 2.5549e6;
	advice.formula.workers = 1.6612 * (1 + 51.4 / 2.5549);
	text_finish(&words);
	advice_say(&advice, &words);
	expect_words("1.66 CPUs’ worth (by the probes) × (1 + 51.4 ms waiting / 2.55 ms "
		     "computing) = 35");
}
END_TEST

START_TEST(a_sum_that_three_digits_do_not_give_is_about)
{
	scene_start(2, 40000, "thread-pool", "1,2,4,8");
	scene_measure(9, scene_two_cpus);
	advise();
	advice.formula.cpus = 1.6658;
	advice.formula.probed = true;
	advice.formula.wait_ns = 1.021e6;
	advice.formula.cpu_ns = 0.02054e6;
	advice.formula.workers = 1.6658 * (1 + 1.021 / 0.02054);
	text_finish(&words);
	advice_say(&advice, &words);
	expect_words("1.67 CPUs’ worth (by the probes) × (1 + 1.02 ms waiting / 0.0205 ms "
		     "computing) ≈ 84");
	advice.formula.workers = 4105.3;
	text_finish(&words);
	advice_say(&advice, &words);
	expect_words("computing) ≈ 4110");
}
END_TEST

static double nine_tenths(struct place at)
{
	return 0.9 * at.workers;
}

START_TEST(of_a_single_count_more_may_help)
{
	scene_start(2, 10, "thread-pool", "5");
	scene_busy = 0.02;
	scene_measure(9, nine_tenths);
	advise();
	expect_words("; the only count tried; more may help.");
	ck_assert_msg(strstr(words.text, "More may help") == NULL, "%s", words.text);
	teardown();
	scene_start(2, 10, "thread-pool", "10");
	scene_busy = 0.02;
	scene_measure(9, nine_tenths);
	advise();
	expect_words("; the only count tried.");
}
END_TEST

START_TEST(a_command_is_run_so_many_at_once)
{
	struct text answers = {0};

	scene_start(2, 4000, "thread-pool", "2,8");
	free(scene_samples.run.workloads[0].name);
	scene_samples.run.workloads[0].name = xstrdup("command");
	scene_samples.run.own_command.word_count = 1;
	scene_measure(9, scene_two_cpus);
	advise();
	expect_words("Use 2 at once (thread-pool): 2 CPUs");
	expect_words("Next: 8 at once (thread-pool)");
	verdict_answers(&judgement, 0, &answers);
	ck_assert_msg(strncmp(answers.text, "2 at once are 1.97× as fast as the loop", 39) == 0,
		"%s", answers.text);
	text_finish(&answers);
	scene_samples.run.own_command.word_count = 0;
}
END_TEST

/* ---- equal tasks ---- */

static double six_at_once(struct place at)
{
	return 0.6 * at.workers;
}

/* Six tasks that wait, a worker each; one takes LONGER times as long, or it only begins late. */
static void measure_six(double longer)
{
	const double task_ns = 40e6;

	scene_start(2, 6, "thread-pool", "1,2,6");
	scene_busy = 0.01;
	scene_measure(9, six_at_once);
	for (size_t i = 0; i < scene_samples.count; i++) {
		struct sample_workers *workers = &scene_samples.sample[i].workers;

		for (uint32_t w = 0; w < workers->row_count && workers->row_count == 6; w++) {
			struct sample_worker *row = &workers->row[w];

			row->tasks = 1;
			row->busy_ns = (uint64_t)(w == 0 ? longer * task_ns : task_ns);
			row->last_task_ns =
				w == 0 ? row->end_ns : row->first_task_ns + row->busy_ns;
			row->first_task_ns = row->last_task_ns - row->busy_ns;
		}
	}
	advise();
	expect_words("Use 6 threads (thread-pool)");
	ck_assert_double_gt(advice.lost, 0.2);
}

START_TEST(equal_tasks_are_bound_by_their_number)
{
	measure_six(1);
	expect_words("Bound by the number of tasks.");
}
END_TEST

START_TEST(with_a_worker_each_the_order_of_tasks_is_no_way_out)
{
	struct text change = {0};

	measure_six(1.6);
	expect_words("Bound by the longest tasks.");
	advice_say_change(&advice, &change);
	ck_assert_str_eq(change.text, "Smaller tasks would change that.");
	text_finish(&change);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("advice why");
	TCase *cases = tcase_create("advice why");

	tcase_add_checked_fixture(cases, NULL, teardown);
	tcase_add_test(cases, of_one_strategy_the_runner_up_is_the_best_other_cell);
	tcase_add_test(cases,
		the_plateau_begins_at_the_choice_and_the_count_that_the_cpus_explain_is_told);
	tcase_add_test(cases, the_sum_that_is_printed_computes);
	tcase_add_test(cases, a_sum_that_three_digits_do_not_give_is_about);
	tcase_add_test(cases, of_a_single_count_more_may_help);
	tcase_add_test(cases, a_command_is_run_so_many_at_once);
	tcase_add_test(cases, equal_tasks_are_bound_by_their_number);
	tcase_add_test(cases, with_a_worker_each_the_order_of_tasks_is_no_way_out);
	suite_add_tcase(suite, cases);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
