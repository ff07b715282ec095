/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shortest task worth a worker is found where it was planted. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lengths.h"

static struct text words;

static void teardown(void)
{
	text_finish(&words);
	lengths_finish();
}

static const struct granularity_mark *mark_of(size_t curve, enum granularity_level level)
{
	ck_assert_uint_lt(curve, lengths_found.count);
	return &lengths_found.curve[curve].mark[level];
}

static void expect_near(double ns, double expected_ns, double share)
{
	ck_assert_msg(fabs(ns / expected_ns - 1) <= share, "%.4g us, not %.4g", ns / 1e3,
		expected_ns / 1e3);
}

static void expect_inside(const struct interval *interval, double ns)
{
	ck_assert_msg(interval->low <= ns && ns <= interval->high, "%.4g to %.4g us lacks %.4g",
		interval->low / 1e3, interval->high / 1e3, ns / 1e3);
}

static void expect_mark(size_t curve, enum granularity_level level, const char *expected)
{
	text_finish(&words);
	granularity_add_mark(&lengths_found.curve[curve], level, &words);
	ck_assert_str_eq(words.text, expected);
}

static void say(void)
{
	text_finish(&words);
	granularity_say(&lengths_found, &words);
}

static void expect_said(const char *part)
{
	say();
	ck_assert_msg(strstr(words.text, part), "'%s' lacks '%s'", words.text, part);
}

/* ---- planted costs ---- */

START_TEST(without_noise_a_planted_cost_is_found_exactly)
{
	static const double costs[] = {33e3, 210e3, 1.4e6};

	lengths.costs = costs;
	lengths_run("thread-pool,thread-per-task,process-per-task");
	ck_assert_uint_eq(lengths_found.count, 3);
	for (size_t i = 0; i < 3; i++) {
		expect_near(mark_of(i, GRANULARITY_HALF)->task_ns.mid, costs[i], 0.005);
		/* with a capacity of 2 the loop is overtaken at 50 % */
		expect_near(mark_of(i, GRANULARITY_EVEN)->task_ns.mid, costs[i], 0.005);
		expect_near(mark_of(i, GRANULARITY_MOST)->task_ns.mid, 9 * costs[i], 0.02);
	}
}
END_TEST

START_TEST(noise_leaves_a_planted_cost_inside_its_interval)
{
	enum { TIMES = 300 };
	static double costs[1];
	size_t half = 0, most = 0, even = 0;

	lengths.costs = costs;
	lengths.capacity = 1.9;
	lengths.scatter = 0.02;
	for (uint64_t i = 0; i < TIMES; i++) {
		costs[0] = 20e3 * pow(100, (double)i / TIMES); /* 20 us to 2 ms */
		lengths.seed = i + 1;
		lengths_run("thread-per-task");
		const struct interval *marks[GRANULARITY_LEVELS];
		for (int level = 0; level < GRANULARITY_LEVELS; level++) {
			marks[level] = &mark_of(0, (enum granularity_level)level)->task_ns;
			ck_assert(marks[level]->exact);
		}
		half += marks[GRANULARITY_HALF]->low <= costs[0] &&
			costs[0] <= marks[GRANULARITY_HALF]->high;
		most += marks[GRANULARITY_MOST]->low <= 9 * costs[0] &&
			9 * costs[0] <= marks[GRANULARITY_MOST]->high;
		/* c t / (t + h) = 1 */
		even += marks[GRANULARITY_EVEN]->low <= costs[0] / 0.9 &&
			costs[0] / 0.9 <= marks[GRANULARITY_EVEN]->high;
		expect_near(marks[GRANULARITY_HALF]->mid, costs[0], 0.08);
	}
	/* of 300 at 95 % less than 94 % is a chance of one in five, less than 91 % of one in 500 */
	ck_assert_uint_ge(half, 273);
	ck_assert_uint_ge(most, 273);
	ck_assert_uint_ge(even, 273);
}
END_TEST

START_TEST(the_measured_time_of_the_loop_counts)
{
	static const double costs[] = {100e3};

	lengths.costs = costs;
	lengths.longer = 1.25; /* than was asked for */
	lengths_run("thread-pool");
	expect_near(mark_of(0, GRANULARITY_HALF)->task_ns.mid, 100e3, 0.005);
	expect_near(lengths_found.shortest_ns, 1250, 0.001);
	expect_near(lengths_found.longest_ns, 125e6, 0.001);
}
END_TEST

