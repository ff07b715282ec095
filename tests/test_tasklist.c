/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a trial tells of its tasks, and what is made of one that talks junk. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "sweep/catalog.h"
#include "sweep/tasklist.h"
#include "text.h"
#include "trials.h"

static struct tasklist list;
static char *folder;
static char error[256];

static void setup(void)
{
	folder = scratch_create();
	list = (struct tasklist){0};
}

static void teardown(void)
{
	tasklist_finish(&list);
	scratch_destroy(folder);
}

static void ask(const char *spec)
{
	ck_assert_msg(
		tasklist_init(&list, REAL_TRIAL, NULL, spec, error, sizeof(error)), "%s", error);
}

START_TEST(sleeps_tell_their_times)
{
	ask("sleep:tasks=5000,duration=1ms,pattern=ramp");
	ck_assert_int_eq(list.known, TASKLIST_TIMES);
	ck_assert_uint_eq(list.count, 5000);
	for (size_t i = 0; i < 5000; i++) {
		ck_assert_uint_eq(list.task[i].cpu_ns, 0);
		ck_assert_uint_eq(list.task[i].wait_ns, (i + 1) * 1000000);
	}
}
END_TEST

START_TEST(what_is_alike_for_all_is_told_once)
{
	ask("mixed:tasks=10000,cpu=2ms,wait=3ms,iterations=1");
	ck_assert_uint_eq(list.count, 10000);
	ck_assert_uint_eq(list.task[9999].cpu_ns, 2000000);
	ck_assert_uint_eq(list.task[9999].wait_ns, 3000000);
}
END_TEST

START_TEST(a_given_time_is_shared_out_by_the_costs)
{
	double sum = 0;

	ask("primes:limit=1e5");
	ck_assert_int_eq(list.known, TASKLIST_COSTS);
	tasklist_give_times(&list, 1e6);
	for (size_t i = 0; i < list.count; i++) {
		sum += (double)list.task[i].cpu_ns;
		ck_assert(i == 0 || list.task[i].cpu_ns > list.task[i - 1].cpu_ns);
	}
	ck_assert_double_eq_tol(sum, 1e6 * (double)list.count, (double)list.count);
}
END_TEST

START_TEST(without_costs_all_tasks_are_given_the_same_time)
{
	ask("spin:tasks=7");
	ck_assert_int_eq(list.known, TASKLIST_NOTHING);
	tasklist_give_times(&list, 12345);
	for (size_t i = 0; i < 7; i++) {
		ck_assert_uint_eq(list.task[i].cpu_ns, 12345);
		ck_assert_uint_eq(list.task[i].wait_ns, 0);
	}
}
END_TEST

START_TEST(no_task_is_given_more_time_than_a_number_holds)
{
	ask("primes:limit=1e5");
	tasklist_give_times(&list, 1e19);
	ck_assert_uint_eq(list.task[list.count - 1].cpu_ns, UINT64_C(1000000000000000000));
}
END_TEST

START_TEST(a_list_without_an_end_is_refused)
{
	ck_assert(!tasklist_read(&list, "/dev/zero", error, sizeof(error)));
	ck_assert_str_eq(error, "--tasks: /dev/zero: File too large");
}
END_TEST

START_TEST(what_the_trial_refuses_is_said_in_its_words)
{
	ck_assert(
		!tasklist_init(&list, REAL_TRIAL, NULL, "nothing:tasks=1e9", error, sizeof(error)));
	ck_assert_str_eq(error, "nothing:tasks=1e9: 1000000000 tasks, at most 10000000 are listed");
	ck_assert(!tasklist_init(&list, FAKE_TRIAL, NULL, "refuse", error, sizeof(error)));
	ck_assert_str_eq(error, "this machine has no such device");
}
END_TEST

#define HEAD(tasks, known)                                                                         \
	"echo '{\"workload\":\"x\",\"tasks\":" tasks ",\"known\":\"" known "\"}'; "

