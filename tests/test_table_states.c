/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the table: what failed, was disturbed, is not measured or has no interval. */
#include "show/table.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "table_scene.h"

/* The same, stopped before the second workload in the last of two rounds, and in the first. */
static double stopped_in_round_2(const struct run_cell *cell, uint32_t round, double *busy)
{
	return cell->workload == 1 && round == 2 ? 0 : two_kinds(cell, round, busy);
}

static double stopped_in_round_1(const struct run_cell *cell, uint32_t round, double *busy)
{
	return cell->workload == 1 && round > 0 ? 0 : two_kinds(cell, round, busy);
}

/* As two_kinds, but one cell of which no sample came after round 1. */
static double given_up_at_8(const struct run_cell *cell, uint32_t round, double *busy)
{
	bool given_up = cell->workload == 0 && cell->workers == 8 && round > 1 &&
			strstr(cell->key, "thread-pool");

	return given_up ? 0 : two_kinds(cell, round, busy);
}

/* A task waits for three quarters of its time. */
static double mixed(const struct run_cell *cell, uint32_t round, double *busy)
{
	double time_ns = two_kinds(cell, round, busy);

	*busy = cell->workload == 0 ? 0.25 : *busy;
	return time_ns;
}

START_TEST(failures_show_their_status_and_a_footnote)
{
	measure(7, two_kinds);
	fixture_fail(&samples, "sleep/thread-pool/8", 7, SAMPLE_FAILED, "39 of 100 started");
	fixture_fail(&samples, "sleep/process-pool/8", 6, SAMPLE_FAILED, "39 of 100 started");
	fixture_fail(&samples, "primes:limit=4e6/thread-pool/4", 1, SAMPLE_CRASHED, "signal 11");
	fixture_fail(&samples, "primes:limit=4e6/thread-pool/8", 1, SAMPLE_CRASHED, "signal 11");
	fixture_fail(&samples, "primes:limit=4e6/process-pool/2", 5, SAMPLE_WRONG, "42, not 43");
	fixture_fail(&samples, "primes:limit=4e6/process-pool/8", 1, SAMPLE_TIMED_OUT, NULL);
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1      2 cores  4         8                    best of ideal\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     4.0×      7.9×¹       ± 1 %    ███████████▊▏\n"
		"  process-pool  1.0×   2.0×     4.0×      7.9×²       ± 1 %    ███████████▉▏\n"
		"  ¹ thread-pool at 8: 1 of 7 samples FAILED: 39 of 100 started\n"
		"  ² process-pool at 8: 2 of 7 samples FAILED: 39 of 100 started; no interval\n"
		"    from the other 5\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.00×  1.97×    CRASHED¹  CRASHED¹    ± 0.6 %  ███████████▊▏\n"
		"  process-pool  1.00×  WRONG²   1.97×     TIMED OUT³  ± 0.6 %  ███████████▊▏\n"
		"  ¹ thread-pool at 4, 8: all 7 samples CRASHED: signal 11\n"
		"  ² process-pool at 2: 3 of 7 samples WRONG: 42, not 43\n"
		"  ³ process-pool at 8: all 7 samples TIMED OUT\n");
}
END_TEST

START_TEST(a_cell_that_failed_in_most_rounds_shows_how_and_no_bar)
{
	measure(7, two_kinds);
	fixture_fail(&samples, "sleep/thread-pool/8", 3, SAMPLE_FAILED, "boom");
	const char *text = table(false, utf8_80);

	ck_assert_msg(strstr(text, "4.0×   FAILED¹  ± 1 %    █████▉      ▏"), "%s", text);
	ck_assert_msg(strstr(text, "¹ thread-pool at 8: 5 of 7 samples FAILED: boom"), "%s", text);
}
END_TEST

START_TEST(cells_that_failed_alike_share_a_footnote)
{
	static const char *const keys[] = {"sleep/thread-pool/4", "sleep/thread-pool/8",
		"sleep/process-pool/8", "sleep/sequential/1"};

	measure(7, two_kinds);
	for (size_t i = 0; i < 4; i++) {
		fixture_fail(&samples, keys[i], 1, SAMPLE_FAILED, "no route");
	}
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1       2 cores  4        8                 best of ideal\n"
		"sleep   96 × 4 ms        loop FAILED¹\n"
		"  thread-pool   0.39 s  0.20 s   FAILED²  FAILED²\n"
		"  process-pool  0.39 s  0.20 s   98 ms    FAILED²\n"
		"  ¹ the loop: all 14 samples FAILED: no route\n"
		"  ² thread-pool at 4, 8; process-pool at 8: all 7 samples FAILED: no route\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.00×   1.97×    1.97×    1.97×    ± 0.6 %  ███████████▊▏\n"
		"  process-pool  1.00×   1.97×    1.97×    1.97×    ± 0.6 %  ███████████▊▏\n");
}
END_TEST

