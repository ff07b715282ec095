/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of charts with a gnuplot that is missing, fails or hangs: what stands there is of one and the same samples. */
#include "show/charts.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drawn.h"
#include "gallery.h"
#include "scratch.h"
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

static size_t lines_of(const char *text)
{
	size_t count = 0;

	for (; (text = strchr(text, '\n')) != NULL; text++) {
		count++;
	}
	return count;
}

START_TEST(without_gnuplot_data_and_scripts_stand_ready)
{
	gallery_usual(7);
	gallery_fake_gnuplot(NULL);
	size_t count = drawn_draw(CHARTS_NO_GNUPLOT);
	gallery_real_path();
	ck_assert_uint_gt(count, 7);
	ck_assert_uint_eq(chart_files(), 2 * count);
	drawn_expect("overview.gp", "NAME = 'overview'\n");
	drawn_finish();
}
END_TEST

/* A gnuplot for PATH that draws every chart, but does FIRST before that; it is asked for "-d NAME.gp". */
#define DRAWS(first) first "echo 'old</svg>' >${2%gp}svg; echo 'IEND' >${2%gp}png"

/* Charts of 7 rounds; then there are samples of 3, of which nothing was drawn yet. */
static void draw_then_measure_anew(void)
{
	gallery_usual(7);
	gallery_fake_gnuplot(DRAWS(""));
	drawn_draw(CHARTS_DRAWN);
	gallery_real_path();
	gallery_finish();
	gallery_usual(3);
}

/* Draws again with a gnuplot that does BODY; what is said is the caller's. */
static char *draw_with(const char *body, enum charts_end expected)
{
	size_t count;

	gallery_fake_gnuplot(body);
	capture_start();
	ck_assert_int_eq(drawn_again(plots, &count), expected);
	char *said = capture_end();
	gallery_real_path();
	return said;
}

static bool stands(const char *name)
{
	char *path = xasprintf("charts/%s", name);
	bool there = gallery_has(drawn_folder, path);

	free(path);
	return there;
}

/* All files are those of 7 rounds. */
static void expect_old_charts(size_t files)
{
	ck_assert_uint_eq(chart_files(), files);
	drawn_expect("overview.gp", "medians of 7 rounds");
	drawn_expect("heat.gp", "medians of 7 rounds");
	drawn_expect("heat.svg", "old</svg>\n");
	drawn_expect("overview.png", "IEND\n");
	drawn_expect("samples-primes.csv", ",7,");
}

START_TEST(a_failing_gnuplot_is_quoted_and_old_charts_stay_whole)
{
	draw_then_measure_anew();
	size_t files = chart_files();
	char *said = draw_with(
		"echo torn >${2%gp}svg; echo 'no such terminal' >&2; exit 3", CHARTS_FAILED);

	ck_assert_ptr_nonnull(
		strstr(said, ".gp: gnuplot says: no such terminal; so nothing was rebuilt\n"));
	ck_assert_uint_eq(lines_of(said), 1);
	free(said);
	expect_old_charts(files);
	drawn_finish();
}
END_TEST

START_TEST(where_one_chart_fails_none_is_moved_to_its_place)
{
	draw_then_measure_anew();
	size_t files = chart_files();

	free(draw_with(DRAWS("case $2 in heat.gp) exit 3;; esac; "), CHARTS_FAILED));
	expect_old_charts(files);
	/* a full disk: gnuplot notices nothing */
	char *said = draw_with(DRAWS("case $2 in heat.gp) echo '<svg' >heat.svg; exit 0;; esac; "),
		CHARTS_UNWRITABLE);
	ck_assert_ptr_nonnull(
		strstr(said, "charts/heat.gp: gnuplot did not write the whole picture "
			     "(is the disk full?); so nothing was rebuilt\n"));
	ck_assert_uint_eq(lines_of(said), 1);
	free(said);
	expect_old_charts(files);
	drawn_finish();
}
END_TEST

START_TEST(where_no_chart_stood_data_and_scripts_are_left_by_a_failing_gnuplot)
{
	gallery_usual(7);
	drawn_folder = gallery_folder();
	char *said = draw_with("echo out of ink >&2; exit 1", CHARTS_FAILED);

	ck_assert_ptr_nonnull(strstr(said, ".gp: gnuplot says: out of ink\n"));
	free(said);
	ck_assert(stands("heat.csv") && stands("heat.gp") && !stands("heat.svg"));
	drawn_finish();
}
END_TEST

START_TEST(without_gnuplot_pictures_stay_where_their_data_stay_the_same)
{
	size_t count;

	gallery_usual(7);
	gallery_fake_gnuplot(DRAWS(""));
	drawn_draw(CHARTS_DRAWN);
	gallery_real_path();
	gallery_fake_gnuplot(NULL);
	ck_assert_int_eq(drawn_again(plots, &count), CHARTS_NO_GNUPLOT);
	gallery_real_path();
	expect_old_charts(4 * count);
	drawn_finish();
}
END_TEST

