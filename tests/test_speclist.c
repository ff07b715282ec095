/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of specs as people type them. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/speclist.h"
#include "text.h"
#include "trials.h"

static struct catalog catalog;
static struct speclist list;
static char error[256];

static void setup(void)
{
	trial_catalog(&catalog, REAL_TRIAL);
	list = (struct speclist){0};
	error[0] = '\0';
}

static void teardown(void)
{
	speclist_finish(&list);
	catalog_finish(&catalog);
}

typedef bool add_function(struct speclist *list, const struct catalog *catalog, const char *text,
	char *error, size_t error_bytes);

/* Adds TEXT and expects the whole list, its specs joined by blanks, to be EXPECTED. */
static void expect(add_function *add, const char *text, const char *expected)
{
	struct text joined = {0};

	ck_assert_msg(add(&list, &catalog, text, error, sizeof(error)), "%s: %s", text, error);
	for (size_t i = 0; i < list.count; i++) {
		char spec[SPEC_TEXT_BYTES];

		spec_format(
			&list.item[i]->spec, list.item[i]->entry->params, true, spec, sizeof(spec));
		text_add(&joined, "%s%s", i > 0 ? " " : "", spec);
	}
	ck_assert_str_eq(joined.text, expected);
	text_finish(&joined);
}

static void expect_strategies(const char *text, const char *expected)
{
	expect(speclist_add_strategies, text, expected);
}

static void expect_workloads(const char *text, const char *expected)
{
	expect(speclist_add_workloads, text, expected);
}

static void refuse(add_function *add, const char *text, const char *expected)
{
	ck_assert_msg(!add(&list, &catalog, text, error, sizeof(error)), "%s is taken", text);
	ck_assert_msg(strcmp(error, expected) == 0, "%s: %s", text, error);
}

static void refuse_strategies(const char *text, const char *expected)
{
	refuse(speclist_add_strategies, text, expected);
}

static void refuse_workloads(const char *text, const char *expected)
{
	refuse(speclist_add_workloads, text, expected);
}

/* ---- items ---- */

START_TEST(specs_are_separated_by_commas_and_keep_their_order)
{
	expect_strategies(
		"process-pool,sequential,thread-split", "process-pool sequential thread-split");
}
END_TEST

START_TEST(an_item_with_an_equals_sign_belongs_to_the_spec_before_it)
{
	expect_workloads(
		"sleep:tasks=8,duration=2ms,pattern=ramp,primes:limit=4e6,per_task=10,pages",
		"sleep:tasks=8,duration=2ms,pattern=ramp primes:limit=4e6,per_task=10 "
		"pages:tasks=5000");
}
END_TEST

START_TEST(a_name_with_a_colon_begins_a_new_spec)
{
	expect_strategies("thread-pool:chunk=2,thread-pool:chunk=64,process-pool",
		"thread-pool:chunk=2 thread-pool:chunk=64 process-pool");
}
END_TEST

START_TEST(calls_add_to_the_list)
{
	expect_strategies("thread-pool", "thread-pool");
	expect_strategies("process-pool", "thread-pool process-pool");
}
END_TEST

START_TEST(values_are_normalised)
{
	expect_workloads("primes:limit=4000000,squares:count=1.5e9,pages:bytes=131072",
		"primes:limit=4e6 squares:count=15e8 pages:tasks=5000,bytes=128KiB");
}
END_TEST

START_TEST(defaults_are_left_out_but_for_the_size)
{
	expect_strategies("thread-pool:chunk=1", "thread-pool");
	speclist_finish(&list);
	expect_workloads("primes:per_task=1000", "primes:limit=1e6");
}
END_TEST

START_TEST(no_item_may_be_empty)
{
	refuse_strategies("", "expected a strategy, not ''");
	refuse_strategies("thread-pool,", "expected a strategy, not ''");
	refuse_strategies(",thread-pool", "expected a strategy, not ''");
	refuse_workloads("sleep,,primes", "expected a workload, not ''");
	refuse_workloads(":tasks=3", "expected a workload, not ':tasks=3'");
}
END_TEST

