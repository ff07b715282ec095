/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every ending of a trial, seen through the real launcher. */
#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sweep/launch.h"
#include "trial/clock.h"

static struct sample sample;
static struct launch_extra extra;

static void setup(void)
{
	memset(&sample, 0, sizeof(sample));
	launch_init();
}

static void teardown(void)
{
	/* whatever happened, no process is left behind */
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	ck_assert_int_eq(errno, ECHILD);
	sample_finish(&sample);
}

static void launch_trial(const char *trial, const char *workload, const char *strategy,
	uint32_t workers, uint64_t timeout_ns, int interrupt_fd)
{
	struct launch launch = {
		.trial = trial,
		.workload = workload,
		.strategy = strategy,
		.workers = workers,
		.timeout_ns = timeout_ns,
		.interrupt_fd = interrupt_fd,
	};

	launch_sample(&launch, &sample, &extra);
}

static void launch_fake(const char *workload, const char *strategy)
{
	uint32_t workers =
		strcmp(strategy, "sequential") == 0 || strcmp(strategy, "skip") == 0 ? 1 : 3;

	launch_trial(FAKE_TRIAL, workload, strategy, workers, 20000000000u, -1);
}

static void expect(enum sample_status status, const char *reason)
{
	ck_assert_msg(sample.status == status, "%s: %s", sample_status_name(sample.status),
		sample.reason ? sample.reason : "no reason");
	ck_assert_msg(!reason || strstr(sample.reason, reason), "reason: %s", sample.reason);
}

static const char *const strategies[] = {"sequential", "thread-per-task", "process-per-task",
	"thread-split", "process-split", "thread-pool", "process-pool"};
enum { STRATEGIES = 7 };

/* How deep in its stack the only task ran when the stack was pushed by PAD_BYTES. */
static uint64_t depth_of(const char *strategy, uint32_t pad_bytes)
{
	struct launch launch = {
		.trial = FAKE_TRIAL,
		.workload = "depth:tasks=1",
		.strategy = strategy,
		.workers = 1,
		.stack_pad_bytes = pad_bytes,
		.timeout_ns = UINT64_C(20000000000),
		.interrupt_fd = -1,
	};

	memset(&sample, 0, sizeof(sample));
	launch_sample(&launch, &sample, &extra);
	expect(SAMPLE_OK, NULL);
	uint64_t depth = sample.answer;
	sample_finish(&sample);
	memset(&sample, 0, sizeof(sample));
	return depth;
}

/* In the loop, on a thread and on a process. */
START_TEST(a_pad_pushes_the_stack_of_every_task_by_as_much)
{
	/* as many digits, so that the arguments are as long */
	uint64_t less = depth_of(strategies[_i], 1008), more = depth_of(strategies[_i], 4080);

	ck_assert_uint_gt(less, 1008);
	/* A sanitizer aligns what is pushed to 32 bytes, the kernel's random start of the stack only to 16. */
	ck_assert_uint_ge(more - less, 4080 - 1008 - 32);
	ck_assert_uint_le(more - less, 4080 - 1008 + 32);
}
END_TEST

START_TEST(a_steady_workload_is_ok_under_every_strategy)
{
	launch_fake("steady:duration=1ms", strategies[_i]);
	expect(SAMPLE_OK, NULL);
	ck_assert_uint_eq(sample.answer, 64);
	ck_assert_uint_eq(extra.task_count, 64);
	ck_assert_uint_lt(sample.ready_ns, sample.total_ns);
	ck_assert_uint_le(sample.first_task_ns, sample.last_task_ns);
	ck_assert_uint_le(sample.last_task_ns, sample.reaped_ns);
	ck_assert_uint_le(sample.reaped_ns, sample.total_ns);
	if (strcmp(strategies[_i], "sequential") == 0) {
		/* there main is the worker; unknown is the largest */
		ck_assert_uint_ge(sample.main_runqueue_ns, sample.workers.row[0].runqueue_ns);
	}
	uint64_t tasks = 0;
	for (uint32_t i = 0; i < sample.workers.row_count; i++) {
		tasks += sample.workers.row[i].tasks;
	}
	ck_assert_uint_eq(tasks, 64);
}
END_TEST

