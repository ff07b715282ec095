/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulated runs on a drifting, hiccuping machine: how often equal things are called different. */
#include <check.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "judge/questions.h"
#include "judge/stats.h"

enum { ROUNDS_MAX = 30, CELLS = 9 };

static const size_t round_counts[] = {7, 12, ROUNDS_MAX};
enum { ROUND_COUNTS = sizeof(round_counts) / sizeof(round_counts[0]) };

/* A machine whose speed drifts (AR(1), innovations of 1 %), that jitters, has spikes, samples that
 * take up to 4 times as long in 2 % and whole rounds that do in 3 %. */
static struct {
	gsl_rng *rng;
	double drift, round;
} machine;

static void start_machine(unsigned long seed)
{
	machine.rng = gsl_rng_alloc(gsl_rng_mt19937);
	ck_assert_ptr_nonnull(machine.rng);
	gsl_rng_set(machine.rng, seed);
	machine.drift = machine.round = 0;
}

static void stop_machine(void)
{
	gsl_rng_free(machine.rng);
	machine.rng = NULL;
}

/* The logarithm of a factor up to 4, in SHARE of the calls; else 0. */
static double wild(double share)
{
	return gsl_rng_uniform(machine.rng) < share ? gsl_rng_uniform(machine.rng) * log(4) : 0;
}

static void next_round(void)
{
	machine.round = wild(0.03);
}

/* The logarithm of the time of the next sample, the truth being 0. */
static double next_sample(void)
{
	machine.drift = 0.95 * machine.drift + gsl_ran_gaussian(machine.rng, 0.01);
	double jitter = fabs(gsl_ran_gaussian(machine.rng, 0.01));
	double spike =
		gsl_rng_uniform(machine.rng) < 0.05 ? gsl_ran_exponential(machine.rng, 0.2) : 0;

	return machine.drift + machine.round + jitter + spike + wild(0.02);
}

/* ---- two cells, paired ---- */

/* The differences of two equal cells among CELLS over N rounds, whose order is drawn for every two
 * rounds and reversed in odd ones. */
static void simulate_pairs(size_t n, double *differences)
{
	size_t order[CELLS];

	for (size_t i = 0; i < CELLS; i++) {
		order[i] = i;
	}
	for (size_t r = 0; r < n; r++) {
		double sample[CELLS];

		if (r % 2 == 0) {
			gsl_ran_shuffle(machine.rng, order, CELLS, sizeof(*order));
		}
		next_round();
		for (size_t i = 0; i < CELLS; i++) {
			sample[order[r % 2 ? CELLS - 1 - i : i]] = next_sample();
		}
		differences[r] = sample[0] - sample[1];
	}
}

/* The share of simulated runs of N rounds in which two equal cells are called different. */
static double paired_rate(size_t n)
{
	enum { RUNS = 4000 };
	size_t wrong = 0;

	start_machine(20240102);
	for (int run = 0; run < RUNS; run++) {
		double differences[ROUNDS_MAX];

		simulate_pairs(n, differences);
		struct interval interval = stats_paired(differences, n, 0.05);
		wrong += interval.low > 0 || interval.high < 0;
	}
	stop_machine();
	return (double)wrong / RUNS;
}

START_TEST(equal_cells_are_rarely_called_different)
{
	double rate = paired_rate(round_counts[_i]);

	ck_assert_msg(rate <= 0.07, "%zu rounds: %.3f", round_counts[_i], rate);
}
END_TEST

START_TEST(a_true_ratio_lies_in_its_interval)
{
	enum { RUNS = 2000 };
	size_t n = round_counts[_i], covered = 0;

	start_machine(7);
	for (int run = 0; run < RUNS; run++) {
		double differences[ROUNDS_MAX];

		simulate_pairs(n, differences);
		for (size_t i = 0; i < n; i++) {
			differences[i] += log(1.1);
		}
		struct interval interval = stats_paired(differences, n, 0.05);
		covered += interval.low <= log(1.1) && interval.high >= log(1.1);
	}
	stop_machine();
	ck_assert_msg((double)covered / RUNS >= 0.93, "%zu rounds: %zu of %d", n, covered, RUNS);
}
END_TEST

/* ---- the design that is not used: all of one, then all of the other ---- */

static double resampled_median(const double *sample, size_t n)
{
	double drawn[ROUNDS_MAX];

	for (size_t i = 0; i < n; i++) {
		drawn[i] = sample[gsl_rng_uniform_int(machine.rng, n)];
	}
	gsl_sort(drawn, 1, n);
	return gsl_stats_median_from_sorted_data(drawn, 1, n);
}

/* True if the bootstrap interval (95 %) of the difference of the medians excludes 0. */
static bool bootstrap_differs(const double *a, const double *b, size_t n)
{
	enum { DRAWS = 200 };
	double difference[DRAWS];

	for (size_t i = 0; i < DRAWS; i++) {
		difference[i] = resampled_median(a, n) - resampled_median(b, n);
	}
	gsl_sort(difference, 1, DRAWS);
	return difference[DRAWS / 40] > 0 || difference[DRAWS - 1 - DRAWS / 40] < 0;
}

