/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the small words: digits that follow the precision, ASCII for signs, wrapped lines. */
#include "show/words.h"

#include <check.h>
#include <stdint.h>
#include <stdlib.h>

/* The text of a speedup MID known to +- HALF (a share of it). */
static const char *speedup_text(double mid, double half, bool exact)
{
	static char text[32];
	struct interval interval = {mid, mid * (1 - half), mid * (1 + half), exact};

	words_speedup(&interval, text, sizeof(text));
	return text;
}

START_TEST(two_decimals_need_an_interval_narrower_than_a_hundredth)
{
	ck_assert_str_eq(speedup_text(1.968, 0.006, true), "1.97×");
	ck_assert_str_eq(speedup_text(1.968, 0.012, true), "2.0×");
	ck_assert_str_eq(speedup_text(1.968, 0.006, false), "2.0×");
}
END_TEST

START_TEST(large_speedups_have_fewer_decimals_and_small_ones_more)
{
	ck_assert_str_eq(speedup_text(15.83, 0.005, true), "15.8×");
	ck_assert_str_eq(speedup_text(15.83, 0.02, true), "16×");
	ck_assert_str_eq(speedup_text(123.4, 0.005, true), "123×");
	ck_assert_str_eq(speedup_text(0.517, 0.05, true), "0.52×");
	ck_assert_str_eq(speedup_text(0.0517, 0.05, true), "0.052×");
	ck_assert_str_eq(speedup_text(0.00517, 0.05, true), "0.0052×");
	ck_assert_str_eq(speedup_text(0.0000517, 0.05, true), "<0.001×");
}
END_TEST

START_TEST(a_speedup_that_rounds_up_to_ten_has_the_digits_of_ten)
{
	ck_assert_str_eq(speedup_text(9.97, 0.005, true), "10.0×");
	ck_assert_str_eq(speedup_text(9.97, 0.05, true), "10×");
	ck_assert_str_eq(speedup_text(99.7, 0.005, true), "100×");
	ck_assert_str_eq(speedup_text(0.997, 0.05, true), "1.0×");
}
END_TEST

START_TEST(what_differs_from_one_does_not_look_like_one)
{
	ck_assert_str_eq(speedup_text(1.04, 0.05, true), "1.0×");
	ck_assert_str_eq(speedup_text(1.04, 0.02, true), "1.04×");
	ck_assert_str_eq(speedup_text(0.96, 0.05, true), "1.0×");
	ck_assert_str_eq(speedup_text(0.96, 0.02, true), "0.96×");
	ck_assert_str_eq(speedup_text(1.004, 0.008, true), "1.00×");
	ck_assert_str_eq(speedup_text(1.004, 0.002, true), "1.004×");
	ck_assert_str_eq(speedup_text(1.04, 0.02, false), "1.0×");
}
END_TEST

START_TEST(a_half_width_is_never_nothing)
{
	char text[32];
	static const struct {
		double share;
		const char *text;
	} cases[] = {{0, "± 0.1 %"}, {0.00001, "± 0.1 %"}, {0.006, "± 0.6 %"}, {0.0094, "± 0.9 %"},
		{0.0096, "± 1 %"}, {0.021, "± 2 %"}, {1.5, "± 150 %"}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		words_half_width(cases[i].share, text, sizeof(text));
		ck_assert_str_eq(text, cases[i].text);
	}
}
END_TEST

START_TEST(marks_are_raised_numbers)
{
	char text[32];

	words_mark(3, text, sizeof(text));
	ck_assert_str_eq(text, "³");
	words_mark(10, text, sizeof(text));
	ck_assert_str_eq(text, "¹⁰");
}
END_TEST

START_TEST(signs_have_ascii_forms)
{
	char text[64];

	words_fold("96 × 4 µs · ± 2 % – 8.0×¹² é", false, text, sizeof(text));
	ck_assert_str_eq(text, "96 x 4 us - +- 2 % - 8.0x[12] ?");
	words_fold("96 × 4 µs · ± 2 % – 8.0×¹² é", true, text, sizeof(text));
	ck_assert_str_eq(text, "96 × 4 µs · ± 2 % – 8.0×¹² é");
}
END_TEST

START_TEST(control_characters_never_pass)
{
	char text[64];

	words_fold("a\033[31mb\nc\x9b", true, text, sizeof(text));
	ck_assert_str_eq(text, "a?[31mb?c?");
	words_fold("a\033[31mb\nc\x9b", false, text, sizeof(text));
	ck_assert_str_eq(text, "a?[31mb?c?");
}
END_TEST

static char *wrapped(const char *words, size_t columns)
{
	struct text text = {0};

	words_wrap(&text, "> ", "  ", words, columns);
	return text.text;
}

START_TEST(lines_break_between_words_and_hang)
{
	char *text = wrapped("one two three four", 11);

	ck_assert_str_eq(text, "> one two\n  three\n  four\n");
	free(text);
	text = wrapped("one two three four", 20);
	ck_assert_str_eq(text, "> one two three four\n");
	free(text);
}
END_TEST

START_TEST(a_word_that_is_too_long_stands_alone)
{
	char *text = wrapped("in /a/very/long/path/indeed now", 12);

	ck_assert_str_eq(text, "> in\n  /a/very/long/path/indeed\n  now\n");
	free(text);
}
END_TEST

START_TEST(numbers_keep_their_signs_groups_and_units)
{
	static const char *const together[] = {
		"(± 2 %)", "4 000 000", "24 s", "24 s,", "0.39 ms.", "+- 2 %", "3 min"};

	for (size_t i = 0; i < sizeof(together) / sizeof(together[0]); i++) {
		char *words = xasprintf("a %s", together[i]);
		char *expected = xasprintf("> a\n  %s\n", together[i]);
		char *text = wrapped(words, 5);

		ck_assert_str_eq(text, expected);
		free(words);
		free(expected);
		free(text);
	}
	char *text = wrapped("at 4000 forks", 10);
	ck_assert_str_eq(text, "> at 4000\n  forks\n");
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("words");
	TCase *tests = tcase_create("words");

	tcase_add_test(tests, two_decimals_need_an_interval_narrower_than_a_hundredth);
	tcase_add_test(tests, large_speedups_have_fewer_decimals_and_small_ones_more);
	tcase_add_test(tests, a_speedup_that_rounds_up_to_ten_has_the_digits_of_ten);
	tcase_add_test(tests, what_differs_from_one_does_not_look_like_one);
	tcase_add_test(tests, a_half_width_is_never_nothing);
	tcase_add_test(tests, marks_are_raised_numbers);
	tcase_add_test(tests, signs_have_ascii_forms);
	tcase_add_test(tests, control_characters_never_pass);
	tcase_add_test(tests, lines_break_between_words_and_hang);
	tcase_add_test(tests, a_word_that_is_too_long_stands_alone);
	tcase_add_test(tests, numbers_keep_their_signs_groups_and_units);
	suite_add_tcase(suite, tests);

	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
