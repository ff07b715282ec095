/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking a trial something: its answer, or the one line that says why there is none. */
#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "scratch.h"
#include "sweep/catalog.h"
#include "trials.h"

static char *folder;

static void setup(void)
{
	folder = scratch_create();
}

static void teardown(void)
{
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1); /* nobody is left behind */
	ck_assert_int_eq(errno, ECHILD);
	scratch_destroy(folder);
}

static char *ask(const char *lines, char error[256])
{
	static const char *const arguments[] = {"--check", "a b", NULL};
	char *trial = trial_script(folder, "trial", lines);
	char *answer = catalog_ask(trial, arguments, error, 256);

	free(trial);
	return answer;
}

START_TEST(the_answer_is_what_stdout_got)
{
	char error[256];
	char *answer = ask("echo chatter >&2; printf '%s|' \"$@\"; printf 'two\\nlines'", error);

	ck_assert_str_eq(answer, "--check|a b|two\nlines");
	free(answer);
}
END_TEST

START_TEST(no_output_is_an_empty_answer)
{
	char error[256];
	char *answer = ask("exit 0", error);

	ck_assert_str_eq(answer, "");
	free(answer);
}
END_TEST

START_TEST(the_error_is_one_clean_line)
{
	static const struct {
		const char *lines, *error; /* error: its end */
	} cases[] = {
		{"echo first >&2; echo last >&2; exit 2", "last"},
		{"echo 'manyhands-trial: no such workload' >&2; echo >&2; exit 2",
			"no such workload"},
		{"printf 'torn' >&2; exit 1", "torn"},
		{"printf 'red \\033[31m alert\\n' >&2; exit 1", "red ?[31m alert"},
		{"echo answer; exit 3", "/trial left with exit status 3"},
		{"printf '\\n\\n' >&2; exit 4", "/trial left with exit status 4"},
		{"kill -9 $$", "/trial was ended by signal 9"},
		{"exec yes", "/trial prints more than 64 MiB"},
		{"yes >&2", "/trial prints more than 64 MiB"},
	};
	char error[256] = "";

	ck_assert_ptr_null(ask(cases[_i].lines, error));
	size_t length = strlen(error), tail = strlen(cases[_i].error);
	ck_assert_msg(length >= tail && strcmp(error + length - tail, cases[_i].error) == 0,
		"error: %s", error);
}
END_TEST

START_TEST(a_long_answer_arrives_whole)
{
	char error[256];
	char *answer = ask("i=0; while [ $i -lt 20000 ]; do echo 123456789; i=$((i+1)); done; "
			   "echo end >&2",
		error);

	ck_assert_ptr_nonnull(answer);
	ck_assert_uint_eq(strlen(answer), 200000);
	free(answer);
}
END_TEST

START_TEST(a_trial_finds_nothing_on_stdin)
{
	char error[256];
	char *answer = ask("cat; echo end", error);

	ck_assert_str_eq(answer, "end\n");
	free(answer);
}
END_TEST

START_TEST(a_driver_started_with_its_children_ignored_sees_their_end)
{
	char error[256];

	signal(SIGCHLD, SIG_IGN);
	ck_assert_ptr_null(ask("exit 3", error));
	ck_assert_ptr_nonnull(strstr(error, "left with exit status 3"));
}
END_TEST

START_TEST(signals_that_the_driver_blocks_reach_the_trial)
{
	char error[256];
	sigset_t blocked;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	ck_assert_int_eq(sigprocmask(SIG_BLOCK, &blocked, NULL), 0);
	ck_assert_ptr_null(ask("kill -TERM $$; exit 7", error));
	ck_assert_ptr_nonnull(strstr(error, "ended by signal 15"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ask");
	TCase *tcase = tcase_create("ask");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, the_answer_is_what_stdout_got);
	tcase_add_test(tcase, no_output_is_an_empty_answer);
	tcase_add_loop_test(tcase, the_error_is_one_clean_line, 0, 9);
	tcase_add_test(tcase, a_long_answer_arrives_whole);
	tcase_add_test(tcase, a_trial_finds_nothing_on_stdin);
	tcase_add_test(tcase, a_driver_started_with_its_children_ignored_sees_their_end);
	tcase_add_test(tcase, signals_that_the_driver_blocks_reach_the_trial);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
