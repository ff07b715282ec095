/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for people: one-line warnings, clean text, numbers with units, small files. */
#include <check.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scratch.h"
#include "text.h"

START_TEST(a_warning_is_one_line_that_begins_with_the_program)
{
	capture_start();
	warn("%s is %d", "this", 5);
	char *said = capture_end();
	ck_assert_str_eq(said, "manyhands: this is 5\n");
	free(said);
}
END_TEST

START_TEST(a_trailing_colon_appends_the_cause_and_leaves_errno)
{
	capture_start();
	errno = ENOENT;
	warn("%s:", "/some/file");
	ck_assert_int_eq(errno, ENOENT);
	char *said = capture_end();
	ck_assert_str_eq(said, "manyhands: /some/file: No such file or directory\n");
	free(said);
}
END_TEST

START_TEST(a_warning_stays_one_line_whatever_its_arguments_hold)
{
	char *huge = xcalloc(10001, 1);

	memset(huge, 'x', 10000);
	capture_start();
	warn("no '%s'", "a\nb\033[2J\xff");
	warn("no '%s'", huge);
	char *said = capture_end();
	ck_assert_ptr_nonnull(strstr(said, "manyhands: no 'a?b?[2J?'\nmanyhands: no 'xxx"));
	ck_assert_ptr_eq(strrchr(said, '\n'), said + strlen(said) - 1);
	free(said);
	free(huge);
}
END_TEST

START_TEST(fatal_ends_with_status_1)
{
	capture_start();
	fatal("it is over");
}
END_TEST

START_TEST(memory_of_no_bytes_is_no_failure)
{
	void *nothing = xcalloc(0, 0);

	ck_assert_ptr_nonnull(nothing);
	nothing = xrealloc(nothing, 5, 0);
	ck_assert_ptr_nonnull(nothing);
	nothing = xrealloc(nothing, 0, 5);
	ck_assert_ptr_nonnull(nothing);
	free(nothing);
}
END_TEST

START_TEST(a_text_grows_piece_by_piece)
{
	struct text text = {0};

	for (int i = 0; i < 1000; i++) {
		text_add(&text, "%03d,", i);
	}
	text_add(&text, "%s", "");
	ck_assert_uint_eq(text.length, 4000);
	ck_assert_uint_eq(strlen(text.text), 4000);
	ck_assert_str_eq(text.text + 3992, "998,999,");
	text_finish(&text);
	ck_assert_ptr_null(text.text);
	ck_assert_uint_eq(text.length, 0);
}
END_TEST

START_TEST(columns_are_code_points)
{
	ck_assert_uint_eq(text_columns(""), 0);
	ck_assert_uint_eq(text_columns("abc"), 3);
	ck_assert_uint_eq(text_columns("4 µs × 2"), 8);
}
END_TEST

START_TEST(plain_names_have_letters_digits_dot_underscore_dash)
{
	ck_assert(text_is_plain_name("thread-pool_2.x"));
	ck_assert(!text_is_plain_name(""));
	ck_assert(!text_is_plain_name("a b"));
	ck_assert(!text_is_plain_name("a/b"));
	ck_assert(!text_is_plain_name("größe"));
}
END_TEST

static const struct {
	const char *text, *clean;
} dirty[] = {
	{"", ""},
	{"plain", "plain"},
	{"96 × 4 ms, µ, 語, 😀", "96 × 4 ms, µ, 語, 😀"},
	{"a\tb\nc\rd\033e\177f", "a?b?c?d?e?f"},
	{"\xc2\x9b"
	 "2J",
		"?2J"}, /* the C1 control sequence introducer */
	{"\xe2\x80\xae"
	 "gnp",
		"?gnp"}, /* right-to-left override */
	{"\xe2\x80\xa8|\xe2\x81\xa6|\xe2\x80\x8e\xe2\x80\x8f", "?|?|??"},
	{"\xff\xfe", "??"},
	{"\x80", "?"},
	{"a\xc3", "a?"},
	{"a\xe2\x82", "a??"},
	{"\xc3(", "?("},
	{"\xc1\x9b", "??"},      /* an overlong control */
	{"\xe0\x82\x9b", "???"}, /* another */
	{"\xf0\x80\x82\x9b", "????"},
	{"\xed\xa0\x80", "???"},      /* a surrogate */
	{"\xf4\x90\x80\x80", "????"}, /* beyond U+10FFFF */
	{"\xf4\x8f\xbf\xbd", "\xf4\x8f\xbf\xbd"},
};

