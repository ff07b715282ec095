/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what is said where little can be told: scatter, failures, equal things. */
#include "judge/verdict.h"

#include <check.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scene.h"

/* ---- What can't be told ---- */

static double scattered_two(struct place at)
{
	return at.workers == 2 ? 1.7 + 0.06 * (at.round % 7) : scene_least(at.workers, 2);
}

START_TEST(fewer_workers_that_may_do_are_named)
{
	scene_start(2, 4000, "thread-pool", "1,2,4");
	scene_measure(7, scattered_two);
	scene_check("2 threads are 1.9× as fast as the loop (1.7 to 2.1). | Use 4 threads "
		    "(thread-pool): 2 CPUs, but 2 may take 1.06× the time (0.97 to 1.18); the most "
		    "tried. Bound by the CPUs. Next: 2 threads "
		    "(thread-pool), cannot tell (0.97 to 1.18× the time).");
}
END_TEST

static double scattered_four(struct place at)
{
	return at.workers == 4 ? 1.7 + 0.09 * (at.round % 7) : scene_least(at.workers, 2);
}

START_TEST(a_gain_beyond_may_not_be_told)
{
	scene_start(2, 4000, "thread-pool", "1,2,4");
	scene_measure(9, scattered_four);
	scene_check("2 threads are 2.00× as fast as the loop (1.99 to 2.00). | Use 2 threads "
		    "(thread-pool): 2 CPUs. Bound by the CPUs. Next: 4 threads (thread-pool), "
		    "cannot tell (0.9 to 1.1× the time).");
}
END_TEST

static double scattered_all(struct place at)
{
	return at.workers == 1 ? 1 : 0.9 + 0.1 * (at.round % 7);
}

START_TEST(whether_more_workers_help_may_not_be_told)
{
	scene_start(2, 4000, "thread-pool", "1,2");
	scene_measure(7, scattered_all);
	scene_check("Cannot tell 2 threads from the loop (0.9 to 1.5×); about 5 more rounds would "
		    "tell. | Cannot tell whether more workers help: 2 threads (thread-pool) are "
		    "0.9 to 1.5× as fast as the loop; more rounds would tell. Noisy: times of one "
		    "cell differ by up to 1.7×; read the intervals, not the middles.");
}
END_TEST

static double scattered_below(struct place at)
{
	return at.workers == 1 ? 1 : 0.8 + 0.05 * (at.round % 7);
}

START_TEST(a_loop_that_may_be_beaten_is_not_called_unbeaten)
{
	scene_start(2, 4000, "thread-pool", "1,2");
	scene_measure(7, scattered_below);
	scene_check("Cannot tell 2 threads from the loop (0.8 to 1.1×); about 54 more rounds would "
		    "tell. | Stay sequential: nothing here is shown to beat the loop. Bound by "
		    "something that tasks share. Next: 1 thread (thread-pool), no difference you "
		    "can see (± 0.7 %). Held by something shared: thread-pool stays at 0.9× (0.8 "
		    "to 1.1) from 1 workers to 2, although it keeps the CPUs busy for only 50 % of "
		    "the time and each task takes 2.1× as long. It is as if no more than 0.9 tasks "
		    "could get on at once: a lock held for 100 % of each (91 to 100) does that; a "
		    "barrier or a disk may.");
}
END_TEST

START_TEST(too_few_rounds_have_no_interval)
{
	scene_start(2, 4000, SCENE_STRATEGIES, "1,2,4,8");
	scene_measure(3, scene_two_cpus);
	scene_check("No verdict before 7 rounds: this is after 3. | ");
}
END_TEST

START_TEST(one_round_is_not_rounds)
{
	scene_start(8, 4000, "thread-pool", "1,2");
	scene_samples.run.machine.quota_cpus = scene_samples.run.machine.usable_cpus = 1;
	scene_measure(1, scene_two_cpus);
	scene_check("No verdict before 6 rounds: this is after 1. |  The "
		    "quota of 1 CPU is the limit, not the 8 CPUs.");
}
END_TEST