START_TEST(a_segfault_is_crashed_under_every_strategy)
{
	launch_fake("crash", strategies[_i]);
	expect(SAMPLE_CRASHED, "signal 11");
}
END_TEST

START_TEST(a_worker_killed_mid_run_is_crashed_within_a_second)
{
	uint64_t start_ns = clock_now_ns();

	/* the first task kills its worker at once; the others' tasks would go on for 20 s and more */
	launch_fake("killed:at=0", strategies[_i]);
	expect(SAMPLE_CRASHED, "signal 9");
	ck_assert_msg(strstr(sample.reason, "tasks done"), "%s", sample.reason);
	ck_assert_uint_lt(clock_now_ns() - start_ns, 1000000000u);
}
END_TEST

START_TEST(a_hanging_task_times_out_under_every_strategy)
{
	launch_trial(FAKE_TRIAL, "hang", strategies[_i], _i == 0 ? 1 : 3, 300000000u, -1);
	expect(SAMPLE_TIMED_OUT, "no end within 0.30 s");
}
END_TEST

START_TEST(an_unexpected_answer_is_wrong)
{
	launch_fake("wrong", strategies[_i]);
	expect(SAMPLE_WRONG, "answer 64, expected 65");
}
END_TEST

START_TEST(leaving_early_is_failed_under_every_strategy)
{
	launch_fake("leave", strategies[_i]);
	/* a process that leaves with status 0 shows only in the count */
	expect(SAMPLE_FAILED,
		strstr(strategies[_i], "process") ? "of 64 tasks done" : "left early");
}
END_TEST

START_TEST(a_status_and_the_last_line_of_output_are_the_reason)
{
	launch_fake("exit", "thread-pool");
	expect(SAMPLE_FAILED, "the disk is on ?[31mfire");
}
END_TEST

START_TEST(a_worker_process_that_exits_is_named)
{
	launch_fake("exit", "process-pool");
	expect(SAMPLE_FAILED, "left with exit status 3; it said: the disk is on ?[31mfire");
}
END_TEST

START_TEST(a_task_that_fails_gives_its_reason)
{
	launch_fake("fail", strategies[_i]);
	expect(SAMPLE_FAILED, "the server said 503");
}
END_TEST

START_TEST(a_worker_that_cannot_begin_gives_its_reason)
{
	launch_fake("begin", strategies[_i]);
	expect(SAMPLE_FAILED, "connection refused");
}
END_TEST

START_TEST(a_prepare_that_refuses_gives_its_reason)
{
	launch_fake("refuse", "thread-pool");
	expect(SAMPLE_FAILED, "this machine has no such device");
}
END_TEST

START_TEST(a_skipped_task_is_failed)
{
	launch_fake("steady", "skip");
	expect(SAMPLE_FAILED, "63 of 64 tasks done");
}
END_TEST

START_TEST(a_stray_grandchild_does_not_outlive_the_sample)
{
	launch_fake("stray", strategies[_i]);
	expect(SAMPLE_OK, NULL); /* teardown looks for what is left */
}
END_TEST

START_TEST(whoever_ignored_its_children_sees_them_end_all_the_same)
{
	signal(SIGCHLD, SIG_IGN);
	launch_init();
	launch_fake("exit", "thread-pool");
	expect(SAMPLE_FAILED, "the disk is on");
}
END_TEST

START_TEST(an_interrupt_ends_the_sample)
{
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "x", 1), 1);
	launch_trial(FAKE_TRIAL, "hang", "process-pool", 3, 20000000000u, ends[0]);
	expect(SAMPLE_INTERRUPTED, NULL);
	close(ends[0]);
	close(ends[1]);
}
END_TEST

