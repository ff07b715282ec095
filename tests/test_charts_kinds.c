/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data and titles of each kind of chart, and charts drawn into files of their own. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drawn.h"
#include "gallery.h"
#include "scratch.h"
#include "show/chart_kinds.h"
#include "show/heat_color.h"
#include "text.h"

static const char plots[] = SOURCE_ROOT "/scripts/plots";

/* Makes FIGURE of KIND, of WORKLOAD of the gallery. */
static bool draft(struct figure *figure, const char *kind, size_t workload)
{
	struct figure_source source;

	figure_source_init(&source, &gallery, NULL);
	bool made = chart_kind_find(kind)->init(figure, &source, workload);
	figure_source_finish(&source);
	return made;
}

static void expect_in(const struct text *whole, const char *part)
{
	ck_assert_msg(
		whole->text && strstr(whole->text, part), "%.3000s\nlacks: %s", whole->text, part);
}

/* ---- the kinds ---- */

START_TEST(every_kind_has_a_script_that_says_what_it_draws)
{
	const struct chart_kind *kind;

	for (size_t i = 0; (kind = chart_kind_at(i)) != NULL; i++) {
		ck_assert_ptr_eq(chart_kind_find(kind->name), kind);
		/* runs beside one another are drawn as workloads are */
		const char *name = kind->scope == CHART_OF_RUNS ? "overview" : kind->name;
		char *path = xasprintf("%s/%s.gp", plots, name);
		char *script = read_file(path, NULL), *line = xasprintf("# %s.gp: ", name);

		ck_assert_msg(script != NULL, "%s is missing", path);
		ck_assert_msg(strstr(script, line) != NULL, "%s lacks: %s", path, line);
		free(line);
		free(script);
		free(path);
	}
	ck_assert_ptr_null(chart_kind_find("nothing"));
}
END_TEST

/* ---- data ---- */

START_TEST(questions_hold_their_ratios_margins_and_verdicts)
{
	struct figure figure;

	gallery_usual(7);
	ck_assert(draft(&figure, "questions", 0));
	expect_in(&figure.csv,
		"row,y,code,ratio,low,high,wide_low,wide_high,margin,verdict,question,workload\n"
		"1,46.5,1,1.98,1.98,1.98,1.98,1.98,0.02,faster,2 threads over the loop,sleep\n"
		"2,71.5,3,1,1,1,1,1,0.02,no practical difference,2 processes over 2 threads,sleep\n"
		"3,96.5,1,4,4,4,4,4,0.02,faster,8 threads over 2 threads,sleep\n");
	expect_in(&figure.head,
		"TITLE = '2 threads are shown to beat the loop in 2 of 2 workloads'\n");
	expect_in(&figure.head, "array BLOCK_NOTE[2] = ['margin ± 2 %', 'margin ± 2 %']\n");
	expect_in(&figure.head, "'1.98× as fast (1.98 to 1.98)', 'no practical difference");
	expect_in(&figure.head, "HOLLOW = 0\n");
	figure_finish(&figure);
	gallery_finish();
}
END_TEST

START_TEST(questions_before_their_time_are_hollow_and_claim_nothing)
{
	struct figure figure;

	gallery_usual(3);
	ck_assert(draft(&figure, "questions", 0));
	expect_in(
		&figure.head, "TITLE = 'Against the loop, as processes, and four times as many'\n");
	expect_in(&figure.head, "HOLLOW = 1\n");
	figure_finish(&figure);
	gallery_finish();
}
END_TEST

START_TEST(the_heat_map_measures_all_cells_by_the_best)
{
	struct figure figure;

	gallery_usual(7);
	fixture_fail(&gallery_samples, "primes:limit=4e6/process-per-task/8", 0, SAMPLE_CRASHED,
		"killed");
	gallery_judge();
	ck_assert(draft(&figure, "heat", 0));
	expect_in(&figure.csv,
		"column,y,ratio,color,ink,best,text,workers,status,strategy,workload\n"
		"1,44.5,8,14256701,1,0,8.00,1,OK,thread-pool,sleep\n"
		"2,44.5,4,16042379,1,0,4.00,2,OK,thread-pool,sleep\n");
	expect_in(&figure.csv, "4,44.5,1,742292,16711422,1,1.00,8,OK,thread-pool,sleep\n");
	expect_in(&figure.csv,
		",,16777215,6253691,0,×,8,CRASHED,process-per-task,primes:limit=4e6\n");
	expect_in(&figure.head,
		"TITLE = 'thread-pool and process-pool are among the best in 2 of 2 workloads'\n");
	expect_in(&figure.head, "array COLUMN[4] = ['1', '2 cores, CPUs', '4', '8']\n");
	expect_in(&figure.head, "'loop']\n");
	figure_finish(&figure);
	gallery_finish();
}
END_TEST

