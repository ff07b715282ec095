/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what charts show besides times: disturbed points, and what the machine can compute. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "drawn.h"
#include "gallery.h"
#include "text.h"

/* ---- disturbed points ---- */

/* The inner part of a hollow sign, in the colour of the paper. */
static const char hollow_sign[] = " color='rgb(255, 255, 255)'/>";

START_TEST(a_point_of_which_more_than_a_third_was_disturbed_is_hollow)
{
	gallery_usual(7);
	fixture_disturb(&gallery_samples, "primes:limit=4e6/thread-pool/8", 5);
	fixture_disturb(&gallery_samples, "primes:limit=4e6/process-pool/4", 6); /* 2 of 7 */
	gallery_judge();
	bool drawn = drawn_silently() > 0;
	drawn_expect("speedup-primes.csv", "\n1,4,1.97,1.97,1.97,0,,OK,thread-pool\n");
	drawn_expect("speedup-primes.csv", "\n1,8,1.97,1.97,1.97,1,,OK,thread-pool\n");
	drawn_expect("speedup-primes.csv", "\n2,4,1.97,1.97,1.97,0,,OK,process-pool\n");
	drawn_expect("overview.csv", "\n2,1,8,1.97,1.97,1.97,1,,OK,thread-pool\n");
	drawn_expect("speedup-primes.gp", "HOLLOW = '1 '\n");
	drawn_expect("time-primes.gp", "HOLLOW = '1 '\n");
	drawn_expect("overview.gp", "PANEL_HOLLOW[2] = ['', '1 ']\n");
	drawn_expect("overview.gp",
		"CAPTION = 'hollow points: 3 of 7 samples disturbed: read pages "
		"from a disk (3)'\n");
	drawn_expect("time-sleep.gp", "HOLLOW = ''\n");
	drawn_expect("time-sleep.gp", "CAPTION = ''\n");
	if (drawn) {
		drawn_expect("speedup-primes.svg", hollow_sign);
		drawn_expect("time-primes.svg", hollow_sign);
		drawn_expect("overview.svg", hollow_sign);
		drawn_expect("time-primes.svg", "hollow points: 3 of 7 samples disturbed");
		drawn_expect_not("time-sleep.svg", hollow_sign);
	}
	drawn_finish();
}
END_TEST

START_TEST(the_twelfth_strategy_is_hollow_only_where_it_was_disturbed)
{
	for (int disturbed = 0; disturbed < 2; disturbed++) {
		fixture_init(&gallery_samples, 2);
		fixture_workload(&gallery_samples, "primes:limit=4e6", "", 4000);
		for (int chunk = 1; chunk <= 12; chunk++) {
			char *spec = xasprintf("thread-pool:chunk=%d", chunk);

			fixture_strategy(&gallery_samples, spec);
			free(spec);
		}
		fixture_point(&gallery_samples, 2, "");
		gallery_measure(7);
		if (disturbed) {
			fixture_disturb(
				&gallery_samples, "primes:limit=4e6/thread-pool:chunk=12/2", 1);
			gallery_judge();
		}
		if (drawn_silently() > 0) {
			(disturbed ? drawn_expect : drawn_expect_not)(
				"time-primes.svg", hollow_sign);
			/* no open square, circle, triangle, diamond or pentagon of gnuplot's own */
			for (int type = 3; type <= 13; type += 2) {
				char *sign = xasprintf("#gpPt%d' transform='translate(", type);

				drawn_expect_not("time-primes.svg", sign);
				free(sign);
			}
		}
		drawn_finish();
	}
}
END_TEST

START_TEST(a_disturbed_loop_is_called_so)
{
	gallery_usual(7);
	fixture_disturb(&gallery_samples, "primes:limit=4e6/sequential/1", 1);
	gallery_judge();
	drawn_written();
	drawn_expect("time-primes.csv", "\n0,1,0.24,0.23856,0.24144,1,,OK,sequential\n");
	drawn_expect("time-primes.gp", "'loop 0.24 s (disturbed)'");
	drawn_expect("speedup-primes.gp", "'loop (disturbed)'");
	drawn_expect("time-primes.gp",
		"CAPTION = 'loop: 14 of 14 samples disturbed: read pages from a "
		"disk (14)'\n");
	drawn_expect("speedup-sleep.gp", "'loop'");
	drawn_expect("overview.gp", "CAPTION = ''\n");
	drawn_finish();
}
END_TEST

START_TEST(points_without_a_time_are_not_hollow)
{
	gallery_usual(7);
	fixture_disturb(&gallery_samples, "primes:limit=4e6/thread-pool/8", 0);
	fixture_fail(&gallery_samples, "primes:limit=4e6/thread-pool/8", 6, SAMPLE_WRONG, "wrong");
	gallery_judge();
	drawn_written();
	drawn_expect("time-primes.gp", "HOLLOW = ''\n");
	drawn_expect("time-primes.csv", "\n1,8,,,,,1,");
	drawn_finish();
}
END_TEST

/* ---- what the machine can compute ---- */

