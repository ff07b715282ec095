/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of runs of every shape and with any names: all are drawn, and gnuplot has nothing to say. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drawn.h"
#include "gallery.h"
#include "text.h"

static void start(uint32_t cpus)
{
	fixture_init(&gallery_samples, cpus);
	fixture_workload(&gallery_samples, "primes:limit=4e6", "below 4 000 000", 4000);
}

START_TEST(only_a_loop_can_be_drawn)
{
	start(2);
	gallery_measure(7);
	drawn_silently();
	drawn_expect_charts(
		"efficiency-primes heat overview samples-primes speedup-primes time-primes");
	drawn_finish();
}
END_TEST

START_TEST(one_cell_can_be_drawn)
{
	start(2);
	fixture_strategy(&gallery_samples, "thread-pool");
	fixture_point(&gallery_samples, 3, "");
	gallery_measure(7);
	drawn_silently();
	drawn_expect_charts("efficiency-primes heat losses-primes overview samples-primes "
			    "speedup-primes time-primes waterfall-primes");
	drawn_finish();
}
END_TEST

START_TEST(a_run_without_samples_can_be_drawn)
{
	gallery_usual(0); /* but round 0, which does not count */
	drawn_silently();
	drawn_expect_charts("efficiency-primes efficiency-sleep overview speedup-primes "
			    "speedup-sleep time-primes time-sleep");
	drawn_expect("time-sleep.gp", "'thread-pool: not measured'");
	drawn_finish();
}
END_TEST

/* Fails the cells of the gallery whose key begins with BEGIN, and the loops among them if LOOPS. */
static void fail_cells(const char *begin, bool loops)
{
	const struct run *run = &gallery_samples.run;

	for (size_t i = 0; i < run->cell_count; i++) {
		const struct run_cell *cell = &run->cells[i];

		if (strncmp(cell->key, begin, strlen(begin)) == 0 && (loops || !cell->baseline)) {
			fixture_fail(
				&gallery_samples, cell->key, 0, SAMPLE_FAILED, "out of threads");
		}
	}
	gallery_judge();
}

START_TEST(a_workload_of_which_only_the_loop_is_left_can_be_drawn)
{
	gallery_usual_probed(7, gallery_smt_probe);
	fail_cells("sleep", false);
	drawn_silently();
	drawn_expect_charts("efficiency-primes efficiency-sleep heat losses-primes overview "
			    "questions samples-primes samples-sleep speedup-primes speedup-sleep "
			    "time-primes time-sleep waterfall-primes");
	drawn_expect("time-sleep.gp", "SERIES = 0\n");
	drawn_finish();
}
END_TEST

START_TEST(loops_that_are_all_that_is_left_can_be_drawn)
{
	gallery_usual_probed(7, gallery_smt_probe);
	fail_cells("", false);
	drawn_silently();
	drawn_expect_charts("efficiency-primes efficiency-sleep heat overview samples-primes "
			    "samples-sleep speedup-primes speedup-sleep time-primes time-sleep");
	drawn_finish();
}
END_TEST

START_TEST(cells_and_loops_that_all_failed_can_be_drawn)
{
	gallery_usual_probed(7, gallery_smt_probe);
	fail_cells("", true);
	drawn_silently();
	drawn_expect_charts("efficiency-primes efficiency-sleep overview speedup-primes "
			    "speedup-sleep time-primes time-sleep");
	drawn_finish();
}
END_TEST

START_TEST(one_disturbed_count_with_probes_can_be_drawn)
{
	start(2);
	fixture_strategy(&gallery_samples, "thread-pool");
	fixture_point(&gallery_samples, 2, "");
	gallery_measure_probed(7, gallery_smt_probe);
	fixture_disturb(&gallery_samples, "primes:limit=4e6/thread-pool/2", 1);
	gallery_judge();
	drawn_silently();
	drawn_expect_charts("efficiency-primes heat losses-primes overview questions "
			    "samples-primes speedup-primes time-primes waterfall-primes");
	drawn_expect("speedup-primes.gp", "BAND = ''\n");
	drawn_expect("speedup-primes.gp", "HOLLOW = '1 '\n");
	drawn_finish();
}
END_TEST

