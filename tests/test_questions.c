/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the three questions: which cells, which verdict, how precise, how fast. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "asked.h"
#include "fixture.h"
#include "judge/relation.h"

/* ---- verdicts ---- */

START_TEST(a_pool_twice_as_fast_is_faster)
{
	run_and_ask(12);
	const struct question *loop = &questions.question[QUESTION_LOOP];

	ck_assert_int_eq(loop->verdict, VERDICT_FASTER);
	ck_assert_ptr_eq(loop->a, result_of(POOL_2));
	ck_assert_ptr_eq(loop->b, result_of(LOOP));
	ck_assert_uint_eq(loop->pairs, 12);
	ck_assert_double_eq_tol(loop->ratio.mid, 2, 1e-9);
	ck_assert_double_eq_tol(loop->p, 2.0 / 4096, 1e-12);
	ck_assert_double_eq_tol(loop->p_holm, 3 * 2.0 / 4096, 1e-12);
	ck_assert_int_eq(loop->unwithdrawn, VERDICT_FASTER);
	ck_assert_uint_eq(loop->withdrawn, 0);
	ck_assert_uint_eq(loop->more_rounds, 0);
	ck_assert_uint_eq(questions.asked, 3);
	ck_assert_double_eq_tol(questions.copy.mid, 1, 1e-12);
	ck_assert_double_eq_tol(questions.floor, 0, 1e-12);
	ck_assert_double_eq(questions.margin, VERDICT_MARGIN);
	ck_assert_double_eq_tol(questions.drift, 0, 1e-12);
}
END_TEST

START_TEST(each_question_reads_a_against_b)
{
	asked.processes = 60;
	asked.more = 40;
	run_and_ask(12);
	const struct question *twins = &questions.question[QUESTION_TWINS];
	const struct question *more = &questions.question[QUESTION_MORE];

	ck_assert_int_eq(twins->verdict, VERDICT_SLOWER);
	ck_assert_ptr_eq(twins->a, result_of(TWIN_2));
	ck_assert_ptr_eq(twins->b, result_of(POOL_2));
	ck_assert_double_eq_tol(twins->ratio.mid, 50.0 / 60, 1e-9);
	ck_assert_int_eq(more->verdict, VERDICT_FASTER);
	ck_assert_ptr_eq(more->a, result_of(POOL_8));
	ck_assert_double_eq_tol(more->ratio.mid, 1.25, 1e-9);
}
END_TEST

START_TEST(equal_pools_show_no_practical_difference)
{
	asked.scatter = 0.003;
	run_and_ask(13);
	const struct question *twins = &questions.question[QUESTION_TWINS];

	ck_assert_int_eq(twins->verdict, VERDICT_SAME);
	ck_assert_double_gt(twins->p_holm, 0.05);
	ck_assert_double_lt(twins->wide.high, 1.02);
}
END_TEST

START_TEST(the_same_is_a_claim_of_all_questions_together)
{
	bool differed = false;

	/* at some scatter an interval keeps within the margin by itself, and not beside two others */
	for (int i = 10; i < 60 && !differed; i++) {
		asked.scatter = 0.001 * i;
		run_and_ask(13);
		const struct question *twins = &questions.question[QUESTION_TWINS];

		differed = twins->ratio.low >= 1 / 1.02 && twins->ratio.high <= 1.02 &&
			   (twins->wide.low < 1 / 1.02 || twins->wide.high > 1.02);
		if (differed) {
			ck_assert(twins->ratio.exact && twins->wide.exact);
			ck_assert_int_eq(twins->verdict, VERDICT_INCONCLUSIVE);
		}
		judged_finish();
	}
	ck_assert(differed);
}
END_TEST

START_TEST(one_percent_in_every_round_is_negligible)
{
	asked.processes = 50.5;
	run_and_ask(12);
	ck_assert_int_eq(verdict_of(QUESTION_TWINS), VERDICT_NEGLIGIBLE);
}
END_TEST

START_TEST(a_difference_at_the_margin_counts)
{
	asked.processes = 51.001;
	asked.more = 49;
	run_and_ask(12);
	ck_assert_int_eq(verdict_of(QUESTION_TWINS), VERDICT_SLOWER);
	ck_assert_int_eq(verdict_of(QUESTION_MORE), VERDICT_FASTER);
}
END_TEST

START_TEST(wide_scatter_is_inconclusive_and_says_how_many_rounds_more)
{
	asked.scatter = 0.2;
	run_and_ask(13);
	const struct question *twins = &questions.question[QUESTION_TWINS];
	double effect = fmax(twins->ratio.mid, 1 / twins->ratio.mid) - 1;
	double shrink = interval_half_width(&twins->wide) / fmax(effect, 0.02 - effect);

	ck_assert_int_eq(twins->verdict, VERDICT_INCONCLUSIVE);
	ck_assert_double_gt(shrink, 1);
	ck_assert_double_eq_tol(twins->more_rounds, ceil(13 * shrink * shrink) - 13, 1);
}
END_TEST

