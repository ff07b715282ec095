/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what comparisons look like: golden texts at several widths, CSV, Markdown. */
#include "show/compared.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "show/beside.h"

static struct samples record[2];
static struct judgement judged[2];
static struct runs runs;
static struct text text;
static int which; /* run being made */

/* Shares of 0.4 % either way, other ones in each run. */
static double wobble(uint32_t round)
{
	return 1 + 0.001 * ((int)(round * 7 + 3 * (uint32_t)which) % 9 - 4);
}

/* In run B process pools take a fifth longer. */
static double cell_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	double time = 0.24e9 / (cell->baseline ? 1 : cell->workers < 2 ? 0.99 : 1.97);

	*busy = 1;
	time *= which == 1 && strstr(cell->key, "process-pool") ? 1.2 : 1;
	return time * (cell->baseline ? 1 : wobble(round + cell->workers));
}

static double copy_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	return cell_time(cell, round, busy) * wobble(round);
}

static double probe_time(const struct run_probe *probe, uint32_t round)
{
	return 20e6 / (probe->workers < 2 ? 1 : 2) * wobble(round + 1);
}

static void make_run(const char *primes)
{
	struct samples *samples = &record[which];

	fixture_init(samples, 2);
	fixture_workload(samples, primes, "below 4 000 000", 4000);
	fixture_strategy(samples, "thread-pool");
	fixture_strategy(samples, "process-pool");
	fixture_point(samples, 1, "");
	fixture_point(samples, 2, "cores, CPUs");
	fixture_cells(samples);
	fixture_probes(samples);
	fixture_rounds_with(samples, 12, cell_time, copy_time, probe_time);
}

static void make_runs(const char *primes_a, const char *primes_b)
{
	for (which = 0; which < 2; which++) {
		make_run(which == 0 ? primes_a : primes_b);
		judgement_init(&judged[which], &record[which]);
	}
	runs_init(&runs, &judged[0], &judged[1]);
}

static void make_usual(void)
{
	make_runs("primes:limit=4e6", "primes:limit=4e6");
}

static void finish(void)
{
	text_finish(&text);
	runs_finish(&runs);
	for (int i = 0; i < 2; i++) {
		judgement_finish(&judged[i]);
		samples_finish(&record[i]);
	}
}

static const char *table(struct table_style style)
{
	struct compared compared = {&runs, "results/before", "results/after"};

	text_finish(&text);
	compared_table(&compared, &style, &text);
	return text.text;
}

static const struct table_style utf8_140 = {.utf8 = true, .columns = 140};
static const struct table_style utf8_80 = {.utf8 = true, .columns = 80};
static const struct table_style ascii_80 = {.columns = 80};
static const struct table_style ascii_60 = {.columns = 60};
static const struct table_style color_80 = {.utf8 = true, .color = true, .columns = 80};

/* True if no line of TABLE is wider than COLUMNS. */
static bool fits(const char *shown, size_t columns)
{
	for (const char *line = shown; *line;) {
		size_t bytes = strcspn(line, "\n"), width = 0;

		for (size_t i = 0; i < bytes; i++) {
			width += ((unsigned char)line[i] & 0xc0) != 0x80;
		}
		if (width > columns) {
			return false;
		}
		line += bytes + (line[bytes] == '\n');
	}
	return true;
}

