/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of comparing runs: what is matched, what is found, and what is not claimed. */
#include "judge/runs.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "text.h"

/* Two runs, judged and compared. */
static struct samples record[2];
static struct judgement judged[2];
static struct runs runs;

/* How a made-up run goes. */
static struct world {
	uint64_t state;
	double machine;       /* how much slower the machine is in this run, as a log */
	double drift;         /* a log that wanders from round to round, of the machine */
	uint32_t drift_round; /* the round it belongs to */
	double noise;         /* the deviation of every sample */
	double between;       /* the deviation of a cell's level between runs */
	double wild;          /* the chance of a sample that takes up to three times as long */
	const char *slow;     /* cells whose key contains this take `slower` as a log longer */
	double slower;
} world;

static double random_share(void)
{
	uint64_t z = world.state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (double)((z ^ (z >> 31)) >> 11) / (double)(UINT64_C(1) << 53);
}

/* A normal deviate, nearly: the sum of twelve uniform ones (Irwin and Hall). */
static double random_normal(void)
{
	double sum = -6;

	for (int i = 0; i < 12; i++) {
		sum += random_share();
	}
	return sum;
}

/* The level of KEY in this run, the same in all its rounds. */
static double level_of(const char *key)
{
	uint64_t state = world.state, hash = (uint64_t)(int64_t)(world.machine * 1e12) ^ 77;

	for (; *key; key++) {
		hash = (hash ^ (unsigned char)*key) * UINT64_C(1099511628211);
	}
	world.state = hash;
	double level = world.between * random_normal();
	world.state = state;
	return level;
}

/* What the machine adds to every sample of ROUND, as a log. */
static double weather(uint32_t round)
{
	if (round != world.drift_round) {
		world.drift = 0.9 * world.drift + 0.01 * random_normal();
		world.drift_round = round;
	}
	double wild = random_share() < world.wild ? log(1 + 2 * random_share()) : 0;
	return world.machine + world.drift + world.noise * random_normal() + wild;
}

static double cell_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	double slower = world.slow && strstr(cell->key, world.slow) ? world.slower : 0;
	double base = 100e6 / (cell->workers < 2 ? 1 : 2);

	*busy = 1;
	return base * exp(slower + level_of(cell->key) + weather(round));
}

/* A copy has no level of its own: it is the loop. */
static double copy_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	double slower = world.slow && strstr(cell->key, world.slow) ? world.slower : 0;

	*busy = 1;
	return 100e6 * exp(slower + level_of(cell->key) + weather(round));
}

static double probe_time(const struct run_probe *probe, uint32_t round)
{
	return 20e6 / (probe->workers < 2 ? 1 : 2) * exp(level_of(probe->key) + weather(round));
}

/* The cells of run WHICH: two workloads, two pools, at 1, 2 and 4 workers. */
static void make_cells(int which, const char *primes)
{
	struct samples *samples = &record[which];

	fixture_init(samples, 2);
	fixture_workload(samples, primes, "below some number", 4000);
	fixture_workload(samples, "spin", "96 × 1 ms", 96);
	fixture_strategy(samples, "thread-pool");
	fixture_strategy(samples, "process-pool");
	fixture_point(samples, 1, "");
	fixture_point(samples, 2, "cores");
	fixture_point(samples, 4, "");
	fixture_cells(samples);
}

/* Measures run WHICH in the world as it is, after its SEED. */
static void measure(int which, uint32_t rounds, uint64_t seed)
{
	world.state = seed * UINT64_C(0x9e3779b97f4a7c15);
	world.machine += 0.04 * random_normal();
	fixture_probes(&record[which]);
	fixture_rounds_with(&record[which], rounds, cell_time, copy_time, probe_time);
}

static void judge(void)
{
	for (int i = 0; i < 2; i++) {
		judgement_init(&judged[i], &record[i]);
	}
	runs_init(&runs, &judged[0], &judged[1]);
}

static void finish(void)
{
	runs_finish(&runs);
	for (int i = 0; i < 2; i++) {
		judgement_finish(&judged[i]);
		samples_finish(&record[i]);
	}
}

static void start(void)
{
	world = (struct world){.noise = 0.005, .drift_round = UINT32_MAX};
	make_cells(0, "primes:limit=1e6");
	make_cells(1, "primes:limit=1e6");
}

/* The same thing twice, in B with the cells SLOW SLOWER (a share). */
static void compare_twice(uint32_t rounds, uint64_t seed, const char *slow, double slower)
{
	measure(0, rounds, 2 * seed + 1);
	world.machine = world.drift = 0;
	world.slow = slow;
	world.slower = log1p(slower);
	measure(1, rounds, 2 * seed + 2);
	judge();
}

