/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trace files: what is written, and what of a hostile one is believed. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scratch.h"
#include "text.h"
#include "traces.h"

static const char header[] =
	"chunk,first_task,tasks,worker,worker_begin_ns,begin_ns,end_ns,cpu_ns,begin_cpu,end_cpu\n";

static char *folder, *path;
static struct sample sample;
static struct trace trace;

static void setup(void)
{
	folder = scratch_create();
	path = xasprintf("%s/traces/203.csv", folder);
	sample_init(&sample);
	sample.seq = 203;
	sample.total_ns = 1000;
	trace = (struct trace){0};
}

static void teardown(void)
{
	char *traces = xasprintf("%s/traces", folder);

	trace_finish(&trace);
	if (access(traces, F_OK) == 0) {
		scratch_destroy(xstrdup(traces));
	}
	free(traces);
	free(path);
	scratch_destroy(folder);
}

static void put(const char *lines)
{
	char *traces = xasprintf("%s/traces", folder);

	mkdir(traces, 0777);
	ck_assert(write_file(path, lines, strlen(lines)));
	free(traces);
}

/* Reads what stands there for 2 workers; what is said goes to SAID, which the caller frees. */
static bool read_back(char **said)
{
	capture_start();
	bool ok = trace_read(folder, &sample, 2, &trace);
	*said = capture_end();
	return ok;
}

START_TEST(a_line_per_chunk_and_what_is_not_known_is_empty)
{
	struct trace_chunk chunks[] = {
		{0, 0, 10, 1, 5, 20, 300, 270, 0, 3},
		{2, 20, 5, 0, SAMPLE_UNKNOWN, 30, SAMPLE_UNKNOWN, SAMPLE_UNKNOWN, 1, -1},
	};
	struct trace written = {chunks, 2, 0};
	char *said;

	ck_assert(trace_write(folder, 203, &written));
	char *text = read_file(path, NULL);
	char *expected =
		xasprintf("%s%s", header, "0,0,10,1,5,20,300,270,0,3\n2,20,5,0,,30,,,1,\n");
	ck_assert_str_eq(text, expected);
	ck_assert(read_back(&said));
	ck_assert_str_eq(said, "");
	ck_assert_uint_eq(trace.count, 2);
	for (size_t i = 0; i < 2; i++) {
		const struct trace_chunk *is = &trace.chunk[i], *was = &chunks[i];

		ck_assert_uint_eq(is->chunk, was->chunk);
		ck_assert_uint_eq(is->first_task, was->first_task);
		ck_assert_uint_eq(is->task_count, was->task_count);
		ck_assert_uint_eq(is->worker, was->worker);
		ck_assert_uint_eq(is->born_ns, was->born_ns);
		ck_assert_uint_eq(is->begin_ns, was->begin_ns);
		ck_assert_uint_eq(is->end_ns, was->end_ns);
		ck_assert_uint_eq(is->cpu_ns, was->cpu_ns);
		ck_assert_int_eq(is->begin_cpu, was->begin_cpu);
		ck_assert_int_eq(is->end_cpu, was->end_cpu);
	}
	free(said);
	free(expected);
	free(text);
}
END_TEST

START_TEST(what_cannot_be_is_reported_by_its_line_and_left_out)
{
	static const struct {
		const char *line, *why;
	} cases[] = {
		{"1,1,1,0,0,10,20,5,0", "expected 10 whole numbers"},
		{"1,1,1,0,0,10,20,5,0,0,0", "expected 10 whole numbers"},
		{"1,1,1,0,0,10,20,5,0,x", "expected 10 whole numbers"},
		{"1,1,1,0,0,10,-20,5,0,0", "expected 10 whole numbers"},
		{"1,1,1,0,0,10,1e2,5,0,0", "expected 10 whole numbers"},
		{"1,1,1,0,0,10,nan,5,0,0", "expected 10 whole numbers"},
		{"1,1,1,0,0,10,18446744073709551616,5,0,0", "expected 10 whole numbers"},
		{"1,1,1,0,0,10,99999999999999999999999999999999,5,0,0",
			"expected 10 whole numbers"},
		{"<script>alert(1)</script>", "expected 10 whole numbers"},
		{"`id`,$(id),|id,0,0,10,20,5,0,0", "expected 10 whole numbers"},
		{"", "expected 10 whole numbers"},
		{"1000000,1,1,0,0,10,20,5,0,0", "no such chunk"},
		{",1,1,0,0,10,20,5,0,0", "no such chunk"},
		{"1,,1,0,0,10,20,5,0,0", "no such chunk"},
		{"1,1,1,2,0,10,20,5,0,0", "no such worker"},
		{"1,1,1,,0,10,20,5,0,0", "no such worker"},
		{"0,1,1,0,0,10,20,5,0,0", "its chunk does not follow the one before"},
		{"1,0,1,0,0,10,20,5,0,0", "its tasks are not behind those of the chunk before"},
		{"1,0,1000000000000000000,0,0,10,20,5,0,0",
			"its tasks are not behind those of the chunk before"},
		{"1,1,1,0,0,,20,5,0,0", "its times make no sense"},
		{"1,1,1,0,0,30,20,,0,0", "its times make no sense"},
		{"1,1,1,0,0,10,1001,5,0,0", "its times make no sense"},
		{"1,1,1,0,0,1001,,,0,0", "its times make no sense"},
		{"1,1,1,0,11,10,20,5,0,0", "its times make no sense"},
		{"1,1,1,0,0,10,20,11,0,0", "its times make no sense"},
		{"1,1,1,0,0,10,,5,0,0", "its times make no sense"},
	};
	char *lines = xasprintf(
		"%s0,0,1,0,0,10,20,5,0,0\n%s\n2,2,1,1,0,10,20,,,\n", header, cases[_i].line);
	char *said;

	put(lines);
	ck_assert(read_back(&said));
	char *expected = xasprintf("manyhands: %s:3: left out: %s\n", path, cases[_i].why);
	ck_assert_str_eq(said, expected);
	ck_assert_uint_eq(trace.count, 2);
	ck_assert_uint_eq(trace.bad_line_count, 1);
	ck_assert_uint_eq(trace.chunk[1].chunk, 2);
	ck_assert_int_eq(trace.chunk[1].begin_cpu, -1);
	free(expected);
	free(said);
	free(lines);
}
END_TEST

