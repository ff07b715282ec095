/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the charts: what is written, and what gnuplot makes of it. */
#include "show/charts.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drawn.h"
#include "gallery.h"
#include "show/gnuplot.h"
#include "text.h"

static const char plots[] = SOURCE_ROOT "/scripts/plots";

/* The number of files in charts/. */
static size_t chart_files(void)
{
	char *path = xasprintf("%s/charts", drawn_folder);
	DIR *list = opendir(path);
	size_t count = 0;

	ck_assert_ptr_nonnull(list);
	for (struct dirent *entry; (entry = readdir(list)) != NULL;) {
		count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	}
	closedir(list);
	free(path);
	return count;
}

START_TEST(a_run_gives_charts_of_itself_and_of_each_workload)
{
	static const char *const names[] = {"overview", "questions", "heat", "time-sleep",
		"speedup-sleep", "losses-sleep", "waterfall-sleep", "efficiency-sleep",
		"samples-sleep", "time-primes", "speedup-primes", "losses-primes",
		"waterfall-primes", "efficiency-primes", "samples-primes"};
	enum { NAMES = sizeof(names) / sizeof(names[0]) };

	gallery_usual(7);
	size_t drawn = drawn_silently();
	ck_assert(drawn == 0 || drawn == NAMES);
	ck_assert_uint_eq(chart_files(), (drawn ? 4 : 2) * NAMES);
	for (size_t i = 0; drawn && i < NAMES; i++) {
		char *png = xasprintf("%s.png", names[i]), *svg = xasprintf("%s.svg", names[i]);
		char *picture = drawn_file(png);

		ck_assert(memcmp(picture, "\x89PNG", 4) == 0);
		drawn_expect(svg, "</svg>");
		free(picture);
		free(svg);
		free(png);
	}
	drawn_finish();
}
END_TEST

START_TEST(the_data_hold_every_cell_with_its_interval)
{
	gallery_usual(7);
	drawn_written();
	drawn_expect("speedup-primes.csv",
		"series,workers,speedup,low,high,disturbed,lane,status,strategy\n");
	drawn_expect("speedup-primes.csv", "\n-1,2,2,,,,,,ideal\n");
	drawn_expect("speedup-primes.csv", "\n0,1,1,1,1,0,,OK,sequential\n");
	drawn_expect("speedup-primes.csv", "\n1,8,1.97,1.97,1.97,0,,OK,thread-pool\n");
	drawn_expect("time-sleep.csv", "\n0,1,0.39,0.38766,0.39234,0,,OK,sequential\n");
	drawn_expect("overview.csv", "\n2,3,2,0.4925,0.4925,0.4925,0,,OK,process-per-task\n");
	drawn_finish();
}
END_TEST

START_TEST(titles_say_what_the_numbers_say)
{
	gallery_usual(7);
	drawn_written();
	drawn_expect(
		"speedup-sleep.gp", "TITLE = 'sleep: more threads help up to 8, the most tried'\n");
	drawn_expect("speedup-primes.gp", "TITLE = 'primes: threads stop helping at 2 workers'\n");
	drawn_expect(
		"time-primes.gp", "TITLE = 'primes: 0.24 s in a loop, 0.12 s with 2 threads'\n");
	drawn_expect(
		"overview.gp", "TITLE = '1 of 2 workloads gains from more workers than CPUs'\n");
	drawn_expect("time-primes.gp", "medians of 7 rounds with 95 % intervals · 2 cores");
	drawn_expect("time-primes.gp", "manyhands 0.1.0 · seed 1");
	drawn_finish();
}
END_TEST

START_TEST(too_few_rounds_have_a_neutral_title_and_no_interval)
{
	gallery_usual(3);
	drawn_silently();
	drawn_expect("speedup-primes.gp", "TITLE = 'primes: speedup by number of workers'\n");
	drawn_expect("time-primes.gp", "TITLE = 'primes: time by number of workers'\n");
	drawn_expect("overview.gp", "TITLE = 'Speedup by number of workers'\n");
	drawn_expect("overview.gp", "range of 3 rounds, no interval");
	drawn_finish();
}
END_TEST

