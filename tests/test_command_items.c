/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command of the user's own: its items, its words, what the trial is handed. */
#include "sweep/command.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scratch.h"

static char *folder;
static struct command command;
static struct command_wish wish;
static char error[512];

static void setup(void)
{
	folder = scratch_create();
	ck_assert_int_eq(chdir(folder), 0);
	command = (struct command){.list = -1, .results = -1};
	wish = (struct command_wish){0};
}

static void teardown(void)
{
	command_finish(&command);
	ck_assert_int_eq(chdir("/"), 0);
	scratch_destroy(folder);
}

static void write_items(const char *bytes, size_t length)
{
	ck_assert(write_file("list", bytes, length));
}

/* Makes the command of WORDS, which end with NULL, on ITEMS. */
static bool make(char **words, const char *items)
{
	char *name = xstrdup(items);

	wish.words = words;
	for (wish.word_count = 0; words[wish.word_count]; wish.word_count++) {
	}
	wish.items = name;
	error[0] = '\0';
	bool ok = command_init(&command, &wish, error, sizeof(error));
	free(name);
	return ok;
}

/* The words that ITEM is run with, each in brackets; valid until the next call. */
static const char *arguments(size_t item)
{
	static char line[4096];
	char **list = items_arguments(&command.items, item);
	size_t length = 0;

	ck_assert_ptr_nonnull(list);
	line[0] = '\0';
	for (size_t i = 0; list[i]; i++) {
		length += (size_t)snprintf(line + length, sizeof(line) - length, "[%s]", list[i]);
	}
	free(list);
	return line;
}

/* ---- items ---- */

static const struct {
	const char *bytes;
	size_t length, count;
	const char *last;
	bool ends_with_nul;
} texts[] = {
	{"a\nb\n", 4, 2, "b", false},
	{"a\nb", 3, 2, "b", false},
	{"\n", 1, 1, "", false},
	{"a\n\nb\n\n", 6, 4, "", false},
	{" a b \n", 6, 1, " a b ", false},
	{"a\r\n", 3, 1, "a\r", false},
	{"a\0b\0", 4, 2, "b", true},
	{"a\nb\0c", 5, 2, "c", true},
	{"\0", 1, 1, "", true},
	{"a\0\0", 3, 2, "", true},
	{"\377\n", 2, 1, "\377", false},
};

START_TEST(items_end_with_nul_or_a_newline)
{
	char *words[] = {"true", NULL};

	write_items(texts[_i].bytes, texts[_i].length);
	ck_assert_msg(make(words, "list"), "%s", error);
	ck_assert_uint_eq(command.items.item_count, texts[_i].count);
	ck_assert_str_eq(command.items.item[texts[_i].count - 1], texts[_i].last);
	ck_assert_int_eq(command.items.ends_with_nul, texts[_i].ends_with_nul);
	ck_assert_str_eq(command.items.source, "list");
}
END_TEST

START_TEST(a_number_or_a_range_are_numbers)
{
	char *words[] = {"true", NULL};

	ck_assert(make(words, "3"));
	ck_assert_uint_eq(command.items.item_count, 3);
	ck_assert_str_eq(command.items.item[0], "1");
	ck_assert_str_eq(command.items.source, "1..3");
	command_finish(&command);
	ck_assert(make(words, "98..101"));
	ck_assert_uint_eq(command.items.item_count, 4);
	ck_assert_str_eq(command.items.item[3], "101");
	command_finish(&command);
	ck_assert(make(words, "1..1000000"));
	ck_assert_str_eq(command.items.item[999999], "1000000");
}
END_TEST

