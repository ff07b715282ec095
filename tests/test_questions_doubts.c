/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what withdraws a verdict: copies, wrong answers, quotas, the hypervisor, drift. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "asked.h"
#include "fixture.h"
#include "judge/relation.h"
#include "text.h"

/* ---- the copy, and what else withdraws ---- */

START_TEST(a_loop_that_differs_from_its_copy_withdraws_all)
{
	struct text text = {0};

	asked.copy = 103;
	run_and_ask(8);
	ck_assert_uint_eq(questions.withdrawn, WITHDRAWN_COPY);
	for (size_t i = 0; i < QUESTION_COUNT; i++) {
		ck_assert_int_eq(verdict_of(i), VERDICT_WITHDRAWN);
		ck_assert_uint_eq(questions.question[i].withdrawn, WITHDRAWN_COPY);
	}
	ck_assert_int_eq(questions.question[QUESTION_LOOP].unwithdrawn, VERDICT_FASTER);
	ck_assert_double_eq_tol(questions.copy.mid, 1.03, 1e-9);
	withdrawal_words(questions.withdrawn, &questions, &text);
	ck_assert_str_eq(
		text.text, "the loop differs from its own copy (1.03 to 1.03× its time, 99 %)");
	text_finish(&text);
}
END_TEST

START_TEST(a_copy_that_differs_by_less_than_a_verdict_needs_withdraws_nothing)
{
	static const double copies[] = {100.9, 99.1, 101.1, 98.8};

	asked.copy = copies[_i];
	run_and_ask(9);
	ck_assert(questions.copy_99.low > 1 || questions.copy_99.high < 1);
	ck_assert_uint_eq(questions.withdrawn, _i < 2 ? 0 : WITHDRAWN_COPY);
}
END_TEST

START_TEST(below_eight_rounds_a_copy_cannot_be_told_apart)
{
	asked.copy = 103;
	run_and_ask(7);
	ck_assert_uint_eq(questions.withdrawn, 0);
	ck_assert_int_eq(verdict_of(QUESTION_LOOP), VERDICT_FASTER);
}
END_TEST

/* The copy scatters by SHARE to either side. */
static void scatter_copy(double share)
{
	for (size_t i = 0; i < samples.count; i++) {
		struct sample *sample = &samples.sample[i];

		if (sample->role == ROLE_COPY) {
			sample->total_ns =
				(uint64_t)(100e6 * (1 + share * asked_scatter(sample->round)));
		}
	}
}

START_TEST(the_floor_of_the_copies_widens_the_margin)
{
	asked.processes = 51.5;
	make_run(13);
	scatter_copy(0.1);
	ask();
	ck_assert_uint_eq(questions.withdrawn, 0);
	ck_assert_double_eq(questions.floor, interval_half_width(&questions.copy));
	ck_assert_double_gt(questions.floor, 0.03);
	ck_assert_double_eq(questions.margin, questions.floor);
	/* three per cent are seen in every round, and yet the loop scatters more by itself */
	ck_assert_int_eq(verdict_of(QUESTION_TWINS), VERDICT_NEGLIGIBLE);
	ck_assert_int_eq(verdict_of(QUESTION_LOOP), VERDICT_FASTER);
}
END_TEST

START_TEST(a_floor_above_ten_percent_withdraws)
{
	struct text text = {0};

	make_run(13);
	scatter_copy(0.5);
	ask();
	ck_assert_double_gt(questions.floor, QUESTIONS_FLOOR_MAX);
	ck_assert_uint_eq(questions.withdrawn, WITHDRAWN_COPY);
	withdrawal_words(questions.withdrawn, &questions, &text);
	ck_assert_ptr_nonnull(strstr(text.text, "the loop and its own copy scatter too much (± "));
	text_finish(&text);
}
END_TEST

