/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the estimates: exact ranks as tables, known answers, wild values, p-values. */
#include "judge/stats.h"

#include <check.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#include "text.h"

START_TEST(median_ranks_are_the_exact_ones)
{
	static const size_t rank[] = {0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4};

	for (size_t n = 0; n < sizeof(rank) / sizeof(rank[0]); n++) {
		ck_assert_uint_eq(stats_median_rank(n, 0.05), rank[n]);
	}
	ck_assert_uint_eq(stats_median_rank(20, 0.05), 6);
	ck_assert_uint_eq(stats_median_rank(30, 0.05), 10);
	ck_assert_uint_eq(stats_median_rank(100, 0.05), 40);
}
END_TEST

START_TEST(an_alpha_that_is_just_reached_counts)
{
	/* 2 * P(Bin(5, 1/2) < 1) = 1/16 */
	ck_assert_uint_eq(stats_median_rank(5, 0.0625), 1);
	ck_assert_uint_eq(stats_median_rank(5, 0.0624), 0);
	/* 2 * P(V < 3) = 6 / 128 with n = 7 */
	ck_assert_uint_eq(stats_signed_rank(7, 6.0 / 128), 3);
	ck_assert_uint_eq(stats_signed_rank(7, 5.99 / 128), 2);
}
END_TEST

START_TEST(signed_ranks_are_the_exact_ones)
{
	static const struct {
		size_t n, rank;
	} exact[] = {{0, 0}, {1, 0}, {5, 0}, {6, 1}, {7, 3}, {8, 4}, {9, 6}, {10, 9}, {11, 11},
		{12, 14}, {15, 26}, {20, 53}, {30, 138}};

	for (size_t i = 0; i < sizeof(exact) / sizeof(exact[0]); i++) {
		ck_assert_uint_eq(stats_signed_rank(exact[i].n, 0.05), exact[i].rank);
	}
}
END_TEST

START_TEST(signed_ranks_agree_with_counting_all_signs)
{
	for (size_t n = 6; n <= 14; n++) {
		size_t rank = stats_signed_rank(n, 0.05), below = 0, upto = 0;

		for (size_t signs = 0; signs < (size_t)1 << n; signs++) {
			size_t sum = 0;

			for (size_t i = 0; i < n; i++) {
				sum += (signs >> i & 1) ? i + 1 : 0;
			}
			below += sum < rank;
			upto += sum <= rank;
		}
		double all = (double)((size_t)1 << n);
		ck_assert_double_le(2 * (double)below / all, 0.05);
		ck_assert_double_gt(2 * (double)upto / all, 0.05);
	}
}
END_TEST

START_TEST(a_median_lies_between_its_order_statistics)
{
	static const double values[] = {9, 1, 8, 2, 7, 3, 6, 4, 5};
	struct interval median = stats_median(values, 9, 0.05);

	ck_assert_double_eq(median.mid, 5);
	ck_assert_double_eq(median.low, 2);
	ck_assert_double_eq(median.high, 8);
	ck_assert(median.exact);
	ck_assert_double_eq(values[0], 9); /* untouched */
	ck_assert_double_eq_tol(interval_half_width(&median), 0.6, 1e-12);
}
END_TEST

START_TEST(below_six_values_there_is_only_the_range)
{
	static const double values[] = {5, 1, 4, 2};
	struct interval median = stats_median(values, 4, 0.05);

	ck_assert_double_eq(median.mid, 3);
	ck_assert_double_eq(median.low, 1);
	ck_assert_double_eq(median.high, 5);
	ck_assert(!median.exact);
	/* a wider alpha would have a rank, but the words "no interval" hold below six */
	ck_assert(!stats_median(values, 4, 0.5).exact);
	ck_assert(!stats_paired(values, 4, 0.05).exact);
}
END_TEST