START_TEST(what_is_no_list_of_items_is_refused)
{
	static const struct {
		const char *items, *error;
	} cases[] = {
		{"0", "--items: expected 1 to 1000000 of them, such as 32 or 1..32, not '0'"},
		{"9..8", "--items: expected 1 to 1000000 of them, such as 32 or 1..32, not '9..8'"},
		{"1000001", "--items: expected 1 to 1000000 of them, such as 32 or 1..32, not "
			    "'1000001'"},
		{"1..", "--items: 1..: No such file or directory"},
		{"..3", "--items: ..3: No such file or directory"},
		{"1...3", "--items: 1...3: No such file or directory"},
		{".", "--items: .: Is a directory"},
	};
	char *words[] = {"true", NULL};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert(!make(words, cases[i].items));
		ck_assert_str_eq(error, cases[i].error);
	}
	write_items("", 0);
	ck_assert(!make(words, "list"));
	ck_assert_ptr_nonnull(strstr(error, "list holds no items"));
}
END_TEST

/* ---- words ---- */

START_TEST(the_item_stands_where_braces_are)
{
	char *words[] = {"env", "{}", "a{}b{}", "{", "}{", "$({})", NULL};

	write_items("x y\0{}\0\0", 8);
	ck_assert(make(words, "list"));
	ck_assert_str_eq(arguments(0), "[env][x y][ax ybx y][{][}{][$(x y)]");
	ck_assert_str_eq(arguments(1), "[env][{}][a{}b{}][{][}{][$({})]");
	ck_assert_str_eq(arguments(2), "[env][][ab][{][}{][$()]");
}
END_TEST

START_TEST(without_braces_texts_follow_and_numbers_do_not)
{
	char *words[] = {"env", "A=1", NULL};

	write_items("x y\nz\n", 6);
	ck_assert(make(words, "list"));
	ck_assert_str_eq(arguments(1), "[env][A=1][z]");
	command_finish(&command);
	ck_assert(make(words, "2"));
	ck_assert_str_eq(arguments(1), "[env][A=1]");
}
END_TEST

START_TEST(a_script_finds_the_item_in_1)
{
	char *words[] = {"echo \"$1\"", NULL}, *braces[] = {"echo {}", NULL};

	wish.shell = true;
	ck_assert(make(words, "2"));
	ck_assert_str_eq(arguments(1), "[/bin/sh][-c][echo \"$1\"][sh][2]");
	command_finish(&command);
	ck_assert(!make(braces, "2"));
}
END_TEST

START_TEST(a_program_that_is_not_there_is_refused)
{
	static const struct {
		char *word;
		const char *error;
	} cases[] = {
		{"no-such-program", "can't run 'no-such-program': no such program in $PATH"},
		{"./list", "can't run './list': Permission denied"},
		{"./none", "can't run './none': No such file or directory"},
		{"/", "can't run '/': Is a directory"},
		{"", "can't run '': No such file or directory"},
	};

	write_items("a\n", 2);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *words[] = {cases[i].word, NULL};

		/* root may read anything, but run only what has an x */
		ck_assert(!make(words, "2"));
		ck_assert_str_eq(error, cases[i].error);
	}
}
END_TEST

START_TEST(every_difference_in_what_runs_has_another_id)
{
	static const struct {
		char *words[3];
		const char *items;
		bool allow_failures;
	} cases[] = {
		{{"env"}, "3", false},
		{{"env"}, "3", true},
		{{"env"}, "4", false},
		{{"env", "-"}, "3", false},
		{{"env", "{}"}, "3", false},
		{{"true"}, "3", false},
		{{"env"}, "list", false},
	};
	enum { CASES = sizeof(cases) / sizeof(cases[0]) };
	char id[CASES][9];

	write_items("1\n2\n3\n", 6); /* as 3, but they follow the word */
	for (size_t i = 0; i < CASES; i++) {
		char *words[] = {cases[i].words[0], cases[i].words[1], NULL};

		wish.allow_failures = cases[i].allow_failures;
		ck_assert(make(words, cases[i].items));
		memcpy(id[i], command.id, sizeof(id[i]));
		ck_assert_uint_eq(strspn(command.id, "0123456789abcdef"), 8);
		command_finish(&command);
		for (size_t j = 0; j < i; j++) {
			ck_assert_str_ne(id[i], id[j]);
		}
	}
}
END_TEST