START_TEST(one_wild_copy_of_a_few_rounds_leaves_large_differences)
{
	asked.wild = 3;
	run_and_ask(7);
	ck_assert_double_gt(questions.margin, 0.3);
	ck_assert_uint_eq(questions.withdrawn, 0);
	ck_assert_int_eq(verdict_of(QUESTION_LOOP), VERDICT_FASTER);
	/* and nothing is called the same within fifty per cent */
	ck_assert_int_eq(verdict_of(QUESTION_TWINS), VERDICT_INCONCLUSIVE);
	ck_assert_uint_eq(questions.question[QUESTION_TWINS].more_rounds, 2);
	judged_finish();
	run_and_ask(9);
	ck_assert_double_eq(questions.margin, VERDICT_MARGIN);
	ck_assert_int_eq(verdict_of(QUESTION_TWINS), VERDICT_SAME);
}
END_TEST

START_TEST(a_wrong_answer_withdraws_its_questions_only)
{
	struct text text = {0};

	make_run(12);
	fixture_fail(&samples, POOL_8, 12, SAMPLE_WRONG, "answer 43, not 42");
	ask();
	const struct question *more = &questions.question[QUESTION_MORE];

	ck_assert_int_eq(more->verdict, VERDICT_WITHDRAWN);
	ck_assert_uint_eq(more->withdrawn, WITHDRAWN_WRONG);
	ck_assert_ptr_eq(more->a, result_of(POOL_8));
	ck_assert_double_nan(more->p);
	ck_assert_double_nan(more->ratio.mid);
	ck_assert_uint_eq(questions.withdrawn, 0);
	ck_assert_uint_eq(questions.asked, 2);
	ck_assert_int_eq(verdict_of(QUESTION_LOOP), VERDICT_FASTER);
	withdrawal_words(more->withdrawn, &questions, &text);
	ck_assert_str_eq(text.text, "an answer was wrong");
	text_finish(&text);
}
END_TEST

START_TEST(a_wrong_loop_withdraws_its_question)
{
	make_run(12);
	fixture_fail(&samples, LOOP, 12, SAMPLE_WRONG, "answer 43, not 42");
	ask();
	ck_assert_int_eq(verdict_of(QUESTION_LOOP), VERDICT_WITHDRAWN);
	ck_assert_int_eq(verdict_of(QUESTION_TWINS), VERDICT_SAME);
}
END_TEST

START_TEST(throttling_withdraws_unless_the_quota_is_the_limit)
{
	struct text text = {0};

	make_run(12);
	for (size_t i = 0; i < samples.count; i += 5) {
		samples.sample[i].noise.throttled_ns = 1000;
	}
	ask();
	ck_assert_uint_eq(questions.withdrawn, WITHDRAWN_THROTTLED);
	withdrawal_words(questions.withdrawn, &questions, &text);
	ck_assert_str_eq(text.text, "a CPU quota stopped more than 10 % of the samples");
	text_finish(&text);
	judgement_finish(&judgement);
	samples.run.machine.quota_cpus = samples.run.machine.usable_cpus = 1.5;
	for (size_t i = 0; i < samples.count; i++) {
		struct sample *sample = &samples.sample[i];

		sample->noise.throttled_ns = strstr(sample->cell, "/sequential/") ? 0 : 1000;
	}
	ask();
	ck_assert_uint_eq(questions.withdrawn, 0);
	judgement_finish(&judgement);
	/* the loops alone fit into the quota */
	for (size_t i = 0; i < samples.count; i++) {
		samples.sample[i].noise.throttled_ns = 1000;
	}
	ask();
	ck_assert_uint_eq(questions.withdrawn, WITHDRAWN_THROTTLED);
}
END_TEST

START_TEST(a_few_throttled_samples_do_not_withdraw)
{
	make_run(12);
	for (size_t i = 0; i < samples.count; i += 20) {
		samples.sample[i].noise.throttled_ns = 1000;
	}
	ask();
	ck_assert_uint_eq(questions.withdrawn, 0);
}
END_TEST

