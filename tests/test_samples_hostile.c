/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results files that are damaged, foreign or made to harm: each bad line is told and left out. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "samples.h"
#include "scratch.h"
#include "plain_lines.h"
#include "text.h"

static char *folder;

static void make_folder(void)
{
	folder = scratch_create();
}

static void remove_folder(void)
{
	scratch_destroy(folder);
}

static void place(const char *text, size_t length)
{
	char *path = xasprintf("%s/samples.jsonl", folder);

	ck_assert(write_file(path, text, length));
	free(path);
}

/* Reads a file of the run line, LINE and a good line. LINE must be left out; returns what was said. */
static char *refuse_line(const char *line)
{
	struct samples samples;
	struct text file = {0};

	text_add(&file, "%s%s\n%s\n", RUN, line, SAMPLE("\"total_ns\":5"));
	place(file.text, file.length);
	capture_start();
	bool read = samples_read(folder, false, &samples);
	char *said = capture_end();
	ck_assert_msg(read, "%s", said);
	ck_assert_uint_eq(samples.sound_bytes, file.length);
	text_finish(&file);
	ck_assert_msg(samples.bad_line_count == 1 && samples.count == 1, "let in: %s", line);
	ck_assert_uint_eq(samples.sample[0].total_ns, 5);
	ck_assert_msg(strstr(said, "samples.jsonl:2: left out: ") != NULL, "%s", said);
	ck_assert_ptr_eq(strchr(said, '\n'), said + strlen(said) - 1);
	samples_finish(&samples);
	return said;
}

static void assert_refused(const char *line, const char *because)
{
	char *said = refuse_line(line);

	ck_assert_msg(strstr(said, because) != NULL, "%s: %s", line, said);
	free(said);
}

START_TEST(the_plain_line_is_let_in)
{
	struct samples samples;

	place(RUN SAMPLE("\"total_ns\":1") "\n", strlen(RUN SAMPLE("\"total_ns\":1") "\n"));
	ck_assert(samples_read(folder, false, &samples));
	ck_assert_uint_eq(samples.count, 1);
	ck_assert_uint_eq(samples.sample[0].cpu_ns, SAMPLE_UNKNOWN);
	ck_assert_str_eq(samples.run.machine.cpu_model, "");
	ck_assert_str_eq(samples.run.workloads[0].work, "");
	samples_finish(&samples);
}
END_TEST

