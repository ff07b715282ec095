/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run fixes once: which cells can run at all, calibrated values, and sizes. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "measured.h"
#include "scratch.h"
#include "text.h"
#include "trials.h"

static char *script;

static void setup(void)
{
	measured_setup();
	measured.sample_time_ns = 25000000; /* the target is 0.1 s, the least there is */
	script = NULL;
}

static void teardown(void)
{
	measured_teardown();
	free(script);
}

/* Puts a script in the place of the trial: LINES, and then what TRIAL does. It writes its arguments
 * into the file `log` of the folder. */
static void wrap(const char *trial, const char *lines)
{
	char *text = xasprintf(
		"echo \"$*\" >> %s/log\n%s\nexec %s \"$@\"", measured.folder, lines, trial);

	script = trial_script(measured.folder, "wrapped", text);
	measured.trial = script;
	free(text);
}

/* How many calls in the log have both WORDS; NULL: any. */
static size_t logged(const char *a, const char *b)
{
	char *path = xasprintf("%s/log", measured.folder), *log = read_file(path, NULL);
	size_t count = 0;

	for (char *rest = log, *line; rest && (line = strsep(&rest, "\n"));) {
		count += *line && (!a || strstr(line, a)) && (!b || strstr(line, b));
	}
	free(log);
	free(path);
	return count;
}

static uint64_t chosen_size(size_t workload)
{
	const struct listed_spec *item = measured.plan.workloads.item[workload];

	for (size_t i = 0; item->entry->params[i].name; i++) {
		if (item->entry->params[i].role == PARAM_SIZE) {
			return item->spec.value[i].count;
		}
	}
	ck_abort_msg("%s has no size", item->entry->name);
	return 0;
}

static void choose(void)
{
	ck_assert_msg(measured_choose(), "%s", measured.error);
}

/* ---- sizes ---- */

static bool is_on_the_ladder(uint64_t size)
{
	while (size % 10 == 0) {
		size /= 10;
	}
	return size == 1 || size == 2 || size == 5;
}

START_TEST(the_size_takes_about_the_target_whatever_the_law)
{
	static const struct {
		const char *workload;
		uint64_t low, high;
	} cases[] = {
		{"grow", 5000, 20000},                     /* 100 takes 1 ms */
		{"grow:unit=1us", 50000, 200000},          /* 100 takes 0.1 ms */
		{"grow:unit=20ms", 2, 10},                 /* 100 takes 2 s */
		{"grow:unit=1us,law=square", 200, 500},    /* 316 would be right */
		{"grow:unit=100ns,law=square", 500, 2000}, /* 100 takes 1 ms */
		{"grow:unit=10ns", 1000000, 1000000},      /* at the largest size too fast */
	};

	measured.workloads = cases[_i].workload;
	choose();
	uint64_t size = chosen_size(0);
	ck_assert(is_on_the_ladder(size));
	ck_assert_uint_ge(size, cases[_i].low);
	ck_assert_uint_le(size, cases[_i].high);
}
END_TEST

START_TEST(the_real_workloads_land_near_the_target)
{
	static const char *const workloads[] = {"primes", "perfect", "squares", "pages"};

	measured.trial = REAL_TRIAL;
	measured.workloads = workloads[_i];
	choose();
	ck_assert(is_on_the_ladder(chosen_size(0)));
	const struct rounds_workload *found = &measured.rounds_state.workload[0];
	/* loose, for a machine that does other things too */
	ck_assert_msg(found->loop_ns >= 25000000 && found->loop_ns <= 400000000, "%s: %.1f ms",
		workloads[_i], (double)found->loop_ns / 1e6);
	ck_assert_uint_gt(found->task_count, 1);
	ck_assert(found->has_answer);
}
END_TEST

START_TEST(the_target_follows_the_sample_time_and_the_usable_cpus)
{
	measured.workloads = "grow";
	measured.sample_time_ns = 500000000;
	choose();
	ck_assert_uint_ge(chosen_size(0), 50000); /* 2 CPUs: 1 s at 10 us each */
	ck_assert_uint_le(chosen_size(0), 200000);
}
END_TEST

START_TEST(a_given_size_stays)
{
	measured.workloads = "grow:size=300";
	wrap(FAKE_TRIAL, "");
	choose();
	ck_assert_uint_eq(chosen_size(0), 300);
	ck_assert_uint_eq(logged("--area-fd", NULL), 1);
	ck_assert_uint_eq(measured.rounds_state.workload[0].task_count, 10);
	ck_assert_uint_ge(measured.rounds_state.workload[0].loop_ns, 3000000);
}
END_TEST

