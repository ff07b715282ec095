/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is recommended where the best is known, why, what comes next, and the command that checks it. */
#include "judge/advice.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lost.h"
#include "scene.h"

static struct judgement judgement;
static struct losses losses;
static struct advice advice;
static struct text words;

static void advise(void)
{
	judgement_init(&judgement, &scene_samples);
	losses_init(&losses, &judgement);
	advice_init(&advice, &judgement, 0, &losses);
}

static void teardown(void)
{
	text_finish(&words);
	advice_finish(&advice);
	losses_finish(&losses);
	if (judgement.samples) {
		judgement_finish(&judgement);
	}
	scene_finish();
}

/* Checks how sure it is and which cell it is about. */
static void expect(enum advice_end end, const char *cell)
{
	ck_assert_str_eq(advice_end_name(advice.end), advice_end_name(end));
	ck_assert_str_eq(strchr(advice.curve.choice.cell->cell->key, '/') + 1, cell);
}

static void expect_bound(enum advice_bound bound)
{
	ck_assert_str_eq(advice_bound_words(advice.bound), advice_bound_words(bound));
}

/* What SAY adds. */
static const char *said(void (*say)(const struct advice *, struct text *))
{
	text_finish(&words);
	say(&advice, &words);
	return words.text ? words.text : "";
}

static double waits(struct place at)
{
	return 0.99 * scene_least(at.workers, 32);
}

START_TEST(work_that_waits_uses_a_worker_for_each_task)
{
	scene_start(2, 32, "thread-pool,process-pool", "1,2,8,32,64");
	scene_busy = 0.01;
	scene_measure(9, waits);
	advise();
	expect(ADVICE_USE, "thread-pool/32");
	expect_bound(BOUND_TASKS);
	ck_assert_str_eq(said(advice_say_change), "More and smaller tasks would change that.");
}
END_TEST

START_TEST(work_that_computes_uses_the_cpus)
{
	scene_start(2, 4000, "process-pool,thread-split,thread-pool", "1,2,4,8");
	scene_measure(9, scene_two_cpus);
	advise();
	expect(ADVICE_USE, "thread-pool/2");
	expect_bound(BOUND_CPUS);
	ck_assert_uint_eq(advice.curve.point[advice.curve.level_to]->cell->workers, 8);
	ck_assert_str_eq(advice.curve.choice.next->cell->key, "primes:limit=4e6/thread-split/2");
}
END_TEST

static double quota_and_waits(struct place at)
{
	return scene_least(at.workers, 15);
}

START_TEST(work_of_both_under_a_quota_uses_what_its_waits_leave_room_for)
{
	scene_start(8, 96, "thread-pool", "1,2,8,12,15,18,24");
	scene_samples.run.machine.quota_cpus = scene_samples.run.machine.usable_cpus = 1.5;
	scene_busy = 0.1;
	scene_jitter = 0.001;
	scene_measure(9, quota_and_waits);
	for (size_t i = 0; i < scene_samples.count; i++) { /* 96 tasks of 2 + 18 ms */
		scene_samples.sample[i].total_ns *= 8;
		scene_samples.sample[i].cpu_ns *= 8;
	}
	advise();
	expect(ADVICE_USE, "thread-pool/15");
	expect_bound(BOUND_QUOTA);
	ck_assert_double_eq_tol(advice.formula.workers, 15, 0.1);
	ck_assert_str_eq(said(advice_say_change),
		"A larger quota would change that, or less CPU time per task.");
	ck_assert_ptr_nonnull(strstr(said(advice_say),
		"Use 15 threads (thread-pool): 1.5 CPUs (quota) × (1 + 18 ms waiting / 2 ms "
		"computing) = 15; measured plateau 15 to 24, the most tried. Bound by the quota."));
}
END_TEST

static double two_at_once(struct place at)
{
	return scene_least(at.workers, 2);
}

START_TEST(work_that_is_held_uses_as_many_as_get_on_at_once)
{
	scene_start(2, 960, "thread-pool", "1,2,4,8");
	scene_busy = 0.25;
	scene_measure(9, two_at_once);
	judgement_init(&judgement, &scene_samples);
	judgement.workloads[0].held =
		(struct held){.shown = true, .speedup = {2, 1.99, 2.01, true}};
	advice_init(&advice, &judgement, 0, NULL);
	expect(ADVICE_USE, "thread-pool/2");
	expect_bound(BOUND_SHARED);
	ck_assert_ptr_nonnull(strstr(said(advice_say), "what tasks share lets 2 get on at once"));
}
END_TEST

static double few(struct place at)
{
	return 5 / ceil(5.0 / at.workers);
}

START_TEST(few_tasks_bound_the_workers)
{
	scene_start(8, 5, "thread-pool", "1,2,3,4,5,6,8");
	scene_measure(9, few);
	advise();
	expect(ADVICE_USE, "thread-pool/5");
	expect_bound(BOUND_TASKS);
}
END_TEST

