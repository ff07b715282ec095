/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the Walsh averages by rank: the same as those of a list of them, to the last bit. */
#include "judge/walsh.h"

#include <check.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

#include "text.h"

/* The averages of VALUES, rising; the caller frees. */
static double *list_of(const double *values, size_t n, size_t *count)
{
	double *list = xcalloc(n * (n + 1) / 2, sizeof(*list));

	*count = 0;
	for (size_t i = 0; i < n; i++) {
		for (size_t j = i; j < n; j++) {
			list[(*count)++] = values[i] / 2 + values[j] / 2;
		}
	}
	gsl_sort(list, 1, *count);
	return list;
}

/* Compares every STEP-th rank, the first and the last. */
static void check_values(const double *values, size_t n, size_t step)
{
	size_t count;
	double *list = list_of(values, n, &count);
	struct walsh walsh;

	walsh_init(&walsh, values, n);
	for (size_t rank = 0; rank < count; rank += step) {
		ck_assert_double_eq(walsh_select(&walsh, rank), list[rank]);
	}
	ck_assert_double_eq(walsh_select(&walsh, count - 1), list[count - 1]);
	walsh_finish(&walsh);
	free(list);
}

static double wild(gsl_rng *rng)
{
	return (gsl_rng_uniform(rng) - 0.5) * pow(10, 600 * gsl_rng_uniform(rng) - 300);
}

START_TEST(all_ranks_are_those_of_a_list)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double small[320], tied[320], far[320];

	ck_assert_ptr_nonnull(rng);
	gsl_rng_set(rng, 5);
	for (size_t n = 1; n <= 320; n += n < 20 ? 1 : 60) {
		for (size_t i = 0; i < n; i++) {
			small[i] = gsl_rng_uniform(rng) * 0.02 - 0.01;
			tied[i] = (double)gsl_rng_uniform_int(rng, 5) - 2;
			far[i] = wild(rng);
		}
		check_values(small, n, n);
		check_values(tied, n, n);
		check_values(far, n, n);
	}
	gsl_rng_free(rng);
}
END_TEST

START_TEST(equal_values_are_their_average)
{
	double values[1000];

	for (size_t i = 0; i < 1000; i++) {
		values[i] = -0.125;
	}
	check_values(values, 1000, 10000);
	for (size_t i = 0; i < 1000; i++) {
		values[i] = i % 2 == 0 ? 0.0 : -0.0;
	}
	check_values(values, 1000, 10000);
}
END_TEST

START_TEST(the_smallest_and_the_largest_doubles_are_found)
{
	double values[100];

	for (size_t i = 0; i < 100; i++) {
		values[i] = i % 3 == 0 ? 1.7e308 : i % 3 == 1 ? -1.7e308 : 5e-324 * (double)i;
	}
	check_values(values, 100, 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walsh");
	TCase *ranks = tcase_create("ranks");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(ranks, all_ranks_are_those_of_a_list);
	tcase_add_test(ranks, equal_values_are_their_average);
	tcase_add_test(ranks, the_smallest_and_the_largest_doubles_are_found);
	suite_add_tcase(suite, ranks);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
