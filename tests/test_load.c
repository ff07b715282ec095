/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who uses the CPUs, from two made-up folders and from the real one. */
#include <check.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sweep/cpu_list.h"
#include "sweep/load.h"

static struct machine machine;
static struct load_reading before, after;
static struct load load;

static void setup(void)
{
	static char allowed[] = "0-1";

	machine = (struct machine){.allowed_cpus = 2, .allowed_list = allowed};
}

static void teardown(void)
{
	load_reading_finish(&before);
	load_reading_finish(&after);
}

static void read_tree(const char *name, struct load_reading *reading)
{
	struct noise noise;
	char *root = xasprintf("%s/tests/fixtures/%s", SOURCE_ROOT, name);

	noise_init(&noise, root, machine.allowed_list, "");
	load_read(root, &noise, reading);
	noise_finish(&noise);
	free(root);
}

/* One second on two CPUs, in which we ourselves, process 21, used half a CPU and our child 0.8. */
static void compare_trees(double least_cpus)
{
	read_tree("doctor-load-before", &before);
	read_tree("doctor-load-after", &after);
	before.noise.now_ns = 1000000000;
	after.noise.now_ns = 2000000000;
	before.noise.own_ns = 0;
	after.noise.own_ns = 1300000000;
	load_compare(&load, &before, &after, &machine, least_cpus, 21);
}

static const struct load_share *share_of(int32_t pid)
{
	for (size_t i = 0; i < load.share_count; i++) {
		if (load.share[i].pid == pid) {
			return &load.share[i];
		}
	}
	return NULL;
}

/* The cpus of PID, which must be named. */
static double cpus_of(int32_t pid)
{
	ck_assert_msg(share_of(pid), "%d is not named", (int)pid);
	return share_of(pid)->cpus;
}

START_TEST(what_others_use_is_told_by_name_the_busiest_first)
{
	compare_trees(0.05);
	ck_assert(load.known);
	ck_assert_double_eq_tol(load.foreign_cpus, 1.9 - 1.3, 1e-9);
	ck_assert_double_eq_tol(load.steal_share, 0.02, 1e-9);
	ck_assert_int_eq(load.share[0].pid, 40);
	ck_assert_double_eq_tol(cpus_of(40), 0.48, 1e-9);
	for (size_t i = 1; i < load.share_count; i++) {
		ck_assert_double_le(load.share[i].cpus, load.share[i - 1].cpus);
	}
}
END_TEST

START_TEST(we_and_our_children_are_no_others)
{
	compare_trees(0);
	ck_assert_ptr_null(share_of(21));
	ck_assert_ptr_null(share_of(22));
}
END_TEST

START_TEST(our_parents_are_others_and_marked)
{
	compare_trees(0.05);
	ck_assert_double_eq_tol(cpus_of(20), 0.07, 1e-9);
	ck_assert(share_of(20)->is_ours);
	ck_assert(!share_of(40)->is_ours);
}
END_TEST

START_TEST(children_that_came_and_went_count_for_their_parent)
{
	/* make's children and theirs used 0.95 s by their ends, 0.60 s before the first reading */
	compare_trees(0.05);
	ck_assert_double_eq_tol(cpus_of(30), 0.35, 1e-9);
	ck_assert(share_of(30)->is_children);
	ck_assert(!share_of(40)->is_children);
	ck_assert_ptr_null(share_of(31));
}
END_TEST

START_TEST(whoever_adopts_orphans_is_not_blamed_for_their_lives)
{
	/* init and the shell each waited for one that had used 50 s and 100 s long ago */
	compare_trees(0);
	for (size_t i = 0; i < load.share_count; i++) {
		ck_assert_double_le(load.share[i].cpus, 0.48 + 1e-9);
	}
	ck_assert_double_eq_tol(cpus_of(20), 0.07, 1e-9);
}
END_TEST

START_TEST(a_pid_that_was_given_again_is_another_process)
{
	compare_trees(0.05);
	ck_assert_double_eq_tol(cpus_of(50), 0.06, 1e-9);
	ck_assert_str_eq(share_of(50)->name, "new");
}
END_TEST

START_TEST(what_ran_on_other_cpus_does_not_count)
{
	compare_trees(0.05);
	ck_assert_ptr_null(share_of(60));
	/* of eight threads one ran there last, which says nothing of the others */
	ck_assert_double_eq_tol(cpus_of(20), 0.07, 1e-9);
}
END_TEST

START_TEST(kernel_threads_are_marked)
{
	compare_trees(0.05);
	ck_assert_double_eq_tol(cpus_of(9), 0.10, 1e-9);
	ck_assert(share_of(9)->is_kernel);
	ck_assert(!share_of(40)->is_kernel);
}
END_TEST

