/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the table: golden texts, word for word, at several widths and in all states of a run. */
#include "show/table.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "judge/verdict.h"

static struct samples samples;
static struct judgement judgement;
static struct text text;

/* How far rounds 1 to 7 are from the middle, as shares of `spread`. */
static const double spread_of_round[] = {0, 0, 1, -1, 0.5, -0.5, 0.2, -0.2};

/* Waiting work that scales, computing work that two cores bound. Times spread by 1.2 % and 0.6 %. */
static double two_kinds(const struct run_cell *cell, uint32_t round, double *busy)
{
	bool waits = cell->workload == 0;
	double loop = waits ? 0.39e9 : 0.24e9;
	double factor = waits ? 0.99 * cell->workers : cell->workers < 2 ? 0.995 : 1.97;
	double spread = (waits ? 0.012 : 0.006) * spread_of_round[round % 8];

	if (strstr(cell->key, "per-task")) {
		factor /= 4;
	}
	*busy = (waits ? 0.01 : 1) * (cell->baseline ? 1 : factor); /* the loop's CPU time */
	if (cell->baseline) {
		return loop;
	}
	return loop / factor * (1 + spread);
}

/* The same, stopped before the second workload in the last of two rounds, and in the first. */
static double stopped_in_round_2(const struct run_cell *cell, uint32_t round, double *busy)
{
	return cell->workload == 1 && round == 2 ? 0 : two_kinds(cell, round, busy);
}

static double stopped_in_round_1(const struct run_cell *cell, uint32_t round, double *busy)
{
	return cell->workload == 1 && round > 0 ? 0 : two_kinds(cell, round, busy);
}

static void sleep_and_primes(void)
{
	fixture_init(&samples, 2);
	fixture_workload(&samples, "sleep", "96 × 4 ms", 96);
	fixture_workload(&samples, "primes:limit=4e6", "below 4 000 000", 4000);
}

static void pools(void)
{
	fixture_strategy(&samples, "thread-pool");
	fixture_strategy(&samples, "process-pool");
}

static void four_points(void)
{
	fixture_point(&samples, 1, "");
	fixture_point(&samples, 2, "cores, CPUs");
	fixture_point(&samples, 4, "");
	fixture_point(&samples, 8, "4x");
}

/* sleep and primes with two pools at 1, 2, 4 and 8. */
static void measure(uint32_t rounds, fixture_time *time)
{
	sleep_and_primes();
	pools();
	four_points();
	fixture_cells(&samples);
	fixture_rounds(&samples, rounds, time);
}

static void forget(void)
{
	text_finish(&text);
	if (judgement.samples) {
		judgement_finish(&judgement);
	}
}

/* The table of the samples as they are now, until the next call. */
static const char *table(bool sentences, struct table_style style)
{
	forget();
	judgement_init(&judgement, &samples);
	table_body(&judgement, sentences, &style, &text);
	return text.text;
}

static const char *heading(double elapsed_s, const char *kept, struct table_style style)
{
	forget();
	judgement_init(&judgement, &samples);
	table_heading(&judgement, elapsed_s, kept, &style, &text);
	return text.text;
}

static void finish(void)
{
	forget();
	samples_finish(&samples);
}

static const struct table_style utf8_120 = {.utf8 = true, .columns = 120};
static const struct table_style utf8_80 = {.utf8 = true, .columns = 80};
static const struct table_style utf8_60 = {.utf8 = true, .columns = 60};
static const struct table_style ascii_80 = {.columns = 80};

START_TEST(on_a_wide_terminal_the_counts_stand_beside_the_first_heading)
{
	measure(7, two_kinds);
	/* clang-format off */
	ck_assert_str_eq(table(false, utf8_120),
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting        workers 1      2 cores  4      8\n"
		"  thread-pool                                                              1.0×   2.0×     4.0×   7.9×   ± 1 %\n"
		"  process-pool                                                             1.0×   2.0×     4.0×   7.9×   ± 1 %\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool                                                              1.00×  1.97×    1.97×  1.97×  ± 0.6 %\n"
		"  process-pool                                                             1.00×  1.97×    1.97×  1.97×  ± 0.6 %\n");
	/* clang-format on */
}
END_TEST