START_TEST(an_alpha_too_small_for_the_values_gives_the_range)
{
	static const double values[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
	struct interval paired = stats_paired(values, 12, 1e-9);

	ck_assert(!paired.exact);
	ck_assert_double_eq(paired.low, 1);
	ck_assert_double_eq(paired.high, 12);
}
END_TEST

START_TEST(no_values_give_nan)
{
	struct interval median = stats_median(NULL, 0, 0.05), paired = stats_paired(NULL, 0, 0.05);

	ck_assert_double_nan(median.mid);
	ck_assert_double_nan(median.low);
	ck_assert_double_nan(median.high);
	ck_assert(!median.exact);
	ck_assert_double_nan(paired.mid);
}
END_TEST

START_TEST(twelve_differences_get_hodges_lehmann_with_signed_ranks)
{
	static const double values[] = {12, 1, 11, 2, 10, 3, 9, 4, 8, 5, 7, 6};
	struct interval paired = stats_paired(values, 12, 0.05);

	/* of the sums i + j of 1 .. 12 the 14th smallest is 8, the 14th largest 18 */
	ck_assert_double_eq(paired.mid, 6.5);
	ck_assert_double_eq(paired.low, 4);
	ck_assert_double_eq(paired.high, 9);
	ck_assert(paired.exact);
}
END_TEST

START_TEST(both_ends_have_the_same_rank)
{
	double values[12];

	for (size_t i = 0; i < 12; i++) {
		values[i] = (double)((size_t)1 << i);
	}
	/* no two sums of powers of two are equal: the 14th are 16 + 8 and 1024 + 512 */
	struct interval paired = stats_paired(values, 12, 0.05);
	ck_assert_double_eq(paired.low, 12);
	ck_assert_double_eq(paired.high, 768);
}
END_TEST

START_TEST(below_twelve_differences_their_median_is_taken)
{
	static const double values[] = {0, 0, 0, 0, 0, 0, 3, 4, 5, 6, 7};
	struct interval paired = stats_paired(values, 11, 0.05);

	ck_assert_double_eq(paired.mid, 0);
	ck_assert_double_eq(paired.low, 0);
	ck_assert_double_eq(paired.high, 6);
}
END_TEST

/* N values within 1 % of 0, one of them replaced by WILD. */
static struct interval with_wild_value(size_t n, double wild)
{
	double *values = calloc(n, sizeof(*values));

	ck_assert_ptr_nonnull(values);
	for (size_t i = 0; i < n; i++) {
		values[i] = 0.01 * (2 * (double)i / (double)(n - 1) - 1);
	}
	values[n / 3] = wild;
	struct interval interval = stats_paired(values, n, 0.05);
	free(values);
	return interval;
}

START_TEST(one_wild_value_does_not_ruin_an_interval_of_nine_and_more)
{
	for (size_t n = 9; n <= 40; n++) {
		for (int sign = -1; sign <= 1; sign += 2) {
			struct interval interval = with_wild_value(n, sign * 100.0);

			ck_assert(interval.exact);
			ck_assert_double_ge(interval.low, -0.0101);
			ck_assert_double_le(interval.high, 0.0101);
		}
	}
}
END_TEST

START_TEST(with_six_to_eight_values_a_wild_one_widens_but_does_not_move)
{
	for (size_t n = 6; n <= 8; n++) {
		struct interval interval = with_wild_value(n, 100);

		ck_assert_double_le(fabs(interval.mid), 0.0101);
		ck_assert_double_eq(interval.high, 100);
	}
}
END_TEST

START_TEST(beyond_a_hundred_values_the_rank_goes_on_without_a_step)
{
	/* the exact rank at 100 is 1956; each further value adds about 2 n / 4 - 1.96 / 2 sqrt(n) */
	ck_assert_uint_eq(stats_signed_rank(100, 0.05), 1956);
	ck_assert_uint_gt(stats_signed_rank(101, 0.05), stats_signed_rank(100, 0.05) + 30);
	ck_assert_uint_lt(stats_signed_rank(101, 0.05), stats_signed_rank(100, 0.05) + 60);
}
END_TEST

START_TEST(very_many_values_are_judged_within_reason)
{
	enum { MANY = 200000 };
	double *values = xcalloc(MANY, sizeof(*values));

	for (size_t i = 0; i < MANY; i++) {
		values[i] = (double)(i * 7919 % MANY);
	}
	struct interval location = stats_paired(values, MANY, 0.05);
	ck_assert_double_eq_tol(location.mid, (MANY - 1) / 2.0, 1e-9);
	ck_assert(location.exact);
	free(values);
}
END_TEST

START_TEST(the_sign_test_counts_the_flips_of_a_coin)
{
	ck_assert_double_eq_tol(stats_sign_p(0, 6), 2.0 / 64, 1e-15);
	ck_assert_double_eq_tol(stats_sign_p(1, 10), 2 * 11.0 / 1024, 1e-15);
	ck_assert_double_eq_tol(stats_sign_p(2, 11), 2 * 67.0 / 2048, 1e-15);
	ck_assert_double_eq(stats_sign_p(3, 6), 1);
	ck_assert_double_eq(stats_sign_p(6, 6), 1);
	ck_assert_double_eq(stats_sign_p(0, 0), 1);
}
END_TEST

START_TEST(the_signed_rank_test_counts_all_signs)
{
	for (size_t n = 1; n <= 12; n++) {
		size_t most = n * (n + 1) / 2;

		for (size_t against = 0; against <= most; against++) {
			size_t upto = 0;

			for (size_t signs = 0; signs < (size_t)1 << n; signs++) {
				size_t sum = 0;

				for (size_t i = 0; i < n; i++) {
					sum += (signs >> i & 1) ? i + 1 : 0;
				}
				upto += sum <= against;
			}
			double p = fmin(1, 2 * (double)upto / (double)((size_t)1 << n));
			ck_assert_double_eq_tol(stats_signed_rank_p(against, n), p, 1e-12);
		}
	}
	/* counted in whole numbers elsewhere */
	ck_assert_double_eq_tol(stats_signed_rank_p(52, 20), 0.048441, 5e-7);
	ck_assert_double_eq_tol(stats_signed_rank_p(137, 30), 0.049710, 5e-7);
	ck_assert_double_eq_tol(stats_signed_rank_p(1955, 100), 0.049924, 5e-7);
}
END_TEST

START_TEST(beyond_a_hundred_values_p_goes_on_without_a_step)
{
	size_t rank = stats_signed_rank(101, 0.05);
	ck_assert_double_le(stats_signed_rank_p(rank - 1, 101), 0.05);
	ck_assert_double_gt(stats_signed_rank_p(rank, 101), 0.05);
	/* 1.96 deviations from the middle in both, give or take a rank */
	ck_assert_double_eq_tol(
		stats_signed_rank_p(rank - 1, 101), stats_signed_rank_p(1955, 100), 5e-4);
	ck_assert_double_eq(stats_signed_rank_p(5050, 100), 1);
	ck_assert_double_eq(stats_signed_rank_p(5151, 101), 1);
}
END_TEST

/* Any two ways to one answer: p <= alpha exactly where the interval at alpha excludes 0. */
static void check_agreement(const double *values, size_t n)
{
	static const double alphas[] = {0.01, 0.05 / 3, 0.05, 0.2};
	double p = stats_paired_p(values, n);

	for (size_t i = 0; i < sizeof(alphas) / sizeof(alphas[0]); i++) {
		struct interval interval = stats_paired(values, n, alphas[i]);
		bool excluded = interval.exact && (interval.low > 0 || interval.high < 0);

		ck_assert_msg(excluded == (p <= alphas[i]), "n %zu alpha %g p %g [%g, %g]", n,
			alphas[i], p, interval.low, interval.high);
	}
}

START_TEST(p_and_interval_agree_with_ties_and_zeros_too)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double values[130];

	ck_assert_ptr_nonnull(rng);
	gsl_rng_set(rng, 3);
	for (size_t n = STATS_INTERVAL_MIN; n <= 130; n += n < 40 ? 1 : 45) {
		for (int shift = -3; shift <= 3; shift++) {
			for (size_t i = 0; i < n; i++) {
				/* -5 .. 5 in whole steps: many ties, many zeros */
				values[i] = (double)gsl_rng_uniform_int(rng, 11) - 5 + shift;
			}
			check_agreement(values, n);
			for (size_t i = 0; i < n; i++) {
				values[i] += gsl_rng_uniform(rng) - 0.5;
			}
			check_agreement(values, n);
		}
	}
	gsl_rng_free(rng);
}
END_TEST

