/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a wish and a machine to cells, sizes and headings. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "sweep/order.h"
#include "trials.h"

static struct catalog catalog;
static struct machine machine;
static struct plan plan;

static void setup(void)
{
	trial_catalog(&catalog, REAL_TRIAL);
	made_up_machine(&machine, 4);
}

static void teardown(void)
{
	plan_finish(&plan);
	catalog_finish(&catalog);
}

static void expect_cells(const char *const *keys, size_t count)
{
	ck_assert_uint_eq(plan.asked_cells, count);
	for (size_t i = 0; i < count; i++) {
		ck_assert_str_eq(key_of(&plan, i), keys[i]);
	}
}

/* ---- what is not said ---- */

START_TEST(defaults_stand_for_what_is_not_given)
{
	char word[] = "nothing", *words[] = {word};
	struct plan_wish wish = {.workloads = words, .workload_count = 1};
	static const char *const keys[] = {"nothing/sequential/1", "nothing/thread-pool/1",
		"nothing/thread-pool/4", "nothing/thread-pool/8", "nothing/thread-pool/16",
		"nothing/process-pool/1", "nothing/process-pool/4", "nothing/process-pool/8",
		"nothing/process-pool/16", "nothing/process-per-task/1",
		"nothing/process-per-task/4", "nothing/process-per-task/8",
		"nothing/process-per-task/16"};

	make_plan(&plan, &wish, &catalog, &machine);
	expect_cells(keys, 13);
	ck_assert_uint_eq(plan.rounds, 40);
	ck_assert_uint_eq(plan.rounds_min, 7);
	ck_assert(fabs(plan.precision - 0.02) < 1e-12);
	ck_assert_uint_eq(plan.sample_time_ns, 100000000);
	ck_assert_uint_eq(plan.timeout_ns, 60000000000);
	ck_assert_uint_eq(plan.budget_ns, 0);
	ck_assert_uint_gt(plan.seed, 0); /* of the clock */
}
END_TEST

START_TEST(what_is_given_is_taken)
{
	char word[] = "nothing", *words[] = {word};
	struct plan_wish wish = {
		.workloads = words,
		.workload_count = 1,
		.rounds = 3,
		.sample_time_ns = 1,
		.timeout_ns = 2,
		.budget_ns = 4,
		.seed = 0,
		.seed_given = true,
	};

	make_plan(&plan, &wish, &catalog, &machine);
	ck_assert_uint_eq(plan.rounds, 3);
	ck_assert_uint_eq(plan.sample_time_ns, 1);
	ck_assert_uint_eq(plan.timeout_ns, 2);
	ck_assert_uint_eq(plan.budget_ns, 4);
	ck_assert_uint_eq(plan.seed, 0);
}
END_TEST

/* ---- cells ---- */

START_TEST(cells_stand_by_workload_strategy_and_workers_with_the_baseline_first)
{
	static const char *const keys[] = {"sleep:tasks=8/sequential/1",
		"sleep:tasks=8/thread-pool:chunk=2/1", "sleep:tasks=8/thread-pool:chunk=2/3",
		"primes:limit=1e6/sequential/1", "primes:limit=1e6/thread-pool:chunk=2/1",
		"primes:limit=1e6/thread-pool:chunk=2/3"};

	plan_words(
		&plan, &catalog, &machine, "sleep:tasks=8 primes", "thread-pool:chunk=2", "3,1,3");
	expect_cells(keys, 6);
	for (size_t i = 0; i < 6; i++) {
		ck_assert_int_eq(plan.cells[i].baseline, i % 3 == 0);
		ck_assert_uint_eq(plan.cells[i].workload, i / 3);
	}
}
END_TEST

START_TEST(the_baseline_is_there_even_alone_and_never_twice)
{
	static const char *const keys[] = {"sleep/sequential/1"};

	plan_words(&plan, &catalog, &machine, "sleep", "sequential", "1,2");
	expect_cells(keys, 1);
	ck_assert(plan.cells[0].baseline);
}
END_TEST

START_TEST(another_loop_is_a_cell_of_one_worker_and_no_baseline)
{
	static const char *const keys[] = {"sleep/sequential/1", "sleep/sequential:chunk=16/1"};

	plan_words(&plan, &catalog, &machine, "sleep", "sequential:chunk=16", "2,4");
	expect_cells(keys, 2);
	ck_assert(plan.cells[0].baseline);
	ck_assert(!plan.cells[1].baseline);
}
END_TEST

