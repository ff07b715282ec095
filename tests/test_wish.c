/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options from the command line and from plans together, and what is wrong in either. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/wish.h"
#include "scratch.h"
#include "text.h"

static char *folder, *path, error[512];
static struct wish wish;

static void setup(void)
{
	folder = scratch_create();
	path = xasprintf("%s/my.args", folder);
	wish = (struct wish){0};
}

static void teardown(void)
{
	wish_finish(&wish);
	free(path);
	scratch_destroy(folder);
}

static void write_plan(const char *text)
{
	ck_assert(write_file(path, text, strlen(text)));
}

/* ---- which plan ---- */

static void take(int key, const char *value)
{
	ck_assert_msg(wish_take(&wish, key, value, error, sizeof(error)), "%s", error);
}

static bool read_plans(void)
{
	error[0] = '\0';
	return wish_read_plans(&wish, folder, error, sizeof(error));
}

static void expect_plans(void)
{
	ck_assert_msg(read_plans(), "%s", error);
}

START_TEST(a_plan_is_found_by_name_path_or_ending)
{
	static const char *const names[] = {"my", NULL, "./my.args", "my.args"};

	write_plan("sleep\n--rounds 3\n");
	ck_assert_int_eq(chdir(folder), 0);
	take(ARGP_KEY_ARG, names[_i] ? names[_i] : path);
	expect_plans();
	ck_assert_uint_eq(wish.plan.rounds, 3);
	ck_assert_uint_eq(wish.plan.workload_count, 1);
	ck_assert_str_eq(wish.plan.workloads[0], "sleep");
	ck_assert_str_eq(wish.plan_name, "my");
}
END_TEST

START_TEST(a_plan_may_lie_in_a_folder_with_odd_signs)
{
	char *odd = xasprintf("%s/a=b,c:d.args", folder);

	ck_assert(write_file(odd, "sleep\n", 6));
	take(ARGP_KEY_ARG, odd);
	expect_plans();
	ck_assert_str_eq(wish.plan.workloads[0], "sleep");
	free(odd);
}
END_TEST

START_TEST(what_names_no_plan_stays_a_workload)
{
	write_plan("sleep\n");
	take(ARGP_KEY_ARG, "primes");
	take(ARGP_KEY_ARG, "my:limit=4");
	take(ARGP_KEY_ARG, "my");
	take(ARGP_KEY_ARG, "pages");
	expect_plans();
	ck_assert_uint_eq(wish.plan.workload_count, 4);
	ck_assert_str_eq(wish.plan.workloads[0], "primes");
	ck_assert_str_eq(wish.plan.workloads[1], "my:limit=4");
	ck_assert_str_eq(wish.plan.workloads[2], "sleep");
	ck_assert_str_eq(wish.plan.workloads[3], "pages");
	ck_assert_ptr_null(wish.plan.workload_from[1]);
	char *place = xasprintf("%s:1", path);
	ck_assert_str_eq(wish.plan.workload_from[2], place);
	free(place);
}
END_TEST

START_TEST(the_command_line_wins_over_the_plan)
{
	write_plan("sleep\n--strategies all\n--workers grid\n--rounds 9\n--budget 9min\n"
		   "--timeout 9s\n--sample-time 9ms\n--seed 9\n--output there\n--plugin ./p.so\n");
	take('s', "thread-pool");
	take('w', "1,2");
	take('r', "3");
	take('b', "1min");
	take('t', "2s");
	take('o', "here");
	take(ARGP_KEY_ARG, "my");
	for (const struct argp_option *option = wish_options; option->name; option++) {
		if (strcmp(option->name, "sample-time") == 0) {
			take(option->key, "3ms");
		} else if (strcmp(option->name, "seed") == 0) {
			take(option->key, "0");
		} else if (strcmp(option->name, "plugin") == 0) {
			take(option->key, "./q.so");
		}
	}
	expect_plans();
	ck_assert_str_eq(wish.plan.strategies, "thread-pool");
	ck_assert_str_eq(wish.plan.workers, "1,2");
	ck_assert_uint_eq(wish.plan.rounds, 3);
	ck_assert_uint_eq(wish.plan.budget_ns, 60000000000);
	ck_assert_uint_eq(wish.plan.timeout_ns, 2000000000);
	ck_assert_uint_eq(wish.plan.sample_time_ns, 3000000);
	ck_assert_uint_eq(wish.plan.seed, 0);
	ck_assert_str_eq(wish.output, "here");
	ck_assert_str_eq(wish.plugin, "./q.so");
	ck_assert_ptr_null(wish.plan.strategies_from);
	ck_assert_ptr_null(wish.plan.workers_from);
}
END_TEST

