/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How busy workers are, stretch by stretch: what lanes in a terminal and in a chart are drawn from. */
#include "show/lane_time.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

static struct lane_time lanes;

static void teardown(void)
{
	lane_time_finish(&lanes);
}

static void add(uint32_t worker, double begin_ns, double computed_ns, double end_ns)
{
	struct simulated_task task = {begin_ns, computed_ns, end_ns, worker};

	lane_time_add(&lanes, &task);
}

START_TEST(a_stretch_looks_like_what_fills_it)
{
	lane_time_init(&lanes, 1, 1, 5, 100);
	add(0, 0, 90, 100);    /* computes */
	add(0, 100, 149, 200); /* waits for longer */
	add(0, 200, 249, 249); /* less than half */
	add(0, 300, 301, 301); /* next to nothing */
	ck_assert_int_eq(lane_time_look(&lanes, 0, 0), LANE_COMPUTES);
	ck_assert_int_eq(lane_time_look(&lanes, 0, 1), LANE_WAITS);
	ck_assert_int_eq(lane_time_look(&lanes, 0, 2), LANE_LITTLE);
	ck_assert_int_eq(lane_time_look(&lanes, 0, 3), LANE_IDLE);
	ck_assert_int_eq(lane_time_look(&lanes, 0, 4), LANE_IDLE);
}
END_TEST

START_TEST(a_task_lies_in_all_stretches_that_it_touches)
{
	lane_time_init(&lanes, 1, 1, 4, 100);
	add(0, 50, 250, 330);
	ck_assert_double_eq_tol(lanes.bin[0].computes_ns, 50, 1e-9);
	ck_assert_double_eq_tol(lanes.bin[1].computes_ns, 100, 1e-9);
	ck_assert_double_eq_tol(lanes.bin[2].computes_ns, 50, 1e-9);
	ck_assert_double_eq_tol(lanes.bin[2].waits_ns, 50, 1e-9);
	ck_assert_double_eq_tol(lanes.bin[3].waits_ns, 30, 1e-9);
}
END_TEST

START_TEST(what_lies_behind_the_lane_is_no_part_of_it)
{
	lane_time_init(&lanes, 2, 1, 2, 1);
	add(0, 1, 1e300, 1e300);
	add(0, 1e30, 1e40, INFINITY);
	ck_assert_double_eq_tol(lanes.bin[1].computes_ns, 1, 1e-9);
	ck_assert_double_eq_tol(lanes.bin[0].computes_ns + lanes.bin[2].computes_ns, 0, 1e-9);
}
END_TEST

START_TEST(what_is_drawn_by_itself_leaves_no_room_for_others)
{
	struct simulated_task wide = {40, 250, 250, 0};

	lane_time_init(&lanes, 1, 1, 3, 100);
	add(0, 0, 40, 40);
	lane_time_set_apart(&lanes, &wide);
	add(0, 290, 300, 300);
	ck_assert_double_eq_tol(lanes.bin[0].apart_ns, 60, 1e-9);
	ck_assert_int_eq(lane_time_look(&lanes, 0, 0), LANE_COMPUTES); /* all that is left */
	ck_assert_int_eq(lane_time_look(&lanes, 0, 1), LANE_IDLE);
	ck_assert_int_eq(lane_time_look(&lanes, 0, 2), LANE_LITTLE);
}
END_TEST

START_TEST(a_lane_of_several_workers_shows_how_many_are_busy)
{
	lane_time_init(&lanes, 2, 3, 1, 100);
	add(0, 0, 100, 100);
	ck_assert_int_eq(lane_time_look(&lanes, 0, 0), LANE_LITTLE);
	add(2, 0, 100, 100);
	ck_assert_int_eq(lane_time_look(&lanes, 0, 0), LANE_COMPUTES);
	add(3, 0, 0, 100);
	ck_assert_int_eq(lane_time_look(&lanes, 1, 0), LANE_LITTLE);
	add(5, 0, 0, 100);
	ck_assert_int_eq(lane_time_look(&lanes, 1, 0), LANE_WAITS);
}
END_TEST

START_TEST(lanes_are_called_by_their_workers)
{
	char name[32];

	lane_name(2, 1, 9, "worker ", " to ", name, sizeof(name));
	ck_assert_str_eq(name, "worker 3");
	lane_name(2, 4, 20, "worker ", " to ", name, sizeof(name));
	ck_assert_str_eq(name, "9 to 12");
	lane_name(2, 4, 10, "", "-", name, sizeof(name));
	ck_assert_str_eq(name, "9-10");
	lane_name(2, 4, 9, "", "-", name, sizeof(name));
	ck_assert_str_eq(name, "9");
}
END_TEST

START_TEST(workers_count_up_to_the_last_that_takes_a_task)
{
	struct simulated_task task[] = {{0, 1, 1, 0}, {0, 1, 1, 4}, {1, 2, 2, 1}};
	struct simulate_result result = {.task = task, .task_count = 3, .workers = 9};

	ck_assert_uint_eq(lane_used_workers(&result), 5);
	result.task_count = 0;
	ck_assert_uint_eq(lane_used_workers(&result), 1);
}
END_TEST

START_TEST(no_time_at_all_is_a_scale_too)
{
	ck_assert_double_gt(lane_scale_ns(0), 0);
	ck_assert_double_gt(lane_scale_ns(NAN), 0);
	ck_assert_double_eq_tol(lane_scale_ns(7), 7, 1e-12);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lane_time");
	TCase *tcase = tcase_create("lane_time");

	tcase_add_checked_fixture(tcase, NULL, teardown);
	tcase_add_test(tcase, a_stretch_looks_like_what_fills_it);
	tcase_add_test(tcase, a_task_lies_in_all_stretches_that_it_touches);
	tcase_add_test(tcase, what_lies_behind_the_lane_is_no_part_of_it);
	tcase_add_test(tcase, what_is_drawn_by_itself_leaves_no_room_for_others);
	tcase_add_test(tcase, a_lane_of_several_workers_shows_how_many_are_busy);
	tcase_add_test(tcase, lanes_are_called_by_their_workers);
	tcase_add_test(tcase, workers_count_up_to_the_last_that_takes_a_task);
	tcase_add_test(tcase, no_time_at_all_is_a_scale_too);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