START_TEST(the_heat_map_frames_nothing_where_verdicts_are_withdrawn)
{
	struct figure figure;

	gallery_usual(7);
	for (size_t i = 0; i < gallery_samples.count; i++) {
		struct sample *sample = &gallery_samples.sample[i];

		sample->noise.throttled_ns = strstr(sample->cell, "primes") ? 1000 : 0;
	}
	gallery_judge();
	ck_assert(draft(&figure, "heat", 0));
	expect_in(&figure.csv, ",1,1.00,8,OK,thread-pool,sleep\n");
	expect_in(&figure.csv, ",0,1.00,8,OK,thread-pool,primes:limit=4e6\n");
	expect_in(&figure.head, "TITLE = 'Which strategy, with how many workers'\n");
	expect_in(
		&figure.head, "array BLOCK[2] = ['sleep', 'primes · no verdict, so no frames']\n");
	figure_finish(&figure);
	gallery_finish();
}
END_TEST

START_TEST(numbers_of_the_heat_map_can_be_read_on_every_colour)
{
	for (int step = 0; step <= 2000; step++) {
		double ratio = 1 + 0.01 * step;

		ck_assert_double_ge(heat_contrast(heat_color(ratio), heat_ink(ratio)), 4.5);
	}
	ck_assert_double_ge(heat_contrast(HEAT_NONE, HEAT_NONE_INK), 4.5);
	/* in grey, too, the best stands out from what takes a third longer */
	ck_assert_double_ge(heat_contrast(heat_color(1), heat_color(1.35)), 3);
	ck_assert_double_gt(heat_color(1) != heat_color(1.02), 0);
}
END_TEST

START_TEST(samples_stand_over_their_median_in_the_order_of_the_rounds)
{
	struct figure figure;

	gallery_usual(7);
	fixture_disturb(&gallery_samples, "sleep/thread-pool/8", 7);
	gallery_judge();
	ck_assert(draft(&figure, "samples", 0));
	expect_in(&figure.csv, "row,y,ratio,seconds,disturbed,round,seq,cell\n"
			       "1,0.68,1,0.39,0,1,28,loop\n");
	expect_in(&figure.csv, "\n2,2,1.003,0.395121,0,4,113,thread-pool at 1\n");
	expect_in(&figure.csv, "\n5,5.32,0.9988,0.0491833,1,7,205,thread-pool at 8\n");
	expect_in(&figure.head, "array ROW_NAME[13] = ['loop', 'thread-pool at 1', ");
	expect_in(&figure.head, "TITLE = 'sleep: times of one cell differ by up to 1.2 %; "
				"1 of 98 samples disturbed'\n");
	expect_in(&figure.head, "HOLLOW = 1\nCALM = 1\n");
	figure_finish(&figure);
	gallery_finish();
}
END_TEST

START_TEST(of_many_samples_and_cells_some_are_shown_and_that_is_said)
{
	struct figure figure;

	fixture_init(&gallery_samples, 16);
	fixture_workload(&gallery_samples, "primes:limit=4e6", "", 4000);
	fixture_strategy(&gallery_samples, "thread-pool");
	for (uint32_t workers = 1; workers <= 64; workers++) {
		fixture_point(&gallery_samples, workers, "");
	}
	gallery_measure(400);
	ck_assert(draft(&figure, "samples", 0));
	size_t lines = 0;
	for (const char *at = figure.csv.text; (at = strchr(at, '\n')) != NULL; at++) {
		lines++;
	}
	/* of 8000 samples no more than can tell their values on the page, the extremes among them */
	ck_assert_uint_le(lines, 1 + 800);
	ck_assert_uint_gt(lines, 400);
	expect_in(&figure.head, " of 8000 samples, extremes included · ");
	expect_in(&figure.head, " of 64 cells are shown; all are in samples.jsonl'\n");
	expect_in(&figure.csv, ",thread-pool at 64\n");
	figure_finish(&figure);
	gallery_finish();
}
END_TEST

