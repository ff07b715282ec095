/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predicted schedules: those one can do by hand, and what holds of all of them. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "simulate.h"

enum { TASKS_MAX = 64 };
static const uint64_t S = 1000000000;

static struct simulate_task list[TASKS_MAX];
static uint64_t state; /* of the random numbers */

static void setup(void)
{
	memset(list, 0, sizeof(list));
	state = 1;
}

static uint64_t draw(uint64_t below)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (state >> 33) % below;
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

/* Fills the list with up to MOST tasks that compute and wait as MODE says. */
enum mode { COMPUTES, WAITS, BOTH };
static struct simulate_plan draw_plan(enum mode mode, size_t most)
{
	struct simulate_plan plan = {.task = list, .way = SIMULATE_POOL, .chunk_tasks = 1};

	plan.task_count = 1 + draw(most);
	plan.workers = 1 + (uint32_t)draw(8);
	plan.cpus = mode == WAITS ? 1 : 0.5 + (double)draw(10) / 2;
	for (size_t i = 0; i < plan.task_count; i++) {
		/* some are far longer, some take no time at all */
		uint64_t length = draw(5) == 0 ? draw(10) * 10000 : draw(10000);
		uint64_t share = mode == BOTH ? draw(length + 1) : 0;

		list[i].cpu_ns = mode == WAITS ? 0 : mode == COMPUTES ? length : share;
		list[i].wait_ns = mode == COMPUTES ? 0 : length - share;
	}
	return plan;
}

static void draw_policy(struct simulate_plan *plan)
{
	plan->way = (enum simulate_way)(1 + draw(3));
	plan->chunk_tasks = draw(5);
	plan->order = (enum turns)draw(3);
	plan->costs = (struct simulate_costs){draw(500), draw(50), draw(60), draw(300)};
}

/* ---- by hand ---- */

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

/* ---- of all ---- */

START_TEST(a_pool_keeps_within_the_bounds)
{
	for (int i = 0; i < 1000; i++) {
		struct simulate_plan plan = draw_plan(WAITS, TASKS_MAX);
		double sum = 0, longest = 0;

		plan.order = (enum turns)draw(3);
		for (size_t task = 0; task < plan.task_count; task++) {
			sum += (double)list[task].wait_ns;
			longest = fmax(longest, (double)list[task].wait_ns);
		}
		double took = makespan(&plan), least = simulate_bound_ns(&plan, NULL);
		double shares = 1.0 / plan.workers;
		ck_assert_double_ge(took, least - 1e-6);
		ck_assert_double_le(took, sum * shares + (1 - shares) * longest + 1e-6);
	}
}
END_TEST

START_TEST(nothing_is_below_the_lower_bound)
{
	for (int i = 0; i < 1000; i++) {
		struct simulate_plan plan = draw_plan((enum mode)draw(3), TASKS_MAX);

		draw_policy(&plan);
		ck_assert_double_ge(
			makespan(&plan), simulate_bound_ns(&plan, NULL) * (1 - 1e-12) - 1e-6);
	}
}
END_TEST

START_TEST(one_cpu_computes_as_long_as_the_loop)
{
	for (int i = 0; i < 300; i++) {
		struct simulate_plan plan = draw_plan(COMPUTES, TASKS_MAX);
		double sum = 0;

		for (size_t task = 0; task < plan.task_count; task++) {
			sum += (double)list[task].cpu_ns;
		}
		draw_policy(&plan);
		plan.costs = (struct simulate_costs){0};
		plan.cpus = 1;
		ck_assert_double_eq_tol(makespan(&plan), sum, 1e-6 * sum + 1e-6);
	}
}
END_TEST

START_TEST(worker_time_goes_nowhere_else)
{
	for (int i = 0; i < 1000; i++) {
		struct simulate_plan plan = draw_plan((enum mode)draw(3), TASKS_MAX);
		struct simulate_result result;

		draw_policy(&plan);
		simulate_run(&plan, true, &result);
		const struct simulate_parts *parts = &result.parts;
		double sum = parts->start_ns + parts->hand_out_ns + parts->cpu_ns +
			     parts->shared_ns + parts->wait_ns + parts->late_ns + parts->idle_ns +
			     parts->end_ns;
		double all = result.makespan_ns * plan.workers;
		ck_assert_double_eq_tol(sum, all, 1e-9 * all + 1e-3);
		ck_assert_double_ge(parts->shared_ns, -1e-3);
		ck_assert_double_ge(parts->start_ns, 0);
		ck_assert_double_ge(parts->idle_ns, -1e-3);
		ck_assert_double_ge(parts->end_ns, 0);
		for (size_t task = 0; task < plan.task_count; task++) {
			const struct simulated_task *done = &result.task[task];

			ck_assert_double_le(done->begin_ns, done->computed_ns);
			ck_assert_double_le(done->computed_ns, done->end_ns);
			ck_assert_double_le(done->end_ns, result.makespan_ns);
			ck_assert_uint_lt(done->worker, plan.workers);
		}
		simulate_finish(&result);
	}
}
END_TEST

