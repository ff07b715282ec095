/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of a timeline: its data, and that every shape of it is drawn. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "show/charts.h"
#include "show/figure.h"
#include "show/timeline_blocks.h"
#include "text.h"
#include "timeline_scene.h"

static bool make_figure(struct figure *figure)
{
	struct figure_source source;

	judgement_init(&judgement, &samples);
	figure_source_init(&source, &judgement, folder);
	bool made = figure_init_timeline(figure, &source, 0);
	figure_source_finish(&source);
	return made;
}

START_TEST(the_chart_has_a_rectangle_for_what_each_task_does)
{
	struct figure figure;

	scene_begin("mixed", "thread-pool", 2);
	scene_trace_loop(50);
	scene_task(0, 2, 12, 5);
	scene_task(1, 2, 22, 10);
	scene_task(0, 12, 42, 15);
	scene_task(1, 22, 62, 20);
	scene_trace(scene_cell("pool"), 63);
	ck_assert(make_figure(&figure));
	ck_assert_str_eq(figure.name, "timeline-mixed");
	ck_assert_str_eq(figure.csv.text,
		"schedule,worker,state,from_s,to_s,top,bottom,style,chunk,text\n"
		"predicted,1,computes,0,0.005,32.08,53.92,0,1,1\n"
		"predicted,1,waits,0.005,0.01,32.08,53.92,1,1,\n"
		"predicted,2,computes,0,0.01,58.08,79.92,0,2,2\n"
		"predicted,2,waits,0.01,0.02,58.08,79.92,1,2,\n"
		"predicted,1,computes,0.01,0.025,32.08,53.92,0,3,3\n"
		"predicted,1,waits,0.025,0.04,32.08,53.92,1,3,\n"
		"predicted,2,computes,0.02,0.04,58.08,79.92,0,4,4\n"
		"predicted,2,waits,0.04,0.06,58.08,79.92,1,4,\n"
		"measured,1,computes,0.002,0.007,114.08,135.92,0,1,1\n"
		"measured,1,waits,0.007,0.012,114.08,135.92,1,1,\n"
		"measured,2,computes,0.002,0.012,140.08,161.92,0,2,2\n"
		"measured,2,waits,0.012,0.022,140.08,161.92,1,2,\n"
		"measured,1,computes,0.012,0.027,114.08,135.92,0,3,3\n"
		"measured,1,waits,0.027,0.042,114.08,135.92,1,3,\n"
		"measured,2,computes last,0.022,0.042,140.08,161.92,3,4,4\n"
		"measured,2,waits last,0.042,0.062,140.08,161.92,4,4,\n");
	ck_assert_ptr_nonnull(strstr(
		figure.head.text, "TITLE = 'mixed: worker 1 waits 20 ms for the last task'\n"));
	ck_assert_ptr_nonnull(strstr(figure.head.text, "WAIT_TEXT = '20 ms'\n"));
	ck_assert_ptr_nonnull(strstr(figure.head.text, "STATES = '0 1 3 4'\n"));
	figure_finish(&figure);
	scene_finish();
}
END_TEST

/* All that is known of the loop is that it took LOOP_NS; 0: nothing, so that nothing is predicted. */
static void set_loop(uint64_t loop_ns)
{
	samples.run.workloads[0].loop_ns = loop_ns;
	for (size_t i = 0; i + 1 < samples.count; i++) {
		samples.sample[i].status = SAMPLE_CRASHED;
	}
}

/* The sample that was added last CRASHED. */
static void die(void)
{
	struct sample *sample = &samples.sample[samples.count - 1];

	sample->total_ns = SAMPLE_UNKNOWN;
	sample->status = SAMPLE_CRASHED;
}

static size_t count_rows(const struct figure *figure)
{
	size_t lines = 0;

	for (const char *at = figure->csv.text; *at; at++) {
		lines += *at == '\n';
	}
	return lines - 1;
}

START_TEST(short_tasks_melt_and_workers_share_lanes)
{
	struct figure figure;

	scene_begin("sleep", "thread-pool", 200);
	for (uint32_t i = 0; i < 2000; i++) {
		scene_task(i % 200, i / 200 * 10, i / 200 * 10 + 9 - i % 3, 0);
	}
	scene_trace(scene_cell("pool"), 100);
	ck_assert(make_figure(&figure));
	ck_assert_uint_le(count_rows(&figure), BLOCKS_MAX);
	ck_assert_ptr_nonnull(strstr(figure.head.text, "ROWS = 50\n"));
	figure_finish(&figure);
	scene_finish();
}
END_TEST

