/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Losses planted in real samples are found in their part. A pause lasts at least as long as it was
 * asked to, whatever else the machine does, so only lower bounds are held against it; how exactly they
 * are found on a quiet machine tells scripts/planted.sh.
 */
#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/losses.h"
#include "judge/losses_split.h"
#include "measured.h"
#include "scratch.h"
#include "text.h"

static struct samples samples;
static char *log_path;

static void setup(void)
{
	measured_setup();
	measured.trial = PLANTED_TRIAL;
	measured.rounds = 3;
	log_path = xasprintf("%s/planted", measured.folder);
	setenv("PLANTED_LOG", log_path, 1);
}

static void teardown(void)
{
	samples_finish(&samples);
	unsetenv("PLANTED_LOG");
	free(log_path);
	measured_teardown();
}

static void measure(const char *workload, const char *strategy, const char *workers)
{
	measured.workloads = workload;
	measured.strategies = strategy;
	measured.workers = workers;
	ck_assert_int_eq(measured_run(), ROUNDS_DONE);
	measured_read(&samples);
}

/* The least that the trials say was planted in a sample of WORKERS. */
static double least_planted_ns(const char *what, uint32_t workers)
{
	char *text = read_file(log_path, NULL), *rest = text, *line;
	double least = -1;

	ck_assert_ptr_nonnull(text);
	while ((line = strsep(&rest, "\n")) && *line) {
		char name[32];
		uint32_t count;
		uint64_t ns;

		ck_assert_int_eq(sscanf(line, "%31s %" SCNu32 " %" SCNu64, name, &count, &ns), 3);
		ck_assert_str_eq(name, what);
		if (count == workers && (least < 0 || (double)ns < least)) {
			least = (double)ns;
		}
	}
	free(text);
	ck_assert_double_gt(least, 0);
	return least;
}

/* The least of LOSS in the samples of the cells beside the loop, in workers' ns. */
static double least_found_ns(enum loss loss, uint32_t workers)
{
	const struct split_view view = {
		.capacity = workers, .lanes = workers, .others_cpus = 0, .stolen_cpus = 0};
	double least = -1;

	for (size_t i = 0; i < samples.count; i++) {
		struct split split;

		if (samples.sample[i].role != ROLE_CELL || samples.sample[i].round == 0) {
			continue;
		}
		ck_assert(split_sample(&samples.sample[i], &view, &split));
		ck_assert_uint_eq(split.with[loss], 1u << loss);
		if (least < 0 || split.part_ns[loss] < least) {
			least = split.part_ns[loss];
		}
	}
	ck_assert_double_ge(least, 0);
	return least;
}

/* The whole chain gives the loss of the cell, a gain of noise aside, as a part of its own. */
static void expect_account(enum loss loss)
{
	struct judgement judgement;
	struct losses losses;
	double sum = 0;

	judgement_init(&judgement, &samples);
	losses_init(&losses, &judgement);
	const struct loss_account *account = NULL;
	for (size_t i = 0; i < samples.run.strategy_count && !account; i++) {
		account = losses_telling(&losses, 0, i);
	}
	ck_assert_ptr_nonnull(account);
	ck_assert_double_gt(account->part[loss].high, 0);
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		sum += account->part[i].mid;
	}
	ck_assert_double_eq_tol(sum, account->ideal - account->measured, 1e-6);
	losses_finish(&losses);
	judgement_finish(&judgement);
}

START_TEST(a_slow_hand_out_is_found_between_chunks)
{
	measure("locked:tasks=40,duration=1ms,planted=0", "thread-slow-pool", "2");
	/* 38 of 40 chunks are not the first of a worker; the least may be none where one did all */
	ck_assert_double_ge(least_found_ns(LOSS_HANDOUT, 2), 38 * 100e3);
	expect_account(LOSS_HANDOUT);
}
END_TEST

START_TEST(a_late_worker_is_found_in_the_start)
{
	measure("locked:tasks=40,duration=1ms,planted=0", "thread-late-pool", "2");
	ck_assert_double_ge(least_found_ns(LOSS_START, 2), 5e6);
	expect_account(LOSS_START);
}
END_TEST

START_TEST(waits_for_a_lock_are_found_inside_tasks)
{
	measure("locked:tasks=32,duration=2ms,planted=0.5", "thread-pool", "8");
	/* beside what tasks wait anyway */
	ck_assert_double_ge(
		least_found_ns(LOSS_WAITING, 8), 32 * 2e6 + 0.9 * least_planted_ns("locked", 8));
	/* only one at a time: 32 ms in which 8 could have done 128 tasks */
	ck_assert_double_ge(least_planted_ns("locked", 8), 50e6);
	expect_account(LOSS_WAITING);
}
END_TEST

START_TEST(one_task_twice_as_long_is_found_at_the_end)
{
	measure("twice:tasks=2,duration=100ms,planted=1", "thread-pool", "2");
	/* the other one may have begun late, but hardly by half of it */
	ck_assert_double_ge(least_found_ns(LOSS_UNEVEN, 2), 50e6);
	expect_account(LOSS_UNEVEN);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("planted");
	TCase *found = tcase_create("found");

	tcase_set_timeout(found, 60);
	tcase_add_checked_fixture(found, setup, teardown);
	tcase_add_test(found, a_slow_hand_out_is_found_between_chunks);
	tcase_add_test(found, a_late_worker_is_found_in_the_start);
	tcase_add_test(found, waits_for_a_lock_are_found_inside_tasks);
	tcase_add_test(found, one_task_twice_as_long_is_found_at_the_end);
	suite_add_tcase(suite, found);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
