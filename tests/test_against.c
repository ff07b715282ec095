/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of comparing the cells of one run with one of them. */
#include "judge/against.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

static struct samples samples;
static struct judgement judgement;
static struct against against;

/* In every round a share of its own, the same for all cells. */
static double weather(uint32_t round)
{
	return 1 + 0.1 * (round * 7 % 5);
}

/* A little noise that differs between cells and rounds. */
static double noise(const struct run_cell *cell, uint32_t round)
{
	return 1 + 0.0005 * (double)((round * 31 + cell->strategy * 17 + cell->workers * 7) % 10);
}

/* Pools of processes take 10 % longer than those of threads, thread-split 1 %. */
static double cell_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	double time = 100e6 / (cell->workers < 2 ? 1 : 2);

	*busy = 1;
	time *= strstr(cell->key, "process-pool") ? 1.1 : strstr(cell->key, "split") ? 1.01 : 1;
	time *= strstr(cell->key, "limit=2e6") ? 2 : 1;
	return time * weather(round) * noise(cell, round);
}

static double copy_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	*busy = 1;
	return (strstr(cell->key, "limit=2e6") ? 200e6 : 100e6) * weather(round) *
	       noise(cell, round + 1);
}

static void make_run(void)
{
	fixture_init(&samples, 2);
	fixture_workload(&samples, "primes:limit=1e6", "below 1 000 000", 1000);
	fixture_workload(&samples, "primes:limit=2e6", "below 2 000 000", 2000);
	fixture_workload(&samples, "sleep", "96 × 1 ms", 96);
	fixture_strategy(&samples, "thread-pool");
	fixture_strategy(&samples, "process-pool");
	fixture_strategy(&samples, "thread-split");
	fixture_point(&samples, 2, "cores");
	fixture_cells(&samples);
}

/* Compares all with the cell KEY. */
static void compare(uint32_t rounds, const char *key)
{
	size_t index = 0;

	make_run();
	fixture_rounds_with(&samples, rounds, cell_time, copy_time, NULL);
	judgement_init(&judgement, &samples);
	while (strcmp(samples.run.cells[index].key, key) != 0) {
		index++;
	}
	against_init(&against, &judgement, index);
}

static void finish(void)
{
	against_finish(&against);
	judgement_finish(&judgement);
	samples_finish(&samples);
}

static const struct against_row *row_of(const char *key)
{
	for (size_t i = 0; i < against.count; i++) {
		if (strcmp(against.row[i].result->cell->key, key) == 0) {
			return &against.row[i];
		}
	}
	ck_abort_msg("%s was not compared", key);
}

START_TEST(cells_of_the_workload_are_compared_whatever_their_size)
{
	compare(15, "primes:limit=1e6/thread-pool/2");

	ck_assert_str_eq(against.cell->cell->key, "primes:limit=1e6/thread-pool/2");
	ck_assert_uint_eq(against.count, 7);
	ck_assert_uint_eq(against.asked, 7);
	ck_assert_uint_eq(against.left_out, 4);
	ck_assert_uint_eq(against.rounds_min, 9); /* 1 + log2(7 / 0.05) = 8.13 */
	finish();
}
END_TEST

START_TEST(pairs_in_a_round_see_through_its_weather)
{
	compare(15, "primes:limit=1e6/thread-pool/2");
	const struct against_row *slow = row_of("primes:limit=1e6/process-pool/2");
	const struct against_row *near = row_of("primes:limit=1e6/thread-split/2");
	const struct against_row *twice = row_of("primes:limit=2e6/thread-pool/2");
	const struct against_row *loop = row_of("primes:limit=1e6/sequential/1");

	ck_assert_int_eq(slow->verdict, VERDICT_SLOWER);
	ck_assert_double_eq_tol(slow->ratio.mid, 1.1, 0.005);
	ck_assert_uint_eq(slow->pairs, 15);
	ck_assert_double_le(slow->p_holm, 0.05);
	ck_assert_int_eq(near->verdict, VERDICT_NEGLIGIBLE);
	ck_assert_double_eq_tol(near->ratio.mid, 1.01, 0.005);
	ck_assert_int_eq(twice->verdict, VERDICT_SLOWER);
	ck_assert_double_eq_tol(twice->ratio.mid, 2, 0.01);
	ck_assert_double_eq_tol(loop->ratio.mid, 2, 0.01);
	ck_assert_double_eq(near->margin, 0.02);
	finish();

	compare(15, "primes:limit=1e6/process-pool/2");
	ck_assert_int_eq(row_of("primes:limit=1e6/thread-pool/2")->verdict, VERDICT_FASTER);
	finish();
}
END_TEST

START_TEST(what_does_not_differ_is_called_the_same)
{
	compare(15, "sleep/thread-pool/2");
	ck_assert_uint_eq(against.count, 3);
	ck_assert_int_eq(row_of("sleep/process-pool/2")->verdict, VERDICT_SLOWER);
	finish();

	make_run();
	fixture_rounds_with(&samples, 15, copy_time, copy_time, NULL);
	judgement_init(&judgement, &samples);
	against_init(&against, &judgement, 1);
	ck_assert_int_eq(against.row[1].verdict, VERDICT_SAME);
	ck_assert_int_eq(against.row[2].verdict, VERDICT_SAME);
	finish();
}
END_TEST

