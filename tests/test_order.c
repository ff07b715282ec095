/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of rounds: every cell once, blocks whole, baselines near, a function of seed and round. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/plan.h"

enum { WORKLOADS = 3, CELLS = 13, SAMPLES_MAX = 200 };

/* A plan by hand: 3 workloads of a baseline and 12 cells each. */
static struct plan plan;
static struct plan_cell cells[WORKLOADS * CELLS];

static void setup(void)
{
	plan = (struct plan){.cells = cells, .cell_count = WORKLOADS * CELLS, .seed = 7};
	plan.workloads.count = WORKLOADS;
	for (size_t i = 0; i < WORKLOADS * CELLS; i++) {
		cells[i] = (struct plan_cell){.workload = i / CELLS, .baseline = i % CELLS == 0};
	}
}

START_TEST(every_cell_is_there_once_and_the_baseline_about_sqrt_k_times)
{
	size_t order[SAMPLES_MAX], times[WORKLOADS * CELLS] = {0};
	size_t count = plan_samples_per_round(&plan);

	ck_assert_uint_eq(count, WORKLOADS * (12 + 3)); /* round(sqrt(12)) = 3 */
	plan_round_order(&plan, (uint32_t)_i, order);
	for (size_t i = 0; i < count; i++) {
		times[order[i]]++;
	}
	for (size_t i = 0; i < WORKLOADS * CELLS; i++) {
		ck_assert_uint_eq(times[i], cells[i].baseline ? 3 : 1);
	}
}
END_TEST

START_TEST(a_workload_is_one_block)
{
	size_t order[SAMPLES_MAX], changes = 0, count = plan_samples_per_round(&plan);

	plan_round_order(&plan, (uint32_t)_i, order);
	for (size_t i = 1; i < count; i++) {
		changes += cells[order[i]].workload != cells[order[i - 1]].workload;
	}
	ck_assert_uint_eq(changes, WORKLOADS - 1);
}
END_TEST

START_TEST(no_cell_is_far_from_a_baseline)
{
	size_t order[SAMPLES_MAX], count = plan_samples_per_round(&plan);

	plan_round_order(&plan, (uint32_t)_i, order);
	for (size_t i = 0; i < count; i++) {
		size_t nearest = SAMPLES_MAX;

		for (size_t j = 0; j < count; j++) {
			size_t distance = i > j ? i - j : j - i;

			if (cells[order[j]].baseline &&
				cells[order[j]].workload == cells[order[i]].workload &&
				distance < nearest) {
				nearest = distance;
			}
		}
		ck_assert_uint_le(nearest, 2); /* half of a group of four */
	}
}
END_TEST

START_TEST(an_odd_round_is_the_one_before_reversed)
{
	size_t even[SAMPLES_MAX], odd[SAMPLES_MAX], count = plan_samples_per_round(&plan);

	plan_round_order(&plan, (uint32_t)(2 * _i), even);
	plan_round_order(&plan, (uint32_t)(2 * _i + 1), odd);
	for (size_t i = 0; i < count; i++) {
		ck_assert_uint_eq(even[i], odd[count - 1 - i]);
	}
}
END_TEST

START_TEST(the_order_is_a_function_of_seed_and_round)
{
	size_t first[SAMPLES_MAX], again[SAMPLES_MAX], other[SAMPLES_MAX];
	size_t bytes = plan_samples_per_round(&plan) * sizeof(size_t);

	plan_round_order(&plan, 4, first);
	plan_round_order(&plan, 4, again);
	ck_assert_mem_eq(first, again, bytes);
	plan_round_order(&plan, 6, other);
	ck_assert_mem_ne(first, other, bytes);
	plan.seed = 8;
	plan_round_order(&plan, 4, other);
	ck_assert_mem_ne(first, other, bytes);
}
END_TEST

START_TEST(a_workload_of_its_baseline_alone_runs_it_once)
{
	size_t order[SAMPLES_MAX];

	plan.cell_count = 1;
	plan.workloads.count = 1;
	ck_assert_uint_eq(plan_samples_per_round(&plan), 1);
	plan_round_order(&plan, 3, order);
	ck_assert_uint_eq(order[0], 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("order");
	TCase *tcase = tcase_create("order");

	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_loop_test(
		tcase, every_cell_is_there_once_and_the_baseline_about_sqrt_k_times, 0, 8);
	tcase_add_loop_test(tcase, a_workload_is_one_block, 0, 8);
	tcase_add_loop_test(tcase, no_cell_is_far_from_a_baseline, 0, 8);
	tcase_add_loop_test(tcase, an_odd_round_is_the_one_before_reversed, 0, 4);
	tcase_add_test(tcase, the_order_is_a_function_of_seed_and_round);
	tcase_add_test(tcase, a_workload_of_its_baseline_alone_runs_it_once);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