/* Of 64 workers: each chunk is wide enough to stand for itself, all of them are too many to tell. */
START_TEST(wide_chunks_melt_too_where_they_are_too_many)
{
	struct figure figure;

	scene_begin("mixed", "thread-pool", 64);
	for (uint32_t i = 0; i < 64 * 200; i++) {
		uint64_t begin_ms = i / 64 * 10;

		scene_task(i % 64, begin_ms, begin_ms + 9 - i % 3, 4);
	}
	scene_trace(scene_cell("pool"), 2000);
	ck_assert(make_figure(&figure));
	ck_assert_uint_le(count_rows(&figure), BLOCKS_MAX);
	ck_assert_uint_ge(count_rows(&figure), 64);
	/* no rectangle ends behind the schedule */
	for (const char *row = strstr(figure.csv.text, "\nmeasured,"); row;
		row = strstr(row + 1, "\nmeasured,")) {
		double to_s = 0;

		ck_assert_int_eq(sscanf(row, "\nmeasured,%*u,%*[a-z ],%*f,%lf", &to_s), 1);
		ck_assert_double_le(to_s, 2.0);
	}
	figure_finish(&figure);
	scene_finish();
}
END_TEST

/* What ends last keeps its colour, and with it the arrow its place. */
START_TEST(the_last_chunk_stands_for_itself_among_melted_ones)
{
	struct figure figure;

	scene_begin("sleep", "thread-pool", 64);
	for (uint32_t i = 0; i < 64 * 30; i++) {
		scene_task(i % 64, i / 64 * 10, i / 64 * 10 + 9, 0);
	}
	scene_task(0, 300, 500, 0);
	scene_trace(scene_cell("pool"), 500);
	set_loop(0);
	ck_assert(make_figure(&figure));
	ck_assert_uint_le(count_rows(&figure), BLOCKS_MAX);
	ck_assert_ptr_nonnull(strstr(figure.csv.text, "\nmeasured,1,waits last,0.3,0.5,"));
	figure_finish(&figure);
	scene_finish();
}
END_TEST

START_TEST(what_melted_ends_where_a_wide_chunk_begins)
{
	/* of 1 ns a pixel: wide, two narrow ones in bins that reach into the wide ones, wide */
	struct simulated_task tasks[] = {
		{0, 11, 11, 0}, {11, 13, 13, 0}, {13, 15, 15, 0}, {15, 30, 30, 0}};
	const struct simulate_result result = {
		.makespan_ns = 30, .task = tasks, .task_count = 4, .workers = 1};
	const struct blocks_scale scale = {
		.pixel_ns = 1, .group = 1, .lanes = 1, .last = SIZE_MAX, .coarse = 1};
	struct blocks blocks;

	blocks_init(&blocks, &result, &scale);
	ck_assert_uint_eq(blocks.count, 3);
	ck_assert_uint_eq(blocks.block[0].chunk, SIZE_MAX);
	ck_assert_double_eq(blocks.block[0].from_ns, 11);
	ck_assert_double_eq(blocks.block[0].to_ns, 15);
	ck_assert_uint_eq(blocks.block[1].chunk, 0);
	ck_assert_uint_eq(blocks.block[2].chunk, 3);
	blocks_finish(&blocks);
}
END_TEST

START_TEST(a_sample_that_died_at_once_has_no_chart)
{
	struct figure figure;

	scene_begin("sleep", "thread-pool", 2);
	scene_task(0, 0, 0, 0);
	chunks[0].end_ns = chunks[0].cpu_ns = SAMPLE_UNKNOWN;
	scene_trace(scene_cell("pool"), 0);
	die();
	set_loop(0);
	ck_assert(!make_figure(&figure));
	scene_finish();
	/* with the loop known there is something to see: the schedule that it did not come to */
	scene_begin("sleep", "thread-pool", 2);
	scene_trace_loop(0);
	scene_task(0, 0, 0, 0);
	chunks[0].end_ns = chunks[0].cpu_ns = SAMPLE_UNKNOWN;
	scene_trace(scene_cell("pool"), 0);
	die();
	ck_assert(make_figure(&figure));
	ck_assert_uint_gt(count_rows(&figure), 0);
	ck_assert_ptr_nonnull(strstr(figure.head.text, "MEASURED = 'measured: 0 ns'\n"));
	figure_finish(&figure);
	scene_finish();
}
END_TEST

START_TEST(what_takes_no_time_in_the_loop_is_not_compared)
{
	struct figure figure;

	scene_begin("sleep", "thread-pool", 2);
	scene_task(0, 0, 10, 0);
	scene_task(1, 0, 20, 0);
	scene_trace(scene_cell("pool"), 20);
	set_loop(1); /* over four tasks */
	ck_assert(make_figure(&figure));
	ck_assert_ptr_nonnull(strstr(figure.head.text,
		"TITLE = 'sleep: tasks take longer than in the loop, where they take no time'\n"));
	ck_assert_ptr_nonnull(strstr(figure.head.text, "MEASURED = 'measured: 20 ms'\n"));
	ck_assert_ptr_null(strstr(figure.head.text, "inf"));
	figure_finish(&figure);
	scene_finish();
}
END_TEST