/* ---- doubles ---- */

START_TEST(what_is_there_already_is_not_added_again)
{
	expect_strategies("thread-pool,thread-pool:chunk=1,pool,thread-pool:chunk=2",
		"thread-pool process-pool thread-pool:chunk=2");
	expect_strategies("thread-pool", "thread-pool process-pool thread-pool:chunk=2");
}
END_TEST

START_TEST(other_values_are_another_spec)
{
	expect_workloads("primes:limit=1e6,primes:limit=2e6", "primes:limit=1e6 primes:limit=2e6");
}
END_TEST

START_TEST(a_calibrated_value_names_no_cell_so_two_of_them_are_refused)
{
	expect_workloads("mixed:iterations=100,mixed:iterations=100", "mixed:iterations=100");
	refuse_workloads("mixed:iterations=200",
		"mixed is there twice, with two values for what is calibrated");
	refuse_workloads("mixed", "mixed is there twice, with two values for what is calibrated");
	expect_workloads("mixed:wait=1ms,iterations=200",
		"mixed:iterations=100 mixed:wait=1ms,iterations=200");
}
END_TEST

/* ---- globs and words ---- */

START_TEST(words_stand_for_groups)
{
	static const struct {
		const char *word, *specs;
	} words[] = {
		{"all", "sequential thread-per-task process-per-task thread-split process-split "
			"thread-pool process-pool"},
		{"threads", "thread-per-task thread-split thread-pool"},
		{"processes", "process-per-task process-split process-pool"},
		{"per-task", "thread-per-task process-per-task"},
		{"split", "thread-split process-split"},
		{"pool", "thread-pool process-pool"},
		{"pthread", "thread-split"},
		{"per-task-fork", "process-per-task"},
		{"process-*", "process-per-task process-split process-pool"},
		{"*-[ps]*t", "thread-split process-split"},
		{"thread-p??l", "thread-pool"},
	};

	expect_strategies(words[_i].word, words[_i].specs);
}
END_TEST

START_TEST(workloads_take_globs_and_all_but_no_words_for_strategies)
{
	expect_workloads("p*", "primes:limit=1e6 perfect:limit=1e4 pages:tasks=5000");
	speclist_finish(&list);
	ck_assert(speclist_add_workloads(&list, &catalog, "all", error, sizeof(error)));
	ck_assert_uint_eq(list.count, catalog.workload_count);
	refuse_workloads("threads", "unknown workload 'threads'; see `manyhands list`");
}
END_TEST

START_TEST(parameters_go_to_each_that_a_word_stands_for)
{
	expect_strategies("pool:chunk=64,per-task:chunk=auto",
		"thread-pool:chunk=64 process-pool:chunk=64 thread-per-task:chunk=auto "
		"process-per-task:chunk=auto");
}
END_TEST

START_TEST(a_parameter_that_one_of_them_lacks_is_refused)
{
	refuse_strategies("threads:chunk=2", "thread-split has no parameter 'chunk'; it has place");
}
END_TEST

START_TEST(a_glob_that_fits_nothing_is_unknown)
{
	refuse_strategies("fiber-*", "unknown strategy 'fiber-*'; see `manyhands list`");
}
END_TEST

/* ---- what is wrong, and what was meant ---- */

START_TEST(unknown_names_come_with_the_nearest_one)
{
	refuse_workloads("slep", "unknown workload 'slep'; did you mean 'sleep'?");
	refuse_workloads("prim:limit=5", "unknown workload 'prim'; did you mean 'primes'?");
	refuse_workloads("SLEEP", "unknown workload 'SLEEP'; did you mean 'sleep'?");
	refuse_workloads("thread-pool", "unknown workload 'thread-pool'; see `manyhands list`");
	refuse_strategies(
		"thread-pol", "unknown strategy 'thread-pol'; did you mean 'thread-pool'?");
	refuse_strategies("treads", "unknown strategy 'treads'; did you mean 'threads'?");
	refuse_strategies("proces", "unknown strategy 'proces'; did you mean 'processes'?");
	refuse_strategies("xyzzy", "unknown strategy 'xyzzy'; see `manyhands list`");
}
END_TEST