static const struct runs_cell *compared(const char *key)
{
	for (size_t i = 0; i < runs.count; i++) {
		if (strcmp(runs.cell[i].a->cell->key, key) == 0) {
			return &runs.cell[i];
		}
	}
	ck_abort_msg("%s was not compared", key);
}

static bool warned_of(const char *words)
{
	for (size_t i = 0; i < runs.warning_count; i++) {
		if (strstr(runs.warning[i], words)) {
			return true;
		}
	}
	return false;
}

START_TEST(the_same_thing_twice_has_no_differences)
{
	start();
	compare_twice(12, 1, NULL, 0);

	ck_assert_uint_eq(runs.count, 14);
	ck_assert_uint_eq(runs.asked, 14);
	ck_assert_uint_eq(runs.only_a_count, 0);
	ck_assert_uint_eq(runs.only_b_count, 0);
	ck_assert_uint_eq(runs.verdicts[VERDICT_FASTER], 0);
	ck_assert_uint_eq(runs.verdicts[VERDICT_SLOWER], 0);
	const struct runs_cell *cell = compared("spin/thread-pool/2");
	ck_assert(cell->ratio.exact);
	ck_assert(cell->ratio.low < 1 && cell->ratio.high > 1);
	ck_assert(cell->time.low < cell->ratio.low || cell->time.high > cell->ratio.high);
	ck_assert_double_ge(cell->margin, 0.02);
	ck_assert_double_ge(cell->visible, cell->margin);
	ck_assert_double_lt(cell->visible, 0.05);
	ck_assert_double_nan(compared("spin/sequential/1")->ratio.mid);
	ck_assert(
		runs_judged(compared("spin/sequential/1")) == &compared("spin/sequential/1")->time);
	ck_assert_uint_gt(runs.controls.count, 2);
	finish();
}
END_TEST

START_TEST(a_slower_strategy_is_found_and_nothing_else)
{
	start();
	compare_twice(15, 3, "process-pool", 0.10);

	ck_assert_uint_eq(runs.verdicts[VERDICT_SLOWER], 6);
	ck_assert_uint_eq(runs.verdicts[VERDICT_FASTER], 0);
	const struct runs_cell *cell = compared("spin/process-pool/2");
	ck_assert_int_eq(cell->verdict, VERDICT_SLOWER);
	ck_assert_double_gt(cell->ratio.low, 1.05);
	ck_assert_double_eq_tol(cell->ratio.mid, 1.10, 0.02);
	ck_assert_double_le(cell->p_holm, 0.05);
	finish();
}
END_TEST

START_TEST(exchanged_runs_give_the_mirror_image)
{
	start();
	compare_twice(15, 3, "process-pool", 0.10);
	struct runs mirror;

	runs_init(&mirror, &judged[1], &judged[0]);
	ck_assert_uint_eq(mirror.verdicts[VERDICT_FASTER], 6);
	for (size_t i = 0; i < runs.count; i++) {
		ck_assert_double_eq_tol(runs_judged(&mirror.cell[i])->mid,
			1 / runs_judged(&runs.cell[i])->mid, 1e-9);
		ck_assert_double_eq_tol(runs_judged(&mirror.cell[i])->low,
			1 / runs_judged(&runs.cell[i])->high, 1e-9);
		ck_assert_double_eq_tol(mirror.cell[i].p_holm, runs.cell[i].p_holm, 1e-9);
	}
	runs_finish(&mirror);
	finish();
}
END_TEST

START_TEST(a_limit_must_lie_outside_the_interval)
{
	bool shown[14];

	start();
	compare_twice(15, 3, "process-pool", 0.10);

	ck_assert_uint_eq(runs_shown(&runs, true, 0.05, shown), 6);
	for (size_t i = 0; i < runs.count; i++) {
		bool process = strstr(runs.cell[i].a->cell->key, "process-pool") != NULL;

		ck_assert(shown[i] == process);
	}
	ck_assert_uint_eq(runs_shown(&runs, true, 0.10, shown), 0);
	ck_assert_uint_eq(runs_shown(&runs, false, 0.0, shown), 0);
	finish();
}
END_TEST