START_TEST(beyond_a_thousand_rounds_no_number_is_said)
{
	make_run(8);
	for (size_t i = 0; i < samples.count; i++) {
		struct sample *sample = &samples.sample[i];

		if (strcmp(sample->cell, POOL_2) == 0) {
			sample->total_ns = sample->round % 2 ? 10000000 : 250000000;
		}
	}
	ask();
	ck_assert_int_eq(questions.question[QUESTION_TWINS].verdict, VERDICT_INCONCLUSIVE);
	ck_assert_uint_eq(questions.question[QUESTION_TWINS].more_rounds, 0);
}
END_TEST

START_TEST(six_rounds_cannot_settle_three_questions)
{
	run_and_ask(6);
	const struct question *loop = &questions.question[QUESTION_LOOP];

	/* p = 2 / 64, three times that is above 5 % */
	ck_assert(loop->ratio.exact);
	ck_assert(!loop->wide.exact);
	ck_assert_int_eq(loop->verdict, VERDICT_INCONCLUSIVE);
	ck_assert_uint_eq(loop->more_rounds, 1);
	judged_finish();
	run_and_ask(7);
	ck_assert_int_eq(verdict_of(QUESTION_LOOP), VERDICT_FASTER);
}
END_TEST

START_TEST(a_single_question_can_be_settled_by_six)
{
	make_run(6);
	samples.run.strategies[1].name[0] = 'x'; /* no process-pool */
	fixture_fail(&samples, POOL_8, 0, SAMPLE_CRASHED, "signal 11");
	ask();
	ck_assert_uint_eq(questions.asked, 1);
	ck_assert_int_eq(verdict_of(QUESTION_LOOP), VERDICT_FASTER);
	ck_assert_int_eq(verdict_of(QUESTION_TWINS), VERDICT_NOT_ASKED);
	ck_assert_int_eq(verdict_of(QUESTION_MORE), VERDICT_NOT_ASKED);
	ck_assert_ptr_null(questions.question[QUESTION_MORE].a);
	ck_assert_double_nan(questions.question[QUESTION_MORE].p);
	ck_assert_double_nan(questions.question[QUESTION_MORE].ratio.mid);
}
END_TEST

START_TEST(after_one_round_all_is_open)
{
	run_and_ask(1);
	const struct question *loop = &questions.question[QUESTION_LOOP];

	ck_assert_int_eq(loop->verdict, VERDICT_INCONCLUSIVE);
	ck_assert_double_eq(loop->p, 1);
	ck_assert_uint_eq(loop->more_rounds, 6);
	ck_assert_double_nan(questions.floor);
	ck_assert_double_eq(questions.margin, VERDICT_MARGIN);
	ck_assert_double_nan(questions.drift);
}
END_TEST

START_TEST(before_the_first_round_nothing_is_asked)
{
	run_and_ask(0);
	ck_assert_uint_eq(questions.asked, 0);
	for (size_t i = 0; i < QUESTION_COUNT; i++) {
		ck_assert_int_eq(verdict_of(i), VERDICT_NOT_ASKED);
	}
	ck_assert_double_nan(questions_precision(&judgement));
}
END_TEST

START_TEST(holm_counts_only_what_was_asked)
{
	make_run(12);
	fixture_fail(&samples, POOL_8, 0, SAMPLE_FAILED, "no");
	ask();
	ck_assert_uint_eq(questions.asked, 2);
	ck_assert_double_eq_tol(questions.question[QUESTION_LOOP].p_holm, 2 * 2.0 / 4096, 1e-12);
	ck_assert_double_nan(questions.question[QUESTION_MORE].p_holm);
}
END_TEST

/* ---- which cells ---- */

/* Makes a run on CPUS with the strategies, on the workers. */
static void make_other(uint32_t cpus, const char *const *specs, const uint32_t *workers)
{
	fixture_init(&samples, cpus);
	fixture_workload(&samples, "spin", "96 tasks", 96);
	for (; *specs; specs++) {
		fixture_strategy(&samples, *specs);
	}
	for (; *workers > 0; workers++) {
		fixture_point(&samples, *workers, "");
	}
	fixture_cells(&samples);
	fixture_rounds(&samples, 7, asked_time);
}

