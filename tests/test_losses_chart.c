/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of losses: its data, its names and its title. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "drawn.h"
#include "lost.h"
#include "show/figure.h"
#include "show/loss_words.h"
#include "show/page_rows.h"

static struct figure figure;

static void teardown(void)
{
	figure_finish(&figure);
	lost_finish();
}

/* Makes the figure with MAKE from lost_judgement. */
static bool make_figure(figure_init *make)
{
	struct figure_source source;

	figure_source_init(&source, &lost_judgement, NULL);
	bool made = make(&figure, &source, 0);
	figure_source_finish(&source);
	return made;
}

static void expect_in(const struct text *whole, const char *part)
{
	ck_assert_msg(whole->text && strstr(whole->text, part), "%s\nlacks %s", whole->text, part);
}

static void draw(uint32_t cpus, uint32_t workers, uint32_t rounds, const struct lost *lost)
{
	lost_run(cpus, "thread-pool", workers, rounds, lost);
	ck_assert(make_figure(figure_init_losses));
}

START_TEST(the_chart_holds_a_stack_up_to_the_ideal)
{
	const struct lost lost = {.slower = 10, .others_cpus = 0};

	draw(8, 8, 7, &lost);
	ck_assert_str_eq(figure.name, "losses-primes");
	ck_assert_str_eq(figure.plot, "losses");
	expect_in(&figure.csv, "bar,workers,segment,from,to,fill,ideal,speedup,lost,"
			       "seconds,worker_seconds,text,part\n"
			       "1,8,0,0,0.5,0,8,4,,0.01,0.08,4.0×,speedup\n");
	expect_in(&figure.csv, "1,8,3,0.5,1,3,8,,4,0.01,0.08,4.0,slower cores\n");
	expect_in(&figure.head,
		"TITLE = 'primes: slower cores take 4.0 of an ideal 8.0× at 8 workers'");
	expect_in(&figure.head, "array NAME_TEXT[2] = ['speedup', 'slower cores']");
	expect_in(&figure.head, "array TIME_TEXT[1] = ['20 ms']");
	expect_in(&figure.head, "array IDEAL_TEXT[1] = ['of 8.0×']");
	expect_in(&figure.head, "CROWD = ''");
}
END_TEST

/* Row INDEX of the chart, as its mark tells it. */
static void expect_told(size_t index, const char *expected)
{
	struct page_rows rows;
	struct text words = {0};

	page_rows_init(&rows, figure.csv.text);
	page_rows_words(&rows, index, &words);
	ck_assert_str_eq(words.text, expected);
	text_finish(&words);
	page_rows_finish(&rows);
}

START_TEST(what_is_lost_is_told_as_lost_and_not_as_a_speedup)
{
	const struct lost lost = {.slower = -4, .ending = 4, .others_cpus = 0};

	draw(8, 4, 7, &lost);
	expect_told(0, "speedup, 4 workers, ideal 4.00×, speedup 4.00×, 20 ms, 80 ms of workers");
	expect_told(
		3, "slower cores, 4 workers, ideal 4.00×, lost −0.800×, −4 ms, −16 ms of workers");
	expect_told(6, "ending, 4 workers, ideal 4.00×, lost 0.800×, 4 ms, 16 ms of workers");
}
END_TEST

