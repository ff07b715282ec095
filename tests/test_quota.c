/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Limits of control groups, read from trees of files as different machines show them. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "sweep/quota.h"

/* The quota in the tree tests/fixtures/cgroup-NAME. */
static struct quota read_tree(const char *name)
{
	struct quota quota;
	char root[512];

	snprintf(root, sizeof(root), "%s/tests/fixtures/cgroup-%s", SOURCE_ROOT, name);
	quota_read(root, &quota);
	return quota;
}

static void assert_no_limits(const struct quota *quota)
{
	ck_assert_double_eq(quota->cpus, 0);
	ck_assert_uint_eq(quota->period_us, 0);
	ck_assert_uint_eq(quota->pids_max, QUOTA_NO_LIMIT);
	ck_assert_uint_eq(quota->memory_max_bytes, QUOTA_NO_LIMIT);
	ck_assert_str_eq(quota->source, "");
}

START_TEST(v1_limits_are_read_and_minus_one_is_none)
{
	struct quota quota = read_tree("v1");

	ck_assert_double_eq(quota.cpus, 2.5);
	ck_assert_uint_eq(quota.period_us, 10000);
	ck_assert_str_eq(
		quota.source, "/sys/fs/cgroup/cpu,cpuacct/user.slice/bench/cpu.cfs_quota_us");
	ck_assert_uint_eq(quota.pids_max, 100);
	ck_assert_uint_eq(quota.memory_max_bytes, 536870912);
}
END_TEST

START_TEST(v2_an_outer_group_that_is_tighter_wins)
{
	struct quota quota = read_tree("v2-outer-tighter");

	ck_assert_double_eq(quota.cpus, 1.5);
	ck_assert_uint_eq(quota.period_us, 100000);
	ck_assert_str_eq(quota.source, "/sys/fs/cgroup/app.slice/cpu.max");
	ck_assert_uint_eq(quota.pids_max, 500);
	ck_assert_uint_eq(quota.memory_max_bytes, 1073741824);
}
END_TEST

START_TEST(v2_an_inner_group_that_is_tighter_wins)
{
	struct quota quota = read_tree("v2-inner-tighter");

	ck_assert_double_eq(quota.cpus, 0.5);
	ck_assert_uint_eq(quota.period_us, 50000);
	ck_assert_str_eq(quota.source, "/sys/fs/cgroup/app.slice/job/cpu.max");
	ck_assert_uint_eq(quota.pids_max, 64);
	ck_assert_uint_eq(quota.memory_max_bytes, 268435456);
}
END_TEST

START_TEST(a_hybrid_machine_with_an_empty_v2_tree_has_its_v1_quota)
{
	struct quota quota = read_tree("hybrid");

	ck_assert_double_eq(quota.cpus, 3);
	ck_assert_str_eq(quota.source, "/sys/fs/cgroup/cpu,cpuacct/bench/cpu.cfs_quota_us");
	ck_assert_uint_eq(quota.pids_max, QUOTA_NO_LIMIT);
	/* v1 writes the largest number of whole pages for "none" */
	ck_assert_uint_eq(quota.memory_max_bytes, QUOTA_NO_LIMIT);
}
END_TEST

START_TEST(in_a_namespace_the_root_group_may_have_limits)
{
	struct quota quota = read_tree("namespaced");

	ck_assert_double_eq(quota.cpus, 2.5);
	ck_assert_str_eq(quota.source, "/sys/fs/cgroup/cpu.max");
	ck_assert_uint_eq(quota.pids_max, 4096);
}
END_TEST

START_TEST(the_mounted_part_is_taken_off_the_path_of_the_host)
{
	struct quota quota = read_tree("container");

	ck_assert_double_eq(quota.cpus, 3.5);
	ck_assert_str_eq(quota.source, "/sys/fs/cgroup/cpu.max");
}
END_TEST

START_TEST(outside_of_the_mounted_part_the_top_is_read)
{
	ck_assert_double_eq(read_tree("outside").cpus, 4.5);
}
END_TEST

START_TEST(blanks_in_paths_are_octal_in_mountinfo)
{
	struct quota quota = read_tree("odd-path");

	ck_assert_double_eq(quota.cpus, 5.5);
	ck_assert_str_eq(quota.source, "/sys/fs/c groups/my group/cpu.max");
}
END_TEST

START_TEST(a_missing_file_is_no_limit)
{
	struct quota quota = read_tree("missing-files");

	assert_no_limits(&quota);
}
END_TEST

START_TEST(without_proc_there_is_no_limit)
{
	struct quota quota = read_tree("that-does-not-exist");

	assert_no_limits(&quota);
}
END_TEST

START_TEST(damaged_files_are_no_limit)
{
	struct quota quota = read_tree("damaged");

	assert_no_limits(&quota);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("quota");
	TCase *trees = tcase_create("trees");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(trees, v1_limits_are_read_and_minus_one_is_none);
	tcase_add_test(trees, v2_an_outer_group_that_is_tighter_wins);
	tcase_add_test(trees, v2_an_inner_group_that_is_tighter_wins);
	tcase_add_test(trees, a_hybrid_machine_with_an_empty_v2_tree_has_its_v1_quota);
	tcase_add_test(trees, in_a_namespace_the_root_group_may_have_limits);
	tcase_add_test(trees, the_mounted_part_is_taken_off_the_path_of_the_host);
	tcase_add_test(trees, outside_of_the_mounted_part_the_top_is_read);
	tcase_add_test(trees, blanks_in_paths_are_octal_in_mountinfo);
	tcase_add_test(trees, a_missing_file_is_no_limit);
	tcase_add_test(trees, without_proc_there_is_no_limit);
	tcase_add_test(trees, damaged_files_are_no_limit);
	suite_add_tcase(suite, trees);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