START_TEST(junk_is_not_believed)
{
	static const char *const trials[] = {
		"exit 0",
		"echo junk",
		"echo '{}'",
		"echo '[]'",
		HEAD("0", "times"),
		HEAD("-3", "times"),
		HEAD("1e9", "times"),
		HEAD("99999999999", "nothing"),
		HEAD("3", "everything"),
		HEAD("3", "times"),
		HEAD("3", "times") "echo '{\"count\":2,\"cpu_ns\":1,\"wait_ns\":1}'",
		HEAD("3", "times") "echo '{\"count\":4,\"cpu_ns\":1,\"wait_ns\":1}'",
		HEAD("3", "times") "echo '{\"count\":-1,\"cpu_ns\":1,\"wait_ns\":1}'",
		HEAD("3", "times") "echo '{\"count\":3,\"cpu_ns\":[1,2],\"wait_ns\":1}'",
		HEAD("3", "times") "echo '{\"count\":3,\"cpu_ns\":-1,\"wait_ns\":1}'",
		HEAD("3", "times") "echo '{\"count\":3,\"cpu_ns\":1e19,\"wait_ns\":1}'",
		HEAD("3", "times") "echo '{\"count\":3,\"cpu_ns\":\"1\",\"wait_ns\":1}'",
		HEAD("3", "times") "echo '{\"count\":3,\"wait_ns\":1}'",
		HEAD("3", "costs") "echo '{\"count\":3,\"cpu_ns\":1,\"wait_ns\":1}'",
		HEAD("3", "costs") "echo '{\"count\":3,\"cost\":[1,-2,3]}'",
		HEAD("3", "nothing") "echo '{\"count\":3,\"cost\":[1,2,3]}'",
	};
	char *trial = trial_script(folder, "trial", trials[_i]);

	ck_assert_msg(
		!tasklist_init(&list, trial, NULL, "x", error, sizeof(error)), "%s", trials[_i]);
	ck_assert_ptr_nonnull(strstr(error, "is not understood"));
	ck_assert_ptr_null(list.task);
	free(trial);
}
END_TEST

START_TEST(costs_that_are_all_zero_mean_all_alike)
{
	char *trial =
		trial_script(folder, "trial", HEAD("3", "costs") "echo '{\"count\":3,\"cost\":0}'");

	ck_assert_msg(tasklist_init(&list, trial, NULL, "x", error, sizeof(error)), "%s", error);
	tasklist_give_times(&list, 10);
	ck_assert_uint_eq(list.task[2].cpu_ns, 10);
	free(trial);
}
END_TEST

START_TEST(the_catalog_knows_how_strategies_cut_and_how_long_workers_live)
{
	struct catalog catalog;

	trial_catalog(&catalog, REAL_TRIAL);
	for (size_t i = 0; i < catalog.strategy_count; i++) {
		const struct catalog_entry *entry = &catalog.strategies[i];

		ck_assert_int_eq(entry->splits, strstr(entry->name, "-split") != NULL);
		ck_assert_int_eq(entry->short_lived, strstr(entry->name, "-per-task") != NULL);
	}
	catalog_finish(&catalog);
}
END_TEST

/* ---- lists of one's own ---- */

static bool read_text(const char *text)
{
	char *path = xasprintf("%s/list", folder);

	ck_assert(write_file(path, text, strlen(text)));
	bool ok = tasklist_read(&list, path, error, sizeof(error));
	free(path);
	return ok;
}

START_TEST(a_line_is_a_task_that_computes_and_waits)
{
	ck_assert_msg(read_text("# mine\n\n1s\n\t20ms  3us # both\r\n0 5ns"), "%s", error);
	ck_assert_int_eq(list.known, TASKLIST_TIMES);
	ck_assert_uint_eq(list.count, 3);
	ck_assert_uint_eq(list.task[0].cpu_ns, 1000000000);
	ck_assert_uint_eq(list.task[0].wait_ns, 0);
	ck_assert_uint_eq(list.task[1].cpu_ns, 20000000);
	ck_assert_uint_eq(list.task[1].wait_ns, 3000);
	ck_assert_uint_eq(list.task[2].cpu_ns, 0);
	ck_assert_uint_eq(list.task[2].wait_ns, 5);
}
END_TEST

static const char *const junk[] = {
	"s", "1s soon", "1s 1s 1s", "-1s", "1e30s", "nan", "1s,1s", "\033[31m", "0x10s"};

START_TEST(a_line_that_is_no_task_is_named)
{
	char *text = xasprintf("5ms\n%s\n", junk[_i]);

	ck_assert_msg(!read_text(text), "'%s'", junk[_i]);
	ck_assert_ptr_nonnull(strstr(error, "list:2: expected what a task computes"));
	ck_assert_ptr_null(strchr(error, '\033'));
	ck_assert_ptr_null(list.task);
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tasklist");
	TCase *tcase = tcase_create("tasklist");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, sleeps_tell_their_times);
	tcase_add_test(tcase, what_is_alike_for_all_is_told_once);
	tcase_add_test(tcase, a_given_time_is_shared_out_by_the_costs);
	tcase_add_test(tcase, without_costs_all_tasks_are_given_the_same_time);
	tcase_add_test(tcase, no_task_is_given_more_time_than_a_number_holds);
	tcase_add_test(tcase, a_list_without_an_end_is_refused);
	tcase_add_test(tcase, what_the_trial_refuses_is_said_in_its_words);
	tcase_add_loop_test(tcase, junk_is_not_believed, 0, 21);
	tcase_add_test(tcase, costs_that_are_all_zero_mean_all_alike);
	tcase_add_test(tcase, the_catalog_knows_how_strategies_cut_and_how_long_workers_live);
	tcase_add_test(tcase, a_line_is_a_task_that_computes_and_waits);
	tcase_add_loop_test(
		tcase, a_line_that_is_no_task_is_named, 0, sizeof(junk) / sizeof(junk[0]));
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