START_TEST(the_waterfall_steps_down_from_what_was_possible)
{
	const struct lost lost = {.slower = 8, .uneven = 2, .others_cpus = 0};

	lost_run(8, "thread-pool", 8, 7, &lost);
	ck_assert(make_figure(figure_init_waterfall));
	ck_assert_str_eq(figure.name, "waterfall-primes");
	expect_in(&figure.csv, "row,kind,from,to,low,high,part,text,meaning\n"
			       "1,-2,0,8,,,possible,8.0×,all workers busy all the time\n"
			       /* of 19.75 ms × 8 they take 8 ms × 8 */
			       "2,2,8,4.75949,4.75949,4.75949,slower cores,−3.2 (−3.2 to −3.2),"
			       "more CPU time for the same tasks\n"
			       "3,4,4.75949,4.05063,4.05063,4.05063,uneven tasks,");
	expect_in(&figure.csv, "\n4,-1,0,4.05063,4.05063,4.05063,reached,4.1× (4.1 to 4.1),"
			       "speedup over the loop\n");
	expect_in(&figure.head, "TITLE = 'primes with 8 threads: 8.0× possible, 4.1× reached; "
				"slower cores take 3.2'\n");
	expect_in(&figure.head, "array ROW_NAME[4] = ['possible', 'slower cores', 'uneven tasks', "
				"'reached']\n");
}
END_TEST

/* Of a waterfall where slower cores take MS more, and samples end up to SPREAD_MS later by the round. */
static void expect_row(double ms, double spread_ms, const char *expected)
{
	const struct lost lost = {.slower = ms, .others_cpus = 0};

	lost_run(8, "thread-pool", 8, 7, &lost);
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample *sample = &lost_samples.sample[i];

		if (sample->role == ROLE_CELL) {
			sample->total_ns += (uint64_t)(sample->round % 7 * spread_ms / 6 * 1e6);
		}
	}
	lost_judge();
	ck_assert(make_figure(figure_init_waterfall));
	expect_in(&figure.csv, expected);
	figure_finish(&figure);
	lost_finish();
}

START_TEST(an_interval_has_the_sign_of_its_value_and_ends_that_differ)
{
	expect_row(8, 0.3, "slower cores,−3.53 (−3.56 to −3.50)");
	expect_row(8, 3, "ending,−0.6 (−1.1 to 0.0)");
	lost_run(8, "thread-pool", 8, 7, &(struct lost){.others_cpus = 0});
}
END_TEST

START_TEST(numbers_have_a_minus_unless_they_are_written_as_zero)
{
	const struct lost lost = {.slower = 10, .others_cpus = 0};
	char number[32];

	draw(8, 8, 7, &lost); /* of an ideal 8.0: one decimal */
	const struct loss_account *account = &lost_losses.cell[0];

	for (size_t i = 0; account->pairs == 0; i++) {
		account = &lost_losses.cell[i];
	}
	loss_number(account, -0.04, "", number, sizeof(number));
	ck_assert_str_eq(number, "0.0");
	loss_number(account, -0.06, "×", number, sizeof(number));
	ck_assert_str_eq(number, "−0.1×");
	loss_number(account, 1.26, "", number, sizeof(number));
	ck_assert_str_eq(number, "1.3");
}
END_TEST

START_TEST(what_was_gained_is_a_part_of_the_speedup)
{
	/* 4.5 instead of 5 ms, then 0.5 ms for ending */
	const struct lost lost = {.slower = -4, .ending = 4, .others_cpus = 0};

	draw(8, 4, 7, &lost);
	expect_in(&figure.csv, "1,4,0,0,0.8,0,4,4,,0.02,0.08,4.00×,speedup\n");
	expect_in(&figure.csv, "1,4,3,0.8,1,13,4,,-0.8,-0.004,-0.016,0.80,slower cores\n");
	expect_in(&figure.csv, "1,4,6,1,1.2,6,4,,0.8,0.004,0.016,0.80,ending\n");
	expect_in(&figure.head, "array NAME_TEXT[3] = ['speedup, outlined with what was gained', "
				"'gained: faster cores', 'ending']");
	/* its number stands at the end of both */
	expect_in(&figure.head, "array SPEEDUP_TEXT[1] = ['4.00×']");
	expect_in(&figure.head, "array BAR_REACHED[1] = [1]");
	expect_in(&figure.head, "array BAR_GAINED[1] = [1]");
	expect_in(&figure.head, "array SPEEDUP_Y[1] = [0.9682");
	expect_in(&figure.head, "array BAR_TOP[1] = [1.2]");
}
END_TEST

