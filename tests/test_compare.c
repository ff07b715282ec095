/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the judgement: how samples are paired, what follows per cell and workload. */
#include "judge/compare.h"

#include <check.h>
#include <stdlib.h>

#include "judged.h"

START_TEST(a_cell_has_a_level_a_speedup_and_an_efficiency)
{
	judged_run(7, 1);
	judgement_init(&judgement, &samples);
	const struct cell_result *two = result_of(POOL_2), *four = result_of(POOL_4);

	ck_assert_uint_eq(judgement.round_count, 7);
	ck_assert_uint_eq(two->sample_count, 7);
	ck_assert_uint_eq(two->failed_count, 0);
	ck_assert_uint_eq(two->status_count[SAMPLE_OK], 7);
	ck_assert_double_eq(two->time_ns.mid, 50e6);
	ck_assert(two->time_ns.exact);
	ck_assert_double_eq(two->min_ns, 50e6);
	ck_assert_double_eq(two->cpu_ns, 50e6);
	ck_assert_double_eq(two->noise, 0);
	ck_assert_double_eq_tol(two->speedup.mid, 2, 1e-12);
	ck_assert_double_eq_tol(two->speedup.low, 2, 1e-12);
	ck_assert_double_eq_tol(two->efficiency, 1, 1e-12);
	ck_assert_double_eq_tol(four->efficiency, 1, 1e-12);
	ck_assert_uint_eq(two->round[0], 1);
	ck_assert_uint_eq(two->round[6], 7);
}
END_TEST

START_TEST(the_baseline_is_a_cell_with_speedup_one)
{
	judged_run(7, 1);
	judgement_init(&judgement, &samples);
	const struct cell_result *loop = result_of(LOOP);

	ck_assert_ptr_eq(judgement.workloads[0].baseline, loop);
	ck_assert_uint_eq(loop->sample_count, 14);
	ck_assert_double_eq(loop->speedup.mid, 1);
	ck_assert_double_eq(loop->speedup.low, 1);
	ck_assert_double_eq(loop->speedup.high, 1);
	ck_assert(loop->speedup.exact);
	ck_assert_double_eq(loop->efficiency, 1);
}
END_TEST

START_TEST(several_baselines_in_a_round_count_as_one_value)
{
	judged_run(5, 1);
	judgement_init(&judgement, &samples);

	/* ten samples, but five rounds: no interval */
	ck_assert_uint_eq(judgement.workloads[0].baseline->sample_count, 10);
	ck_assert(!judgement.workloads[0].baseline->time_ns.exact);
	ck_assert(!result_of(POOL_2)->speedup.exact);
	ck_assert_double_eq_tol(result_of(POOL_2)->speedup.mid, 2, 1e-12);
}
END_TEST

START_TEST(the_busy_share_of_the_loop_makes_the_class)
{
	static const struct {
		double busy;
		enum work_class class;
		const char *name;
	} expected[] = {{0.01, WORK_WAITING, "waiting"}, {0.1, WORK_WAITING, "waiting"},
		{0.11, WORK_MIXED, "mixed"}, {0.89, WORK_MIXED, "mixed"},
		{0.9, WORK_COMPUTING, "computing"}, {1, WORK_COMPUTING, "computing"}};

	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		judged_run(7, expected[i].busy);
		judgement_init(&judgement, &samples);
		ck_assert_int_eq(judgement.workloads[0].class, expected[i].class);
		ck_assert_str_eq(work_class_name(judgement.workloads[0].class), expected[i].name);
		ck_assert_double_eq_tol(judgement.workloads[0].busy_share, expected[i].busy, 1e-6);
		if (i + 1 < sizeof(expected) / sizeof(expected[0])) {
			judged_finish();
		}
	}
}
END_TEST

START_TEST(unknown_cpu_time_leaves_the_class_unknown)
{
	judged_run(7, 1);
	for (size_t i = 0; i < samples.count; i++) {
		samples.sample[i].cpu_ns = SAMPLE_UNKNOWN;
	}
	judgement_init(&judgement, &samples);

	ck_assert_int_eq(judgement.workloads[0].class, WORK_UNKNOWN);
	ck_assert_str_eq(work_class_name(WORK_UNKNOWN), "unknown");
	ck_assert_double_nan(judgement.workloads[0].busy_share);
	ck_assert_double_nan(result_of(POOL_2)->cpu_ns);
	ck_assert_double_eq_tol(result_of(POOL_2)->speedup.mid, 2, 1e-12);
	ck_assert_double_nan(ideal_speedup(&judgement, 0, 2));
}
END_TEST

