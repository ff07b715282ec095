/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the closing sentences on one strategy against another, word for word. */
#include "judge/verdict.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "scene.h"

/* ---- Threads or processes ---- */

static double pages(struct place at)
{
	bool process = strncmp(at.strategy, "process", 7) == 0;

	/* the ratio scatters between 1.5 and 1.7 */
	return process           ? scene_least(at.workers, 2) * (0.94 + 0.02 * (at.round % 7))
	       : at.workers == 1 ? 1
				 : 1.25;
}

START_TEST(processes_can_be_the_faster_ones)
{
	scene_start(2, 4000, "thread-pool,process-pool", "1,2,4");
	scene_measure(7, pages);
	scene_check("2 threads are 1.25× as fast as the loop (1.25 to 1.25). 2 processes are 1.6× "
		    "as fast as the threads (1.5 to 1.7). | Use 2 processes (process-pool): 2 "
		    "CPUs; measured plateau 2 to 4, the most tried. Bound by the CPUs. Next: 2 "
		    "threads (thread-pool), 1.6× the time (1.5 to 1.7).");
}
END_TEST

static double slow_processes(struct place at)
{
	bool process = strncmp(at.strategy, "process", 7) == 0;

	return scene_least(at.workers, 2) * (process ? 0.9 + 0.01 * (at.round % 3) : 1);
}

START_TEST(threads_can_be_the_faster_ones)
{
	scene_start(2, 4000, "thread-pool,process-pool", "1,2,4");
	scene_measure(7, slow_processes);
	scene_check("2 threads are 2.00× as fast as the loop (1.99 to 2.00). 2 processes are "
		    "slower than the threads: 0.91× (0.90 to 0.92). | Use 2 threads (thread-pool): "
		    "2 CPUs; measured plateau 2 to 4, the most tried. Bound by the CPUs. Next: 2 "
		    "processes (process-pool), 1.10× the time (1.09 to 1.11).");
}
END_TEST

static double scattered_processes(struct place at)
{
	bool process = strncmp(at.strategy, "process", 7) == 0;

	return scene_least(at.workers, 2) * (process ? 0.9 + 0.06 * (at.round % 7) : 1);
}

START_TEST(threads_or_processes_may_not_be_told)
{
	scene_start(2, 4000, "thread-pool,process-pool", "1,2,4");
	scene_measure(7, scattered_processes);
	scene_check(
		"2 threads are 2.00× as fast as the loop (1.99 to 2.00). Cannot tell 2 processes "
		"from the threads (0.9 to 1.3×); about 21 more rounds would tell. | Use 2 "
		"processes (process-pool): 2 CPUs; measured plateau 2 to 4, the most tried. Bound "
		"by the CPUs. Next: 2 threads (thread-pool), cannot tell (0.9 to 1.3× the time).");
}
END_TEST

static double one_sided_processes(struct place at)
{
	static const double factor[] = {0.97, 0.98, 0.99, 1, 1.01, 1.02, 1.1};
	bool process = strncmp(at.strategy, "process", 7) == 0;

	return scene_least(at.workers, 2) * (process ? factor[at.round % 7] : 1);
}

START_TEST(one_open_end_is_enough_not_to_tell)
{
	scene_start(2, 4000, "thread-pool,process-pool", "1,2,4");
	scene_measure(7, one_sided_processes);
	scene_check(
		"2 threads are 2.00× as fast as the loop (1.99 to 2.00). Cannot tell 2 processes "
		"from the threads (0.97 to 1.10×); about 86 more rounds would tell. | Use 2 "
		"threads (thread-pool): 2 CPUs; measured plateau 2 to 4, the most tried. But 4 "
		"processes (process-pool) may be up to 11 % faster. Bound by the CPUs. Next: 2 "
		"processes (process-pool), cannot tell (0.91 to 1.03× the time).");
}
END_TEST

static double many_processes_wait_longer(struct place at)
{
	bool many_processes = strncmp(at.strategy, "process", 7) == 0 && at.workers == 8;

	return at.workers * (many_processes ? 0.5 : 1);
}

START_TEST(waiting_work_is_asked_at_the_most_workers)
{
	scene_start(2, 96, "thread-pool,process-pool", "1,2,8");
	scene_busy = 0.01;
	scene_measure(7, many_processes_wait_longer);
	scene_check("2 threads are 2.00× as fast as the loop (1.99 to 2.00). 2 processes and the "
		    "threads: no practical difference (± 0.6 %). 8 threads are 4.00× as fast as 2 "
		    "(3.99 to 4.02). | Use 8 threads (thread-pool): 2 CPUs × (1 + 2.47 ms waiting "
		    "/ 0.025 ms computing) = "
		    "200, but only 96 tasks; the most tried. More may help. Next: 8 processes "
		    "(process-pool), 2.00× the time (1.98 to 2.01).");
}
END_TEST

