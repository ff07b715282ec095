/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predicted schedules that one can do by hand. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "simulate.h"

enum { TASKS_MAX = 64 };
static const uint64_t S = 1000000000;

static struct simulate_task list[TASKS_MAX];

static void setup(void)
{
	memset(list, 0, sizeof(list));
}

/* Task i waits i + 1 seconds. */
static struct simulate_plan ramp(uint32_t workers)
{
	for (uint64_t i = 0; i < 10; i++) {
		list[i].wait_ns = (i + 1) * S;
	}
	return (struct simulate_plan){.task = list,
		.task_count = 10,
		.workers = workers,
		.cpus = 1,
		.way = SIMULATE_POOL,
		.chunk_tasks = 1};
}

static double makespan(const struct simulate_plan *plan)
{
	struct simulate_result result;

	simulate_run(plan, false, &result);
	double makespan_ns = result.makespan_ns;
	simulate_finish(&result);
	return makespan_ns;
}

START_TEST(ten_waits_of_1_to_10_s_on_5_workers_take_15_19_or_11_s)
{
	struct simulate_plan plan = ramp(5);
	enum simulate_limit limit;

	ck_assert_double_eq(makespan(&plan), 15e9);
	plan.chunk_tasks = 2;
	ck_assert_double_eq(makespan(&plan), 19e9);
	plan.chunk_tasks = 1;
	plan.order = TURNS_LONGEST_FIRST;
	ck_assert_double_eq(makespan(&plan), 11e9);
	ck_assert_double_eq(simulate_bound_ns(&plan, &limit), 11e9);
	ck_assert_int_eq(limit, SIMULATE_BY_WORKERS);
	plan.way = SIMULATE_SPLIT;
	ck_assert_double_eq(makespan(&plan), 19e9);
	plan.way = SIMULATE_LOOP;
	plan.workers = 1;
	ck_assert_double_eq(makespan(&plan), 55e9);
}
END_TEST

START_TEST(each_task_is_told_with_its_worker_and_its_times)
{
	struct simulate_plan plan = ramp(5);
	struct simulate_result result;

	simulate_run(&plan, true, &result);
	for (size_t i = 0; i < 10; i++) {
		ck_assert_uint_eq(result.task[i].worker, i % 5);
		ck_assert_double_eq(result.task[i].begin_ns, i < 5 ? 0 : (double)(i - 4) * 1e9);
		ck_assert_double_eq(result.task[i].computed_ns, result.task[i].begin_ns);
		ck_assert_double_eq(
			result.task[i].end_ns, result.task[i].begin_ns + (double)list[i].wait_ns);
	}
	ck_assert_double_eq(result.parts.wait_ns, 55e9);
	ck_assert_double_eq(result.parts.idle_ns, 20e9); /* 4 + 3 + 2 + 1 times 2 */
	simulate_finish(&result);
}
END_TEST

START_TEST(those_who_compute_share_the_cpus_evenly)
{
	struct simulate_plan plan = {
		.task = list, .task_count = 3, .workers = 3, .cpus = 2, .way = SIMULATE_POOL};
	struct simulate_result result;

	list[0].cpu_ns = 2 * S;
	list[1].cpu_ns = 4 * S;
	list[2].cpu_ns = 6 * S;
	simulate_run(&plan, true, &result);
	/* at 2/3 of a CPU each until 3 s, then alone; but for a few slices */
	ck_assert_double_eq_tol(result.task[0].end_ns, 3e9, 2e7);
	ck_assert_double_eq_tol(result.task[1].end_ns, 5e9, 2e7);
	ck_assert_double_eq_tol(result.makespan_ns, 7e9, 2e7);
	ck_assert_double_eq_tol(result.parts.shared_ns, 3e9, 4e7);
	simulate_finish(&result);
}
END_TEST

START_TEST(waiting_takes_no_cpu)
{
	struct simulate_plan plan = {
		.task = list, .task_count = 4, .workers = 4, .cpus = 1, .way = SIMULATE_POOL};

	for (size_t i = 0; i < 4; i++) {
		list[i] = (struct simulate_task){S, 3 * S};
	}
	ck_assert_double_eq_tol(makespan(&plan), 7e9, 1); /* 4 compute for 4 s side by side */
	plan.workers = 2;
	ck_assert_double_eq_tol(makespan(&plan), 10e9, 4e7);
	plan.runners = 4; /* a quota slows all alike, nobody stands in line */
	ck_assert_double_eq_tol(makespan(&plan), 10e9, 1);
}
END_TEST

START_TEST(who_computes_and_waits_falls_out_of_step_by_the_slices)
{
	struct simulate_plan plan = {.task = list,
		.task_count = 40,
		.workers = 4,
		.cpus = 2,
		.way = SIMULATE_POOL,
		.chunk_tasks = 1};

	for (size_t i = 0; i < 40; i++) {
		list[i] = (struct simulate_task){3000000, 5000000};
	}
	/* one pair computes while the other waits: 10 times 8 ms, and 3 ms until the second began */
	ck_assert_double_eq_tol(makespan(&plan), 83e6, 1);
	/* slices below what a task computes keep all four in step: 10 times (6 + 5) ms */
	plan.slice_ns = 1;
	plan.task_count = 4;
	ck_assert_double_eq_tol(makespan(&plan), 11e6, 10);
}
END_TEST

