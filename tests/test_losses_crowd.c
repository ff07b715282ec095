/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Losses where workers are more than CPUs or tasks, and where work waits. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "judge/losses.h"
#include "lost.h"

static const double TINY = 1e-6;

/* ---- more workers than CPUs ---- */

START_TEST(workers_that_wait_for_each_other_lose_nothing)
{
	const struct lost lost = {.queued = 30};

	lost_run(2, "thread-pool", 8, 7, &lost);
	ck_assert_double_eq(lost_account()->ideal, 2);
	ck_assert(lost_account()->crowded);
	lost_expect((double[LOSS_KINDS]){0});
	ck_assert_double_eq_tol(lost_account()->cores.own, 2, TINY);
	ck_assert_double_eq_tol(lost_account()->cores.idle, 0, TINY);
	lost_finish();
}
END_TEST

START_TEST(pauses_that_others_fill_are_no_loss)
{
	const struct lost lost = {.queued = 25, .handout = 3, .off = 2};

	lost_run(2, "thread-pool", 8, 7, &lost);
	lost_expect((double[LOSS_KINDS]){0});
	lost_finish();
}
END_TEST

START_TEST(a_neighbour_takes_from_many_workers_what_it_had)
{
	/* 1.5 of 2 CPUs for 80 ms of work */
	const struct lost lost = {.queued = 80 / 1.5 - 10, .others_cpus = 0.5};

	lost_run(2, "thread-pool", 8, 7, &lost);
	lost_expect_only(LOSS_NEIGHBOURS, 80 / 1.5 / 2);
	ck_assert_double_eq_tol(lost_account()->cores.own, 1.5, TINY);
	ck_assert_double_eq_tol(lost_account()->cores.others, 0.5, TINY);
	ck_assert_double_eq_tol(lost_account()->cores.idle, 0, TINY);
	lost_finish();
}
END_TEST

START_TEST(a_late_worker_costs_nothing_where_others_keep_the_cpus_busy)
{
	const struct lost lost = {.queued = 30};

	lost_run(2, "thread-pool", 8, 7, &lost);
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample_workers *workers = &lost_samples.sample[i].workers;

		if (workers->count == 8) {
			workers->row[3].first_task_ns += 20000000;
			workers->row[3].busy_ns -= 20000000;
			workers->row[3].runqueue_ns -= 20000000;
		}
	}
	lost_judge();
	lost_expect((double[LOSS_KINDS]){0});
	lost_finish();
}
END_TEST

START_TEST(all_workers_late_cost_the_cpus_time)
{
	const struct lost lost = {.queued = 30, .start = 5};

	lost_run(2, "thread-pool", 8, 7, &lost);
	lost_expect_only(LOSS_START, 10);
	lost_finish();
}
END_TEST

START_TEST(a_quota_is_the_ideal)
{
	const struct lost lost = {.queued = 80 / 1.5 - 10};

	lost_run(8, "thread-pool", 8, 7, &lost);
	lost_samples.run.machine.usable_cpus = lost_samples.run.machine.quota_cpus = 1.5;
	lost_judge();
	ck_assert_double_eq(lost_account()->ideal, 1.5);
	lost_expect((double[LOSS_KINDS]){0});
	lost_finish();
}
END_TEST

START_TEST(waiting_work_uses_as_many_workers_as_tasks)
{
	struct lost lost = {.waits = true};

	lost_run(2, "thread-pool", 50, 7, &lost);
	lost_samples.run.workloads[0].task_count = 20;
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample *sample = &lost_samples.sample[i];
		struct sample_workers *workers = &sample->workers;

		if (workers->count < 50) {
			continue;
		}
		sample->total_ns = 4000000;
		for (uint32_t w = 0; w < 50; w++) {
			bool used = w < 20;

			workers->row[w].tasks = used;
			workers->row[w].busy_ns = used ? 4000000 : 0;
			workers->row[w].first_task_ns = used ? 0 : SAMPLE_UNKNOWN;
			workers->row[w].last_task_ns = used ? 4000000 : 1000;
		}
	}
	lost_judge();
	ck_assert_double_eq(lost_account()->ideal, 20);
	ck_assert_double_eq_tol(lost_account()->measured, 20, TINY);
	lost_expect((double[LOSS_KINDS]){0});
	lost_finish();
}
END_TEST