START_TEST(neither_words_nor_items_stand_in_the_spec)
{
	char *words[] = {"env", "; rm -rf /", "\033[31m", NULL};

	ck_assert(make(words, "12"));
	char *spec = command_spec(&command), *heading = command_heading(&command);
	ck_assert_int_eq(strncmp(spec, "command:items=12,id=", 20), 0);
	ck_assert_uint_eq(strlen(spec), 28);
	ck_assert_str_eq(heading, "12 × env ; rm -rf / ?[31m");
	free(spec);
	free(heading);
}
END_TEST

/* ---- what is kept ---- */

START_TEST(what_is_kept_is_the_command_again)
{
	char *words[] = {"env", "it's {}", NULL};
	char items[] = "a\nb\0\0c", id[9];
	size_t length;

	wish.allow_failures = true;
	write_items(items, sizeof(items) - 1);
	ck_assert(make(words, "list"));
	memcpy(id, command.id, sizeof(id));
	ck_assert(command_keep(&command, folder));
	command_finish(&command);
	ck_assert_msg(command_load(&command, folder, error, sizeof(error)), "%s", error);
	ck_assert_str_eq(command.id, id);
	ck_assert_str_eq(arguments(0), "[env][it's a\nb]");
	ck_assert(command.items.allow_failures);
	char *kept = read_file("items", &length);
	ck_assert_uint_eq(length, 7);
	ck_assert_mem_eq(kept, "a\nb\0\0c", 7);
	free(kept);
	/* in another folder "./job" would be another program */
	ck_assert_int_eq(chdir("/"), 0);
	command_finish(&command);
	ck_assert(!command_load(&command, folder, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "the command was run in "));
	ck_assert_int_eq(chdir(folder), 0);
}
END_TEST

START_TEST(a_damaged_list_is_refused)
{
	char *words[] = {"env", "a", NULL};
	struct items items;

	ck_assert(make(words, "3"));
	for (size_t length = 0; length < command.length; length++) {
		ck_assert(!items_parse(&items, command.bytes, length));
	}
	char *longer = xcalloc(command.length + 1, 1);
	memcpy(longer, command.bytes, command.length);
	ck_assert(!items_parse(&items, longer, command.length + 1));
	ck_assert(items_parse(&items, longer, command.length));
	items_finish(&items);
	longer[0] = 'M';
	ck_assert(!items_parse(&items, longer, command.length));
	free(longer);
	static const char none[] = "manyhands-command-1\0\0\0\0\0"
				   "1\0w\0"
				   "0";
	ck_assert(!items_parse(&items, none, sizeof(none)));
	static const char many[] = "manyhands-command-1\0\0\0\0\0"
				   "99999999999999999999\0w\0"
				   "1\0i";
	ck_assert(!items_parse(&items, many, sizeof(many)));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("command_items");
	TCase *tcase = tcase_create("command_items");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(
		tcase, items_end_with_nul_or_a_newline, 0, sizeof(texts) / sizeof(texts[0]));
	tcase_add_test(tcase, a_number_or_a_range_are_numbers);
	tcase_add_test(tcase, what_is_no_list_of_items_is_refused);
	tcase_add_test(tcase, the_item_stands_where_braces_are);
	tcase_add_test(tcase, without_braces_texts_follow_and_numbers_do_not);
	tcase_add_test(tcase, a_script_finds_the_item_in_1);
	tcase_add_test(tcase, a_program_that_is_not_there_is_refused);
	tcase_add_test(tcase, every_difference_in_what_runs_has_another_id);
	tcase_add_test(tcase, neither_words_nor_items_stand_in_the_spec);
	tcase_add_test(tcase, what_is_kept_is_the_command_again);
	tcase_add_test(tcase, a_damaged_list_is_refused);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
