/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values with units: exact numbers, ranges, units, and normal forms. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "params.h"
#include "trial/spec.h"

/* The value of PARAM that TEXT stands for; the test fails if it is refused. */
static union value read_value(int param, const char *text)
{
	union value value;
	char expected[SPEC_ERROR_BYTES] = "";

	ck_assert_msg(value_parse(&params[param], text, &value, expected, sizeof(expected)),
		"'%s': %s", text, expected);
	return value;
}

static const struct {
	int param;
	const char *text;
	uint64_t number;
	const char *canonical;
} numbers[] = {
	{LIMIT, "2", 2, "2"},
	{LIMIT, "4000000", 4000000, "4e6"},
	{LIMIT, "4e6", 4000000, "4e6"},
	{LIMIT, "4E+6", 4000000, "4e6"},
	{LIMIT, "4.0e6", 4000000, "4e6"},
	{LIMIT, "40000e-1", 4000, "4000"},
	{LIMIT, "1.5e3", 1500, "1500"},
	{LIMIT, "10000", 10000, "1e4"},
	{LIMIT, "1e12", 1000000000000, "1e12"},
	{LIMIT, "123450000", 123450000, "12345e4"},
	{LIMIT, "0096", 96, "96"},
	{PER_TASK, "18446744073709551615", UINT64_MAX, "18446744073709551615"},
	{PER_TASK, "18446744073709551614", UINT64_MAX - 1, "18446744073709551614"},
	{PER_TASK, "9007199254740993", 9007199254740993, "9007199254740993"}, /* 2^53 + 1 */
	{PER_TASK, "1e19", UINT64_C(10000000000000000000), "1e19"},
	{DURATION, "4ms", 4000000, "4ms"},
	{DURATION, "4000us", 4000000, "4ms"},
	{DURATION, "0.004s", 4000000, "4ms"},
	{DURATION, "4e-3s", 4000000, "4ms"},
	{DURATION, "4.35ms", 4350000, "4350us"}, /* 4.35 * 1e6 is no whole double */
	{DURATION, "1.1us", 1100, "1100ns"},
	{DURATION, "0.000000001s", 1, "1ns"},
	{DURATION, "1min", 60000000000, "1min"},
	{DURATION, "60s", 60000000000, "1min"},
	{DURATION, "90s", 90000000000, "90s"},
	{DURATION, "0.1min", 6000000000, "6s"},
	{DURATION, "0ns", 0, "0ns"},
	{DURATION, "0e-9999999999999999999s", 0, "0ns"},
	{BYTES, "65536", 65536, "64KiB"},
	{BYTES, "64KiB", 65536, "64KiB"},
	{BYTES, "1.5MiB", 1572864, "1536KiB"},
	{BYTES, "0.5KiB", 512, "512"},
	{BYTES, "7B", 7, "7"},
	{BYTES, "1MB", 1000000, "1000000"},
	{BYTES, "1024kB", 1024000, "1000KiB"},
	{BYTES, "1GiB", 1073741824, "1GiB"},
	{BYTES, "2GB", 2000000000, "1953125KiB"},
	{BYTES, "1e3KiB", 1024000, "1000KiB"},
	{CHUNK, "auto", 0, "auto"},
	{CHUNK, "0", 0, "auto"},
	{CHUNK, "64", 64, "64"},
};

START_TEST(a_number_is_read_exactly_and_written_in_its_normal_form)
{
	char text[VALUE_TEXT_BYTES];
	union value value = read_value(numbers[_i].param, numbers[_i].text);

	ck_assert_uint_eq(value.count, numbers[_i].number);
	value_format(&params[numbers[_i].param], &value, text, sizeof(text));
	ck_assert_str_eq(text, numbers[_i].canonical);
	/* and the normal form is read back as the same */
	value = read_value(numbers[_i].param, text);
	ck_assert_uint_eq(value.count, numbers[_i].number);
}
END_TEST