START_TEST(a_task_belongs_to_one_chunk)
{
	struct text lines = {0};
	char *said;
	uint64_t tasks = 0;

	text_add(&lines, "%s", header);
	for (int i = 0; i < 1000; i++) { /* each claims all tasks */
		text_add(&lines, "%d,0,1000000,0,0,10,20,5,0,0\n", i);
	}
	put(lines.text);
	ck_assert(read_back(&said));
	for (size_t i = 0; i < trace.count; i++) {
		tasks += trace.chunk[i].task_count;
	}
	ck_assert_uint_eq(tasks, 1000000);
	ck_assert_uint_eq(trace.bad_line_count, 999);
	free(said);
	text_finish(&lines);
}
END_TEST

START_TEST(a_torn_last_line_is_left_out)
{
	char *lines = xasprintf("%s0,0,1,0,0,10,20,5,0,0\n1,1,1,0,0,20,30,5,0,1", header), *said;

	put(lines);
	ck_assert(read_back(&said));
	ck_assert_ptr_nonnull(strstr(said, "203.csv:3: left out: torn, its end is missing"));
	ck_assert_uint_eq(trace.count, 1);
	free(said);
	free(lines);
}
END_TEST

START_TEST(a_file_of_nonsense_is_reported_briefly)
{
	struct text lines = {0};
	char *said;

	text_add(&lines, "%s", header);
	for (int i = 0; i < 1000; i++) {
		text_add(&lines, "\033[2J%d\n", i);
	}
	put(lines.text);
	ck_assert(!read_back(&said));
	ck_assert_ptr_nonnull(strstr(said, ":2: left out"));
	ck_assert_ptr_null(strstr(said, ":22: left out"));
	ck_assert_ptr_nonnull(strstr(said, "left out: 980 more lines"));
	ck_assert_ptr_nonnull(strstr(said, "203.csv holds no chunk"));
	ck_assert_ptr_null(strchr(said, '\033'));
	free(said);
	text_finish(&lines);
}
END_TEST

START_TEST(what_is_no_trace_is_not_read)
{
	char *said;

	ck_assert(!read_back(&said));
	ck_assert_ptr_nonnull(strstr(said, "203.csv: No such file"));
	free(said);
	put("seq,cell\n0,0,1,0,0,10,20,5,0,0\n");
	ck_assert(!read_back(&said));
	ck_assert_ptr_nonnull(strstr(said, "203.csv:1: this is no trace of manyhands"));
	free(said);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert(!read_back(&said));
	ck_assert_ptr_nonnull(strstr(said, "203.csv is not a plain file"));
	free(said);
	ck_assert_int_eq(unlink(path), 0);
	put("");
	ck_assert_int_eq(truncate(path, 250000001), 0);
	ck_assert(!read_back(&said));
	ck_assert_ptr_nonnull(strstr(said, "203.csv is larger than a trace can be"));
	free(said);
}
END_TEST

START_TEST(a_sample_that_was_killed_has_no_end_to_exceed)
{
	char *lines = xasprintf("%s0,0,1,0,0,10,2000000,5,0,0\n1,1,1,1,0,3000000,,,0,\n", header);
	char *said;

	sample.total_ns = SAMPLE_UNKNOWN;
	put(lines);
	ck_assert(read_back(&said));
	ck_assert_str_eq(said, "");
	ck_assert_uint_eq(trace.count, 2);
	ck_assert_uint_eq(trace.chunk[1].end_ns, SAMPLE_UNKNOWN);
	free(said);
	free(lines);
}
END_TEST

START_TEST(an_old_trace_stays_whole_where_a_new_one_cannot_be_written)
{
	struct trace_chunk chunk = {.end_ns = 1};
	struct trace written = {&chunk, 1, 0};
	char *elsewhere = xasprintf("%s/none", folder);

	ck_assert(trace_write(folder, 203, &written));
	capture_start();
	ck_assert(!trace_write(elsewhere, 203, &written));
	char *said = capture_end();
	ck_assert_ptr_nonnull(strstr(said, "none/traces: No such file"));
	ck_assert_int_eq(access(path, F_OK), 0);
	free(said);
	free(elsewhere);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("traces");
	TCase *tcase = tcase_create("traces");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, a_line_per_chunk_and_what_is_not_known_is_empty);
	tcase_add_loop_test(tcase, what_cannot_be_is_reported_by_its_line_and_left_out, 0, 26);
	tcase_add_test(tcase, a_task_belongs_to_one_chunk);
	tcase_add_test(tcase, a_torn_last_line_is_left_out);
	tcase_add_test(tcase, a_file_of_nonsense_is_reported_briefly);
	tcase_add_test(tcase, what_is_no_trace_is_not_read);
	tcase_add_test(tcase, a_sample_that_was_killed_has_no_end_to_exceed);
	tcase_add_test(tcase, an_old_trace_stays_whole_where_a_new_one_cannot_be_written);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