START_TEST(efficiency_is_measured_by_what_the_probes_compute)
{
	static const double costs[] = {100e3};

	lengths.costs = costs;
	lengths.capacity = 1.6;
	lengths_run("thread-pool");
	ck_assert(lengths_found.probed);
	expect_near(lengths_found.capacity.mid, 1.6, 0.001);
	expect_near(mark_of(0, GRANULARITY_HALF)->task_ns.mid, 100e3, 0.005);
	expect_near(mark_of(0, GRANULARITY_EVEN)->task_ns.mid, 100e3 / 0.6, 0.005);
	expect_said(
		"100 % efficient is a speedup of 1.60 (1.60 to 1.60), what the probes reach here "
		"with 2 threads.");
}
END_TEST

START_TEST(without_probes_the_usable_cpus_count)
{
	static const double costs[] = {100e3};

	lengths.costs = costs;
	lengths.capacity = 0;
	lengths_run("thread-pool");
	ck_assert(!lengths_found.probed);
	expect_near(lengths_found.capacity.mid, 2, 1e-9);
	expect_near(mark_of(0, GRANULARITY_HALF)->task_ns.mid, 100e3, 0.005);
	expect_said("100 % efficient is a speedup of 2, the CPUs there are: no probes tell");
}
END_TEST

START_TEST(one_worker_overtakes_no_loop)
{
	static const double costs[] = {50e3};

	lengths.costs = costs;
	lengths.workers = 1;
	lengths.capacity = 1;
	lengths_run("thread-pool");
	ck_assert(isinf(mark_of(0, GRANULARITY_EVEN)->task_ns.mid));
	expect_near(mark_of(0, GRANULARITY_HALF)->task_ns.mid, 50e3, 0.005);
	expect_said("Stay sequential: with tasks of up to 100 ms none of these beats the loop.");
}
END_TEST

/* ---- open ends ---- */

START_TEST(what_every_length_reaches_is_said_so)
{
	static const double costs[] = {10};

	lengths.costs = costs;
	lengths_run("thread-split");
	for (int level = 0; level < GRANULARITY_LEVELS; level++) {
		const struct interval *length = &mark_of(0, (enum granularity_level)level)->task_ns;

		ck_assert(length->mid == 0 && length->low == 0 && length->high == 0);
		expect_mark(0, (enum granularity_level)level, "below 1.0 µs");
	}
	ck_assert(granularity_precision(&lengths_found) == 0);
	expect_said(
		"Even tasks of 1.0 µs, the shortest tried, are worth it: with thread-split 1.98× "
		"as fast as the loop");
	expect_said("thread-split is 90 % efficient with tasks of 1.0 µs and more.");
}
END_TEST

START_TEST(what_no_length_reaches_is_said_so)
{
	static const double costs[] = {1e9};

	lengths.costs = costs;
	lengths_run("process-per-task");
	expect_mark(0, GRANULARITY_EVEN, "not up to 100 ms");
	expect_mark(0, GRANULARITY_MOST, "not up to 100 ms");
	ck_assert(granularity_precision(&lengths_found) == 0);
	expect_said(
		"process-per-task is not 90 % efficient with tasks of up to 100 ms: 9 % with those "
		"(9 to 9).");
}
END_TEST

/* Efficiencies between 87 % and 93 % from round to round, at every length. */
static double about_ninety(size_t strategy, double task_ns, uint32_t round)
{
	(void)strategy;
	(void)task_ns;
	return 0.9 + 0.01 * ((double)(round * 5 % 9) - 4);
}

START_TEST(what_lies_within_the_noise_everywhere_cannot_be_told)
{
	lengths.factor = about_ninety;
	lengths_run("thread-pool");
	expect_mark(0, GRANULARITY_MOST, "cannot tell");
	expect_mark(0, GRANULARITY_HALF, "below 1.0 µs");
	expect_said("From where on thread-pool is 90 % efficient cannot be told.");
}
END_TEST

/* The longest two lengths scatter around 90 %, the others are far below. */
static double late(size_t strategy, double task_ns, uint32_t round)
{
	return task_ns > 40e6 ? about_ninety(strategy, task_ns, round) : 0.6;
}