START_TEST(a_program_that_is_no_trial_is_failed)
{
	launch_trial("/bin/true", "steady", "sequential", 1, 20000000000u, -1);
	expect(SAMPLE_FAILED, "left early");
}
END_TEST

START_TEST(a_missing_program_is_failed)
{
	launch_trial("/nowhere/trial", "steady", "sequential", 1, 20000000000u, -1);
	expect(SAMPLE_FAILED, "No such file");
}
END_TEST

START_TEST(nonsense_in_the_area_is_never_ok)
{
	static const struct {
		const char *how, *reason;
	} cases[] = {
		{"many", "left early"},
		{"two", "left early"},
		{"lazy", "task counts make no sense"},
		{"short", "left early"},
		{"backwards", "make no sense"},
		{"instant", "make no sense"},
		{"long", "longer than its life"},
		{"status", "left early"},
		{"noise", "left early"},
		{"reason", "????"},
	};

	launch_trial(HOSTILE_TRIAL, cases[_i].how, "sequential", 1, 20000000000u, -1);
	expect(SAMPLE_FAILED, cases[_i].reason);
}
END_TEST

START_TEST(printing_without_end_does_not_fill_the_memory)
{
	launch_trial(FAKE_TRIAL, "chatter:duration=0ns", "sequential", 1, 20000000000u, -1);
	expect(SAMPLE_FAILED, "and on");
}
END_TEST

START_TEST(too_many_workers_say_how_many_started)
{
	launch_trial(FAKE_TRIAL, "steady:tasks=100", "thread-pool", 100, 20000000000u, -1);
	expect(SAMPLE_OK, NULL);
	ck_assert_uint_eq(sample.workers.count, 100);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("launch");
	TCase *tcase = tcase_create("launch");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, a_pad_pushes_the_stack_of_every_task_by_as_much, 0, STRATEGIES);
	tcase_add_loop_test(tcase, a_steady_workload_is_ok_under_every_strategy, 0, STRATEGIES);
	tcase_add_loop_test(tcase, a_segfault_is_crashed_under_every_strategy, 0, STRATEGIES);
	tcase_add_loop_test(
		tcase, a_worker_killed_mid_run_is_crashed_within_a_second, 0, STRATEGIES);
	tcase_add_loop_test(tcase, a_hanging_task_times_out_under_every_strategy, 0, STRATEGIES);
	tcase_add_loop_test(tcase, an_unexpected_answer_is_wrong, 0, STRATEGIES);
	tcase_add_loop_test(tcase, leaving_early_is_failed_under_every_strategy, 0, STRATEGIES);
	tcase_add_test(tcase, a_status_and_the_last_line_of_output_are_the_reason);
	tcase_add_test(tcase, a_worker_process_that_exits_is_named);
	tcase_add_loop_test(tcase, a_task_that_fails_gives_its_reason, 0, STRATEGIES);
	tcase_add_loop_test(tcase, a_worker_that_cannot_begin_gives_its_reason, 0, STRATEGIES);
	tcase_add_test(tcase, a_prepare_that_refuses_gives_its_reason);
	tcase_add_test(tcase, a_skipped_task_is_failed);
	tcase_add_loop_test(tcase, a_stray_grandchild_does_not_outlive_the_sample, 0, STRATEGIES);
	tcase_add_test(tcase, whoever_ignored_its_children_sees_them_end_all_the_same);
	tcase_add_test(tcase, an_interrupt_ends_the_sample);
	tcase_add_test(tcase, a_program_that_is_no_trial_is_failed);
	tcase_add_test(tcase, a_missing_program_is_failed);
	tcase_add_loop_test(tcase, nonsense_in_the_area_is_never_ok, 0, 10);
	tcase_add_test(tcase, printing_without_end_does_not_fill_the_memory);
	tcase_add_test(tcase, too_many_workers_say_how_many_started);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