START_TEST(a_cell_that_was_given_up_says_so)
{
	measure(7, given_up_at_8);
	fixture_fail(&samples, "sleep/thread-pool/8", 0, SAMPLE_TIMED_OUT, "60 s");
	ck_assert_ptr_nonnull(strstr(table(false, utf8_80),
		"  ¹ thread-pool at 8: the only sample TIMED OUT, then given up: 60 s\n"));
}
END_TEST

START_TEST(cells_of_which_more_than_a_third_was_disturbed_share_a_footnote)
{
	measure(7, two_kinds);
	fixture_disturb(&samples, "sleep/thread-pool/2", 1);
	fixture_disturb(&samples, "sleep/process-pool/8", 5);
	fixture_disturb(&samples, "sleep/process-pool/4", 6); /* 2 of 7 are not many */
	fixture_disturb(&samples, "primes:limit=4e6/thread-pool/4", 1);
	fixture_fail(&samples, "primes:limit=4e6/thread-pool/4", 7, SAMPLE_CRASHED, "signal 11");
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1      2 cores  4       8               best of ideal\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×¹    4.0×    7.9×   ± 1 %    ███████████▉▏\n"
		"  process-pool  1.0×   2.0×     4.0×    7.9×¹  ± 1 %    ███████████▉▏\n"
		"  ¹ 10 of 14 samples disturbed: read pages from a disk (10)\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.00×  1.97×    1.97×¹  1.97×  ± 0.6 %  ███████████▊▏\n"
		"  process-pool  1.00×  1.97×    1.97×   1.97×  ± 0.6 %  ███████████▊▏\n"
		"  ¹ thread-pool at 4: 1 of 7 samples CRASHED: signal 11\n");
}
END_TEST

START_TEST(one_round_has_no_interval_and_no_range)
{
	measure(1, two_kinds);
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1      2 cores  4      8                   best of ideal\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     4.0×   7.9×   no interval  ███████████▉▏\n"
		"  process-pool  1.0×   2.0×     4.0×   7.9×   no interval  ███████████▉▏\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.0×   2.0×     2.0×   2.0×   no interval  ███████████▊▏\n"
		"  process-pool  1.0×   2.0×     2.0×   2.0×   no interval  ███████████▊▏\n"
		"no interval below 6 rounds, no verdict below 7: this is one round\n");
}
END_TEST

START_TEST(three_rounds_have_a_range_but_no_interval)
{
	measure(3, two_kinds);
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1      2 cores  4      8                            of ideal\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     4.0×   7.9×   ± 1 %, no interval    ███████▉▏\n"
		"  process-pool  1.0×   2.0×     4.0×   7.9×   ± 1 %, no interval    ███████▉▏\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.0×   2.0×     2.0×   2.0×   ± 0.6 %, no interval  ███████▉▏\n"
		"  process-pool  1.0×   2.0×     2.0×   2.0×   ± 0.6 %, no interval  ███████▉▏\n"
		"no interval below 6 rounds, no verdict below 7: ± is the range of 3\n");
}
END_TEST

START_TEST(in_the_second_round_some_rows_have_a_range)
{
	measure(2, stopped_in_round_2);
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1      2 cores  4      8                            of ideal\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     3.9×   7.9×   ± 0.6 %, no interval  ███████▊▏\n"
		"  process-pool  1.0×   2.0×     3.9×   7.9×   ± 0.6 %, no interval  ███████▊▏\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.0×   2.0×     2.0×   2.0×   no interval           ███████▉▏\n"
		"  process-pool  1.0×   2.0×     2.0×   2.0×   no interval           ███████▉▏\n"
		"no interval below 6 rounds, no verdict below 7: ± is the range so far\n");
}
END_TEST