START_TEST(measured_in_blocks_they_often_would_be)
{
	enum { RUNS = 400 };
	size_t n = round_counts[_i], wrong = 0;

	start_machine(20240102);
	for (int run = 0; run < RUNS; run++) {
		double sample[2][ROUNDS_MAX];

		for (size_t i = 0; i < 2 * n; i++) {
			next_round();
			sample[i / n][i % n] = next_sample();
		}
		wrong += bootstrap_differs(sample[0], sample[1], n);
	}
	stop_machine();
	ck_assert_msg((double)wrong / RUNS > 0.15, "%zu rounds: %zu of %d", n, wrong, RUNS);
}
END_TEST

/* ---- the three questions ---- */

static double pool_speed; /* of the pool with 2 workers, in that of everything else */

static double simulated_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	static uint32_t last_round;
	bool pool = cell->workers == 2 && strstr(cell->key, "thread-pool");

	if (round != last_round) {
		last_round = round;
		next_round();
	}
	*busy = 1;
	return 100e6 * exp(next_sample()) / (pool ? pool_speed : 1);
}

/* What came of many simulated runs. */
struct tally {
	size_t runs, different, copy_differs, pool_faster, covered, covered_wide;
};

static void tally_run(struct tally *tally, const struct questions *questions)
{
	bool different = false;

	for (size_t i = 0; i < QUESTION_COUNT; i++) {
		enum verdict verdict = questions->question[i].unwithdrawn;

		different = different || verdict == VERDICT_FASTER || verdict == VERDICT_SLOWER ||
			    verdict == VERDICT_NEGLIGIBLE;
	}
	const struct question *loop = &questions->question[QUESTION_LOOP];
	const struct interval *copy = &questions->copy_99;

	tally->runs++;
	tally->different += different;
	tally->copy_differs += copy->exact && (copy->low > 1 || copy->high < 1);
	tally->pool_faster += loop->unwithdrawn == VERDICT_FASTER;
	tally->covered += loop->ratio.low <= pool_speed && loop->ratio.high >= pool_speed;
	tally->covered_wide += loop->wide.low <= pool_speed && loop->wide.high >= pool_speed;
}

static struct tally simulate_questions(uint32_t rounds, double speed)
{
	enum { RUNS = 600 };
	struct tally tally = {0};

	pool_speed = speed;
	start_machine(11);
	for (int run = 0; run < RUNS; run++) {
		struct samples samples;
		struct judgement judgement;
		struct questions questions;

		fixture_init(&samples, 2);
		fixture_workload(&samples, "spin", "96 tasks", 96);
		fixture_strategy(&samples, "thread-pool");
		fixture_strategy(&samples, "process-pool");
		fixture_point(&samples, 2, "cores");
		fixture_point(&samples, 8, "4x");
		fixture_cells(&samples);
		fixture_rounds_with(&samples, rounds, simulated_time, simulated_time, NULL);
		judgement_init(&judgement, &samples);
		questions_ask(&questions, &judgement, 0);
		ck_assert_uint_eq(questions.asked, QUESTION_COUNT);
		tally_run(&tally, &questions);
		judgement_finish(&judgement);
		samples_finish(&samples);
	}
	stop_machine();
	return tally;
}

START_TEST(a_workload_without_a_difference_rarely_gets_one)
{
	struct tally tally = simulate_questions((uint32_t)round_counts[_i], 1);

	ck_assert_msg((double)tally.different <= 0.07 * (double)tally.runs,
		"%zu rounds: %zu of %zu", round_counts[_i], tally.different, tally.runs);
	/* a sound run is withdrawn in one of a hundred */
	ck_assert_msg((double)tally.copy_differs <= 0.025 * (double)tally.runs,
		"%zu rounds: copy differs in %zu of %zu", round_counts[_i], tally.copy_differs,
		tally.runs);
}
END_TEST

START_TEST(a_true_difference_is_found_and_covered)
{
	struct tally tally = simulate_questions((uint32_t)round_counts[_i], 1.9);
	double runs = (double)tally.runs;

	ck_assert_msg((double)tally.covered >= 0.93 * runs, "%zu rounds: covered %zu of %zu",
		round_counts[_i], tally.covered, tally.runs);
	ck_assert_msg((double)tally.covered_wide >= 0.97 * runs, "%zu rounds: wide %zu of %zu",
		round_counts[_i], tally.covered_wide, tally.runs);
	/* with 7 rounds one wild sample is enough to miss it */
	ck_assert_msg((double)tally.pool_faster >= (round_counts[_i] < 12 ? 0.5 : 0.95) * runs,
		"%zu rounds: found %zu of %zu", round_counts[_i], tally.pool_faster, tally.runs);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("false-rate");
	TCase *pairs = tcase_create("pairs"), *questions = tcase_create("questions");

	tcase_add_loop_test(pairs, equal_cells_are_rarely_called_different, 0, ROUND_COUNTS);
	tcase_add_loop_test(pairs, a_true_ratio_lies_in_its_interval, 0, ROUND_COUNTS);
	tcase_add_loop_test(pairs, measured_in_blocks_they_often_would_be, 0, ROUND_COUNTS);
	tcase_add_loop_test(
		questions, a_workload_without_a_difference_rarely_gets_one, 0, ROUND_COUNTS);
	tcase_add_loop_test(questions, a_true_difference_is_found_and_covered, 0, ROUND_COUNTS);
	tcase_set_timeout(pairs, 60);
	tcase_set_timeout(questions, 60);
	suite_add_tcase(suite, pairs);
	suite_add_tcase(suite, questions);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
