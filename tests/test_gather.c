/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of which samples count and which rounds are whole. */
#include "judge/gather.h"

#include <check.h>
#include <stdlib.h>

#include "judged.h"
#include "text.h"

START_TEST(round_zero_and_other_roles_are_left_out)
{
	judged_run(7, 1);
	sample_of(POOL_2, 0, 0)->total_ns = 1;
	sample_of(POOL_2, 3, 0)->role = ROLE_PROBE;
	sample_of(POOL_2, 4, 0)->role = ROLE_TRACED;
	sample_of(LOOP, 5, 0)->role = ROLE_COPY;
	judgement_init(&judgement, &samples);

	ck_assert_uint_eq(result_of(POOL_2)->sample_count, 5);
	ck_assert_double_eq(result_of(POOL_2)->min_ns, 50e6);
	ck_assert_uint_eq(judgement.workloads[0].baseline->sample_count, 13);
	ck_assert_uint_eq(judgement.round_count, 5);
}
END_TEST

START_TEST(samples_of_foreign_cells_are_left_out)
{
	judged_run(7, 1);
	struct sample *foreign = sample_of(POOL_2, 3, 0);

	free(foreign->cell);
	foreign->cell = xstrdup("spin/thread-pool/3");
	judgement_init(&judgement, &samples);
	ck_assert_uint_eq(result_of(POOL_2)->sample_count, 6);
}
END_TEST

START_TEST(failures_are_counted_by_kind_with_the_first_reason)
{
	judged_run(7, 1);
	fixture_fail(&samples, POOL_2, 0, SAMPLE_CRASHED, "signal 9");
	fixture_fail(&samples, POOL_2, 5, SAMPLE_TIMED_OUT, "after 60 s");
	fixture_fail(&samples, POOL_2, 7, SAMPLE_INTERRUPTED, "Ctrl-C");
	judgement_init(&judgement, &samples);
	const struct cell_result *two = result_of(POOL_2);

	ck_assert_uint_eq(two->sample_count, 0);
	ck_assert_uint_eq(two->failed_count, 6);
	ck_assert_uint_eq(two->status_count[SAMPLE_CRASHED], 4);
	ck_assert_uint_eq(two->status_count[SAMPLE_TIMED_OUT], 2);
	ck_assert_str_eq(two->reason, "signal 9");
	ck_assert_double_nan(two->time_ns.mid);
	ck_assert_double_nan(two->min_ns);
	ck_assert_double_nan(two->cpu_ns);
	ck_assert_double_nan(two->noise);
	ck_assert_double_nan(two->speedup.mid);
	ck_assert_double_nan(two->efficiency);
}
END_TEST

START_TEST(an_interrupted_last_round_is_not_whole)
{
	judged_run(7, 1);
	fixture_fail(&samples, POOL_4, 7, SAMPLE_INTERRUPTED, NULL);
	judgement_init(&judgement, &samples);

	ck_assert_uint_eq(judgement.round_count, 6);
	/* but what was measured in it counts */
	ck_assert_uint_eq(result_of(POOL_2)->sample_count, 7);
}
END_TEST

/* thread-pool at 4 is measured up to round 2 only. */
static double given_up(const struct run_cell *cell, uint32_t round, double *busy)
{
	return cell->workers == 4 && round > 2 ? 0 : judged_time(cell, round, busy);
}

START_TEST(a_cell_that_was_given_up_is_not_waited_for)
{
	judged_run(0, 1);
	for (size_t i = 0; i < samples.count; i++) {
		sample_finish(&samples.sample[i]);
	}
	samples.count = 0;
	fixture_rounds(&samples, 7, given_up);
	fixture_fail(&samples, POOL_4, 1, SAMPLE_TIMED_OUT, "after 60 s");
	judgement_init(&judgement, &samples);

	ck_assert_uint_eq(judgement.round_count, 7);
	ck_assert_uint_eq(result_of(POOL_4)->failed_count, 2);
	judgement_finish(&judgement);

	/* had it not failed, its samples would be missing */
	for (uint32_t round = 1; round <= 2; round++) {
		sample_of(POOL_4, round, 0)->status = SAMPLE_OK;
	}
	judgement_init(&judgement, &samples);
	ck_assert_uint_eq(judgement.round_count, 2);
}
END_TEST

START_TEST(the_order_of_the_lines_does_not_matter)
{
	judged_run(7, 1);
	for (uint32_t round = 1; round <= 7; round++) {
		sample_of(POOL_2, round, 0)->total_ns = 50000000 + round;
	}
	for (size_t i = 0; i < samples.count / 2; i++) {
		struct sample swap = samples.sample[i];

		samples.sample[i] = samples.sample[samples.count - 1 - i];
		samples.sample[samples.count - 1 - i] = swap;
	}
	judgement_init(&judgement, &samples);
	const struct cell_result *two = result_of(POOL_2);

	for (uint32_t round = 1; round <= 7; round++) {
		ck_assert_uint_eq(two->round[round - 1], round);
		ck_assert_double_eq(two->time[round - 1], 50e6 + round);
	}
}
END_TEST

START_TEST(a_run_without_samples_is_judged_as_empty)
{
	fixture_init(&samples, 2);
	judgement_init(&judgement, &samples);
	ck_assert_uint_eq(judgement.round_count, 0);
	judged_finish();

	fixture_init(&samples, 2);
	fixture_workload(&samples, "spin", "96 × 1 ms", 96);
	fixture_point(&samples, 2, "");
	fixture_strategy(&samples, "thread-pool");
	fixture_cells(&samples);
	judgement_init(&judgement, &samples);
	ck_assert_uint_eq(judgement.round_count, 0);
	ck_assert_double_nan(result_of(POOL_2)->speedup.mid);
	ck_assert_double_nan(judgement.workloads[0].busy_share);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("gather");
	TCase *cases = tcase_create("gather");

	tcase_add_checked_fixture(cases, NULL, judged_finish);
	tcase_add_test(cases, round_zero_and_other_roles_are_left_out);
	tcase_add_test(cases, samples_of_foreign_cells_are_left_out);
	tcase_add_test(cases, failures_are_counted_by_kind_with_the_first_reason);
	tcase_add_test(cases, an_interrupted_last_round_is_not_whole);
	tcase_add_test(cases, a_cell_that_was_given_up_is_not_waited_for);
	tcase_add_test(cases, the_order_of_the_lines_does_not_matter);
	tcase_add_test(cases, a_run_without_samples_is_judged_as_empty);
	suite_add_tcase(suite, cases);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
