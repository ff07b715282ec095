/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the signs of disturbance: each limit from both sides, windows, what is unknown, words. */
#include "judge/compare.h"
#include "judge/flags.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

#define LOOP "spin/sequential/1"
#define POOL_2 "spin/thread-pool/2"
#define POOL_4 "spin/thread-pool/4"

enum { TOTAL_NS = 100000000, ALL_WINDOWED = FLAG_STEAL | FLAG_FOREIGN };

static struct samples samples;
static struct flags flags;

static double even_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	(void)cell;
	(void)round;
	*busy = 1;
	return TOTAL_NS;
}

/* Rounds 0 and 1 of a loop (twice) and two pools on two CPUs; nothing is amiss. In round 1 the
 * samples 4 .. 7 are loop, pool of 4, pool of 2, loop. */
static void setup(void)
{
	fixture_init(&samples, 2);
	fixture_workload(&samples, "spin", "96 tasks", 96);
	fixture_strategy(&samples, "thread-pool");
	fixture_point(&samples, 2, "cores");
	fixture_point(&samples, 4, "");
	fixture_cells(&samples);
	fixture_rounds(&samples, 1, even_time);
	ck_assert_uint_eq(samples.count, 8);
	ck_assert_str_eq(samples.sample[5].cell, POOL_4);
	ck_assert_str_eq(samples.sample[6].cell, POOL_2);
}

static void teardown(void)
{
	flags_finish(&flags);
	samples_finish(&samples);
}

/* Judges anew and returns the flags of sample INDEX. */
static unsigned flags_at(size_t index)
{
	flags_finish(&flags);
	flags_init(&flags, &samples);
	return flags.of[index];
}

static unsigned unread_at(size_t index)
{
	flags_at(index);
	return flags.unread[index];
}

/* Gives sample INDEX the end of a window of 1 s from FIRST_SEQ on. */
static struct sample_noise *end_window(size_t index, uint64_t first_seq)
{
	struct sample_noise *noise = &samples.sample[index].noise;

	noise->window_ns = 1000000000;
	noise->window_first_seq = first_seq;
	return noise;
}

START_TEST(a_clean_run_carries_no_flag)
{
	for (size_t i = 0; i < samples.count; i++) {
		ck_assert_uint_eq(flags_at(i), 0);
	}
	ck_assert_uint_eq(flags.count, 8);
	ck_assert_uint_eq(flags.judged, 4);
	ck_assert_uint_eq(flags.flagged, 0);
}
END_TEST

START_TEST(waiting_for_a_cpu_beyond_two_percent_is_a_flag)
{
	struct sample_worker *row = samples.sample[6].workers.row;
	uint64_t lived_ns = row[0].end_ns - row[0].begin_ns + row[1].end_ns - row[1].begin_ns;

	row[0].runqueue_ns = lived_ns / 50;
	ck_assert_uint_eq(flags_at(6), 0);
	row[1].runqueue_ns = 1000;
	ck_assert_uint_eq(flags_at(6), FLAG_RUNQUEUE);
	ck_assert_uint_eq(flags.with[0], 1);
	ck_assert_uint_eq(flags.flagged, 1);
}
END_TEST

START_TEST(who_waits_while_nobody_else_computes_is_crowded_by_its_own)
{
	struct sample_worker *row = samples.sample[6].workers.row;
	struct sample_noise *noise = end_window(7, samples.sample[4].seq);
	struct judgement judgement;

	row[0].runqueue_ns = 8000000;
	noise->window_steal_ns = 0;
	noise->window_foreign_ns = 39999999; /* of a tenth of it less than half the wait */
	ck_assert_uint_eq(flags_at(6), 0);
	ck_assert(flags.crowded[6]);
	ck_assert(!flags.crowded[5]);
	ck_assert_uint_eq(flags.crowded_count, 1);
	ck_assert_uint_eq(flags.flagged, 0);
	judgement_init(&judgement, &samples);
	ck_assert_uint_eq(
		judgement_cell(&judgement, 0, judgement_strategy(&judgement, "thread-pool"), 2)
			->flags.crowded,
		1);
	judgement_finish(&judgement);
	noise->window_foreign_ns = 40000000;
	ck_assert_uint_eq(flags_at(6), FLAG_RUNQUEUE);
	ck_assert(!flags.crowded[6]);
	noise->window_foreign_ns = SAMPLE_UNKNOWN; /* then it may have been others */
	ck_assert_uint_eq(flags_at(6), FLAG_RUNQUEUE);
}
END_TEST