START_TEST(a_slower_loop_is_told_from_a_slower_machine_by_the_probes)
{
	start();
	compare_twice(15, 5, "spin/sequential", 0.30);
	ck_assert_int_eq(compared("spin/sequential/1")->verdict, VERDICT_SLOWER);
	ck_assert_int_ne(compared("primes:limit=1e6/sequential/1")->verdict, VERDICT_SLOWER);
	finish();

	start(); /* now all work is, but not the probes: ratios to the loop stay as they were */
	compare_twice(15, 5, "/", 0.30);
	ck_assert_uint_eq(runs.verdicts[VERDICT_FASTER] + runs.verdicts[VERDICT_SLOWER], 2);
	finish();

	start();
	world.slow = NULL;
	measure(0, 15, 11);
	world.machine = log1p(0.3);
	measure(1, 15, 12);
	judge();
	ck_assert_uint_eq(runs.verdicts[VERDICT_FASTER] + runs.verdicts[VERDICT_SLOWER], 0);
	ck_assert(warned_of("slower in B, as the probes tell"));
	ck_assert_double_gt(compared("spin/thread-pool/2")->time.mid, 1.1);
	ck_assert_double_lt(compared("spin/thread-pool/2")->time.low, 1.02);
	finish();
}
END_TEST

START_TEST(without_probes_loops_are_not_judged)
{
	start();
	for (int i = 0; i < 2; i++) {
		world.state = (uint64_t)i + 1;
		fixture_rounds_with(&record[i], 12, cell_time, copy_time, NULL);
	}
	judge();
	ck_assert_int_eq(compared("spin/sequential/1")->verdict, VERDICT_NOT_ASKED);
	ck_assert_double_eq_tol(compared("spin/sequential/1")->time.mid, 1, 0.1);
	ck_assert_uint_eq(runs.asked, 12);
	ck_assert(warned_of("loops are not judged"));
	finish();
}
END_TEST

START_TEST(other_sizes_are_other_work)
{
	world = (struct world){.noise = 0.005, .drift_round = UINT32_MAX};
	make_cells(0, "primes:limit=1e6");
	make_cells(1, "primes:limit=2e6");
	compare_twice(7, 1, NULL, 0);

	ck_assert_uint_eq(runs.count, 7);
	ck_assert_uint_eq(runs.only_a_count, 7);
	ck_assert_uint_eq(runs.only_b_count, 7);
	ck_assert_str_eq(runs.only_a[0]->key, "primes:limit=1e6/sequential/1");
	ck_assert_str_eq(runs.only_b[6]->key, "primes:limit=2e6/process-pool/4");
	finish();
}
END_TEST

START_TEST(what_was_calibrated_anew_has_no_common_time)
{
	start();
	record[0].run.workloads[1].calibrated = xstrdup("iterations=1000");
	record[1].run.workloads[1].calibrated = xstrdup("iterations=1010");
	compare_twice(12, 1, NULL, 0);

	ck_assert_double_nan(compared("spin/thread-pool/2")->time.mid);
	ck_assert(compared("spin/thread-pool/2")->ratio.exact);
	ck_assert_int_eq(compared("spin/sequential/1")->verdict, VERDICT_NOT_ASKED);
	ck_assert_uint_eq(runs.asked, 13);
	finish();
}
END_TEST

START_TEST(too_few_rounds_show_nothing_and_say_how_many_would)
{
	start();
	compare_twice(3, 1, "process-pool", 1);

	ck_assert_uint_eq(runs.verdicts[VERDICT_INCONCLUSIVE], runs.asked);
	ck_assert(isinf(compared("spin/process-pool/2")->visible));
	ck_assert(!compared("spin/process-pool/2")->ratio.exact);
	ck_assert(warned_of("too few rounds (3 in A, 3 in B)"));
	/* 2 / C(12, 6) <= 0.05 / 14, 2 / C(10, 5) is not */
	ck_assert(warned_of("6 in each would do"));
	finish();
}
END_TEST

START_TEST(what_differs_besides_times_is_said)
{
	start();
	free(record[1].run.machine.kernel);
	record[1].run.machine.kernel = xstrdup("6.2.0-example");
	free(record[1].run.build);
	record[1].run.build = xstrdup("");
	record[1].run.seed = 7;
	measure(0, 7, 1);
	measure(1, 9, 2);
	fixture_fail(&record[1], "spin/thread-pool/2", 1, SAMPLE_CRASHED, "signal 11");
	judge();

	ck_assert(warned_of("other kernel: 6.1.0-example in A, 6.2.0-example in B"));
	ck_assert(warned_of("other build: 0123456789abcdef in A, unknown in B"));
	ck_assert(warned_of("seed 1 in A, 7 in B"));
	ck_assert(warned_of("other plan: 7 rounds of "));
	ck_assert(
		warned_of("B has 9 samples that did not end well: spin/thread-pool/2, signal 11"));
	ck_assert(!warned_of("other machine"));
	ck_assert(!runs_same_system(&record[0].run, &record[1].run));
	ck_assert_int_eq(compared("spin/thread-pool/2")->verdict, VERDICT_NOT_ASKED);
	finish();
}
END_TEST

