/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a run goes on: precision, budgets below the floor; and what every round holds beside the
 * cells: copies of the loop, probes, a layout by chance. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "measured.h"
#include "text.h"
#include "trials.h"

static struct samples samples;

static void setup(void)
{
	measured_setup();
}

static void teardown(void)
{
	samples_finish(&samples);
	measured_teardown();
}

static void run(enum rounds_end expected)
{
	ck_assert_int_eq(measured_run(), expected);
	measured_read(&samples);
}

static size_t count_role(enum sample_role role, uint32_t round)
{
	size_t count = 0;

	for (size_t i = 0; i < samples.count; i++) {
		count += samples.sample[i].role == role && samples.sample[i].round == round;
	}
	return count;
}

/* ---- precision ---- */

START_TEST(a_run_ends_once_it_is_precise_but_not_before_seven_rounds)
{
	measured.rounds = 0;
	measured.precise_after = (uint32_t)_i;
	run(ROUNDS_PRECISE);
	uint32_t rounds = _i < 7 ? 7 : (uint32_t)_i;
	char *note = xasprintf("a precision of 2 %% was reached after %u rounds", rounds);

	ck_assert_uint_eq(samples.count, 2 + rounds * order_samples(&measured.plan));
	ck_assert_uint_eq(samples.note_count, 1);
	ck_assert_str_eq(samples.notes[0], note);
	ck_assert_uint_eq(samples.run.rounds, 40);
	ck_assert(fabs(samples.run.precision - 0.02) < 1e-12);
	ck_assert_ptr_nonnull(strstr(samples.run.command, " --rounds 40 --precision 2% "));
	free(note);
}
END_TEST

START_TEST(without_a_question_the_least_number_of_rounds_is_enough)
{
	measured.rounds = 0;
	measured.unasked = true;
	run(ROUNDS_UNASKED);
	ck_assert_uint_eq(samples.count, 2 + 7 * order_samples(&measured.plan));
	ck_assert_str_eq(samples.notes[0],
		"none of the three questions is asked here: ended after 7 rounds");
}
END_TEST

START_TEST(a_number_of_rounds_is_kept_however_precise_it_is)
{
	measured.rounds = 9;
	measured.precise_after = 1;
	run(ROUNDS_DONE);
	ck_assert_uint_eq(samples.count, 2 + 9 * order_samples(&measured.plan));
	ck_assert_uint_eq(samples.note_count, 0);
	ck_assert(!(samples.run.precision > 0));
}
END_TEST

START_TEST(a_precision_beside_a_number_of_rounds_may_end_it_earlier)
{
	measured.rounds = 9;
	measured.precision = 0.05;
	measured.precise_after = 8;
	run(ROUNDS_PRECISE);
	ck_assert_uint_eq(samples.count, 2 + 8 * order_samples(&measured.plan));
}
END_TEST

START_TEST(more_rounds_asked_for_on_resuming_are_measured_however_precise_it_was)
{
	enum rounds_end end;

	measured.rounds = 0;
	measured.precise_after = 7;
	run(ROUNDS_PRECISE);
	size_t count = samples.count;
	samples_finish(&samples);
	measured.precise_after = 0;
	ck_assert(measured_resume(9, &end));
	measured_read(&samples);
	ck_assert_uint_eq(samples.count, count + 2 * order_samples(&measured.plan));
}
END_TEST

/* ---- a budget below the floor ---- */

START_TEST(a_budget_below_the_floor_makes_sizes_smaller_first)
{
	/* its loop of 200 ms and two pools take over 2 s in seven rounds; half of that is enough once the
	 * loop is down at 100 ms */
	measured.workloads = "grow";
	measured.workers = "2";
	measured.rounds = 0;
	measured.precise_after = 7;
	measured.budget_ns = UINT64_C(3200000000);
	ck_assert_msg(measured_choose(), "%s", measured.error);
	ck_assert_uint_lt(measured.plan.sample_time_ns, 100000000);
	ck_assert_uint_ge(measured.plan.sample_time_ns, 25000000);
	ck_assert_ptr_nonnull(measured.rounds_state.fitted);
	ck_assert_ptr_nonnull(strstr(measured.rounds_state.fitted, "sizes made smaller"));
	ck_assert_ptr_null(strstr(measured.rounds_state.fitted, "left out"));
}
END_TEST