START_TEST(drawing_again_gives_the_same_bytes)
{
	static const char *const names[] = {"overview.svg", "overview.png", "time-primes.svg",
		"time-primes.png", "heat.svg", "speedup-sleep.gp", "speedup-sleep.csv"};
	enum { NAMES = sizeof(names) / sizeof(names[0]) };
	char *first[NAMES], *path[NAMES];
	size_t length[NAMES], count;

	gallery_usual(7);
	size_t from = drawn_silently() > 0 ? 0 : 5;
	for (size_t i = from; i < NAMES; i++) {
		path[i] = xasprintf("%s/charts/%s", drawn_folder, names[i]);
		first[i] = read_file(path[i], &length[i]);
		unlink(path[i]);
	}
	drawn_again(plots, &count);
	for (size_t i = from; i < NAMES; i++) {
		size_t again;
		char *second = read_file(path[i], &again);

		ck_assert_ptr_nonnull(second);
		ck_assert_uint_eq(again, length[i]);
		ck_assert_msg(memcmp(first[i], second, again) == 0, "%s differs", names[i]);
		free(second);
		free(first[i]);
		free(path[i]);
	}
	drawn_finish();
}
END_TEST

START_TEST(a_script_in_the_folder_draws_its_chart_by_itself)
{
	static char name[] = "time-primes";
	char *names[] = {name};

	gallery_usual(7);
	drawn_written();
	if (gallery_can_draw()) {
		char *charts = xasprintf("%s/charts", drawn_folder);

		ck_assert_int_eq(
			gnuplot_draw(charts, names, 1, UINT64_C(60000000000), ""), GNUPLOT_DREW);
		drawn_expect("time-primes.svg", "</svg>");
		free(charts);
	}
	drawn_finish();
}
END_TEST

START_TEST(failed_cells_are_marked_with_their_status)
{
	gallery_usual(7);
	fixture_fail(&gallery_samples, "primes:limit=4e6/thread-pool/8", 0, SAMPLE_CRASHED,
		"worker 3: Segmentation fault");
	fixture_fail(
		&gallery_samples, "primes:limit=4e6/process-pool/4", 6, SAMPLE_TIMED_OUT, "60 s");
	gallery_judge();
	bool drawn = drawn_silently() > 0;
	drawn_expect("time-primes.csv", "\n1,8,,,,,1,CRASHED,thread-pool\n");
	drawn_expect("time-primes.csv", ",0,2,2 TIMED OUT,process-pool\n");
	drawn_expect("time-primes.gp", "'thread-pool: CRASHED'");
	drawn_expect("time-primes.gp", "LANES = 2\n");
	drawn_expect("overview.gp", "'× CRASHED, 2 TIMED OUT'");
	if (drawn) {
		drawn_expect("time-primes.svg", "thread-pool: CRASHED");
		drawn_expect("time-primes.svg", "process-pool: 2 TIMED OUT");
	}
	drawn_finish();
}
END_TEST

START_TEST(a_failed_loop_leaves_times_and_says_that_speedups_lack_it)
{
	gallery_usual(7);
	fixture_fail(
		&gallery_samples, "primes:limit=4e6/sequential/1", 0, SAMPLE_FAILED, "no memory");
	gallery_judge();
	drawn_silently();
	drawn_expect("time-primes.gp", "LOOP = NaN\n");
	drawn_expect("time-primes.gp", "SERIES = 3\n");
	drawn_expect("speedup-primes.gp", "SERIES = 0\n");
	drawn_expect("speedup-primes.gp", "'loop: FAILED', 'thread-pool: no loop'");
	drawn_finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("charts");
	TCase *usual = tcase_create("usual");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(usual, a_run_gives_charts_of_itself_and_of_each_workload);
	tcase_add_test(usual, the_data_hold_every_cell_with_its_interval);
	tcase_add_test(usual, titles_say_what_the_numbers_say);
	tcase_add_test(usual, too_few_rounds_have_a_neutral_title_and_no_interval);
	tcase_add_test(usual, drawing_again_gives_the_same_bytes);
	tcase_add_test(usual, a_script_in_the_folder_draws_its_chart_by_itself);
	tcase_add_test(usual, failed_cells_are_marked_with_their_status);
	tcase_add_test(usual, a_failed_loop_leaves_times_and_says_that_speedups_lack_it);
	suite_add_tcase(suite, usual);
	tcase_set_timeout(usual, 60);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