START_TEST(probes_of_both_kinds_stand_behind_what_was_asked_for)
{
	plan_words(&plan, &catalog, &machine, "sleep", "process-pool", "2,4");
	ck_assert_uint_eq(plan.asked_workloads, 1);
	ck_assert_uint_eq(plan.asked_strategies, 2);
	ck_assert_uint_eq(plan.asked_cells, 3);
	ck_assert_uint_eq(plan.cell_count, 3 + 2 * 3);
	for (size_t i = 0; i < plan.cell_count; i++) {
		ck_assert_int_eq(plan.cells[i].probe, i >= 3);
	}
	ck_assert_str_eq(key_of(&plan, 4), "spin:tasks=3200,iterations=2e4/thread-pool/2");
	ck_assert_str_eq(
		key_of(&plan, 8), "spin:tasks=3200,iterations=1e5,kind=throughput/thread-pool/4");
}
END_TEST

START_TEST(on_this_machine_probes_are_pinned)
{
	machine.is_this_system = true;
	plan_words(&plan, &catalog, &machine, "sleep", "thread-pool", "2");
	ck_assert_uint_eq(plan.cell_count, 2 + 2 * 2);
	ck_assert_str_eq(key_of(&plan, 1), "sleep/thread-pool/2");
	ck_assert_str_eq(
		key_of(&plan, 3), "spin:tasks=3200,iterations=2e4/thread-pool:place=spread/2");
}
END_TEST

START_TEST(a_probe_that_is_asked_for_as_a_workload_is_no_probe)
{
	plan_words(&plan, &catalog, &machine, "spin:tasks=3200,iterations=20000",
		"thread-pool:chunk=8", "2");
	ck_assert_uint_eq(plan.asked_cells, 2);
	ck_assert_uint_eq(plan.cell_count, 2 + 2); /* throughput alone */
	ck_assert_str_eq(
		key_of(&plan, 3), "spin:tasks=3200,iterations=1e5,kind=throughput/thread-pool/2");
}
END_TEST

START_TEST(worker_counts_without_a_label_can_be_left_out_once)
{
	plan_words(&plan, &catalog, &machine, "sleep", "thread-pool", "1,2,3,4,16");
	ck_assert(plan_keep_labelled(&plan));
	ck_assert_uint_eq(plan.point_count, 3);
	ck_assert_uint_eq(plan.asked_cells, 4);
	ck_assert_str_eq(key_of(&plan, 1), "sleep/thread-pool/1");
	ck_assert_str_eq(key_of(&plan, 2), "sleep/thread-pool/4");
	ck_assert_str_eq(key_of(&plan, 3), "sleep/thread-pool/16");
	ck_assert(!plan_keep_labelled(&plan));
}
END_TEST

START_TEST(two_sizes_are_two_workloads)
{
	static const char *const keys[] = {"primes:limit=1e6/sequential/1",
		"primes:limit=1e6/thread-pool/2", "primes:limit=2e6/sequential/1",
		"primes:limit=2e6/thread-pool/2"};

	plan_words(
		&plan, &catalog, &machine, "primes:limit=1e6,primes:limit=2e6", "thread-pool", "2");
	expect_cells(keys, 4);
}
END_TEST

START_TEST(keys_follow_the_size_and_leave_out_what_is_calibrated)
{
	union value *value;

	plan_words(&plan, &catalog, &machine, "primes mixed:iterations=77", "thread-pool", "2");
	ck_assert_ptr_nonnull(plan_size_param(&plan, 0, &value));
	value->count = 5000000;
	ck_assert_str_eq(key_of(&plan, 1), "primes:limit=5e6/thread-pool/2");
	ck_assert_str_eq(key_of(&plan, 3), "mixed/thread-pool/2");
}
END_TEST

