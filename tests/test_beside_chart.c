/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of several runs over one another: its data, and runs of every shape drawn in silence. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "drawn.h"
#include "gallery.h"
#include "text.h"

enum { MANY = FIGURE_RUNS_MAX + 1 };

/* A run that stands beside the gallery's. */
static struct samples other_samples;
static struct judgement other;

/* What the gallery has becomes the other run; the gallery is empty again. */
static void set_aside(void)
{
	judgement_finish(&gallery);
	gallery = (struct judgement){0};
	other_samples = gallery_samples;
	gallery_samples = (struct samples){0};
	judgement_init(&other, &other_samples);
}

static void teardown(void)
{
	if (other.samples) {
		judgement_finish(&other);
		samples_finish(&other_samples);
	}
	gallery_finish();
}

/* Fails every cell of the gallery. */
static void fail_all(void)
{
	const struct run *run = &gallery_samples.run;

	for (size_t i = 0; i < run->cell_count; i++) {
		fixture_fail(
			&gallery_samples, run->cells[i].key, 0, SAMPLE_TIMED_OUT, "after 60 s");
	}
	gallery_judge();
}

/* Draws the gallery, the other run (or the gallery again where there is none) and so on, COUNT in all;
 * true if there is something to draw. */
static bool draw(size_t count)
{
	struct judgement runs[MANY];
	const char *names[MANY];

	for (size_t i = 0; i < count; i++) {
		runs[i] = i % 2 == 0 || !other.samples ? gallery : other;
		names[i] = i % 2 == 0 ? "here" : "there, '`\n\"{/:Bold x}|<touch pwned>";
	}
	struct beside beside = {runs, names, count};
	bool drawn = drawn_beside_silently(&beside);
	ck_assert(!gallery_has(drawn_folder, "charts/pwned"));
	drawn_remove();
	return drawn;
}

static void expect_in(const struct text *whole, const char *part)
{
	ck_assert_msg(
		whole->text && strstr(whole->text, part), "%.3000s\nlacks: %s", whole->text, part);
}

START_TEST(two_runs_lie_over_one_another_by_workload)
{
	static const char *const names[] = {"here", "there, '`\n"};
	struct figure_source source;
	struct figure figure;

	gallery_usual(7);
	struct judgement both[] = {gallery, gallery};
	struct beside beside = {both, names, 2};
	figure_source_init(&source, &gallery, NULL);
	ck_assert(!chart_kind_find("beside")->init(&figure, &source, 0));
	source.beside = &beside;
	ck_assert(chart_kind_find("beside")->init(&figure, &source, 0));
	figure_source_finish(&source);
	expect_in(&figure.csv,
		"panel,series,workers,speedup,low,high,disturbed,lane,status,strategy,run\n"
		"1,1,1,0.99,0.99,0.99,0,,OK,thread-pool,here\n");
	expect_in(&figure.csv, "\n2,2,8,1.97,1.97,1.97,0,,OK,thread-pool,\"there, '`?\"\n");
	expect_in(&figure.head, "array PANEL[2] = ['sleep', 'primes']\n");
	expect_in(&figure.head, "'A  here · 2 cores · thread-pool', 'B  there, ''`");
	expect_in(
		&figure.head, "TITLE = '2 runs over one another: speedup by number of workers'\n");
	figure_finish(&figure);
}
END_TEST

/* Primes below LIMIT, with pools that speed it up by what CPUS there are. */
static void measure_primes(uint32_t cpus, const char *limit)
{
	char *spec = xasprintf("primes:limit=%s", limit), *work = xasprintf("below %s", limit);

	fixture_init(&gallery_samples, cpus);
	fixture_workload(&gallery_samples, spec, work, 4000);
	fixture_strategy(&gallery_samples, "thread-pool");
	fixture_strategy(&gallery_samples, "process-pool");
	fixture_strategy(&gallery_samples, "process-per-task");
	fixture_point(&gallery_samples, 2, "");
	gallery_measure(7);
	free(work);
	free(spec);
}

/* Makes the figure of the other run, /runs/a, and the gallery, /runs/b. */
static void make_both(struct figure *figure)
{
	static const char *const names[] = {"/runs/a", "/runs/b"};
	struct judgement both[] = {other, gallery};
	struct beside beside = {both, names, 2};
	struct figure_source source;

	figure_source_init(&source, &gallery, NULL);
	source.beside = &beside;
	ck_assert(chart_kind_find("beside")->init(figure, &source, 0));
	figure_source_finish(&source);
}

/* Threads take twice as long in the gallery. */
static void slow_down(void)
{
	for (size_t i = 0; i < gallery_samples.count; i++) {
		struct sample *sample = &gallery_samples.sample[i];

		if (strstr(sample->cell, "thread-pool")) {
			sample->total_ns *= 2;
		}
	}
	gallery_judge();
}

START_TEST(the_same_work_is_compared)
{
	struct figure figure;

	measure_primes(2, "4e6");
	set_aside();
	measure_primes(2, "4e6");
	slow_down();
	make_both(&figure);
	expect_in(&figure.head, "TITLE = 'A reaches higher speedups than B in 1 of 1 workload'\n");
	expect_in(
		&figure.head, "only thread-pool of 3 strategies, --only chooses · 95 % intervals");
	expect_in(&figure.head, "'A  a · 2 cores · thread-pool', 'B  b · 2 cores · thread-pool'");
	expect_in(&figure.head, "array PANEL_MESSAGE_1[1] = ['']\n");
	figure_finish(&figure);
}
END_TEST

