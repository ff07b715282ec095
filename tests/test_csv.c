/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of summary.csv: its columns, what is unknown, and fields that need care. */
#include "show/csv.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "gallery.h"

static struct text text;

static const char *field(const char *value)
{
	text_finish(&text);
	csv_field(&text, value);
	return text.text;
}

/* The line of the summary that begins with START, until the next call. */
static const char *line(const char *start)
{
	text_finish(&text);
	csv_summary(&gallery, &text);
	char *found = strstr(text.text, start);

	ck_assert_msg(found && (found == text.text || found[-1] == '\n'), "no line %s in\n%s",
		start, text.text);
	found[strcspn(found, "\r")] = '\0';
	return found;
}

static void finish(void)
{
	text_finish(&text);
	gallery_finish();
}

START_TEST(plain_fields_stay_as_they_are)
{
	ck_assert_str_eq(field(""), "");
	ck_assert_str_eq(field("primes:limit=4e6"), "primes:limit=4e6");
	ck_assert_str_eq(field("96 × 4 ms"), "96 × 4 ms");
	text_finish(&text);
}
END_TEST

START_TEST(separators_quotes_and_line_ends_are_quoted)
{
	ck_assert_str_eq(field("a:b=1,c=2"), "\"a:b=1,c=2\"");
	ck_assert_str_eq(field("say \"hi\"\""), "\"say \"\"hi\"\"\"\"\"");
	ck_assert_str_eq(field("two\r\nlines"), "\"two\r\nlines\"");
	ck_assert_str_eq(field(" edge"), "\" edge\"");
	text_finish(&text);
}
END_TEST

START_TEST(what_a_spreadsheet_would_run_is_defused)
{
	ck_assert_str_eq(field("=cmd|' /c calc'!A0"), "\"'=cmd|' /c calc'!A0\"");
	ck_assert_str_eq(field("+1"), "\"'+1\"");
	ck_assert_str_eq(field("-1"), "\"'-1\"");
	ck_assert_str_eq(field("@SUM(1)"), "\"'@SUM(1)\"");
	ck_assert_str_eq(field("\t=1"), "\"'\t=1\"");
	ck_assert_str_eq(field("a=1"), "a=1");
	text_finish(&text);
}
END_TEST

START_TEST(there_is_a_line_per_cell_under_the_header)
{
	size_t lines = 0;

	gallery_usual(7);
	csv_summary(&gallery, &text);
	for (const char *at = text.text; (at = strstr(at, "\r\n")) != NULL; at += 2) {
		lines++;
	}
	ck_assert_uint_eq(lines, 1 + gallery_samples.run.cell_count);
	ck_assert_str_eq(line("workload,"),
		"workload,strategy,workers,label,samples,failed,median_ms,median_low_ms,"
		"median_high_ms,min_ms,cpu_ms,speedup,speedup_low,speedup_high,efficiency,flags");
	finish();
}
END_TEST

START_TEST(numbers_stand_with_their_intervals)
{
	gallery_usual(7);
	ck_assert_str_eq(line("sleep,thread-pool,2,"),
		"sleep,thread-pool,2,\"cores, "
		"CPUs\",7,0,196.969696,195.787878,198.151515,195.787878,"
		"3.900000,1.98,1.98,1.98,0.99,");
	ck_assert_str_eq(line("primes:limit=4e6,sequential,1,"),
		"primes:limit=4e6,sequential,1,,14,0,240.000000,238.560000,241.440000,238.560000,"
		"240.000000,1,1,1,1,baseline");
	finish();
}
END_TEST

START_TEST(what_is_unknown_is_empty_and_never_zero)
{
	gallery_usual(7);
	fixture_fail(&gallery_samples, "sleep/thread-pool/8", 0, SAMPLE_TIMED_OUT, "60 s");
	fixture_fail(&gallery_samples, "sleep/process-pool/8", 6, SAMPLE_CRASHED, "worker 1");
	gallery_judge();
	ck_assert_str_eq(line("sleep,thread-pool,8,"),
		"sleep,thread-pool,8,4x,0,7,,,,,,,,,,no-time TIMED-OUT");
	const char *partly = line("sleep,process-pool,8,4x,5,2,");
	ck_assert_ptr_nonnull(strstr(partly, ",no-interval CRASHED"));
	finish();
}
END_TEST

START_TEST(signs_of_disturbance_are_flags_with_their_counts)
{
	gallery_usual(7);
	fixture_disturb(&gallery_samples, "sleep/thread-pool/8", 6);
	gallery_judge();
	const char *cell = line("sleep,thread-pool,8,");
	ck_assert_str_eq(strrchr(cell, ','), ",major-fault:2");
	finish();
}
END_TEST

START_TEST(few_rounds_are_flagged)
{
	gallery_usual(5);
	const char *cell = line("sleep,thread-pool,1,");
	ck_assert_str_eq(strrchr(cell, ','), ",no-interval");
	finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("csv");
	TCase *tcase = tcase_create("csv");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(tcase, plain_fields_stay_as_they_are);
	tcase_add_test(tcase, separators_quotes_and_line_ends_are_quoted);
	tcase_add_test(tcase, what_a_spreadsheet_would_run_is_defused);
	tcase_add_test(tcase, there_is_a_line_per_cell_under_the_header);
	tcase_add_test(tcase, numbers_stand_with_their_intervals);
	tcase_add_test(tcase, what_is_unknown_is_empty_and_never_zero);
	tcase_add_test(tcase, signs_of_disturbance_are_flags_with_their_counts);
	tcase_add_test(tcase, few_rounds_are_flagged);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
