/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machine is: machines that are not here, and the one that is. */
#include <check.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/machine.h"

static const char big[] = "pack:2 [numa] l3:1 core:16 pu:2";

/* The fixture tree cgroup-NAME; "" for the real files. */
static const char *tree(const char *name)
{
	static char root[512];

	snprintf(root, sizeof(root), "%s/tests/fixtures/cgroup-%s", SOURCE_ROOT, name);
	return root;
}

static void assert_summary(const struct machine *machine, const char *expected)
{
	char text[128];

	machine_summary(machine, text, sizeof(text));
	ck_assert_str_eq(text, expected);
}

START_TEST(a_big_machine_is_counted)
{
	struct machine machine;

	ck_assert(machine_init(&machine, big, 0, ""));
	ck_assert(!machine.is_this_system);
	ck_assert_uint_eq(machine.packages, 2);
	ck_assert_uint_eq(machine.cores, 32);
	ck_assert_uint_eq(machine.cpus, 64);
	ck_assert_uint_eq(machine.numa_nodes, 2);
	ck_assert_uint_eq(machine.cpuset_cpus, 64);
	ck_assert_uint_eq(machine.allowed_cores, 32);
	ck_assert_uint_eq(machine.allowed_cpus, 64);
	ck_assert_str_eq(machine.allowed_list, "0-63");
	ck_assert_uint_eq(machine_fast_cores(&machine), 0);
	ck_assert_double_eq(machine.usable_cpus, 64);
	ck_assert_uint_eq(machine_usable_count(&machine), 64);
	assert_summary(&machine, "32 cores (64 hardware threads)");
	machine_finish(&machine);
}
END_TEST

START_TEST(caches_are_counted_by_level)
{
	struct machine machine;

	ck_assert(machine_init(&machine,
		"pack:1 [numa] l3:2(size=33554432) l2:4(size=1048576) core:1 pu:1", 0, ""));
	ck_assert_uint_eq(machine.cache_count, 2);
	ck_assert_uint_eq(machine.cache[0].level, 2);
	ck_assert_uint_eq(machine.cache[0].kib, 1024);
	ck_assert_uint_eq(machine.cache[0].count, 8);
	ck_assert_uint_eq(machine.cache[1].level, 3);
	ck_assert_uint_eq(machine.cache[1].kib, 32768);
	ck_assert_uint_eq(machine.cache[1].count, 2);
	machine_finish(&machine);
}
END_TEST

START_TEST(a_hybrid_machine_has_two_kinds)
{
	struct machine machine;

	ck_assert(machine_init(&machine, "pack:1 [numa] core:16 pu:1", 8, ""));
	ck_assert_uint_eq(machine.kind_count, 2);
	ck_assert_uint_eq(machine.kind[0].cores, 8);
	ck_assert_uint_eq(machine.kind[1].cores, 8);
	ck_assert_int_lt(machine.kind[0].efficiency, machine.kind[1].efficiency);
	ck_assert_uint_eq(machine_fast_cores(&machine), 8);
	assert_summary(&machine, "8 P-cores + 8 E-cores");
	machine_finish(&machine);
}
END_TEST

START_TEST(fast_cores_all_over_are_one_kind)
{
	struct machine machine;

	ck_assert(machine_init(&machine, "pack:1 [numa] core:4 pu:1", 4, ""));
	ck_assert_uint_eq(machine.kind_count, 1);
	ck_assert_uint_eq(machine_fast_cores(&machine), 0);
	assert_summary(&machine, "4 cores");
	machine_finish(&machine);
}
END_TEST

START_TEST(one_core_is_singular)
{
	struct machine machine;

	ck_assert(machine_init(&machine, "[numa] core:1 pu:1", 0, ""));
	assert_summary(&machine, "1 core");
	machine_finish(&machine);
}
END_TEST

START_TEST(a_quota_that_binds_is_what_is_usable)
{
	struct machine machine;

	ck_assert(machine_init(&machine, "[numa] core:8 pu:1", 0, tree("v2-outer-tighter")));
	ck_assert(machine_quota_binds(&machine));
	ck_assert_double_eq(machine.usable_cpus, 1.5);
	ck_assert_uint_eq(machine_usable_count(&machine), 1);
	ck_assert_uint_eq(machine.allowed_cpus, 8);
	assert_summary(&machine, "1.5 CPUs by quota (of 8)");
	machine_finish(&machine);
}
END_TEST

