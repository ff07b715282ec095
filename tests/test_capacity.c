/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the capacity probes: how many CPUs' worth they find, and drift of the machine's speed. */
#include "judge/capacity.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "judge/drift.h"

static struct samples samples;
static struct capacity capacity;

static double cell_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	(void)round;
	*busy = 1;
	return cell->baseline ? 100e6 : 50e6;
}

/* A core with two hardware threads: latencies overlap, multipliers do not. */
static double smt_time(const struct run_probe *probe, uint32_t round)
{
	bool two = probe->workers > 1;

	(void)round;
	return 2000 + 10e6 / (!two ? 1 : strcmp(probe->kind, "latency") == 0 ? 2 : 1.25);
}

/* All of it is a quarter slower from round 5 on. */
static double drifting_time(const struct run_probe *probe, uint32_t round)
{
	return smt_time(probe, round) * (round >= 5 ? 1.25 : 1);
}

/* One wild round, and one wild sample in each. */
static double wild_time(const struct run_probe *probe, uint32_t round)
{
	bool wild = round == 4 || (probe->workers == 4 && strcmp(probe->kind, "latency") == 0);

	return smt_time(probe, round) * (wild ? 1 + round : 1);
}

/* A run of two CPUs with probes; the judging is the test's. */
static void make_run(uint32_t rounds, fixture_probe_time *time)
{
	fixture_init(&samples, 2);
	fixture_workload(&samples, "spin", "96 tasks", 96);
	fixture_strategy(&samples, "thread-pool");
	fixture_point(&samples, 1, "");
	fixture_point(&samples, 2, "cores");
	fixture_point(&samples, 4, "");
	fixture_cells(&samples);
	fixture_probes(&samples);
	fixture_rounds_with(&samples, rounds, cell_time, NULL, time);
}

static void finish(void)
{
	capacity_finish(&capacity);
	samples_finish(&samples);
}

START_TEST(the_band_between_the_two_kinds_is_the_capacity)
{
	make_run(7, smt_time);
	capacity_init(&capacity, &samples);

	ck_assert_uint_eq(capacity.count, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct capacity_point *point = &capacity.point[i];

		ck_assert_uint_eq(point->workers, (uint32_t)1 << i);
		ck_assert_double_eq_tol(point->latency.mid, i == 0 ? 1 : 2, 1e-3);
		ck_assert_double_eq_tol(point->throughput.mid, i == 0 ? 1 : 1.25, 1e-3);
		ck_assert(point->latency.exact);
		ck_assert(point->throughput.exact);
	}
	ck_assert_double_eq_tol(capacity.drift, 0, 1e-12);
}
END_TEST

START_TEST(only_the_time_between_first_and_last_task_counts)
{
	make_run(7, smt_time);
	for (size_t i = 0; i < samples.count; i++) {
		struct sample *sample = &samples.sample[i];

		/* threads that take long to start and to end */
		sample->total_ns *= strstr(sample->cell, "kind=latency/thread-pool/") ? 3 : 1;
	}
	capacity_init(&capacity, &samples);
	ck_assert_double_eq_tol(capacity.point[1].latency.mid, 2, 1e-3);
}
END_TEST

START_TEST(round_0_and_what_did_not_end_well_are_left_out)
{
	make_run(8, smt_time);
	for (size_t i = 0; i < samples.count; i++) {
		struct sample *sample = &samples.sample[i];

		if (sample->role != ROLE_PROBE) {
			continue;
		}
		if (sample->round == 0) {
			sample->last_task_ns *= 50;
		} else if (sample->round == 1 && strstr(sample->cell, "/thread-pool/2")) {
			sample->status = SAMPLE_CRASHED;
		} else if (sample->round == 2 && strstr(sample->cell, "/thread-pool/2")) {
			sample->last_task_ns = SAMPLE_UNKNOWN;
		}
	}
	capacity_init(&capacity, &samples);
	ck_assert_double_eq_tol(capacity.point[1].latency.mid, 2, 1e-3);
	ck_assert_double_eq_tol(capacity.point[1].latency.high, 2, 1e-3);
	ck_assert_double_eq_tol(capacity.point[1].latency.low, 2, 1e-3);
	ck_assert(capacity.point[1].latency.exact); /* 6 pairs are left */
}
END_TEST

