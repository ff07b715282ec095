/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Losses as lines, as tables of the report and as the data of their chart. */
#include "show/losses.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "lost.h"
#include "show/figure.h"
#include "show/words.h"

static struct text text;

/* Makes FIGURE with MAKE from lost_judgement. */
static bool draft(struct figure *figure, figure_init *make)
{
	struct figure_source source;

	figure_source_init(&source, &lost_judgement, NULL);
	bool made = make(figure, &source, 0);
	figure_source_finish(&source);
	return made;
}

static void teardown(void)
{
	text_finish(&text);
	lost_finish();
}

static void expect_line(bool utf8, const char *expected)
{
	text_finish(&text);
	losses_add_strategy(&lost_losses, 0, 0, &text);
	char *folded = words_folded(text.text, utf8);
	ck_assert_str_eq(folded, expected);
	free(folded);
}

static void expect_in(const struct text *whole, const char *part)
{
	ck_assert_msg(whole->text && strstr(whole->text, part), "%s\nlacks %s", whole->text, part);
}

START_TEST(a_line_leads_from_the_ideal_to_what_was_measured)
{
	const struct lost lost = {.start = 0.3, .slower = 4, .uneven = 1.2, .others_cpus = 1.5};

	lost_run(8, "thread-pool", 8, 7, &lost);
	expect_line(true, "thread-pool at 8: 8.0× ideal → 5.2×: start 0.2, slower cores 2.1, "
			  "uneven tasks 0.5");
	expect_line(false, "thread-pool at 8: 8.0x ideal -> 5.2x: start 0.2, slower cores 2.1, "
			   "uneven tasks 0.5");
}
END_TEST

START_TEST(few_workers_get_two_decimals_and_gains_a_minus)
{
	const struct lost lost = {.slower = -2, .ending = 1};

	lost_run(8, "process-pool", 2, 7, &lost);
	expect_line(
		true, "process-pool at 2: 2.00× ideal → 2.05×: slower cores -0.10, ending 0.05");
}
END_TEST

START_TEST(where_nothing_is_lost_that_is_said)
{
	const struct lost lost = {.start = 0.01};

	lost_run(8, "thread-pool", 8, 7, &lost);
	expect_line(true, "thread-pool at 8: 8.0× ideal → 8.0×: no part above 1 %");
}
END_TEST

START_TEST(what_is_not_told_apart_and_stamps_that_disagree_are_said)
{
	const struct lost lost = {.queued = 2, .others_cpus = -1};

	lost_run(8, "thread-pool", 8, 7, &lost);
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample *sample = &lost_samples.sample[i];

		if (sample->workers.count == 8) {
			sample->cpu_ns -= 8 * UINT64_C(480000);
		}
	}
	lost_judge();
	expect_line(true, "thread-pool at 8: 8.0× ideal → 6.7×: waiting or neighbours 1.3 "
			  "(stamps disagree by 4 %)");
}
END_TEST

START_TEST(the_report_has_every_part_in_three_units)
{
	const struct lost lost = {.slower = 10, .others_cpus = 0};

	lost_run(8, "thread-pool", 8, 7, &lost);
	losses_markdown(&lost_losses, 0, &text);
	expect_in(&text,
		"| strategy | workers | ideal | start | hand-out | slower cores | waiting |");
	expect_in(&text,
		"| thread-pool | 8 | 8.0× | 0 | 0 | 4.00 / 10 / 80 | 0 | 0 | 0 | 0 | 4.0× |\n");
	ck_assert_ptr_null(strstr(text.text, "usable CPUs"));
}
END_TEST

START_TEST(the_report_counts_cpus_where_workers_are_more)
{
	const struct lost lost = {.queued = 80 / 1.6 - 10, .others_cpus = 0.4};

	lost_run(2, "thread-pool", 8, 7, &lost);
	losses_markdown(&lost_losses, 0, &text);
	expect_in(&text, "| thread-pool | 8 | 1.60 | 0.40 | 0.00 | 0.00 |\n");
}
END_TEST

START_TEST(parts_not_told_apart_stand_in_the_first)
{
	const struct lost lost = {.queued = 10, .others_cpus = -1};

	lost_run(8, "thread-pool", 8, 7, &lost);
	losses_markdown(&lost_losses, 0, &text);
	expect_in(&text, "| 4.00 / 10 / 80 | 0 | 0 | in waiting | 4.0× |\n");
}
END_TEST