START_TEST(ties_and_zeros_only_make_p_larger)
{
	double values[12] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

	ck_assert_double_eq_tol(stats_paired_p(values, 12), 2.0 / 4096, 1e-15);
	values[0] = 0; /* one Walsh average, its own, is at 0 */
	ck_assert_double_eq_tol(stats_paired_p(values, 12), 2 * 2.0 / 4096, 1e-15);
	ck_assert_double_eq_tol(stats_paired_p(values, 11), 2 * 12.0 / 2048, 1e-15);
	for (size_t i = 0; i < 12; i++) {
		values[i] = 0;
	}
	ck_assert_double_eq(stats_paired_p(values, 12), 1);
	ck_assert_double_eq(stats_paired_p(values, 6), 1);
	ck_assert_double_eq(stats_paired_p(NULL, 0), 1);
}
END_TEST

START_TEST(p_is_the_same_with_the_signs_turned)
{
	double values[12], turned[12];

	for (size_t i = 0; i < 12; i++) {
		values[i] = (double)(i * 7 % 12) - 3.5;
		turned[i] = -values[i];
	}
	ck_assert_double_eq(stats_paired_p(values, 12), stats_paired_p(turned, 12));
	ck_assert_double_eq(stats_paired_p(values, 9), stats_paired_p(turned, 9));
}
END_TEST

