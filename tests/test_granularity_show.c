/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep of task lengths as a table, as a section of the report and as the data of its chart. */
#include "show/granularity.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "drawn.h"
#include "gallery.h"
#include "lengths.h"
#include "show/figure.h"
#include "show/live.h"
#include "show/page_svg.h"
#include "show/report.h"

static struct text text;
static struct figure figure;

static void setup(void)
{
	static const double costs[] = {3e3, 40e3, 640e3};

	lengths_start();
	lengths.costs = costs;
	lengths.capacity = 1.95;
	lengths_run("thread-pool,thread-per-task,process-per-task");
}

static void teardown(void)
{
	text_finish(&text);
	figure_finish(&figure);
	lengths_finish();
}

static void make_table(uint32_t columns, bool utf8, bool sentences)
{
	struct table_style style = {.columns = columns, .utf8 = utf8};

	text_finish(&text);
	granularity_table(&lengths_judgement, sentences, &style, &text);
}

static void expect_in(const struct text *whole, const char *part)
{
	ck_assert_msg(whole->text && strstr(whole->text, part), "%s\nlacks %s", whole->text, part);
}

static bool make_figure(void)
{
	struct figure_source source;

	figure_source_init(&source, &lengths_judgement, NULL);
	bool made = figure_init_granularity(&figure, &source, 0);
	figure_source_finish(&source);
	return made;
}

START_TEST(a_table_says_from_where_on_each_strategy_pays)
{
	make_table(100, true, true);
	ck_assert_str_eq(text.text,
		"The shortest task that is worth a worker: spin in 16 lengths from 1 µs to 100 ms, "
		"2 "
		"workers\n"
		"                    beats the loop from  50 % efficient from  90 % efficient "
		"from\n"
		"  thread-pool       3.2 µs               3.0 µs               27 µs\n"
		"  thread-per-task   42 µs                40 µs                360 µs\n"
		"  process-per-task  674 µs               640 µs               5.8 ms\n"
		"  efficiency at     1 µs  10 µs  100 µs   1 ms  10 ms  100 ms\n"
		"  thread-pool       25 %   77 %    97 %  100 %  100 %   100 %\n"
		"  thread-per-task    2 %   20 %    71 %   96 %  100 %   100 %\n"
		"  process-per-task   0 %    2 %    14 %   61 %   94 %    99 %\n"
		"  > Below 3.2 µs stay sequential: the loop is quicker than any of these. From 5.8 "
		"ms "
		"on even\n"
		"    process-per-task is fine, at least 90 % efficient. Where tasks are shorter, "
		"chunk=N hands out N\n"
		"    of them as one. 100 % efficient is a speedup of 1.95 (1.95 to 1.95), what the "
		"probes reach here\n"
		"    with 2 threads. Each length has 30 ms of work or more in all; with less, "
		"making "
		"the workers\n"
		"    weighs more.\n");
}
END_TEST

START_TEST(a_narrow_table_is_lines)
{
	make_table(60, false, false);
	expect_in(&text, "  thread-pool; beats the loop from: 3.2 us; 50 % efficient\n"
			 "    from: 3.0 us; 90 % efficient from: 27 us\n");
	for (const char *line = text.text; line && *line;) {
		size_t length = strcspn(line, "\n");

		ck_assert_uint_le(length, 60);
		line += length + (line[length] == '\n');
	}
}
END_TEST

START_TEST(the_report_begins_with_the_lengths)
{
	report_markdown(&lengths_judgement, "no-such-folder", &text);
	expect_in(&text, "# manyhands: how long a task must be\n");
	expect_in(&text,
		"## The shortest task that is worth a worker\n\nBelow 3.2 µs stay sequential");
	expect_in(&text, "| thread-per-task | 42 µs | 40 µs | 360 µs |\n");
	expect_in(&text,
		"| 10 µs | 10 µs | 3 000 | 76.9 % (76.9–76.9) | 20.0 % (20.0–20.0) | 1.5 % "
		"(1.5–1.5) |\n");
}
END_TEST

START_TEST(a_chart_has_a_row_per_point_and_a_mark_per_level)
{
	ck_assert(make_figure());
	ck_assert_str_eq(figure.name, "granularity");
	expect_in(&figure.csv, "series,task_us,efficiency,low,high,speedup,disturbed,strategy\n"
			       "1,1,0.25,");
	expect_in(&figure.csv, "\n3,100000,");
	expect_in(&figure.head, "TITLE = 'Below 3.2 µs stay sequential; from 5.8 ms on even "
				"process-per-task is fine'\n");
	expect_in(&figure.head, "MARKS = 6\n");
	expect_in(&figure.head, "CUT_ABOVE = ''\n");
	expect_in(&figure.head, "LENGTH_TEXT[6] = ['1 µs', '10 µs', '100 µs', '1 ms', '10 ms', "
				"'100 ms']\n");
}
END_TEST

