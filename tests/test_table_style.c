/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the table: its colours, and what a stream can show. */
#include "show/table.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "table_scene.h"

/* Takes the colour codes out of TEXT. */
static void strip_codes(char *text)
{
	char *to = text;

	for (const char *from = text; *from;) {
		if (*from == '\033') {
			from += strcspn(from, "m") + 1;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
}

static void set_or_unset(const char *name, const char *value)
{
	if (value) {
		setenv(name, value, 1);
	} else {
		unsetenv(name);
	}
}

START_TEST(colours_stress_what_lies_wholly_beside_one)
{
	fixture_init(&samples, 2);
	fixture_workload(&samples, "sleep", "96 × 4 ms", 96);
	fixture_strategy(&samples, "thread-pool");
	fixture_strategy(&samples, "process-per-task");
	four_points();
	fixture_cells(&samples);
	fixture_rounds(&samples, 7, two_kinds);
	fixture_fail(&samples, "sleep/process-per-task/8", 1, SAMPLE_CRASHED, "signal 9");
	/* clang-format off */
	ck_assert_str_eq(table(false, color_80),
		"  \033[2mworkers           1      2 cores  4      8                best of ideal\033[0m\n"
		"\033[1msleep\033[0m  96 × 4 ms  loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool       1.0×   \033[32m2.0×\033[0m     \033[32m4.0×\033[0m   \033[32m7.9×\033[0m      \033[2m± 1 %\033[0m  \033[2m\033[32m███████████▉\033[0m\033[2m▏\033[0m\n"
		"  process-per-task  \033[31m0.25×\033[0m  \033[31m0.50×\033[0m    1.0×   \033[31mCRASHED¹\033[0m  \033[2m± 1 %\033[0m  \033[2m█▍          \033[0m\033[2m▏\033[0m\n"
		"  ¹ process-per-task at 8: all 7 samples CRASHED: signal 9\n");
	/* clang-format on */
}
END_TEST

START_TEST(a_range_has_no_colour)
{
	measure(3, two_kinds);
	ck_assert_ptr_null(strstr(table(false, color_80), "\033[32m"));
	ck_assert_ptr_null(strstr(table(false, color_80), "\033[31m"));
}
END_TEST

START_TEST(without_colours_the_text_is_the_same)
{
	measure(7, two_kinds);
	fixture_fail(&samples, "sleep/process-pool/8", 1, SAMPLE_CRASHED, "signal 9");
	for (int sentences = 0; sentences <= 1; sentences++) {
		char *plain = xstrdup(table(sentences, utf8_80));
		char *colored = xstrdup(table(sentences, color_80));

		strip_codes(colored);
		ck_assert_str_eq(colored, plain);
		free(colored);
		free(plain);
	}
}
END_TEST

START_TEST(a_file_has_no_colours_and_a_width_of_its_own)
{
	struct table_style style;
	FILE *file = tmpfile();

	setenv("LC_ALL", "de_DE.UTF-8", 1);
	setenv("TERM", "xterm", 1);
	unsetenv("COLUMNS");
	table_style_init(&style, file);
	ck_assert(!style.color);
	ck_assert(style.utf8);
	ck_assert_uint_eq(style.columns, 100);
	setenv("LC_ALL", "C", 1);
	setenv("COLUMNS", "72", 1);
	table_style_init(&style, file);
	ck_assert(!style.utf8);
	ck_assert_uint_eq(style.columns, 72);
	setenv("COLUMNS", "7", 1);
	table_style_init(&style, file);
	ck_assert_uint_eq(style.columns, 60);
	fclose(file);
}
END_TEST

START_TEST(on_a_terminal_the_environment_decides)
{
	static const struct {
		const char *term, *no_color;
		bool color;
	} cases[] = {
		{"xterm-256color", NULL, true},
		{"xterm-256color", "", true}, /* as no-color.org has it */
		{"xterm-256color", "1", false},
		{"dumb", NULL, false},
		{"", NULL, false},
		{NULL, NULL, false},
	};
	int terminal = posix_openpt(O_RDWR | O_NOCTTY);

	if (terminal < 0 && (errno == ENODEV || errno == ENOENT)) {
		return; /* no devpts in a bare root */
	}
	ck_assert_int_ge(terminal, 0);
	FILE *out = fdopen(terminal, "r+");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct table_style style;

		set_or_unset("TERM", cases[i].term);
		set_or_unset("NO_COLOR", cases[i].no_color);
		table_style_init(&style, out);
		ck_assert_msg(style.color == cases[i].color, "case %zu", i);
	}
	fclose(out);
}
END_TEST

START_TEST(a_choice_of_colours_wins_over_everything)
{
	struct table_style style;
	FILE *file = tmpfile();

	setenv("TERM", "dumb", 1);
	setenv("NO_COLOR", "1", 1);
	table_color_choose(TABLE_COLOR_ALWAYS);
	table_style_init(&style, file);
	ck_assert(style.color);
	table_color_choose(TABLE_COLOR_NEVER);
	table_style_init(&style, file);
	ck_assert(!style.color);
	table_color_choose(TABLE_COLOR_AUTO);
	table_style_init(&style, file);
	ck_assert(!style.color);
	fclose(file);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("table_style");
	TCase *tcase = tcase_create("table_style");

	tcase_add_checked_fixture(tcase, NULL, finish);
	tcase_add_test(tcase, colours_stress_what_lies_wholly_beside_one);
	tcase_add_test(tcase, a_range_has_no_colour);
	tcase_add_test(tcase, without_colours_the_text_is_the_same);
	tcase_add_test(tcase, a_file_has_no_colours_and_a_width_of_its_own);
	tcase_add_test(tcase, on_a_terminal_the_environment_decides);
	tcase_add_test(tcase, a_choice_of_colours_wins_over_everything);
	suite_add_tcase(suite, tcase);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