START_TEST(all_columns_stand_where_there_is_room)
{
	make_usual();
	/* clang-format off */
	ck_assert_str_eq(table(utf8_140), 
		"A  results/before · 2 cores · 12 rounds · 2024-01-02T03:04:05Z\n"
		"B  results/after · 2 cores · 12 rounds · 2024-01-02T03:04:05Z\n"
		"                                A       B  change, by its loop      by the clock             verdict on B\n"
		"primes  below 4 000 000\n"
		"  sequential, by its time  0.24 s  0.24 s  0.0 % (-1.1 to +1.0 %)   0.0 % (-1.1 to +1.0 %)   no practical difference\n"
		"  thread-pool 1            0.24 s  0.24 s  +0.1 % (-1.2 to +1.4 %)  +0.1 % (-1.3 to +1.4 %)  no practical difference\n"
		"  thread-pool 2            0.12 s  0.12 s  0.0 % (-1.3 to +1.3 %)   0.0 % (-1.4 to +1.3 %)   no practical difference\n"
		"  process-pool 1           0.24 s  0.29 s  +20 % (+19 to +22 %)     +20 % (+18 to +22 %)     slower\n"
		"  process-pool 2           0.12 s  0.15 s  +20 % (+18 to +22 %)     +20 % (+18 to +22 %)     slower\n"
		"  > Of 5 cells judged in B: 2 slower, 3 no practical difference. The smallest change that could have been seen: 2.0 %.\n"
		"  > Intervals and verdicts hold for all cells together (95 %) and allow for 1.0 % that separate runs may differ by anyway. A change below\n"
		"    2.0 % counts as none.\n");
	/* clang-format on */
	finish();
}
END_TEST

START_TEST(on_80_columns_the_clock_and_the_times_are_left_out)
{
	make_usual();
	/* clang-format off */
	ck_assert_str_eq(table(utf8_80), 
		"A  results/before · 2 cores · 12 rounds · 2024-01-02T03:04:05Z\n"
		"B  results/after · 2 cores · 12 rounds · 2024-01-02T03:04:05Z\n"
		"                           change, by its loop      verdict on B\n"
		"primes  below 4 000 000\n"
		"  sequential, by its time  0.0 % (-1.1 to +1.0 %)   no practical difference\n"
		"  thread-pool 1            +0.1 % (-1.2 to +1.4 %)  no practical difference\n"
		"  thread-pool 2            0.0 % (-1.3 to +1.3 %)   no practical difference\n"
		"  process-pool 1           +20 % (+19 to +22 %)     slower\n"
		"  process-pool 2           +20 % (+18 to +22 %)     slower\n"
		"  > Of 5 cells judged in B: 2 slower, 3 no practical difference. The smallest\n"
		"    change that could have been seen: 2.0 %.\n"
		"  > Intervals and verdicts hold for all cells together (95 %) and allow for\n"
		"    1.0 % that separate runs may differ by anyway. A change below 2.0 % counts\n"
		"    as none.\n");
	/* clang-format on */
	finish();
}
END_TEST

START_TEST(every_width_is_kept_and_ascii_is_ascii)
{
	make_usual();
	ck_assert(fits(table(utf8_80), 80));
	ck_assert(fits(table(ascii_60), 60));
	ck_assert(fits(table(utf8_140), 140));
	ck_assert_ptr_null(strstr(table(ascii_80), "·"));
	for (const char *at = text.text; *at; at++) {
		ck_assert((unsigned char)*at < 0x80);
	}
	finish();
}
END_TEST

START_TEST(colours_stress_what_the_words_say)
{
	make_usual();
	ck_assert_ptr_nonnull(strstr(table(color_80), "\033[31mslower\033[0m"));
	ck_assert_ptr_null(strstr(text.text, "\033[32m"));
	finish();
}
END_TEST

START_TEST(what_is_in_one_run_only_is_listed)
{
	make_runs("primes:limit=4e6", "primes:limit=2e6");
	ck_assert_ptr_nonnull(strstr(table(utf8_140), "No cell could be judged."));
	ck_assert_ptr_nonnull(
		strstr(text.text, "Only in A: 5 cells: primes:limit=4e6/sequential/1, "
				  "primes:limit=4e6/thread-pool/1"));
	ck_assert_ptr_nonnull(strstr(text.text, ", ..."));
	ck_assert_ptr_nonnull(strstr(text.text, "Other parameters are other work"));
	finish();
}
END_TEST

