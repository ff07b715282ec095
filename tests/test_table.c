/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the table: golden texts, word for word, at several widths. */
#include "show/table.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "judge/verdict.h"
#include "table_scene.h"

/* ck_assert that no line of LINES is wider than COLUMNS. */
static void assert_width(const char *lines, size_t columns)
{
	char *copy = xstrdup(lines);

	for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n")) {
		ck_assert_msg(text_columns(line) <= columns, "wider than %zu: %s", columns, line);
	}
	free(copy);
}

START_TEST(on_a_wide_terminal_nothing_moves)
{
	measure(7, two_kinds);
	/* clang-format off */
	ck_assert_str_eq(table(false, utf8_120),
		"  workers       1      2 cores  4      8               best of ideal\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     4.0×   7.9×   ± 1 %    ███████████████████████▊▏\n"
		"  process-pool  1.0×   2.0×     4.0×   7.9×   ± 1 %    ███████████████████████▊▏\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.00×  1.97×    1.97×  1.97×  ± 0.6 %  ███████████████████████▋▏\n"
		"  process-pool  1.00×  1.97×    1.97×  1.97×  ± 0.6 %  ███████████████████████▋▏\n");
	/* clang-format on */
}
END_TEST

START_TEST(on_80_columns_the_counts_have_a_line)
{
	measure(7, two_kinds);
	ck_assert_str_eq(table(false, utf8_80),
		"  workers       1      2 cores  4      8               best of ideal\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     4.0×   7.9×   ± 1 %    ███████████████████████▊▏\n"
		"  process-pool  1.0×   2.0×     4.0×   7.9×   ± 1 %    ███████████████████████▊▏\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.00×  1.97×    1.97×  1.97×  ± 0.6 %  ███████████████████████▋▏\n"
		"  process-pool  1.00×  1.97×    1.97×  1.97×  ± 0.6 %  "
		"███████████████████████▋▏\n");
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

START_TEST(bars_take_the_room_that_is_left)
{
	struct table_style style = {.utf8 = true, .columns = 66};

	measure(7, two_kinds);
	ck_assert_str_eq(table(false, style),
		"  workers       1      2 cores  4      8               of ideal\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     4.0×   7.9×   ± 1 %    ███████▉▏\n"
		"  process-pool  1.0×   2.0×     4.0×   7.9×   ± 1 %    ███████▉▏\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.00×  1.97×    1.97×  1.97×  ± 0.6 %  ███████▉▏\n"
		"  process-pool  1.00×  1.97×    1.97×  1.97×  ± 0.6 %  ███████▉▏\n");
	style.columns = 72;
	ck_assert_ptr_nonnull(strstr(table(false, style), "± 0.6 %  ███████████▊▏\n"));
	style.columns = 62;
	ck_assert_ptr_null(strstr(table(false, style), "ideal"));
}
END_TEST

START_TEST(without_utf8_signs_are_ascii)
{
	measure(7, two_kinds);
	fixture_fail(&samples, "sleep/thread-pool/8", 7, SAMPLE_FAILED, "39 of 100 started");
	ck_assert_str_eq(table(false, ascii_80),
		"  workers       1      2 cores  4      8                  best of ideal\n"
		"sleep   96 x 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0x   2.0x     4.0x   7.9x[1]  +- 1 %    ########### |\n"
		"  process-pool  1.0x   2.0x     4.0x   7.9x     +- 1 %    ########### |\n"
		"  [1] thread-pool at 8: 1 of 7 samples FAILED: 39 of 100 started\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.00x  1.97x    1.97x  1.97x    +- 0.6 %  ########### |\n"
		"  process-pool  1.00x  1.97x    1.97x  1.97x    +- 0.6 %  ########### |\n");
}
END_TEST

/* Takes the sentences out of TEXT, whose lines begin with "  > " or four blanks. */
static void strip_sentences(char *text)
{
	char *to = text;

	for (const char *line = text; *line;) {
		size_t bytes = strcspn(line, "\n") + 1;

		if (strncmp(line, "  > ", 4) != 0 && strncmp(line, "    ", 4) != 0) {
			memmove(to, line, bytes);
			to += bytes;
		}
		line += bytes;
	}
	*to = '\0';
}

START_TEST(with_sentences_each_block_stands_for_itself)
{
	measure(7, two_kinds);
	char *body = xstrdup(table(true, utf8_120));

	strip_sentences(body);
	ck_assert_str_eq(body,
		"sleep  96 × 4 ms  loop 0.39 s, CPU busy 1 %: waiting\n"
		"  workers       1      2 cores  4      8               best of ideal\n"
		"  thread-pool   1.0×   2.0×     4.0×   7.9×   ± 1 %    ███████████████████████▊▏\n"
		"  process-pool  1.0×   2.0×     4.0×   7.9×   ± 1 %    ███████████████████████▊▏\n"
		"\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  workers       1      2 cores  4      8               best of ideal\n"
		"  thread-pool   1.00×  1.97×    1.97×  1.97×  ± 0.6 %  ███████████████████████▋▏\n"
		"  process-pool  1.00×  1.97×    1.97×  1.97×  ± 0.6 %  "
		"███████████████████████▋▏\n");
	free(body);
}
END_TEST

START_TEST(sentences_are_no_wider_than_is_good_to_read)
{
	measure(7, two_kinds);
	assert_width(table(true, utf8_200), 100);
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

START_TEST(no_line_is_wider_than_the_terminal)
{
	static const uint32_t workers[] = {1, 2, 3, 4, 6, 8, 12, 16, 17, 24, 32, 48, 64};
	struct text lines = {0};

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

			table_heading(&judgement, 24, "results/local/latest", &style, &lines);
			table_body(&judgement, true, &style, &lines);
			assert_width(lines.text, columns);
			text_finish(&lines);
		}
	}
}
END_TEST