START_TEST(on_80_columns_the_counts_have_a_line)
{
	measure(7, two_kinds);
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1      2 cores  4      8\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     4.0×   7.9×   ± 1 %\n"
		"  process-pool  1.0×   2.0×     4.0×   7.9×   ± 1 %\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.00×  1.97×    1.97×  1.97×  ± 0.6 %\n"
		"  process-pool  1.00×  1.97×    1.97×  1.97×  ± 0.6 %\n");
}
END_TEST

START_TEST(on_60_columns_headings_fold)
{
	measure(7, two_kinds);
	ck_assert_str_eq(table(false, utf8_60),
		"  workers       1      2 cores  4      8\n"
		"sleep  96 × 4 ms  loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     4.0×   7.9×   ± 1 %\n"
		"  process-pool  1.0×   2.0×     4.0×   7.9×   ± 1 %\n"
		"primes  below 4 000 000\n"
		"    loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.00×  1.97×    1.97×  1.97×  ± 0.6 %\n"
		"  process-pool  1.00×  1.97×    1.97×  1.97×  ± 0.6 %\n");
}
END_TEST

START_TEST(without_utf8_signs_are_ascii)
{
	measure(7, two_kinds);
	fixture_fail(&samples, "sleep/thread-pool/8", 7, SAMPLE_FAILED, "39 of 100 started");
	ck_assert_str_eq(table(false, ascii_80),
		"  workers       1      2 cores  4      8\n"
		"sleep   96 x 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0x   2.0x     4.0x   7.9x[1]  +- 1 %\n"
		"  process-pool  1.0x   2.0x     4.0x   7.9x     +- 1 %\n"
		"  [1] thread-pool at 8: 1 of 7 samples FAILED: 39 of 100 started\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.00x  1.97x    1.97x  1.97x    +- 0.6 %\n"
		"  process-pool  1.00x  1.97x    1.97x  1.97x    +- 0.6 %\n");
}
END_TEST

START_TEST(many_points_fold_into_bands_of_equal_length)
{
	static const uint32_t workers[] = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64};

	sleep_and_primes();
	fixture_strategy(&samples, "thread-pool:chunk=1");
	fixture_strategy(&samples, "thread-pool:chunk=64");
	for (size_t i = 0; i < sizeof(workers) / sizeof(workers[0]); i++) {
		fixture_point(&samples, workers[i], workers[i] == 2 ? "cores" : "");
	}
	fixture_cells(&samples);
	fixture_rounds(&samples, 7, two_kinds);
	/* clang-format off */
	ck_assert_str_eq(table(false, utf8_80),
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  workers               1      2 cores  3      4      6      8\n"
		"  thread-pool:chunk=1   1.0×   2.0×     3.0×   4.0×   5.9×   7.9×\n"
		"  thread-pool:chunk=64  1.0×   2.0×     3.0×   4.0×   5.9×   7.9×\n"
		"  workers               12      16      24      32      48      64\n"
		"  thread-pool:chunk=1   12×     16×     24×     32×     48×     63×     ± 1 %\n"
		"  thread-pool:chunk=64  12×     16×     24×     32×     48×     63×     ± 1 %\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  workers               1      2 cores  3      4      6      8\n"
		"  thread-pool:chunk=1   1.00×  1.97×    1.97×  1.97×  1.97×  1.97×\n"
		"  thread-pool:chunk=64  1.00×  1.97×    1.97×  1.97×  1.97×  1.97×\n"
		"  workers               12      16      24      32      48      64\n"
		"  thread-pool:chunk=1    1.97×   1.97×   1.97×   1.97×   1.97×   1.97×  ± 0.6 %\n"
		"  thread-pool:chunk=64   1.97×   1.97×   1.97×   1.97×   1.97×   1.97×  ± 0.6 %\n");
	/* clang-format on */
}
END_TEST