/* In B the pools of two take a fifth longer in the probes, and nowhere else. */
static void measure_odd_probes(void)
{
	start();
	measure(0, 15, 1);
	world.machine = world.drift = 0;
	world.slow = "kind=latency"; /* the probes alone: as if threads had shared a core */
	measure(1, 15, 2);
	for (size_t i = 0; i < record[1].count; i++) {
		struct sample *sample = &record[1].sample[i];

		if (sample->role == ROLE_PROBE && strstr(sample->cell, "/thread-pool/2")) {
			sample->total_ns += sample->total_ns / 5;
		}
	}
}

START_TEST(what_differs_where_nothing_changed_is_allowed_for)
{
	measure_odd_probes();
	judge();
	ck_assert_double_gt(runs.controls.allowance, 0.15);
	ck_assert_double_lt(runs.controls.allowance, 0.21);
	ck_assert_double_gt(compared("spin/thread-pool/2")->visible, 0.15);
	finish();
}
END_TEST

START_TEST(probes_of_another_system_allow_for_nothing)
{
	measure_odd_probes();
	free(record[1].run.machine.kernel);
	record[1].run.machine.kernel = xstrdup("6.2.0-example");
	judge();
	ck_assert_uint_eq(runs.controls.count, 2); /* the copies */
	ck_assert_double_lt(runs.controls.allowance, 0.02);
	ck_assert(!isnan(runs.controls.machine));
	finish();
}
END_TEST

START_TEST(what_a_run_in_doubt_says_is_withdrawn_and_never_shown)
{
	bool shown[14];

	start();
	measure(0, 15, 1);
	world.machine = world.drift = 0;
	world.slow = "process-pool";
	world.slower = log(2);
	measure(1, 15, 2);
	for (size_t i = 0; i < record[1].count; i++) {
		struct sample *sample = &record[1].sample[i];

		if (strstr(sample->cell, "primes") && sample->role == ROLE_COPY) {
			sample->total_ns += sample->total_ns / 20;
		}
		if (strstr(sample->cell, "spin/thread-pool/1")) {
			sample->rusage.major_faults = 1; /* of every sample */
		}
	}
	judge();
	ck_assert_int_eq(compared("primes:limit=1e6/process-pool/2")->verdict, VERDICT_WITHDRAWN);
	ck_assert_int_eq(compared("spin/process-pool/2")->verdict, VERDICT_SLOWER);
	ck_assert_int_eq(compared("spin/thread-pool/1")->verdict, VERDICT_WITHDRAWN);
	ck_assert_uint_eq(runs.verdicts[VERDICT_WITHDRAWN], 8);
	ck_assert_uint_eq(runs_shown(&runs, true, 0.5, shown), 3);
	ck_assert_uint_eq(runs.doubts[0].words.length, 0);
	ck_assert_ptr_nonnull(strstr(runs.doubts[1].words.text, "differs from its own copy"));
	ck_assert_ptr_nonnull(strstr(runs.doubts[1].words.text, "spin/thread-pool/1: "));
	finish();
}
END_TEST

/* The copies of the loop of spin take twice as long in round 3 of run WHICH. */
static void make_copy_wild(int which)
{
	for (size_t i = 0; i < record[which].count; i++) {
		struct sample *sample = &record[which].sample[i];

		if (sample->role == ROLE_COPY && sample->round == 3 &&
			strstr(sample->cell, "spin/")) {
			sample->total_ns *= 2;
		}
	}
}

START_TEST(the_wider_margin_of_the_two_runs_counts)
{
	start();
	measure(0, 8, 1);
	world.machine = world.drift = 0;
	world.slow = "process-pool";
	world.slower = log(1.1);
	measure(1, 8, 2);
	make_copy_wild(_i); /* eight rounds: the interval is their range */
	judge();
	const struct runs_cell *slower = compared("spin/process-pool/2");

	ck_assert_double_gt(slower->margin, QUESTIONS_FLOOR_MAX);
	ck_assert_double_gt(slower->ratio.low, 1);
	/* a tenth is shown, and as much is what the loop differs from its copy by */
	ck_assert_int_eq(slower->verdict, VERDICT_INCONCLUSIVE);
	ck_assert_int_eq(compared("spin/thread-pool/2")->verdict, VERDICT_INCONCLUSIVE);
	ck_assert_int_eq(compared("primes:limit=1e6/process-pool/2")->verdict, VERDICT_SLOWER);
	ck_assert_double_lt(compared("primes:limit=1e6/process-pool/2")->margin, 0.05);
	finish();
}
END_TEST