START_TEST(waiting_work_is_rated_by_its_workers_not_the_cpus)
{
	judged_run(7, 0.01);
	judgement_init(&judgement, &samples);

	ck_assert_double_eq_tol(result_of(POOL_4)->efficiency, 0.5, 1e-12);
	ck_assert_double_eq(ideal_speedup(&judgement, 0, 4), 4);
	ck_assert_double_eq(ideal_speedup(&judgement, 0, 96), 96);
	ck_assert_double_eq(ideal_speedup(&judgement, 0, 200), 96);
	ck_assert_double_eq_tol(ideal_speedup(&judgement, 0, 7), 96.0 / 14, 1e-12);
}
END_TEST

START_TEST(a_quota_bounds_what_computing_work_can_reach)
{
	judged_run(7, 1);
	samples.run.machine.quota_cpus = samples.run.machine.usable_cpus = 1.5;
	judgement_init(&judgement, &samples);

	ck_assert_double_eq(judgement_usable_cpus(&judgement), 1.5);
	ck_assert_double_eq(ideal_speedup(&judgement, 0, 1), 1);
	ck_assert_double_eq(ideal_speedup(&judgement, 0, 2), 1.5);
	ck_assert_double_eq_tol(result_of(POOL_4)->efficiency, 2 / 1.5, 1e-12);
}
END_TEST

START_TEST(unknown_cpus_leave_ideal_and_efficiency_unknown)
{
	judged_run(7, 1);
	samples.run.machine.usable_cpus = 0;
	judgement_init(&judgement, &samples);

	ck_assert_double_nan(ideal_speedup(&judgement, 0, 2));
	ck_assert_double_nan(result_of(POOL_2)->efficiency);
	ck_assert_double_eq_tol(result_of(POOL_2)->speedup.mid, 2, 1e-12);
}
END_TEST

START_TEST(mixed_work_has_no_ideal)
{
	judged_run(7, 0.5);
	judgement_init(&judgement, &samples);
	ck_assert_double_nan(ideal_speedup(&judgement, 0, 2));
}
END_TEST

START_TEST(a_cell_that_was_wrong_once_has_no_time)
{
	judged_run(7, 1);
	fixture_fail(&samples, POOL_2, 7, SAMPLE_WRONG, "answer 43, not 42");
	judgement_init(&judgement, &samples);
	const struct cell_result *two = result_of(POOL_2);

	ck_assert_uint_eq(two->sample_count, 0);
	ck_assert_uint_eq(two->failed_count, 1);
	ck_assert_uint_eq(two->status_count[SAMPLE_OK], 6);
	ck_assert_double_nan(two->time_ns.mid);
	ck_assert_double_nan(two->speedup.mid);
}
END_TEST

START_TEST(without_a_baseline_there_is_time_but_no_speedup)
{
	judged_run(7, 1);
	fixture_fail(&samples, LOOP, 0, SAMPLE_CRASHED, "signal 11");
	judgement_init(&judgement, &samples);

	ck_assert_int_eq(judgement.workloads[0].class, WORK_UNKNOWN);
	ck_assert_double_eq(result_of(POOL_2)->time_ns.mid, 50e6);
	ck_assert_double_nan(result_of(POOL_2)->speedup.mid);
	ck_assert(!result_of(POOL_2)->speedup.exact);
}
END_TEST

START_TEST(a_cell_is_paired_with_the_nearest_baseline)
{
	judged_run(8, 1);
	for (size_t i = 0; i < samples.count; i++) {
		struct sample *sample = &samples.sample[i];
		uint64_t place = sample->seq % samples.run.samples_per_round;

		/* the machine becomes three times as slow in the middle of every round */
		sample->total_ns *= place > 2 || (place == 2 && sample->round % 2) ? 3 : 1;
	}
	judgement_init(&judgement, &samples);

	/* thread-pool at 2 stands as near to both; even rounds take the earlier, odd the later */
	static const char *const keys[] = {POOL_1, POOL_2, POOL_4};
	static const double speedup[] = {1, 2, 2};
	for (size_t i = 0; i < 3; i++) {
		ck_assert_double_eq_tol(result_of(keys[i])->speedup.mid, speedup[i], 1e-12);
		ck_assert_double_eq_tol(result_of(keys[i])->speedup.low, speedup[i], 1e-12);
		ck_assert_double_eq_tol(result_of(keys[i])->speedup.high, speedup[i], 1e-12);
	}
	ck_assert_double_eq_tol(result_of(POOL_1)->noise, 2, 1e-12);
}
END_TEST