START_TEST(a_share_is_a_decimal_number_or_so_many_percent)
{
	static const struct {
		const char *text;
		double share;
	} good[] = {{"2%", 0.02}, {"0.5 %", 0.005}, {"0.02", 0.02}, {".5", 0.5}, {"2e-2", 0.02}};
	static const char *const bad[] = {"0x1p-5", "0X2%", "0x.1", "", "%", "-2%", "+2%", " 2%",
		"2%%", "nan", "inf", "0", "51%", "0.04%", "2 percent"};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		take('p', good[i].text);
		ck_assert_double_eq_tol(wish.plan.precision, good[i].share, 1e-12);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_msg(!wish_take(&wish, 'p', bad[i], error, sizeof(error)),
			"'%s' was taken", bad[i]);
		ck_assert_ptr_nonnull(strstr(error, "--precision: expected a share from "));
	}
}
END_TEST

START_TEST(a_plan_says_what_the_command_line_does_not)
{
	write_plan("sleep\n-s all\n-w grid\n-r 9\n-b 9min\n-t 9s\n--sample-time 9ms\n"
		   "--seed 9\n-o there\n--plugin ./p.so\n--no-progress\n-n\n");
	take(ARGP_KEY_ARG, "my");
	expect_plans();
	ck_assert_str_eq(wish.plan.strategies, "all");
	ck_assert_str_eq(wish.plan.workers, "grid");
	ck_assert_uint_eq(wish.plan.rounds, 9);
	ck_assert_uint_eq(wish.plan.budget_ns, 540000000000);
	ck_assert_uint_eq(wish.plan.timeout_ns, 9000000000);
	ck_assert_uint_eq(wish.plan.sample_time_ns, 9000000);
	ck_assert_uint_eq(wish.plan.seed, 9);
	ck_assert(wish.plan.seed_given);
	ck_assert_str_eq(wish.output, "there");
	ck_assert_str_eq(wish.plugin, "./p.so");
	ck_assert(wish.no_progress);
	ck_assert(wish.dry_run);
	char *place = xasprintf("%s:2", path);
	ck_assert_str_eq(wish.plan.strategies_from, place);
	free(place);
	place = xasprintf("%s:3", path);
	ck_assert_str_eq(wish.plan.workers_from, place);
	free(place);
}
END_TEST

START_TEST(the_last_one_on_the_command_line_counts)
{
	take('r', "3");
	take('r', "4");
	take('s', "all");
	take('s', "pool");
	ck_assert_uint_eq(wish.plan.rounds, 4);
	ck_assert_str_eq(wish.plan.strategies, "pool");
}
END_TEST

START_TEST(rounds_asked_for_are_not_cut_by_the_budget_of_a_plan)
{
	write_plan("sleep\n--budget 9min\n");
	take('r', "15");
	take(ARGP_KEY_ARG, "my");
	expect_plans();
	ck_assert_uint_eq(wish.plan.rounds, 15);
	ck_assert_uint_eq(wish.plan.budget_ns, 0);
}
END_TEST

START_TEST(of_two_plans_the_first_one_counts)
{
	char *other = xasprintf("%s/other.args", folder);

	ck_assert(write_file(other, "primes\n--rounds 5\n--workers 2\n", 30));
	write_plan("sleep\n--rounds 9\n");
	take(ARGP_KEY_ARG, "my");
	take(ARGP_KEY_ARG, "other");
	expect_plans();
	ck_assert_uint_eq(wish.plan.rounds, 9);
	ck_assert_str_eq(wish.plan.workers, "2");
	ck_assert_uint_eq(wish.plan.workload_count, 2);
	ck_assert_str_eq(wish.plan_name, "my");
	free(other);
}
END_TEST

/* ---- what is wrong in a plan, with file and line ---- */

