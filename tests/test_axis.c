/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the axes of charts: ranges, tics, and labels pushed apart. */
#include "show/axis.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

static struct axis axis;

START_TEST(a_short_range_of_times_is_linear_from_zero)
{
	axis_init(&axis, AXIS_SECONDS, 0.12, 0.52, 0);
	ck_assert(!axis.log);
	ck_assert_double_eq(axis.bottom, 0);
	ck_assert_double_gt(axis.high, 0.52);
	ck_assert_uint_eq(axis.tic_count, 6);
	ck_assert_str_eq(axis.tic_text[0], "0 s");
	ck_assert_str_eq(axis.tic_text[1], "0.1 s");
	ck_assert_str_eq(axis.tic_text[5], "0.5 s");
}
END_TEST

START_TEST(all_tics_of_a_linear_axis_have_one_unit_and_as_many_decimals)
{
	axis_init(&axis, AXIS_SECONDS, 0.1, 0.24, 0);
	ck_assert_str_eq(axis.tic_text[1], "0.05 s");
	ck_assert_str_eq(axis.tic_text[2], "0.10 s");
	axis_init(&axis, AXIS_SECONDS, 10e-6, 42e-6, 0);
	ck_assert_str_eq(axis.tic_text[1], "10 µs");
}
END_TEST

START_TEST(a_wide_range_of_times_is_logarithmic)
{
	axis_init(&axis, AXIS_SECONDS, 0.016, 0.75, 0);
	ck_assert(axis.log);
	ck_assert_str_eq(axis.tic_text[0], "20 ms");
	ck_assert_str_eq(axis.tic_text[1], "50 ms");
	ck_assert_str_eq(axis.tic_text[2], "0.1 s");
	ck_assert_double_lt(axis.low, 0.016);
	ck_assert_double_gt(axis.high, 0.75);
}
END_TEST

START_TEST(large_speedups_have_tics_at_powers_of_two)
{
	axis_init(&axis, AXIS_TIMES, 0.4, 8, 0);
	ck_assert(axis.log);
	ck_assert_uint_eq(axis.tic_count, 5);
	ck_assert_str_eq(axis.tic_text[0], "1/2×");
	ck_assert_str_eq(axis.tic_text[1], "1×");
	ck_assert_str_eq(axis.tic_text[4], "8×");
}
END_TEST

START_TEST(tics_never_are_too_many)
{
	axis_init(&axis, AXIS_TIMES, 1e-6, 1e6, 0);
	ck_assert_uint_ge(axis.tic_count, 3);
	ck_assert_uint_le(axis.tic_count, 10);
	axis_init(&axis, AXIS_SECONDS, 1e-9, 1e9, 0);
	ck_assert_uint_ge(axis.tic_count, 3);
	ck_assert_uint_le(axis.tic_count, 10);
}
END_TEST

START_TEST(without_values_there_is_a_range_but_no_tic)
{
	axis_init(&axis, AXIS_SECONDS, NAN, NAN, 0.2);
	ck_assert_uint_eq(axis.tic_count, 0);
	ck_assert_double_lt(axis.bottom, axis.high);
}
END_TEST

START_TEST(the_strip_is_left_free_below_the_values)
{
	axis_init(&axis, AXIS_SECONDS, 0.1, 0.5, 0.25);
	ck_assert_double_eq_tol(axis_place(&axis, 0), 0.25, 1e-9);
	ck_assert_double_eq_tol(axis_place(&axis, axis.high), 1, 1e-9);
	axis_init(&axis, AXIS_TIMES, 0.25, 16, 0.25);
	ck_assert_double_eq_tol(axis_place(&axis, axis.low), 0.25, 1e-9);
	ck_assert_double_eq(axis_place(&axis, 1e-30), 0);
	ck_assert_double_eq(axis_place(&axis, 1e30), 1);
}
END_TEST

static bool has_tic(const struct workers_axis *x, uint32_t workers)
{
	for (size_t i = 0; i < x->tic_count; i++) {
		if (x->tic[i] == workers) {
			return true;
		}
	}
	return false;
}

