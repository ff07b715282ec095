/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Timelines of traces made up: what was measured, what would have been, and what is said of it. */
#include <check.h>
#include <stdlib.h>

#include "show/timeline.h"
#include "timeline_scene.h"

static struct text text;

static void init(struct timeline *timeline, const char *part)
{
	judgement_init(&judgement, &samples);
	ck_assert(timeline_init(timeline, &judgement, scene_cell(part), folder));
}

static void expect_message(const char *part, const char *expected)
{
	struct timeline timeline;

	init(&timeline, part);
	timeline_message(&timeline, &text);
	ck_assert_str_eq(text.text, expected);
	text_finish(&text);
	timeline_finish(&timeline);
}

static void trace_pool(void)
{
	scene_task(0, 2, 12, 0);
	scene_task(1, 2, 22, 0);
	scene_task(0, 12, 42, 0);
	scene_task(1, 22, 62, 0);
	scene_trace(scene_cell("pool"), 63);
}

START_TEST(the_predicted_schedule_stands_above_the_measured_one)
{
	const struct table_style style = {.columns = 64};
	struct timeline timeline;

	scene_begin("sleep", "thread-pool", 2);
	scene_trace_loop(0);
	trace_pool();
	init(&timeline, "pool");
	ck_assert_int_eq(timeline.basis, TIMELINE_TASKS);
	timeline_add(&timeline, &style, &text);
	ck_assert_str_eq(text.text,
		"sleep/thread-pool/2: a sample of its own, traced; without a\n"
		"    trace 10 ms, median of 2\n"
		"\n"
		"  predicted: 60 ms with workers and chunks for free, each task\n"
		"    as long as in the traced loop\n"
		"  1 |---1----||------------3-------------|\n"
		"  2 |--------2--------||-----------------4------------------|\n"
		"    0                  20 ms              40 ms\n"
		"\n"
		"  measured: 63 ms\n"
		"  1   |---1---||-------------3-------------|\n"
		"  2   |--------2--------||-----------------4------------------|\n"
		"    0                  20 ms              40 ms\n"
		"  a line per worker, a block per task: == it computes, -- it\n"
		"    waits\n"
		"  > Worker 1 waits 20 ms for the last task; the sample took\n"
		"    5.0 % longer than predicted. It is not like the others of\n"
		"    its cell, which took 10 ms.\n");
	text_finish(&text);
	ck_assert_double_eq_tol(timeline.loss_ns[TIMELINE_START], 4e6, 1);
	ck_assert_double_eq_tol(timeline.loss_ns[TIMELINE_GAPS], 0, 1);
	ck_assert_double_eq_tol(timeline.loss_ns[TIMELINE_LONGER], 0, 1);
	ck_assert_double_eq_tol(timeline.loss_ns[TIMELINE_TAIL], 20e6, 1);
	ck_assert_double_eq_tol(timeline.loss_ns[TIMELINE_END], 2e6, 1);
	timeline_finish(&timeline);
	scene_finish();
}
END_TEST

START_TEST(without_a_trace_of_the_loop_its_mean_must_do)
{
	struct timeline timeline;

	scene_begin("sleep", "thread-pool", 2);
	trace_pool();
	init(&timeline, "pool");
	ck_assert_int_eq(timeline.basis, TIMELINE_MEAN);
	ck_assert_double_eq_tol(timeline.predicted.makespan_ns, 5e6, 1); /* 10 ms over 2 workers */
	timeline_finish(&timeline);
	scene_finish();
}
END_TEST

START_TEST(computing_tasks_share_the_cpus_in_the_prediction)
{
	struct timeline timeline;
	double longer_ns = 0;

	scene_begin("primes", "thread-split", 4);
	scene_trace_loop(100);
	for (uint32_t i = 0; i < 4; i++) {
		scene_task(i, 0, 50, 10 * (i + 1));
	}
	scene_trace(scene_cell("split"), 50);
	init(&timeline, "split");
	/* 100 ms of computing on 2 CPUs, the last turns alone */
	ck_assert_double_ge(timeline.predicted.makespan_ns, 50e6);
	ck_assert_double_le(timeline.predicted.makespan_ns, 60e6);
	for (size_t i = 0; i < 4; i++) {
		longer_ns += 50e6 - timeline.predicted.task[i].end_ns;
	}
	ck_assert_double_eq_tol(timeline.loss_ns[TIMELINE_LONGER], longer_ns, 1);
	/* what it took beyond its computing, it waited for a CPU */
	const struct simulated_task *last = &timeline.predicted.task[3];
	ck_assert_double_eq_tol(last->computed_ns - last->begin_ns, 40e6, 1);
	timeline_finish(&timeline);
	scene_finish();
}
END_TEST