START_TEST(tasks_of_different_length_are_bound_by_how_they_are_dealt)
{
	struct lost lost = {.uneven = 20, .others_cpus = -1};

	lost_run(2, "thread-pool", 2, 9, &lost);
	advice_init(&advice, &lost_judgement, 0, &lost_losses);
	expect(ADVICE_USE, "thread-pool/2");
	expect_bound(BOUND_UNEVEN);
	ck_assert_str_eq(said(advice_say_change), "Smaller tasks would change that, or the longest "
						  "first (order=longest-first).");
	lost_finish();
}
END_TEST

START_TEST(workers_that_start_late_bind)
{
	struct lost lost = {.start = 30, .others_cpus = -1};

	lost_run(2, "process-pool", 2, 9, &lost);
	advice_init(&advice, &lost_judgement, 0, &lost_losses);
	expect_bound(BOUND_START);
	ck_assert_double_gt(advice.lost, 0.4);
	lost_finish();
}
END_TEST

static double more_every_time(struct place at)
{
	return at.workers;
}

START_TEST(the_most_workers_tried_may_not_be_enough_so_the_command_tries_more)
{
	scene_start(16, 4000, "thread-pool", "1,2,4");
	scene_measure(9, more_every_time);
	advise();
	expect(ADVICE_USE, "thread-pool/4");
	expect_bound(BOUND_TRIED);
	ck_assert_ptr_nonnull(strstr(said(advice_say), "the most tried. More may help."));
	ck_assert_str_eq(said(advice_command), "manyhands run primes:limit=4e6 --strategies "
					       "thread-pool --workers 2,4,8 --rounds 12");
}
END_TEST

/* ---- staying with the loop, and what can't be told ---- */

static double slower(struct place at)
{
	return 1 - 0.1 * at.workers;
}

START_TEST(a_loop_that_nothing_beats_is_kept)
{
	scene_start(2, 4000, "thread-pool,process-pool", "1,2,4");
	scene_measure(9, slower);
	advise();
	expect(ADVICE_LOOP, "sequential/1");
	ck_assert_str_eq(advice.curve.choice.next->cell->key, "primes:limit=4e6/thread-pool/1");
	ck_assert(strncmp(said(advice_say), "Stay sequential: nothing here beats the loop.", 45) ==
		  0);
}
END_TEST

static double alike(struct place at)
{
	(void)at;
	return 1;
}

START_TEST(of_things_that_are_alike_the_plainest_is_used)
{
	scene_start(2, 4000, SCENE_STRATEGIES, "1,2,4");
	scene_measure(9, alike);
	advise();
	expect(ADVICE_LOOP, "sequential/1");
	ck_assert_ptr_nonnull(strstr(said(advice_say), "no difference you can see"));
}
END_TEST

static double wild(struct place at)
{
	return at.workers == 1 ? 1 : 0.8 + 0.15 * ((at.round * 5 + at.workers) % 7);
}

START_TEST(what_scatters_too_much_is_not_recommended)
{
	scene_start(2, 4000, "thread-pool", "1,2,4");
	scene_measure(7, wild);
	advise();
	ck_assert_str_eq(advice_end_name(advice.end), "cannot tell");
	ck_assert(strncmp(said(advice_say), "Cannot tell", 11) == 0);
	ck_assert_uint_gt(advice.rounds, 12);
}
END_TEST

START_TEST(withdrawn_verdicts_withdraw_the_advice)
{
	scene_start(2, 4000, "thread-pool", "1,2,4");
	scene_samples.run.machine.quota_cpus = 1.5;
	scene_measure(9, scene_two_cpus);
	for (size_t i = 0; i < scene_samples.count; i++) {
		scene_samples.sample[i].noise.throttled_ns = 1000;
	}
	advise();
	ck_assert_str_eq(advice_end_name(advice.end), "withdrawn");
	ck_assert_str_eq(said(advice_say), "No advice where there is no verdict.");
	ck_assert_str_eq(said(advice_command), "");
}
END_TEST

START_TEST(cells_that_failed_once_are_not_recommended)
{
	scene_start(2, 4000, "thread-pool,process-pool", "2");
	scene_measure(9, scene_two_cpus);
	fixture_fail(
		&scene_samples, "primes:limit=4e6/thread-pool/2", 9, SAMPLE_CRASHED, "signal 9");
	advise();
	expect(ADVICE_USE, "process-pool/2");
	advice_finish(&advice);
	losses_finish(&losses);
	judgement_finish(&judgement);
	fixture_fail(&scene_samples, "primes:limit=4e6/process-pool/2", 9, SAMPLE_FAILED, NULL);
	advise();
	ck_assert_str_eq(advice_end_name(advice.end), "nothing to compare");
	ck_assert_str_eq(said(advice_say),
		"Nothing to use: every cell beside the loop failed at some time.");
	ck_assert_str_eq(said(advice_command), "");
}
END_TEST

/* ---- which of several ---- */

/* By 1 %, which nobody can see in so few rounds, more workers and processes are faster. */
static double hardly_faster(struct place at)
{
	bool process = strncmp(at.strategy, "process", 7) == 0;

	return scene_least(at.workers, 2) * (1 + 0.002 * at.workers + (process ? 0.004 : 0));
}