START_TEST(a_quota_below_one_cpu_still_leaves_one_worker)
{
	struct machine machine;

	ck_assert(machine_init(&machine, "[numa] core:8 pu:1", 0, tree("v2-inner-tighter")));
	ck_assert_double_eq(machine.usable_cpus, 0.5);
	ck_assert_uint_eq(machine_usable_count(&machine), 1);
	machine_finish(&machine);
}
END_TEST

START_TEST(a_quota_above_the_cpus_does_not_bind)
{
	struct machine machine;

	ck_assert(machine_init(&machine, "[numa] core:2 pu:1", 0, tree("hybrid")));
	ck_assert_double_eq(machine.quota.cpus, 3);
	ck_assert(!machine_quota_binds(&machine));
	ck_assert_double_eq(machine.usable_cpus, 2);
	assert_summary(&machine, "2 cores");
	machine_finish(&machine);
}
END_TEST

START_TEST(a_machine_that_is_not_here_has_none_of_our_limits)
{
	struct machine machine;

	ck_assert(machine_init(&machine, big, 0, ""));
	ck_assert_double_eq(machine.quota.cpus, 0);
	ck_assert_uint_eq(machine.quota.pids_max, QUOTA_NO_LIMIT);
	ck_assert_uint_eq(machine.nproc_max, QUOTA_NO_LIMIT);
	ck_assert_uint_eq(machine.memory_kib, 0);
	ck_assert_str_eq(machine.cpu_model, "");
	ck_assert_str_eq(machine.hypervisor, "");
	machine_finish(&machine);
}
END_TEST

START_TEST(nonsense_is_no_topology)
{
	struct machine machine;

	ck_assert(!machine_init(&machine, "bogus", 0, ""));
	ck_assert(!machine_init(&machine, "", 0, ""));
	ck_assert(!machine_init(&machine, "core:-3", 0, ""));
}
END_TEST

START_TEST(the_text_of_a_topology_gives_it_back_without_memory_sizes)
{
	struct machine machine, again;

	ck_assert(machine_init(
		&machine, "pack:2 [numa(memory=1GB)] l3:1(size=1048576) core:16 pu:2", 0, ""));
	ck_assert_ptr_null(strstr(machine.synthetic, "memory"));
	ck_assert(machine_init(&again, machine.synthetic, 0, ""));
	ck_assert_str_eq(again.synthetic, machine.synthetic);
	ck_assert_uint_eq(again.cpus, 64);
	ck_assert_uint_eq(again.numa_nodes, 2);
	ck_assert_uint_eq(again.cache[0].kib, 1024);
	machine_finish(&again);
	machine_finish(&machine);
}
END_TEST

START_TEST(the_record_holds_what_was_found)
{
	struct machine machine;
	struct run_machine record;

	ck_assert(machine_init(&machine, "[numa] core:8 pu:2", 2, tree("v2-outer-tighter")));
	machine_record(&machine, &record);
	ck_assert_str_eq(record.summary, "1.5 CPUs by quota (of 16)");
	ck_assert_str_eq(record.topology, machine.synthetic);
	ck_assert_uint_eq(record.packages, machine.packages);
	ck_assert_uint_eq(record.cores, 8);
	ck_assert_uint_eq(record.cpus, 16);
	ck_assert_uint_eq(record.allowed_cores, 8);
	ck_assert_uint_eq(record.allowed_cpus, 16);
	ck_assert_uint_eq(record.fast_cores, 2);
	ck_assert_double_eq(record.quota_cpus, 1.5);
	ck_assert_double_eq(record.usable_cpus, 1.5);
	ck_assert_uint_eq(record.pids_max, 500);
	ck_assert_uint_eq(record.nproc_max, SAMPLE_UNKNOWN);
	machine_finish(&machine);
	free(record.cpu_model);
	free(record.kernel);
	free(record.hypervisor);
	free(record.governor);
	free(record.clocksource);
	free(record.topology);
	free(record.summary);
}
END_TEST