START_TEST(csv_has_a_line_per_cell_and_leaves_the_unknown_empty)
{
	struct compared compared = {&runs, "a", "b"};
	size_t lines = 0;

	make_usual();
	compared_csv(&compared, &text);
	for (const char *at = text.text; (at = strstr(at, "\r\n")) != NULL; at += 2) {
		lines++;
	}
	ck_assert_uint_eq(lines, 6);
	ck_assert_ptr_nonnull(strstr(text.text,
		"\r\nprimes:limit=4e6/sequential/1,time,12,12,240.000000,240.000000,,,,1,0.98"));
	ck_assert_ptr_nonnull(strstr(text.text, ",slower\r\n"));
	finish();
}
END_TEST

START_TEST(foreign_names_are_plain_text_in_markdown)
{
	struct compared compared = {&runs, "<b>a</b>", "b|c"};

	make_usual();
	compared_markdown(&compared, &text);
	ck_assert_ptr_nonnull(strstr(text.text, "\\<b\\>a\\</b\\>"));
	ck_assert_ptr_nonnull(strstr(text.text, "b\\|c"));
	ck_assert_ptr_nonnull(strstr(text.text, "| process-pool 2 | "));
	finish();
}
END_TEST

START_TEST(a_change_is_told_in_percent)
{
	static const struct {
		struct interval ratio;
		const char *words;
	} expected[] = {
		{{1.102, 1.051, 1.148, true}, "+10 % (+5.1 to +15 %)"},
		{{0.9, 0.8001, 1.0002, true}, "-10 % (-20 to 0.0 %)"},
		{{1.5, 1.2, 2.5, false}, "+50 % (no interval)"},
		{{1.0, 0.5, 1e9, true}, "0.0 % (-50 to >100000 %)"},
	};
	char words[64];

	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		compared_change(&expected[i].ratio, words, sizeof(words));
		ck_assert_str_eq(words, expected[i].words);
	}
	compared_change(&(struct interval){0.0 / 0.0, 0, 0, false}, words, sizeof(words));
	ck_assert_str_eq(words, "");
}
END_TEST

START_TEST(cells_stand_against_one_of_them)
{
	struct against against;

	make_usual();
	against_init(&against, &judged[1], 2);
	against_table(&against, &utf8_80, &text);
	/* clang-format off */
	ck_assert_str_eq(text.text, 
		"against primes:limit=4e6/thread-pool/2, 0.12 s\n"
		"                    time  takes, against it              pairs  verdict\n"
		"primes  below 4 000 000\n"
		"  sequential 1    0.24 s  +97.0 % (+96.6 to +97.4 %)        12  slower\n"
		"  thread-pool 1   0.24 s  +99.4 % (+98.5 to +99.4 %)        12  slower\n"
		"  process-pool 1  0.29 s  +139.3 % (+138.2 to +139.3 %)     12  slower\n"
		"  process-pool 2  0.15 s  +20.0 % (+20.0 to +20.0 %)        12  slower\n"
		"  > Of 4 cells: 4 slower. Each interval holds by itself (95 %), the verdicts\n"
		"    hold for all cells together.\n");
	/* clang-format on */
	against_finish(&against);
	finish();
}
END_TEST