START_TEST(a_run_without_probes_has_no_capacity)
{
	fixture_init(&samples, 2);
	fixture_workload(&samples, "spin", "96 tasks", 96);
	fixture_strategy(&samples, "thread-pool");
	fixture_point(&samples, 2, "");
	fixture_cells(&samples);
	fixture_rounds(&samples, 7, cell_time);
	capacity_init(&capacity, &samples);

	ck_assert_uint_eq(capacity.count, 0);
	ck_assert_double_nan(capacity.drift);
}
END_TEST

START_TEST(probes_without_a_loop_or_without_samples_are_unknown)
{
	make_run(7, smt_time);
	for (size_t i = 0; i < samples.count; i++) {
		struct sample *sample = &samples.sample[i];

		if (sample->role == ROLE_PROBE &&
			(strstr(sample->cell, "kind=latency/sequential") ||
				strstr(sample->cell, "kind=throughput/thread-pool/4"))) {
			sample->status = SAMPLE_FAILED;
		}
	}
	capacity_init(&capacity, &samples);
	ck_assert_uint_eq(capacity.count, 3);
	ck_assert_double_nan(capacity.point[1].latency.mid);
	ck_assert_double_eq_tol(capacity.point[1].throughput.mid, 1.25, 1e-3);
	ck_assert_double_nan(capacity.point[2].throughput.mid);
}
END_TEST

START_TEST(a_machine_that_slows_down_drifts)
{
	make_run(9, drifting_time);
	ck_assert_double_eq_tol(drift_of(&samples), 0.25, 1e-3);
}
END_TEST

START_TEST(wild_rounds_and_wild_samples_are_no_drift)
{
	make_run(9, wild_time);
	ck_assert_double_eq_tol(drift_of(&samples), 0, 1e-12);
}
END_TEST

START_TEST(a_probe_that_fails_half_way_is_no_drift)
{
	make_run(9, smt_time);
	for (size_t i = 0; i < samples.count; i++) {
		struct sample *sample = &samples.sample[i];

		if (sample->round >= 5 && strstr(sample->cell, "/thread-pool/")) {
			sample->status =
				SAMPLE_FAILED; /* which leaves the loops, that take longer */
		}
	}
	ck_assert_double_eq_tol(drift_of(&samples), 0, 1e-12);
}
END_TEST

START_TEST(below_six_rounds_drift_is_unknown)
{
	make_run(5, drifting_time);
	ck_assert_double_nan(drift_of(&samples));
	samples_finish(&samples);
	make_run(6, smt_time);
	ck_assert_double_eq_tol(drift_of(&samples), 0, 1e-12);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("capacity");
	TCase *cases = tcase_create("capacity");

	tcase_add_checked_fixture(cases, NULL, finish);
	tcase_add_test(cases, the_band_between_the_two_kinds_is_the_capacity);
	tcase_add_test(cases, only_the_time_between_first_and_last_task_counts);
	tcase_add_test(cases, round_0_and_what_did_not_end_well_are_left_out);
	tcase_add_test(cases, a_run_without_probes_has_no_capacity);
	tcase_add_test(cases, probes_without_a_loop_or_without_samples_are_unknown);
	tcase_add_test(cases, a_machine_that_slows_down_drifts);
	tcase_add_test(cases, wild_rounds_and_wild_samples_are_no_drift);
	tcase_add_test(cases, a_probe_that_fails_half_way_is_no_drift);
	tcase_add_test(cases, below_six_rounds_drift_is_unknown);
	suite_add_tcase(suite, cases);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
