/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits for a CPU before the first task and after the last one belong to who had the CPU. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "judge/losses.h"
#include "lost.h"

enum { WORKERS = 8 };

static const uint64_t MS = 1000000;

/* Calls CHANGE for each worker of each sample of the cell. */
static void change_workers(
	void (*change)(struct sample *sample, struct sample_worker *row, uint32_t w))
{
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample *sample = &lost_samples.sample[i];

		for (uint32_t w = 0; sample->workers.count == WORKERS && w < WORKERS; w++) {
			change(sample, &sample->workers.row[w], w);
		}
	}
	lost_judge();
}

/* All stand ready at once, and each gets a CPU only 3 ms later. */
static void wait_behind_gate(struct sample *sample, struct sample_worker *row, uint32_t w)
{
	(void)w;
	sample->ready_ns = 0;
	row->begin_ns = 0;
	row->runqueue_ns = 3 * MS;
}

START_TEST(a_wait_for_a_cpu_behind_the_gate_is_no_start)
{
	const struct lost lost = {.start = 3, .others_cpus = 6};

	lost_run(WORKERS, "thread-pool", WORKERS, 7, &lost);
	change_workers(wait_behind_gate);
	lost_expect_only(LOSS_NEIGHBOURS, WORKERS * 3);
	lost_finish();
}
END_TEST

/* The first worker waits 3 ms for a CPU on its way to the gate, where all others wait for it. */
static void wait_before_gate(struct sample *sample, struct sample_worker *row, uint32_t w)
{
	(void)sample;
	row->begin_ns = 0;
	row->runqueue_ns = w == 0 ? 3 * MS : 0;
}

START_TEST(who_waits_for_a_worker_that_waits_for_a_cpu_waits_for_the_cpu)
{
	const struct lost lost = {.start = 3, .others_cpus = 6};

	lost_run(WORKERS, "thread-pool", WORKERS, 7, &lost);
	change_workers(wait_before_gate);
	lost_expect_only(LOSS_NEIGHBOURS, WORKERS * 3);
	lost_finish();
}
END_TEST

/* The same, but the last worker was not even started before. */
static void start_late_anyway(struct sample *sample, struct sample_worker *row, uint32_t w)
{
	wait_before_gate(sample, row, w);
	row->begin_ns = w == WORKERS - 1 ? 3 * MS : 0;
}

START_TEST(a_wait_that_delayed_nobody_is_not_blamed)
{
	const struct lost lost = {.start = 3, .others_cpus = 6};

	lost_run(WORKERS, "thread-pool", WORKERS, 7, &lost);
	change_workers(start_late_anyway);
	lost_expect_only(LOSS_START, WORKERS * 3);
	lost_finish();
}
END_TEST

/* Each wanted to end right after its last task. */
static void wait_at_the_end(struct sample *sample, struct sample_worker *row, uint32_t w)
{
	row->end_ns = w == 0 ? sample->total_ns : row->last_task_ns;
	row->runqueue_ns = w == 0 ? 3 * MS : 0;
}

START_TEST(a_wait_for_a_cpu_after_the_last_task_is_no_ending)
{
	const struct lost lost = {.ending = 3, .others_cpus = 6};

	lost_run(WORKERS, "thread-pool", WORKERS, 7, &lost);
	change_workers(wait_at_the_end);
	lost_expect_only(LOSS_NEIGHBOURS, WORKERS * 3);
	lost_finish();
}
END_TEST

/* The same, but another worker takes as long to end, on a CPU. */
static void end_late_anyway(struct sample *sample, struct sample_worker *row, uint32_t w)
{
	wait_at_the_end(sample, row, w);
	row->end_ns = w == 1 ? sample->total_ns : row->end_ns;
}

START_TEST(an_end_that_was_late_anyway_is_an_ending)
{
	const struct lost lost = {.ending = 3, .others_cpus = 6};

	lost_run(WORKERS, "thread-pool", WORKERS, 7, &lost);
	change_workers(end_late_anyway);
	lost_expect_only(LOSS_ENDING, WORKERS * 3);
	lost_finish();
}
END_TEST

/* All came to the gate at once, and main opened it 3 ms later. */
static void open_late(struct sample *sample, struct sample_worker *row, uint32_t w)
{
	(void)w;
	sample->main_runqueue_ns = 3 * MS;
	row->begin_ns = 0;
}

START_TEST(a_gate_that_main_opens_late_for_want_of_a_cpu_is_no_start)
{
	const struct lost lost = {.start = 3, .others_cpus = 6};

	lost_run(WORKERS, "thread-pool", WORKERS, 7, &lost);
	change_workers(open_late);
	lost_expect_only(LOSS_NEIGHBOURS, WORKERS * 3);
	lost_finish();
}
END_TEST