START_TEST(an_end_that_is_open_is_said)
{
	lengths.factor = late;
	lengths_run("thread-pool");
	const struct interval *most = &mark_of(0, GRANULARITY_MOST)->task_ns;
	ck_assert(isfinite(most->low) && most->low > 20e6 && isinf(most->high));
	text_finish(&words);
	granularity_add_mark(&lengths_found.curve[0], GRANULARITY_MOST, &words);
	ck_assert_ptr_nonnull(strstr(words.text, " ms or more)"));
	expect_said("From where on thread-pool is 90 % efficient cannot be told well: ");
	text_finish(&words);
	granularity_headline(&lengths_found, &words);
	ck_assert_ptr_null(strstr(words.text, "is fine"));
}
END_TEST

/* ---- curves that fall again ---- */

static double dip(size_t strategy, double task_ns, uint32_t round)
{
	(void)strategy;
	(void)round;
	return task_ns > 0.9e6 && task_ns < 1.1e6 ? 0.4 : 1;
}

START_TEST(a_level_that_is_lost_again_counts_from_where_it_is_kept)
{
	static const double costs[] = {20e3};

	lengths.costs = costs;
	lengths.factor = dip;
	lengths_run("thread-pool");
	const struct granularity_mark *half = mark_of(0, GRANULARITY_HALF);
	ck_assert(half->task_ns.mid > 1e6 && half->task_ns.mid < 2e6);
	expect_near(half->lost_ns, 1e6, 0.001);
	expect_said("thread-pool beats the loop with shorter tasks, too, but not with those of "
		    "1.0 ms.");
}
END_TEST

/* At 1 ms half of the rounds are far slower: the interval reaches over the level. */
static double wild_dip(size_t strategy, double task_ns, uint32_t round)
{
	return dip(strategy, task_ns, round) < 1 && round % 2 == 1 ? 0.4 : 1;
}

START_TEST(a_dip_that_may_be_noise_does_not_count)
{
	static const double costs[] = {20e3};

	lengths.costs = costs;
	lengths.factor = wild_dip;
	lengths_run("thread-pool");
	const struct granularity_mark *half = mark_of(0, GRANULARITY_HALF);
	expect_near(half->task_ns.mid, 20e3, 0.005);
	ck_assert(isnan(half->lost_ns));
}
END_TEST

/* ---- few rounds, few cells, other runs ---- */

START_TEST(few_rounds_give_a_range)
{
	static const double costs[] = {100e3};

	lengths.costs = costs;
	lengths.rounds = 5;
	lengths.scatter = 0.01;
	lengths_run("thread-pool");
	ck_assert(!mark_of(0, GRANULARITY_HALF)->task_ns.exact);
	ck_assert(isinf(granularity_precision(&lengths_found)));
	expect_said("Below 6 rounds there are no intervals: what stands in brackets is the range.");
}
END_TEST

START_TEST(a_range_shows_no_fall)
{
	static const double costs[] = {20e3};

	lengths.costs = costs;
	lengths.rounds = 1;
	lengths.factor = dip;
	lengths_run("thread-pool");
	const struct granularity_mark *half = mark_of(0, GRANULARITY_HALF);
	expect_near(half->task_ns.mid, 20e3, 0.005);
	ck_assert(isnan(half->lost_ns));
}
END_TEST

START_TEST(precision_is_the_widest_interval_at_half)
{
	static const double costs[] = {100e3, 10};

	lengths.costs = costs;
	lengths.scatter = 0.01;
	lengths_run("thread-per-task,thread-pool");
	const struct interval *half = &mark_of(0, GRANULARITY_HALF)->task_ns;
	expect_near(granularity_precision(&lengths_found), (half->high - half->low) / 2 / half->mid,
		1e-9);
}
END_TEST

START_TEST(a_strategy_without_a_time_has_no_curve)
{
	static const double costs[] = {1e3, 1e3};

	lengths.costs = costs;
	lengths_run("thread-pool,process-pool");
	granularity_finish(&lengths_found);
	judgement_finish(&lengths_judgement);
	for (size_t i = 0; i < lengths_samples.run.cell_count; i++) {
		const struct run_cell *cell = &lengths_samples.run.cells[i];

		if (cell->strategy == 0) {
			fixture_fail(&lengths_samples, cell->key, 0, SAMPLE_FAILED, "no memory");
		}
	}
	judgement_init(&lengths_judgement, &lengths_samples);
	granularity_init(&lengths_found, &lengths_judgement);
	ck_assert_uint_eq(lengths_found.count, 1);
	ck_assert_uint_eq(lengths_found.curve[0].strategy, 1);
}
END_TEST