static double pools_alike(struct place at)
{
	return scene_least(at.workers, 2) * (strcmp(at.strategy, "process-split") == 0 ? 0.5 : 1);
}

START_TEST(pools_are_asked_before_others)
{
	scene_start(2, 4000, "thread-split,process-split,thread-pool,process-pool", "1,2");
	scene_measure(7, pools_alike);
	scene_check("2 threads are 2.00× as fast as the loop (1.99 to 2.00). 2 processes and the "
		    "threads: no practical difference (± 0.6 %). | Use 2 threads (thread-pool): 2 "
		    "CPUs; the most tried. Bound by the CPUs. Next: 2 threads (thread-split), no "
		    "difference you can see (± 0.7 %).");
}
END_TEST

static double hair_slower_processes(struct place at)
{
	return scene_least(at.workers, 2) * (strncmp(at.strategy, "process", 7) == 0 ? 0.988 : 1);
}

START_TEST(a_difference_that_shows_may_not_matter)
{
	scene_start(2, 4000, "thread-pool,process-pool", "1,2,4");
	scene_jitter = 0.001;
	scene_measure(7, hair_slower_processes);
	scene_check("2 threads are 2.00× as fast as the loop (2.00 to 2.00). 2 processes are "
		    "slower than the threads by a little that hardly matters: 0.99× (0.99 to "
		    "0.99). | Use 2 threads (thread-pool): 2 CPUs; measured plateau 2 to 4, the "
		    "most tried. Bound by the CPUs. Next: 2 processes (process-pool), no "
		    "difference that matters (± 1.3 %).");
}
END_TEST

START_TEST(what_cannot_be_seen_is_as_wide_as_the_interval)
{
	scene_start(2, 4000, "thread-pool,process-pool", "1,2,4");
	scene_jitter = 0.02;
	scene_measure(7, scene_two_cpus);
	scene_check(
		"2 threads are 1.96× as fast as the loop (1.94 to 1.99). Cannot tell 2 processes "
		"from the threads (0.99 to 1.03×); about 8 more rounds would tell. | Use 2 threads "
		"(thread-pool): 2 CPUs; measured plateau 2 to 4, the most tried. Bound by the "
		"CPUs. Next: 2 processes (process-pool), no difference you can see (± 3.2 %).");
}
END_TEST

START_TEST(the_same_parameters_make_twins)
{
	scene_start(2, 4000, "thread-pool:chunk=64,process-pool,process-split,thread-split", "1,2");
	scene_measure(7, scene_two_cpus);
	scene_check("2 threads are 1.97× as fast as the loop (1.96 to 1.98). | Use 2 threads "
		    "(thread-pool:chunk=64): 2 CPUs; the most tried. Bound by the CPUs. Next: 2 "
		    "threads (thread-split), no difference you can see (± 0.3 %). Threads or "
		    "processes: no difference you can see (± 2 %).");
}
END_TEST

START_TEST(one_strategy_alone_is_not_compared_with_another)
{
	scene_start(2, 4000, "process-pool", "1,2,4");
	scene_measure(7, scene_two_cpus);
	scene_check("Use 2 processes (process-pool): 2 CPUs; measured plateau 2 to 4, the most "
		    "tried. Bound by the CPUs. Next: 4 processes (process-pool), no difference you "
		    "can see (± 0.6 %).");
}
END_TEST

/* ---- Other strategies ---- */

static double uneven_pool(struct place at)
{
	return strcmp(at.strategy, "thread-split") == 0 ? scene_least(at.workers, 2)
							: scene_least(at.workers, 1.5);
}

START_TEST(a_strategy_shown_to_beat_the_pool_is_named)
{
	scene_start(2, 4000, "thread-pool,thread-split", "1,2,4");
	scene_measure(7, uneven_pool);
	scene_check("2 threads are 1.50× as fast as the loop (1.50 to 1.50). | Use 2 threads "
		    "(thread-split): 2 CPUs; measured plateau 2 to 4, the most tried. Bound by the "
		    "CPUs. Next: 2 threads (thread-pool), 1.33× the time (1.32 to 1.34).");
}
END_TEST

static double costly_starts(struct place at)
{
	bool per_task = strstr(at.strategy, "per-task");

	return scene_least(at.workers, 2) / (per_task ? 1.38 + 0.02 * (at.round % 3) : 1);
}

START_TEST(a_process_per_task_can_win_and_still_be_slower_than_the_pool)
{
	scene_start(2, 100, SCENE_STRATEGIES, "2,4");
	scene_measure(7, costly_starts);
	scene_check("2 threads are 2.00× as fast as the loop (1.99 to 2.00). 2 processes and the "
		    "threads: no practical difference (± 0.6 %). | Use 2 threads (thread-pool): 2 "
		    "CPUs; measured plateau 2 to 4, the most tried. Bound by the CPUs. Next: 2 "
		    "processes (process-pool), no difference you can see (± 0.6 %). A process per "
		    "task is 1.40× slower than the pool at 2 (1.37 to 1.42).");
}
END_TEST