static const struct {
	int param;
	const char *text, *expected;
} refused[] = {
	{LIMIT, "", "expected a whole number from 2 to 1e12"},
	{LIMIT, "1", "expected a whole number from 2 to 1e12"},
	{LIMIT, "0", "expected a whole number from 2 to 1e12"},
	{LIMIT, "-3", "expected a whole number"},
	{LIMIT, "+3", "expected a whole number"},
	{LIMIT, " 3", "expected a whole number"},
	{LIMIT, "3 ", "expected a whole number"},
	{LIMIT, "abc", "expected a whole number"},
	{LIMIT, "4k", "expected a whole number"},
	{LIMIT, "4e", "expected a whole number"},
	{LIMIT, "4e+", "expected a whole number"},
	{LIMIT, "0x10", "expected a whole number"},
	{LIMIT, "1.5", "expected a whole number"},
	{LIMIT, "1.2.3", "expected a whole number"},
	{LIMIT, "1e-3", "expected a whole number"},
	{LIMIT, "nan", "expected a whole number"},
	{LIMIT, "inf", "expected a whole number"},
	{LIMIT, "1000000000001", "expected a whole number from 2 to 1e12"},
	{LIMIT, "1e13", "expected a whole number"},
	{LIMIT, "1e400", "expected a whole number"},
	{LIMIT, "1e9999999999999999999", "expected a whole number"},
	{LIMIT, "1e-9999999999999999999", "expected a whole number"},
	{PER_TASK, "18446744073709551616", "expected a whole number"},
	{PER_TASK, "1844674407370955161600", "expected a whole number"},
	{PER_TASK, "2e19", "expected a whole number"},
	{DURATION, "4", "expected a unit after the number, one of ns, us, ms, s, min"},
	{DURATION, "4msec", "'msec' is no unit; expected one of ns, us, ms, s, min"},
	{DURATION, "4 ms", "' ms' is no unit"},
	{DURATION, "ms", "expected a duration such as 4ms from 0ns to 10min"},
	{DURATION, "11min", "from 0ns to 10min"},
	{DURATION, "0.5ns", "expected a duration"},
	{DURATION, "400000000min", "expected a duration"},
	{DURATION, "18446744073709551615min", "expected a duration"},
	{BYTES, "64KB", "'KB' is no unit; expected one of B, KiB, MiB, GiB, kB, MB, GB"},
	{BYTES, "0", "expected a size such as 64KiB from 1 to 1024GiB"},
	{BYTES, "0.5B", "expected a size"},
	{BYTES, "18014398509481984KiB", "expected a size"}, /* 2^64 */
	{BYTES, "18014398509481985KiB", "expected a size"}, /* 2^64 + 1024 */
	{CHUNK, "x", "expected a whole number from 1 to 1e6, or auto"},
	{CHUNK, "automatic", "or auto"},
	{PATTERN, "rampant", "expected one of constant, ramp, reversed"},
	{PATTERN, "", "expected one of"},
	{SHARE, "", "expected a number such as 0.25"},
	{SHARE, "-0.5", "expected a number"},
	{SHARE, "nan", "expected a number"},
	{SHARE, "inf", "expected a number"},
	{SHARE, "1e999", "expected a number"},
	{SHARE, "0x1p3", "expected a number"},
	{SHARE, "0.5x", "expected a number"},
	{FILE_NAME, "", "expected printable ASCII"},
	{FILE_NAME, "a,b", "expected printable ASCII"},
	{FILE_NAME, "a/b", "expected printable ASCII"},
	{FILE_NAME, "a b", "expected printable ASCII"},
	{FILE_NAME, "a\tb", "expected printable ASCII"},
	{FILE_NAME, "$HOME", "expected printable ASCII"},
	{FILE_NAME, "a`b`", "expected printable ASCII"},
	{FILE_NAME, "a'b", "expected printable ASCII"},
	{FILE_NAME, "a\"b", "expected printable ASCII"},
	{FILE_NAME, "<b>", "expected printable ASCII"},
	{FILE_NAME, "a|b", "expected printable ASCII"},
	{FILE_NAME, "a;b", "expected printable ASCII"},
	{FILE_NAME, "gr\xc3\xb6\xc3\x9f", "expected printable ASCII"},
};

START_TEST(a_bad_value_is_refused_with_what_was_expected)
{
	union value value;
	char expected[SPEC_ERROR_BYTES / 2] = "";

	ck_assert_msg(!value_parse(&params[refused[_i].param], refused[_i].text, &value, expected,
			      sizeof(expected)),
		"let in: '%s'", refused[_i].text);
	ck_assert_msg(strstr(expected, refused[_i].expected) != NULL, "'%s': %s", refused[_i].text,
		expected);
}
END_TEST

START_TEST(reals_are_written_so_that_they_come_back)
{
	static const struct {
		const char *text, *canonical;
	} reals[] = {{"0.25", "0.25"}, {"20%", "0.2"}, {"0.5%", "0.005"}, {"0.1", "0.1"},
		{"100", "100"}, {"1e3", "1000"}, {"0.30000000000000004", "0.30000000000000004"},
		{"0", "0"}, {"1e-300", "1e-300"}};
	char text[VALUE_TEXT_BYTES];

	for (size_t i = 0; i < sizeof(reals) / sizeof(reals[0]); i++) {
		union value value = read_value(SHARE, reals[i].text);

		value_format(&params[SHARE], &value, text, sizeof(text));
		ck_assert_str_eq(text, reals[i].canonical);
		ck_assert_double_eq(read_value(SHARE, text).real, value.real);
	}
}
END_TEST

START_TEST(a_value_is_cut_off_at_the_room_there_is)
{
	char text[4] = "###";
	union value value = {.count = 1234567};

	value_format(&params[LIMIT], &value, text, sizeof(text));
	ck_assert_str_eq(text, "123");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("value");
	TCase *tests = tcase_create("value");
	SRunner *runner = srunner_create(suite);

	tcase_add_loop_test(tests, a_number_is_read_exactly_and_written_in_its_normal_form, 0,
		sizeof(numbers) / sizeof(numbers[0]));
	tcase_add_loop_test(tests, a_bad_value_is_refused_with_what_was_expected, 0,
		sizeof(refused) / sizeof(refused[0]));
	tcase_add_test(tests, reals_are_written_so_that_they_come_back);
	tcase_add_test(tests, a_value_is_cut_off_at_the_room_there_is);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