static void reap_late(struct sample *sample, struct sample_worker *row, uint32_t w)
{
	(void)row, (void)w;
	sample->main_runqueue_ns = 3 * MS;
}

START_TEST(an_end_that_main_sees_late_for_want_of_a_cpu_is_no_ending)
{
	const struct lost lost = {.ending = 3, .others_cpus = 6};

	lost_run(WORKERS, "thread-pool", WORKERS, 7, &lost);
	change_workers(reap_late);
	lost_expect_only(LOSS_NEIGHBOURS, WORKERS * 3);
	lost_finish();
}
END_TEST

START_TEST(a_wait_of_main_while_workers_work_costs_nothing)
{
	const struct lost lost = {.slower = 3, .others_cpus = 6};

	lost_run(WORKERS, "thread-pool", WORKERS, 7, &lost);
	change_workers(reap_late);
	lost_expect_only(LOSS_SLOWER, WORKERS * 3);
	lost_finish();
}
END_TEST

START_TEST(others_are_blamed_for_no_more_than_they_had)
{
	const struct lost lost = {.start = 3, .others_cpus = 0.5};
	double expected[LOSS_KINDS] = {0};

	lost_run(WORKERS, "thread-pool", WORKERS, 7, &lost);
	change_workers(wait_behind_gate);
	expected[LOSS_NEIGHBOURS] = 0.5;
	expected[LOSS_START] = WORKERS * 3e6 / lost_account()->time_ns - 0.5;
	lost_expect(expected);
	lost_finish();
}
END_TEST

START_TEST(a_wait_that_may_have_been_in_tasks_was)
{
	/* off the CPU in tasks as long as in the queue: which of both is the queue nobody knows */
	const struct lost lost = {.start = 3, .off = 3, .others_cpus = 6};
	double expected[LOSS_KINDS] = {0};

	lost_run(WORKERS, "thread-pool", WORKERS, 7, &lost);
	change_workers(wait_behind_gate);
	expected[LOSS_START] = expected[LOSS_NEIGHBOURS] = WORKERS * 3e6 / lost_account()->time_ns;
	lost_expect(expected);
	lost_finish();
}
END_TEST

START_TEST(what_tasks_wait_anyway_leaves_no_room_for_the_queue)
{
	const struct lost lost = {.start = 3, .waits = true, .others_cpus = 6};

	lost_run(WORKERS, "thread-pool", WORKERS, 7, &lost);
	change_workers(wait_behind_gate);
	lost_expect_only(LOSS_NEIGHBOURS, WORKERS * 3);
	lost_finish();
}
END_TEST

START_TEST(without_windows_a_wait_at_the_start_is_not_told_from_it)
{
	const struct lost lost = {.start = 3, .others_cpus = -1};

	lost_run(WORKERS, "thread-pool", WORKERS, 7, &lost);
	change_workers(wait_behind_gate);
	lost_expect_words(LOSS_START, "start, waiting or neighbours");
	lost_expect_only(LOSS_START, WORKERS * 3);
	lost_finish();
}
END_TEST

START_TEST(without_windows_a_wait_at_the_end_is_not_told_from_it)
{
	const struct lost lost = {.ending = 3, .others_cpus = -1};

	lost_run(WORKERS, "thread-pool", WORKERS, 7, &lost);
	change_workers(wait_at_the_end);
	lost_expect_words(LOSS_ENDING, "waiting, ending or neighbours");
	lost_finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("losses_queue");
	TCase *outside = tcase_create("outside");

	tcase_add_test(outside, a_wait_for_a_cpu_behind_the_gate_is_no_start);
	tcase_add_test(outside, who_waits_for_a_worker_that_waits_for_a_cpu_waits_for_the_cpu);
	tcase_add_test(outside, a_wait_that_delayed_nobody_is_not_blamed);
	tcase_add_test(outside, a_wait_for_a_cpu_after_the_last_task_is_no_ending);
	tcase_add_test(outside, an_end_that_was_late_anyway_is_an_ending);
	tcase_add_test(outside, a_gate_that_main_opens_late_for_want_of_a_cpu_is_no_start);
	tcase_add_test(outside, an_end_that_main_sees_late_for_want_of_a_cpu_is_no_ending);
	tcase_add_test(outside, a_wait_of_main_while_workers_work_costs_nothing);
	tcase_add_test(outside, others_are_blamed_for_no_more_than_they_had);
	tcase_add_test(outside, a_wait_that_may_have_been_in_tasks_was);
	tcase_add_test(outside, what_tasks_wait_anyway_leaves_no_room_for_the_queue);
	tcase_add_test(outside, without_windows_a_wait_at_the_start_is_not_told_from_it);
	tcase_add_test(outside, without_windows_a_wait_at_the_end_is_not_told_from_it);
	suite_add_tcase(suite, outside);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