static const struct {
	const char *line, *because;
} hostile[] = {
	{"", "column"},
	{"garbage", "column"},
	{"[1,2,3]", "no JSON object"},
	{"{}", "neither sample nor note"},
	{"{\"type\":17}", "neither sample nor note"},
	{"{\"type\":\"advert\"}", "type 'advert'"},
	{RUN_HEAD, "column"},
	{"{" RUN_HEAD "\"seed\":\"1\"}", "type 'run'"},
	{"{\"type\":\"note\"}", "a note without text"},
	{SAMPLE("\"total_ns\":5") "}", "column"},
	{"{" PLACE CELL OK "\"total_ns\":5", "column"},
	/* numbers */
	{SAMPLE("\"total_ns\":-1"), "total_ns"},
	{SAMPLE("\"total_ns\":0"), "without a total_ns above 0"},
	{SAMPLE("\"ready_ns\":0"), "without a total_ns above 0"},
	{SAMPLE("\"total_ns\":null"), "without a total_ns above 0"},
	{SAMPLE("\"total_ns\":1.5"), "total_ns is no whole number"},
	{SAMPLE("\"total_ns\":1e9"), "total_ns is no whole number"},
	{SAMPLE("\"total_ns\":NaN"), "column"},
	{SAMPLE("\"total_ns\":Infinity"), "column"},
	{SAMPLE("\"total_ns\":1e999"), "column"},
	{SAMPLE("\"total_ns\":99999999999999999999"), "column"},
	{SAMPLE("\"total_ns\":1000000000000000001"), "total_ns is no whole number"},
	{SAMPLE("\"total_ns\":\"5\""), "total_ns is no whole number"},
	{SAMPLE("\"total_ns\":true"), "total_ns is no whole number"},
	{SAMPLE("\"total_ns\":5,\"total_ns\":6"), "duplicate"},
	{SAMPLE("\"total_ns\":5,\"answer\":7"), "answer"},
	{SAMPLE("\"total_ns\":5,\"answer\":\"-7\""), "answer"},
	{SAMPLE("\"total_ns\":5,\"answer\":\"18446744073709551616\""), "answer"},
	{SAMPLE("\"total_ns\":5,\"answer\":\"7 \""), "answer"},
	{"{" CELL OK "\"type\":\"sample\",\"seq\":-1,\"round\":1,\"total_ns\":5}", "seq"},
	{"{" CELL OK "\"type\":\"sample\",\"round\":1,\"total_ns\":5}", "seq is missing"},
	{"{" CELL OK "\"type\":\"sample\",\"seq\":1,\"round\":4294967297,\"total_ns\":5}", "round"},
	{"{" CELL OK "\"type\":\"sample\",\"seq\":1,\"round\":1000001,\"total_ns\":5}", "round"},
	/* words */
	{"{" PLACE CELL "\"role\":\"cell\",\"total_ns\":5}", "status is missing"},
	{"{" PLACE CELL "\"role\":\"cell\",\"status\":\"FINE\"}", "status is unknown: 'FINE'"},
	{"{" PLACE CELL "\"role\":\"king\",\"status\":\"OK\"}", "role is unknown: 'king'"},
	{"{" PLACE CELL "\"role\":[],\"status\":\"OK\"}", "role is missing"},
	{SAMPLE("\"total_ns\":5,\"reason\":{}"), "reason"},
	/* cells */
	{"{" PLACE OK "\"total_ns\":5}", "cell is missing"},
	{"{" PLACE OK "\"cell\":7,\"total_ns\":5}", "cell is no string"},
	{"{" PLACE OK "\"cell\":\"sleep/sequential/2\",\"total_ns\":5}", "the run has no cell"},
	{"{" PLACE OK "\"cell\":\"\",\"total_ns\":5}", "characters that no spec has"},
	{"{" PLACE OK "\"cell\":\"sleep/$(reboot)/1\",\"total_ns\":5}", "characters"},
	{"{" PLACE OK "\"cell\":\"a\\u001b[2J\",\"total_ns\":5}", "characters"},
	{"{" PLACE OK "\"cell\":\"a\\u0000b\",\"total_ns\":5}", "column"},
	{"{" PLACE OK "\"cell\":\"\xff\",\"total_ns\":5}", "column"},
	/* workers */
	{SAMPLE("\"total_ns\":5,\"workers\":[]"), "workers.count is missing"},
	{SAMPLE("\"total_ns\":5,\"workers\":{\"count\":4000000000}"), "workers.count"},
	{SAMPLE("\"total_ns\":5,\"workers\":{\"count\":2,\"tasks\":[1]}"), "no list of 2"},
	{SAMPLE("\"total_ns\":5,\"workers\":{\"count\":2,\"tasks\":7}"), "no list of 2"},
	{SAMPLE("\"total_ns\":5,\"workers\":{\"count\":65,\"tasks\":[1,2]}"), "no list of 5"},
	{SAMPLE("\"total_ns\":5,\"workers\":{\"count\":1,\"tasks\":[-4]}"), "tasks"},
	{SAMPLE("\"total_ns\":5,\"workers\":{\"count\":1,\"cpu\":[2147483648]}"), "cpu"},
	{SAMPLE("\"total_ns\":5,\"workers\":{\"count\":1,\"cpu\":[0,1]}"), "no list of 1"},
	{SAMPLE("\"total_ns\":5,\"workers\":{\"count\":1,\"begin_cpu\":[2147483648]}"),
		"begin_cpu"},
	{SAMPLE("\"total_ns\":5,\"workers\":{\"count\":1,\"migrations\":[-1]}"), "migrations"},
	{SAMPLE("\"total_ns\":5,\"rusage\":[1]"), "object"},
	{SAMPLE("\"total_ns\":5,\"rusage\":{\"user_ns\":-3}"), "user_ns"},
};

START_TEST(a_hostile_line_is_told_and_left_out)
{
	assert_refused(hostile[_i].line, hostile[_i].because);
}
END_TEST

START_TEST(what_is_said_of_a_line_has_no_terminal_escapes)
{
	char *said = refuse_line("{\"type\":\"\\u001b]0;owned\\u0007\\u009b2J\"}");

	ck_assert_ptr_null(strchr(said, '\033'));
	ck_assert_ptr_null(strchr(said, '\007'));
	ck_assert_ptr_null(strstr(said, "\xc2\x9b"));
	free(said);
	said = refuse_line("\033[2J");
	ck_assert_ptr_null(strchr(said, '\033'));
	free(said);
}
END_TEST