START_TEST(what_is_hardly_faster_is_not_worth_more_workers)
{
	scene_start(
		2, 4000, "process-pool,thread-per-task,thread-pool:chunk=4,thread-pool", "1,2,4");
	scene_jitter = 0.01;
	scene_measure(9, hardly_faster);
	advise();
	expect(ADVICE_USE, "thread-pool/2");
}
END_TEST

static double clearly_faster(struct place at)
{
	return scene_least(at.workers, 2) * (strstr(at.strategy, "chunk=4") ? 1.06 : 1);
}

START_TEST(a_chunk_that_is_clearly_faster_is_worth_it)
{
	scene_start(2, 4000, "thread-pool,thread-pool:chunk=4", "1,2,4");
	scene_measure(9, clearly_faster);
	advise();
	expect(ADVICE_USE, "thread-pool:chunk=4/2");
	char *chunk = advice_chunk(
		&scene_samples.run.strategies[advice.curve.choice.cell->cell->strategy]);
	ck_assert_str_eq(chunk, "4");
	free(chunk);
	ck_assert_ptr_nonnull(
		strstr(said(advice_say), "Next: 2 threads (thread-pool), 1.06× the time"));
}
END_TEST

START_TEST(strategies_without_chunks_have_none)
{
	struct run_strategy split = {
		.spec = (char[]){"thread-split:place=spread"}, .name = (char[]){"thread-split"}};
	struct run_strategy pool = {.spec = (char[]){"thread-pool:chunk=auto,place=spread"},
		.name = (char[]){"thread-pool"}};

	ck_assert_ptr_null(advice_chunk(&split));
	char *chunk = advice_chunk(&pool);
	ck_assert_str_eq(chunk, "auto");
	free(chunk);
}
END_TEST

/* ---- the command ---- */

START_TEST(the_command_names_both_cells_and_the_counts_beside)
{
	scene_start(2, 4000, "thread-pool,process-pool", "1,2,4,8");
	scene_measure(9, scene_two_cpus);
	advise();
	ck_assert_str_eq(said(advice_command), "manyhands run primes:limit=4e6 --strategies "
					       "thread-pool,process-pool --workers 1,2,4 "
					       "--rounds 12");
}
END_TEST

START_TEST(the_command_repeats_a_plugin_and_a_command_of_ones_own)
{
	scene_start(2, 4000, "thread-pool", "2");
	scene_measure(9, scene_two_cpus);
	free(scene_samples.run.command);
	scene_samples.run.command = strdup(
		"manyhands run x --workers 1 --plugin './my own.so' --items 1..3 -- ./job {}");
	advise();
	ck_assert_str_eq(said(advice_command),
		"manyhands run primes:limit=4e6 --strategies thread-pool --workers 2,4 --rounds 12 "
		"--plugin './my own.so'");
	free(scene_samples.run.workloads[0].name);
	scene_samples.run.workloads[0].name = strdup("command");
	scene_samples.run.own_command.word_count = 2;
	ck_assert_str_eq(said(advice_command),
		"manyhands run --strategies thread-pool --workers 2,4 --rounds 12 "
		"--plugin './my own.so' --items 1..3 -- ./job {}");
	scene_samples.run.own_command.word_count = 0;
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("advice");
	TCase *cases = tcase_create("advice");

	tcase_add_checked_fixture(cases, NULL, teardown);
	tcase_add_test(cases, work_that_waits_uses_a_worker_for_each_task);
	tcase_add_test(cases, work_that_computes_uses_the_cpus);
	tcase_add_test(cases, work_of_both_under_a_quota_uses_what_its_waits_leave_room_for);
	tcase_add_test(cases, work_that_is_held_uses_as_many_as_get_on_at_once);
	tcase_add_test(cases, few_tasks_bound_the_workers);
	tcase_add_test(cases, tasks_of_different_length_are_bound_by_how_they_are_dealt);
	tcase_add_test(cases, workers_that_start_late_bind);
	tcase_add_test(cases, the_most_workers_tried_may_not_be_enough_so_the_command_tries_more);
	tcase_add_test(cases, a_loop_that_nothing_beats_is_kept);
	tcase_add_test(cases, of_things_that_are_alike_the_plainest_is_used);
	tcase_add_test(cases, what_scatters_too_much_is_not_recommended);
	tcase_add_test(cases, withdrawn_verdicts_withdraw_the_advice);
	tcase_add_test(cases, cells_that_failed_once_are_not_recommended);
	tcase_add_test(cases, what_is_hardly_faster_is_not_worth_more_workers);
	tcase_add_test(cases, a_chunk_that_is_clearly_faster_is_worth_it);
	tcase_add_test(cases, strategies_without_chunks_have_none);
	tcase_add_test(cases, the_command_names_both_cells_and_the_counts_beside);
	tcase_add_test(cases, the_command_repeats_a_plugin_and_a_command_of_ones_own);
	suite_add_tcase(suite, cases);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