START_TEST(what_is_not_measured_yet_is_a_dot)
{
	measure(1, stopped_in_round_1);
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1      2 cores  4      8                   best of ideal\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     4.0×   7.9×   no interval  ███████████▉▏\n"
		"  process-pool  1.0×   2.0×     4.0×   7.9×   no interval  ███████████▉▏\n"
		"primes  below 4 000 000  loop not measured yet\n"
		"  thread-pool   ·      ·        ·      ·\n"
		"  process-pool  ·      ·        ·      ·\n"
		"no interval below 6 rounds, no verdict below 7: this is one round\n");
}
END_TEST

START_TEST(gaps_that_stay_are_told)
{
	measure(1, stopped_in_round_1);
	ck_assert_ptr_nonnull(strstr(table(true, utf8_80),
		"\n\nno interval below 6 rounds, no verdict below 7: this is one round\n"
		"·: not measured, the run ended before\n"));
	ck_assert_ptr_nonnull(
		strstr(table(true, ascii_80), "\n-: not measured, the run ended before\n"));
	finish();
	measure(7, two_kinds);
	ck_assert_ptr_null(strstr(table(true, utf8_80), "not measured"));
}
END_TEST

START_TEST(without_a_loop_there_are_times)
{
	measure(7, two_kinds);
	fixture_fail(&samples, "primes:limit=4e6/sequential/1", 1, SAMPLE_WRONG, "42, not 43");
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1       2 cores  4       8              best of ideal\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×    2.0×     4.0×    7.9×    ± 1 %  ███████████▉▏\n"
		"  process-pool  1.0×    2.0×     4.0×    7.9×    ± 1 %  ███████████▉▏\n"
		"primes  below 4 000 000  loop WRONG¹\n"
		"  thread-pool   0.24 s  0.12 s   0.12 s  0.12 s\n"
		"  process-pool  0.24 s  0.12 s   0.12 s  0.12 s\n"
		"  ¹ the loop: all 14 samples WRONG: 42, not 43\n");
}
END_TEST

START_TEST(work_without_an_ideal_has_no_bars)
{
	measure(7, mixed);
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1      2 cores  4      8               best of ideal\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 25 %: mixed\n"
		"  thread-pool   1.0×   2.0×     4.0×   7.9×   ± 1 %\n"
		"  process-pool  1.0×   2.0×     4.0×   7.9×   ± 1 %\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.00×  1.97×    1.97×  1.97×  ± 0.6 %  ███████████████████████▋▏\n"
		"  process-pool  1.00×  1.97×    1.97×  1.97×  ± 0.6 %  "
		"███████████████████████▋▏\n");
}
END_TEST

START_TEST(text_from_outside_cannot_steer_the_terminal)
{
	fixture_init(&samples, 2);
	fixture_workload(&samples, "sleep", "96\033[2J × 4 ms\n", 96);
	pools();
	four_points();
	fixture_cells(&samples);
	fixture_rounds(&samples, 7, two_kinds);
	fixture_fail(&samples, "sleep/thread-pool/8", 7, SAMPLE_FAILED, "\033]0;x\007\r\n");
	const char *body = table(true, utf8_80);
	ck_assert_ptr_null(strchr(body, '\033'));
	ck_assert_ptr_null(strchr(body, '\r'));
	ck_assert_ptr_nonnull(strstr(body, "96?[2J × 4 ms?"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("table_states");
	TCase *tcase = tcase_create("table_states");

	tcase_add_checked_fixture(tcase, NULL, finish);
	tcase_add_test(tcase, failures_show_their_status_and_a_footnote);
	tcase_add_test(tcase, a_cell_that_failed_in_most_rounds_shows_how_and_no_bar);
	tcase_add_test(tcase, cells_that_failed_alike_share_a_footnote);
	tcase_add_test(tcase, a_cell_that_was_given_up_says_so);
	tcase_add_test(tcase, cells_of_which_more_than_a_third_was_disturbed_share_a_footnote);
	tcase_add_test(tcase, one_round_has_no_interval_and_no_range);
	tcase_add_test(tcase, three_rounds_have_a_range_but_no_interval);
	tcase_add_test(tcase, in_the_second_round_some_rows_have_a_range);
	tcase_add_test(tcase, what_is_not_measured_yet_is_a_dot);
	tcase_add_test(tcase, gaps_that_stay_are_told);
	tcase_add_test(tcase, without_a_loop_there_are_times);
	tcase_add_test(tcase, work_without_an_ideal_has_no_bars);
	tcase_add_test(tcase, text_from_outside_cannot_steer_the_terminal);
	suite_add_tcase(suite, tcase);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
