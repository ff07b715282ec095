/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The judging of the A/A self-test: sound noise passes, planted differences are found. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/selftest.h"
#include "text.h"

enum { COMPARISONS = 20, ROUNDS = 9, PAIRS = COMPARISONS * ROUNDS };

static double first_ns[PAIRS], second_ns[PAIRS];
static struct selftest_verdict verdict;
static struct checks checks;

static void teardown(void)
{
	checks_finish(&checks);
}

/* A number of [-1, 1) that follows from SEED. */
static double chance(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (double)(int64_t)*seed / 9223372036854775808.0;
}

/* Samples of 40 ms with noise of SHARE. */
static void make(uint64_t seed, double share)
{
	for (size_t i = 0; i < PAIRS; i++) {
		first_ns[i] = 40e6 * (1 + share * chance(&seed));
		second_ns[i] = 40e6 * (1 + share * chance(&seed));
	}
}

/* Pairs of which now the first, now the second is 1 % longer; those of the first COUNT comparisons
 * differ by 5 % besides. */
static void plant(size_t count)
{
	for (size_t i = 0; i < PAIRS; i++) {
		double factor = i / ROUNDS < count ? 1.05 : 1;

		first_ns[i] = 40e6 * factor * (i % ROUNDS % 2 == 0 ? 1.01 : 1);
		second_ns[i] = 40e6 * (i % ROUNDS % 2 == 1 ? 1.01 : 1);
	}
}

static void judge(void)
{
	selftest_judge(&verdict, first_ns, second_ns, COMPARISONS, ROUNDS);
}

START_TEST(four_of_twenty_are_too_many)
{
	double probability;

	ck_assert_uint_eq(selftest_limit(20, &probability), 4);
	ck_assert_double_eq_tol(probability, 0.0159, 0.0001);
	ck_assert_uint_eq(selftest_limit(4, NULL), 2);
	ck_assert_uint_eq(selftest_limit(100, NULL), 11);
}
END_TEST

START_TEST(planted_differences_fail_it_from_four_on)
{
	plant((size_t)_i);
	judge();
	ck_assert_uint_eq(verdict.difference_count, (size_t)_i);
	ck_assert_int_eq(verdict.failed, _i >= 4);
}
END_TEST

START_TEST(sound_noise_seldom_fails_it)
{
	size_t failed = 0, differences = 0;

	for (uint64_t run = 0; run < 500; run++) {
		make(run * 977 + 1, 0.02);
		judge();
		failed += verdict.failed;
		differences += verdict.difference_count;
	}
	/* each comparison by chance with 3.9 %, a test with 0.7 % */
	ck_assert_uint_ge(differences, 500 * COMPARISONS * 2 / 100);
	ck_assert_uint_le(differences, 500 * COMPARISONS * 5 / 100);
	ck_assert_uint_le(failed, 10);
}
END_TEST

START_TEST(an_alternating_effect_of_the_order_is_no_difference)
{
	make(5, 0.001);
	for (size_t i = 0; i < PAIRS; i++) {
		double *later = i % ROUNDS % 2 == 0 ? &second_ns[i] : &first_ns[i];

		*later *= 1.05;
	}
	judge();
	ck_assert_uint_eq(verdict.difference_count, 0);
}
END_TEST

START_TEST(one_wild_sample_per_comparison_changes_nothing)
{
	make(3, 0.01);
	judge();
	double floor = verdict.floor_share;
	for (size_t c = 0; c < COMPARISONS; c++) {
		first_ns[c * ROUNDS + c % ROUNDS] *= 4;
	}
	judge();
	ck_assert(!verdict.failed);
	ck_assert_double_lt(verdict.floor_share, 2 * floor);
}
END_TEST

START_TEST(the_floor_follows_the_noise)
{
	make(7, 0.001);
	judge();
	double quiet = verdict.floor_share;
	make(7, 0.01);
	judge();
	ck_assert_double_gt(quiet, 0.0002);
	ck_assert_double_lt(quiet, 0.002);
	ck_assert_double_eq_tol(verdict.floor_share / quiet, 10, 0.5);
	ck_assert_double_eq_tol(verdict.sample_ns, 40e6, 0.5e6);
}
END_TEST