START_TEST(more_workers_than_cpus_must_wait)
{
	struct sample *four = &samples.sample[5];

	for (size_t i = 0; i < 4; i++) {
		four->workers.row[i].runqueue_ns = TOTAL_NS / 2;
	}
	four->noise.pressure_ns = TOTAL_NS / 2;
	ck_assert_uint_eq(flags_at(5), 0);
	ck_assert_uint_eq(flags.unread[5], ALL_WINDOWED);
	samples.run.machine.usable_cpus = 4;
	ck_assert_uint_eq(flags_at(5), FLAG_RUNQUEUE);
}
END_TEST

START_TEST(an_unreadable_wait_is_unknown_not_zero)
{
	struct sample_worker *row = samples.sample[6].workers.row;

	row[0].runqueue_ns = SAMPLE_UNKNOWN;
	ck_assert_uint_eq(unread_at(6), ALL_WINDOWED); /* the other worker tells */
	row[1].runqueue_ns = SAMPLE_UNKNOWN;
	ck_assert_uint_eq(unread_at(6), ALL_WINDOWED | FLAG_RUNQUEUE);
	ck_assert_uint_eq(flags.of[6], 0);
	ck_assert_uint_eq(flags.unknown[0], 1);
	samples.run.machine.usable_cpus = 0;
	ck_assert_uint_eq(unread_at(7), ALL_WINDOWED | FLAG_RUNQUEUE | FLAG_PRESSURE);
}
END_TEST

START_TEST(of_summary_rows_the_median_counts)
{
	struct sample *sample = &samples.sample[6];
	struct sample_worker worker[100];

	memset(worker, 0, sizeof(worker));
	for (size_t i = 0; i < 100; i++) {
		worker[i].end_ns = 1000000;
		worker[i].runqueue_ns = i < 60 ? 10000 : 900000;
	}
	samples.run.machine.usable_cpus = 128;
	sample_set_workers(sample, worker, 100);
	ck_assert_uint_eq(sample->workers.row_count, SAMPLE_SUMMARY_ROWS);
	ck_assert_uint_eq(flags_at(6), 0);
	for (size_t i = 0; i < 60; i++) {
		worker[i].runqueue_ns = 20001;
	}
	sample_set_workers(sample, worker, 100);
	ck_assert_uint_eq(flags_at(6), FLAG_RUNQUEUE);
}
END_TEST

START_TEST(a_major_fault_is_a_flag)
{
	samples.sample[5].rusage.major_faults = 1;
	ck_assert_uint_eq(flags_at(5), FLAG_MAJOR_FAULT);
	samples.sample[5].rusage.major_faults = SAMPLE_UNKNOWN;
	ck_assert_uint_eq(flags_at(5), 0);
	ck_assert_uint_eq(flags.unread[5], ALL_WINDOWED | FLAG_MAJOR_FAULT);
}
END_TEST

START_TEST(throttling_is_a_flag_unless_the_quota_is_the_limit)
{
	samples.sample[5].noise.throttled_ns = 1;
	ck_assert_uint_eq(flags_at(5), FLAG_THROTTLED);
	samples.run.machine.quota_cpus = 1.5;
	ck_assert_uint_eq(flags_at(5), 0);
	samples.run.machine.quota_cpus = 2;
	ck_assert_uint_eq(flags_at(5), FLAG_THROTTLED);
}
END_TEST

START_TEST(who_fits_into_the_quota_and_is_throttled_is_disturbed)
{
	samples.run.machine.quota_cpus = samples.run.machine.usable_cpus = 1.5;
	for (size_t i = 4; i < 8; i++) {
		samples.sample[i].noise.throttled_ns = 1;
	}
	ck_assert_uint_eq(flags_at(4), FLAG_THROTTLED); /* the loop: others used its quota */
	ck_assert_uint_eq(flags.of[5], 0);              /* four workers, two workers: the limit */
	ck_assert_uint_eq(flags.of[6], 0);
	samples.sample[4].noise.throttled_ns = samples.sample[6].noise.throttled_ns =
		SAMPLE_UNKNOWN;
	ck_assert_uint_eq(unread_at(4), ALL_WINDOWED | FLAG_THROTTLED);
	ck_assert_uint_eq(unread_at(6), ALL_WINDOWED);
	samples.run.machine.quota_cpus = samples.run.machine.usable_cpus = 0.5;
	ck_assert_uint_eq(flags_at(7), 0); /* less than one CPU: even the loop meets the limit */
	samples.run.machine.quota_cpus = samples.run.machine.usable_cpus = 1;
	ck_assert_uint_eq(flags_at(7), 0); /* so it does with just one */
}
END_TEST