START_TEST(controls_and_broken_utf8_become_question_marks)
{
	char clean[64];

	text_clean(dirty[_i].text, clean, sizeof(clean));
	ck_assert_str_eq(clean, dirty[_i].clean);
	ck_assert_uint_le(strlen(clean), strlen(dirty[_i].text));
}
END_TEST

START_TEST(clean_text_is_cut_between_code_points)
{
	char small[5] = "####";

	text_clean("abcd", small, 5);
	ck_assert_str_eq(small, "abcd");
	text_clean("abcde", small, 5);
	ck_assert_str_eq(small, "abcd");
	text_clean("abcµ", small, 5);
	ck_assert_str_eq(small, "abc");
	text_clean("abc", small, 1);
	ck_assert_str_eq(small, "");
	small[0] = '#';
	text_clean("abc", small, 0);
	ck_assert_int_eq(small[0], '#');
}
END_TEST

static const struct {
	double ns;
	const char *text;
} durations[] = {
	{0, "0 ns"},
	{0.25, "0.25 ns"},
	{7, "7 ns"},
	{999, "999 ns"},
	{7000, "7 µs"},
	{7250, "7.2 µs"},
	{999400, "999 µs"},
	{999600, "1 ms"},
	{18e6, "18 ms"},
	{1.25e6, "1.2 ms"},
	{99.4e6, "99 ms"},
	{99.6e6, "0.10 s"},
	{390e6, "0.39 s"},
	{994e6, "0.99 s"},
	{997e6, "1 s"},
	{1e9, "1 s"},
	{1.5e9, "1.5 s"},
	{9.94e9, "9.9 s"},
	{9.96e9, "10 s"},
	{24e9, "24 s"},
	{119e9, "119 s"},
	{120e9, "2 min"},
	{150e9, "2.5 min"},
	{180e9, "3 min"},
	{5400e9, "90 min"},
	{-1, "unknown"},
	{(double)NAN, "unknown"},
	{(double)INFINITY, "unknown"},
	{1e18, "unknown"},
};

START_TEST(durations_read_well)
{
	char text[32];

	format_duration(durations[_i].ns, text, sizeof(text));
	ck_assert_str_eq(text, durations[_i].text);
}
END_TEST

START_TEST(counts_have_groups_of_three)
{
	char text[32], small[4];

	format_count(0, text, sizeof(text));
	ck_assert_str_eq(text, "0");
	format_count(999, text, sizeof(text));
	ck_assert_str_eq(text, "999");
	format_count(4000000, text, sizeof(text));
	ck_assert_str_eq(text, "4 000 000");
	format_count(UINT64_MAX, text, sizeof(text));
	ck_assert_str_eq(text, "18 446 744 073 709 551 615");
	format_count(123456, small, sizeof(small));
	ck_assert_str_eq(small, "123");
	format_count(1, small, 0);
	ck_assert_str_eq(small, "123");
}
END_TEST

START_TEST(durations_are_read_with_units)
{
	static const struct {
		const char *text;
		uint64_t ns;
	} good[] = {
		{"90", 90000000000},
		{"90s", 90000000000},
		{"2min", 120000000000},
		{"500ms", 500000000},
		{"1h", 3600000000000},
		{"0.5s", 500000000},
		{".5s", 500000000},
		{"1e3ns", 1000},
		{"7us", 7000},
	};
	uint64_t ns = 0;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		ck_assert_msg(parse_duration(good[i].text, &ns), "%s", good[i].text);
		ck_assert_uint_eq(ns, good[i].ns);
	}
}
END_TEST

START_TEST(what_is_no_duration_is_refused)
{
	static const char *const bad[] = {"", "-1s", "+1s", " 1s", "1 s", "1sec", "0", "0s", ".",
		"s", "1s ", "nan", "inf", "0x10", "1e99h", "1e999", "0.1ns", "1..5s"};
	uint64_t ns = 17;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_msg(!parse_duration(bad[i], &ns), "%s", bad[i]);
	}
	ck_assert_uint_eq(ns, 17);
}
END_TEST

START_TEST(whole_numbers_are_read_and_nothing_else)
{
	static const char *const bad[] = {"", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "abc",
		"18446744073709551616", "99999999999999999999999"};
	uint64_t number = 17;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_msg(!parse_u64(bad[i], &number), "%s", bad[i]);
	}
	ck_assert_uint_eq(number, 17);
	ck_assert(parse_u64("0", &number));
	ck_assert_uint_eq(number, 0);
	ck_assert(parse_u64("18446744073709551615", &number));
	ck_assert_uint_eq(number, UINT64_MAX);
}
END_TEST

