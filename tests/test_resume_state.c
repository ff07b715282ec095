/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run that goes on takes over: answers, retired cells, what was found once, the time used. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "measured.h"
#include "text.h"

static struct samples first, again;

/* A whole run of 3 rounds on two workloads: 4 samples in round 0, then 3 times 12. */
enum { ROUND_0 = 4, PER_ROUND = 12, ROUNDS = 3, ALL = ROUND_0 + ROUNDS * PER_ROUND };

static void setup(void)
{
	measured_setup();
	measured.workloads = "steady:tasks=2 steady:tasks=3";
	measured.workers = "1,2,3";
	measured.rounds = ROUNDS;
	first = again = (struct samples){0};
}

static void teardown(void)
{
	samples_finish(&first);
	samples_finish(&again);
	measured_teardown();
}

static void run_whole(void)
{
	ck_assert_int_eq(measured_run(), ROUNDS_DONE);
	measured_read(&first);
}

static void resume_to(uint32_t rounds, enum rounds_end expected)
{
	enum rounds_end end = ROUNDS_BROKEN;

	ck_assert_msg(measured_resume(rounds, &end), "%s", measured.error);
	ck_assert_int_eq(end, expected);
	measured_read(&again);
}

static void resume(uint32_t rounds)
{
	resume_to(rounds, ROUNDS_DONE);
}

/* The same cells at the same places as in the first run. */
static void expect_the_first_order(void)
{
	for (size_t i = 0; i < again.count; i++) {
		for (size_t j = 0; j < first.count; j++) {
			if (first.sample[j].seq == again.sample[i].seq) {
				ck_assert_str_eq(first.sample[j].cell, again.sample[i].cell);
			}
		}
	}
}

START_TEST(an_answer_is_held_against_the_first_runs_loop)
{
	run_whole();
	for (size_t i = 0; i < first.count; i++) {
		first.sample[i].answer += 1000;
	}
	measured_rewrite(&first, ROUND_0, NULL);
	resume(0);
	for (size_t i = ROUND_0; i < again.count; i++) {
		ck_assert_int_eq(again.sample[i].status, SAMPLE_WRONG);
	}
	ck_assert_uint_eq(again.count, ALL);
}
END_TEST

START_TEST(a_retired_cell_stays_retired)
{
	measured.workloads = "hang:at=1";
	measured.workers = "2";
	measured.timeout_ns = 150000000;
	measured.rounds = 2;
	ck_assert_int_eq(measured_run(), ROUNDS_DONE);
	measured_read(&first);
	ck_assert_uint_eq(first.count, 4);
	resume(5);
	ck_assert_uint_eq(again.count, 4);
	samples_finish(&again);
	measured_cut(3, ""); /* one TIMED OUT of the second cell is left */
	resume(5);
	ck_assert_uint_eq(again.count, 4);
	ck_assert_int_eq(again.sample[3].status, SAMPLE_TIMED_OUT);
	ck_assert_uint_eq(again.note_count, 1);
}
END_TEST

START_TEST(a_calibrated_value_is_the_recorded_one)
{
	measured.trial = REAL_TRIAL;
	measured.workloads = "mixed:cpu=20us,wait=20us,tasks=4 primes:limit=1e4";
	measured.workers = "2";
	measured.rounds = 1;
	ck_assert_int_eq(measured_run(), ROUNDS_DONE);
	measured_read(&first);
	free(first.run.workloads[0].calibrated);
	first.run.workloads[0].calibrated = xstrdup("iterations=77");
	measured_rewrite(&first, first.count, NULL);
	resume(2);
	ck_assert_uint_gt(again.count, first.count);
	const struct listed_spec *mixed = measured.plan.workloads.item[0];
	ck_assert_str_eq(mixed->entry->params[3].name, "iterations");
	ck_assert_uint_eq(mixed->spec.value[3].count, 77);
	ck_assert_str_eq(measured.rounds_state.workload[0].calibrated, "iterations=77");
	ck_assert_ptr_null(measured.rounds_state.workload[1].calibrated);
}
END_TEST