START_TEST(without_a_quota_there_is_no_throttling_to_read)
{
	samples.sample[5].noise.throttled_ns = SAMPLE_UNKNOWN;
	ck_assert_uint_eq(unread_at(5), ALL_WINDOWED);
	samples.run.machine.quota_cpus = 3;
	ck_assert_uint_eq(unread_at(5), ALL_WINDOWED | FLAG_THROTTLED);
	samples.run.machine.quota_cpus = 1;
	ck_assert_uint_eq(unread_at(5), ALL_WINDOWED);
}
END_TEST

START_TEST(pressure_counts_where_a_cpu_was_left_free)
{
	samples.sample[4].total_ns = samples.sample[6].total_ns = 400000000;
	samples.sample[4].noise.pressure_ns = samples.sample[6].noise.pressure_ns = 20000001;
	ck_assert_uint_eq(flags_at(4), FLAG_PRESSURE);
	ck_assert_uint_eq(flags.of[6], 0); /* two workers on two CPUs */
	samples.sample[4].noise.pressure_ns = 20000000;
	ck_assert_uint_eq(flags_at(4), 0);
	/* of a short sample a tick or two are much */
	samples.sample[4].total_ns = 50000000;
	samples.sample[4].noise.pressure_ns = 10000000;
	ck_assert_uint_eq(flags_at(4), 0);
	samples.sample[4].noise.pressure_ns = 10000001;
	ck_assert_uint_eq(flags_at(4), FLAG_PRESSURE);
	samples.sample[4].noise.pressure_ns = SAMPLE_UNKNOWN;
	ck_assert_uint_eq(unread_at(4), ALL_WINDOWED | FLAG_PRESSURE);
}
END_TEST

START_TEST(a_window_tells_of_all_its_samples)
{
	struct sample_noise *noise = end_window(3, 0);

	noise->window_foreign_ns = 0;
	noise->window_steal_ns = 0;
	noise = end_window(6, samples.sample[4].seq);
	noise->window_foreign_ns = 100000001; /* of 2 s */
	noise->window_steal_ns = 20000000;
	static const unsigned expected[] = {
		0, 0, 0, 0, FLAG_FOREIGN, FLAG_FOREIGN, FLAG_FOREIGN, 0};
	for (size_t i = 0; i < 8; i++) {
		ck_assert_uint_eq(flags_at(i), expected[i]);
		ck_assert_uint_eq(flags.unread[i], i < 7 ? 0 : ALL_WINDOWED);
	}
	ck_assert_uint_eq(flags.with[5], 3);
	ck_assert_uint_eq(flags.unknown[5], 1);
	noise->window_foreign_ns = 100000000;
	noise->window_steal_ns = 20000001;
	ck_assert_uint_eq(flags_at(4), FLAG_STEAL);
}
END_TEST

START_TEST(a_window_ends_where_the_one_before_it_did)
{
	end_window(5, samples.sample[4].seq)->window_foreign_ns = 1000000000;
	end_window(6, 0)->window_foreign_ns = 0;
	samples.sample[5].noise.window_steal_ns = samples.sample[6].noise.window_steal_ns = 0;
	ck_assert_uint_eq(flags_at(5), FLAG_FOREIGN);
	ck_assert_uint_eq(flags.of[4], FLAG_FOREIGN);
	ck_assert_uint_eq(flags.of[3], 0);
	ck_assert_uint_eq(flags.unread[3], ALL_WINDOWED);
	ck_assert_uint_eq(flags.of[6], 0);
	ck_assert_uint_eq(flags.unread[6], 0);
}
END_TEST

START_TEST(a_window_in_which_something_was_unreadable)
{
	struct sample_noise *noise = end_window(6, samples.sample[4].seq);

	noise->window_foreign_ns = SAMPLE_UNKNOWN;
	noise->window_steal_ns = 500000000;
	ck_assert_uint_eq(flags_at(5), FLAG_STEAL);
	ck_assert_uint_eq(flags.unread[5], FLAG_FOREIGN);
	samples.run.machine.allowed_cpus = 0;
	ck_assert_uint_eq(unread_at(5), ALL_WINDOWED);
}
END_TEST