/* ---- Failures and noise ---- */

START_TEST(a_failed_cell_is_named_and_left_out)
{
	scene_start(2, 4000, "thread-pool,process-pool", "1,2,8");
	scene_measure(7, scene_two_cpus);
	fixture_fail(&scene_samples, "primes:limit=4e6/thread-pool/8", 0, SAMPLE_TIMED_OUT, NULL);
	scene_check("2 threads are 1.97× as fast as the loop (1.96 to 1.97). 2 processes and the "
		    "threads: no practical difference (± 0.6 %). | Use 2 threads (thread-pool): 2 "
		    "CPUs; the most with enough times. Bound by the CPUs. Next: 2 processes "
		    "(process-pool), no difference you can see (± 0.6 %). 1 cell failed: "
		    "thread-pool at 8, all 7 samples TIMED OUT.");
}
END_TEST

START_TEST(several_failed_cells_are_counted_and_one_named)
{
	scene_start(2, 4000, "thread-pool,process-per-task", "1,2,8");
	scene_measure(7, scene_two_cpus);
	fixture_fail(
		&scene_samples, "primes:limit=4e6/thread-pool/8", 6, SAMPLE_CRASHED, "signal 9");
	fixture_fail(&scene_samples, "primes:limit=4e6/thread-pool/8", 7, SAMPLE_TIMED_OUT, "60 s");
	fixture_fail(&scene_samples, "primes:limit=4e6/process-per-task/1", 7, SAMPLE_FAILED,
		"39 of 100 started\033[2J");
	fixture_fail(&scene_samples, "primes:limit=4e6/process-per-task/2", 0, SAMPLE_FAILED, NULL);
	fixture_fail(&scene_samples, "primes:limit=4e6/process-per-task/8", 0, SAMPLE_FAILED, NULL);
	scene_check("2 threads are 1.97× as fast as the loop (1.96 to 1.97). Cannot tell 8 threads "
		    "from 2: samples fail. | Use 2 threads (thread-pool): 2 "
		    "CPUs; the most with enough times. Bound by the CPUs. Next: the loop, 1.97× "
		    "the time (1.96 to 1.97). A process per task loses: 4000 forks cost more than "
		    "the work. 4 cells failed: thread-pool at 8, 1 of 7 samples CRASHED, 1 TIMED "
		    "OUT (signal 9); and 3 more.");
}
END_TEST

START_TEST(no_control_character_of_the_file_gets_through)
{
	scene_start(2, 4000, "thread-pool:\033[2J", "2");
	scene_measure(7, scene_two_cpus);
	fixture_fail(
		&scene_samples, "primes:limit=4e6/thread-pool:\033[2J/2", 0, SAMPLE_FAILED, "\a");
	scene_check("Nothing to compare with the loop: no other cell has 6 times. "
		    "1 cell failed: thread-pool:?[2J at 2, all 7 samples FAILED (?).");
}
END_TEST

START_TEST(a_retired_cell_has_both_samples_counted)
{
	scene_start(2, 4000, "thread-pool", "1,2");
	scene_measure(2, scene_two_cpus);
	fixture_fail(&scene_samples, "primes:limit=4e6/thread-pool/2", 0, SAMPLE_TIMED_OUT, "60 s");
	scene_check("No interval: only 2 rounds. "
		    "1 cell failed: thread-pool at 2, both samples TIMED OUT (60 s).");
}
END_TEST

START_TEST(wrong_answers_have_no_time)
{
	scene_start(2, 4000, "thread-pool,process-pool", "1,2");
	scene_measure(7, scene_two_cpus);
	fixture_fail(&scene_samples, "primes:limit=4e6/thread-pool/2", 4, SAMPLE_WRONG,
		"answer 43, expected 42");
	scene_check("Use 2 processes (process-pool): 2 CPUs; the most tried. Bound by the CPUs. "
		    "Next: 1 thread (thread-pool), 1.97× the time (1.96 to 1.98). WRONG answers: "
		    "no time is given. 1 cell failed: thread-pool at 2, 4 of 7 samples WRONG "
		    "(answer 43, expected 42).");
}
END_TEST