START_TEST(without_gnuplot_pictures_of_other_samples_are_taken_away)
{
	size_t count;

	draw_then_measure_anew();
	gallery_fake_gnuplot(NULL);
	ck_assert_int_eq(drawn_again(plots, &count), CHARTS_NO_GNUPLOT);
	gallery_real_path();
	ck_assert_uint_eq(chart_files(), 2 * count);
	drawn_expect("overview.gp", "range of 3 rounds, no interval");
	ck_assert(!stands("overview.svg") && !stands("overview.png"));
	drawn_finish();
}
END_TEST

START_TEST(charts_of_which_there_is_nothing_to_draw_lose_their_files)
{
	gallery_usual(7);
	gallery_fake_gnuplot(DRAWS(""));
	size_t before = drawn_draw(CHARTS_DRAWN), count;
	ck_assert(stands("losses-primes.svg"));
	for (size_t i = 0; i < gallery_samples.count; i++) {
		sample_set_workers(&gallery_samples.sample[i], NULL, 0);
	}
	gallery_judge();
	ck_assert_int_eq(drawn_again(plots, &count), CHARTS_DRAWN);
	gallery_real_path();
	ck_assert_uint_lt(count, before);
	ck_assert_uint_eq(chart_files(), 4 * count);
	ck_assert(!stands("losses-primes.csv") && !stands("losses-primes.svg"));
	drawn_finish();
}
END_TEST

START_TEST(files_of_other_names_stay)
{
	size_t count;

	draw_then_measure_anew();
	char *mine = xasprintf("%s/charts/mine.svg", drawn_folder);
	ck_assert(write_file(mine, "mine", 4));
	gallery_fake_gnuplot(NULL);
	drawn_again(plots, &count);
	gallery_real_path();
	ck_assert_uint_eq(chart_files(), 2 * count + 1);
	drawn_expect("mine.svg", "mine");
	free(mine);
	drawn_finish();
}
END_TEST

START_TEST(a_gnuplot_that_draws_nothing_has_failed)
{
	size_t count;

	gallery_usual(6);
	drawn_folder = gallery_folder();
	gallery_fake_gnuplot("exit 0");
	capture_start();
	ck_assert_int_eq(drawn_again(plots, &count), CHARTS_UNWRITABLE);
	free(capture_end());
	gallery_real_path();
	ck_assert_uint_eq(chart_files(), 0);
	drawn_finish();
}
END_TEST

START_TEST(a_gnuplot_that_hangs_is_killed_with_its_children)
{
	static char first[] = "a", second[] = "b";
	char *names[] = {first, second};

	drawn_folder = gallery_folder();
	gallery_fake_gnuplot("sleep 1000 & echo $! >child.$2; wait");
	capture_start();
	ck_assert_int_eq(
		gnuplot_draw(drawn_folder, names, 2, 300000000, "; so be it"), GNUPLOT_FAILED);
	char *said = capture_end();
	gallery_real_path();
	ck_assert_ptr_nonnull(strstr(said, "did not end in time and was killed; so be it\n"));
	ck_assert_uint_eq(lines_of(said), 1);
	char *child = gallery_read(drawn_folder, "child.a.gp");
	if (child) {
		char *stat = xasprintf("/proc/%d/stat", atoi(child));

		/* killed: gone, or not yet reaped by whoever inherits it */
		for (int tries = 0; tries < 500 && access(stat, F_OK) == 0; tries++) {
			char *line = read_file(stat, NULL);
			bool zombie = line && strstr(line, ") Z ");

			free(line);
			if (zombie) {
				break;
			}
			ck_assert_int_lt(tries, 499);
			usleep(10000);
		}
		free(stat);
	}
	free(child);
	free(said);
	gallery_remove(drawn_folder);
}
END_TEST

START_TEST(missing_scripts_are_told_and_nothing_is_left_behind)
{
	size_t count;

	gallery_usual(6);
	drawn_folder = gallery_folder();
	capture_start();
	ck_assert_int_eq(drawn_again("/nowhere/plots", &count), CHARTS_FAILED);
	char *said = capture_end();
	ck_assert_ptr_nonnull(strstr(said, "/nowhere/plots/"));
	ck_assert_uint_eq(chart_files(), 0);
	free(said);
	drawn_finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("charts_kept");
	TCase *tcase = tcase_create("kept");
	SRunner *runner = srunner_create(suite);

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, without_gnuplot_data_and_scripts_stand_ready);
	tcase_add_test(tcase, a_failing_gnuplot_is_quoted_and_old_charts_stay_whole);
	tcase_add_test(tcase, where_one_chart_fails_none_is_moved_to_its_place);
	tcase_add_test(tcase, where_no_chart_stood_data_and_scripts_are_left_by_a_failing_gnuplot);
	tcase_add_test(tcase, without_gnuplot_pictures_stay_where_their_data_stay_the_same);
	tcase_add_test(tcase, without_gnuplot_pictures_of_other_samples_are_taken_away);
	tcase_add_test(tcase, charts_of_which_there_is_nothing_to_draw_lose_their_files);
	tcase_add_test(tcase, files_of_other_names_stay);
	tcase_add_test(tcase, a_gnuplot_that_draws_nothing_has_failed);
	tcase_add_test(tcase, a_gnuplot_that_hangs_is_killed_with_its_children);
	tcase_add_test(tcase, missing_scripts_are_told_and_nothing_is_left_behind);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