START_TEST(a_label_of_half_the_width_has_its_own_line)
{
	sleep_and_primes();
	fixture_strategy(&samples, "thread-pool:chunk=64,order=longest-first");
	fixture_strategy(&samples, "thread-pool");
	four_points();
	fixture_cells(&samples);
	fixture_rounds(&samples, 7, two_kinds);
	ck_assert_str_eq(table(false, utf8_60),
		"  workers      1      2 cores  4      8\n"
		"sleep  96 × 4 ms  loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool:chunk=64,order=longest-first\n"
		"               1.0×   2.0×     4.0×   7.9×   ± 1 %\n"
		"  thread-pool  1.0×   2.0×     4.0×   7.9×   ± 1 %\n"
		"primes  below 4 000 000\n"
		"    loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool:chunk=64,order=longest-first\n"
		"               1.00×  1.97×    1.97×  1.97×  ± 0.6 %\n"
		"  thread-pool  1.00×  1.97×    1.97×  1.97×  ± 0.6 %\n");
}
END_TEST

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
		"  workers       1      2 cores  4         8\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     4.0×      7.9×¹       ± 1 %\n"
		"  process-pool  1.0×   2.0×     4.0×      7.9×²       ± 1 %\n"
		"  ¹ thread-pool at 8: 1 of 7 samples FAILED: 39 of 100 started\n"
		"  ² process-pool at 8: 2 of 7 samples FAILED: 39 of 100 started; no interval\n"
		"    from the other 5\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.00×  1.97×    CRASHED¹  CRASHED¹    ± 0.6 %\n"
		"  process-pool  1.00×  WRONG²   1.97×     TIMED OUT³  ± 0.6 %\n"
		"  ¹ thread-pool at 4, 8: all 7 samples CRASHED: signal 11\n"
		"  ² process-pool at 2: 3 of 7 samples WRONG: 42, not 43\n"
		"  ³ process-pool at 8: all 7 samples TIMED OUT\n");
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
		"  workers       1      2 cores  4       8\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×¹    4.0×    7.9×   ± 1 %\n"
		"  process-pool  1.0×   2.0×     4.0×    7.9×¹  ± 1 %\n"
		"  ¹ 10 of 14 samples disturbed: read pages from a disk (10)\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.00×  1.97×    1.97×¹  1.97×  ± 0.6 %\n"
		"  process-pool  1.00×  1.97×    1.97×   1.97×  ± 0.6 %\n"
		"  ¹ thread-pool at 4: 1 of 7 samples CRASHED: signal 11\n");
}
END_TEST

START_TEST(one_round_has_no_interval_and_no_range)
{
	measure(1, two_kinds);
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1      2 cores  4      8\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     4.0×   7.9×   no interval\n"
		"  process-pool  1.0×   2.0×     4.0×   7.9×   no interval\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.0×   2.0×     2.0×   2.0×   no interval\n"
		"  process-pool  1.0×   2.0×     2.0×   2.0×   no interval\n"
		"no interval below 6 rounds: this is one\n");
}
END_TEST

START_TEST(three_rounds_have_a_range_but_no_interval)
{
	measure(3, two_kinds);
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1      2 cores  4      8\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     4.0×   7.9×   ± 1 %, no interval\n"
		"  process-pool  1.0×   2.0×     4.0×   7.9×   ± 1 %, no interval\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.0×   2.0×     2.0×   2.0×   ± 0.6 %, no interval\n"
		"  process-pool  1.0×   2.0×     2.0×   2.0×   ± 0.6 %, no interval\n"
		"no interval below 6 rounds: ± is the range of 3\n");
}
END_TEST

START_TEST(in_the_second_round_some_rows_have_a_range)
{
	measure(2, stopped_in_round_2);
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1      2 cores  4      8\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     3.9×   7.9×   ± 0.6 %, no interval\n"
		"  process-pool  1.0×   2.0×     3.9×   7.9×   ± 0.6 %, no interval\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.0×   2.0×     2.0×   2.0×   no interval\n"
		"  process-pool  1.0×   2.0×     2.0×   2.0×   no interval\n"
		"no interval below 6 rounds: ± is the range so far\n");
}
END_TEST

START_TEST(what_is_not_measured_yet_is_a_dot)
{
	measure(1, stopped_in_round_1);
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1      2 cores  4      8\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     4.0×   7.9×   no interval\n"
		"  process-pool  1.0×   2.0×     4.0×   7.9×   no interval\n"
		"primes  below 4 000 000  loop not measured yet\n"
		"  thread-pool   ·      ·        ·      ·\n"
		"  process-pool  ·      ·        ·      ·\n"
		"no interval below 6 rounds: this is one\n");
}
END_TEST