START_TEST(what_is_told_of_the_loop_is_of_the_chosen_size)
{
	measured.workloads = "grow:unit=1us,law=square";
	wrap(FAKE_TRIAL, "");
	choose();
	const struct rounds_workload *found = &measured.rounds_state.workload[0];
	double wait_ns = 1e3 * pow((double)chosen_size(0), 2);
	ck_assert_double_ge((double)found->loop_ns, wait_ns);
	ck_assert_uint_eq(found->answer, 10);
	char *spec = xasprintf("size=%llu,", (unsigned long long)chosen_size(0));
	ck_assert_uint_ge(logged("--area-fd", spec), 1);
	free(spec);
}
END_TEST

START_TEST(each_workload_gets_its_own_size)
{
	measured.workloads = "grow grow:unit=1us,law=square steady";
	choose();
	ck_assert_uint_ge(chosen_size(0), 5000);
	ck_assert_uint_le(chosen_size(1), 1000);
	ck_assert_uint_eq(measured.rounds_state.workload[2].task_count, 64);
	ck_assert_uint_eq(measured.sample_count, 3); /* the watcher is told of each */
}
END_TEST

START_TEST(a_size_that_fails_is_given_up_for_the_last_good_one)
{
	measured.workloads = "grow:most=1500";
	choose();
	ck_assert_uint_eq(chosen_size(0), 1000);
	ck_assert_uint_ge(measured.rounds_state.workload[0].loop_ns, 10000000);
	ck_assert_uint_eq(measured.rounds_state.workload[0].task_count, 10);
}
END_TEST

START_TEST(a_size_that_times_out_is_given_up_too)
{
	measured.workloads = "grow:law=square,unit=1us";
	measured.sample_time_ns = 2000000000; /* 4 s, but 0.5 s is the end of patience */
	measured.timeout_ns = 500000000;
	choose();
	ck_assert_uint_ge(chosen_size(0), 100);
	ck_assert_uint_le(chosen_size(0), 500);
	ck_assert_uint_gt(measured.rounds_state.workload[0].loop_ns, 0);
}
END_TEST

START_TEST(a_wrong_answer_at_a_larger_size_is_not_hidden)
{
	measured.workloads = "grow:sane=1500";
	choose();
	ck_assert_uint_gt(chosen_size(0), 1500);
	ck_assert_uint_eq(measured.rounds_state.workload[0].loop_ns, 0);
}
END_TEST

START_TEST(a_loop_that_never_ends_well_keeps_the_size_it_began_with)
{
	static const char *const workloads[] = {"killed:at=0", "wrong", "leave", "fail", "hang"};

	measured.workloads = workloads[_i];
	measured.timeout_ns = 300000000;
	wrap(FAKE_TRIAL, "");
	choose();
	ck_assert_uint_eq(measured.rounds_state.workload[0].loop_ns, 0);
	ck_assert(!measured.rounds_state.workload[0].has_answer);
	ck_assert_uint_eq(logged("--area-fd", NULL), 1);
}
END_TEST

/* ---- what is calibrated ---- */

START_TEST(a_calibrated_value_is_measured_once_and_used_everywhere)
{
	measured.workloads = "mixed:cpu=100us,wait=100us,tasks=8";
	measured.strategies = "thread-pool,process-pool";
	measured.rounds = 1;
	wrap(REAL_TRIAL, "");
	ck_assert_int_eq(measured_run(), ROUNDS_DONE);
	const char *calibrated = measured.rounds_state.workload[0].calibrated;
	ck_assert_ptr_nonnull(calibrated);
	ck_assert_int_eq(strncmp(calibrated, "iterations=", 11), 0);
	ck_assert_uint_gt(strtoull(calibrated + 11, NULL, 10), 1000);
	/* only the first --check went without it */
	ck_assert_uint_eq(logged("--check", "mixed") - logged("--check", calibrated), 1);
	ck_assert_uint_eq(logged("--area-fd", calibrated), logged("--area-fd", "mixed"));
	/* sizing, round 0, and round 1 with the loop's copy */
	ck_assert_uint_eq(logged("--area-fd", "mixed"), 1 + 3 + 7);
	struct samples samples;
	measured_read(&samples);
	ck_assert_str_eq(samples.run.workloads[0].calibrated, calibrated);
	ck_assert_ptr_null(strstr(samples.run.workloads[0].spec, "iterations"));
	samples_finish(&samples);
}
END_TEST

START_TEST(a_given_calibration_is_kept_and_recorded)
{
	measured.workloads = "mixed:cpu=100us,wait=100us,tasks=8,iterations=4321";
	measured.trial = REAL_TRIAL;
	choose();
	ck_assert_str_eq(measured.rounds_state.workload[0].calibrated, "iterations=4321");
}
END_TEST

/* ---- what cannot run ---- */