START_TEST(the_ends_the_cpus_and_powers_of_two_get_their_tics_first)
{
	struct workers_axis x;
	uint32_t workers[64];

	for (uint32_t i = 0; i < 64; i++) {
		workers[i] = i + 1;
	}
	workers_axis_init(&x, workers, 64, 24, 740);
	ck_assert(has_tic(&x, 1) && has_tic(&x, 64) && has_tic(&x, 24));
	ck_assert(has_tic(&x, 2) && has_tic(&x, 4) && has_tic(&x, 8) && has_tic(&x, 16));
	ck_assert(!has_tic(&x, 63));
	ck_assert_uint_le(x.tic_count, AXIS_TICS_MAX);
	ck_assert_double_lt(x.low, 1);
	ck_assert_double_gt(x.high, 64);
}
END_TEST

START_TEST(a_single_worker_count_stands_in_the_middle)
{
	static const uint32_t workers[] = {6};
	struct workers_axis x;

	workers_axis_init(&x, workers, 1, 2, 740);
	ck_assert_double_eq_tol(x.low * x.high, 36, 1e-9);
	ck_assert_double_eq_tol(log2(x.high / x.low) * x.pixels_per_octave, 740, 1e-6);
	ck_assert_uint_eq(x.tic_count, 1);
}
END_TEST

START_TEST(labels_with_room_stay_where_they_are)
{
	double places[] = {0.1, 0.4, 0.9};

	push_apart(places, 3, 0.05, 0, 1);
	ck_assert_double_eq_tol(places[0], 0.1, 1e-12);
	ck_assert_double_eq_tol(places[1], 0.4, 1e-12);
	ck_assert_double_eq_tol(places[2], 0.9, 1e-12);
}
END_TEST

START_TEST(labels_that_meet_part_evenly_around_their_middle)
{
	double places[] = {0.5, 0.5, 0.5};

	push_apart(places, 3, 0.1, 0, 1);
	ck_assert_double_eq_tol(places[0], 0.4, 1e-12);
	ck_assert_double_eq_tol(places[1], 0.5, 1e-12);
	ck_assert_double_eq_tol(places[2], 0.6, 1e-12);
}
END_TEST

START_TEST(crowds_keep_their_order_their_gap_and_the_bounds)
{
	double places[12], before = -INFINITY;

	srand(7);
	for (int run = 0; run < 200; run++) {
		for (size_t i = 0; i < 12; i++) {
			places[i] = (i > 0 ? places[i - 1] : 0) + 0.02 * (rand() % 5 == 0 ? 4 : 0);
		}
		push_apart(places, 12, 0.05, 0.1, 1);
		before = -INFINITY;
		for (size_t i = 0; i < 12; i++) {
			ck_assert_double_ge(places[i], 0.1 - 1e-9);
			ck_assert_double_le(places[i], 1 + 1e-9);
			ck_assert_double_ge(places[i] - before, 0.05 - 1e-9);
			before = places[i];
		}
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("axis");
	TCase *axes = tcase_create("axes"), *labels = tcase_create("labels");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(axes, a_short_range_of_times_is_linear_from_zero);
	tcase_add_test(axes, all_tics_of_a_linear_axis_have_one_unit_and_as_many_decimals);
	tcase_add_test(axes, a_wide_range_of_times_is_logarithmic);
	tcase_add_test(axes, large_speedups_have_tics_at_powers_of_two);
	tcase_add_test(axes, tics_never_are_too_many);
	tcase_add_test(axes, without_values_there_is_a_range_but_no_tic);
	tcase_add_test(axes, the_strip_is_left_free_below_the_values);
	tcase_add_test(axes, the_ends_the_cpus_and_powers_of_two_get_their_tics_first);
	tcase_add_test(axes, a_single_worker_count_stands_in_the_middle);
	tcase_add_test(labels, labels_with_room_stay_where_they_are);
	tcase_add_test(labels, labels_that_meet_part_evenly_around_their_middle);
	tcase_add_test(labels, crowds_keep_their_order_their_gap_and_the_bounds);
	suite_add_tcase(suite, axes);
	suite_add_tcase(suite, labels);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