START_TEST(sixty_four_counts_of_twelve_strategies_can_be_drawn)
{
	start(16);
	for (int chunk = 1; chunk <= 12; chunk++) {
		char *spec = xasprintf("thread-pool:chunk=%d", chunk);

		fixture_strategy(&gallery_samples, spec);
		free(spec);
	}
	for (uint32_t workers = 1; workers <= 64; workers++) {
		fixture_point(&gallery_samples, workers, workers == 16 ? "cores" : "");
	}
	gallery_measure_probed(6, gallery_smt_probe);
	for (uint32_t workers = 9; workers <= 40; workers++) {
		char *key = xasprintf("primes:limit=4e6/thread-pool:chunk=12/%u", workers);

		fixture_disturb(&gallery_samples, key, 0);
		free(key);
	}
	gallery_judge();
	drawn_silently();
	drawn_expect_charts("efficiency-primes heat losses-primes overview questions "
			    "samples-primes speedup-primes time-primes waterfall-primes");
	drawn_expect("time-primes.gp", "HOLLOW = '12 '\n");
	drawn_expect("time-primes.gp", "SERIES = 12\n");
	drawn_finish();
}
END_TEST

START_TEST(a_machine_of_many_kinds_has_a_line_for_each_limit)
{
	start(16);
	gallery_samples.run.machine.fast_cores = 6;
	gallery_samples.run.machine.allowed_cores = 8;
	gallery_samples.run.machine.quota_cpus = 4.5;
	gallery_samples.run.machine.usable_cpus = 4.5;
	fixture_strategy(&gallery_samples, "thread-pool");
	fixture_point(&gallery_samples, 1, "");
	fixture_point(&gallery_samples, 64, "");
	gallery_measure(7);
	drawn_silently();
	drawn_expect_charts("efficiency-primes heat losses-primes overview samples-primes "
			    "speedup-primes time-primes waterfall-primes");
	drawn_expect("time-primes.gp", "MARKERS = 4\narray MARKER[4] = [4.5, 6, 8, 16]\n");
	drawn_expect("time-primes.gp", "'quota of 4.5 CPUs · shaded: more workers than that', "
				       "'6 P-cores', '8 cores', '16 CPUs'");
	drawn_expect("time-primes.gp", "SHADE_FROM = 4.5\n");
	drawn_expect("speedup-primes.csv", "\n-1,4.5,4.5,,,,,,ideal\n");
	drawn_finish();
}
END_TEST

START_TEST(an_unknown_machine_has_no_lines)
{
	start(2);
	gallery_samples.run.machine.allowed_cores = 0;
	gallery_samples.run.machine.allowed_cpus = 0;
	gallery_samples.run.machine.usable_cpus = 0;
	free(gallery_samples.run.machine.cpu_model);
	gallery_samples.run.machine.cpu_model = NULL;
	fixture_strategy(&gallery_samples, "thread-pool");
	fixture_point(&gallery_samples, 1, "");
	fixture_point(&gallery_samples, 4, "");
	gallery_measure(7);
	drawn_silently();
	drawn_expect_charts(
		"efficiency-primes heat overview samples-primes speedup-primes time-primes");
	drawn_expect("time-primes.gp", "MARKERS = 0\n");
	drawn_finish();
}
END_TEST

/* ---- names from outside ---- */