START_TEST(a_hostile_name_is_parsed_and_made_clean)
{
	struct text words = {0};

	compare_trees(0.05);
	ck_assert_str_eq(share_of(40)->name, "evil) R 1 (??[31m");
	load_describe(&load, &machine, &words);
	ck_assert_ptr_nonnull(strstr(words.text, "0.60 of 2 CPUs: evil) R 1 (??[31m (pid 40) 0.48, "
						 "children of make (pid 30) 0.35, "));
	ck_assert_ptr_null(strchr(words.text, '\n'));
	text_finish(&words);
}
END_TEST

START_TEST(more_than_fit_are_counted)
{
	compare_trees(0.01);
	ck_assert_uint_eq(load.share_count, LOAD_SHARES_MAX);
	ck_assert_uint_eq(load.more_count, 1);
	ck_assert_ptr_null(share_of(1)); /* the least busy of six */
}
END_TEST

START_TEST(without_proc_nothing_is_known)
{
	struct text words = {0};

	read_tree("doctor-blind", &before);
	read_tree("doctor-blind", &after);
	after.noise.now_ns = before.noise.now_ns + 1000000000;
	load_compare(&load, &before, &after, &machine, 0.05, 21);
	ck_assert(!load.known);
	ck_assert(isnan(load.foreign_cpus));
	ck_assert(isnan(load.steal_share));
	ck_assert(isnan(load.unseen_cpus));
	load_describe(&load, &machine, &words);
	ck_assert_str_eq(words.text, "an unknown part of 2 CPUs");
	text_finish(&words);
}
END_TEST

START_TEST(text_that_is_no_stat_is_refused)
{
	static const char *const texts[] = {"", "12", "12 (", "12 (a", "12 (a)", "12 (a) ",
		"12 (a) R", "12 (a) R 1 2 3", ") 12 (", "(a) R 1 1 1 1", "-3 (a) R 1", "0 (a) R 1"};
	struct load_process process;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		ck_assert_msg(!load_parse_stat(texts[i], &process), "'%s'", texts[i]);
	}
}
END_TEST

START_TEST(lists_of_cpus)
{
	ck_assert(cpu_list_has("0-3,8", 0));
	ck_assert(cpu_list_has("0-3,8", 3));
	ck_assert(cpu_list_has("0-3,8", 8));
	ck_assert(!cpu_list_has("0-3,8", 4));
	ck_assert(!cpu_list_has("0-3,8", 80));
	ck_assert(!cpu_list_has("", 0));
	ck_assert(!cpu_list_has("x", 0));
}
END_TEST

START_TEST(a_process_that_burns_now_is_named)
{
	pid_t burner = fork();

	if (burner == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		prctl(PR_SET_NAME, "a ) burner\n");
		for (;;) {
		}
	}
	ck_assert_int_gt(burner, 0);
	ck_assert(machine_init(&machine, NULL, 0, ""));
	struct noise noise;
	noise_init(&noise, "", machine.allowed_list, "");
	load_read("", &noise, &before);
	usleep(500000);
	load_read("", &noise, &after);
	kill(burner, SIGKILL);
	waitpid(burner, NULL, 0);
	/* as another process would see it */
	load_compare(&load, &before, &after, &machine, 0.05, -1);
	ck_assert_double_gt(cpus_of(burner), 0.05);
	ck_assert_str_eq(share_of(burner)->name, "a ) burner?");
	noise_finish(&noise);
	machine_finish(&machine);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("load");
	TCase *tcase = tcase_create("load");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, what_others_use_is_told_by_name_the_busiest_first);
	tcase_add_test(tcase, we_and_our_children_are_no_others);
	tcase_add_test(tcase, our_parents_are_others_and_marked);
	tcase_add_test(tcase, children_that_came_and_went_count_for_their_parent);
	tcase_add_test(tcase, whoever_adopts_orphans_is_not_blamed_for_their_lives);
	tcase_add_test(tcase, a_pid_that_was_given_again_is_another_process);
	tcase_add_test(tcase, what_ran_on_other_cpus_does_not_count);
	tcase_add_test(tcase, kernel_threads_are_marked);
	tcase_add_test(tcase, a_hostile_name_is_parsed_and_made_clean);
	tcase_add_test(tcase, more_than_fit_are_counted);
	tcase_add_test(tcase, without_proc_nothing_is_known);
	tcase_add_test(tcase, text_that_is_no_stat_is_refused);
	tcase_add_test(tcase, lists_of_cpus);
	tcase_add_test(tcase, a_process_that_burns_now_is_named);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