START_TEST(efficiency_is_the_share_of_the_ideal)
{
	struct figure figure;

	gallery_usual(7);
	ck_assert(draft(&figure, "efficiency", 1));
	expect_in(
		&figure.csv, "series,workers,efficiency,low,high,disturbed,lane,status,strategy\n");
	expect_in(&figure.csv, "\n1,8,0.985,0.985,0.985,0,,OK,thread-pool\n");
	expect_in(&figure.csv, "\n3,1,0.24875,0.24875,0.24875,0,,OK,process-per-task\n");
	expect_in(&figure.head, "TITLE = 'primes: threads keep at least 80 % of the ideal up to 8, "
				"the most tried'\n");
	expect_in(&figure.head, "array YTIC_TEXT[6] = ['0 %%', '20 %%', ");
	figure_finish(&figure);
	gallery_finish();
}
END_TEST

/* Work that waits, with a serial share of 5 %. */
static double serial_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	double share = cell->baseline ? 1 : 0.05 + 0.95 / cell->workers;

	*busy = 0.01;
	return 400e6 * share * (1 + 0.001 * (round % 5));
}

START_TEST(an_accepted_law_is_drawn_and_goes_on_beyond_the_data)
{
	struct figure figure;

	fixture_init(&gallery_samples, 2);
	fixture_workload(&gallery_samples, "sleep", "96 × 4 ms", 960);
	fixture_strategy(&gallery_samples, "thread-pool");
	for (uint32_t workers = 1; workers <= 8; workers++) {
		fixture_point(&gallery_samples, workers, "");
	}
	fixture_cells(&gallery_samples);
	fixture_rounds(&gallery_samples, 9, serial_time);
	gallery_judge();
	ck_assert(draft(&figure, "speedup", 0));
	expect_in(&figure.head, "LAW = 'law fitted to thread-pool, dashed beyond the data: Serial "
				"share 5");
	/* 8 / (1 + 0.05 × 7) = 5.926 and 16 / (1 + 0.05 × 15) = 9.143 but for the scatter; 9 workers do 107 of 960
	 * tasks at most */
	expect_in(&figure.csv, "\n-3,8,5.93434,,,,,,law\n-4,8,5.93434,,,,,,law\n-4,9,6.42525,");
	expect_in(&figure.csv, "\n-4,16,9.1");
	expect_in(&figure.csv, ",,,,,,law\n0,1,1,1,1,0,,OK,sequential\n");
	expect_in(&figure.csv, "\n-1,16,16,,,,,,ideal\n");
	expect_in(&figure.head, "LAW_BEYOND = 1\n");
	figure_finish(&figure);
	gallery_finish();
}
END_TEST

START_TEST(without_a_law_there_is_none)
{
	struct figure figure;

	gallery_usual(7); /* too few counts */
	ck_assert(draft(&figure, "speedup", 0));
	expect_in(&figure.head, "LAW = ''\n");
	ck_assert_ptr_null(strstr(figure.csv.text, "law"));
	figure_finish(&figure);
	gallery_finish();
}
END_TEST

START_TEST(the_overview_says_of_each_workload_what_it_comes_to)
{
	struct figure figure;

	gallery_usual(7);
	ck_assert(draft(&figure, "overview", 0));
	expect_in(&figure.head, "array PANEL_MESSAGE_1[2] = ['more threads help up to 8, the most "
				"tried', 'threads stop helping at 2 workers']\n");
	expect_in(&figure.head, "array PANEL_BAR_NOTE[2] = ['thread-pool at 2: 1.98× of 2.00', ");
	expect_in(&figure.head, "array PART_NAME[");
	figure_finish(&figure);
	gallery_finish();
}
END_TEST

/* ---- into files ---- */