START_TEST(two_specs_of_one_workload_have_charts_of_their_own)
{
	fixture_init(&gallery_samples, 2);
	fixture_workload(&gallery_samples, "primes:limit=4e6", "", 4000);
	fixture_workload(&gallery_samples, "primes:limit=4e6,", "", 4000);
	fixture_workload(&gallery_samples, "primes:limit=4e6!", "", 4000);
	gallery_measure(6);
	drawn_silently();
	drawn_expect_charts(
		"efficiency-primes-limit-4e6--2 efficiency-primes-limit-4e6- "
		"efficiency-primes-limit-4e6 heat overview samples-primes-limit-4e6--2 "
		"samples-primes-limit-4e6- samples-primes-limit-4e6 speedup-primes-limit-4e6--2 "
		"speedup-primes-limit-4e6- speedup-primes-limit-4e6 time-primes-limit-4e6--2 "
		"time-primes-limit-4e6- time-primes-limit-4e6");
	drawn_expect("time-primes-limit-4e6.gp", "primes:limit=4e6");
	drawn_expect("time-primes-limit-4e6-.gp", "primes:limit=4e6,");
	drawn_expect("time-primes-limit-4e6--2.gp", "primes:limit=4e6!");
	drawn_finish();
}
END_TEST

START_TEST(hostile_names_run_nothing_and_leave_the_folder_alone)
{
	char here[4096];

	fixture_init(&gallery_samples, 2);
	fixture_workload(&gallery_samples, "a:x='`touch pwned`'\nsystem 'touch pwned'\n#",
		"'; system \"touch pwned\" #|`touch pwned` {/=50 x}^2_3 @{a} \\", 96);
	fixture_workload(&gallery_samples, "../../pwned", "\x80\xff\x1b[31m <b>&amp;", 96);
	fixture_strategy(&gallery_samples, "thread-pool:t='.system('touch pwned').'");
	fixture_strategy(&gallery_samples, "thread-pool:t=\"\n!touch pwned\nEND\"|<touch pwned>");
	fixture_strategy(&gallery_samples, "process-\\");
	fixture_point(&gallery_samples, 1, "'");
	fixture_point(&gallery_samples, 2, "\"; !touch pwned");
	free(gallery_samples.run.machine.cpu_model);
	gallery_samples.run.machine.cpu_model = xstrdup("`touch pwned`'\n!touch pwned\n");
	free(gallery_samples.run.version);
	gallery_samples.run.version = xstrdup("'\nsystem 'touch pwned'\n");
	gallery_measure(7);
	fixture_fail(
		&gallery_samples, "../../pwned/process-\\/2", 0, SAMPLE_FAILED, "`touch pwned`");
	gallery_judge();
	drawn_silently();
	drawn_expect_charts("efficiency-..-..-pwned efficiency-a heat losses-..-..-pwned losses-a "
			    "overview questions samples-..-..-pwned samples-a speedup-..-..-pwned "
			    "speedup-a time-..-..-pwned time-a waterfall-..-..-pwned waterfall-a");
	ck_assert(!gallery_has(drawn_folder, "pwned"));
	ck_assert(!gallery_has(drawn_folder, "charts/pwned"));
	ck_assert_ptr_nonnull(getcwd(here, sizeof(here)));
	ck_assert(!gallery_has(here, "pwned"));
	ck_assert(gallery_has(drawn_folder, "charts/time-..-..-pwned.csv"));
	drawn_finish();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("charts_shapes");
	TCase *shapes = tcase_create("shapes");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(shapes, only_a_loop_can_be_drawn);
	tcase_add_test(shapes, one_cell_can_be_drawn);
	tcase_add_test(shapes, a_run_without_samples_can_be_drawn);
	tcase_add_test(shapes, a_workload_of_which_only_the_loop_is_left_can_be_drawn);
	tcase_add_test(shapes, loops_that_are_all_that_is_left_can_be_drawn);
	tcase_add_test(shapes, cells_and_loops_that_all_failed_can_be_drawn);
	tcase_add_test(shapes, one_disturbed_count_with_probes_can_be_drawn);
	tcase_add_test(shapes, sixty_four_counts_of_twelve_strategies_can_be_drawn);
	tcase_add_test(shapes, a_machine_of_many_kinds_has_a_line_for_each_limit);
	tcase_add_test(shapes, an_unknown_machine_has_no_lines);
	tcase_add_test(shapes, two_specs_of_one_workload_have_charts_of_their_own);
	tcase_add_test(shapes, hostile_names_run_nothing_and_leave_the_folder_alone);
	suite_add_tcase(suite, shapes);
	tcase_set_timeout(shapes, 60);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