START_TEST(a_floor_above_ten_percent_fails_it)
{
	make(9, 0.5);
	judge();
	ck_assert_uint_lt(verdict.difference_count, verdict.limit);
	ck_assert_double_gt(verdict.floor_share, SELFTEST_FLOOR_MAX);
	ck_assert(verdict.failed);
	selftest_say(&verdict, NULL, &checks);
	ck_assert_int_eq(checks.check[0].state, CHECK_LOOK);
	ck_assert_ptr_nonnull(strstr(checks.check[0].found, "even differences of "));
}
END_TEST

START_TEST(too_few_rounds_have_no_floor)
{
	make(1, 0.01);
	selftest_judge(&verdict, first_ns, second_ns, COMPARISONS, 5);
	ck_assert(isnan(verdict.floor_share));
	ck_assert(verdict.failed);
}
END_TEST

START_TEST(what_is_said_of_a_sound_test)
{
	verdict = (struct selftest_verdict){.comparison_count = 20,
		.round_count = 9,
		.difference_count = 1,
		.limit = 4,
		.limit_chance = 0.0159,
		.floor_share = 0.0131,
		.sample_ns = 40.2e6};
	selftest_say(&verdict, NULL, &checks);
	ck_assert_str_eq(checks.check[0].name, "self-test");
	ck_assert_int_eq(checks.check[0].state, CHECK_FINE);
	ck_assert_str_eq(checks.check[0].found,
		"1 of 20 comparisons of a thing with itself found a difference, as chance does; "
		"differences below 1.3 % are invisible here (9 rounds of 40 ms)");
	ck_assert_ptr_null(checks.check[0].advice);
	struct selftest_verdict vague = verdict;
	struct checks apart = {0};
	vague.difference_count = 2;
	vague.floor_share = 0.13;
	vague.failed = true;
	selftest_say(&vague, NULL, &apart);
	ck_assert_int_eq(apart.check[0].state, CHECK_LOOK);
	ck_assert_str_eq(apart.check[0].found,
		"2 of 20 comparisons of a thing with itself found a difference, as chance does; "
		"but "
		"even differences of 13 % are invisible here (9 rounds of 40 ms), where 10 % would "
		"be fine");
	checks_finish(&apart);
	verdict.difference_count = 0;
	selftest_say(&verdict, "meanwhile it rained", &checks);
	ck_assert_str_eq(checks.check[1].found,
		"none of 20 comparisons of a thing with itself found a difference; differences "
		"below "
		"1.3 % are invisible here (9 rounds of 40 ms); meanwhile it rained");
}
END_TEST

START_TEST(what_is_said_of_one_that_failed)
{
	plant(6);
	judge();
	selftest_say(&verdict, NULL, &checks);
	ck_assert_int_eq(checks.check[0].state, CHECK_LOOK);
	ck_assert_str_eq(checks.check[0].found,
		"6 of 20 comparisons of a thing with itself found a difference, chance alone makes "
		"so "
		"many in less than 1.6 % of cases; a difference found here may be none");
	ck_assert_ptr_nonnull(checks.check[0].advice);
	ck_assert_str_eq(checks.check[0].command, "manyhands doctor");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("selftest");
	TCase *tcase = tcase_create("selftest");

	tcase_add_checked_fixture(tcase, NULL, teardown);
	tcase_add_test(tcase, four_of_twenty_are_too_many);
	tcase_add_loop_test(tcase, planted_differences_fail_it_from_four_on, 0, 7);
	tcase_add_test(tcase, sound_noise_seldom_fails_it);
	tcase_add_test(tcase, an_alternating_effect_of_the_order_is_no_difference);
	tcase_add_test(tcase, one_wild_sample_per_comparison_changes_nothing);
	tcase_add_test(tcase, the_floor_follows_the_noise);
	tcase_add_test(tcase, a_floor_above_ten_percent_fails_it);
	tcase_add_test(tcase, too_few_rounds_have_no_floor);
	tcase_add_test(tcase, what_is_said_of_a_sound_test);
	tcase_add_test(tcase, what_is_said_of_one_that_failed);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