START_TEST(only_rounds_with_both_cells_are_compared)
{
	judged_run(9, 1);
	sample_of(POOL_2, 2, 0)->status = SAMPLE_CRASHED;
	sample_of(POOL_1, 7, 0)->status = SAMPLE_CRASHED;
	judgement_init(&judgement, &samples);
	size_t pairs;
	struct interval ratio = compare_cells(result_of(POOL_1), result_of(POOL_2), 0.05, &pairs);

	ck_assert_uint_eq(pairs, 7);
	ck_assert_double_eq_tol(ratio.mid, 2, 1e-12);
	ck_assert(ratio.exact);
	ratio = compare_cells(result_of(POOL_2), result_of(POOL_1), 0.05, NULL);
	ck_assert_double_eq_tol(ratio.mid, 0.5, 1e-12);
}
END_TEST

START_TEST(cells_without_a_common_round_cannot_be_compared)
{
	judged_run(7, 1);
	fixture_fail(&samples, POOL_2, 0, SAMPLE_FAILED, "no");
	judgement_init(&judgement, &samples);
	size_t pairs = 99;
	struct interval ratio = compare_cells(result_of(POOL_1), result_of(POOL_2), 0.05, &pairs);

	ck_assert_uint_eq(pairs, 0);
	ck_assert_double_nan(ratio.mid);
	ck_assert(!ratio.exact);
}
END_TEST

START_TEST(one_wild_round_of_nine_leaves_the_speedup_alone)
{
	judged_run(9, 1);
	sample_of(POOL_2, 4, 0)->total_ns *= 1000;
	judgement_init(&judgement, &samples);
	const struct cell_result *two = result_of(POOL_2);

	ck_assert_double_eq_tol(two->speedup.low, 2, 1e-12);
	ck_assert_double_eq_tol(two->speedup.high, 2, 1e-12);
	ck_assert_double_eq(two->time_ns.high, 50e6);
	ck_assert_double_eq_tol(two->noise, 999, 1e-9);
}
END_TEST

START_TEST(cells_and_strategies_are_found_by_name)
{
	judged_run(1, 1);
	judgement_init(&judgement, &samples);
	size_t pool = judgement_strategy(&judgement, "thread-pool");

	ck_assert_uint_eq(pool, 0);
	ck_assert_uint_eq(judgement_strategy(&judgement, "sequential"), 1);
	ck_assert_uint_eq(judgement_strategy(&judgement, "thread-steal"), 2);
	ck_assert_ptr_eq(judgement_cell(&judgement, 0, pool, 4), result_of(POOL_4));
	ck_assert_ptr_null(judgement_cell(&judgement, 0, pool, 3));
	ck_assert_ptr_null(judgement_cell(&judgement, 1, pool, 4));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("compare");
	TCase *cases = tcase_create("compare");

	tcase_add_checked_fixture(cases, NULL, judged_finish);
	tcase_add_test(cases, a_cell_has_a_level_a_speedup_and_an_efficiency);
	tcase_add_test(cases, the_baseline_is_a_cell_with_speedup_one);
	tcase_add_test(cases, several_baselines_in_a_round_count_as_one_value);
	tcase_add_test(cases, the_busy_share_of_the_loop_makes_the_class);
	tcase_add_test(cases, unknown_cpu_time_leaves_the_class_unknown);
	tcase_add_test(cases, waiting_work_is_rated_by_its_workers_not_the_cpus);
	tcase_add_test(cases, a_quota_bounds_what_computing_work_can_reach);
	tcase_add_test(cases, unknown_cpus_leave_ideal_and_efficiency_unknown);
	tcase_add_test(cases, mixed_work_has_no_ideal);
	tcase_add_test(cases, a_cell_that_was_wrong_once_has_no_time);
	tcase_add_test(cases, without_a_baseline_there_is_time_but_no_speedup);
	tcase_add_test(cases, a_cell_is_paired_with_the_nearest_baseline);
	tcase_add_test(cases, only_rounds_with_both_cells_are_compared);
	tcase_add_test(cases, cells_without_a_common_round_cannot_be_compared);
	tcase_add_test(cases, one_wild_round_of_nine_leaves_the_speedup_alone);
	tcase_add_test(cases, cells_and_strategies_are_found_by_name);
	suite_add_tcase(suite, cases);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
