/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what is hinted at beside numbers: noise, items that fail, reasons that are too long. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "judge/at_once.h"
#include "judge/questions.h"
#include "judge/relation.h"
#include "judge/sentences.h"
#include "scene.h"

static struct text text;

static void teardown(void)
{
	text_finish(&text);
	scene_finish();
}

static void expect(const char *words)
{
	ck_assert_msg(
		text.text && strstr(text.text, words), "%s", text.text ? text.text : "nothing");
}

static void expect_not(const char *words)
{
	ck_assert_msg(
		text.text && !strstr(text.text, words), "%s", text.text ? text.text : "nothing");
}

START_TEST(numbers_have_three_digits_at_most)
{
	struct ratio_text wide = ratio_text(&(struct interval){9.6, 7.5, 738.2, true});
	struct ratio_text near_one = ratio_text(&(struct interval){1.02, 0.97, 12.345, true});

	ck_assert_str_eq(wide.mid, "9.6");
	ck_assert_str_eq(wide.range, "7.5 to 738");
	ck_assert_str_eq(near_one.range, "0.97 to 12.3");
}
END_TEST

/* Questions on "threads at the usable CPUs", open, with a noise floor of FLOOR. */
static void say_open(double floor, size_t failed)
{
	static struct run_cell cells[] = {{.workers = 2}, {.workers = 1, .baseline = true}};
	struct cell_result a = {.cell = &cells[0], .failed_count = failed};
	struct cell_result b = {.cell = &cells[1]};
	struct questions questions = {.floor = floor, .asked = 1, .rounds = 7};

	questions.question[QUESTION_LOOP] = (struct question){
		.a = &a,
		.b = &b,
		.pairs = 7,
		.ratio = {1, 0.6, 1.6, true},
		.wide = {1, 0.6, 1.6, true},
		.verdict = VERDICT_INCONCLUSIVE,
		.more_rounds = 2,
	};
	questions.question[QUESTION_TWINS].verdict = VERDICT_NOT_ASKED;
	questions.question[QUESTION_MORE].verdict = VERDICT_NOT_ASKED;
	text_finish(&text);
	say_questions(&questions, &text);
}

START_TEST(rounds_are_promised_only_where_they_would_tell)
{
	say_open(0.05, 0);
	expect("(0.60 to 1.60×); about 2 more rounds would tell.");
	say_open(0.8, 0);
	expect("(0.60 to 1.60×): this machine is too noisy now.");
	expect_not("would tell");
	say_open(0.05, 5);
	expect("(0.60 to 1.60×): samples fail.");
	expect_not("would tell");
}
END_TEST

START_TEST(a_round_that_was_cut_short_is_not_counted)
{
	static struct run_cell cells[] = {{.workers = 2}, {.workers = 1, .baseline = true}};
	struct cell_result a = {.cell = &cells[0]}, b = {.cell = &cells[1]};
	struct questions questions = {.asked = 3, .rounds = 3};

	questions.question[QUESTION_LOOP] = (struct question){.a = &a,
		.b = &b,
		.pairs = 4,
		.ratio = {1, 0.6, 1.6, false},
		.verdict = VERDICT_INCONCLUSIVE};
	questions.question[QUESTION_TWINS].verdict = VERDICT_NOT_ASKED;
	questions.question[QUESTION_MORE].verdict = VERDICT_NOT_ASKED;
	say_questions(&questions, &text);
	ck_assert_str_eq(text.text, "No verdict before 7 rounds: this is after 3.");
}
END_TEST

START_TEST(what_is_too_long_of_a_reason_is_told_to_go_on)
{
	struct judgement judgement;
	char reason[400];

	memset(reason, 'x', sizeof(reason) - 1);
	reason[sizeof(reason) - 1] = '\0';
	scene_start(2, 4000, "thread-pool", "2");
	scene_measure(7, scene_two_cpus);
	fixture_fail(&scene_samples, "primes:limit=4e6/thread-pool/2", 0, SAMPLE_FAILED, reason);
	judgement_init(&judgement, &scene_samples);
	say_failures(&judgement, 0, &text);
	expect("xxx…).");
	expect_not("--allow-failures");
	judgement_finish(&judgement);
}
END_TEST

START_TEST(of_failing_items_the_option_is_told_once)
{
	static const char said[] = "item 4 of 6, '4', left with exit status 3, saying: boom";
	struct judgement judgement;

	scene_start(2, 4000, "thread-pool", "1,2");
	free(scene_samples.run.workloads[0].name);
	scene_samples.run.workloads[0].name = xstrdup("command");
	scene_samples.run.own_command.word_count = 1;
	scene_measure(7, scene_two_cpus);
	fixture_fail(&scene_samples, "primes:limit=4e6/thread-pool/1", 0, SAMPLE_FAILED, said);
	fixture_fail(&scene_samples, "primes:limit=4e6/thread-pool/2", 0, SAMPLE_FAILED, said);
	judgement_init(&judgement, &scene_samples);
	say_failures(&judgement, 0, &text);
	expect("saying: boom); and 1 more. With --allow-failures items may fail and are counted.");
	ck_assert_ptr_null(strstr(strstr(text.text, "--allow-failures") + 1, "--allow-failures"));
	judgement_finish(&judgement);
	scene_samples.run.own_command.word_count = 0;
	ck_assert(!at_once_item_failed("item 4 of 6, '4', can't run: no such file"));
	ck_assert(!at_once_item_failed(NULL));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hints");
	TCase *cases = tcase_create("hints");

	tcase_add_checked_fixture(cases, NULL, teardown);
	tcase_add_test(cases, numbers_have_three_digits_at_most);
	tcase_add_test(cases, rounds_are_promised_only_where_they_would_tell);
	tcase_add_test(cases, a_round_that_was_cut_short_is_not_counted);
	tcase_add_test(cases, what_is_too_long_of_a_reason_is_told_to_go_on);
	tcase_add_test(cases, of_failing_items_the_option_is_told_once);
	suite_add_tcase(suite, cases);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