START_TEST(a_deeply_nested_line_is_left_out)
{
	char *line = xcalloc(100001, 1);

	memset(line, '[', 100000);
	assert_refused(line, "column");
	free(line);
}
END_TEST

/* A sample line of LENGTH bytes that is fine but for its length. */
static char *long_line(size_t length)
{
	static const char begin[] = "{" PLACE CELL OK "\"total_ns\":5,\"more\":\"";

	return xasprintf("%s%0*d\"}", begin, (int)(length - strlen(begin) - 2), 0);
}

START_TEST(a_line_longer_than_a_mebibyte_is_left_out)
{
	static const size_t lengths[] = {SAMPLES_LINE_MAX + 1, SAMPLES_LINE_MAX + 2,
		2 * SAMPLES_LINE_MAX + 1, 2 * SAMPLES_LINE_MAX + 2, 5 * SAMPLES_LINE_MAX};

	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		char *line = long_line(lengths[i]);

		assert_refused(line, "longer than 1 MiB");
		free(line);
	}
}
END_TEST

START_TEST(a_line_of_a_mebibyte_is_read)
{
	struct samples samples;
	char *line = long_line(SAMPLES_LINE_MAX);
	char *text = xasprintf("%s%s\n%s\n", RUN, line, line);

	place(text, strlen(text));
	ck_assert(samples_read(folder, false, &samples));
	ck_assert_uint_eq(samples.count, 2);
	ck_assert_uint_eq(samples.sound_bytes, strlen(text));
	samples_finish(&samples);
	free(line);
	free(text);
}
END_TEST

START_TEST(a_torn_line_is_not_sound_however_long)
{
	static const size_t lengths[] = {
		40, SAMPLES_LINE_MAX, SAMPLES_LINE_MAX + 1, 3 * SAMPLES_LINE_MAX};

	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		struct samples samples;
		char *text = xasprintf("%s%0*d", RUN, (int)lengths[i], 0);

		place(text, strlen(text));
		ck_assert(samples_read(folder, true, &samples));
		ck_assert(samples.torn);
		ck_assert_uint_eq(samples.sound_bytes, strlen(RUN));
		ck_assert_uint_eq(samples.bad_line_count, 0);
		samples_finish(&samples);
		free(text);
	}
}
END_TEST

START_TEST(a_nul_in_a_line_does_not_hide_what_follows)
{
	static const char text[] = RUN "{\"type\":\"note\"\0}\n" SAMPLE("\"total_ns\":5") "\n";
	struct samples samples;

	place(text, sizeof(text) - 1);
	ck_assert(samples_read(folder, true, &samples));
	ck_assert_uint_eq(samples.bad_line_count, 1);
	ck_assert_uint_eq(samples.count, 1);
	samples_finish(&samples);
}
END_TEST

START_TEST(a_time_far_beyond_the_timeout_is_left_out)
{
	static const char text[] =
		"{" RUN_HEAD
		"\"timeout_ns\":1000," NUMBERS MACHINE WORKLOADS STRATEGIES POINTS CELLS
		"}\n" SAMPLE("\"total_ns\":10009") "\n" SAMPLE("\"total_ns\":10010") "\n";
	struct samples samples;

	place(text, sizeof(text) - 1);
	capture_start();
	bool read = samples_read(folder, false, &samples);
	char *said = capture_end();
	ck_assert(read);
	ck_assert_uint_eq(samples.count, 1);
	ck_assert_uint_eq(samples.sample[0].total_ns, 10009);
	ck_assert_msg(
		strstr(said, "jsonl:3: left out: ") && strstr(said, "beyond the run's timeout"),
		"%s", said);
	free(said);
	samples_finish(&samples);
}
END_TEST