START_TEST(another_run_has_no_curves)
{
	lengths_run("thread-pool");
	granularity_finish(&lengths_found);
	lengths_samples.run.granularity = false;
	granularity_init(&lengths_found, &lengths_judgement);
	ck_assert_uint_eq(lengths_found.count, 0);
	expect_said("No task length could be compared with its loop.");
}
END_TEST

/* ---- words ---- */

START_TEST(the_sentences_lead_from_the_loop_to_a_process_per_task)
{
	static const double costs[] = {3e3, 40e3, 640e3};

	lengths.costs = costs;
	lengths.capacity = 1.95;
	lengths_run("thread-pool,thread-per-task,process-per-task");
	say();
	ck_assert_str_eq(words.text,
		"Below 3.2 µs stay sequential: the loop is quicker than any of these. From 5.8 ms "
		"on "
		"even process-per-task is fine, at least 90 % efficient. Where tasks are shorter, "
		"chunk=N hands out N of them as one. 100 % efficient is a speedup of 1.95 (1.95 to "
		"1.95), what the probes reach here with 2 threads. Each length has 30 ms "
		"of work or more in all; with less, making the workers weighs more.");
	text_finish(&words);
	granularity_headline(&lengths_found, &words);
	ck_assert_str_eq(words.text,
		"Below 3.2 µs stay sequential; from 5.8 ms on even process-per-task is fine");
	expect_mark(1, GRANULARITY_MOST, "360 µs");
}
END_TEST

START_TEST(a_range_is_said_in_the_unit_of_its_length)
{
	static const double costs[] = {108e3};

	lengths.costs = costs;
	lengths.scatter = 0.04;
	lengths_run("thread-per-task");
	const struct interval *most = &mark_of(0, GRANULARITY_MOST)->task_ns;
	ck_assert(most->mid < 1e6 && most->high > 1e6); /* so that the units differ */
	expect_inside(most, 972e3);
	text_finish(&words);
	granularity_add_mark(&lengths_found.curve[0], GRANULARITY_MOST, &words);
	ck_assert_msg(strstr(words.text, " µs (") && strstr(words.text, " ms)"), "%s", words.text);
}
END_TEST

static Suite *suite(void)
{
	Suite *suite = suite_create("granularity");
	TCase *tests = tcase_create("granularity");

	tcase_add_checked_fixture(tests, lengths_start, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, without_noise_a_planted_cost_is_found_exactly);
	tcase_add_test(tests, noise_leaves_a_planted_cost_inside_its_interval);
	tcase_add_test(tests, the_measured_time_of_the_loop_counts);
	tcase_add_test(tests, efficiency_is_measured_by_what_the_probes_compute);
	tcase_add_test(tests, without_probes_the_usable_cpus_count);
	tcase_add_test(tests, one_worker_overtakes_no_loop);
	tcase_add_test(tests, what_every_length_reaches_is_said_so);
	tcase_add_test(tests, what_no_length_reaches_is_said_so);
	tcase_add_test(tests, what_lies_within_the_noise_everywhere_cannot_be_told);
	tcase_add_test(tests, an_end_that_is_open_is_said);
	tcase_add_test(tests, a_level_that_is_lost_again_counts_from_where_it_is_kept);
	tcase_add_test(tests, a_dip_that_may_be_noise_does_not_count);
	tcase_add_test(tests, few_rounds_give_a_range);
	tcase_add_test(tests, a_range_shows_no_fall);
	tcase_add_test(tests, precision_is_the_widest_interval_at_half);
	tcase_add_test(tests, a_strategy_without_a_time_has_no_curve);
	tcase_add_test(tests, another_run_has_no_curves);
	tcase_add_test(tests, the_sentences_lead_from_the_loop_to_a_process_per_task);
	tcase_add_test(tests, a_range_is_said_in_the_unit_of_its_length);
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