START_TEST(then_cells_that_no_question_needs_are_left_out_and_the_record_says_so)
{
	enum rounds_end end;

	measured.workloads = "grow:size=2000"; /* given: it can't be made smaller */
	measured.strategies = "process-split,thread-pool";
	measured.workers = "1,2,3,5,6,8";
	measured.rounds = 1;
	measured.budget_ns = 1; /* nothing fits */
	run(ROUNDS_DONE);
	ck_assert_uint_eq(samples.note_count, 1);
	ck_assert_str_eq(samples.notes[0],
		"3, 5 and 6 workers left out; kept of the rest only the pools at 2 and 8 workers");
	ck_assert_uint_eq(samples.run.point_count, 2);
	ck_assert_uint_eq(samples.run.points[0].workers, 2);
	ck_assert_uint_eq(samples.run.points[1].workers, 8);
	ck_assert_uint_eq(samples.run.strategy_count, 2);
	ck_assert_uint_eq(samples.run.cell_count, 3);
	ck_assert_str_eq(samples.run.cells[2].key, "grow:size=2000/thread-pool/8");
	size_t count = samples.count;
	samples_finish(&samples);
	/* what was left out is not missing */
	ck_assert_msg(measured_resume(0, &end), "%s", measured.error);
	measured_read(&samples);
	ck_assert_uint_eq(samples.count, count);
}
END_TEST

START_TEST(what_is_left_keeps_its_own_estimates)
{
	const double *estimate_ns;
	double loop_ns;

	measured.workloads = "grow:size=20000 grow:size=40000";
	measured.strategies = "process-split,thread-pool";
	measured.workers = "1,2,3,5,6,8";
	measured.rounds = 1;
	measured.budget_ns = 1;
	ck_assert_msg(measured_choose(), "%s", measured.error);
	ck_assert_uint_eq(measured.plan.cell_count, 2 * 3);
	for (size_t w = 0; w < 2; w++) {
		/* the loop, the pool of 2, whose estimate is the ideal, the pool of 8 */
		estimate_ns = measured.rounds_state.estimate_ns + 3 * w;
		loop_ns = (double)measured.rounds_state.workload[w].loop_ns;
		ck_assert_double_ge(estimate_ns[0], w == 0 ? 200e6 : 400e6);
		ck_assert(estimate_ns[1] >= loop_ns / 2 && estimate_ns[1] < 0.8 * estimate_ns[0]);
		ck_assert(estimate_ns[2] >= loop_ns / 8 && estimate_ns[2] < 0.8 * estimate_ns[1]);
	}
	ck_assert_double_lt(measured.rounds_state.estimate_ns[0], 400e6);
}
END_TEST

START_TEST(a_budget_that_is_large_enough_changes_nothing)
{
	measured.workers = "1,2,3";
	measured.budget_ns = UINT64_C(60000000000);
	run(ROUNDS_DONE);
	ck_assert_uint_eq(samples.note_count, 0);
	ck_assert_uint_eq(samples.run.point_count, 3);
	ck_assert_ptr_null(measured.rounds_state.fitted);
}
END_TEST

/* ---- what a round holds beside the cells ---- */

START_TEST(every_round_has_a_copy_of_each_loop)
{
	measured.workloads = "steady steady:tasks=8";
	run(ROUNDS_DONE);
	ck_assert_uint_eq(count_role(ROLE_COPY, 0), 0);
	ck_assert_uint_eq(count_role(ROLE_COPY, 1), 2);
	ck_assert_uint_eq(count_role(ROLE_COPY, 2), 2);
	for (size_t i = 0; i < samples.count; i++) {
		if (samples.sample[i].role == ROLE_COPY) {
			ck_assert_ptr_nonnull(strstr(samples.sample[i].cell, "/sequential/1"));
		}
	}
}
END_TEST

START_TEST(every_round_probes_the_machine_at_every_worker_count)
{
	measured.trial = REAL_TRIAL;
	measured.workloads = "nothing";
	measured.strategies = "process-pool";
	measured.workers = "1,2,8";
	run(ROUNDS_DONE);
	/* of both kinds: the loop and three counts */
	ck_assert_uint_eq(samples.run.probe_count, 2 * 4);
	ck_assert_uint_eq(count_role(ROLE_PROBE, 1), 2 * 4);
	ck_assert_uint_eq(count_role(ROLE_PROBE, 2), 2 * 4);
	ck_assert_str_eq(samples.run.probes[0].kind, "latency");
	ck_assert(samples.run.probes[0].baseline);
	ck_assert_str_eq(samples.run.probes[7].kind, "throughput");
	ck_assert_uint_eq(samples.run.probes[7].workers, 8);
	ck_assert_ptr_nonnull(strstr(samples.run.probes[7].key, "/thread-pool/8"));
	/* what was asked for is not mixed with it */
	ck_assert_uint_eq(samples.run.workload_count, 1);
	ck_assert_uint_eq(samples.run.strategy_count, 2);
	ck_assert_uint_eq(samples.run.cell_count, 4);
	ck_assert_ptr_null(strstr(samples.run.command, "spin"));
}
END_TEST

