/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the closing sentences on workers and on the machine, word for word. */
#include "judge/verdict.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "scene.h"

/* ---- Computing ---- */

START_TEST(computing_on_two_cpus_use_two)
{
	scene_start(2, 4000, SCENE_STRATEGIES, "1,2,4,8");
	scene_measure(7, scene_two_cpus);
	scene_check("2 threads are 1.97× as fast as the loop (1.96 to 1.97). 2 processes and the "
		    "threads: no practical difference (± 0.6 %). 8 threads and 2: no practical "
		    "difference (± 0.5 %). | Use 2 threads (thread-pool): 2 CPUs; measured plateau "
		    "2 to 8, the most tried. Bound by the CPUs. Next: 2 processes (process-pool), "
		    "no difference you can see (± 0.6 %). A process per task loses: 4000 forks "
		    "cost more than the work.");
}
END_TEST

START_TEST(twelve_rounds_say_the_same)
{
	scene_start(2, 4000, SCENE_STRATEGIES, "1,2,4,8");
	scene_measure(12, scene_two_cpus);
	scene_check("2 threads are 1.97× as fast as the loop (1.97 to 1.97). 2 processes and the "
		    "threads: no practical difference (± 0.3 %). 8 threads and 2: no practical "
		    "difference (± 0.2 %). | Use 2 threads (thread-pool): 2 CPUs; measured plateau "
		    "2 to 8, the most tried. Bound by the CPUs. Next: 2 processes (process-pool), "
		    "no difference you can see (± 0.3 %). A process per task loses: 4000 forks "
		    "cost more than the work.");
}
END_TEST

static double slower_beyond(struct place at)
{
	return at.workers <= 2 ? at.workers : at.workers == 4 ? 1.8 : 1.6;
}

START_TEST(more_workers_than_cpus_can_cost)
{
	scene_start(2, 4000, "thread-pool", "1,2,4,8");
	scene_measure(7, slower_beyond);
	scene_check("2 threads are 2.00× as fast as the loop (1.99 to 2.00). 8 threads are slower "
		    "than 2: 0.80× (0.80 to 0.80). | Use 2 threads (thread-pool): 2 CPUs; 8 are "
		    "slower, 0.80× (0.80 to 0.80). Bound by the CPUs. Next: 4 threads "
		    "(thread-pool), 1.11× the time (1.11 to 1.12).");
}
END_TEST

static double slower_at_the_end(struct place at)
{
	return at.workers == 8 ? 1.5 : scene_least(at.workers, 2);
}

START_TEST(a_late_loss_is_told_apart_from_the_plateau)
{
	scene_start(2, 4000, "thread-pool", "1,2,4,8");
	scene_measure(7, slower_at_the_end);
	scene_check("2 threads are 2.00× as fast as the loop (1.99 to 2.00). 8 threads are slower "
		    "than 2: 0.75× (0.75 to 0.75). | Use 2 threads (thread-pool): 2 CPUs; measured "
		    "plateau 2 to 4; 8 are slower, 0.75× (0.75 to 0.75). Bound by the CPUs. Next: "
		    "4 threads (thread-pool), no difference you can see (± 0.6 %).");
}
END_TEST

static double a_little_more(struct place at)
{
	return at.workers == 1 ? 1 : at.workers == 2 ? 1.9 : 1.9 * 1.02;
}

START_TEST(a_small_gain_is_not_called_nothing)
{
	scene_start(2, 4000, "thread-pool", "1,2,4");
	scene_measure(7, a_little_more);
	scene_check("2 threads are 1.90× as fast as the loop (1.89 to 1.90). | Use 4 threads "
		    "(thread-pool): 2 CPUs, but 2 take 1.02× the time (1.01 to 1.03); the most "
		    "tried. Bound by the "
		    "CPUs. Next: 2 threads (thread-pool), 1.02× the time (1.01 to 1.03).");
}
END_TEST

START_TEST(counts_up_to_the_cpus_only_may_still_rise)
{
	scene_start(2, 4000, "thread-pool", "1,2");
	scene_measure(7, scene_two_cpus);
	scene_check("2 threads are 1.97× as fast as the loop (1.96 to 1.97). | Use 2 threads "
		    "(thread-pool): 2 CPUs; the most tried. Bound by the CPUs. Next: the loop, "
		    "1.97× the time (1.96 to 1.97).");
}
END_TEST