START_TEST(below_the_least_rounds_nothing_is_claimed)
{
	compare(8, "primes:limit=1e6/thread-pool/2");
	for (size_t i = 0; i < against.count; i++) {
		ck_assert_int_eq(against.row[i].verdict, VERDICT_INCONCLUSIVE);
	}
	finish();
	compare(9, "primes:limit=1e6/thread-pool/2");
	ck_assert_int_eq(row_of("primes:limit=1e6/process-pool/2")->verdict, VERDICT_SLOWER);
	finish();
}
END_TEST

/* The copy takes 5 % longer than the loop that it is a copy of. */
static double odd_copy_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	return 1.05 * copy_time(cell, round, busy);
}

START_TEST(verdicts_are_withdrawn_where_a_loop_differs_from_its_copy)
{
	make_run();
	fixture_rounds_with(&samples, 15, cell_time, odd_copy_time, NULL);
	judgement_init(&judgement, &samples);
	against_init(&against, &judgement, 1);
	for (size_t i = 0; i < against.count; i++) {
		ck_assert_int_eq(against.row[i].verdict, VERDICT_WITHDRAWN);
	}
	ck_assert_ptr_nonnull(strstr(against.doubts.words.text, "differs from its own copy"));
	finish();
}
END_TEST

/* In one round the copy of the loop takes twice as long. */
static double wild_copy_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	return copy_time(cell, round, busy) * (round == 3 ? 2 : 1);
}

START_TEST(within_a_wide_margin_nothing_is_negligible_or_the_same)
{
	make_run();
	fixture_rounds_with(&samples, 8, cell_time, wild_copy_time, NULL);
	judgement_init(&judgement, &samples);
	against_init(&against, &judgement, 9);
	ck_assert_str_eq(against.cell->cell->key, "sleep/thread-pool/2");
	ck_assert_double_gt(row_of("sleep/process-pool/2")->margin, QUESTIONS_FLOOR_MAX);
	ck_assert_int_eq(row_of("sleep/process-pool/2")->verdict, VERDICT_INCONCLUSIVE);
	ck_assert_int_eq(row_of("sleep/thread-split/2")->verdict, VERDICT_INCONCLUSIVE);
	ck_assert_int_eq(row_of("sleep/sequential/1")->verdict, VERDICT_SLOWER);
	finish();
}
END_TEST

START_TEST(the_wider_margin_of_the_two_workloads_counts)
{
	make_run();
	fixture_rounds_with(&samples, 15, cell_time, copy_time, NULL);
	for (size_t i = 0; i < samples.count; i++) {
		struct sample *sample = &samples.sample[i];

		if (sample->role == ROLE_COPY && strstr(sample->cell, "limit=2e6")) {
			sample->total_ns += sample->total_ns / 50 * (sample->round * 7 % 11);
			sample->total_ns -= sample->total_ns / 10;
		}
	}
	judgement_init(&judgement, &samples);
	against_init(&against, &judgement, 1); /* primes:limit=1e6/thread-pool/2 */
	double wide = row_of("primes:limit=2e6/process-pool/2")->margin;

	ck_assert_double_gt(wide, 0.02);
	ck_assert_double_eq(row_of("primes:limit=1e6/process-pool/2")->margin, 0.02);
	against_finish(&against);
	against_init(&against, &judgement, 5); /* primes:limit=2e6/thread-pool/2 */
	ck_assert_str_eq(against.cell->cell->key, "primes:limit=2e6/thread-pool/2");
	ck_assert_double_eq(row_of("primes:limit=1e6/process-pool/2")->margin, wide);
	finish();
}
END_TEST

START_TEST(cells_without_times_are_not_asked)
{
	make_run();
	fixture_rounds(&samples, 15, cell_time);
	fixture_fail(&samples, "sleep/process-pool/2", 0, SAMPLE_CRASHED, "signal 11");
	judgement_init(&judgement, &samples);
	against_init(&against, &judgement, 9); /* sleep/thread-pool/2 */
	ck_assert_str_eq(against.cell->cell->key, "sleep/thread-pool/2");
	ck_assert_int_eq(row_of("sleep/process-pool/2")->verdict, VERDICT_NOT_ASKED);
	ck_assert_uint_eq(against.asked, 2);
	against_finish(&against);

	against_init(&against, &judgement, 10); /* the one that crashed */
	ck_assert_uint_eq(against.asked, 0);
	ck_assert_int_eq(against.row[0].verdict, VERDICT_NOT_ASKED);
	ck_assert_double_nan(against.row[0].ratio.mid);
	finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("against");
	TCase *tests = tcase_create("against");

	tcase_add_test(tests, cells_of_the_workload_are_compared_whatever_their_size);
	tcase_add_test(tests, pairs_in_a_round_see_through_its_weather);
	tcase_add_test(tests, what_does_not_differ_is_called_the_same);
	tcase_add_test(tests, below_the_least_rounds_nothing_is_claimed);
	tcase_add_test(tests, verdicts_are_withdrawn_where_a_loop_differs_from_its_copy);
	tcase_add_test(tests, within_a_wide_margin_nothing_is_negligible_or_the_same);
	tcase_add_test(tests, the_wider_margin_of_the_two_workloads_counts);
	tcase_add_test(tests, cells_without_times_are_not_asked);
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