START_TEST(a_bad_line_is_told_with_file_and_line)
{
	static const struct {
		const char *text, *error; /* error: behind the path */
	} cases[] = {
		{"sleep\n--ronds 7\n", ":2: unknown option '--ronds'; did you mean '--rounds'?"},
		{"--juggle 7\n", ":1: unknown option '--juggle'"},
		{"--\n", ":1: a command behind -- belongs on the command line"},
		{"-z 7\n", ":1: unknown option '-z'"},
		{"# x\n\n--rounds\n", ":3: --rounds: expected a number"},
		{"--no-progress 1\n", ":1: --no-progress takes no value"},
		{"--rounds 0\n", ":1: --rounds: expected a whole number from 1 to 1000, not '0'"},
		{"--rounds=\n", ":1: --rounds: expected a whole number from 1 to 1000, not ''"},
		{"--rounds seven\n",
			":1: --rounds: expected a whole number from 1 to 1000, not 'seven'"},
		{"--budget 5 parsec\n", ":1: --budget: expected a time such as 90s, 500ms or "
					"15min, not '5 parsec'"},
		{"-t 0s\n", ":1: --timeout: expected a time such as 90s, 500ms or 15min, not '0s'"},
		{"--seed -1\n", ":1: --seed: expected a whole number from 0 to "
				"18446744073709551615, not '-1'"},
		{"--rounds 3\nsleep\n-r 4\n", ":3: --rounds is given twice"},
		{"--resume x\n", ":1: --resume belongs on the command line"},
		{"sleep\nmy\n", ":2: a plan can't hold another plan, 'my'"},
		{"other.args\n", ":1: a plan can't hold another plan, 'other.args'"},
		{"./there\n", ":1: a plan can't hold another plan, './there'"},
		{"sleep primes\n",
			":1: expected one workload or option a line, not 'sleep primes'"},
	};

	write_plan(cases[_i].text);
	take(ARGP_KEY_ARG, path);
	ck_assert_msg(!read_plans(), "taken: %s", cases[_i].text);
	ck_assert_int_eq(strncmp(error, path, strlen(path)), 0);
	ck_assert_str_eq(error + strlen(path), cases[_i].error);
}
END_TEST

START_TEST(a_bad_line_is_told_even_where_the_command_line_wins_over_its_option)
{
	write_plan("--rounds 3\n--rounds 4\n");
	take('r', "5");
	take(ARGP_KEY_ARG, path);
	ck_assert(!read_plans());
}
END_TEST

START_TEST(a_missing_plan_is_told)
{
	take(ARGP_KEY_ARG, "./nowhere.args");
	ck_assert(!read_plans());
	ck_assert_str_eq(error, "./nowhere.args: No such file or directory");
}
END_TEST

START_TEST(a_bad_value_on_the_command_line_is_told_with_the_option)
{
	static const struct {
		int key;
		const char *value, *error;
	} cases[] = {
		{'r', "abc", "--rounds: expected a whole number from 1 to 1000, not 'abc'"},
		{'r', "1001", "--rounds: expected a whole number from 1 to 1000, not '1001'"},
		{'b', "", "--budget: expected a time such as 90s, 500ms or 15min, not ''"},
		{'t', "-5s", "--timeout: expected a time such as 90s, 500ms or 15min, not '-5s'"},
	};

	ck_assert(!wish_take(&wish, cases[_i].key, cases[_i].value, error, sizeof(error)));
	ck_assert_str_eq(error, cases[_i].error);
}
END_TEST

/* ---- the shipped ones ---- */

START_TEST(the_shipped_plans_are_good_and_have_a_summary)
{
	static const char *const names[] = {"quick", "standard", "beyond-cores"};
	char *shipped = xasprintf("%s/bench/plans/%s.args", SOURCE_ROOT, names[_i]);
	struct plan_file file;

	ck_assert(plan_file_read(&file, shipped, error, sizeof(error)));
	ck_assert_ptr_nonnull(file.summary);
	plan_file_finish(&file);
	ck_assert(wish_take(&wish, ARGP_KEY_ARG, shipped, error, sizeof(error)));
	ck_assert_msg(wish_read_plans(&wish, folder, error, sizeof(error)), "%s", error);
	ck_assert_str_eq(wish.plan_name, names[_i]);
	ck_assert_uint_ge(wish.plan.workload_count, 2);
	ck_assert_ptr_nonnull(wish.plan.strategies);
	free(shipped);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("wish");
	TCase *tcase = tcase_create("wish");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, a_plan_is_found_by_name_path_or_ending, 0, 4);
	tcase_add_test(tcase, a_plan_may_lie_in_a_folder_with_odd_signs);
	tcase_add_test(tcase, what_names_no_plan_stays_a_workload);
	tcase_add_test(tcase, the_command_line_wins_over_the_plan);
	tcase_add_test(tcase, a_share_is_a_decimal_number_or_so_many_percent);
	tcase_add_test(tcase, a_plan_says_what_the_command_line_does_not);
	tcase_add_test(tcase, the_last_one_on_the_command_line_counts);
	tcase_add_test(tcase, rounds_asked_for_are_not_cut_by_the_budget_of_a_plan);
	tcase_add_test(tcase, of_two_plans_the_first_one_counts);
	tcase_add_loop_test(tcase, a_bad_line_is_told_with_file_and_line, 0, 18);
	tcase_add_test(tcase, a_bad_line_is_told_even_where_the_command_line_wins_over_its_option);
	tcase_add_test(tcase, a_missing_plan_is_told);
	tcase_add_loop_test(tcase, a_bad_value_on_the_command_line_is_told_with_the_option, 0, 4);
	tcase_add_loop_test(tcase, the_shipped_plans_are_good_and_have_a_summary, 0, 3);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