START_TEST(cpu_time_of_starting_workers_does_not_slow_tasks_that_wait)
{
	const struct lost lost = {.waits = true, .handout = 1};

	lost_run(2, "process-per-task", 8, 7, &lost);
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample_workers *workers = &lost_samples.sample[i].workers;

		for (uint32_t w = 0; workers->count == 8 && w < 8; w++) {
			workers->row[w].cpu_ns += 800000;
			lost_samples.sample[i].cpu_ns += 800000;
		}
	}
	lost_judge();
	lost_expect_only(LOSS_START, 8);
	lost_finish();
}
END_TEST

START_TEST(cpu_time_between_chunks_does_not_slow_tasks_that_wait_for_a_cpu)
{
	const struct lost lost = {.queued = 3, .handout = 3, .others_cpus = 6};
	double expected[LOSS_KINDS] = {0};

	lost_run(8, "thread-pool", 8, 7, &lost);
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample_workers *workers = &lost_samples.sample[i].workers;

		for (uint32_t w = 0; workers->count == 8 && w < 8; w++) {
			workers->row[w].cpu_ns += 3000000;
			lost_samples.sample[i].cpu_ns += 3000000;
		}
	}
	lost_judge();
	expected[LOSS_HANDOUT] = expected[LOSS_NEIGHBOURS] = 24e6 / lost_account()->time_ns;
	lost_expect(expected);
	lost_finish();
}
END_TEST

/* ---- more workers than tasks, a worker per task, mixed work ---- */

/* Gives the samples of cells of W workers other workers than lost_run made. */
static void change_workers(uint32_t count,
	void (*change)(struct sample *sample, struct sample_worker *row, uint32_t w))
{
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample *sample = &lost_samples.sample[i];

		for (uint32_t w = 0; sample->workers.count == count && w < count; w++) {
			change(sample, &sample->workers.row[w], w);
		}
	}
}

/* Five tasks of 16 ms for eight workers. */
static void make_five(struct sample *sample, struct sample_worker *row, uint32_t w)
{
	bool used = w < 5;

	sample->total_ns = sample->cpu_ns / 5;
	row->tasks = used;
	row->busy_ns = row->cpu_ns = used ? sample->total_ns : 0;
	row->first_task_ns = used ? 0 : SAMPLE_UNKNOWN;
	row->last_task_ns = row->end_ns = used ? sample->total_ns : 1000;
}

START_TEST(workers_that_there_is_no_task_for_are_no_loss)
{
	const struct lost nothing = {0};

	lost_run(8, "thread-pool", 8, 7, &nothing);
	lost_samples.run.workloads[0].task_count = 5;
	change_workers(8, make_five);
	lost_judge();
	ck_assert_double_eq(lost_account()->ideal, 5);
	ck_assert_double_eq_tol(lost_account()->measured, 5, TINY);
	ck_assert(!lost_account()->crowded);
	lost_expect((double[LOSS_KINDS]){0});
	lost_finish();
}
END_TEST

START_TEST(starts_of_workers_per_task_cost_nothing_where_others_keep_the_cpus_busy)
{
	const struct lost lost = {.handout = 3, .off = 27, .no_queue = true};

	lost_run(2, "process-per-task", 8, 7, &lost);
	ck_assert(lost_account()->crowded);
	lost_expect((double[LOSS_KINDS]){0});
	lost_finish();
}
END_TEST

START_TEST(starts_of_workers_per_task_that_leave_cpus_idle_are_starts)
{
	/* 8 × (10 ms of work + 30 ms of starts) on 4 CPUs: each could have done 20 ms in that time */
	const struct lost lost = {.handout = 30, .no_queue = true};

	lost_run(4, "process-per-task", 8, 7, &lost);
	lost_expect_only(LOSS_START, 4 * 40 - 80);
	lost_finish();
}
END_TEST

