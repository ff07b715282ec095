/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The law of scaling of a run: what N its workers are, and how far it may speak. */
#include "judge/law.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

static struct law law;
static struct samples samples;
static struct judgement judgement;
static double run_busy, run_serial, run_cpus;
static double run_off;    /* the throughput probes are off by this share */
static double run_unsure; /* all probes of some rounds are */
static uint64_t run_tasks;
static uint32_t run_probed; /* the most workers that are probed besides one; 0: all */

static void setup(void)
{
	run_off = run_unsure = 0;
	run_probed = 0;
	run_tasks = 960;
}

static void expect_words(const char *expected)
{
	struct text text = {0};

	law_explain(&law, &text);
	ck_assert_ptr_nonnull(text.text);
	ck_assert_msg(strstr(text.text, expected), "'%s' lacks '%s'", text.text, expected);
	text_finish(&text);
}

static double run_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	double n = fmin(cell->workers, run_cpus), jitter = (round * 7 + cell->workers * 3) % 11;

	*busy = cell->baseline ? run_busy : 1;
	return 200e6 * ((1 - run_serial) / n + run_serial) * (1 + (jitter - 5) / 1500);
}

static double probe_time(const struct run_probe *probe, uint32_t round)
{
	if (run_probed > 0 && probe->workers != 1 && probe->workers != run_probed) {
		return 0;
	}
	double off = !probe->baseline && strcmp(probe->kind, "throughput") == 0 ? run_off : 0;
	double unsure = probe->baseline ? 0 : run_unsure * (round % 2);

	return 10e6 * (probe->baseline ? 1 : 1 / fmin(probe->workers, run_cpus)) *
	       (1 + round % 5 / 1000.0) * (1 + off) * (1 + unsure);
}

static void find(uint32_t cpus, bool probes)
{
	static const uint32_t points[] = {1, 2, 3, 4, 6, 8, 16, 32};

	fixture_init(&samples, cpus);
	fixture_workload(&samples, "primes:limit=4e6", "below 4 000 000", run_tasks);
	fixture_strategy(&samples, "thread-pool");
	for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
		fixture_point(&samples, points[i], "");
	}
	fixture_cells(&samples);
	if (probes) {
		fixture_probes(&samples);
	}
	fixture_rounds_with(&samples, 9, run_time, NULL, probes ? probe_time : NULL);
	judgement_init(&judgement, &samples);
	law_find(&law, &judgement, 0);
}

static void finish_run(void)
{
	judgement_finish(&judgement);
	samples_finish(&samples);
}

START_TEST(computing_work_goes_by_the_cpus_that_probes_found)
{
	run_busy = 1;
	run_serial = 0.04;
	run_cpus = 8;
	find(32, true); /* 32 CPUs that do the work of 8 */
	ck_assert_int_eq(law.refusal, LAW_FITS);
	ck_assert_uint_eq(law.points, 6); /* 8, 16 and 32 workers are the same to such a machine */
	ck_assert_double_eq_tol(law.n_max, 8, 0.1);
	ck_assert_double_eq_tol(law.share.mid, 0.04, 0.005);
	ck_assert_int_eq(law.work, WORK_COMPUTING);
	ck_assert_double_le(law.ask, 16);
	finish_run();
	run_probed = 8; /* the others lie on a straight line, and none beyond is known */
	find(8, true);
	run_probed = 0;
	ck_assert_int_eq(law.refusal, LAW_FITS);
	ck_assert_uint_eq(law.points, 6);
	finish_run();
	find(32, false); /* without probes its end looks like something that is used up */
	ck_assert_int_eq(law.refusal, LAW_KNEE);
	finish_run();
	find(8, false);
	ck_assert_int_eq(law.refusal, LAW_FITS);
	ck_assert_double_eq(law.ask, 8); /* never beyond the CPUs there are */
	finish_run();
}
END_TEST

START_TEST(waiting_work_goes_by_its_workers)
{
	run_busy = 0.01;
	run_serial = 0.02;
	run_cpus = 1000;
	find(2, true);
	ck_assert_int_eq(law.refusal, LAW_FITS);
	ck_assert_uint_eq(law.points, 8);
	ck_assert_double_eq(law.n_max, 32);
	ck_assert_int_eq(law.work, WORK_WAITING);
	ck_assert_double_eq_tol(law.share.mid, 0.02, 0.005);
	finish_run();
}
END_TEST

START_TEST(two_cpus_have_a_share_after_karp_and_flatt_only)
{
	run_busy = 1;
	run_serial = 0.1;
	run_cpus = 2;
	find(2, true);
	ck_assert_int_eq(law.refusal, LAW_FEW_POINTS);
	ck_assert_uint_eq(law.points, 2);
	ck_assert_double_lt(law.karp_flatt.low, 0.1);
	ck_assert_double_gt(law.karp_flatt.high, 0.1);
	ck_assert_double_lt(law.karp_flatt.high, 0.12);
	expect_words(
		"No law of scaling: it takes 5 counts of workers that this machine can tell apart, "
		"and there are 2. If all that is missing at 2 CPUs were serial work, it would be "
		"10 "
		"% (9 to 10) of the loop’s time (Karp and Flatt).");
	finish_run();
}
END_TEST

START_TEST(mixed_work_is_not_asked_beyond_the_cpus_there_are)
{
	run_busy = 0.25;
	run_serial = 0.02;
	run_cpus = 8; /* what 2 CPUs do of it */
	find(2, false);
	ck_assert_int_eq(law.refusal, LAW_FITS);
	ck_assert_double_eq(law.ask, 8);
	expect_words("it keeps 8 workers at 7.0×");
	finish_run();
}
END_TEST

START_TEST(nothing_is_said_of_more_workers_than_tasks)
{
	run_busy = 0.01;
	run_serial = 0.02;
	run_cpus = 1000;
	run_tasks = 48;
	find(2, true);
	ck_assert_int_eq(law.refusal, LAW_FITS);
	ck_assert_double_eq(law.n_max, 24);
	ck_assert_double_eq(law.ask, 48);
	finish_run();
	run_tasks = 32;
	find(2, true);
	ck_assert_double_eq(law.ask, 32);
	finish_run();
}
END_TEST

START_TEST(probes_that_disagree_or_are_unsure_are_told)
{
	run_busy = 1;
	run_serial = 0.04;
	run_cpus = 8;
	run_off = 0.1;
	find(8, true);
	ck_assert_int_eq(law.refusal, LAW_CAPACITY);
	expect_words("No law of scaling: how much this machine can do at once is not known, its "
		     "probes are missing or disagree");
	finish_run();
	run_off = 0;
	run_unsure = 0.3;
	find(8, true);
	ck_assert_int_eq(law.refusal, LAW_CAPACITY);
	finish_run();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("law of a run");
	TCase *tcase = tcase_create("law of a run");

	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_test(tcase, computing_work_goes_by_the_cpus_that_probes_found);
	tcase_add_test(tcase, waiting_work_goes_by_its_workers);
	tcase_add_test(tcase, two_cpus_have_a_share_after_karp_and_flatt_only);
	tcase_add_test(tcase, mixed_work_is_not_asked_beyond_the_cpus_there_are);
	tcase_add_test(tcase, nothing_is_said_of_more_workers_than_tasks);
	tcase_add_test(tcase, probes_that_disagree_or_are_unsure_are_told);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