/* Joins the lines of sentences that were wrapped. */
static void unwrap(char *text)
{
	for (char *at = text; (at = strstr(at, "\n    "));) {
		*at++ = ' ';
		memmove(at, at + 4, strlen(at + 4) + 1);
	}
}

START_TEST(sentences_follow_each_block)
{
	struct text sentences = {0};
	struct losses losses;
	struct table_style style = {.utf8 = true, .columns = 240};

	measure(7, two_kinds);
	char *body = xstrdup(table(true, style));
	unwrap(body);
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
	free(body);
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

/* What table_part makes of the samples as they are now in LINES lines. */
static char *part_of(const char *now, size_t lines)
{
	struct text part = {0};

	table(false, utf8_80); /* judges */
	table_part(&judgement, &utf8_80, now, lines, &part);
	return part.text;
}

START_TEST(on_a_low_screen_footnotes_go_first)
{
	measure(7, two_kinds);
	fixture_fail(&samples, "sleep/thread-pool/8", 7, SAMPLE_FAILED, "39 of 100 started");
	char *part = part_of(NULL, 7);

	ck_assert_str_eq(part,
		"  workers       1      2 cores  4      8               best of ideal\n"
		"sleep   96 × 4 ms        loop 0.39 s, CPU busy 1 %: waiting\n"
		"  thread-pool   1.0×   2.0×     4.0×   7.9×¹  ± 1 %    ███████████████████████▋▏\n"
		"  process-pool  1.0×   2.0×     4.0×   7.9×   ± 1 %    ███████████████████████▊▏\n"
		"primes  below 4 000 000  loop 0.24 s, CPU busy 100 %: computing\n"
		"  thread-pool   1.00×  1.97×    1.97×  1.97×  ± 0.6 %  ███████████████████████▋▏\n"
		"  process-pool  1.00×  1.97×    1.97×  1.97×  ± 0.6 %  "
		"███████████████████████▋▏\n");
	free(part);
}
END_TEST

START_TEST(then_the_workload_being_measured_stays)
{
	measure(7, two_kinds);
	char *part = part_of("primes:limit=4e6/thread-pool/4", 6);

	ck_assert_ptr_nonnull(strstr(part, "\nprimes  below 4 000 000"));
	ck_assert_ptr_null(strstr(part, "sleep"));
	ck_assert_ptr_nonnull(strstr(part, "\n(1 of 2 workloads: the others at the end)\n"));
	free(part);
	part = part_of("what is no cell", 5);
	ck_assert_ptr_nonnull(strstr(part, "\nsleep "));
	free(part);
	ck_assert_ptr_null(part_of("primes:limit=4e6/thread-pool/4", 4));
	ck_assert_ptr_null(part_of(NULL, 0));
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

int main(void)
{
	Suite *suite = suite_create("table");
	TCase *tcase = tcase_create("table");

	tcase_add_checked_fixture(tcase, NULL, finish);
	tcase_add_test(tcase, on_a_wide_terminal_nothing_moves);
	tcase_add_test(tcase, on_80_columns_the_counts_have_a_line);
	tcase_add_test(tcase, on_60_columns_headings_fold);
	tcase_add_test(tcase, bars_take_the_room_that_is_left);
	tcase_add_test(tcase, without_utf8_signs_are_ascii);
	tcase_add_test(tcase, with_sentences_each_block_stands_for_itself);
	tcase_add_test(tcase, sentences_are_no_wider_than_is_good_to_read);
	tcase_add_test(tcase, many_points_fold_into_bands_of_equal_length);
	tcase_add_test(tcase, a_label_of_half_the_width_has_its_own_line);
	tcase_add_test(tcase, no_line_is_wider_than_the_terminal);
	tcase_add_test(tcase, sentences_follow_each_block);
	tcase_add_test(tcase, the_counts_are_said_again_after_thirty_lines);
	tcase_add_test(tcase, on_a_low_screen_footnotes_go_first);
	tcase_add_test(tcase, then_the_workload_being_measured_stays);
	tcase_add_test(tcase, the_heading_says_machine_rounds_time_and_place);
	suite_add_tcase(suite, tcase);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
