/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What --only leaves of a run. */
#include "cli/chart_only.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "text.h"

static struct samples samples;
static char error[256];

static void setup(void)
{
	fixture_init(&samples, 2);
	fixture_workload(&samples, "sleep", "", 96);
	fixture_workload(&samples, "primes:limit=4e6,per_task=1000", "", 4000);
	fixture_workload(&samples, "primes:limit=8e6,per_task=1000", "", 8000);
	fixture_strategy(&samples, "thread-pool");
	fixture_strategy(&samples, "thread-pool:chunk=64");
	fixture_strategy(&samples, "process-pool");
	fixture_point(&samples, 1, "");
	fixture_point(&samples, 2, "");
	fixture_cells(&samples);
}

static void teardown(void)
{
	samples_finish(&samples);
}

/* What is left, "sleep primes:... | thread-pool ... | 5 cells". */
static void expect(const char *only, const char *expected)
{
	struct text left = {0};

	setup();
	ck_assert_msg(chart_only(&samples.run, only, error, sizeof(error)), "%s", error);
	for (size_t i = 0; i < samples.run.workload_count; i++) {
		text_add(&left, "%s ", samples.run.workloads[i].spec);
	}
	text_add(&left, "| ");
	for (size_t i = 0; i < samples.run.strategy_count; i++) {
		text_add(&left, "%s ", samples.run.strategies[i].spec);
	}
	text_add(&left, "| %zu", samples.run.cell_count);
	ck_assert_str_eq(left.text, expected);
	for (size_t i = 0; i < samples.run.cell_count; i++) {
		const struct run_cell *cell = &samples.run.cells[i];
		char *key = xasprintf("%s/%s/%u", samples.run.workloads[cell->workload].spec,
			samples.run.strategies[cell->strategy].spec, cell->workers);

		ck_assert_str_eq(cell->key, key);
		free(key);
	}
	text_finish(&left);
	teardown();
}

static void expect_refused(const char *only, const char *words)
{
	setup();
	ck_assert(!chart_only(&samples.run, only, error, sizeof(error)));
	ck_assert_msg(strstr(error, words) != NULL, "%s lacks: %s", error, words);
	ck_assert_uint_eq(samples.run.workload_count, 3);
	ck_assert_uint_eq(samples.run.cell_count, 21);
	teardown();
}

START_TEST(a_workload_stays_with_all_strategies)
{
	expect("sleep", "sleep | thread-pool thread-pool:chunk=64 process-pool sequential | 7");
}
END_TEST

START_TEST(a_strategy_stays_with_all_workloads_and_their_loops)
{
	expect("process-pool", "sleep primes:limit=4e6,per_task=1000 "
			       "primes:limit=8e6,per_task=1000 | process-pool sequential | 9");
}
END_TEST

START_TEST(both_are_named_with_a_colon_and_more_follow_after_commas)
{
	expect("sleep:thread-pool,process-pool", "sleep | thread-pool process-pool sequential | 5");
	expect("sleep:thread-pool:chunk=64", "sleep | thread-pool:chunk=64 sequential | 3");
}
END_TEST

START_TEST(a_spec_may_say_less_than_it_is_and_values_belong_to_what_stands_before)
{
	expect("primes:limit=8e6:process-pool",
		"primes:limit=8e6,per_task=1000 | process-pool sequential | 3");
	expect("primes:limit=8e6,per_task=1000,thread-pool:chunk=64,sleep",
		"sleep primes:limit=8e6,per_task=1000 | thread-pool:chunk=64 sequential | 6");
	expect("primes:thread-pool",
		"primes:limit=4e6,per_task=1000 primes:limit=8e6,per_task=1000 | thread-pool "
		"sequential | 6");
	expect("primes:limit=8000000", "primes:limit=8e6,per_task=1000 | thread-pool "
				       "thread-pool:chunk=64 process-pool sequential | 7");
}
END_TEST

START_TEST(of_cells_that_are_named_only_these_stay_and_their_loops)
{
	expect("sleep/thread-pool/2", "sleep | thread-pool sequential | 2");
	expect("sleep/thread-pool/2,primes:limit=4e6/process-pool/1",
		"sleep primes:limit=4e6,per_task=1000 | thread-pool process-pool sequential | 4");
	expect_refused(
		"sleep/thread-pool/7", "nothing in this run is called 'sleep/thread-pool/7'");
}
END_TEST

START_TEST(what_is_not_there_gets_the_nearest_name)
{
	expect_refused("slep", "nothing in this run is called 'slep'; did you mean 'sleep'?");
	expect_refused("sleep:proces-pool", "did you mean 'process-pool'?");
	expect_refused("sleep,", "nothing in this run is called ''");
	expect_refused("", "expected WORKLOAD, STRATEGY, WORKLOAD:STRATEGY or "
			   "WORKLOAD/STRATEGY/WORKERS, such as 'sleep:");
	expect_refused("primes:limit=5e6", "nothing in this run is called 'primes:limit=5e6'");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("chart_only");
	TCase *only = tcase_create("only");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(only, a_workload_stays_with_all_strategies);
	tcase_add_test(only, a_strategy_stays_with_all_workloads_and_their_loops);
	tcase_add_test(only, both_are_named_with_a_colon_and_more_follow_after_commas);
	tcase_add_test(
		only, a_spec_may_say_less_than_it_is_and_values_belong_to_what_stands_before);
	tcase_add_test(only, of_cells_that_are_named_only_these_stay_and_their_loops);
	tcase_add_test(only, what_is_not_there_gets_the_nearest_name);
	suite_add_tcase(suite, only);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
