/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep of task lengths, from the wish to its workloads, its record and back. */
#include "sweep/granularity.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/order.h"
#include "sweep/record.h"
#include "sweep/resume.h"
#include "text.h"
#include "trials.h"

static struct catalog catalog;
static struct machine machine;
static struct plan plan;

static void setup(void)
{
	trial_catalog(&catalog, REAL_TRIAL);
	made_up_machine(&machine, 2);
}

static void teardown(void)
{
	plan_finish(&plan);
	catalog_finish(&catalog);
}

static uint64_t tasks_of(size_t workload)
{
	const struct listed_spec *item = plan.workloads.item[workload];

	ck_assert_str_eq(item->entry->params[0].name, "tasks");
	return item->spec.value[0].count;
}

/* Every length has tasks for all workers alike, of a sample time or more in all. */
static void check_tasks(uint32_t workers, double at_once)
{
	double least_ns = (double)plan.sample_time_ns * at_once;

	for (size_t w = 0; w < plan.asked_workloads; w++) {
		uint64_t task_ns = granularity_task_ns(&plan, w), tasks = tasks_of(w);
		double loop_ns = (double)(task_ns * tasks);

		ck_assert_uint_gt(task_ns, w > 0 ? granularity_task_ns(&plan, w - 1) : 0);
		ck_assert_uint_eq(tasks % workers, 0);
		ck_assert(loop_ns >= least_ns * 0.999);
		ck_assert(loop_ns < least_ns + (double)task_ns * workers);
		ck_assert(loop_ns <= 100.0 * (double)plan.sample_time_ns);
	}
}

START_TEST(without_words_there_are_three_lengths_a_decade)
{
	struct plan_wish wish = {.granularity = true};

	make_plan(&plan, &wish, &catalog, &machine);
	ck_assert_uint_eq(plan.asked_workloads, 16);
	ck_assert_uint_eq(granularity_task_ns(&plan, 0), 1000);
	ck_assert_uint_eq(granularity_task_ns(&plan, 1), 2000);
	ck_assert_uint_eq(granularity_task_ns(&plan, 2), 5000);
	ck_assert_uint_eq(granularity_task_ns(&plan, 15), 100000000);
	ck_assert_str_eq(key_of(&plan, 1), "spin:tasks=3e4,duration=1us/thread-pool/2");
	ck_assert_uint_eq(plan.asked_cells, 16 * 6);
	ck_assert_uint_eq(plan.point_count, 1);
	ck_assert_uint_eq(plan.rounds, 9);
	ck_assert(plan.precision == 0);
	check_tasks(2, 2);
}
END_TEST

START_TEST(many_workers_leave_out_the_longest)
{
	struct plan_wish wish = {.granularity = true};

	made_up_machine(&machine, 64);
	make_plan(&plan, &wish, &catalog, &machine);
	ck_assert_uint_eq(plan.points[0].workers, 64);
	ck_assert_uint_eq(
		granularity_task_ns(&plan, plan.asked_workloads - 1), 20000000); /* 64 x 20 ms */
	check_tasks(64, 64);
}
END_TEST

START_TEST(more_workers_than_cpus_get_no_more_work)
{
	char workers[] = "4x";
	struct plan_wish wish = {.granularity = true, .workers = workers};

	make_plan(&plan, &wish, &catalog, &machine);
	ck_assert_uint_eq(plan.points[0].workers, 8);
	check_tasks(8, 2);
}
END_TEST

START_TEST(where_a_quota_binds_samples_outlast_its_burst)
{
	struct plan_wish wish = {.granularity = true};

	machine.quota.cpus = 1.5;
	machine.usable_cpus = 1.5;
	make_plan(&plan, &wish, &catalog, &machine);
	ck_assert_uint_ge(plan.sample_time_ns, 100000000);
}
END_TEST

START_TEST(a_precision_goes_on_until_it_is_reached)
{
	struct plan_wish wish = {.granularity = true, .precision = 0.1};

	make_plan(&plan, &wish, &catalog, &machine);
	ck_assert_uint_eq(plan.rounds, 40);
	ck_assert(plan.precision == 0.1);
}
END_TEST

START_TEST(several_numbers_of_workers_are_refused)
{
	char workers[] = "1,2";
	struct plan_wish wish = {.granularity = true, .workers = workers};

	ck_assert_str_eq(refused_plan(&wish, &catalog, &machine),
		"--granularity: expected one number of --workers, not 2");
}
END_TEST