START_TEST(the_chart_holds_a_stack_up_to_the_ideal)
{
	const struct lost lost = {.slower = 10, .others_cpus = 0};
	struct figure figure;

	lost_run(8, "thread-pool", 8, 7, &lost);
	ck_assert(draft(&figure, figure_init_losses));
	ck_assert_str_eq(figure.name, "losses-primes");
	ck_assert_str_eq(figure.plot, "losses");
	expect_in(&figure.csv,
		"bar,workers,segment,from,to,ideal,speedup,seconds,worker_seconds,text,part\n"
		"1,8,0,0,0.5,8,4,0.01,0.08,4.0×,speedup\n");
	expect_in(&figure.csv, "1,8,3,0.5,1,8,4,0.01,0.08,4.0,slower cores\n");
	expect_in(&figure.head, "TITLE = 'primes: slower cores take 4.0 of 8 at 8 workers'");
	expect_in(&figure.head, "array SEGMENT_NAME[2] = ['speedup', 'slower cores']");
	figure_finish(&figure);
}
END_TEST

START_TEST(the_waterfall_steps_down_from_what_was_possible)
{
	const struct lost lost = {.slower = 8, .uneven = 2, .others_cpus = 0};
	struct figure figure;

	lost_run(8, "thread-pool", 8, 7, &lost);
	ck_assert(draft(&figure, figure_init_waterfall));
	ck_assert_str_eq(figure.name, "waterfall-primes");
	expect_in(&figure.csv, "row,kind,from,to,low,high,part,text,meaning\n"
			       "1,-2,0,8,,,possible,8.0×,all workers busy all the time\n"
			       /* of 19.75 ms × 8 they take 8 ms × 8 */
			       "2,2,8,4.75949,4.75949,4.75949,slower cores,−3.2 (3.2 to 3.2),"
			       "more CPU time for the same tasks\n"
			       "3,4,4.75949,4.05063,4.05063,4.05063,uneven tasks,");
	expect_in(&figure.csv, "\n4,-1,0,4.05063,4.05063,4.05063,reached,4.1× (4.1 to 4.1),"
			       "speedup over the loop\n");
	expect_in(&figure.head, "TITLE = 'primes with 8 threads: 8.0× possible, 4.1× reached; "
				"slower cores take 3.2'\n");
	expect_in(&figure.head, "array ROW_NAME[4] = ['possible', 'slower cores', 'uneven tasks', "
				"'reached']\n");
	figure_finish(&figure);
}
END_TEST

START_TEST(the_chart_promises_nothing_that_rounds_don_t_show)
{
	const struct lost lost = {.slower = 10, .others_cpus = 0};
	struct figure figure;

	/* too few rounds for an interval */
	lost_run(8, "thread-pool", 8, 3, &lost);
	ck_assert(draft(&figure, figure_init_losses));
	expect_in(&figure.head, "TITLE = 'primes: where the speedup went'");
	figure_finish(&figure);
}
END_TEST

START_TEST(nothing_known_gives_no_line_no_table_and_no_chart)
{
	const struct lost nothing = {0};
	struct figure figure;

	lost_run(8, "thread-pool", 8, 7, &nothing);
	for (size_t i = 0; i < lost_samples.count; i++) {
		sample_set_workers(&lost_samples.sample[i], NULL, 0);
	}
	lost_judge();
	losses_add_strategy(&lost_losses, 0, 0, &text);
	losses_markdown(&lost_losses, 0, &text);
	ck_assert_uint_eq(text.length, 0);
	ck_assert(!draft(&figure, figure_init_losses));
	ck_assert(!draft(&figure, figure_init_waterfall));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("losses_show");
	TCase *shown = tcase_create("shown");

	tcase_add_checked_fixture(shown, NULL, teardown);
	tcase_add_test(shown, a_line_leads_from_the_ideal_to_what_was_measured);
	tcase_add_test(shown, few_workers_get_two_decimals_and_gains_a_minus);
	tcase_add_test(shown, where_nothing_is_lost_that_is_said);
	tcase_add_test(shown, what_is_not_told_apart_and_stamps_that_disagree_are_said);
	tcase_add_test(shown, the_report_has_every_part_in_three_units);
	tcase_add_test(shown, the_report_counts_cpus_where_workers_are_more);
	tcase_add_test(shown, parts_not_told_apart_stand_in_the_first);
	tcase_add_test(shown, the_chart_holds_a_stack_up_to_the_ideal);
	tcase_add_test(shown, the_waterfall_steps_down_from_what_was_possible);
	tcase_add_test(shown, the_chart_promises_nothing_that_rounds_don_t_show);
	tcase_add_test(shown, nothing_known_gives_no_line_no_table_and_no_chart);
	suite_add_tcase(suite, shown);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