START_TEST(more_whole_cpus_never_compute_for_longer)
{
	for (int i = 0; i < 300; i++) {
		struct simulate_plan plan = draw_plan(COMPUTES, TASKS_MAX);
		double before = INFINITY;

		plan.order = (enum turns)draw(3);
		for (plan.cpus = 1; plan.cpus <= 9; plan.cpus++) {
			double took = makespan(&plan);

			ck_assert_double_le(took, before * (1 + 1e-12) + 1e-6);
			before = took;
		}
	}
}
END_TEST

/* The least makespan of tasks FROM on, LOAD lying on WORKERS already. */
static double best(const struct simulate_plan *plan, size_t from, double *load)
{
	double least = INFINITY, most = 0;

	if (from == plan->task_count) {
		for (uint32_t w = 0; w < plan->workers; w++) {
			most = fmax(most, load[w]);
		}
		return most;
	}
	for (uint32_t w = 0; w < plan->workers; w++) {
		load[w] += (double)list[from].wait_ns;
		least = fmin(least, best(plan, from + 1, load));
		load[w] -= (double)list[from].wait_ns;
	}
	return least;
}

START_TEST(longest_first_is_near_the_best_there_is)
{
	for (int i = 0; i < 100; i++) {
		struct simulate_plan plan = draw_plan(WAITS, 8);
		double load[8] = {0};

		plan.workers = 1 + (uint32_t)draw(3);
		plan.order = TURNS_LONGEST_FIRST;
		double least = best(&plan, 0, load), took = makespan(&plan);
		ck_assert_double_ge(took, least - 1e-6);
		/* Graham 1969 */
		ck_assert_double_le(took, (4.0 / 3 - 1.0 / (3 * plan.workers)) * least + 1e-6);
		ck_assert_double_ge(least, simulate_bound_ns(&plan, NULL) - 1e-6);
	}
}
END_TEST

START_TEST(the_same_plan_gives_the_same_prediction)
{
	for (int i = 0; i < 50; i++) {
		struct simulate_plan plan = draw_plan(BOTH, TASKS_MAX);
		struct simulate_result a, b;

		draw_policy(&plan);
		simulate_run(&plan, true, &a);
		simulate_run(&plan, true, &b);
		ck_assert_mem_eq(a.task, b.task, plan.task_count * sizeof(*a.task));
		ck_assert_mem_eq(&a.parts, &b.parts, sizeof(a.parts));
		simulate_finish(&a);
		simulate_finish(&b);
	}
}
END_TEST

/* Far from a time limit: an order that grows with the square would take an hour. */
START_TEST(a_million_tasks_are_no_trouble)
{
	size_t count = 1000000;
	struct simulate_task *many = calloc(count, sizeof(*many));
	struct simulate_plan plan = {.task = many,
		.task_count = count,
		.workers = 500,
		.cpus = 8,
		.way = SIMULATE_POOL,
		.chunk_tasks = 1,
		.order = TURNS_LONGEST_FIRST,
		.costs = {20000, 50, 60000, 15000}};

	ck_assert_ptr_nonnull(many);
	for (size_t i = 0; i < count; i++) {
		many[i] = (struct simulate_task){draw(100000), draw(1000000)};
	}
	ck_assert_double_ge(makespan(&plan), simulate_bound_ns(&plan, NULL));
	free(many);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("simulate");
	TCase *tcase = tcase_create("simulate");

	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, ten_waits_of_1_to_10_s_on_5_workers_take_15_19_or_11_s);
	tcase_add_test(tcase, each_task_is_told_with_its_worker_and_its_times);
	tcase_add_test(tcase, those_who_compute_share_the_cpus_evenly);
	tcase_add_test(tcase, waiting_takes_no_cpu);
	tcase_add_test(tcase, who_computes_and_waits_falls_out_of_step_by_the_slices);
	tcase_add_test(tcase, turns_that_end_together_pass_to_all_who_wait);
	tcase_add_test(tcase, starts_and_ends_follow_each_other_and_hand_outs_are_the_workers_own);
	tcase_add_test(tcase, main_alone_limits_a_worker_per_task);
	tcase_add_test(tcase, chunks_are_cut_as_the_trial_cuts_them);
	tcase_add_test(tcase, more_workers_than_tasks_are_idle);
	tcase_add_test(tcase, a_pool_keeps_within_the_bounds);
	tcase_add_test(tcase, nothing_is_below_the_lower_bound);
	tcase_add_test(tcase, one_cpu_computes_as_long_as_the_loop);
	tcase_add_test(tcase, worker_time_goes_nowhere_else);
	tcase_add_test(tcase, more_whole_cpus_never_compute_for_longer);
	tcase_add_test(tcase, longest_first_is_near_the_best_there_is);
	tcase_add_test(tcase, the_same_plan_gives_the_same_prediction);
	tcase_add_test(tcase, a_million_tasks_are_no_trouble);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