static double losing_starts(struct place at)
{
	return strstr(at.strategy, "per-task") ? 0.5 : scene_least(at.workers, 2);
}

START_TEST(what_a_worker_per_chunk_costs_is_counted)
{
	scene_start(2, 100000,
		"thread-pool,thread-per-task,thread-per-task:chunk=64,process-per-task:chunk=auto",
		"1,2");
	scene_measure(7, losing_starts);
	scene_check("2 threads are 2.00× as fast as the loop (1.99 to 2.00). | Use 2 threads "
		    "(thread-pool): 2 CPUs; the most tried. Bound by the CPUs. Next: 1 thread "
		    "(thread-per-task), 4.01× the time (3.98 to 4.02). A thread per task loses: "
		    "100 000 thread starts cost more than the work. A thread per 64 tasks loses: "
		    "1563 thread starts cost more than the work. A process per chunk loses: the "
		    "forks cost more than the work.");
}
END_TEST

static double slow_starts(struct place at)
{
	return strstr(at.strategy, "per-task") ? 0.8 : 1;
}

START_TEST(a_single_worker_per_task_only_loses_what_it_gains)
{
	scene_start(2, 4000, "thread-pool,process-per-task", "1");
	scene_measure(7, slow_starts);
	scene_check("Stay sequential: nothing here beats the loop. Next: 1 thread (thread-pool), "
		    "no difference you can see (± 0.7 %). A process per task loses: 4000 forks "
		    "cost more than they gain.");
}
END_TEST

static double even_at_two(struct place at)
{
	return strstr(at.strategy, "per-task") ? 0.5 * at.workers : at.workers;
}

START_TEST(what_only_draws_level_with_the_loop_does_not_lose_to_it)
{
	scene_start(2, 100, "process-pool,process-per-task", "1,2");
	scene_measure(7, even_at_two);
	scene_check("Use 2 processes (process-pool): 2 CPUs; the most tried. Bound by the CPUs. "
		    "Next: 2 processes (process-per-task), 2.00× the time (1.99 to 2.01). A "
		    "process per task is 2.00× slower than the pool at 2 (1.99 to 2.01).");
}
END_TEST

START_TEST(a_process_per_task_alone_is_compared_with_the_loop)
{
	scene_start(2, 4000, "process-per-task", "1,2,4");
	scene_measure(7, scene_two_cpus);
	scene_check("Stay sequential: nothing here beats the loop. Bound by tasks that wait longer "
		    "beside others. Next: 2 processes (process-per-task), 1.25× the time (1.24 to "
		    "1.26). A process per task loses: 4000 forks cost more than the work.");
}
END_TEST

START_TEST(the_loop_alone_compares_with_nothing)
{
	scene_start(2, 4000, "sequential", "1,2,4");
	scene_measure(7, scene_two_cpus);
	scene_check("Only the loop was run: nothing to compare.");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("verdict_rivals");
	TCase *cases = tcase_create("verdict_rivals");

	tcase_add_checked_fixture(cases, NULL, scene_finish);
	tcase_add_test(cases, processes_can_be_the_faster_ones);
	tcase_add_test(cases, threads_can_be_the_faster_ones);
	tcase_add_test(cases, threads_or_processes_may_not_be_told);
	tcase_add_test(cases, one_open_end_is_enough_not_to_tell);
	tcase_add_test(cases, waiting_work_is_asked_at_the_most_workers);
	tcase_add_test(cases, pools_are_asked_before_others);
	tcase_add_test(cases, a_difference_that_shows_may_not_matter);
	tcase_add_test(cases, what_cannot_be_seen_is_as_wide_as_the_interval);
	tcase_add_test(cases, the_same_parameters_make_twins);
	tcase_add_test(cases, one_strategy_alone_is_not_compared_with_another);
	tcase_add_test(cases, a_strategy_shown_to_beat_the_pool_is_named);
	tcase_add_test(cases, a_process_per_task_can_win_and_still_be_slower_than_the_pool);
	tcase_add_test(cases, what_a_worker_per_chunk_costs_is_counted);
	tcase_add_test(cases, a_single_worker_per_task_only_loses_what_it_gains);
	tcase_add_test(cases, what_only_draws_level_with_the_loop_does_not_lose_to_it);
	tcase_add_test(cases, a_process_per_task_alone_is_compared_with_the_loop);
	tcase_add_test(cases, the_loop_alone_compares_with_nothing);
	suite_add_tcase(suite, cases);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