START_TEST(a_file_is_written_whole_and_read_again)
{
	char *folder = scratch_create();
	char *path = xasprintf("%s/file", folder);
	size_t bytes = 100000, length = 0;
	char *many = xcalloc(bytes, 1);

	many[5] = 'x';
	ck_assert(write_file(path, "old", 3));
	ck_assert(write_file(path, many, bytes));
	char *again = read_file(path, &length);
	ck_assert_ptr_nonnull(again);
	ck_assert_uint_eq(length, bytes);
	ck_assert_mem_eq(again, many, bytes);
	ck_assert_int_eq(again[bytes], '\0');
	free(again);
	ck_assert(write_file(path, "", 0));
	again = read_file(path, NULL);
	ck_assert_str_eq(again, "");
	free(again);
	free(many);
	free(path);
	scratch_destroy(folder);
}
END_TEST

START_TEST(a_file_that_cannot_be_written_is_told_and_leaves_nothing)
{
	char *folder = scratch_create();
	char *path = xasprintf("%s/there", folder);

	/* the name is taken by a folder: renaming over it fails after the bytes are written */
	ck_assert_int_eq(mkdir(path, 0700), 0);
	capture_start();
	ck_assert(!write_file(path, "text", 4));
	ck_assert(!write_file("/nonexistent/file", "text", 4));
	char *said = capture_end();
	ck_assert_ptr_nonnull(strstr(said, "there: Is a directory\n"));
	ck_assert_ptr_nonnull(strstr(said, "manyhands: /nonexistent/file: No such file"));
	free(said);
	ck_assert_int_eq(rmdir(path), 0);
	/* so the folder is empty again */
	ck_assert_int_eq(rmdir(folder), 0);
	free(folder);
	free(path);
}
END_TEST

START_TEST(what_cannot_be_read_says_why)
{
	errno = 0;
	ck_assert_ptr_null(read_file("/nonexistent/file", NULL));
	ck_assert_int_eq(errno, ENOENT);
	ck_assert_ptr_null(read_file("/tmp", NULL));
	ck_assert_int_eq(errno, EISDIR);
}
END_TEST

static void add_warnings(Suite *suite)
{
	TCase *warnings = tcase_create("warnings");

	tcase_add_test(warnings, a_warning_is_one_line_that_begins_with_the_program);
	tcase_add_test(warnings, a_trailing_colon_appends_the_cause_and_leaves_errno);
	tcase_add_test(warnings, a_warning_stays_one_line_whatever_its_arguments_hold);
	tcase_add_exit_test(warnings, fatal_ends_with_status_1, 1);
	tcase_add_test(warnings, memory_of_no_bytes_is_no_failure);
	suite_add_tcase(suite, warnings);
}

static void add_text(Suite *suite)
{
	TCase *text = tcase_create("text");

	tcase_add_test(text, a_text_grows_piece_by_piece);
	tcase_add_test(text, columns_are_code_points);
	tcase_add_test(text, plain_names_have_letters_digits_dot_underscore_dash);
	tcase_add_loop_test(text, controls_and_broken_utf8_become_question_marks, 0,
		sizeof(dirty) / sizeof(dirty[0]));
	tcase_add_test(text, clean_text_is_cut_between_code_points);
	suite_add_tcase(suite, text);
}

static void add_numbers(Suite *suite)
{
	TCase *numbers = tcase_create("numbers");

	tcase_add_loop_test(
		numbers, durations_read_well, 0, sizeof(durations) / sizeof(durations[0]));
	tcase_add_test(numbers, counts_have_groups_of_three);
	tcase_add_test(numbers, durations_are_read_with_units);
	tcase_add_test(numbers, what_is_no_duration_is_refused);
	tcase_add_test(numbers, whole_numbers_are_read_and_nothing_else);
	suite_add_tcase(suite, numbers);
}

static void add_files(Suite *suite)
{
	TCase *files = tcase_create("files");

	tcase_add_test(files, a_file_is_written_whole_and_read_again);
	tcase_add_test(files, a_file_that_cannot_be_written_is_told_and_leaves_nothing);
	tcase_add_test(files, what_cannot_be_read_says_why);
	suite_add_tcase(suite, files);
}

int main(void)
{
	Suite *suite = suite_create("text");
	SRunner *runner = srunner_create(suite);

	add_warnings(suite);
	add_text(suite);
	add_numbers(suite);
	add_files(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