START_TEST(this_machine_is_as_the_system_says)
{
	struct machine machine;
	cpu_set_t before, after;

	ck_assert_int_eq(sched_getaffinity(0, sizeof(before), &before), 0);
	ck_assert(machine_init(&machine, NULL, 0, ""));
	ck_assert_int_eq(sched_getaffinity(0, sizeof(after), &after), 0);
	ck_assert(CPU_EQUAL(&before, &after));
	ck_assert(machine.is_this_system);
	ck_assert_uint_eq(machine.allowed_cpus, (uint32_t)CPU_COUNT(&before));
	ck_assert_uint_le(machine.allowed_cpus, machine.cpuset_cpus);
	ck_assert_uint_le(machine.cpuset_cpus, machine.cpus);
	ck_assert_uint_le(machine.cores, machine.cpus);
	ck_assert_uint_ge(machine.cores, 1);
	ck_assert_uint_ge(machine.numa_nodes, 1);
	ck_assert_uint_gt(machine.memory_kib, 0);
	ck_assert(strncmp(machine.kernel, "Linux ", 6) == 0);
	machine_finish(&machine);
}
END_TEST

START_TEST(affinity_leaves_the_rest_of_the_machine_in_view)
{
	struct machine free_machine, machine;
	cpu_set_t one;
	char number[16];
	int cpu = sched_getcpu();

	ck_assert_int_ge(cpu, 0);
	ck_assert(machine_init(&free_machine, NULL, 0, ""));
	CPU_ZERO(&one);
	CPU_SET((size_t)cpu, &one);
	ck_assert_int_eq(sched_setaffinity(0, sizeof(one), &one), 0);
	ck_assert(machine_init(&machine, NULL, 0, ""));
	ck_assert_uint_eq(machine.allowed_cpus, 1);
	ck_assert_uint_eq(machine.allowed_cores, 1);
	snprintf(number, sizeof(number), "%d", cpu);
	ck_assert_str_eq(machine.allowed_list, number);
	ck_assert_double_le(machine.usable_cpus, 1);
	ck_assert_uint_eq(machine_usable_count(&machine), 1);
	ck_assert_uint_eq(machine.cpus, free_machine.cpus);
	ck_assert_uint_eq(machine.cores, free_machine.cores);
	ck_assert_str_eq(machine.synthetic ? machine.synthetic : "",
		free_machine.synthetic ? free_machine.synthetic : "");
	machine_finish(&machine);
	machine_finish(&free_machine);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("machine");
	TCase *elsewhere = tcase_create("elsewhere"), *here = tcase_create("here");
	SRunner *runner = srunner_create(suite);

	/* The environment can put another machine in the place of this one. */
	unsetenv("HWLOC_XMLFILE");
	unsetenv("HWLOC_SYNTHETIC");
	tcase_add_test(elsewhere, a_big_machine_is_counted);
	tcase_add_test(elsewhere, caches_are_counted_by_level);
	tcase_add_test(elsewhere, a_hybrid_machine_has_two_kinds);
	tcase_add_test(elsewhere, fast_cores_all_over_are_one_kind);
	tcase_add_test(elsewhere, one_core_is_singular);
	tcase_add_test(elsewhere, a_quota_that_binds_is_what_is_usable);
	tcase_add_test(elsewhere, a_quota_below_one_cpu_still_leaves_one_worker);
	tcase_add_test(elsewhere, a_quota_above_the_cpus_does_not_bind);
	tcase_add_test(elsewhere, a_machine_that_is_not_here_has_none_of_our_limits);
	tcase_add_test(elsewhere, nonsense_is_no_topology);
	tcase_add_test(elsewhere, the_text_of_a_topology_gives_it_back_without_memory_sizes);
	tcase_add_test(elsewhere, the_record_holds_what_was_found);
	tcase_add_test(here, this_machine_is_as_the_system_says);
	tcase_add_test(here, affinity_leaves_the_rest_of_the_machine_in_view);
	suite_add_tcase(suite, elsewhere);
	suite_add_tcase(suite, here);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