START_TEST(the_plainest_pool_stands_for_all)
{
	static const char *const specs[] = {"thread-pool:chunk=64", "process-pool:chunk=64",
		"thread-pool", "process-pool", NULL};
	static const uint32_t workers[] = {2, 8, 0};

	make_other(2, specs, workers);
	ask();
	ck_assert_str_eq(questions.question[QUESTION_LOOP].a->cell->key, POOL_2);
	ck_assert_str_eq(questions.question[QUESTION_TWINS].a->cell->key, TWIN_2);
	ck_assert_str_eq(questions.question[QUESTION_MORE].a->cell->key, POOL_8);
	/* without copies the margin is what it always is */
	ck_assert_double_nan(questions.copy.mid);
	ck_assert_double_nan(questions.floor);
	ck_assert_double_eq(questions.margin, VERDICT_MARGIN);
	ck_assert_int_eq(verdict_of(QUESTION_LOOP), VERDICT_FASTER);
}
END_TEST

START_TEST(of_pools_as_plain_the_first_counts)
{
	static const char *const specs[] = {"thread-pool:chunk=1,order=cost",
		"process-pool:chunk=4", "thread-pool:chunk=4", "thread-pool:chunk=8", NULL};
	static const uint32_t workers[] = {2, 0};

	make_other(2, specs, workers);
	ask();
	ck_assert_str_eq(
		questions.question[QUESTION_LOOP].a->cell->key, "spin/thread-pool:chunk=4/2");
	ck_assert_str_eq(
		questions.question[QUESTION_TWINS].a->cell->key, "spin/process-pool:chunk=4/2");
	ck_assert_ptr_null(questions.question[QUESTION_MORE].a);
}
END_TEST

START_TEST(unlike_pools_are_no_twins)
{
	static const char *const specs[] = {"thread-pool", "process-pool:chunk=64", NULL};
	static const uint32_t workers[] = {2, 0};

	make_other(2, specs, workers);
	ask();
	ck_assert_int_eq(verdict_of(QUESTION_TWINS), VERDICT_NOT_ASKED);
	ck_assert_uint_eq(questions.asked, 1);
}
END_TEST

START_TEST(usable_cpus_are_rounded_down_to_one_at_least)
{
	static const char *const specs[] = {"thread-pool", NULL};
	static const uint32_t workers[] = {1, 2, 3, 4, 8, 0};
	static const struct {
		double usable;
		uint32_t asked;
	} cases[] = {{0.5, 1}, {1, 1}, {1.9, 1}, {2, 2}, {2.5, 2}};

	make_other(2, specs, workers);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		samples.run.machine.usable_cpus = cases[i].usable;
		ask();
		ck_assert_uint_eq(
			questions.question[QUESTION_LOOP].a->cell->workers, cases[i].asked);
		ck_assert_uint_eq(
			questions.question[QUESTION_MORE].a->cell->workers, 4 * cases[i].asked);
		judgement_finish(&judgement);
	}
	samples.run.machine.usable_cpus = 0;
	ask();
	ck_assert_uint_eq(questions.asked, 0);
}
END_TEST

START_TEST(without_a_thread_pool_nothing_is_asked)
{
	static const char *const specs[] = {"thread-split", "process-pool", NULL};
	static const uint32_t workers[] = {2, 8, 0};

	make_other(2, specs, workers);
	ask();
	ck_assert_uint_eq(questions.asked, 0);
	ck_assert_double_nan(questions_precision(&judgement));
}
END_TEST

/* ---- precision, names, speed ---- */

START_TEST(the_widest_question_gives_the_precision)
{
	double widest = 0;

	asked.scatter = 0.1;
	run_and_ask(13);
	for (size_t i = 0; i < QUESTION_COUNT; i++) {
		widest = fmax(widest, interval_half_width(&questions.question[i].ratio));
	}
	ck_assert_double_gt(widest, 0.01);
	ck_assert_double_eq(questions_precision(&judgement), widest);
}
END_TEST

START_TEST(too_few_rounds_have_no_precision)
{
	run_and_ask(5);
	ck_assert_double_infinite(questions_precision(&judgement));
	judged_finish();
	run_and_ask(6);
	ck_assert_double_eq_tol(questions_precision(&judgement), 0, 1e-12);
}
END_TEST

START_TEST(a_cell_that_was_given_up_is_not_waited_for)
{
	make_run(9);
	fixture_fail(&samples, POOL_8, 3, SAMPLE_TIMED_OUT, "took more than 1 s");
	ask();
	ck_assert_int_eq(verdict_of(QUESTION_MORE), VERDICT_INCONCLUSIVE);
	ck_assert_double_eq_tol(questions_precision(&judgement), 0, 1e-12);
}
END_TEST