START_TEST(different_work_is_named_and_not_compared)
{
	struct figure figure;

	measure_primes(2, "4e6");
	set_aside();
	measure_primes(2, "1e6");
	slow_down();
	make_both(&figure);
	expect_in(
		&figure.head, "TITLE = '2 runs over one another: speedup by number of workers'\n");
	expect_in(&figure.head, "array PANEL[1] = ['primes']\n");
	expect_in(&figure.head,
		"array PANEL_MESSAGE_1[1] = ['different work: A below 4e6, B below 1e6']\n");
	figure_finish(&figure);
}
END_TEST

START_TEST(where_a_run_has_no_verdict_nothing_is_compared)
{
	struct figure figure;

	measure_primes(2, "4e6");
	set_aside();
	measure_primes(2, "4e6");
	slow_down();
	for (size_t i = 0; i < gallery_samples.count; i++) {
		struct sample *sample = &gallery_samples.sample[i];

		sample->noise.throttled_ns = strstr(sample->cell, "primes") ? 1000 : 0;
	}
	gallery_judge();
	make_both(&figure);
	expect_in(
		&figure.head, "TITLE = '2 runs over one another: speedup by number of workers'\n");
	figure_finish(&figure);
}
END_TEST

START_TEST(only_what_has_intervals_is_said_to_have_them)
{
	struct figure figure;

	gallery_usual(7);
	set_aside();
	gallery_usual(3);
	make_both(&figure);
	expect_in(&figure.head, "95 % intervals or ranges");
	figure_finish(&figure);
}
END_TEST

START_TEST(one_count_of_one_strategy_is_drawn)
{
	fixture_init(&gallery_samples, 2);
	fixture_workload(&gallery_samples, "primes:limit=4e6", "below 4 000 000", 4000);
	fixture_strategy(&gallery_samples, "thread-pool");
	fixture_point(&gallery_samples, 3, "");
	gallery_measure(7);
	ck_assert(draw(2));
}
END_TEST

START_TEST(as_many_runs_as_colours_are_drawn_and_no_more)
{
	gallery_usual(3);
	ck_assert(draw(MANY - 1));
	ck_assert(!draw(MANY));
}
END_TEST

START_TEST(many_counts_of_many_strategies_are_drawn_over_few)
{
	gallery_usual(7);
	set_aside();
	fixture_init(&gallery_samples, 16);
	fixture_workload(&gallery_samples, "primes:limit=4e6", "below 4 000 000", 4000);
	fixture_strategy(&gallery_samples, "thread-pool");
	for (int chunk = 2; chunk <= 12; chunk++) {
		char *spec = xasprintf("thread-pool:chunk=%d", chunk);

		fixture_strategy(&gallery_samples, spec);
		free(spec);
	}
	for (uint32_t workers = 1; workers <= 64; workers++) {
		fixture_point(&gallery_samples, workers, "");
	}
	gallery_measure(6);
	fixture_disturb(&gallery_samples, "primes:limit=4e6/thread-pool/40", 0);
	gallery_judge();
	ck_assert(draw(2));
}
END_TEST

START_TEST(a_run_of_failures_lies_beside_a_good_one)
{
	gallery_usual(7);
	set_aside();
	gallery_usual(7);
	fail_all();
	ck_assert(draw(2));
}
END_TEST

START_TEST(of_failures_alone_there_is_no_chart)
{
	gallery_usual(7);
	fail_all();
	ck_assert(!draw(2));
}
END_TEST

START_TEST(runs_that_share_no_workload_have_no_chart)
{
	gallery_usual(7);
	set_aside();
	fixture_init(&gallery_samples, 2);
	fixture_workload(&gallery_samples, "pages", "", 250);
	fixture_strategy(&gallery_samples, "thread-pool");
	fixture_point(&gallery_samples, 2, "");
	gallery_measure(7);
	ck_assert(!draw(2));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("beside_chart");
	TCase *tcase = tcase_create("beside_chart");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, NULL, teardown);
	tcase_add_test(tcase, two_runs_lie_over_one_another_by_workload);
	tcase_add_test(tcase, the_same_work_is_compared);
	tcase_add_test(tcase, different_work_is_named_and_not_compared);
	tcase_add_test(tcase, where_a_run_has_no_verdict_nothing_is_compared);
	tcase_add_test(tcase, only_what_has_intervals_is_said_to_have_them);
	tcase_add_test(tcase, one_count_of_one_strategy_is_drawn);
	tcase_add_test(tcase, as_many_runs_as_colours_are_drawn_and_no_more);
	tcase_add_test(tcase, many_counts_of_many_strategies_are_drawn_over_few);
	tcase_add_test(tcase, a_run_of_failures_lies_beside_a_good_one);
	tcase_add_test(tcase, of_failures_alone_there_is_no_chart);
	tcase_add_test(tcase, runs_that_share_no_workload_have_no_chart);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