START_TEST(round_0_runs_baselines_and_every_strategy_at_the_most_workers)
{
	static const char *const keys[] = {"sleep/sequential/1", "sleep/thread-pool/8",
		"sleep/sequential:chunk=16/1", "sleep/process-split/8", "nothing/sequential/1",
		"nothing/thread-pool/8", "nothing/sequential:chunk=16/1", "nothing/process-split/8",
		"spin:tasks=3200,iterations=2e4/sequential/1",
		"spin:tasks=3200,iterations=2e4/thread-pool/8",
		"spin:tasks=3200,iterations=1e5,kind=throughput/sequential/1",
		"spin:tasks=3200,iterations=1e5,kind=throughput/thread-pool/8"};
	struct place order[64];

	plan_words(&plan, &catalog, &machine, "sleep nothing",
		"thread-pool,sequential:chunk=16,process-split", "2,8,4");
	ck_assert_uint_le(order_samples(&plan), 64);
	ck_assert_uint_eq(order_check(&plan, order), 12);
	for (size_t i = 0; i < 12; i++) {
		ck_assert_str_eq(key_of(&plan, order[i].cell), keys[i]);
	}
}
END_TEST

START_TEST(round_0_fits_into_the_numbers_of_a_round)
{
	static const char *const strategies[] = {
		"sequential", "thread-pool", "all", "all,sequential:chunk=2"};
	struct place order[64];

	plan_words(&plan, &catalog, &machine, "sleep primes", strategies[_i], "1");
	ck_assert_uint_le(order_samples(&plan), 64);
	ck_assert_uint_le(order_check(&plan, order), order_samples(&plan));
}
END_TEST

/* ---- refusals ---- */

START_TEST(a_bad_wish_is_refused_with_its_place)
{
	static const struct {
		const char *workload, *strategies, *workers, *error;
	} cases[] = {
		{"slep", NULL, NULL, "w:1: unknown workload 'slep'; did you mean 'sleep'?"},
		{"sleep", "thread-pol", NULL,
			"s:2: unknown strategy 'thread-pol'; did you mean 'thread-pool'?"},
		{"sleep", NULL, "0", "p:3: workers: expected 1 to 10000"},
	};
	char *words[] = {xstrdup(cases[_i].workload)}, *from[] = {xstrdup("w:1")};
	struct plan_wish wish = {
		.workloads = words,
		.workload_from = from,
		.workload_count = 1,
		.strategies = cases[_i].strategies ? xstrdup(cases[_i].strategies) : NULL,
		.workers = cases[_i].workers ? xstrdup(cases[_i].workers) : NULL,
		.strategies_from = xstrdup("s:2"),
		.workers_from = xstrdup("p:3"),
	};
	const char *error = cases[_i].error;

	ck_assert_int_eq(strncmp(refused_plan(&wish, &catalog, &machine), error, strlen(error)), 0);
	/* on the command line there is no place */
	free(wish.strategies_from);
	free(wish.workers_from);
	wish.workload_from = NULL;
	wish.strategies_from = wish.workers_from = NULL;
	ck_assert_int_eq(
		strncmp(refused_plan(&wish, &catalog, &machine), error + 5, strlen(error + 5)), 0);
	free(words[0]);
	free(from[0]);
	free(wish.strategies);
	free(wish.workers);
}
END_TEST

START_TEST(a_plan_needs_a_workload)
{
	struct plan_wish wish = {0};

	ck_assert_str_eq(refused_plan(&wish, &catalog, &machine),
		"no workload is named; see `manyhands list workloads`");
}
END_TEST

/* ---- sizes ---- */

START_TEST(the_size_is_chosen_unless_it_was_given)
{
	union value *value = NULL;

	plan_words(&plan, &catalog, &machine, "primes primes:limit=2e6 sleep primes:per_task=7",
		"thread-pool", "1");
	const struct param *param = plan_size_param(&plan, 0, &value);
	ck_assert_ptr_nonnull(param);
	ck_assert_str_eq(param->name, "limit");
	ck_assert_uint_eq(value->count, 1000000);
	ck_assert_ptr_null(plan_size_param(&plan, 1, &value)); /* given */
	ck_assert_ptr_null(plan_size_param(&plan, 2, &value)); /* it has none */
	ck_assert_ptr_nonnull(plan_size_param(&plan, 3, &value));
}
END_TEST