/* An SVG's line in the colour of the band. */
static const char band_edge[] = "path stroke='rgb(219, 225, 232)'";

/* Two cores. */
static double two_cores_probe(const struct run_probe *probe, uint32_t round)
{
	(void)round;
	return 2000 + 10e6 / (probe->workers < 2 ? 1 : 2);
}

/* No probe of throughput ever ends well. */
static double latency_probe(const struct run_probe *probe, uint32_t round)
{
	return strcmp(probe->kind, "latency") == 0 ? gallery_smt_probe(probe, round) : 0;
}

static double no_probe(const struct run_probe *probe, uint32_t round)
{
	(void)probe;
	(void)round;
	return 0;
}

START_TEST(a_band_shows_what_the_machine_can_compute)
{
	gallery_usual_probed(7, gallery_smt_probe);
	bool drawn = drawn_silently() > 0;
	drawn_expect("speedup-primes.csv",
		"strategy\n-2,1,,1,1,,,,capacity\n-2,2,,1.25,2,,,,capacity\n");
	drawn_expect("speedup-primes.csv", "\n-2,8,,1.25,2,,,,capacity\n-1,1,1,,,,,,ideal\n");
	drawn_expect("speedup-primes.gp", "BAND = 'what the machine can compute: 1.25 to 2.00×'\n");
	drawn_expect_not("time-primes.csv", "capacity");
	drawn_expect("overview.csv", "\n2,-2,1,,1,1,,,,capacity\n2,-2,2,,1.25,2,,,,capacity\n");
	drawn_expect_not("overview.csv", "\n1,-2,");
	drawn_expect("overview.gp", "PANEL_BAND[2] = [0, 1]\n");
	drawn_expect("overview.gp", " · band: what the machine can compute'\n");
	if (drawn) {
		drawn_expect("overview.svg", band_edge);
		drawn_expect("speedup-primes.svg", "what the machine can compute: 1.25 to 2.00×");
		drawn_expect("speedup-primes.svg", band_edge);
		drawn_expect_not("speedup-sleep.svg", band_edge);
	}
	drawn_finish();
}
END_TEST

START_TEST(waiting_work_has_no_band)
{
	gallery_usual_probed(7, gallery_smt_probe);
	drawn_written();
	drawn_expect("speedup-sleep.gp", "BAND = ''\n");
	drawn_expect_not("speedup-sleep.csv", "capacity");
	drawn_finish();
}
END_TEST

START_TEST(a_run_without_probes_has_no_band)
{
	gallery_usual(7);
	drawn_written();
	drawn_expect("speedup-primes.gp", "BAND = ''\n");
	drawn_expect_not("speedup-primes.csv", "capacity");
	drawn_expect_not("overview.csv", "capacity");
	drawn_expect("overview.gp", "PANEL_BAND[2] = [0, 0]\n");
	drawn_expect_not("overview.gp", "what the machine can compute");
	drawn_finish();
	gallery_usual_probed(7, no_probe);
	drawn_written();
	drawn_expect("speedup-primes.gp", "BAND = ''\n");
	drawn_finish();
}
END_TEST

START_TEST(a_band_without_width_can_be_drawn)
{
	gallery_usual_probed(7, two_cores_probe);
	drawn_silently();
	drawn_expect("speedup-primes.gp", "BAND = 'what the machine can compute: 2.00×'\n");
	drawn_finish();
	gallery_usual_probed(7, latency_probe);
	drawn_silently();
	drawn_expect("speedup-primes.csv", "\n-2,2,,2,2,,,,capacity\n");
	drawn_finish();
}
END_TEST

START_TEST(a_band_that_ends_below_the_cpus_says_where)
{
	fixture_init(&gallery_samples, 16);
	fixture_workload(&gallery_samples, "primes:limit=4e6", "", 4000);
	fixture_strategy(&gallery_samples, "thread-pool");
	fixture_point(&gallery_samples, 1, "");
	fixture_point(&gallery_samples, 2, "");
	gallery_measure_probed(7, two_cores_probe);
	drawn_written();
	drawn_expect("speedup-primes.gp",
		"BAND = 'what the machine can compute with 2 workers: 2.00×'\n");
	drawn_finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("charts_marks");
	TCase *marks = tcase_create("marks");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(marks, a_point_of_which_more_than_a_third_was_disturbed_is_hollow);
	tcase_add_test(marks, the_twelfth_strategy_is_hollow_only_where_it_was_disturbed);
	tcase_add_test(marks, a_disturbed_loop_is_called_so);
	tcase_add_test(marks, points_without_a_time_are_not_hollow);
	tcase_add_test(marks, a_band_shows_what_the_machine_can_compute);
	tcase_add_test(marks, waiting_work_has_no_band);
	tcase_add_test(marks, a_run_without_probes_has_no_band);
	tcase_add_test(marks, a_band_without_width_can_be_drawn);
	tcase_add_test(marks, a_band_that_ends_below_the_cpus_says_where);
	suite_add_tcase(suite, marks);
	tcase_set_timeout(marks, 60);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