START_TEST(a_cell_has_the_flags_of_its_timed_samples)
{
	struct judgement judgement;
	const struct cell_flags *found;
	struct text text = {0};

	samples.sample[4].rusage.major_faults = 1;
	samples.sample[7].rusage.major_faults = 1;
	samples.sample[7].noise.throttled_ns = 1;
	samples.sample[0].rusage.major_faults = 1; /* round 0 */
	judgement_init(&judgement, &samples);
	found = &judgement.cells[0].flags;
	ck_assert_str_eq(judgement.cells[0].cell->key, LOOP);
	ck_assert_uint_eq(found->samples, 2);
	ck_assert_uint_eq(found->flagged, 2);
	ck_assert_uint_eq(found->with[1], 2);
	ck_assert_uint_eq(found->with[2], 1);
	ck_assert(cell_flags_are_many(found));
	cell_flags_words(found, &text);
	ck_assert_str_eq(text.text,
		"2 of 2 samples disturbed: read pages from a disk (2), stopped by a quota (1)");
	text_finish(&text);
	judgement_finish(&judgement);
	samples.sample[7].role = ROLE_COPY;
	samples.sample[4].status = SAMPLE_CRASHED;
	judgement_init(&judgement, &samples);
	found = &judgement.cells[0].flags;
	ck_assert_uint_eq(found->samples, 0);
	ck_assert(!cell_flags_are_many(found));
	cell_flags_words(found, &text);
	ck_assert_ptr_null(text.text);
	judgement_finish(&judgement);
}
END_TEST

START_TEST(the_most_frequent_sign_is_named_first)
{
	struct cell_flags found = {.samples = 7, .flagged = 3, .with = {1, 0, 0, 0, 0, 3}};
	struct text text = {0};

	cell_flags_words(&found, &text);
	ck_assert_str_eq(text.text,
		"3 of 7 samples disturbed: other processes (3), its workers waited for a CPU (1)");
	text_finish(&text);
}
END_TEST

START_TEST(every_flag_has_a_name_and_words)
{
	static const char *const names[] = {
		"runqueue", "major-fault", "throttled", "pressure", "steal", "foreign"};

	for (unsigned kind = 0; kind < FLAG_KINDS; kind++) {
		ck_assert_str_eq(flag_name((enum flag)(1u << kind)), names[kind]);
		ck_assert_uint_gt(strlen(flag_words((enum flag)(1u << kind))), 0);
	}
	ck_assert_uint_eq(FLAG_FOREIGN, 1u << (FLAG_KINDS - 1));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("flags");
	TCase *cases = tcase_create("flags");

	tcase_add_checked_fixture(cases, setup, teardown);
	tcase_add_test(cases, a_clean_run_carries_no_flag);
	tcase_add_test(cases, waiting_for_a_cpu_beyond_two_percent_is_a_flag);
	tcase_add_test(cases, who_waits_while_nobody_else_computes_is_crowded_by_its_own);
	tcase_add_test(cases, more_workers_than_cpus_must_wait);
	tcase_add_test(cases, an_unreadable_wait_is_unknown_not_zero);
	tcase_add_test(cases, of_summary_rows_the_median_counts);
	tcase_add_test(cases, a_major_fault_is_a_flag);
	tcase_add_test(cases, throttling_is_a_flag_unless_the_quota_is_the_limit);
	tcase_add_test(cases, who_fits_into_the_quota_and_is_throttled_is_disturbed);
	tcase_add_test(cases, without_a_quota_there_is_no_throttling_to_read);
	tcase_add_test(cases, pressure_counts_where_a_cpu_was_left_free);
	tcase_add_test(cases, a_window_tells_of_all_its_samples);
	tcase_add_test(cases, a_window_ends_where_the_one_before_it_did);
	tcase_add_test(cases, a_window_in_which_something_was_unreadable);
	tcase_add_test(cases, a_cell_has_the_flags_of_its_timed_samples);
	tcase_add_test(cases, the_most_frequent_sign_is_named_first);
	tcase_add_test(cases, every_flag_has_a_name_and_words);
	suite_add_tcase(suite, cases);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