START_TEST(without_a_loop_there_are_times)
{
	measure(7, two_kinds);
	fixture_fail(&samples, "primes:limit=4e6/sequential/1", 1, SAMPLE_WRONG, "42, not 43");
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1       2 cores  4       8\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×    2.0×     4.0×    7.9×    ± 1 %\n"
		"  process-pool  1.0×    2.0×     4.0×    7.9×    ± 1 %\n"
		"primes  below 4 000 000  loop WRONG¹\n"
		"  thread-pool   0.24 s  0.12 s   0.12 s  0.12 s\n"
		"  process-pool  0.24 s  0.12 s   0.12 s  0.12 s\n"
		"  ¹ the loop: all 14 samples WRONG: 42, not 43\n");
}
END_TEST

START_TEST(colours_stress_what_lies_wholly_beside_one)
{
	struct table_style style = {.utf8 = true, .color = true, .columns = 80};

	fixture_init(&samples, 2);
	fixture_workload(&samples, "sleep", "96 × 4 ms", 96);
	fixture_strategy(&samples, "thread-pool");
	fixture_strategy(&samples, "process-per-task");
	four_points();
	fixture_cells(&samples);
	fixture_rounds(&samples, 7, two_kinds);
	fixture_fail(&samples, "sleep/process-per-task/8", 1, SAMPLE_CRASHED, "signal 9");
	/* clang-format off */
	ck_assert_str_eq(table(false, style),
		"  \033[2mworkers           1      2 cores  4      8\033[0m\n"
		"\033[1msleep\033[0m  96 × 4 ms  loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool       1.0×   \033[32m2.0×\033[0m     \033[32m4.0×\033[0m   \033[32m7.9×\033[0m      \033[2m± 1 %\033[0m\n"
		"  process-per-task  \033[31m0.25×\033[0m  \033[31m0.50×\033[0m    1.0×   \033[31mCRASHED¹\033[0m  \033[2m± 1 %\033[0m\n"
		"  ¹ process-per-task at 8: all 7 samples CRASHED: signal 9\n");
	/* clang-format on */
}
END_TEST

START_TEST(a_range_has_no_colour)
{
	struct table_style style = {.utf8 = true, .color = true, .columns = 80};

	measure(3, two_kinds);
	ck_assert_ptr_null(strstr(table(false, style), "\033[32m"));
	ck_assert_ptr_null(strstr(table(false, style), "\033[31m"));
}
END_TEST

/* ck_assert that no line of LINES is wider than COLUMNS. */
static void assert_width(const char *lines, size_t columns)
{
	char *copy = xstrdup(lines);

	for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n")) {
		ck_assert_msg(text_columns(line) <= columns, "wider than %zu: %s", columns, line);
	}
	free(copy);
}

START_TEST(no_line_is_wider_than_the_terminal)
{
	static const uint32_t workers[] = {1, 2, 3, 4, 6, 8, 12, 16, 17, 24, 32, 48, 64};

	sleep_and_primes();
	pools();
	fixture_strategy(&samples, "process-per-task");
	fixture_strategy(&samples, "process-per-task:chunk=64,order=longest-first");
	for (size_t i = 0; i < sizeof(workers) / sizeof(workers[0]); i++) {
		fixture_point(&samples, workers[i], workers[i] == 16 ? "P-cores, cores" : "");
	}
	fixture_cells(&samples);
	fixture_rounds(&samples, 4, two_kinds);
	fixture_fail(&samples, "sleep/thread-pool/8", 3, SAMPLE_TIMED_OUT, "no end within 60 s");
	judgement_init(&judgement, &samples);
	for (uint32_t columns = 60; columns <= 200; columns++) {
		for (int utf8 = 0; utf8 <= 1; utf8++) {
			struct table_style style = {.utf8 = utf8, .columns = columns};

			text_finish(&text);
			table_heading(&judgement, 24, "results/local/latest", &style, &text);
			table_body(&judgement, true, &style, &text);
			assert_width(text.text, columns);
		}
	}
}
END_TEST

START_TEST(sentences_follow_each_block)
{
	struct text sentences = {0};
	struct losses losses;
	struct table_style style = {.utf8 = true, .columns = 240};

	measure(7, two_kinds);
	const char *body = table(true, style);
	losses_init(&losses, &judgement);
	for (size_t i = 0; i < 2; i++) {
		text_finish(&sentences);
		text_add(&sentences, "  > ");
		verdict_advice(&judgement, i, &losses, &sentences);
		text_add(
			&sentences, "\n  > thread-pool at 2: 2.00× ideal → 1.9%d×", i == 0 ? 8 : 7);
		ck_assert_msg(strstr(body, sentences.text) != NULL, "%s\nis not in\n%s",
			sentences.text, body);
	}
	losses_finish(&losses);
	text_finish(&sentences);
}
END_TEST