START_TEST(a_single_count_is_compared_with_the_loop)
{
	scene_start(2, 4000, "thread-pool", "2");
	scene_measure(7, scene_two_cpus);
	scene_check("2 threads are 1.97× as fast as the loop (1.96 to 1.97). | Use 2 threads "
		    "(thread-pool): 2 CPUs; the only count tried. Bound by the CPUs. Next: the "
		    "loop, 1.97× the time (1.96 to 1.97).");
}
END_TEST

/* ---- Waiting and mixed ---- */

static double waiting(struct place at)
{
	return 0.99 * at.workers;
}

START_TEST(waiting_work_takes_all_workers_tried)
{
	scene_start(2, 96, "thread-pool,process-pool", "1,2,4,8");
	scene_busy = 0.01;
	scene_measure(7, waiting);
	scene_check("2 threads are 1.98× as fast as the loop (1.97 to 1.98). 2 processes and the "
		    "threads: no practical difference (± 0.6 %). 8 threads are 4.00× as fast as 2 "
		    "(3.99 to 4.02). | Use 8 threads (thread-pool): 2 CPUs × (1 + 2.47 ms waiting "
		    "/ 0.025 ms computing) = "
		    "200, but only 96 tasks; the most tried. More may help. Next: 8 processes "
		    "(process-pool), no difference you can see (± 0.8 %).");
}
END_TEST

static double ten_waiting(struct place at)
{
	uint32_t turns = (10 + at.workers - 1) / at.workers;

	return 10.0 / turns;
}

START_TEST(waiting_work_stops_where_the_tasks_end)
{
	scene_start(2, 10, "thread-pool", "1,2,5,10,20");
	scene_busy = 0.01;
	scene_measure(7, ten_waiting);
	scene_check("2 threads are 2.00× as fast as the loop (1.99 to 2.00). | Use 10 threads "
		    "(thread-pool): 2 CPUs × (1 + 23.8 ms waiting / 0.24 ms computing) = 200, but "
		    "only 10 tasks; measured "
		    "plateau 10 to 20, the most tried. Bound by the number of tasks. Next: 20 "
		    "threads (thread-pool), no difference you can see (± 0.7 %). Only 10 tasks: "
		    "more than 10 workers have nothing to do.");
}
END_TEST

START_TEST(a_single_task_needs_a_single_worker)
{
	scene_start(2, 1, "thread-pool", "1,2");
	scene_measure(7, slower_at_the_end);
	scene_samples.run.workloads[0].task_count = 1;
	scene_check("2 threads are 2.00× as fast as the loop (1.99 to 2.00). | Use 2 threads "
		    "(thread-pool): 2 CPUs, but only 1 task; the most tried. Bound by the number "
		    "of tasks. Next: the loop, 2.00× the time (1.99 to 2.00). Only 1 task: a "
		    "second worker has nothing to do.");
}
END_TEST

/* A quarter computes: two CPUs give eight times the loop at most. */
static double mixed(struct place at)
{
	return scene_least(at.workers, 7.6);
}

START_TEST(mixed_work_ends_where_the_cpus_are_busy)
{
	scene_start(2, 96, "thread-pool,process-pool", "1,2,4,8,16");
	scene_busy = 0.25;
	scene_measure(7, mixed);
	scene_check("2 threads are 2.00× as fast as the loop (1.99 to 2.00). 2 processes and the "
		    "threads: no practical difference (± 0.6 %). 8 threads are 3.80× as fast as 2 "
		    "(3.79 to 3.82). | Use 8 threads (thread-pool): 2 CPUs × (1 + 1.87 ms waiting "
		    "/ 0.625 ms computing) = 8; "
		    "measured plateau 8 to 16, the most tried. Bound by the CPUs. Next: 8 "
		    "processes (process-pool), no difference you can see (± 0.8 %).");
}
END_TEST

/* ---- The machine ---- */

static double one_cpu(struct place at)
{
	return strcmp(at.strategy, "process-per-task") == 0 ? 0.7 : 1 - 0.001 * at.workers;
}

