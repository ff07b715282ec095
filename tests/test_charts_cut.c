/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals that go on beyond the frame of a chart end in a mark there, and charts claim no more than there is. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "drawn.h"
#include "gallery.h"
#include "text.h"

/* The usual gallery, in which CELL took TIMES as long in one round of 7. */
static void start(const char *cell, uint64_t times)
{
	gallery_usual(7);
	for (size_t i = 0; i < gallery_samples.count; i++) {
		struct sample *sample = &gallery_samples.sample[i];

		if (sample->round == 3 && strcmp(sample->cell, cell) == 0) {
			sample->total_ns *= times;
		}
	}
	gallery_judge();
}

/* The chart NAME has a triangle, gnuplot's TYPE, in the COLOR of a strategy that has another sign itself. */
static void expect_triangle(const char *name, const char *type, const char *color)
{
	char *svg = drawn_file(name), *rest = svg, *line;
	bool found = false;

	while ((line = strsep(&rest, "\n")) != NULL) {
		found = found || (strstr(line, type) && strstr(line, color));
	}
	ck_assert_msg(found, "%s lacks %s in %s", name, type, color);
	free(svg);
}

static const char up[] = "#gpPt8'", down[] = "#gpPt10'";
static const char blue[] = "color='rgb(  0, 114, 178)'", red[] = "color='rgb(213,  94,   0)'";

START_TEST(an_interval_that_goes_on_beyond_the_frame_is_marked)
{
	start("primes:limit=4e6/thread-pool/2", 40);
	bool drawn = drawn_silently() > 0;
	drawn_expect("time-primes.gp", "CUT_ABOVE = '1 '\nCUT_BELOW = ''\n");
	drawn_expect("speedup-primes.gp", "CUT_ABOVE = ''\nCUT_BELOW = ''\n"); /* from 0 on */
	drawn_expect("overview.gp", "array PANEL_CUT_BELOW[2] = ['', '1 ']\n");
	drawn_expect("questions.gp", "array ROW_CUT_LEFT[6] = [0, 0, 0, 1, 0, 0]\n");
	drawn_expect("questions.gp", "array ROW_CUT_RIGHT[6] = [0, 0, 0, 0, 1, 1]\n");
	if (drawn) {
		expect_triangle("time-primes.svg", up, blue);
		expect_triangle("overview.svg", down, blue);
	}
	drawn_finish();
}
END_TEST

START_TEST(a_sample_that_ran_ahead_is_marked_above)
{
	gallery_usual(7);
	for (size_t i = 0; i < gallery_samples.count; i++) {
		struct sample *sample = &gallery_samples.sample[i];

		if (sample->round == 3 &&
			strcmp(sample->cell, "primes:limit=4e6/process-pool/2") == 0) {
			sample->total_ns /= 20;
		}
	}
	gallery_judge();
	bool drawn = drawn_silently() > 0;
	drawn_expect("speedup-primes.gp", "CUT_ABOVE = '2 '\n");
	drawn_expect("efficiency-primes.gp", "CUT_ABOVE = '2 '\n");
	drawn_expect("overview.gp", "array PANEL_CUT_ABOVE[2] = ['', '2 ']\n");
	if (drawn) {
		expect_triangle("speedup-primes.svg", up, red);
		expect_triangle("efficiency-primes.svg", up, red);
		expect_triangle("overview.svg", up, red);
	}
	drawn_finish();
}
END_TEST

START_TEST(runs_beside_one_another_are_marked_too)
{
	static const char *const names[] = {"here", "there"};

	start("primes:limit=4e6/thread-pool/2", 40);
	struct judgement both[] = {gallery, gallery};
	struct beside beside = {both, names, 2};
	struct figure_source source;
	struct figure figure;

	figure_source_init(&source, &gallery, NULL);
	source.beside = &beside;
	ck_assert(chart_kind_find("beside")->init(&figure, &source, 0));
	ck_assert_ptr_nonnull(
		strstr(figure.head.text, "array PANEL_CUT_BELOW[2] = ['', '1 2 ']\n"));
	figure_finish(&figure);
	figure_source_finish(&source);
	ck_assert(drawn_beside_silently(&beside));
	drawn_finish();
}
END_TEST

START_TEST(what_stays_within_the_frame_has_no_mark)
{
	gallery_usual(7);
	drawn_written();
	drawn_expect("time-primes.gp", "CUT_ABOVE = ''\nCUT_BELOW = ''\n");
	drawn_expect("overview.gp", "array PANEL_CUT_ABOVE[2] = ['', '']\n");
	drawn_expect("questions.gp", "array ROW_CUT_LEFT[6] = [0, 0, 0, 0, 0, 0]\n");
	drawn_finish();
}
END_TEST

START_TEST(subtitles_claim_no_more_rounds_and_intervals_than_there_are)
{
	gallery_usual(7);
	fixture_fail(&gallery_samples, "primes:limit=4e6/thread-pool/4", 3, SAMPLE_FAILED, "no");
	gallery_judge();
	drawn_written();
	drawn_expect("speedup-primes.gp",
		"medians of up to 7 rounds, 95 % intervals or else ranges · 2 cores");
	drawn_expect("overview.gp", "medians of up to 7 rounds, 95 % intervals or else ranges");
	drawn_expect("losses-primes.gp", "medians of up to 7 rounds · ");
	drawn_expect("speedup-sleep.gp", "medians of 7 rounds with 95 % intervals");
	drawn_finish();
}
END_TEST

START_TEST(the_heat_map_frames_what_costs_nothing)
{
	gallery_usual(7);
	for (size_t i = 0; i < gallery_samples.count; i++) {
		struct sample *sample = &gallery_samples.sample[i];

		/* not shown to be slower by 2 % or more, but that is more than nothing */
		if (strcmp(sample->cell, "sleep/process-pool/8") == 0) {
			sample->total_ns += sample->total_ns / 100 * (1 + sample->round % 5);
		}
	}
	gallery_judge();
	drawn_written();
	drawn_expect("heat.csv", ",0,1.03,8,OK,process-pool,sleep\n");
	drawn_expect("heat.csv", ",1,1.00,8,OK,process-pool,primes:limit=4e6\n");
	drawn_expect("heat.gp", "framed: costs nothing");
	drawn_finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("charts_cut");
	TCase *tcase = tcase_create("cut");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, an_interval_that_goes_on_beyond_the_frame_is_marked);
	tcase_add_test(tcase, a_sample_that_ran_ahead_is_marked_above);
	tcase_add_test(tcase, runs_beside_one_another_are_marked_too);
	tcase_add_test(tcase, what_stays_within_the_frame_has_no_mark);
	tcase_add_test(tcase, subtitles_claim_no_more_rounds_and_intervals_than_there_are);
	tcase_add_test(tcase, the_heat_map_frames_what_costs_nothing);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
