/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a checkup finds in made-up folders: a machine that is fit, one that is not, one that tells
 * nothing. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/checkup.h"

static struct machine machine;
static struct load load;
static struct checks checks;
static char *root;
static struct checkup checkup;

/* Gets ready to read the tree NAME of a machine in hwloc's words; nobody uses its CPUs. */
static void prepare(const char *name, const char *topology)
{
	root = xasprintf("%s/tests/fixtures/doctor-%s", SOURCE_ROOT, name);
	ck_assert(machine_init(&machine, topology, 0, root));
	load = (struct load){.known = true};
	checkup = (struct checkup){
		.root = root,
		.machine = &machine,
		.load = &load,
		.clock_read_ns = NAN,
		.checks = &checks,
	};
}

static void teardown(void)
{
	checks_finish(&checks);
	machine_finish(&machine);
	free(root);
	root = NULL;
}

static const struct check *find(const char *name)
{
	for (size_t i = 0; i < checks.count; i++) {
		if (strcmp(checks.check[i].name, name) == 0) {
			return &checks.check[i];
		}
	}
	ck_abort_msg("there is no check '%s'", name);
}

/* FOUND stands in what was found; COMMAND is the whole command, NULL: there is none. */
static void expect(const char *name, enum check_state state, const char *found, const char *command)
{
	const struct check *check = find(name);

	ck_assert_msg(check->state == state, "%s is %s: %s", name, check_state_name(check->state),
		check->found);
	ck_assert_msg(strstr(check->found, found), "%s: '%s'", name, check->found);
	ck_assert_msg(!command == !check->command, "%s: command '%s'", name,
		check->command ? check->command : "none");
	if (command) {
		ck_assert_str_eq(check->command, command);
	}
	ck_assert_msg(
		state == CHECK_FINE || state == CHECK_UNKNOWN || name[0] == 'h' || check->advice,
		"%s: no advice", name);
	ck_assert_msg(
		state != CHECK_FINE || !check->advice, "%s: advice '%s'", name, check->advice);
}

START_TEST(on_a_machine_that_is_fit_no_check_fails)
{
	prepare("fit", "pack:1 core:4 pu:1");
	checkup_read(&checkup);
	for (size_t i = 0; i < checks.count; i++) {
		ck_assert_msg(checks.check[i].state == CHECK_FINE, "%s is %s: %s",
			checks.check[i].name, check_state_name(checks.check[i].state),
			checks.check[i].found);
	}
	ck_assert_uint_eq(checks.count, 13);
	expect("clock", CHECK_FINE, "tsc", NULL);
	expect("governor", CHECK_FINE, "performance on all CPUs", NULL);
	expect("turbo", CHECK_FINE, "off", NULL);
	expect("load", CHECK_FINE, "others use 0.00 of 4 CPUs; load average 0.22 0.30 0.78", NULL);
	expect("processes", CHECK_FINE, "per user 63 432, per control group 18 989", NULL);
	expect("memory", CHECK_FINE, "12 GiB free", NULL);
	expect("swap", CHECK_FINE, "none", NULL);
}
END_TEST

START_TEST(what_harms_is_named_with_the_command_that_mends_it)
{
	prepare("unfit", "pack:1 core:2 pu:2");
	checkup_read(&checkup);
	expect("clock", CHECK_LOOK, "hpet", "sudo dmesg | grep -i -e tsc -e clocksource");
	expect("quota", CHECK_LOOK, "1.5 of 4 CPUs: when 150 ms of each 100 ms are used up",
		"echo max | sudo tee '/sys/fs/cgroup/my jobs/cpu.max'");
	expect("governor", CHECK_LOOK, "powersave on 3 of 4 CPUs",
		"echo performance | sudo tee "
		"/sys/devices/system/cpu/cpu*/cpufreq/scaling_governor");
	expect("processes", CHECK_LOOK,
		"per user 50, per control group 40; a sweep starts up to 96",
		"sudo systemd-run --pty -p TasksMax=infinity manyhands run");
	expect("open files", CHECK_LOOK, "20;", "sudo prlimit --pid $$ --nofile=96:96");
	expect("memory", CHECK_LOOK, "200 MiB free", "ps -eo pid,rss,comm --sort=-rss | head");
	expect("isolated", CHECK_LOOK, "CPUs 2-3:", "taskset -c 0,1 manyhands run");
	/* part of the machine: no failures */
	expect("turbo", CHECK_NOTE, "on",
		"echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost");
	expect("SMT", CHECK_NOTE, "4 CPUs are hardware threads of 2 cores",
		"echo off | sudo tee /sys/devices/system/cpu/smt/control");
	expect("swap", CHECK_NOTE, "1.0 GiB of 2.0 GiB used", "sudo swapoff -a");
	expect("huge pages", CHECK_NOTE, "always",
		"echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled");
	ck_assert_uint_eq(checks_count(&checks, CHECK_LOOK), 7);
}
END_TEST