START_TEST(one_cpu_computes_no_faster_with_more_workers)
{
	scene_start(1, 4000, SCENE_STRATEGIES, "1,2,4");
	scene_measure(7, one_cpu);
	scene_check("1 thread and the loop: no practical difference (± 0.8 %). 1 process and the "
		    "thread: no practical difference (± 0.4 %). 4 threads and 1: no practical "
		    "difference (± 0.5 %). | Stay sequential: nothing here beats the loop. Bound "
		    "by the CPUs. Next: 1 thread (thread-pool), no difference you can see (± 0.8 "
		    "%). A process per task loses: 4000 forks cost more than they gain. One CPU: "
		    "nothing computes faster with more workers here.");
}
END_TEST

START_TEST(one_cpu_is_not_said_against_the_numbers)
{
	scene_start(1, 4000, "thread-pool", "1,2,4");
	scene_measure(7, scene_two_cpus);
	scene_check(
		"1 thread and the loop: no practical difference (± 0.7 %). 4 threads are 1.97× as "
		"fast as 1 (1.97 to 1.98). | Use 2 threads (thread-pool): 1 CPU, but 1 takes 1.97× "
		"the time (1.97 to 1.98); measured plateau 2 to 4, the most tried. Bound by the "
		"CPUs. Next: 4 threads (thread-pool), no difference you can see (± 0.6 %).");
}
END_TEST

START_TEST(one_cpu_is_no_limit_for_waiting_work)
{
	scene_start(1, 96, "thread-pool", "1,2,4");
	scene_busy = 0.01;
	scene_measure(7, waiting);
	scene_check(
		"1 thread is slower than the loop by a little that hardly matters: 0.99× (0.98 to "
		"0.99). 4 threads are 4.00× as fast as 1 (3.99 to 4.01). | Use 4 threads "
		"(thread-pool): 1 CPU × (1 + 2.47 ms waiting / 0.025 ms computing) ≈ 100, but "
		"only 96 tasks; the most tried. "
		"More may help. Next: 2 threads (thread-pool), 2.00× the time (1.99 to 2.01).");
}
END_TEST

static double quota(struct place at)
{
	return scene_least(at.workers, 1.48);
}

START_TEST(a_quota_that_binds_is_named)
{
	scene_start(8, 4000, "thread-pool,process-pool", "1,2,8,32");
	scene_samples.run.machine.quota_cpus = scene_samples.run.machine.usable_cpus = 1.5;
	scene_measure(7, quota);
	scene_check("1 thread and the loop: no practical difference (± 0.7 %). 1 process and the "
		    "thread: no practical difference (± 0.4 %). | Use 2 threads (thread-pool): 1.5 "
		    "CPUs (quota); measured plateau 2 to 32, the most tried. Bound by the quota. "
		    "Next: 2 processes (process-pool), no difference you can see (± 0.6 %). The "
		    "quota of 1.5 CPUs is the limit, not the 8 CPUs.");
}
END_TEST

START_TEST(limits_of_the_cpus_are_no_limits_for_waiting_work)
{
	scene_start(8, 96, "thread-pool", "1,2,8");
	scene_samples.run.machine.quota_cpus = scene_samples.run.machine.usable_cpus = 1.5;
	scene_samples.run.machine.fast_cores = 4;
	scene_busy = 0.01;
	scene_measure(7, waiting);
	scene_check("1 thread is slower than the loop by a little that hardly matters: 0.99× (0.98 "
		    "to 0.99). | Use 8 threads (thread-pool): 1.5 CPUs (quota) × (1 + 2.47 ms "
		    "waiting / 0.025 ms computing) = "
		    "150, but only 96 tasks; the most tried. More may help. Next: 2 threads "
		    "(thread-pool), 4.00× the time (3.99 to 4.02).");
}
END_TEST

START_TEST(a_quota_that_does_not_bind_is_not_named)
{
	scene_start(2, 4000, "thread-pool", "1,2,4");
	scene_samples.run.machine.quota_cpus = 4;
	scene_measure(7, scene_two_cpus);
	scene_check("2 threads are 1.97× as fast as the loop (1.96 to 1.97). | Use 2 threads "
		    "(thread-pool): 2 CPUs; measured plateau 2 to 4, the most tried. Bound by the "
		    "CPUs. Next: 4 threads (thread-pool), no difference you can see (± 0.6 %).");
}
END_TEST