START_TEST(a_run_with_probes_is_resumed_where_it_ended)
{
	enum rounds_end end;

	measured.trial = REAL_TRIAL;
	measured.workloads = "nothing";
	run(ROUNDS_DONE);
	size_t count = samples.count;
	samples_finish(&samples);
	measured_cut(5, ""); /* of round 0 */
	ck_assert_msg(measured_resume(0, &end), "%s", measured.error);
	ck_assert_int_eq(end, ROUNDS_DONE);
	measured_read(&samples);
	ck_assert_uint_eq(samples.count, count);
	for (size_t i = 0; i < samples.count; i++) {
		/* the same whether it was measured before or after */
		if (samples.sample[i].role == ROLE_PROBE) {
			ck_assert_uint_eq(samples.sample[i].workers.row[0].busy_ns, SAMPLE_UNKNOWN);
		}
	}
}
END_TEST

START_TEST(where_stack_and_environment_lie_is_chance_that_is_recorded)
{
	size_t env_kinds = 0, stack_kinds = 0;

	measured.rounds = 4;
	run(ROUNDS_DONE);
	for (size_t i = 1; i < samples.count; i++) {
		const struct sample *sample = &samples.sample[i];

		ck_assert_uint_lt(sample->env_pad_bytes, 4096);
		ck_assert_uint_eq(sample->env_pad_bytes % 16, 0);
		ck_assert_uint_lt(sample->stack_pad_bytes, 4096);
		ck_assert_uint_eq(sample->stack_pad_bytes % 16, 0);
		env_kinds += sample->env_pad_bytes != sample[-1].env_pad_bytes;
		stack_kinds += sample->stack_pad_bytes != sample[-1].stack_pad_bytes;
	}
	ck_assert_uint_gt(env_kinds, samples.count / 2);
	ck_assert_uint_gt(stack_kinds, samples.count / 2);
}
END_TEST

START_TEST(the_trial_gets_the_pads)
{
	/* a trial that fails with the length of its pad and the option it got */
	char *script = trial_script(measured.folder, "padded",
		"case \"$*\" in *--stack-pad\\ 48\\ *) echo \"pad ${#MANYHANDS_PAD}\" >&2;; esac; "
		"exit 1");
	struct launch launch = {
		.trial = script,
		.workload = "steady",
		.strategy = "sequential",
		.workers = 1,
		.env_pad_bytes = 1600,
		.stack_pad_bytes = 48,
		.timeout_ns = UINT64_C(10000000000),
		.interrupt_fd = -1,
	};
	struct launch_extra extra;
	struct sample sample;

	sample_init(&sample);
	launch_sample(&launch, &sample, &extra);
	ck_assert_int_eq(sample.status, SAMPLE_FAILED);
	ck_assert_str_eq(sample.reason, "pad 1600");
	sample_finish(&sample);
	free(script);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("budget");
	TCase *tcase = tcase_create("budget");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, a_run_ends_once_it_is_precise_but_not_before_seven_rounds, 6, 9);
	tcase_add_test(tcase, without_a_question_the_least_number_of_rounds_is_enough);
	tcase_add_test(tcase, a_number_of_rounds_is_kept_however_precise_it_is);
	tcase_add_test(tcase, a_precision_beside_a_number_of_rounds_may_end_it_earlier);
	tcase_add_test(
		tcase, more_rounds_asked_for_on_resuming_are_measured_however_precise_it_was);
	tcase_add_test(tcase, a_budget_below_the_floor_makes_sizes_smaller_first);
	tcase_add_test(
		tcase, then_cells_that_no_question_needs_are_left_out_and_the_record_says_so);
	tcase_add_test(tcase, what_is_left_keeps_its_own_estimates);
	tcase_add_test(tcase, a_budget_that_is_large_enough_changes_nothing);
	tcase_add_test(tcase, every_round_has_a_copy_of_each_loop);
	tcase_add_test(tcase, every_round_probes_the_machine_at_every_worker_count);
	tcase_add_test(tcase, a_run_with_probes_is_resumed_where_it_ended);
	tcase_add_test(tcase, where_stack_and_environment_lie_is_chance_that_is_recorded);
	tcase_add_test(tcase, the_trial_gets_the_pads);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
