/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At how many at once a command is tried where nobody says it, and what memory leaves of that. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "sweep/plan.h"
#include "text.h"
#include "trials.h"

/* The points of a command with ITEMS on a machine with CPUS, "2,4,8". */
static const char *points_of(uint32_t cpus, size_t items)
{
	static char text[128];
	struct machine_point points[MACHINE_POINTS_MAX];
	struct command command = {.items.item_count = items};
	struct machine machine;
	size_t used = 0;

	made_up_machine(&machine, cpus);
	uint32_t count = command_points(&command, &machine, points);
	text[0] = '\0';
	for (uint32_t i = 0; i < count; i++) {
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%u", i > 0 ? "," : "",
			points[i].workers);
	}
	return text;
}

START_TEST(more_are_tried_at_once_than_there_are_cpus)
{
	ck_assert_str_eq(points_of(1, 1000), "1,2,4,8,16,32");
	ck_assert_str_eq(points_of(2, 1000), "2,4,8,16,32");
	ck_assert_str_eq(points_of(2, 32), "2,4,8,16,32");
	ck_assert_str_eq(points_of(16, 1000), "8,16,32,64");
}
END_TEST

START_TEST(never_more_are_tried_than_there_are_items)
{
	ck_assert_str_eq(points_of(2, 20), "2,4,8,16,20");
	ck_assert_str_eq(points_of(2, 3), "2,3");
	ck_assert_str_eq(points_of(2, 1), "1");
	ck_assert_str_eq(points_of(64, 40), "8,16,32");
	ck_assert_str_eq(points_of(64, 20), "8,16,20");
}
END_TEST

START_TEST(half_of_the_memory_stays_free)
{
	struct machine machine;

	made_up_machine(&machine, 2);
	machine.quota.memory_max_bytes = QUOTA_NO_LIMIT;
	machine.memory_kib = 16 << 20;
	ck_assert_uint_eq(command_fitting(&machine, 1 << 20), 8);
	ck_assert_uint_eq(command_fitting(&machine, 9 << 20), 1);
	ck_assert_uint_ge(command_fitting(&machine, 0), 1 << 20);
	machine.quota.memory_max_bytes = UINT64_C(4) << 30;
	ck_assert_uint_eq(command_fitting(&machine, 1 << 20), 2);
	machine.memory_kib = 0;
	ck_assert_uint_eq(command_fitting(&machine, 1 << 20), 2);
	machine.quota.memory_max_bytes = QUOTA_NO_LIMIT;
	ck_assert_uint_eq(command_fitting(&machine, 1 << 20), UINT32_MAX);
}
END_TEST

START_TEST(what_does_not_fit_is_left_out)
{
	struct machine machine;
	struct catalog catalog;
	struct plan plan = {0};

	trial_catalog(&catalog, REAL_TRIAL);
	made_up_machine(&machine, 2);
	plan_words(&plan, &catalog, &machine, "sleep", "thread-pool", "2,4,8,16");
	ck_assert_uint_eq(plan.asked_cells, 1 + 4);
	ck_assert(!plan_keep_up_to(&plan, 16));
	ck_assert(plan_keep_up_to(&plan, 15));
	ck_assert_uint_eq(plan.asked_cells, 1 + 3);
	ck_assert(plan_keep_up_to(&plan, 1));
	ck_assert_uint_eq(plan.point_count, 1);
	ck_assert_uint_eq(plan.points[0].workers, 2);
	plan_finish(&plan);
	catalog_finish(&catalog);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("command_points");
	TCase *tcase = tcase_create("points");

	tcase_add_test(tcase, more_are_tried_at_once_than_there_are_cpus);
	tcase_add_test(tcase, never_more_are_tried_than_there_are_items);
	tcase_add_test(tcase, half_of_the_memory_stays_free);
	tcase_add_test(tcase, what_does_not_fit_is_left_out);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
