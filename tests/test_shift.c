/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of unpaired shifts: the tables of Mann and Whitney's U, and intervals worked out by hand. */
#include "judge/shift.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "judge/family.h"

static struct interval shift(
	const double *a, size_t a_count, const double *b, size_t b_count, double alpha)
{
	struct groups groups = {a, b, a_count, b_count};

	return shift_interval(&groups, alpha);
}

START_TEST(ranks_are_those_of_the_published_tables)
{
	/* one more than the greatest U that the table calls significant, two-sided */
	static const struct {
		size_t a, b, at_5, at_1;
	} table[] = {{3, 3, 0, 0}, {4, 4, 1, 0}, {5, 5, 3, 1}, {6, 6, 6, 3}, {7, 7, 9, 5},
		{8, 8, 14, 8}, {10, 10, 24, 17}, {7, 15, 25, 17}, {20, 20, 128, 106}};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		ck_assert_uint_eq(shift_rank(table[i].a, table[i].b, 0.05), table[i].at_5);
		ck_assert_uint_eq(shift_rank(table[i].b, table[i].a, 0.05), table[i].at_5);
		ck_assert_uint_eq(shift_rank(table[i].a, table[i].b, 0.01), table[i].at_1);
	}
	ck_assert_uint_eq(shift_rank(0, 7, 0.05), 0);
	ck_assert_uint_eq(shift_rank(7, 0, 0.05), 0);
}
END_TEST

START_TEST(exact_and_normal_ranks_meet_where_one_follows_the_other)
{
	double exact = (double)shift_rank(100, 100, 0.05);
	double normal = (double)shift_rank(100, 101, 0.05);

	/* half a row more, 50, less a quarter of a deviation */
	ck_assert_double_gt(normal, exact + 35);
	ck_assert_double_lt(normal, exact + 55);
	ck_assert_double_gt((double)shift_rank(100, 100, 0.001), 0);
}
END_TEST

START_TEST(an_interval_holds_the_differences_between_its_ranks)
{
	static const double a[] = {1, 2, 3, 4}, b[] = {10, 20, 30, 40};
	struct interval all = shift(a, 4, b, 4, 0.05);

	/* rank 1: the least and the greatest difference; in the middle 17 and 18 of 6 .. 39 */
	ck_assert_double_eq(all.mid, 22.5);
	ck_assert_double_eq(all.low, 6);
	ck_assert_double_eq(all.high, 39);
	ck_assert(all.exact);
	struct interval narrow = shift(a, 4, b, 4, 0.2);
	ck_assert_double_gt(narrow.low, 6);
	ck_assert_double_lt(narrow.high, 39);
	struct interval few = shift(a, 3, b, 3, 0.05);
	ck_assert(!few.exact);
	ck_assert_double_eq(few.low, 7);
	ck_assert_double_eq(few.high, 29);
}
END_TEST

START_TEST(equal_values_and_single_ones_are_fine)
{
	static const double same[] = {2, 2, 2, 2, 2, 2}, zero[] = {0};
	struct interval none = shift(same, 6, same, 6, 0.05), one = shift(zero, 1, same, 1, 0.05);

	ck_assert_double_eq(none.mid, 0);
	ck_assert_double_eq(none.low, 0);
	ck_assert_double_eq(none.high, 0);
	ck_assert_double_eq(one.mid, 2);
	ck_assert(!one.exact);
	ck_assert_double_nan(shift(NULL, 0, same, 6, 0.05).mid);
	ck_assert(!shift(NULL, 0, same, 6, 0.05).exact);
}
END_TEST

START_TEST(p_values_count_arrangements)
{
	static const double a[] = {1, 2, 3}, b[] = {4, 5, 6};
	struct groups apart = {a, b, 3, 3}, back = {b, a, 3, 3};

	/* 1 of 20 arrangements has all of B above A; 4 > 3 + 1 no longer holds, which leaves 2 */
	ck_assert_double_eq_tol(shift_p_above(&apart, 0), 1.0 / 20, 1e-12);
	ck_assert_double_eq_tol(shift_p_above(&apart, 1), 2.0 / 20, 1e-12);
	ck_assert_double_eq(shift_p_below(&apart, 0), 1);
	ck_assert_double_eq_tol(shift_p_below(&back, 0), 1.0 / 20, 1e-12);
	ck_assert_double_eq_tol(shift_p_below(&back, -1), 2.0 / 20, 1e-12);
	ck_assert_double_eq(shift_p_above(&back, 0), 1);
	struct groups none = {a, b, 0, 3};
	ck_assert_double_eq(shift_p_above(&none, 0), 1);
	ck_assert_double_eq(shift_p_below(&none, 0), 1);
}
END_TEST