START_TEST(machines_stand_over_one_another)
{
	static const char *const names[] = {"old", "new"};
	struct beside beside = {judged, names, 2};

	make_usual();
	beside_table(&beside, &utf8_80, &text);
	/* clang-format off */
	ck_assert_str_eq(text.text, 
		"A  old · 2 cores · Example CPU @ 3.00GHz\n"
		"B  new · 2 cores · Example CPU @ 3.00GHz\n"
		"  workers               1       2\n"
		"primes  below 4 000 000 · loop: A 0.24 s, B 0.24 s\n"
		"  A  thread-pool    0.99×   1.97×  ± 0.2 %\n"
		"  A  process-pool   0.99×   1.97×  ± 0.2 %\n"
		"  B  thread-pool    0.99×   1.97×  ± 0.2 %\n"
		"  B  process-pool   0.82×   1.64×  ± 0.2 %\n"
		"primes, times\n"
		"  A  thread-pool   0.24 s  0.12 s  ± 0.3 %\n"
		"  A  process-pool  0.24 s  0.12 s  ± 0.3 %\n"
		"  B  thread-pool   0.24 s  0.12 s  ± 0.2 %\n"
		"  B  process-pool  0.29 s  0.15 s  ± 0.2 %\n");
	/* clang-format on */
	finish();

	make_runs("primes:limit=4e6", "primes:limit=8e6");
	beside_table(&beside, &utf8_80, &text);
	ck_assert_ptr_nonnull(strstr(text.text, "primes  in several sizes"));
	ck_assert_ptr_null(strstr(text.text, "times"));
	finish();
}
END_TEST

START_TEST(workloads_are_shared_by_name_only_where_both_runs_have_one)
{
	static const char *const workloads[3][2] = {
		{"primes:limit=1e6", NULL},
		{"primes:limit=3e6", "primes:limit=4e6"},
		{"primes:limit=3e6", "sleep"},
	};
	static const char *const names[] = {"x", "y", "z"};
	struct samples made[3];
	struct judgement results[3];
	struct beside beside = {results, names, 3};

	for (int i = 0; i < 3; i++) {
		fixture_init(&made[i], 2);
		for (int k = 0; k < 2 && workloads[i][k]; k++) {
			fixture_workload(&made[i], workloads[i][k], "below some number", 4000);
		}
		fixture_strategy(&made[i], "thread-pool");
		fixture_point(&made[i], 2, "cores");
		fixture_cells(&made[i]);
		fixture_rounds(&made[i], 7, cell_time);
		judgement_init(&results[i], &made[i]);
	}
	beside_table(&beside, &utf8_140, &text);
	/* A and C have one each, in two sizes; the first of B's two is that of C */
	ck_assert_ptr_nonnull(strstr(text.text, "primes  in several sizes · loop: A 0.24 s"));
	ck_assert_ptr_null(strstr(text.text, "A 0.24 s (below some number), B"));
	ck_assert_ptr_nonnull(
		strstr(text.text, "primes  below some number · loop: B 0.24 s, C 0.24 s"));
	text_finish(&text);
	beside.judgement = results + 1; /* B and C alone, and A and B */
	beside.count = 2;
	beside_table(&beside, &utf8_140, &text);
	ck_assert_ptr_nonnull(strstr(text.text, "loop: A 0.24 s, B 0.24 s"));
	text_finish(&text);
	beside.judgement = results;
	beside_table(&beside, &utf8_140, &text);
	ck_assert_ptr_null(strstr(text.text, "loop: "));
	text_finish(&text);
	for (int i = 0; i < 3; i++) {
		judgement_finish(&results[i]);
		samples_finish(&made[i]);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("compared");
	TCase *tests = tcase_create("compared");

	tcase_add_test(tests, all_columns_stand_where_there_is_room);
	tcase_add_test(tests, on_80_columns_the_clock_and_the_times_are_left_out);
	tcase_add_test(tests, every_width_is_kept_and_ascii_is_ascii);
	tcase_add_test(tests, colours_stress_what_the_words_say);
	tcase_add_test(tests, what_is_in_one_run_only_is_listed);
	tcase_add_test(tests, csv_has_a_line_per_cell_and_leaves_the_unknown_empty);
	tcase_add_test(tests, foreign_names_are_plain_text_in_markdown);
	tcase_add_test(tests, a_change_is_told_in_percent);
	tcase_add_test(tests, cells_stand_against_one_of_them);
	tcase_add_test(tests, machines_stand_over_one_another);
	tcase_add_test(tests, workloads_are_shared_by_name_only_where_both_runs_have_one);
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