START_TEST(the_counts_are_said_again_after_thirty_lines)
{
	size_t said = 0;

	fixture_init(&samples, 2);
	for (size_t i = 0; i < 20; i++) {
		char *spec = xasprintf("primes:limit=%zue6", i + 1);

		fixture_workload(&samples, spec, "", 4000);
		free(spec);
	}
	pools();
	four_points();
	fixture_cells(&samples);
	fixture_rounds(&samples, 6, two_kinds);
	for (const char *at = table(false, utf8_80); (at = strstr(at, "workers ")); at++) {
		said++;
	}
	ck_assert_uint_eq(said, 2);
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

START_TEST(the_heading_says_machine_rounds_time_and_place)
{
	measure(7, two_kinds);
	ck_assert_str_eq(heading(24.3, "results/local/latest", utf8_80),
		"2 cores · 7 rounds · 24 s · kept in results/local/latest\n");
	ck_assert_str_eq(heading(24.3, NULL, ascii_80), "2 cores - 7 rounds - 24 s\n");
	samples.run.rounds = 12;
	ck_assert_str_eq(heading(24.3, NULL, utf8_80), "2 cores · 7 of 12 rounds · 24 s\n");
	ck_assert_str_eq(heading(24.3, "results/local/a-long-name-20240102-030405", utf8_60),
		"2 cores · 7 of 12 rounds · 24 s · kept in\n"
		"  results/local/a-long-name-20240102-030405\n");
}
END_TEST

START_TEST(a_file_has_no_colours_and_a_width_of_its_own)
{
	struct table_style style;
	FILE *file = tmpfile();

	setenv("LC_ALL", "de_DE.UTF-8", 1);
	setenv("TERM", "xterm", 1);
	unsetenv("COLUMNS");
	table_style_init(&style, file);
	ck_assert(!style.color);
	ck_assert(style.utf8);
	ck_assert_uint_eq(style.columns, 100);
	setenv("LC_ALL", "C", 1);
	setenv("COLUMNS", "72", 1);
	table_style_init(&style, file);
	ck_assert(!style.utf8);
	ck_assert_uint_eq(style.columns, 72);
	setenv("COLUMNS", "7", 1);
	table_style_init(&style, file);
	ck_assert_uint_eq(style.columns, 60);
	fclose(file);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("table");
	TCase *tables = tcase_create("tables");
	TCase *styles = tcase_create("styles");

	tcase_add_checked_fixture(tables, NULL, finish);
	tcase_add_test(tables, on_a_wide_terminal_the_counts_stand_beside_the_first_heading);
	tcase_add_test(tables, on_80_columns_the_counts_have_a_line);
	tcase_add_test(tables, on_60_columns_headings_fold);
	tcase_add_test(tables, without_utf8_signs_are_ascii);
	tcase_add_test(tables, many_points_fold_into_bands_of_equal_length);
	tcase_add_test(tables, a_label_of_half_the_width_has_its_own_line);
	tcase_add_test(tables, failures_show_their_status_and_a_footnote);
	tcase_add_test(tables, cells_of_which_more_than_a_third_was_disturbed_share_a_footnote);
	tcase_add_test(tables, one_round_has_no_interval_and_no_range);
	tcase_add_test(tables, three_rounds_have_a_range_but_no_interval);
	tcase_add_test(tables, in_the_second_round_some_rows_have_a_range);
	tcase_add_test(tables, what_is_not_measured_yet_is_a_dot);
	tcase_add_test(tables, without_a_loop_there_are_times);
	tcase_add_test(tables, colours_stress_what_lies_wholly_beside_one);
	tcase_add_test(tables, a_range_has_no_colour);
	tcase_add_test(tables, no_line_is_wider_than_the_terminal);
	tcase_add_test(tables, sentences_follow_each_block);
	tcase_add_test(tables, the_counts_are_said_again_after_thirty_lines);
	tcase_add_test(tables, text_from_outside_cannot_steer_the_terminal);
	tcase_add_test(tables, the_heading_says_machine_rounds_time_and_place);
	suite_add_tcase(suite, tables);
	tcase_add_test(styles, a_file_has_no_colours_and_a_width_of_its_own);
	suite_add_tcase(suite, styles);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