START_TEST(a_thieving_hypervisor_withdraws)
{
	make_run(12);
	struct sample_noise *noise = &samples.sample[samples.count - 1].noise;

	noise->window_ns = 1000000000;
	noise->window_first_seq = samples.sample[samples.count / 2].seq;
	noise->window_steal_ns = 30000000;
	noise->window_foreign_ns = 900000000; /* a neighbour alone withdraws nothing */
	ask();
	ck_assert_uint_eq(questions.withdrawn, WITHDRAWN_STOLEN);
	ck_assert_int_eq(verdict_of(QUESTION_LOOP), VERDICT_WITHDRAWN);
}
END_TEST

START_TEST(samples_of_other_workloads_do_not_count)
{
	static const char *const prefixes[] = {"spi", "spin/x", "spin:a=1"};

	make_run(12);
	for (size_t i = 0; i < samples.count; i += 5) {
		struct sample *sample = &samples.sample[i];
		char *other = xasprintf("%s/thread-pool/2", prefixes[i / 5 % 3]);

		free(sample->cell);
		sample->cell = other;
		sample->noise.throttled_ns = 1000;
	}
	ask();
	ck_assert_uint_eq(questions.withdrawn, 0);
}
END_TEST

START_TEST(a_machine_that_changed_its_speed_withdraws)
{
	struct text text = {0};

	asked.slow_after = 1.2;
	run_and_ask(12);
	ck_assert_double_eq_tol(questions.drift, 0.2, 1e-6);
	ck_assert_uint_eq(questions.withdrawn, WITHDRAWN_DRIFT);
	withdrawal_words(questions.withdrawn | WITHDRAWN_STOLEN, &questions, &text);
	ck_assert_str_eq(text.text,
		"the hypervisor took CPU time from more than 10 % of the samples; "
		"the machine's speed changed by 20 % during the run");
	text_finish(&text);
	judged_finish();
	asked.slow_after = 1.09;
	run_and_ask(12);
	ck_assert_uint_eq(questions.withdrawn, 0);
}
END_TEST

START_TEST(to_work_that_waits_the_speed_does_not_matter)
{
	asked.slow_after = 1.2;
	make_run(12);
	for (size_t i = 0; i < samples.count; i++) {
		if (samples.sample[i].role != ROLE_PROBE) {
			samples.sample[i].cpu_ns = samples.sample[i].total_ns / 100;
		}
	}
	ask();
	ck_assert_double_eq_tol(questions.drift, 0.2, 1e-6);
	ck_assert_uint_eq(questions.withdrawn, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("questions-doubts");
	TCase *doubts = tcase_create("doubts");

	tcase_add_checked_fixture(doubts, asked_setup, asked_finish);
	suite_add_tcase(suite, doubts);
	tcase_add_test(doubts, a_loop_that_differs_from_its_copy_withdraws_all);
	tcase_add_loop_test(
		doubts, a_copy_that_differs_by_less_than_a_verdict_needs_withdraws_nothing, 0, 4);
	tcase_add_test(doubts, below_eight_rounds_a_copy_cannot_be_told_apart);
	tcase_add_test(doubts, the_floor_of_the_copies_widens_the_margin);
	tcase_add_test(doubts, a_floor_above_ten_percent_withdraws);
	tcase_add_test(doubts, one_wild_copy_of_a_few_rounds_leaves_large_differences);
	tcase_add_test(doubts, a_wrong_answer_withdraws_its_questions_only);
	tcase_add_test(doubts, a_wrong_loop_withdraws_its_question);
	tcase_add_test(doubts, throttling_withdraws_unless_the_quota_is_the_limit);
	tcase_add_test(doubts, a_few_throttled_samples_do_not_withdraw);
	tcase_add_test(doubts, a_thieving_hypervisor_withdraws);
	tcase_add_test(doubts, samples_of_other_workloads_do_not_count);
	tcase_add_test(doubts, a_machine_that_changed_its_speed_withdraws);
	tcase_add_test(doubts, to_work_that_waits_the_speed_does_not_matter);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