START_TEST(small_losses_stand_together_above_the_others)
{
	const struct lost lost = {.start = 0.05, .slower = 5, .ending = 0.05, .others_cpus = 0};

	draw(8, 8, 7, &lost);
	expect_in(&figure.csv, "1,8,1,0.993377,0.996689,8,8,,0.0264901,5e-05,0.0004,,start\n");
	expect_in(&figure.head, "['speedup', 'slower cores', 'the rest, each below 1 %']");
}
END_TEST

START_TEST(a_loss_has_the_name_that_it_has_where_it_is_largest)
{
	/* 80 tasks: each of 40 workers does two, for which all take as long; of 32 half do three */
	const uint32_t workers[] = {32, 40};
	const struct lost lost = {.uneven = 0.5 * 32 / 31};

	lost_run_points(64, "thread-pool", workers, 2, 7, &lost);
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample_workers *all = &lost_samples.sample[i].workers;

		for (size_t k = 1; all->count == 40 && k < all->count; k++) {
			all->row[k] = all->row[0];
		}
	}
	lost_judge();
	ck_assert(make_figure(figure_init_losses));
	expect_in(&figure.head, "'uneven shares of 80 tasks'");
}
END_TEST

START_TEST(a_cell_that_failed_says_so_in_its_place)
{
	const struct lost lost = {.slower = 10, .others_cpus = 0};
	const uint32_t workers[] = {1, 2, 4, 8};

	lost_run_points(8, "thread-pool", workers, 4, 7, &lost);
	fixture_fail(&lost_samples, "primes:limit=4e6/thread-pool/4", 7, SAMPLE_WRONG, "answer 1");
	fixture_fail(&lost_samples, "primes:limit=4e6/thread-pool/8", 1, SAMPLE_TIMED_OUT, "late");
	lost_judge();
	ck_assert(make_figure(figure_init_losses));
	expect_in(&figure.head, "array NOTE_TEXT[4] = ['', '', 'WRONG', 'TIMED OUT']");
	expect_in(&figure.head, "array BAR_TEXT[4] = ['1', '2', '4', '8']");
	expect_in(&figure.head, "NAME_BAR = 2\n");
	ck_assert_ptr_null(strstr(figure.csv.text, "\n3,4,"));
}
END_TEST

START_TEST(of_many_worker_counts_no_text_stands_in_the_bars)
{
	const struct lost lost = {.slower = 10, .others_cpus = 0};
	uint32_t workers[64];

	for (uint32_t i = 0; i < 64; i++) {
		workers[i] = i + 1;
	}
	lost_run_points(64, "thread-pool", workers, 64, 7, &lost);
	ck_assert(make_figure(figure_init_losses));
	expect_in(&figure.head, "BARS = 64\n");
	expect_in(&figure.head, "TIMES = 0\n");
	ck_assert_ptr_null(strstr(figure.csv.text, "×"));
	ck_assert_ptr_null(strstr(figure.head.text, "'of "));
	drawn_silently_of(&lost_judgement);
	drawn_expect_charts("efficiency-primes heat losses-primes overview questions "
			    "samples-primes speedup-primes time-primes waterfall-primes");
	drawn_remove();
}
END_TEST

