/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a checkup looks like: columns, wrapped lines, commands, ASCII, the closing words. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "show/checkup.h"

static struct checks checks;
static struct text text;
static struct table_style style;

static void setup(void)
{
	style = (struct table_style){.utf8 = true, .columns = 80};
	checks_add(&checks, "clock", CHECK_FINE, "tsc");
	checks_add(&checks, "governor", CHECK_LOOK,
		"powersave on 3 of 4 CPUs: their speed follows the load");
	checks_advise(&checks, "keep them at full speed while you measure");
	checks_command(&checks, "%s",
		"echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/"
		"scaling_governor");
	checks_add(&checks, "turbo", CHECK_UNKNOWN, "not shown here");
}

static void teardown(void)
{
	checks_finish(&checks);
	text_finish(&text);
}

START_TEST(a_line_per_check_and_a_command_in_one_piece)
{
	checkup_show(&checks, 0, &style, &text);
	ck_assert_str_eq(text.text,
		"fine     clock       tsc\n"
		"look     governor    powersave on 3 of 4 CPUs: their speed follows the load\n"
		"                     > keep them at full speed while you measure:\n"
		"                       $ echo performance | sudo tee "
		"/sys/devices/system/cpu/cpu*/cpufreq/scaling_governor\n"
		"unknown  turbo       not shown here\n");
}
END_TEST

START_TEST(narrow_columns_are_kept_but_by_commands)
{
	checks_add(&checks, "load", CHECK_LOOK,
		"others use 1.33 of 2 CPUs: sh (pid 17640) 1.00, test_contract (pid 11215) 0.29; "
		"load average 1.84 1.36 0.93");
	checks_advise(
		&checks, "wait until they are done, or pause them (kill -CONT lets them go on)");
	style.columns = 60;
	checkup_show(&checks, 0, &style, &text);
	for (char *rest = text.text, *line; (line = strsep(&rest, "\n"));) {
		ck_assert_msg(strstr(line, " $ ") || text_columns(line) <= 60, "'%s'", line);
	}
}
END_TEST

START_TEST(checks_shown_before_are_left_out)
{
	checkup_show(&checks, 2, &style, &text);
	ck_assert_str_eq(text.text, "unknown  turbo       not shown here\n");
}
END_TEST

START_TEST(colours_mark_the_state_and_end_with_it)
{
	style.color = true;
	checkup_show(&checks, 0, &style, &text);
	ck_assert_ptr_nonnull(strstr(text.text, "\033[32mfine\033[0m     clock       tsc\n"));
	ck_assert_ptr_nonnull(strstr(text.text, "\033[1;31mlook\033[0m     governor    "));
}
END_TEST

START_TEST(without_utf8_all_is_ascii)
{
	checks_add(&checks, "load", CHECK_LOOK, "others use é×µ: na\xc3\xafve (pid 7) 0.98");
	checks_advise(&checks, "→ wait");
	checks_command(&checks, "kill -STOP 7 # µ");
	style.utf8 = false;
	checkup_show(&checks, 0, &style, &text);
	for (const char *at = text.text; *at; at++) {
		ck_assert(*at == '\n' || (*at >= ' ' && *at < 0x7f));
	}
}
END_TEST

START_TEST(what_comes_from_outside_cannot_draw)
{
	checks_add(&checks, "load", CHECK_LOOK, "%s", "x\033[2J\ny\xe2\x80\xaez\xff");
	checks_command(&checks, "%s", "a\033]0;b\007");
	ck_assert_str_eq(checks.check[3].found, "x?[2J?y?z?");
	ck_assert_str_eq(checks.check[3].command, "a?]0;b?");
	checkup_show(&checks, 3, &style, &text);
	ck_assert_ptr_null(strchr(text.text, '\033'));
}
END_TEST

START_TEST(the_closing_names_each_failed_check)
{
	checks_add(&checks, "load", CHECK_LOOK, "busy");
	checkup_show_closing(&checks, &style, &text);
	ck_assert_str_eq(text.text,
		"2 of 4 checks failed: governor, load; not known: turbo. Nothing was changed.\n");
}
END_TEST

START_TEST(the_closing_when_none_failed)
{
	struct checks fine = {0};

	checks_add(&fine, "clock", CHECK_FINE, "tsc");
	checks_add(&fine, "SMT", CHECK_NOTE, "on");
	checkup_show_closing(&fine, &style, &text);
	ck_assert_str_eq(text.text, "No check failed. Nothing was changed.\n");
	checks_finish(&fine);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("checkup_show");
	TCase *tcase = tcase_create("checkup_show");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, a_line_per_check_and_a_command_in_one_piece);
	tcase_add_test(tcase, narrow_columns_are_kept_but_by_commands);
	tcase_add_test(tcase, checks_shown_before_are_left_out);
	tcase_add_test(tcase, colours_mark_the_state_and_end_with_it);
	tcase_add_test(tcase, without_utf8_all_is_ascii);
	tcase_add_test(tcase, what_comes_from_outside_cannot_draw);
	tcase_add_test(tcase, the_closing_names_each_failed_check);
	tcase_add_test(tcase, the_closing_when_none_failed);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