START_TEST(each_text_is_written_once)
{
	static const char *const names[] = {
		"\nID = ", "\nTITLE = ", "\nSUBTITLE = ", "\nFOOTER = "};
	struct figure figure;

	scene_begin("sleep", "thread-pool", 2);
	scene_task(0, 0, 10, 0);
	scene_trace(scene_cell("pool"), 10);
	ck_assert(make_figure(&figure));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *first = strstr(figure.head.text, names[i]);

		ck_assert_ptr_nonnull(first);
		ck_assert_msg(!strstr(first + 1, names[i]), "twice: %s", names[i]);
	}
	figure_finish(&figure);
	scene_finish();
}
END_TEST

/* What ends last of all has a colour of its own (states 3 and 4), which the legend names; it MUST be there. */
static void expect_legend(bool must)
{
	char *gp_path = xasprintf("%s/charts/timeline-sleep.gp", folder);
	char *svg_path = xasprintf("%s/charts/timeline-sleep.svg", folder);
	char *gp = read_file(gp_path, NULL), *svg = read_file(svg_path, NULL);

	ck_assert(gp && svg);
	const char *states = strstr(gp, "\nSTATES = '");
	ck_assert_ptr_nonnull(states);
	states += strlen("\nSTATES = '");
	bool last = strcspn(states, "34") < strcspn(states, "'");
	ck_assert(last || !must);
	ck_assert_int_eq(last, strstr(svg, "<text>the last task") != NULL);
	free(svg);
	free(gp);
	free(svg_path);
	free(gp_path);
}

/* Shape _i: tasks with room for numbers, a loop alone, none with an end, 64 lanes, melted ones, a long last one. */
START_TEST(every_shape_is_drawn_in_silence)
{
	static const uint32_t workers[] = {2, 1, 2, 64, 3, 2};
	struct figure_source source;
	size_t count = 0;

	if (system("command -v gnuplot >/dev/null 2>&1") != 0) {
		return;
	}
	scene_begin("sleep", "thread-pool", workers[_i]);
	if (_i < 2) {
		scene_trace_loop(0);
	}
	for (uint32_t i = 0; _i != 1 && i < (_i == 4 ? 1500 : 4 * workers[_i]); i++) {
		scene_task(i % workers[_i], i, i + 10, 5);
		if (_i == 2) {
			chunks[i].end_ns = chunks[i].cpu_ns = SAMPLE_UNKNOWN;
		}
	}
	if (_i == 5) {
		scene_task(0, 30, 900, 5);
	}
	if (_i != 1) {
		scene_trace(scene_cell("pool"), _i == 5 ? 900 : 2000);
	}
	if (_i == 5) {
		set_loop(0);
	}
	judgement_init(&judgement, &samples);
	figure_source_init(&source, &judgement, folder);
	capture_start();
	enum charts_end end = charts_draw(
		&source, chart_kind_find("timeline"), SOURCE_ROOT "/scripts/plots", &count);
	char *said = capture_end();
	ck_assert_str_eq(said, "");
	ck_assert_int_eq(end, CHARTS_DRAWN);
	ck_assert_uint_eq(count, 1);
	free(said);
	figure_source_finish(&source);
	expect_legend(_i == 5);
	scratch_destroy(xasprintf("%s/charts", folder));
	scene_finish();
}
END_TEST

START_TEST(without_a_trace_there_is_no_chart)
{
	struct figure figure;

	scene_begin("sleep", "thread-pool", 2);
	ck_assert(!make_figure(&figure));
	scene_finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("timeline_chart");
	TCase *tcase = tcase_create("timeline_chart");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, the_chart_has_a_rectangle_for_what_each_task_does);
	tcase_add_test(tcase, short_tasks_melt_and_workers_share_lanes);
	tcase_add_test(tcase, wide_chunks_melt_too_where_they_are_too_many);
	tcase_add_test(tcase, the_last_chunk_stands_for_itself_among_melted_ones);
	tcase_add_test(tcase, what_melted_ends_where_a_wide_chunk_begins);
	tcase_add_test(tcase, a_sample_that_died_at_once_has_no_chart);
	tcase_add_test(tcase, what_takes_no_time_in_the_loop_is_not_compared);
	tcase_add_test(tcase, each_text_is_written_once);
	tcase_add_loop_test(tcase, every_shape_is_drawn_in_silence, 0, 6);
	tcase_add_test(tcase, without_a_trace_there_is_no_chart);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