/* Draws the speedup of primes into FOLDER/fig.FORMAT. */
static enum charts_end draw_file(const char *folder, const char *format)
{
	char *path = xasprintf("%s/fig.%s", folder, format);
	struct figure figure;

	ck_assert(draft(&figure, "speedup", 1));
	figure_set_title(&figure, "It's {/:Bold=90 `mine`}");
	enum charts_end end = charts_draw_file(&figure, format, plots, path);
	figure_finish(&figure);
	free(path);
	return end;
}

START_TEST(a_chart_can_be_drawn_into_a_file_of_any_format)
{
	static const struct {
		const char *format, *begin;
	} formats[] = {{"svg", "<?xml"}, {"png", "\x89PNG"}, {"pdf", "%PDF"}};
	char *folder = gallery_folder();

	gallery_usual(7);
	for (size_t i = 0; gallery_can_draw() && i < 3; i++) {
		char *name = xasprintf("fig.%s", formats[i].format);

		ck_assert_int_eq(draw_file(folder, formats[i].format), CHARTS_DRAWN);
		char *bytes = gallery_read(folder, name);
		ck_assert_ptr_nonnull(bytes);
		ck_assert(strncmp(bytes, formats[i].begin, strlen(formats[i].begin)) == 0);
		if (i == 0) {
			ck_assert_ptr_nonnull(strstr(bytes, "It's {/:Bold=90 `mine`}"));
			ck_assert_ptr_nonnull(strstr(bytes, "manyhands 0.1.0"));
			/* there is none beside it */
			ck_assert_ptr_null(strstr(bytes, ".csv"));
		}
		free(bytes);
		free(name);
	}
	gallery_fake_gnuplot(NULL);
	ck_assert_int_eq(draw_file(folder, "png"), CHARTS_NO_GNUPLOT);
	gallery_real_path();
	gallery_remove(folder);
	gallery_finish();
}
END_TEST

START_TEST(a_picture_that_was_cut_off_does_not_take_the_place_of_an_old_one)
{
	char *folder = gallery_folder(), *path = xasprintf("%s/fig.svg", folder);

	gallery_usual(7);
	ck_assert(write_file(path, "old", 3));
	/* as on a full disk: gnuplot writes what it can and ends as if all were fine */
	gallery_fake_gnuplot("echo '<svg>' >${2%gp}svg");
	capture_start();
	ck_assert_int_eq(draw_file(folder, "svg"), CHARTS_UNWRITABLE);
	char *said = capture_end();
	gallery_real_path();
	ck_assert_ptr_nonnull(strstr(said, "did not write the whole picture"));
	free(said);
	char *old = gallery_read(folder, "fig.svg");
	ck_assert_str_eq(old, "old");
	free(old);
	free(path);
	gallery_remove(folder);
	gallery_finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("charts_kinds");
	TCase *kinds = tcase_create("kinds");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(kinds, every_kind_has_a_script_that_says_what_it_draws);
	tcase_add_test(kinds, questions_hold_their_ratios_margins_and_verdicts);
	tcase_add_test(kinds, questions_before_their_time_are_hollow_and_claim_nothing);
	tcase_add_test(kinds, the_heat_map_measures_all_cells_by_the_best);
	tcase_add_test(kinds, the_heat_map_frames_nothing_where_verdicts_are_withdrawn);
	tcase_add_test(kinds, numbers_of_the_heat_map_can_be_read_on_every_colour);
	tcase_add_test(kinds, samples_stand_over_their_median_in_the_order_of_the_rounds);
	tcase_add_test(kinds, of_many_samples_and_cells_some_are_shown_and_that_is_said);
	tcase_add_test(kinds, efficiency_is_the_share_of_the_ideal);
	tcase_add_test(kinds, an_accepted_law_is_drawn_and_goes_on_beyond_the_data);
	tcase_add_test(kinds, without_a_law_there_is_none);
	tcase_add_test(kinds, the_overview_says_of_each_workload_what_it_comes_to);
	tcase_add_test(kinds, a_chart_can_be_drawn_into_a_file_of_any_format);
	tcase_add_test(kinds, a_picture_that_was_cut_off_does_not_take_the_place_of_an_old_one);
	suite_add_tcase(suite, kinds);
	tcase_set_timeout(kinds, 60);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