START_TEST(the_command_repeats_it)
{
	char strategies[] = "thread-pool";
	struct plan_wish wish = {
		.granularity = true, .strategies = strategies, .seed = 7, .seed_given = true};

	make_plan(&plan, &wish, &catalog, &machine);
	char *command = plan_command(&plan, NULL);
	ck_assert_str_eq(command,
		"manyhands run --granularity --strategies thread-pool --workers 2 "
		"--rounds 9 --seed 7 --sample-time 15ms --timeout 1min");
	free(command);
}
END_TEST

/* Records the plan without the cells that KEEP_FROM says, by workload, of strategy 1. */
static void record_from(size_t keep_from, struct run *run)
{
	struct rounds rounds = {.plan = &plan, .machine = &machine, .trial = REAL_TRIAL};

	rounds.workload = xcalloc(plan.workloads.count, sizeof(*rounds.workload));
	record_run(&rounds, &catalog, run);
	free(rounds.workload);
	size_t kept = 0;
	for (size_t c = 0; c < run->cell_count; c++) {
		if (!run->cells[c].baseline && run->cells[c].workload < keep_from) {
			free(run->cells[c].key);
		} else {
			run->cells[kept++] = run->cells[c];
		}
	}
	run->cell_count = kept;
}

START_TEST(a_run_that_is_resumed_has_the_cells_of_its_record)
{
	char strategies[] = "thread-pool";
	struct plan_wish wish = {.granularity = true, .strategies = strategies}, again;
	struct run run;

	make_plan(&plan, &wish, &catalog, &machine);
	record_from(4, &run);
	ck_assert(run.granularity);
	ck_assert_uint_eq(run.workloads[3].task_ns, 10000);
	plan_finish(&plan);
	resume_wish(&(struct samples){.run = run}, &again);
	make_plan(&plan, &again, &catalog, &machine);
	resume_wish_finish(&again);
	granularity_keep(&plan, &run);
	ck_assert_uint_eq(plan.asked_cells, run.cell_count);
	ck_assert_uint_eq(plan.asked_cells, 16 + 12);
	ck_assert_uint_eq(plan.cell_count - plan.asked_cells, run.probe_count);
	for (size_t c = 0; c < run.cell_count; c++) {
		ck_assert_str_eq(key_of(&plan, c), run.cells[c].key);
	}
	run_finish(&run);
}
END_TEST

START_TEST(a_shorter_sample_time_means_fewer_tasks)
{
	struct plan_wish wish = {.granularity = true};

	make_plan(&plan, &wish, &catalog, &machine);
	plan.sample_time_ns = GRANULARITY_LEAST_NS;
	granularity_choose_tasks(&plan, &machine);
	ck_assert_uint_eq(tasks_of(0), 10000);
	ck_assert_uint_eq(tasks_of(15), 2);
}
END_TEST

static void expect_heading(const char *workload, const char *expected)
{
	plan_finish(&plan);
	plan_words(&plan, &catalog, &machine, workload, "thread-pool", "2");
	char *heading = plan_work_text(&plan, 0);
	ck_assert_str_eq(heading, expected);
	free(heading);
}

START_TEST(a_heading_tells_the_duration_instead_of_iterations)
{
	expect_heading("spin:tasks=10,duration=10us", "10 × 10 µs");
	expect_heading("spin:tasks=10", "10 × 500 000 iterations");
}
END_TEST

static Suite *suite(void)
{
	Suite *suite = suite_create("granularity_plan");
	TCase *tests = tcase_create("granularity_plan");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, without_words_there_are_three_lengths_a_decade);
	tcase_add_test(tests, many_workers_leave_out_the_longest);
	tcase_add_test(tests, more_workers_than_cpus_get_no_more_work);
	tcase_add_test(tests, where_a_quota_binds_samples_outlast_its_burst);
	tcase_add_test(tests, a_precision_goes_on_until_it_is_reached);
	tcase_add_test(tests, several_numbers_of_workers_are_refused);
	tcase_add_test(tests, the_command_repeats_it);
	tcase_add_test(tests, a_run_that_is_resumed_has_the_cells_of_its_record);
	tcase_add_test(tests, a_shorter_sample_time_means_fewer_tasks);
	tcase_add_test(tests, a_heading_tells_the_duration_instead_of_iterations);
	suite_add_tcase(suite, tests);
	return suite;
}

int main(void)
{
	SRunner *runner = srunner_create(suite());

	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