START_TEST(of_very_many_bad_lines_only_the_number_is_told)
{
	struct samples samples;
	struct text file = {0};
	size_t lines = 0;

	text_add(&file, "%s", RUN);
	for (int i = 0; i < 1000; i++) {
		text_add(&file, "x\n");
	}
	text_add(&file, "torn");
	place(file.text, file.length);
	text_finish(&file);
	capture_start();
	ck_assert(samples_read(folder, false, &samples));
	char *said = capture_end();
	for (const char *c = said; *c; c++) {
		lines += *c == '\n';
	}
	ck_assert_uint_eq(lines, 21);
	ck_assert_ptr_nonnull(strstr(said, "left out: 981 more lines"));
	ck_assert_uint_eq(samples.bad_line_count, 1000);
	free(said);
	samples_finish(&samples);
}
END_TEST

START_TEST(quiet_says_nothing)
{
	struct samples samples;

	place(RUN "x\ntorn", strlen(RUN "x\ntorn"));
	capture_start();
	ck_assert(samples_read(folder, true, &samples));
	char *said = capture_end();
	ck_assert_str_eq(said, "");
	ck_assert_uint_eq(samples.bad_line_count, 1);
	free(said);
	samples_finish(&samples);
}
END_TEST

START_TEST(texts_that_are_shown_are_cleaned)
{
	static const char text[] =
		"{" RUN_HEAD NUMBERS STRATEGIES POINTS CELLS
		",\"machine\":{\"cpu_model\":\"<b>CPU\\u001b[31m\\u202e\"},\"workloads\":[{"
		"\"spec\":"
		"\"sleep\",\"name\":\"sleep\",\"work\":\"96 \xc3\x97 4 ms\\u009b\"}]}\n" SAMPLE(
			"\"total_ns\":5,\"reason\":\"a\\nb\"") "\n";
	struct samples samples;

	place(text, strlen(text));
	ck_assert(samples_read(folder, false, &samples));
	ck_assert_str_eq(samples.run.machine.cpu_model, "<b>CPU?[31m?");
	ck_assert_str_eq(samples.run.workloads[0].work, "96 \xc3\x97 4 ms?");
	ck_assert_str_eq(samples.sample[0].reason, "a?b");
	samples_finish(&samples);
}
END_TEST

START_TEST(a_reason_is_cut_as_it_is_where_it_is_written)
{
	struct samples samples;
	char *text = xasprintf(RUN SAMPLE("\"reason\":\"%0*d\",\"total_ns\":5") "\n", 500000, 0);

	place(text, strlen(text));
	ck_assert(samples_read(folder, false, &samples));
	ck_assert_uint_eq(strlen(samples.sample[0].reason), 1023);
	samples_finish(&samples);
	free(text);
}
END_TEST

START_TEST(of_a_first_line_that_is_too_long_this_is_said)
{
	struct samples samples;
	char *text = xasprintf("{" RUN_HEAD "\"version\":\"%0*d\"}\n", SAMPLES_LINE_MAX, 0);

	place(text, strlen(text));
	capture_start();
	ck_assert(!samples_read(folder, false, &samples));
	char *said = capture_end();
	ck_assert_ptr_nonnull(strstr(said, "samples.jsonl:1: longer than 1 MiB"));
	free(said);
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("samples_hostile");
	TCase *lines = tcase_create("lines");
	SRunner *runner = srunner_create(suite);
	int hostile_count = sizeof(hostile) / sizeof(hostile[0]);

	tcase_add_checked_fixture(lines, make_folder, remove_folder);
	tcase_add_test(lines, the_plain_line_is_let_in);
	tcase_add_loop_test(lines, a_hostile_line_is_told_and_left_out, 0, hostile_count);
	tcase_add_test(lines, what_is_said_of_a_line_has_no_terminal_escapes);
	tcase_add_test(lines, a_deeply_nested_line_is_left_out);
	tcase_add_test(lines, a_line_longer_than_a_mebibyte_is_left_out);
	tcase_add_test(lines, a_line_of_a_mebibyte_is_read);
	tcase_add_test(lines, a_torn_line_is_not_sound_however_long);
	tcase_add_test(lines, a_nul_in_a_line_does_not_hide_what_follows);
	tcase_add_test(lines, a_time_far_beyond_the_timeout_is_left_out);
	tcase_add_test(lines, of_very_many_bad_lines_only_the_number_is_told);
	tcase_add_test(lines, quiet_says_nothing);
	tcase_add_test(lines, texts_that_are_shown_are_cleaned);
	tcase_add_test(lines, a_reason_is_cut_as_it_is_where_it_is_written);
	tcase_add_test(lines, of_a_first_line_that_is_too_long_this_is_said);
	suite_add_tcase(suite, lines);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
