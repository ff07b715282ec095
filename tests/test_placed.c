/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workers put on CPUs of this machine: where the real trial says that they were. */
#include <check.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/launch.h"
#include "sweep/place.h"
#include "text.h"

static struct machine machine;
static struct sample sample;

static void setup(void)
{
	ck_assert(machine_init(&machine, NULL, 0, ""));
	launch_init();
	sample_init(&sample);
}

static void teardown(void)
{
	sample_finish(&sample);
	machine_finish(&machine);
}

static const char *const strategies[] = {"sequential", "thread-per-task", "process-per-task",
	"thread-split", "process-split", "thread-pool", "process-pool"};
enum { STRATEGIES = 7, PLACES = 3 };

/* Runs WORKLOAD under STRATEGY with WORKERS on CPUS ("0,1", or NULL), busy time stamped or not. */
static void launch_on(const char *trial, const char *workload, const char *strategy,
	uint32_t workers, const char *cpus, bool busy_stamped)
{
	struct launch launch = {
		.trial = trial,
		.workload = workload,
		.strategy = strategy,
		.cpus = cpus,
		.workers = workers,
		.busy_stamped = busy_stamped,
		.timeout_ns = 60000000000u,
		.interrupt_fd = -1,
	};
	struct launch_extra extra;

	sample_finish(&sample);
	sample_init(&sample);
	launch_sample(&launch, &sample, &extra);
}

/* The CPUs of WORKERS at PLACE, as the trial gets them, and one by one in CPU. */
static char *cpus_of(enum placement place, uint32_t workers, uint32_t *cpu)
{
	struct text list = {0};

	place_cpus(&machine, place, cpu);
	for (uint32_t i = 0; i < workers && i < machine.allowed_cpus; i++) {
		text_add(&list, "%s%u", i > 0 ? "," : "", cpu[i]);
	}
	return list.text;
}

static void expect_placed(const char *strategy, enum placement place, uint32_t workers)
{
	uint32_t *cpu = xcalloc(machine.allowed_cpus, sizeof(*cpu));
	char *list = cpus_of(place, workers, cpu);
	char *spec = xasprintf("%s:place=%s", strategy, place_words[place]);

	launch_on(REAL_TRIAL, "spin:tasks=21,iterations=20000", spec, workers, list, true);
	ck_assert_msg(sample.status == SAMPLE_OK, "%s on %s: %s", spec, list, sample.reason);
	ck_assert_uint_eq(sample.workers.row_count, workers);
	for (uint32_t i = 0; i < workers; i++) {
		const struct sample_worker *row = &sample.workers.row[i];
		uint32_t meant = cpu[i % machine.allowed_cpus];

		ck_assert_msg(row->cpu == (int32_t)meant, "%s, worker %u of %u: on %d, not %u",
			spec, i, workers, row->cpu, meant);
		/* of a pool one that comes late finds no task left */
		ck_assert_msg(row->begin_cpu == (int32_t)meant ||
				      (row->tasks == 0 && row->begin_cpu == -1),
			"%s, worker %u of %u: began on %d, not %u", spec, i, workers,
			row->begin_cpu, meant);
		ck_assert_uint_eq(row->migrations, 0);
	}
	free(spec);
	free(list);
	free(cpu);
}

static void expect_placed_everywhere(int index)
{
	const char *strategy = strategies[index / PLACES];
	enum placement place = (enum placement)(PLACE_SPREAD + index % PLACES);
	uint32_t many = 2 * machine.allowed_cpus + 1;

	expect_placed(strategy, place, 1);
	if (strcmp(strategy, "sequential") != 0) {
		expect_placed(strategy, place, 2);
		/* past the CPUs it begins again from the first */
		expect_placed(strategy, place, many < 64 ? many : 64);
	}
}

START_TEST(every_worker_is_where_it_was_put)
{
	expect_placed_everywhere(_i);
}
END_TEST

START_TEST(under_taskset_all_share_what_is_left)
{
	uint32_t last = machine.allowed[machine.allowed_cpus - 1].number;
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(last, &one);
	ck_assert_int_eq(sched_setaffinity(0, sizeof(one), &one), 0);
	machine_finish(&machine);
	ck_assert(machine_init(&machine, NULL, 0, ""));
	ck_assert_uint_eq(machine.allowed_cpus, 1);
	expect_placed_everywhere(_i);
	ck_assert_int_eq(sample.workers.row[0].cpu, (int32_t)last);
}
END_TEST

START_TEST(more_workers_than_a_record_has_rows_are_placed)
{
	uint32_t *cpu = xcalloc(machine.allowed_cpus, sizeof(*cpu));
	char *list = cpus_of(PLACE_SPREAD, 300, cpu);

	launch_on(REAL_TRIAL, "spin:tasks=300,iterations=10", "thread-split:place=spread", 300,
		list, false);
	ck_assert_msg(sample.status == SAMPLE_OK, "%s", sample.reason);
	ck_assert_uint_eq(sample.workers.count, 300);
	ck_assert_int_eq(sample.workers.row[0].cpu, -1);
	ck_assert_int_eq(sample.workers.row[0].begin_cpu, -1);
	free(list);
	free(cpu);
}
END_TEST