START_TEST(every_strategy_is_checked_at_the_most_workers_before_anything_runs)
{
	measured.workloads = "steady grow";
	measured.strategies = "thread-pool:chunk=2,process-split";
	measured.workers = "1,2,5";
	wrap(FAKE_TRIAL, "case \"$*\" in *area-fd*) exit 9;; esac");
	ck_assert(measured_choose());
	ck_assert_uint_eq(logged("--check", NULL), 6);
	ck_assert_uint_eq(logged("--check steady sequential 1", NULL), 1);
	ck_assert_uint_eq(logged("--check steady thread-pool:chunk=2 5", NULL), 1);
	ck_assert_uint_eq(logged("--check grow:size=100 process-split 5", NULL), 1);
}
END_TEST

START_TEST(a_strategy_that_cannot_run_is_refused_with_its_cell)
{
	measured.strategies = "thread-pool,process-pool";
	measured.workers = "1,5";
	wrap(FAKE_TRIAL, "case \"$*\" in --check*process-pool\\ 5)"
			 " echo 'manyhands-trial: no memory for 5 workers' >&2; exit 2;; esac");
	ck_assert(!measured_choose());
	ck_assert_str_eq(measured.error, "steady/process-pool/5: no memory for 5 workers");
	ck_assert_uint_eq(logged("--area-fd", NULL), 0);
}
END_TEST

START_TEST(a_workload_that_cannot_run_is_refused)
{
	measured.workloads = "steady refuse";
	ck_assert(!measured_choose());
	ck_assert_str_eq(measured.error, "refuse/sequential/1: this machine has no such device");
}
END_TEST

START_TEST(an_answer_that_is_none_is_refused)
{
	static const char *const answers[] = {
		"hello", "{}", "{\"workload\":\"steady:zzz=4\"}", "{\"workload\":7}", ""};
	char *line = xasprintf("[ $1 = --check ] && { echo '%s'; exit 0; }", answers[_i]);

	wrap(FAKE_TRIAL, line);
	ck_assert(!measured_choose());
	ck_assert_ptr_nonnull(
		strstr(measured.error, "/wrapped: its answer to --check is not understood"));
	free(line);
}
END_TEST

/* ---- being interrupted ---- */

START_TEST(an_interrupt_while_cells_are_checked_ends_without_a_complaint)
{
	ck_assert_int_eq(write(measured.interrupt[1], "x", 1), 1);
	wrap(FAKE_TRIAL, "[ $1 = --describe ] || kill -INT $$"); /* Ctrl-C goes to the trial too */
	ck_assert(!measured_choose());
	ck_assert_str_eq(measured.error, "");
	ck_assert_uint_eq(logged("--check", NULL), 1);
}
END_TEST

START_TEST(an_interrupt_while_sizes_are_tried_ends_without_a_complaint)
{
	measured.workloads = "steady hang steady:tasks=3";
	measured.interrupt_after = 2;
	wrap(FAKE_TRIAL, "");
	ck_assert(!measured_choose());
	ck_assert_str_eq(measured.error, "");
	ck_assert_uint_le(logged("--area-fd", NULL), 2); /* the second may not have come so far */
	ck_assert_uint_eq(logged("--area-fd", "tasks=3"), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("size");
	TCase *tcase = tcase_create("size");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, the_size_takes_about_the_target_whatever_the_law, 0, 6);
	tcase_add_loop_test(tcase, the_real_workloads_land_near_the_target, 0, 4);
	tcase_add_test(tcase, the_target_follows_the_sample_time_and_the_usable_cpus);
	tcase_add_test(tcase, a_given_size_stays);
	tcase_add_test(tcase, what_is_told_of_the_loop_is_of_the_chosen_size);
	tcase_add_test(tcase, each_workload_gets_its_own_size);
	tcase_add_test(tcase, a_size_that_fails_is_given_up_for_the_last_good_one);
	tcase_add_test(tcase, a_size_that_times_out_is_given_up_too);
	tcase_add_test(tcase, a_wrong_answer_at_a_larger_size_is_not_hidden);
	tcase_add_loop_test(tcase, a_loop_that_never_ends_well_keeps_the_size_it_began_with, 0, 5);
	tcase_add_test(tcase, a_calibrated_value_is_measured_once_and_used_everywhere);
	tcase_add_test(tcase, a_given_calibration_is_kept_and_recorded);
	tcase_add_test(tcase, every_strategy_is_checked_at_the_most_workers_before_anything_runs);
	tcase_add_test(tcase, a_strategy_that_cannot_run_is_refused_with_its_cell);
	tcase_add_test(tcase, a_workload_that_cannot_run_is_refused);
	tcase_add_loop_test(tcase, an_answer_that_is_none_is_refused, 0, 5);
	tcase_add_test(tcase, an_interrupt_while_cells_are_checked_ends_without_a_complaint);
	tcase_add_test(tcase, an_interrupt_while_sizes_are_tried_ends_without_a_complaint);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