START_TEST(bad_parameters_are_refused_with_what_was_expected)
{
	refuse_workloads("primes:limt=5", "primes has no parameter 'limt'; did you mean 'limit'?");
	refuse_workloads(
		"primes:limit=50,zz=1", "primes has no parameter 'zz'; it has limit, per_task");
	refuse_workloads(
		"primes:limit=5", "primes: limit=5: expected a whole number from 10 to 4e9");
	refuse_workloads("primes:limit=1e6,limit=2e6", "primes: 'limit' is given twice");
	refuse_workloads("primes:", "primes: expected key=value, not ''");
	refuse_workloads("primes:limit", "primes: expected key=value, not 'limit'");
	refuse_workloads("sleep:pattern=random",
		"sleep: pattern=random: expected one of constant, ramp, reversed, shuffled");
	refuse_strategies("thread-pool:chunk=0",
		"thread-pool: chunk=0: expected a whole number from 1 to 1e15, or auto");
}
END_TEST

START_TEST(the_first_item_cannot_continue_anything)
{
	refuse_workloads("limit=4e6", "unknown workload 'limit=4e6'; see `manyhands list`");
}
END_TEST

START_TEST(a_bad_item_leaves_those_before_it)
{
	refuse_workloads(
		"sleep,nosuchthing", "unknown workload 'nosuchthing'; see `manyhands list`");
	ck_assert_uint_eq(list.count, 1);
}
END_TEST

START_TEST(names_and_specs_have_a_longest_length)
{
	char name[100], spec[600];

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	ck_assert(!speclist_add_workloads(&list, &catalog, name, error, sizeof(error)));
	ck_assert_int_eq(strncmp(error, "expected a workload, not 'xxx", 29), 0);
	snprintf(spec, sizeof(spec), "primes:limit=%0550d", 7);
	refuse_workloads(spec, "primes: longer than 511 characters");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("speclist");
	TCase *tcase = tcase_create("speclist");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, specs_are_separated_by_commas_and_keep_their_order);
	tcase_add_test(tcase, an_item_with_an_equals_sign_belongs_to_the_spec_before_it);
	tcase_add_test(tcase, a_name_with_a_colon_begins_a_new_spec);
	tcase_add_test(tcase, calls_add_to_the_list);
	tcase_add_test(tcase, values_are_normalised);
	tcase_add_test(tcase, defaults_are_left_out_but_for_the_size);
	tcase_add_test(tcase, no_item_may_be_empty);
	tcase_add_test(tcase, what_is_there_already_is_not_added_again);
	tcase_add_test(tcase, other_values_are_another_spec);
	tcase_add_test(tcase, a_calibrated_value_names_no_cell_so_two_of_them_are_refused);
	tcase_add_loop_test(tcase, words_stand_for_groups, 0, 11);
	tcase_add_test(tcase, workloads_take_globs_and_all_but_no_words_for_strategies);
	tcase_add_test(tcase, parameters_go_to_each_that_a_word_stands_for);
	tcase_add_test(tcase, a_parameter_that_one_of_them_lacks_is_refused);
	tcase_add_test(tcase, a_glob_that_fits_nothing_is_unknown);
	tcase_add_test(tcase, unknown_names_come_with_the_nearest_one);
	tcase_add_test(tcase, bad_parameters_are_refused_with_what_was_expected);
	tcase_add_test(tcase, the_first_item_cannot_continue_anything);
	tcase_add_test(tcase, a_bad_item_leaves_those_before_it);
	tcase_add_test(tcase, names_and_specs_have_a_longest_length);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