/* Eight fast cores, and eight that give half as much each. */
static double hybrid(struct place at)
{
	return at.workers <= 8 ? at.workers : scene_least(8 + 0.5 * (at.workers - 8), 12);
}

START_TEST(two_kinds_of_cores_bend_the_curve)
{
	scene_start(16, 4000, "thread-pool", "1,2,4,8,16");
	scene_samples.run.machine.fast_cores = 8;
	scene_measure(7, hybrid);
	scene_check("16 threads are 12× as fast as the loop (12 to 12). | Use 16 threads "
		    "(thread-pool): 16 CPUs; the most tried. Bound by tasks that wait longer "
		    "beside others. Next: 8 threads (thread-pool), 1.50× the time (1.49 to 1.51). "
		    "Cores of two kinds: 8 fast, 8 slow; the curve bends at 8.");
}
END_TEST

START_TEST(two_kinds_of_cores_without_a_bend_are_only_named)
{
	scene_start(16, 4000, "thread-pool", "1,2,4,8,16");
	scene_samples.run.machine.fast_cores = 8;
	scene_measure(7, waiting);
	scene_check("16 threads are 16× as fast as the loop (16 to 16). | Use 16 threads "
		    "(thread-pool): 16 CPUs; the most tried. Bound by the CPUs. Next: 8 threads "
		    "(thread-pool), 2.00× the time (1.99 to 2.01). Cores of two kinds: 8 fast, 8 "
		    "slow.");
}
END_TEST

static double amdahl(struct place at)
{
	return 1 / (0.1 + 0.9 / at.workers);
}

START_TEST(a_curve_that_flattens_all_along_does_not_bend_at_the_fast_cores)
{
	scene_start(16, 4000, "thread-pool", "1,2,4,8,16");
	scene_samples.run.machine.fast_cores = 8;
	scene_measure(7, amdahl);
	scene_check("16 threads are 6.40× as fast as the loop (6.37 to 6.42). | Use 16 threads "
		    "(thread-pool): 16 CPUs; the most tried. Bound by tasks that wait longer "
		    "beside others. Next: 8 threads (thread-pool), 1.36× the time (1.35 to 1.37). "
		    "Cores of two kinds: 8 fast, 8 slow.");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("verdict");
	TCase *cases = tcase_create("verdict");

	tcase_add_checked_fixture(cases, NULL, scene_finish);
	tcase_add_test(cases, computing_on_two_cpus_use_two);
	tcase_add_test(cases, twelve_rounds_say_the_same);
	tcase_add_test(cases, more_workers_than_cpus_can_cost);
	tcase_add_test(cases, a_late_loss_is_told_apart_from_the_plateau);
	tcase_add_test(cases, a_small_gain_is_not_called_nothing);
	tcase_add_test(cases, counts_up_to_the_cpus_only_may_still_rise);
	tcase_add_test(cases, a_single_count_is_compared_with_the_loop);
	tcase_add_test(cases, waiting_work_takes_all_workers_tried);
	tcase_add_test(cases, waiting_work_stops_where_the_tasks_end);
	tcase_add_test(cases, a_single_task_needs_a_single_worker);
	tcase_add_test(cases, mixed_work_ends_where_the_cpus_are_busy);
	tcase_add_test(cases, one_cpu_computes_no_faster_with_more_workers);
	tcase_add_test(cases, one_cpu_is_not_said_against_the_numbers);
	tcase_add_test(cases, one_cpu_is_no_limit_for_waiting_work);
	tcase_add_test(cases, a_quota_that_binds_is_named);
	tcase_add_test(cases, limits_of_the_cpus_are_no_limits_for_waiting_work);
	tcase_add_test(cases, a_quota_that_does_not_bind_is_not_named);
	tcase_add_test(cases, two_kinds_of_cores_bend_the_curve);
	tcase_add_test(cases, two_kinds_of_cores_without_a_bend_are_only_named);
	tcase_add_test(cases, a_curve_that_flattens_all_along_does_not_bend_at_the_fast_cores);
	suite_add_tcase(suite, cases);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