START_TEST(a_loop_without_a_time_is_said)
{
	scene_start(2, 4000, "thread-pool", "1,2");
	scene_measure(7, scene_two_cpus);
	fixture_fail(
		&scene_samples, "primes:limit=4e6/sequential/1", 0, SAMPLE_CRASHED, "signal 11");
	scene_check("The loop has no time: nothing to compare with. "
		    "1 cell failed: sequential, all 14 samples CRASHED (signal 11).");
}
END_TEST

START_TEST(a_loop_alone_with_failures_around_it_is_said)
{
	scene_start(2, 4000, "thread-pool", "2");
	scene_measure(7, scene_two_cpus);
	fixture_fail(&scene_samples, "primes:limit=4e6/thread-pool/2", 3, SAMPLE_CRASHED, NULL);
	scene_check("No verdict before 6 rounds: this is after 2. | Nothing to compare with the "
		    "loop: no other cell has 6 times. 1 cell failed: thread-pool at 2, 5 of 7 "
		    "samples CRASHED.");
}
END_TEST

START_TEST(a_single_count_that_worked_is_not_called_the_only_one_tried)
{
	scene_start(2, 4000, "thread-pool", "2,8");
	scene_measure(7, scene_two_cpus);
	fixture_fail(&scene_samples, "primes:limit=4e6/thread-pool/8", 0, SAMPLE_FAILED, "EAGAIN");
	scene_check("2 threads are 1.97× as fast as the loop (1.96 to 1.97). | Use 2 threads "
		    "(thread-pool): 2 CPUs; the only count with enough times. Bound by the CPUs. "
		    "Next: the loop, 1.97× the time (1.96 to 1.97). 1 cell failed: thread-pool at "
		    "8, all 7 samples FAILED (EAGAIN).");
}
END_TEST

static double noisy(struct place at)
{
	return scene_two_cpus(at) / (at.workers == 2 && at.round == 5 ? 2.8 : 1);
}

START_TEST(noise_is_told_and_one_wild_round_of_nine_changes_nothing_else)
{
	scene_start(2, 4000, SCENE_STRATEGIES, "1,2,4,8");
	scene_jitter = 0;
	scene_measure(9, noisy);
	scene_check("Cannot tell 2 threads from the loop (0.7 to 2.0×); about 1 more round would "
		    "tell. 2 processes and the threads: no practical difference (± 0.0 %). Cannot "
		    "tell 8 threads from 2 (1.00 to 2.80×); hardly more rounds will. | Use 2 "
		    "threads (thread-pool): 2 CPUs; measured plateau 2 to 8, the most tried. Bound "
		    "by the CPUs. Next: 2 processes (process-pool), no difference you can see (± "
		    "0.0 %). A process per task loses: 4000 forks cost more than the work. Noisy: "
		    "times of one cell differ by up to 2.8×; read the intervals, not the middles.");
}
END_TEST

START_TEST(each_workload_gets_its_own_sentences)
{
	struct judgement judgement;
	struct text text = {0};

	fixture_init(&scene_samples, 2);
	fixture_workload(&scene_samples, "sleep", "96 × 4 ms", 96);
	fixture_workload(&scene_samples, "primes", "below 4 000 000", 4000);
	fixture_strategy(&scene_samples, "thread-pool");
	fixture_point(&scene_samples, 1, "");
	fixture_point(&scene_samples, 2, "");
	fixture_cells(&scene_samples);
	scene_busy = 1;
	scene_measure(7, scene_two_cpus);
	fixture_fail(&scene_samples, "sleep/thread-pool/2", 0, SAMPLE_CRASHED, NULL);
	judgement_init(&judgement, &scene_samples);
	text_add(&text, "> ");
	scene_words(&judgement, 1, &text);

	ck_assert_str_eq(text.text, "> Use 2 threads (thread-pool): 2 CPUs; the most tried. Bound "
				    "by the CPUs. Next: the loop, 1.97× the time (1.97 to 1.97).");
	text_finish(&text);
	judgement_finish(&judgement);
}
END_TEST