/* Shape _i: a loss of every kind, gains, failures, more workers than CPUs, one worker only. */
START_TEST(losses_of_every_shape_are_drawn_in_silence)
{
	static const struct lost shapes[] = {
		{.start = 1,
			.handout = 1,
			.slower = 1,
			.queued = 1,
			.off = 1,
			.ending = 1,
			.uneven = 1},
		{.slower = -4, .ending = 4, .others_cpus = 0},
		{.slower = 10},
		{.queued = 30, .others_cpus = 0.5, .stolen_cpus = 0.1},
		{.waits = true, .start = 1},
	};
	/* without 8 workers that have a time there is no question */
	static const char all[] = "efficiency-primes heat losses-primes overview questions "
				  "samples-primes speedup-primes time-primes waterfall-primes";
	static const char few[] = "efficiency-primes heat losses-primes overview samples-primes "
				  "speedup-primes time-primes waterfall-primes";
	static const uint32_t cpus[] = {8, 8, 8, 2, 8}, counts[] = {4, 4, 4, 4, 1};
	const uint32_t workers[] = {1, 2, 4, 8};

	lost_run_points(cpus[_i], "thread-pool", workers, counts[_i], 7, &shapes[_i]);
	if (_i == 2) {
		fixture_fail(
			&lost_samples, "primes:limit=4e6/thread-pool/8", 0, SAMPLE_CRASHED, "gone");
		lost_judge();
	}
	drawn_silently_of(&lost_judgement);
	drawn_expect_charts(_i == 2 || _i == 4 ? few : all);
	drawn_remove();
}
END_TEST

START_TEST(more_workers_than_the_cpus_keep_busy_are_marked)
{
	const struct lost lost = {.queued = 30, .others_cpus = 0};

	draw(2, 8, 7, &lost);
	expect_in(&figure.head, "SHADE_FROM = 0.5");
	expect_in(&figure.head, "CROWD = 'more workers than 2 CPUs keep busy →'");
}
END_TEST

START_TEST(where_little_is_lost_the_title_says_so)
{
	const struct lost lost = {.start = 0.2, .others_cpus = 0};

	draw(8, 8, 7, &lost);
	expect_in(&figure.head,
		"TITLE = 'primes: little is lost, at most 0.2 of an ideal 8.0× at 8 workers'");
}
END_TEST

START_TEST(the_title_promises_nothing_that_rounds_don_t_show)
{
	const struct lost lost = {.slower = 10, .others_cpus = 0};

	/* too few rounds for an interval */
	draw(8, 8, 3, &lost);
	expect_in(&figure.head, "TITLE = 'primes: where the speedup went'");
}
END_TEST

START_TEST(without_stamps_there_is_no_chart)
{
	const struct lost nothing = {0};

	lost_run(8, "thread-pool", 8, 7, &nothing);
	for (size_t i = 0; i < lost_samples.count; i++) {
		sample_set_workers(&lost_samples.sample[i], NULL, 0);
	}
	lost_judge();
	ck_assert(!make_figure(figure_init_losses));
	ck_assert(!make_figure(figure_init_waterfall));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("losses_chart");
	TCase *chart = tcase_create("chart");

	tcase_set_timeout(chart, 60);
	tcase_add_checked_fixture(chart, NULL, teardown);
	tcase_add_test(chart, the_chart_holds_a_stack_up_to_the_ideal);
	tcase_add_test(chart, what_is_lost_is_told_as_lost_and_not_as_a_speedup);
	tcase_add_test(chart, the_waterfall_steps_down_from_what_was_possible);
	tcase_add_test(chart, numbers_have_a_minus_unless_they_are_written_as_zero);
	tcase_add_test(chart, an_interval_has_the_sign_of_its_value_and_ends_that_differ);
	tcase_add_test(chart, what_was_gained_is_a_part_of_the_speedup);
	tcase_add_test(chart, small_losses_stand_together_above_the_others);
	tcase_add_test(chart, a_loss_has_the_name_that_it_has_where_it_is_largest);
	tcase_add_test(chart, a_cell_that_failed_says_so_in_its_place);
	tcase_add_test(chart, of_many_worker_counts_no_text_stands_in_the_bars);
	tcase_add_loop_test(chart, losses_of_every_shape_are_drawn_in_silence, 0, 5);
	tcase_add_test(chart, more_workers_than_the_cpus_keep_busy_are_marked);
	tcase_add_test(chart, where_little_is_lost_the_title_says_so);
	tcase_add_test(chart, the_title_promises_nothing_that_rounds_don_t_show);
	tcase_add_test(chart, without_stamps_there_is_no_chart);
	suite_add_tcase(suite, chart);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