START_TEST(what_cannot_be_read_is_unknown_and_never_fine)
{
	prepare("blind", "pack:1 core:4 pu:1");
	load = (struct load){.foreign_cpus = NAN, .steal_share = NAN, .unseen_cpus = NAN};
	checkup_read(&checkup);
	static const char *const names[] = {"clock", "quota", "governor", "turbo", "load",
		"processes", "open files", "memory", "swap", "huge pages", "isolated"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		expect(names[i], CHECK_UNKNOWN, "", NULL);
	}
	/* these come from hwloc and from the processor itself */
	ck_assert_uint_eq(checks.count, sizeof(names) / sizeof(names[0]) + 2);
	ck_assert_uint_eq(checks_count(&checks, CHECK_LOOK), 0);
}
END_TEST

START_TEST(the_superuser_needs_no_sudo_and_is_not_held_to_ulimit)
{
	prepare("unfit", "pack:1 core:2 pu:2");
	checkup.is_superuser = true;
	machine.quota.pids_max = QUOTA_NO_LIMIT;
	checkup_read(&checkup);
	for (size_t i = 0; i < checks.count; i++) {
		ck_assert(!checks.check[i].command || !strstr(checks.check[i].command, "sudo"));
	}
	expect("processes", CHECK_FINE, "per user 50", NULL);
}
END_TEST

START_TEST(a_user_limit_below_its_hard_one_is_raised_without_help)
{
	prepare("unfit", "pack:1 core:2 pu:2");
	machine.quota.pids_max = QUOTA_NO_LIMIT;
	checkup_read(&checkup);
	expect("processes", CHECK_LOOK, "per user 50, per control group no limit",
		"ulimit -S -u 96");
}
END_TEST

START_TEST(many_cpus_want_many_processes)
{
	prepare("fit", "pack:2 core:64 pu:2");
	machine.quota.pids_max = 1000;
	checkup_read(&checkup);
	expect("processes", CHECK_LOOK, "a sweep starts up to 1056",
		"sudo systemd-run --pty -p TasksMax=infinity manyhands run");
	/* governors of 4 CPUs are there, 252 are missing */
	expect("governor", CHECK_UNKNOWN, "", NULL);
}
END_TEST

START_TEST(a_clock_that_goes_through_the_kernel_fails_whatever_its_name)
{
	prepare("fit", "pack:1 core:4 pu:1");
	checkup.clock_read_ns = 612;
	checkup_read(&checkup);
	expect("clock", CHECK_LOOK, "tsc; one look takes 612 ns",
		"echo tsc | sudo tee "
		"/sys/devices/system/clocksource/clocksource0/current_clocksource");
}
END_TEST

START_TEST(the_real_clock_is_read_in_some_time)
{
	ck_assert_double_gt(checkup_clock_read_ns(), 0.5);
	ck_assert(isfinite(checkup_clock_read_ns()));
}
END_TEST

START_TEST(a_quota_that_does_not_bind_is_fine)
{
	prepare("unfit", "pack:1 core:1 pu:1");
	checkup_read(&checkup);
	expect("quota", CHECK_FINE, "1.5 CPUs, more than the allowed ones can use", NULL);
}
END_TEST

START_TEST(a_version_1_quota_is_lifted_in_its_own_words)
{
	prepare("fit", "pack:1 core:4 pu:1");
	machine.quota.cpus = 2;
	machine.quota.period_us = 100000;
	snprintf(machine.quota.source, sizeof(machine.quota.source), "%s",
		"/sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_quota_us");
	checkup_read(&checkup);
	expect("quota", CHECK_LOOK, "2 of 4 CPUs",
		"echo -1 | sudo tee /sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_quota_us");
}
END_TEST

START_TEST(a_virtual_machine_is_a_fact_and_steal_is_a_failure)
{
	prepare("fit", "pack:1 core:4 pu:1");
	snprintf(machine.hypervisor, sizeof(machine.hypervisor), "KVM");
	checkup_read(&checkup);
	expect("hypervisor", CHECK_NOTE, "KVM: a virtual machine", NULL);
	checks_finish(&checks);
	load.steal_share = 0.034;
	checkup_read(&checkup);
	expect("hypervisor", CHECK_LOOK, "KVM: just now it gave 3 % of our CPU time to others",
		NULL);
	ck_assert_ptr_nonnull(find("hypervisor")->advice);
}
END_TEST