START_TEST(the_target_is_the_sample_time_on_all_usable_cpus_within_limits)
{
	static const struct {
		double sample_s;
		uint32_t cpus;
		double quota_cpus, target_s;
	} cases[] = {
		{0.1, 4, 0, 0.4}, {0.025, 16, 0, 0.4}, {0.025, 2, 0, 0.1}, /* at least 0.1 s */
		{0.1, 128, 0, 10},                                         /* at most 10 s */
		{0.1, 8, 1.5, 1.5}, /* a quota that binds: at least 1 s per sample */
		{2, 8, 1.5, 3}, {0.1, 8, 0.25, 0.25},
		{0.1, 4, 8, 0.4}, /* a quota that does not bind */
	};

	machine.allowed_cpus = cases[_i].cpus;
	machine.quota.cpus = cases[_i].quota_cpus;
	machine.usable_cpus = machine_quota_binds(&machine) ? cases[_i].quota_cpus : cases[_i].cpus;
	plan.sample_time_ns = (uint64_t)(cases[_i].sample_s * 1e9);
	ck_assert_double_eq_tol(
		(double)plan_target_ns(&plan, &machine) / 1e9, cases[_i].target_s, 1e-6);
}
END_TEST

START_TEST(chunks_are_as_the_trial_cuts_them)
{
	static const struct {
		const char *strategy;
		uint32_t workers;
		uint64_t tasks, chunk;
	} cases[] = {
		{"thread-pool", 4, 100, 1},
		{"thread-pool:chunk=8", 4, 100, 8},
		{"thread-pool:chunk=800", 4, 100, 100},
		{"thread-pool:chunk=auto", 4, 100, 7}, /* ceil(100 / 16) */
		{"thread-split", 4, 100, 25},
		{"process-split", 3, 100, 34},
		{"thread-split", 4, 0, 0},
	};

	plan_words(&plan, &catalog, &machine, "nothing", cases[_i].strategy, "4");
	struct plan_cell cell = {.strategy = 1, .workers = cases[_i].workers};
	ck_assert_uint_eq(plan_chunk_tasks(&plan, &cell, cases[_i].tasks), cases[_i].chunk);
}
END_TEST

/* ---- headings ---- */

START_TEST(headings_say_the_work_as_people_do)
{
	static const struct {
		const char *spec, *heading;
	} cases[] = {
		{"sleep", "96 × 4 ms"},
		{"sleep:duration=1500us,tasks=1000", "1 000 × 1500 µs"},
		{"sleep:duration=7ns", "96 × 7 ns"},
		{"primes:limit=4e6", "below 4 000 000"},
		{"pages", "5 000 × 64 KiB"},
		{"pages:bytes=5000,tasks=7", "7 × 5000 B"},
		{"mixed", "96 × 1 ms computing + 3 ms waiting"},
		{"nothing", "10 000 tasks"},
	};
	char *heading;

	plan_words(&plan, &catalog, &machine, cases[_i].spec, "thread-pool", "1");
	heading = plan_work_text(&plan, 0);
	ck_assert_str_eq(heading, cases[_i].heading);
	free(heading);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("plan");
	TCase *tcase = tcase_create("plan");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, defaults_stand_for_what_is_not_given);
	tcase_add_test(tcase, what_is_given_is_taken);
	tcase_add_test(tcase, cells_stand_by_workload_strategy_and_workers_with_the_baseline_first);
	tcase_add_test(tcase, the_baseline_is_there_even_alone_and_never_twice);
	tcase_add_test(tcase, another_loop_is_a_cell_of_one_worker_and_no_baseline);
	tcase_add_test(tcase, probes_of_both_kinds_stand_behind_what_was_asked_for);
	tcase_add_test(tcase, on_this_machine_probes_are_pinned);
	tcase_add_test(tcase, a_probe_that_is_asked_for_as_a_workload_is_no_probe);
	tcase_add_test(tcase, worker_counts_without_a_label_can_be_left_out_once);
	tcase_add_test(tcase, two_sizes_are_two_workloads);
	tcase_add_test(tcase, keys_follow_the_size_and_leave_out_what_is_calibrated);
	tcase_add_test(tcase, round_0_runs_baselines_and_every_strategy_at_the_most_workers);
	tcase_add_loop_test(tcase, round_0_fits_into_the_numbers_of_a_round, 0, 4);
	tcase_add_loop_test(tcase, a_bad_wish_is_refused_with_its_place, 0, 3);
	tcase_add_test(tcase, a_plan_needs_a_workload);
	tcase_add_test(tcase, the_size_is_chosen_unless_it_was_given);
	tcase_add_loop_test(
		tcase, the_target_is_the_sample_time_on_all_usable_cpus_within_limits, 0, 8);
	tcase_add_loop_test(tcase, chunks_are_as_the_trial_cuts_them, 0, 7);
	tcase_add_loop_test(tcase, headings_say_the_work_as_people_do, 0, 8);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
