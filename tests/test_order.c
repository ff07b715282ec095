/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of rounds: every cell once, blocks whole, baselines near, a function of seed and round. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/order.h"

enum { WORKLOADS = 3, CELLS = 13, SAMPLES_MAX = 200 };

/* A plan by hand: 3 workloads of a baseline and 12 cells each. */
static struct plan plan;
static struct plan_cell cells[WORKLOADS * CELLS];

static void setup(void)
{
	plan = (struct plan){.cells = cells, .cell_count = WORKLOADS * CELLS, .seed = 7};
	plan.workloads.count = plan.asked_workloads = WORKLOADS;
	for (size_t i = 0; i < WORKLOADS * CELLS; i++) {
		cells[i] = (struct plan_cell){.workload = i / CELLS, .baseline = i % CELLS == 0};
	}
}

START_TEST(every_cell_is_there_once_and_the_baseline_about_sqrt_k_times)
{
	struct place order[SAMPLES_MAX];
	size_t times[WORKLOADS * CELLS] = {0}, copies[WORKLOADS * CELLS] = {0};
	size_t count = order_samples(&plan);

	ck_assert_uint_eq(count, WORKLOADS * (12 + 3 + 1)); /* round(sqrt(12)) = 3, and a copy */
	order_round(&plan, (uint32_t)_i, order);
	for (size_t i = 0; i < count; i++) {
		(order[i].copy ? copies : times)[order[i].cell]++;
	}
	for (size_t i = 0; i < WORKLOADS * CELLS; i++) {
		ck_assert_uint_eq(times[i], cells[i].baseline ? 3 : 1);
		ck_assert_uint_eq(copies[i], cells[i].baseline ? 1 : 0);
	}
}
END_TEST

START_TEST(a_workload_is_one_block)
{
	struct place order[SAMPLES_MAX];
	size_t changes = 0, count = order_samples(&plan);

	order_round(&plan, (uint32_t)_i, order);
	for (size_t i = 1; i < count; i++) {
		changes += cells[order[i].cell].workload != cells[order[i - 1].cell].workload;
	}
	ck_assert_uint_eq(changes, WORKLOADS - 1);
}
END_TEST

START_TEST(no_cell_is_far_from_a_baseline)
{
	struct place order[SAMPLES_MAX];
	size_t count = order_samples(&plan);

	order_round(&plan, (uint32_t)_i, order);
	for (size_t i = 0; i < count; i++) {
		size_t nearest = SAMPLES_MAX;

		for (size_t j = 0; j < count; j++) {
			size_t distance = i > j ? i - j : j - i;

			if (cells[order[j].cell].baseline && !order[j].copy &&
				cells[order[j].cell].workload == cells[order[i].cell].workload &&
				distance < nearest) {
				nearest = distance;
			}
		}
		ck_assert_uint_le(nearest, 3); /* half of a group of five, rounded up */
	}
}
END_TEST

START_TEST(an_odd_round_is_the_one_before_reversed)
{
	struct place even[SAMPLES_MAX], odd[SAMPLES_MAX];
	size_t count = order_samples(&plan);

	order_round(&plan, (uint32_t)(2 * _i), even);
	order_round(&plan, (uint32_t)(2 * _i + 1), odd);
	for (size_t i = 0; i < count; i++) {
		ck_assert_uint_eq(even[i].cell, odd[count - 1 - i].cell);
		ck_assert_int_eq(even[i].copy, odd[count - 1 - i].copy);
	}
}
END_TEST

static bool same_order(const struct place *a, const struct place *b)
{
	for (size_t i = 0; i < order_samples(&plan); i++) {
		if (a[i].cell != b[i].cell || a[i].copy != b[i].copy) {
			return false;
		}
	}
	return true;
}

START_TEST(the_order_is_a_function_of_seed_and_round)
{
	struct place first[SAMPLES_MAX], again[SAMPLES_MAX], other[SAMPLES_MAX];

	order_round(&plan, 4, first);
	order_round(&plan, 4, again);
	ck_assert(same_order(first, again));
	order_round(&plan, 6, other);
	ck_assert(!same_order(first, other));
	plan.seed = 8;
	order_round(&plan, 4, other);
	ck_assert(!same_order(first, other));
}
END_TEST

START_TEST(a_workload_of_its_baseline_alone_runs_it_and_its_copy)
{
	struct place order[SAMPLES_MAX];

	plan.cell_count = 1;
	plan.workloads.count = 1;
	ck_assert_uint_eq(order_samples(&plan), 2);
	order_round(&plan, 3, order);
	ck_assert_uint_eq(order[0].cell, 0);
	ck_assert_uint_eq(order[1].cell, 0);
	ck_assert_int_ne(order[0].copy, order[1].copy);
}
END_TEST

START_TEST(a_probe_has_one_baseline_and_no_copy)
{
	struct place order[SAMPLES_MAX];
	size_t baselines = 0, copies = 0, all = order_samples(&plan);

	for (size_t i = 0; i < CELLS; i++) {
		cells[2 * CELLS + i].probe = true;
	}
	size_t count = order_samples(&plan);
	ck_assert_uint_eq(count, all - 3); /* two baselines and the copy */
	order_round(&plan, 1, order);
	for (size_t i = 0; i < count; i++) {
		if (cells[order[i].cell].probe) {
			baselines += cells[order[i].cell].baseline;
			copies += order[i].copy;
		}
	}
	ck_assert_uint_eq(baselines, 1);
	ck_assert_uint_eq(copies, 0);
}
END_TEST

/* Over many rounds the copy stands at every distance from the baselines, as any cell does: were it
 * always their neighbour, its noise would be too small. */
START_TEST(a_copy_is_as_far_from_a_baseline_as_any_cell)
{
	struct place order[SAMPLES_MAX];
	size_t beside = 0, rounds = 400;

	for (uint32_t round = 0; round < rounds; round++) {
		order_round(&plan, 2 * round, order);
		for (size_t i = 1; i + 1 < order_samples(&plan); i++) {
			if (!order[i].copy) {
				continue;
			}
			beside += order[i - 1].cell == order[i].cell ||
				  order[i + 1].cell == order[i].cell;
		}
	}
	/* 3 baselines among 13 places: about 6 of them have one as a neighbour */
	ck_assert_uint_gt(beside, WORKLOADS * rounds * 3 / 10);
	ck_assert_uint_lt(beside, WORKLOADS * rounds * 6 / 10);
}
END_TEST

START_TEST(chance_numbers_follow_from_seed_and_place_alone)
{
	ck_assert_uint_eq(order_random(7, 100), order_random(7, 100));
	ck_assert_uint_ne(order_random(7, 100), order_random(7, 101));
	ck_assert_uint_ne(order_random(7, 100), order_random(8, 100));
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
	tcase_add_test(tcase, a_workload_of_its_baseline_alone_runs_it_and_its_copy);
	tcase_add_test(tcase, a_probe_has_one_baseline_and_no_copy);
	tcase_add_test(tcase, a_copy_is_as_far_from_a_baseline_as_any_cell);
	tcase_add_test(tcase, chance_numbers_follow_from_seed_and_place_alone);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