START_TEST(a_cpu_that_is_not_there_fails_the_sample)
{
	char spec[64];

	snprintf(spec, sizeof(spec), "%s:place=smt", strategies[_i]);
	launch_on(REAL_TRIAL, "spin:tasks=21,iterations=1000", spec, 1, "16383", false);
	ck_assert_int_eq(sample.status, SAMPLE_FAILED);
	ck_assert_str_eq(sample.reason, "worker 0 can't be put on CPU 16383: Invalid argument");
}
END_TEST

START_TEST(a_worker_that_leaves_its_cpu_fails_the_sample)
{
	char spec[64], list[16], expected[64];

	if (machine.allowed_cpus < 2) {
		return; /* nowhere to go */
	}
	snprintf(spec, sizeof(spec), "%s:place=smt", strategies[_i]);
	snprintf(list, sizeof(list), "%u", machine.allowed[0].number);
	snprintf(expected, sizeof(expected), "worker 0 was put on CPU %s but is on CPU ", list);
	launch_on(FAKE_TRIAL, "wander:duration=0ns", spec, 1, list, false);
	ck_assert_int_eq(sample.status, SAMPLE_FAILED);
	ck_assert_msg(strncmp(sample.reason, expected, strlen(expected)) == 0, "%s", sample.reason);
}
END_TEST

START_TEST(free_workers_may_go_and_what_they_did_is_recorded)
{
	bool several = machine.allowed_cpus > 1;

	launch_on(FAKE_TRIAL, "wander:duration=0ns", strategies[_i], 1, NULL, true);
	ck_assert_msg(sample.status == SAMPLE_OK, "%s", sample.reason);
	ck_assert_int_ge(sample.workers.row[0].begin_cpu, 0);
	ck_assert_int_ge(sample.workers.row[0].cpu, 0);
	ck_assert_uint_ge(sample.workers.row[0].migrations, several ? 1 : 0);
}
END_TEST

START_TEST(without_stamps_migrations_are_unknown)
{
	launch_on(REAL_TRIAL, "spin:tasks=21,iterations=1000", strategies[_i], 1, NULL, false);
	ck_assert_msg(sample.status == SAMPLE_OK, "%s", sample.reason);
	ck_assert_uint_eq(sample.workers.row[0].migrations, SAMPLE_UNKNOWN);
	ck_assert_uint_eq(sample.workers.row[0].busy_ns, SAMPLE_UNKNOWN);
	ck_assert_int_ge(sample.workers.row[0].begin_cpu, 0);
}
END_TEST

START_TEST(a_place_without_cpus_is_refused_by_the_trial)
{
	launch_on(REAL_TRIAL, "spin:tasks=21", "thread-pool:place=spread", 2, NULL, false);
	ck_assert_int_eq(sample.status, SAMPLE_FAILED);
	ck_assert_ptr_nonnull(strstr(sample.reason, "`manyhands run` computes the CPUs"));
	launch_on(REAL_TRIAL, "spin:tasks=21", "thread-pool", 2, "0", false);
	ck_assert_int_eq(sample.status, SAMPLE_FAILED);
	ck_assert_str_eq(sample.reason,
		"--cpus: thread-pool has place=free; say spread, compact or smt with it");
	launch_on(REAL_TRIAL, "spin:tasks=21", "thread-pool:place=smt", 2, "0-1", false);
	ck_assert_str_eq(
		sample.reason, "--cpus: expected numbers below 16384 such as 0,2,4, not '0-1'");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("placed");
	TCase *tcase = tcase_create("placed");
	SRunner *runner = srunner_create(suite);

	unsetenv("HWLOC_XMLFILE");
	unsetenv("HWLOC_SYNTHETIC");
	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, every_worker_is_where_it_was_put, 0, STRATEGIES * PLACES);
	tcase_add_loop_test(tcase, under_taskset_all_share_what_is_left, 0, STRATEGIES * PLACES);
	tcase_add_test(tcase, more_workers_than_a_record_has_rows_are_placed);
	tcase_add_loop_test(tcase, a_cpu_that_is_not_there_fails_the_sample, 0, STRATEGIES);
	tcase_add_loop_test(tcase, a_worker_that_leaves_its_cpu_fails_the_sample, 0, STRATEGIES);
	tcase_add_loop_test(
		tcase, free_workers_may_go_and_what_they_did_is_recorded, 0, STRATEGIES);
	tcase_add_loop_test(tcase, without_stamps_migrations_are_unknown, 0, STRATEGIES);
	tcase_add_test(tcase, a_place_without_cpus_is_refused_by_the_trial);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
