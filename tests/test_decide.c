/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the one rule that gives verdicts: each of its limits from both sides. */
#include "judge/decide.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

/* The verdict on a ratio of MID, shown or not; within 1 % of 1 for sure. */
static enum verdict decided(bool shown, double mid, double margin)
{
	struct interval ratio = {mid, mid - 0.001, mid + 0.001, true};
	struct interval wide = {1, 0.991, 1.009, true};

	return decide(shown, &ratio, &wide, margin);
}

START_TEST(what_is_shown_and_reaches_the_margin_is_a_difference)
{
	ck_assert_int_eq(decided(true, 1.0501, 0.05), VERDICT_FASTER);
	ck_assert_int_eq(decided(true, 1.0499, 0.05), VERDICT_NEGLIGIBLE);
	ck_assert_int_eq(decided(true, 1 / 1.0501, 0.05), VERDICT_SLOWER);
	ck_assert_int_eq(decided(true, 1 / 1.0499, 0.05), VERDICT_NEGLIGIBLE);
	ck_assert_int_eq(decided(true, 0.9501, 0.05), VERDICT_SLOWER); /* 1 / 1.0525 */
	ck_assert_int_eq(decided(false, 2, 0.05), VERDICT_SAME);       /* as WIDE says */
}
END_TEST

START_TEST(the_same_keeps_within_the_margin_in_the_interval_of_all)
{
	static const struct {
		struct interval wide;
		enum verdict verdict;
	} cases[] = {
		{{1, 1 / 1.0199, 1.0199, true}, VERDICT_SAME},
		{{1, 1 / 1.0199, 1.0199, false}, VERDICT_INCONCLUSIVE},
		{{1, 1 / 1.0199, 1.0201, true}, VERDICT_INCONCLUSIVE},
		{{1, 1 / 1.0201, 1.0199, true}, VERDICT_INCONCLUSIVE},
		{{NAN, NAN, NAN, false}, VERDICT_INCONCLUSIVE},
	};
	struct interval narrow = {1, 0.999, 1.001, true};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_int_eq(decide(false, &narrow, &cases[i].wide, 0.02), cases[i].verdict);
	}
}
END_TEST

START_TEST(beyond_a_tenth_of_margin_only_differences_are_told)
{
	ck_assert_int_eq(decided(true, 1.05, 0.1), VERDICT_NEGLIGIBLE);
	ck_assert_int_eq(decided(false, 1, 0.1), VERDICT_SAME);
	ck_assert_int_eq(decided(true, 1.05, 0.101), VERDICT_INCONCLUSIVE);
	ck_assert_int_eq(decided(false, 1, 0.101), VERDICT_INCONCLUSIVE);
	ck_assert_int_eq(decided(true, 1.6, 0.5), VERDICT_FASTER);
	ck_assert_int_eq(decided(true, 0.6, 0.5), VERDICT_SLOWER);
	ck_assert_int_eq(decided(true, 0.7, 0.5), VERDICT_INCONCLUSIVE);
}
END_TEST

START_TEST(the_other_side_has_the_mirror_image)
{
	for (int i = VERDICT_NOT_ASKED; i <= VERDICT_WITHDRAWN; i++) {
		enum verdict verdict = (enum verdict)i, mirrored = verdict_mirrored(verdict);

		ck_assert_int_eq(verdict_mirrored(mirrored), verdict);
		ck_assert((mirrored != verdict) ==
			  (verdict == VERDICT_FASTER || verdict == VERDICT_SLOWER));
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("decide");
	TCase *tests = tcase_create("decide");

	tcase_add_test(tests, what_is_shown_and_reaches_the_margin_is_a_difference);
	tcase_add_test(tests, the_same_keeps_within_the_margin_in_the_interval_of_all);
	tcase_add_test(tests, beyond_a_tenth_of_margin_only_differences_are_told);
	tcase_add_test(tests, the_other_side_has_the_mirror_image);
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