START_TEST(a_disturbed_loop_withdraws_what_stands_beside_it)
{
	start();
	measure(0, 12, 1);
	world.machine = world.drift = 0;
	measure(1, 12, 2);
	fixture_disturb(&record[1], "spin/sequential/1", 1);
	judge();
	ck_assert_int_eq(compared("spin/thread-pool/2")->verdict, VERDICT_WITHDRAWN);
	ck_assert_int_eq(compared("spin/sequential/1")->verdict, VERDICT_WITHDRAWN);
	ck_assert_uint_eq(runs.verdicts[VERDICT_WITHDRAWN], 7);
	ck_assert_ptr_nonnull(strstr(runs.doubts[1].words.text, "spin/sequential/1: "));
	finish();
}
END_TEST

/* Of REPETITIONS comparisons, those with any cell called faster or slower. */
static size_t count_differences(uint32_t rounds, size_t repetitions, const struct world *like)
{
	size_t differing = 0;

	for (size_t i = 0; i < repetitions; i++) {
		make_cells(0, "primes:limit=1e6");
		make_cells(1, "primes:limit=1e6");
		world = *like;
		compare_twice(rounds, 1000 + i, NULL, 0);
		differing += runs.verdicts[VERDICT_FASTER] + runs.verdicts[VERDICT_SLOWER] > 0;
		finish();
	}
	return differing;
}

START_TEST(of_separate_runs_of_the_same_thing_few_differ)
{
	static const uint32_t rounds[] = {7, 12, 30};
	struct world rough = {
		.noise = 0.02, .between = 0.003, .wild = 0.03, .drift_round = UINT32_MAX};
	struct world calm = {.noise = 0.004, .between = 0.003, .drift_round = UINT32_MAX};

	struct world unlike = {.noise = 0.004, .between = 0.05, .drift_round = UINT32_MAX};

	for (size_t i = 0; i < 3; i++) {
		ck_assert_uint_le(count_differences(rounds[i], 60, &rough), 3);
		ck_assert_uint_le(count_differences(rounds[i], 60, &calm), 3);
	}
	ck_assert_uint_ge(count_differences(12, 60, &unlike), 30);
}
END_TEST

START_TEST(a_planted_tenth_is_found_nearly_always)
{
	size_t found = 0;

	for (size_t i = 0; i < 40; i++) {
		start();
		world.noise = 0.01;
		world.between = 0.003;
		compare_twice(15, 2000 + i, "spin/process-pool", 0.10);
		found += compared("spin/process-pool/2")->verdict == VERDICT_SLOWER;
		finish();
	}
	ck_assert_uint_ge(found, 38);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("runs");
	TCase *tests = tcase_create("runs");

	tcase_set_timeout(tests, 100);
	tcase_add_test(tests, the_same_thing_twice_has_no_differences);
	tcase_add_test(tests, a_slower_strategy_is_found_and_nothing_else);
	tcase_add_test(tests, exchanged_runs_give_the_mirror_image);
	tcase_add_test(tests, a_limit_must_lie_outside_the_interval);
	tcase_add_test(tests, a_slower_loop_is_told_from_a_slower_machine_by_the_probes);
	tcase_add_test(tests, without_probes_loops_are_not_judged);
	tcase_add_test(tests, other_sizes_are_other_work);
	tcase_add_test(tests, what_was_calibrated_anew_has_no_common_time);
	tcase_add_test(tests, too_few_rounds_show_nothing_and_say_how_many_would);
	tcase_add_test(tests, what_differs_besides_times_is_said);
	tcase_add_test(tests, what_differs_where_nothing_changed_is_allowed_for);
	tcase_add_test(tests, probes_of_another_system_allow_for_nothing);
	tcase_add_loop_test(tests, the_wider_margin_of_the_two_runs_counts, 0, 2);
	tcase_add_test(tests, a_disturbed_loop_withdraws_what_stands_beside_it);
	tcase_add_test(tests, what_a_run_in_doubt_says_is_withdrawn_and_never_shown);
	tcase_add_test(tests, of_separate_runs_of_the_same_thing_few_differ);
	tcase_add_test(tests, a_planted_tenth_is_found_nearly_always);
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