static void halve_cpu_times(void)
{
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample *sample = &lost_samples.sample[i];

		sample->cpu_ns /= 2;
		for (uint32_t w = 0; w < sample->workers.count; w++) {
			sample->workers.row[w].cpu_ns /= 2;
		}
	}
	lost_judge();
}

START_TEST(mixed_work_takes_as_many_workers_as_keep_the_cpus_busy)
{
	const struct lost nothing = {0}, start = {.start = 3}, queued = {.queued = 10};

	lost_run(2, "thread-pool", 4, 7, &nothing);
	halve_cpu_times();
	ck_assert_double_eq_tol(lost_account()->ideal, 4, TINY);
	ck_assert(!lost_account()->crowded);
	lost_expect((double[LOSS_KINDS]){0});
	lost_finish();

	lost_run(2, "thread-pool", 4, 7, &start);
	halve_cpu_times();
	lost_expect_only(LOSS_START, 4 * 3);
	lost_finish();

	lost_run(2, "thread-pool", 8, 7, &queued);
	halve_cpu_times();
	ck_assert_double_eq_tol(lost_account()->ideal, 4, TINY);
	ck_assert(lost_account()->crowded);
	lost_expect((double[LOSS_KINDS]){0});
	ck_assert_double_eq_tol(lost_account()->cores.own, 2, TINY);
	lost_finish();
}
END_TEST

START_TEST(others_have_at_most_the_cpus_that_the_work_left)
{
	/* on average over a window in which the loop left them more */
	const struct lost lost = {.queued = 80 / 1.5 - 10, .others_cpus = 0.9};

	lost_run(2, "thread-pool", 8, 7, &lost);
	ck_assert_double_eq_tol(lost_account()->cores.own, 1.5, TINY);
	ck_assert_double_eq_tol(lost_account()->cores.others, 0.5, TINY);
	lost_expect_only(LOSS_NEIGHBOURS, 80 / 1.5 / 2);
	lost_finish();
}
END_TEST

START_TEST(under_a_quota_the_cpus_of_others_are_not_ours)
{
	const struct lost lost = {.queued = 80 / 1.5 - 10, .others_cpus = 6};

	lost_run(8, "thread-pool", 8, 7, &lost);
	lost_samples.run.machine.usable_cpus = lost_samples.run.machine.quota_cpus = 1.5;
	lost_judge();
	ck_assert_double_eq_tol(lost_account()->cores.own, 1.5, TINY);
	ck_assert(isnan(lost_account()->cores.others));
	ck_assert(isnan(lost_account()->cores.idle));
	lost_finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("losses_crowd");
	TCase *crowd = tcase_create("crowd");
	TCase *mixture = tcase_create("mixture");

	tcase_add_test(crowd, workers_that_wait_for_each_other_lose_nothing);
	tcase_add_test(crowd, pauses_that_others_fill_are_no_loss);
	tcase_add_test(crowd, a_neighbour_takes_from_many_workers_what_it_had);
	tcase_add_test(crowd, a_late_worker_costs_nothing_where_others_keep_the_cpus_busy);
	tcase_add_test(crowd, all_workers_late_cost_the_cpus_time);
	tcase_add_test(crowd, a_quota_is_the_ideal);
	tcase_add_test(crowd, waiting_work_uses_as_many_workers_as_tasks);
	tcase_add_test(crowd, cpu_time_of_starting_workers_does_not_slow_tasks_that_wait);
	tcase_add_test(crowd, cpu_time_between_chunks_does_not_slow_tasks_that_wait_for_a_cpu);
	suite_add_tcase(suite, crowd);
	tcase_add_test(mixture, workers_that_there_is_no_task_for_are_no_loss);
	tcase_add_test(
		mixture, starts_of_workers_per_task_cost_nothing_where_others_keep_the_cpus_busy);
	tcase_add_test(mixture, starts_of_workers_per_task_that_leave_cpus_idle_are_starts);
	tcase_add_test(mixture, mixed_work_takes_as_many_workers_as_keep_the_cpus_busy);
	tcase_add_test(mixture, others_have_at_most_the_cpus_that_the_work_left);
	tcase_add_test(mixture, under_a_quota_the_cpus_of_others_are_not_ours);
	suite_add_tcase(suite, mixture);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
