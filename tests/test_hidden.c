/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hidden folders to work in: those left behind go with the next one, and nothing else does. */
#include "show/hidden.h"

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scratch.h"
#include "text.h"

static char *parent;

static void setup(void)
{
	parent = scratch_create();
}

static void teardown(void)
{
	scratch_destroy(parent);
}

static void put(const char *folder, const char *name)
{
	char *path = xasprintf("%s/%s", folder, name);

	ck_assert(write_file(path, "x", 1));
	free(path);
}

static bool has(const char *folder, const char *name)
{
	char *path = xasprintf("%s/%s", folder, name);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

/* Makes one in a process that is killed while it is at work there; its path, the caller frees. */
static char *leave_behind(const char *const *names)
{
	char path[256] = "";
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	pid_t pid = fork();
	if (pid == 0) {
		struct hidden hidden = hidden_make(parent);

		for (size_t i = 0; names[i]; i++) {
			put(hidden.path, names[i]);
		}
		(void)!write(ends[1], hidden.path, strlen(hidden.path));
		pause();
		_exit(0);
	}
	ssize_t length = read(ends[0], path, sizeof(path) - 1);
	ck_assert_int_gt(length, 0);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(ends[0]);
	close(ends[1]);
	ck_assert_int_eq(access(path, F_OK), 0);
	return xstrdup(path);
}

START_TEST(one_is_made_and_removed_with_what_is_in_it)
{
	struct hidden hidden = hidden_make(parent);
	char *path = xstrdup(hidden.path);

	put(path, "time.csv");
	put(path, ".old-0");
	hidden_remove(&hidden);
	ck_assert_int_ne(access(path, F_OK), 0);
	free(path);
}
END_TEST

START_TEST(one_that_was_left_behind_goes_with_the_next)
{
	static const char *const names[] = {"time.csv", "time.gp", "time.svg", NULL};
	char *left = leave_behind(names);
	struct hidden hidden = hidden_make(parent);

	ck_assert_int_ne(access(left, F_OK), 0);
	hidden_remove(&hidden);
	free(left);
}
END_TEST

START_TEST(one_that_is_at_work_stays)
{
	struct hidden one = hidden_make(parent);
	put(one.path, "time.csv");
	struct hidden other = hidden_make(parent);

	ck_assert(has(one.path, "time.csv"));
	hidden_remove(&other);
	ck_assert(has(one.path, "time.csv"));
	hidden_remove(&one);
}
END_TEST

START_TEST(an_old_file_that_was_moved_there_is_not_lost)
{
	static const char *const names[] = {"time.csv", ".old-0", NULL};
	char *left = leave_behind(names);
	struct hidden hidden = hidden_make(parent);

	ck_assert(has(left, ".old-0"));
	ck_assert(!has(left, "time.csv"));
	hidden_remove(&hidden);
	scratch_destroy(left);
}
END_TEST

START_TEST(what_is_not_ours_stays)
{
	char *elsewhere = scratch_create();
	char *theirs = xasprintf("%s/.drawing-sketch", parent);
	char *link = xasprintf("%s/.drawing-manyhands-abcdef", parent);

	ck_assert_int_eq(mkdir(theirs, 0700), 0);
	put(theirs, "cat.svg");
	put(elsewhere, "dog.svg");
	ck_assert_int_eq(symlink(elsewhere, link), 0);
	struct hidden hidden = hidden_make(parent);
	ck_assert(has(theirs, "cat.svg"));
	ck_assert(has(elsewhere, "dog.svg"));
	hidden_remove(&hidden);
	free(link);
	scratch_destroy(theirs);
	scratch_destroy(elsewhere);
}
END_TEST

START_TEST(where_none_can_be_made_the_reason_is_told)
{
	char *missing = xasprintf("%s/missing", parent);
	struct hidden hidden = hidden_make(missing);

	ck_assert_ptr_null(hidden.path);
	ck_assert_int_eq(errno, ENOENT);
	free(missing);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hidden");
	TCase *tcase = tcase_create("hidden");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, one_is_made_and_removed_with_what_is_in_it);
	tcase_add_test(tcase, one_that_was_left_behind_goes_with_the_next);
	tcase_add_test(tcase, one_that_is_at_work_stays);
	tcase_add_test(tcase, an_old_file_that_was_moved_there_is_not_lost);
	tcase_add_test(tcase, what_is_not_ours_stays);
	tcase_add_test(tcase, where_none_can_be_made_the_reason_is_told);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
