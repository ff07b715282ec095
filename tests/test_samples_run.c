/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run lines that are damaged, foreign or newer: told in one line, and nothing is read. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "plain_lines.h"
#include "samples.h"
#include "scratch.h"
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

static const struct {
	const char *line, *because;
} bad_runs[] = {
	{"", "no run line"},
	{"\n", "column"},
	{"{\"type\":\"run\",\"sch", "no run line"}, /* torn */
	{"{\"type\":\"sample\"}\n", "no run line"},
	{"{\"type\":\"run\"}\n", "no run line"},
	{"{\"type\":\"run\",\"schema\":\"1\"}\n", "no run line"},
	{"{\"type\":\"run\",\"schema\":2}\n", "schema 2 is newer than this manyhands reads (1)"},
	{"{" RUN_HEAD NUMBERS WORKLOADS STRATEGIES POINTS CELLS "}\n", "object is missing"},
	{"{" RUN_HEAD NUMBERS MACHINE STRATEGIES POINTS CELLS "}\n", "workloads is no list"},
	{"{" RUN_HEAD NUMBERS MACHINE WORKLOADS STRATEGIES POINTS "\"cells\":[]}\n",
		"a run without cells"},
	{"{" RUN_HEAD NUMBERS MACHINE WORKLOADS STRATEGIES POINTS "\"cells\":[7]}\n",
		"object is missing"},
	{"{" RUN_HEAD NUMBERS MACHINE WORKLOADS STRATEGIES POINTS
	 "\"cells\":[{\"cell\":\"sleep/sequential/1\",\"workload\":1,\"strategy\":0,"
	 "\"workers\":1}]}\n",
		"names what the run has not"},
	{"{" RUN_HEAD NUMBERS MACHINE WORKLOADS STRATEGIES POINTS
	 "\"cells\":[{\"cell\":\"sleep/sequential/1\",\"workload\":0,\"strategy\":0,"
	 "\"workers\":2}]}\n",
		"is not what its numbers say"},
	{"{" RUN_HEAD NUMBERS MACHINE WORKLOADS STRATEGIES POINTS
	 "\"cells\":[{\"cell\":\"sleep/sequential/1\",\"workload\":0,\"strategy\":0,"
	 "\"workers\":1},{\"cell\":\"sleep/sequential/1\",\"workload\":0,\"strategy\":0,"
	 "\"workers\":1}]}\n",
		"listed twice"},
	{"{" RUN_HEAD NUMBERS MACHINE STRATEGIES POINTS CELLS
	 ",\"workloads\":[{\"spec\":\"../x\",\"name\":\"../x\"}]}\n",
		"is no spec of"},
	{"{" RUN_HEAD NUMBERS MACHINE STRATEGIES POINTS CELLS
	 ",\"workloads\":[{\"spec\":\"sleep;x\",\"name\":\"sleep\"}]}\n",
		"characters that no spec has"},
	{"{" RUN_HEAD NUMBERS MACHINE STRATEGIES POINTS CELLS
	 ",\"workloads\":[{\"spec\":\"sleepy\",\"name\":\"sleep\"}]}\n",
		"is no spec of"},
	{"{" RUN_HEAD NUMBERS MACHINE STRATEGIES POINTS CELLS
	 ",\"workloads\":[{\"spec\":\"sleep:file=../x\",\"name\":\"sleep\"}]}\n",
		"is no spec of"},
	{"{" RUN_HEAD NUMBERS MACHINE WORKLOADS POINTS CELLS
	 ",\"strategies\":[{\"spec\":\"a\",\"name\":\"a\",\"kind\":\"fibre\"}]}\n",
		"kind 'fibre'"},
	{"{" RUN_HEAD NUMBERS MACHINE WORKLOADS STRATEGIES CELLS
	 ",\"points\":[{\"workers\":0,\"label\":\"\"}]}\n",
		"a point of 0 workers"},
	{"{" RUN_HEAD NUMBERS WORKLOADS STRATEGIES POINTS CELLS
	 ",\"machine\":{\"usable_cpus\":-1}}\n",
		"usable_cpus"},
	{"{" RUN_HEAD NUMBERS WORKLOADS STRATEGIES POINTS CELLS
	 ",\"machine\":{\"cpus\":4294967296}}\n",
		"cpus is no whole number"},
	{"{" RUN_HEAD MACHINE WORKLOADS STRATEGIES POINTS CELLS
	 ",\"seed\":1,\"rounds\":1,\"samples_per_round\":2}\n",
		"seed is no string"},
};

START_TEST(a_bad_run_line_is_one_line_and_nothing_is_read)
{
	struct samples samples;

	place(bad_runs[_i].line, strlen(bad_runs[_i].line));
	capture_start();
	bool read = samples_read(folder, false, &samples);
	char *said = capture_end();
	ck_assert_msg(!read, "let in: %s", bad_runs[_i].line);
	ck_assert_msg(strstr(said, bad_runs[_i].because) != NULL, "%s", said);
	ck_assert_msg(strstr(said, "samples.jsonl:1: ") != NULL, "%s", said);
	ck_assert_ptr_eq(strchr(said, '\n'), said + strlen(said) - 1);
	ck_assert_ptr_null(samples.run.cells);
	free(said);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("samples_run");
	TCase *runs = tcase_create("runs");
	SRunner *runner = srunner_create(suite);

	tcase_add_checked_fixture(runs, make_folder, remove_folder);
	tcase_add_loop_test(runs, a_bad_run_line_is_one_line_and_nothing_is_read, 0,
		sizeof(bad_runs) / sizeof(bad_runs[0]));
	suite_add_tcase(suite, runs);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
