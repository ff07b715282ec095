/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plan files: lines, comments and what is no plan. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "sweep/plan.h"
#include "text.h"

static char *folder, *path, error[512];
static struct plan_file file;

static void setup(void)
{
	folder = scratch_create();
	path = xasprintf("%s/my.args", folder);
	file = (struct plan_file){0};
}

static void teardown(void)
{
	plan_file_finish(&file);
	free(path);
	scratch_destroy(folder);
}

static void write_plan(const char *text)
{
	ck_assert(write_file(path, text, strlen(text)));
}

static void read_plan(const char *text)
{
	write_plan(text);
	ck_assert_msg(plan_file_read(&file, path, error, sizeof(error)), "%s", error);
}

static void expect_line(size_t index, unsigned number, const char *name, const char *value)
{
	ck_assert_uint_lt(index, file.count);
	ck_assert_uint_eq(file.line[index].line, number);
	ck_assert_pstr_eq(file.line[index].name, name);
	ck_assert_pstr_eq(file.line[index].value, value);
}

START_TEST(every_line_is_an_option_or_an_operand)
{
	read_plan("sleep\n--rounds 7\n--workers=1,2\n--no-progress\nprimes:limit=4e6\n");
	ck_assert_uint_eq(file.count, 5);
	expect_line(0, 1, NULL, "sleep");
	expect_line(1, 2, "rounds", "7");
	expect_line(2, 3, "workers", "1,2");
	expect_line(3, 4, "no-progress", NULL);
	expect_line(4, 5, NULL, "primes:limit=4e6");
	ck_assert_str_eq(file.path, path);
}
END_TEST

START_TEST(short_options_are_options)
{
	read_plan("-r 7\n-w1,2\n-n\n-\n");
	expect_line(0, 1, "r", "7");
	expect_line(1, 2, "w", "1,2");
	expect_line(2, 3, "n", NULL);
	expect_line(3, 4, NULL, "-");
}
END_TEST

START_TEST(blanks_and_empty_lines_do_not_count_but_are_numbered)
{
	read_plan("\n  sleep  \n\n\t--rounds \t 7 \n   \n--workers= 4 \nlast");
	ck_assert_uint_eq(file.count, 4);
	expect_line(0, 2, NULL, "sleep");
	expect_line(1, 4, "rounds", "7");
	expect_line(2, 6, "workers", "4");
	expect_line(3, 7, NULL, "last");
}
END_TEST

START_TEST(lines_may_end_as_on_other_systems)
{
	read_plan("# summary\r\nsleep\r\n\r\n--rounds 7\r\n--no-progress\r\n");
	ck_assert_str_eq(file.summary, "summary");
	ck_assert_uint_eq(file.count, 3);
	expect_line(0, 2, NULL, "sleep");
	expect_line(1, 4, "rounds", "7");
	expect_line(2, 5, "no-progress", NULL);
}
END_TEST

START_TEST(the_first_comment_is_the_summary)
{
	read_plan("#\n#   A first look  \n# more\nsleep # of all\n");
	ck_assert_str_eq(file.summary, "A first look");
	ck_assert_uint_eq(file.count, 1);
	expect_line(0, 4, NULL, "sleep");
}
END_TEST

START_TEST(a_comment_begins_a_word_and_is_never_inside_one)
{
	read_plan("--plugin ./a#b.so # the one\n--output x\t# tab\n#--rounds 3\nw#1\n");
	ck_assert_uint_eq(file.count, 3);
	expect_line(0, 1, "plugin", "./a#b.so");
	expect_line(1, 2, "output", "x");
	expect_line(2, 4, NULL, "w#1");
}
END_TEST

START_TEST(a_value_may_hold_blanks_and_equals_signs)
{
	read_plan("--output My Results\n--plugin=a=b.so\n--strategies thread-pool:chunk=2\n");
	expect_line(0, 1, "output", "My Results");
	expect_line(1, 2, "plugin", "a=b.so");
	expect_line(2, 3, "strategies", "thread-pool:chunk=2");
}
END_TEST

START_TEST(an_empty_plan_is_one)
{
	read_plan("");
	ck_assert_uint_eq(file.count, 0);
	ck_assert_ptr_null(file.summary);
}
END_TEST

START_TEST(what_is_no_text_file_is_refused)
{
	ck_assert(write_file(path, "sleep\n\0--rounds", 15));
	ck_assert(!plan_file_read(&file, path, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "/my.args is no text file"));
}
END_TEST

START_TEST(a_missing_file_and_a_folder_are_told)
{
	ck_assert(!plan_file_read(&file, path, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "/my.args: No such file"));
	ck_assert(!plan_file_read(&file, folder, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, ": Is a directory"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("planfile");
	TCase *tcase = tcase_create("planfile");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, every_line_is_an_option_or_an_operand);
	tcase_add_test(tcase, short_options_are_options);
	tcase_add_test(tcase, blanks_and_empty_lines_do_not_count_but_are_numbered);
	tcase_add_test(tcase, lines_may_end_as_on_other_systems);
	tcase_add_test(tcase, the_first_comment_is_the_summary);
	tcase_add_test(tcase, a_comment_begins_a_word_and_is_never_inside_one);
	tcase_add_test(tcase, a_value_may_hold_blanks_and_equals_signs);
	tcase_add_test(tcase, an_empty_plan_is_one);
	tcase_add_test(tcase, what_is_no_text_file_is_refused);
	tcase_add_test(tcase, a_missing_file_and_a_folder_are_told);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