START_TEST(a_calibrated_value_belongs_to_its_spec)
{
	static const char *const wishes[] = {"mixed:iterations=77", "mixed:wait=1ms,iterations=77"};
	char spec[2][24] = {"mixed", "mixed:wait=1ms"}, calibrated[] = "iterations=77";
	struct run_workload workload = {.spec = spec[_i], .calibrated = calibrated};
	struct samples earlier = {.run = {.workloads = &workload, .workload_count = 1}};
	struct plan_wish wish;

	resume_wish(&earlier, &wish);
	ck_assert_str_eq(wish.workloads[0], wishes[_i]);
	resume_wish_finish(&wish);
}
END_TEST

START_TEST(sizes_are_the_recorded_ones)
{
	measured.workloads = "grow";
	measured.sample_time_ns = 1;
	measured.rounds = 1;
	ck_assert_int_eq(measured_run(), ROUNDS_DONE);
	measured_read(&first);
	resume(2);
	for (size_t i = 0; i < again.count; i++) {
		ck_assert_int_eq(strncmp(again.sample[i].cell, first.run.workloads[0].spec,
					 strlen(first.run.workloads[0].spec)),
			0);
	}
	ck_assert_uint_eq(
		measured.rounds_state.workload[0].loop_ns, first.run.workloads[0].loop_ns);
	ck_assert_uint_eq(measured.rounds_state.workload[0].task_count, 10);
}
END_TEST

START_TEST(every_kind_of_spec_makes_its_plan_again)
{
	measured.trial = REAL_TRIAL;
	measured.workloads =
		"sleep:tasks=4,duration=50us,pattern=ramp primes:limit=5e3,per_task=77";
	measured.strategies = "thread-pool:chunk=2,sequential:chunk=3,process-split,per-task";
	measured.workers = "1,2,4x";
	measured.rounds = 1;
	ck_assert_int_eq(measured_run(), ROUNDS_DONE);
	measured_read(&first);
	resume(2);
	ck_assert_uint_gt(again.count, first.count);
	expect_the_first_order();
}
END_TEST

/* ---- budgets ---- */

START_TEST(the_time_measured_before_counts_against_the_budget)
{
	run_whole();
	const struct sample *last = &first.sample[ROUND_0 + PER_ROUND - 1];
	/* what is left of it is too short for a round, but would not be if it began again */
	first.run.budget_ns = last->at_ns + last->total_ns + 10000000;
	measured_rewrite(&first, ROUND_0 + PER_ROUND, NULL);
	resume_to(0, ROUNDS_BUDGET);
	ck_assert_uint_eq(again.count, ROUND_0 + PER_ROUND);
	ck_assert_uint_eq(again.note_count, 1);
	ck_assert_str_eq(again.notes[0], "the budget ended the run after 1 of 3 rounds");
}
END_TEST

START_TEST(a_round_that_was_begun_is_ended_whatever_the_budget)
{
	run_whole();
	first.run.budget_ns = 1;
	measured_rewrite(&first, ROUND_0 + PER_ROUND + 3, NULL);
	resume_to(0, ROUNDS_BUDGET);
	ck_assert_uint_eq(again.count, ROUND_0 + 2 * PER_ROUND);
	ck_assert_str_eq(again.notes[0], "the budget ended the run after 2 of 3 rounds");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("resume_state");
	TCase *tcase = tcase_create("resume_state");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, an_answer_is_held_against_the_first_runs_loop);
	tcase_add_test(tcase, a_retired_cell_stays_retired);
	tcase_add_test(tcase, a_calibrated_value_is_the_recorded_one);
	tcase_add_loop_test(tcase, a_calibrated_value_belongs_to_its_spec, 0, 2);
	tcase_add_test(tcase, sizes_are_the_recorded_ones);
	tcase_add_test(tcase, every_kind_of_spec_makes_its_plan_again);
	tcase_add_test(tcase, the_time_measured_before_counts_against_the_budget);
	tcase_add_test(tcase, a_round_that_was_begun_is_ended_whatever_the_budget);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