/* ---- Many runs of equal things ---- */

static gsl_rng *rng;
static double drift;

/* Everything takes as long as the loop, on a machine that drifts, jitters and has hiccups. */
static double equal_things(const struct run_cell *cell, uint32_t round, double *busy)
{
	(void)cell;
	(void)round;
	*busy = 1;
	drift = 0.9 * drift + gsl_ran_gaussian(rng, 0.01);
	double spike = gsl_rng_uniform(rng) < 0.05 ? gsl_ran_exponential(rng, 0.3) : 0;
	double wild = gsl_rng_uniform(rng) < 0.01 ? 2 : 0;

	return 100e6 * exp(drift + fabs(gsl_ran_gaussian(rng, 0.01)) + spike + wild);
}

/* How many of 300 such runs claim that something is faster, by one of COUNT words. */
static unsigned count_claims(uint32_t rounds, const char *const *words, size_t count)
{
	unsigned claims = 0;

	for (int i = 0; i < 300; i++) {
		struct judgement judgement;
		struct text text = {0};
		bool claimed = false;

		scene_start(2, 4000, "thread-pool,process-pool", "1,2,4,8");
		fixture_rounds(&scene_samples, rounds, equal_things);
		judgement_init(&judgement, &scene_samples);
		scene_words(&judgement, 0, &text);
		for (size_t word = 0; word < count; word++) {
			claimed = claimed || strstr(text.text, words[word]);
		}
		claims += claimed;
		text_finish(&text);
		judgement_finish(&judgement);
		scene_finish();
	}
	return claims;
}

START_TEST(equal_things_are_rarely_claimed_to_differ)
{
	static const char *const twins[] = {"as fast as"};
	static const char *const workers[] = {"Use "};

	rng = gsl_rng_alloc(gsl_rng_mt19937);
	ck_assert_ptr_nonnull(rng);
	gsl_rng_set(rng, 20240102);
	for (uint32_t rounds = 7; rounds <= 12; rounds += 5) {
		ck_assert_uint_le(count_claims(rounds, twins, 1), 21);
		ck_assert_uint_le(count_claims(rounds, workers, 1), 21);
	}
	gsl_rng_free(rng);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("verdict_doubts");
	TCase *cases = tcase_create("verdict_doubts");

	tcase_add_checked_fixture(cases, NULL, scene_finish);
	tcase_add_test(cases, fewer_workers_that_may_do_are_named);
	tcase_add_test(cases, a_gain_beyond_may_not_be_told);
	tcase_add_test(cases, whether_more_workers_help_may_not_be_told);
	tcase_add_test(cases, a_loop_that_may_be_beaten_is_not_called_unbeaten);
	tcase_add_test(cases, too_few_rounds_have_no_interval);
	tcase_add_test(cases, one_round_is_not_rounds);
	tcase_add_test(cases, a_failed_cell_is_named_and_left_out);
	tcase_add_test(cases, several_failed_cells_are_counted_and_one_named);
	tcase_add_test(cases, no_control_character_of_the_file_gets_through);
	tcase_add_test(cases, a_retired_cell_has_both_samples_counted);
	tcase_add_test(cases, wrong_answers_have_no_time);
	tcase_add_test(cases, a_loop_without_a_time_is_said);
	tcase_add_test(cases, a_loop_alone_with_failures_around_it_is_said);
	tcase_add_test(cases, a_single_count_that_worked_is_not_called_the_only_one_tried);
	tcase_add_test(cases, noise_is_told_and_one_wild_round_of_nine_changes_nothing_else);
	tcase_add_test(cases, each_workload_gets_its_own_sentences);
	tcase_add_test(cases, equal_things_are_rarely_claimed_to_differ);
	tcase_set_timeout(cases, 60);
	suite_add_tcase(suite, cases);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