static void add_share(int32_t pid, const char *name, double cpus)
{
	struct load_share *share = &load.share[load.share_count++];

	*share = (struct load_share){.pid = pid, .cpus = cpus};
	snprintf(share->name, sizeof(share->name), "%s", name);
	load.foreign_cpus += cpus;
}

START_TEST(who_burns_is_named_and_may_be_paused_but_not_what_we_hang_on)
{
	prepare("fit", "pack:1 core:4 pu:1");
	add_share(4711, "cc1 (x)", 0.98);
	add_share(300, "shell", 0.9);
	load.share[1].is_ours = true;
	add_share(9, "kworker", 0.8);
	load.share[2].is_kernel = true;
	add_share(1, "init", 0.7);
	add_share(12, "panel", 0.07);
	checkup_read(&checkup);
	expect("load", CHECK_LOOK,
		"others use 3.45 of 4 CPUs: cc1 (x) (pid 4711) 0.98, shell (pid 300) 0.90, kworker "
		"(kernel, pid 9) 0.80, init (pid 1) 0.70, panel (pid 12) 0.07; load average",
		"sudo kill -STOP 4711");
}
END_TEST

START_TEST(who_waits_for_children_that_burn_is_named_but_not_paused)
{
	prepare("fit", "pack:1 core:4 pu:1");
	add_share(30, "make", 1.9);
	load.share[0].is_children = true;
	checkup_read(&checkup);
	expect("load", CHECK_LOOK, "others use 1.90 of 4 CPUs: children of make (pid 30) 1.90;",
		"top -b -n 1 -d 2 | head -20");
	checks_finish(&checks);
	add_share(4711, "burner", 0.98);
	checkup_read(&checkup);
	expect("load", CHECK_LOOK, "children of make (pid 30) 1.90, burner (pid 4711) 0.98;",
		"sudo kill -STOP 4711");
}
END_TEST

START_TEST(use_by_nobody_who_can_be_seen_is_told)
{
	prepare("fit", "pack:1 core:4 pu:1");
	load.foreign_cpus = load.unseen_cpus = 0.4;
	checkup_read(&checkup);
	expect("load", CHECK_LOOK,
		"others use 0.40 of 4 CPUs: others that can't be seen from here 0.40;",
		"top -b -n 1 -d 2 | head -20");
}
END_TEST

START_TEST(a_little_use_is_fine)
{
	prepare("fit", "pack:1 core:4 pu:1");
	load.foreign_cpus = load.unseen_cpus = 0.049;
	checkup_read(&checkup);
	expect("load", CHECK_FINE, "others use 0.05 of 4 CPUs; load average", NULL);
}
END_TEST

START_TEST(a_sum_that_is_not_known_does_not_hide_who_burns)
{
	prepare("fit", "pack:1 core:4 pu:1");
	add_share(4711, "burner", 0.98);
	load.foreign_cpus = NAN;
	checkup_read(&checkup);
	expect("load", CHECK_LOOK, "an unknown part of 4 CPUs: burner (pid 4711) 0.98",
		"sudo kill -STOP 4711");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("checkup");
	TCase *tcase = tcase_create("checkup");

	tcase_add_checked_fixture(tcase, NULL, teardown);
	tcase_add_test(tcase, on_a_machine_that_is_fit_no_check_fails);
	tcase_add_test(tcase, what_harms_is_named_with_the_command_that_mends_it);
	tcase_add_test(tcase, what_cannot_be_read_is_unknown_and_never_fine);
	tcase_add_test(tcase, the_superuser_needs_no_sudo_and_is_not_held_to_ulimit);
	tcase_add_test(tcase, a_user_limit_below_its_hard_one_is_raised_without_help);
	tcase_add_test(tcase, many_cpus_want_many_processes);
	tcase_add_test(tcase, a_clock_that_goes_through_the_kernel_fails_whatever_its_name);
	tcase_add_test(tcase, the_real_clock_is_read_in_some_time);
	tcase_add_test(tcase, a_quota_that_does_not_bind_is_fine);
	tcase_add_test(tcase, a_version_1_quota_is_lifted_in_its_own_words);
	tcase_add_test(tcase, a_virtual_machine_is_a_fact_and_steal_is_a_failure);
	tcase_add_test(tcase, who_burns_is_named_and_may_be_paused_but_not_what_we_hang_on);
	tcase_add_test(tcase, who_waits_for_children_that_burn_is_named_but_not_paused);
	tcase_add_test(tcase, use_by_nobody_who_can_be_seen_is_told);
	tcase_add_test(tcase, a_little_use_is_fine);
	tcase_add_test(tcase, a_sum_that_is_not_known_does_not_hide_who_burns);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