START_TEST(turns_that_end_together_pass_to_all_who_wait)
{
	struct simulate_plan plan = {
		.task = list, .task_count = 5, .workers = 5, .cpus = 3, .way = SIMULATE_POOL};
	struct simulate_result result;

	for (size_t i = 0; i < 5; i++) {
		list[i].cpu_ns = 3 * S;
	}
	simulate_run(&plan, true, &result);
	for (size_t i = 0; i < 5; i++) {
		ck_assert_double_eq_tol(result.task[i].end_ns, 5e9, 2e7);
	}
	simulate_finish(&result);
}
END_TEST

START_TEST(starts_and_ends_follow_each_other_and_hand_outs_are_the_workers_own)
{
	struct simulate_plan plan = ramp(5);

	plan.costs = (struct simulate_costs){.start_ns = 1000, .end_ns = 100};
	/* all stand ready after 5 starts; the others were ended while the last one worked */
	ck_assert_double_eq(makespan(&plan), 15e9 + 5000 + 100);
	plan.costs = (struct simulate_costs){.hand_out_ns = 10, .late_ns = 7};
	plan.cpus = 5;
	ck_assert_double_eq(makespan(&plan), 15e9 + 2 * 17);
	plan.way = SIMULATE_PER_TASK;
	plan.costs = (struct simulate_costs){.start_ns = 1000, .end_ns = 100};
	/* the worker of the last task is the fifth and then one more: start, end, start, end */
	ck_assert_double_eq(makespan(&plan), 15e9 + 5000 + 100 + 1000 + 100);
	plan.way = SIMULATE_LOOP;
	plan.workers = 1;
	ck_assert_double_eq(makespan(&plan), 55e9);
}
END_TEST

START_TEST(waiting_for_a_cpu_to_be_handed_a_chunk_is_no_hand_out)
{
	struct simulate_plan plan = {.task = list,
		.task_count = 8,
		.workers = 4,
		.cpus = 1,
		.way = SIMULATE_POOL,
		.chunk_tasks = 1,
		.costs = {.hand_out_ns = 10}};
	struct simulate_result result;

	for (size_t i = 0; i < 8; i++) {
		list[i].cpu_ns = S;
	}
	simulate_run(&plan, false, &result);
	ck_assert_double_eq_tol(result.parts.hand_out_ns, 8 * 10, 1e-3);
	ck_assert_double_gt(result.parts.shared_ns, 8e9);
	simulate_finish(&result);
}
END_TEST

START_TEST(main_alone_limits_a_worker_per_task)
{
	struct simulate_plan plan = {.task = list,
		.task_count = 50,
		.workers = 8,
		.cpus = 8,
		.way = SIMULATE_PER_TASK,
		.chunk_tasks = 1,
		.costs = {.start_ns = 700, .end_ns = 300}};
	struct simulate_result result;

	for (size_t i = 0; i < 50; i++) {
		list[i].cpu_ns = 10;
	}
	simulate_run(&plan, false, &result);
	/* whatever the workers do, main is busy from the first start to the last end */
	ck_assert_double_eq_tol(result.makespan_ns, 50000, 20);
	simulate_finish(&result);
}
END_TEST

START_TEST(chunks_are_cut_as_the_trial_cuts_them)
{
	static const struct {
		size_t tasks;
		uint32_t workers;
		uint64_t chunk, chunk_tasks, chunks;
	} cases[] = {{10, 5, 1, 1, 10}, {10, 5, 3, 3, 4}, {10, 5, 100, 10, 1}, {100, 5, 0, 5, 20},
		{101, 5, 0, 6, 17}, {1, 64, 0, 1, 1}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct simulate_plan plan = {.task_count = cases[i].tasks,
			.workers = cases[i].workers,
			.way = SIMULATE_POOL,
			.chunk_tasks = cases[i].chunk};

		ck_assert_uint_eq(simulate_chunk_tasks(&plan), cases[i].chunk_tasks);
		ck_assert_uint_eq(simulate_chunk_count(&plan), cases[i].chunks);
		plan.way = SIMULATE_SPLIT;
		ck_assert_uint_eq(simulate_chunk_count(&plan), cases[i].workers);
	}
}
END_TEST

START_TEST(more_workers_than_tasks_are_idle)
{
	struct simulate_plan plan = ramp(64);

	for (int way = SIMULATE_POOL; way <= SIMULATE_PER_TASK; way++) {
		plan.way = (enum simulate_way)way;
		ck_assert_double_eq(makespan(&plan), 10e9);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("simulate");
	TCase *tcase = tcase_create("simulate");

	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_test(tcase, ten_waits_of_1_to_10_s_on_5_workers_take_15_19_or_11_s);
	tcase_add_test(tcase, each_task_is_told_with_its_worker_and_its_times);
	tcase_add_test(tcase, those_who_compute_share_the_cpus_evenly);
	tcase_add_test(tcase, waiting_takes_no_cpu);
	tcase_add_test(tcase, who_computes_and_waits_falls_out_of_step_by_the_slices);
	tcase_add_test(tcase, turns_that_end_together_pass_to_all_who_wait);
	tcase_add_test(tcase, starts_and_ends_follow_each_other_and_hand_outs_are_the_workers_own);
	tcase_add_test(tcase, waiting_for_a_cpu_to_be_handed_a_chunk_is_no_hand_out);
	tcase_add_test(tcase, main_alone_limits_a_worker_per_task);
	tcase_add_test(tcase, chunks_are_cut_as_the_trial_cuts_them);
	tcase_add_test(tcase, more_workers_than_tasks_are_idle);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