START_TEST(more_questions_need_more_rounds)
{
	static const size_t expected[][2] = {
		{0, 0}, {1, 6}, {3, 7}, {5, 8}, {10, 9}, {50, 11}, {100, 12}};

	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		ck_assert_uint_eq(questions_rounds_min(expected[i][0]), expected[i][1]);
	}
}
END_TEST

START_TEST(every_verdict_has_a_name)
{
	for (int i = VERDICT_NOT_ASKED; i <= VERDICT_WITHDRAWN; i++) {
		for (int k = VERDICT_NOT_ASKED; k < i; k++) {
			ck_assert_str_ne(
				verdict_name((enum verdict)i), verdict_name((enum verdict)k));
		}
	}
	ck_assert_str_eq(verdict_name(VERDICT_SAME), "no practical difference");
	struct text text = {0};
	withdrawal_words(0, &questions, &text);
	ck_assert_ptr_null(text.text);
}
END_TEST

START_TEST(a_large_run_is_judged_within_the_blink_of_an_eye)
{
	enum { WORKLOADS = 8, ROUNDS = 40 };
	struct timespec before, after;

	fixture_init(&samples, 2);
	for (int i = 0; i < WORKLOADS; i++) {
		char spec[32];

		snprintf(spec, sizeof(spec), "spin:tasks=%d", i);
		fixture_workload(&samples, spec, "tasks", 96);
	}
	fixture_strategy(&samples, "thread-pool");
	fixture_strategy(&samples, "process-pool");
	fixture_point(&samples, 1, "");
	fixture_point(&samples, 2, "");
	fixture_point(&samples, 8, "");
	fixture_cells(&samples);
	fixture_probes(&samples);
	fixture_rounds_with(&samples, ROUNDS, asked_time, asked_copy_time, asked_probe_time);
	ck_assert_uint_gt(samples.count, 3000);
	judgement_init(&judgement, &samples);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
	for (size_t i = 0; i < WORKLOADS; i++) {
		questions_ask(&questions, &judgement, i);
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
	double ms = (double)(after.tv_sec - before.tv_sec) * 1e3 +
		    (double)(after.tv_nsec - before.tv_nsec) / 1e6;
	/* a few ms; far more only where something is quadratic */
	ck_assert_msg(ms < 1000, "%zu samples: %.1f ms", samples.count, ms);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("questions");
	TCase *verdicts = tcase_create("verdicts");
	TCase *cells = tcase_create("cells");
	TCase *words = tcase_create("words");

	tcase_add_checked_fixture(verdicts, asked_setup, asked_finish);
	suite_add_tcase(suite, verdicts);
	tcase_add_checked_fixture(cells, asked_setup, asked_finish);
	suite_add_tcase(suite, cells);
	tcase_add_checked_fixture(words, asked_setup, asked_finish);
	suite_add_tcase(suite, words);
	tcase_add_test(verdicts, a_pool_twice_as_fast_is_faster);
	tcase_add_test(verdicts, each_question_reads_a_against_b);
	tcase_add_test(verdicts, equal_pools_show_no_practical_difference);
	tcase_add_test(verdicts, the_same_is_a_claim_of_all_questions_together);
	tcase_add_test(verdicts, one_percent_in_every_round_is_negligible);
	tcase_add_test(verdicts, a_difference_at_the_margin_counts);
	tcase_add_test(verdicts, wide_scatter_is_inconclusive_and_says_how_many_rounds_more);
	tcase_add_test(verdicts, beyond_a_thousand_rounds_no_number_is_said);
	tcase_add_test(verdicts, six_rounds_cannot_settle_three_questions);
	tcase_add_test(verdicts, a_single_question_can_be_settled_by_six);
	tcase_add_test(verdicts, after_one_round_all_is_open);
	tcase_add_test(verdicts, before_the_first_round_nothing_is_asked);
	tcase_add_test(verdicts, holm_counts_only_what_was_asked);
	tcase_add_test(cells, the_plainest_pool_stands_for_all);
	tcase_add_test(cells, of_pools_as_plain_the_first_counts);
	tcase_add_test(cells, unlike_pools_are_no_twins);
	tcase_add_test(cells, usable_cpus_are_rounded_down_to_one_at_least);
	tcase_add_test(cells, without_a_thread_pool_nothing_is_asked);
	tcase_add_test(words, the_widest_question_gives_the_precision);
	tcase_add_test(words, too_few_rounds_have_no_precision);
	tcase_add_test(words, a_cell_that_was_given_up_is_not_waited_for);
	tcase_add_test(words, more_questions_need_more_rounds);
	tcase_add_test(words, every_verdict_has_a_name);
	tcase_add_test(words, a_large_run_is_judged_within_the_blink_of_an_eye);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
