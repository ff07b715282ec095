/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of task lengths where little is certain. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "lengths.h"

static struct text words;

static void setup(void)
{
	lengths_start();
}

static void teardown(void)
{
	lengths_finish();
	text_finish(&words);
}

static void say(void)
{
	text_finish(&words);
	granularity_say(&lengths_found, &words);
}

static void expect_said(const char *part)
{
	say();
	ck_assert_msg(strstr(words.text, part), "'%s' lacks '%s'", words.text, part);
}

/* The shortest lengths scatter around the loop, which the longer ones surely beat. */
static double early(size_t strategy, double task_ns, uint32_t round)
{
	(void)strategy;
	return task_ns > 90e3 ? 0.95 : 0.52 + 0.01 * ((double)(round * 5 % 9) - 4);
}

START_TEST(where_the_shortest_might_do_no_length_is_certain)
{
	lengths.factor = early;
	lengths_run("thread-pool");
	const struct interval *even = &lengths_found.curve[0].mark[GRANULARITY_EVEN].task_ns;
	ck_assert(even->mid == 0 && even->high > 50e3 && even->high < 100e3);
	say();
	const char *said = strstr(words.text, "From where on the first of these, thread-pool, "
					      "beats the loop cannot be told well: "
					      "below 1.0 µs (or up to ");
	ck_assert_msg(said && strstr(said, " µs)."), "%s", words.text);
	text_finish(&words);
	granularity_headline(&lengths_found, &words);
	ck_assert_ptr_eq(
		strstr(words.text, "How long a task must be cannot be told well"), words.text);
}
END_TEST

/* From round to round about as fast as the loop. */
static double about_even(size_t strategy, double task_ns, uint32_t round)
{
	(void)strategy;
	(void)task_ns;
	return 0.5 + 0.01 * ((double)(round * 5 % 9) - 4);
}

START_TEST(what_is_as_fast_as_the_loop_everywhere_cannot_be_told)
{
	lengths.factor = about_even;
	lengths_run("thread-pool");
	expect_said(
		"From where on the first of these, thread-pool, beats the loop cannot be told. ");
}
END_TEST

static double beyond(size_t strategy, double task_ns, uint32_t round)
{
	(void)strategy;
	(void)round;
	return task_ns > 1e6 ? 1.06 : 1;
}

START_TEST(few_rounds_have_a_title_that_claims_nothing)
{
	lengths.rounds = 3;
	lengths_run("thread-pool");
	text_finish(&words);
	granularity_headline(&lengths_found, &words);
	ck_assert_str_eq(words.text, "Efficiency by the length of a task, after 3 rounds");
}
END_TEST

START_TEST(efficiencies_above_all_are_explained)
{
	lengths_run("thread-pool");
	say();
	ck_assert_ptr_null(strstr(words.text, "More than 100 %"));
	lengths.factor = beyond;
	lengths_run("thread-pool");
	expect_said("More than 100 % is noise, of the loop or of the probes.");
}
END_TEST

START_TEST(withdrawn_verdicts_are_counted_and_the_reason_is_said)
{
	lengths_run("thread-pool");
	say();
	ck_assert_ptr_null(strstr(words.text, "withdrawn"));
	lengths.slower = 0.13;
	lengths_run("thread-pool");
	say();
	const char *first =
		"A rough guide only, since verdicts are withdrawn for 16 of 16 lengths: the "
		"machine's speed changed by 13 % during the run. ";
	ck_assert_msg(strncmp(words.text, first, strlen(first)) == 0, "%s", words.text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("granularity_vague");
	TCase *tests = tcase_create("granularity_vague");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, where_the_shortest_might_do_no_length_is_certain);
	tcase_add_test(tests, what_is_as_fast_as_the_loop_everywhere_cannot_be_told);
	tcase_add_test(tests, few_rounds_have_a_title_that_claims_nothing);
	tcase_add_test(tests, efficiencies_above_all_are_explained);
	tcase_add_test(tests, withdrawn_verdicts_are_counted_and_the_reason_is_said);
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