static void judge_again(void)
{
	granularity_finish(&lengths_found);
	judgement_finish(&lengths_judgement);
	judgement_init(&lengths_judgement, &lengths_samples);
	granularity_init(&lengths_found, &lengths_judgement);
}

/* Fails all cells, but those of SPARED (an index of the workloads), and the loops only if LOOPS. */
static void fail_cells(size_t spared, bool loops)
{
	const struct run *run = &lengths_samples.run;

	for (size_t i = 0; i < run->cell_count; i++) {
		const struct run_cell *cell = &run->cells[i];

		if (cell->workload != spared && (loops || !cell->baseline)) {
			fixture_fail(&lengths_samples, cell->key, 0, SAMPLE_FAILED, "no memory");
		}
	}
	judge_again();
}

static void expect_drawn(const char *names)
{
	drawn_silently_of(&lengths_judgement);
	drawn_expect_charts(names);
	drawn_remove();
}

START_TEST(a_sweep_is_drawn_in_silence)
{
	expect_drawn("granularity");
	lengths_run("thread-pool");
	expect_drawn("granularity");
}
END_TEST

/* On a noisy machine a loop may have been slow just for one length. */
static double factor(size_t strategy, double task_ns, uint32_t round)
{
	(void)strategy, (void)round;
	return task_ns == 1e6 ? 3 : 1;
}

START_TEST(points_beyond_the_edge_stand_there_and_tell_their_values)
{
	struct page_rows rows;
	struct page_svg picture;

	lengths.factor = factor;
	lengths_run("thread-pool");
	drawn_silently_of(&lengths_judgement);
	if (gallery_can_draw()) {
		char *csv = drawn_file("granularity.csv"), *svg = drawn_file("granularity.svg");

		page_rows_init(&rows, csv);
		ck_assert(page_svg_init(&picture, svg, "c1", &rows));
		ck_assert_uint_eq(rows.row_count, 16);
		ck_assert_uint_eq(picture.tip_count, 16);
		page_svg_finish(&picture);
		page_rows_finish(&rows);
		free(svg);
		free(csv);
	}
	drawn_remove();
}
END_TEST

START_TEST(many_strategies_are_drawn_in_silence)
{
	static const double costs[] = {1e3, 2e3, 4e3, 8e3, 16e3, 32e3, 64e3, 128e3, 256e3, 512e3};

	lengths.costs = costs;
	lengths.workers = 64;
	lengths.capacity = 0;
	lengths.scatter = 0.05;
	lengths_run("thread-pool,thread-pool:chunk=2,thread-pool:chunk=3,thread-pool:chunk=4,"
		    "process-pool,process-pool:chunk=2,thread-split,process-split,thread-per-task,"
		    "process-per-task");
	fixture_disturb(&lengths_samples, lengths_samples.run.cells[1].key, 0);
	judge_again();
	expect_drawn("granularity");
}
END_TEST

START_TEST(what_failures_leave_of_a_sweep_is_drawn_in_silence)
{
	fail_cells(9, true); /* one length is left */
	expect_drawn("granularity");
	fail_cells(SIZE_MAX, false); /* only loops */
	expect_drawn("");
	fail_cells(SIZE_MAX, true);
	expect_drawn("");
}
END_TEST

START_TEST(another_run_has_neither)
{
	lengths_samples.run.granularity = false;
	make_table(100, true, true);
	ck_assert_uint_eq(text.length, 0);
	granularity_markdown(&lengths_judgement, "no-such-folder", &text);
	ck_assert_uint_eq(text.length, 0);
	ck_assert(!make_figure());
}
END_TEST

START_TEST(failures_are_not_hidden)
{
	const struct run_cell *cell = &lengths_samples.run.cells[1];

	fixture_fail(&lengths_samples, cell->key, 3, SAMPLE_CRASHED, "signal 11");
	judge_again();
	make_table(100, true, true);
	expect_in(&text, "CRASHED");
}
END_TEST

static Suite *suite(void)
{
	Suite *suite = suite_create("granularity_show");
	TCase *tests = tcase_create("granularity_show");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, a_table_says_from_where_on_each_strategy_pays);
	tcase_add_test(tests, a_narrow_table_is_lines);
	tcase_add_test(tests, the_report_begins_with_the_lengths);
	tcase_add_test(tests, a_chart_has_a_row_per_point_and_a_mark_per_level);
	tcase_add_test(tests, a_sweep_is_drawn_in_silence);
	tcase_add_test(tests, points_beyond_the_edge_stand_there_and_tell_their_values);
	tcase_add_test(tests, many_strategies_are_drawn_in_silence);
	tcase_add_test(tests, what_failures_leave_of_a_sweep_is_drawn_in_silence);
	tcase_add_test(tests, another_run_has_neither);
	tcase_add_test(tests, failures_are_not_hidden);
	suite_add_tcase(suite, tests);
	return suite;
}

int main(void)
{
	SRunner *runner = srunner_create(suite());

	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