START_TEST(the_message_is_the_largest_loss)
{
	scene_begin("sleep", "thread-pool", 2);
	scene_trace_loop(0);
	scene_task(0, 0, 25, 0);
	scene_task(1, 0, 45, 0);
	scene_task(0, 25, 90, 0);
	scene_task(1, 45, 90, 0);
	scene_trace(scene_cell("pool"), 90);
	expect_message("pool", "tasks take 1.8 times as long as predicted");
	scene_finish();
	scene_begin("sleep", "process-per-task", 2);
	scene_trace_loop(0);
	scene_task(0, 20, 30, 0);
	scene_task(1, 20, 40, 0);
	scene_task(0, 50, 80, 0);
	scene_task(1, 60, 100, 0);
	scene_trace(scene_cell("per-task"), 100);
	expect_message("per-task", "starting a process per task takes 40 % of the workers' time");
	scene_finish();
	scene_begin("sleep", "thread-pool", 2);
	scene_trace_loop(0);
	scene_task(0, 0, 10, 0);
	scene_task(1, 0, 20, 0);
	scene_task(0, 30, 60, 0);
	scene_task(1, 20, 60, 0);
	scene_trace(scene_cell("pool"), 60);
	expect_message("pool", "17 % of the workers' time lies between tasks");
	scene_finish();
	scene_begin("sleep", "thread-pool", 2);
	scene_trace_loop(0);
	scene_task(0, 0, 10, 0);
	scene_task(1, 0, 20, 0);
	scene_task(0, 10, 39, 0);
	scene_task(1, 20, 40, 0);
	scene_trace(scene_cell("pool"), 40);
	expect_message("pool", "both workers are busy 99 % of the time");
	scene_finish();
	scene_begin("sleep", "thread-pool", 4);
	scene_trace_loop(0);
	for (uint32_t i = 0; i < 4; i++) {
		scene_task(i, 0, 10 * (i + 1), 0);
	}
	scene_trace(scene_cell("pool"), 40);
	expect_message("pool", "3 of 4 workers wait for the last task, up to 30 ms");
	scene_finish();
}
END_TEST

START_TEST(a_sample_that_did_not_end_well_is_drawn_as_far_as_it_came)
{
	struct timeline timeline;

	scene_begin("sleep", "thread-pool", 2);
	scene_trace_loop(0);
	scene_task(0, 0, 10, 0);
	scene_task(1, 0, 20, 0);
	scene_task(0, 10, 0, 0);
	chunks[2].end_ns = chunks[2].cpu_ns = SAMPLE_UNKNOWN;
	scene_trace(scene_cell("pool"), 0);
	struct sample *sample = &samples.sample[samples.count - 1];
	sample->total_ns = SAMPLE_UNKNOWN;
	sample->status = SAMPLE_TIMED_OUT;
	init(&timeline, "pool");
	ck_assert_double_eq_tol(timeline.measured.makespan_ns, 20e6, 1);
	ck_assert_double_eq_tol(timeline.measured.task[2].end_ns, 20e6, 1);
	timeline_message(&timeline, &text);
	ck_assert_str_eq(text.text, "the traced sample ended TIMED OUT after 3 chunks");
	text_finish(&text);
	timeline_finish(&timeline);
	scene_finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("timeline");
	TCase *tcase = tcase_create("timeline");

	tcase_add_test(tcase, the_predicted_schedule_stands_above_the_measured_one);
	tcase_add_test(tcase, without_a_trace_of_the_loop_its_mean_must_do);
	tcase_add_test(tcase, computing_tasks_share_the_cpus_in_the_prediction);
	tcase_add_test(tcase, the_message_is_the_largest_loss);
	tcase_add_test(tcase, a_sample_that_did_not_end_well_is_drawn_as_far_as_it_came);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