/* A number in 0 .. 1, always the same ones. */
static double random_share(void)
{
	static uint64_t state = 1;
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (double)((z ^ (z >> 31)) >> 11) / (double)(UINT64_C(1) << 53);
}

/* Rising values. */
static void fill(double *values, size_t count, double from)
{
	for (size_t i = 0; i < count; i++) {
		from += random_share();
		values[i] = from;
	}
}

START_TEST(an_interval_excludes_a_shift_exactly_where_its_p_is_small)
{
	double a[12], b[15];

	for (int trial = 0; trial < 300; trial++) {
		fill(a, 12, 0);
		fill(b, 15, 4 * random_share() - 2);
		struct groups groups = {a, b, 12, 15};
		struct interval interval = shift_interval(&groups, 0.05);
		double limit = 2 * random_share() - 1;

		ck_assert(interval.low <= interval.mid && interval.mid <= interval.high);
		ck_assert((interval.low > limit) == (2 * shift_p_above(&groups, limit) <= 0.05));
		ck_assert((interval.high < limit) == (2 * shift_p_below(&groups, limit) <= 0.05));
	}
}
END_TEST

START_TEST(large_groups_need_no_memory_for_their_differences)
{
	enum { MANY = 20000 };
	double *a = calloc(MANY, sizeof(*a)), *b = calloc(MANY, sizeof(*b));

	for (size_t i = 0; i < MANY; i++) {
		a[i] = (double)i;
		b[i] = (double)i + 100;
	}
	struct interval interval = shift(a, MANY, b, MANY, 0.05);
	ck_assert_double_eq(interval.mid, 100);
	ck_assert_double_lt(interval.low, 100);
	ck_assert_double_gt(interval.low, -50);
	ck_assert(interval.exact);
	free(a);
	free(b);
}
END_TEST

START_TEST(holm_leaves_each_step_its_level)
{
	static const double p[] = {0.04, NAN, 0.001, 0.02, 0.5};
	double adjusted[5], level[5];

	family_adjust(p, 5, adjusted, level);
	ck_assert_double_nan(adjusted[1]);
	ck_assert_double_nan(level[1]);
	/* 0.001 x 4 is shown; 0.02 x 3 is not, and there the steps end */
	ck_assert_double_eq_tol(adjusted[2], 0.004, 1e-12);
	ck_assert_double_eq_tol(adjusted[3], 0.06, 1e-12);
	ck_assert_double_eq_tol(level[2], 0.05 / 4, 1e-12);
	ck_assert_double_eq_tol(level[3], 0.05 / 3, 1e-12);
	ck_assert_double_eq_tol(level[0], 0.05 / 3, 1e-12);
	ck_assert_double_eq_tol(level[4], 0.05 / 3, 1e-12);
	static const double small[] = {0.001, 0.002};
	family_adjust(small, 2, adjusted, level);
	ck_assert_double_eq_tol(level[0], 0.025, 1e-12);
	ck_assert_double_eq_tol(level[1], 0.05, 1e-12);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shift");
	TCase *tests = tcase_create("shift");

	tcase_add_test(tests, ranks_are_those_of_the_published_tables);
	tcase_add_test(tests, exact_and_normal_ranks_meet_where_one_follows_the_other);
	tcase_add_test(tests, an_interval_holds_the_differences_between_its_ranks);
	tcase_add_test(tests, equal_values_and_single_ones_are_fine);
	tcase_add_test(tests, p_values_count_arrangements);
	tcase_add_test(tests, an_interval_excludes_a_shift_exactly_where_its_p_is_small);
	tcase_add_test(tests, large_groups_need_no_memory_for_their_differences);
	tcase_add_test(tests, holm_leaves_each_step_its_level);
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