START_TEST(holm_asks_less_of_each_next_one)
{
	double p[] = {0.01, 0.04, 0.03}, one[] = {0.04}, all[] = {0.5, 0.4, 0.9};

	stats_holm(p, 3, p); /* in place */
	ck_assert_double_eq_tol(p[0], 0.03, 1e-15);
	ck_assert_double_eq_tol(p[1], 0.06, 1e-15); /* not below the one before it */
	ck_assert_double_eq_tol(p[2], 0.06, 1e-15);
	stats_holm(one, 1, one);
	ck_assert_double_eq(one[0], 0.04);
	stats_holm(all, 3, all);
	for (size_t i = 0; i < 3; i++) {
		ck_assert_double_eq(all[i], 1);
	}
	stats_holm(NULL, 0, NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stats");
	TCase *tables = tcase_create("tables"), *values = tcase_create("values");
	TCase *tests = tcase_create("p-values");

	tcase_add_test(tables, median_ranks_are_the_exact_ones);
	tcase_add_test(tables, an_alpha_that_is_just_reached_counts);
	tcase_add_test(tables, signed_ranks_are_the_exact_ones);
	tcase_add_test(tables, signed_ranks_agree_with_counting_all_signs);
	tcase_add_test(tables, beyond_a_hundred_values_the_rank_goes_on_without_a_step);
	tcase_add_test(values, very_many_values_are_judged_within_reason);
	tcase_add_test(values, a_median_lies_between_its_order_statistics);
	tcase_add_test(values, below_six_values_there_is_only_the_range);
	tcase_add_test(values, an_alpha_too_small_for_the_values_gives_the_range);
	tcase_add_test(values, no_values_give_nan);
	tcase_add_test(values, twelve_differences_get_hodges_lehmann_with_signed_ranks);
	tcase_add_test(values, both_ends_have_the_same_rank);
	tcase_add_test(values, below_twelve_differences_their_median_is_taken);
	tcase_add_test(values, one_wild_value_does_not_ruin_an_interval_of_nine_and_more);
	tcase_add_test(values, with_six_to_eight_values_a_wild_one_widens_but_does_not_move);
	tcase_add_test(tests, the_sign_test_counts_the_flips_of_a_coin);
	tcase_add_test(tests, the_signed_rank_test_counts_all_signs);
	tcase_add_test(tests, beyond_a_hundred_values_p_goes_on_without_a_step);
	tcase_add_test(tests, p_and_interval_agree_with_ties_and_zeros_too);
	tcase_add_test(tests, ties_and_zeros_only_make_p_larger);
	tcase_add_test(tests, p_is_the_same_with_the_signs_turned);
	tcase_add_test(tests, holm_asks_less_of_each_next_one);
	suite_add_tcase(suite, tables);
	suite_add_tcase(suite, values);
	suite_add_tcase(suite, tests);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
