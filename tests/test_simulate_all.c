/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds of all predicted schedules: bounds, what adds up, the same again. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "simulate.h"

enum { TASKS_MAX = 64 };

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
	Suite *suite = suite_create("simulate_all");
	TCase *tcase = tcase_create("simulate_all");

	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_set_timeout(tcase, 60);
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
