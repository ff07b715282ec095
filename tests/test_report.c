/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of report.md: the answer first, every number with its interval, foreign text kept harmless. */
#include "show/report.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "gallery.h"
#include "judge/verdict.h"
#include "show/markdown.h"

static struct text text;
static char *folder;

static const char *report(void)
{
	if (!folder) {
		folder = gallery_folder();
	}
	text_finish(&text);
	report_markdown(&gallery, folder, &text);
	return text.text;
}

static void finish(void)
{
	text_finish(&text);
	if (folder) {
		gallery_remove(folder);
		folder = NULL;
	}
	gallery_finish();
}

static void put_chart(const char *name)
{
	char *charts = xasprintf("%s/charts", folder), *path = xasprintf("%s/%s", charts, name);

	mkdir(charts, 0755);
	ck_assert(write_file(path, "x", 1));
	free(path);
	free(charts);
}

static void expect(const char *words)
{
	ck_assert_msg(strstr(text.text, words) != NULL, "the report lacks: %s\n%.3000s", words,
		text.text);
}

static void expect_not(const char *words)
{
	ck_assert_msg(
		strstr(text.text, words) == NULL, "the report has: %s\n%.3000s", words, text.text);
}

START_TEST(the_answer_comes_first)
{
	struct text sentences = {0};

	gallery_usual(7);
	report();
	verdict_answers(&gallery, 1, &sentences);
	text_add(&sentences, " ");
	verdict_sentences(&gallery, 1, &sentences);
	char *answer = xasprintf("\n- **primes, below 4 000 000**: %s\n", sentences.text);
	expect(answer);
	ck_assert(strstr(text.text, answer) < strstr(text.text, "\n## "));
	ck_assert(
		strncmp(text.text, "# manyhands: sleep, primes\n\n2 cores · 7 rounds · ", 40) == 0);
	free(answer);
	text_finish(&sentences);
	finish();
}
END_TEST

/* The samples of a quota that throttled all of them. */
static void throttle(void)
{
	gallery_samples.run.machine.quota_cpus = 1.5;
	for (size_t i = 0; i < gallery_samples.count; i++) {
		gallery_samples.sample[i].noise.throttled_ns = 1000;
	}
	gallery_judge();
}

START_TEST(advice_comes_with_the_command_that_checks_it)
{
	gallery_usual(7);
	report();
	expect("\n## What to use\n\n**sleep, ");
	expect(" To check it:\n\n```sh\nmanyhands run primes:limit=4e6 --strategies ");
	expect("it says nothing about latency under arrivals.\n");
	throttle();
	report();
	expect("**: No advice where there is no verdict.\n\n");
	expect_not("To try again");
	expect_not("To check it");
	expect_not("latency");
	finish();
}
END_TEST

START_TEST(tables_give_speedups_and_times_with_their_intervals)
{
	gallery_usual(7);
	report();
	expect("The loop, one worker doing all tasks in order, takes 0.240 s (0.239–0.241) and "
	       "keeps "
	       "a CPU busy 100 % of it: this is **computing** work.\n");
	expect("\n| workers | thread-pool | process-pool | process-per-task |\n"
	       "| ---: | :--- | :--- | :--- |\n");
	expect("\n| 2 (cores, CPUs) | 1.97× (1.97–1.97) | 1.97× (1.97–1.97) | 0.493× (0.492–0.493) "
	       "|\n");
	expect("\n| 8 (4x) | 0.122 s (0.121–0.123) | 0.122 s (0.121–0.123) | 0.487 s (0.484–0.490) "
	       "|\n");
	expect("\n| 8 (4x) | 49.2 ms (48.9–49.5) |");
	finish();
}
END_TEST

START_TEST(few_rounds_give_ranges_and_say_so)
{
	gallery_usual(3);
	report();
	expect("Speedup over the loop, with its range: too few samples for an interval:\n\n");
	expect("1.97× (1.97–1.97)");
	expect("0.240 s (range 0.239–0.241)");
	finish();
}
END_TEST

START_TEST(failures_stand_with_their_reasons)
{
	gallery_usual(7);
	for (uint32_t workers = 4; workers <= 8; workers += 4) {
		char *key = xasprintf("sleep/thread-pool/%u", workers);

		fixture_fail(&gallery_samples, key, 0, SAMPLE_FAILED, "39 of 100 started");
		free(key);
	}
	fixture_fail(
		&gallery_samples, "sleep/process-pool/8", 7, SAMPLE_CRASHED, "worker 3: `boom`");
	gallery_judge();
	report();
	expect("**What failed**\n\n"
	       "- thread-pool at 4, 8 workers: all 7 samples FAILED, the first: `39 of 100 "
	       "started`\n"
	       "- process-pool at 8 workers: 1 of 7 samples CRASHED: `` worker 3: `boom` ``\n\n");
	expect("| 4 | FAILED |");
	expect("), 1 of 7 samples CRASHED |");
	finish();
}
END_TEST

START_TEST(a_run_that_went_well_lists_no_failures)
{
	gallery_usual(7);
	report();
	expect_not("What failed");
	expect_not("What else happened");
	finish();
}
END_TEST

START_TEST(only_charts_that_stand_are_shown)
{
	gallery_usual(7);
	report();
	expect_not("charts/");
	put_chart("time-primes.svg");
	put_chart("speedup-primes.svg");
	put_chart("speedup-primes.png");
	put_chart("overview.png");
	report();
	expect("![primes: time by workers](charts/time-primes.svg)\n");
	expect("[![primes: speedup over the loop by workers, what the machine can do, the fitted "
	       "law](charts/speedup-primes.png)]"
	       "(charts/speedup-primes.svg)\n");
	expect("\n![all workloads on one page: the answer, and the speedup by "
	       "workers](charts/overview.png)\n");
	expect_not("time-sleep");
	finish();
}
END_TEST

START_TEST(charts_not_drawn_yet_are_told)
{
	gallery_usual(7);
	report();
	put_chart("overview.gp");
	report();
	expect("Not drawn yet: overview. With gnuplot installed (Debian: gnuplot-nox) "
	       "`manyhands report` draws them");
	put_chart("overview.svg");
	put_chart("speedup-primes.gp");
	put_chart("time-primes.gp");
	report();
	expect("Not drawn yet: speedup-primes, time-primes. With");
	finish();
}
END_TEST

static double copy_of_the_loop(const struct run_cell *cell, uint32_t round, double *busy)
{
	*busy = 1;
	return cell->workload == 0 ? 0.39e9 : 0.24e9 * (round % 2 == 0 ? 1.01 : 0.99);
}

static double loop_time(const struct run_cell *cell, uint32_t round, double *busy)
{
	(void)round;
	*busy = cell->workload == 0 ? 0.01 : 1;
	return (cell->workload == 0 ? 0.39e9 : 0.24e9) / (cell->baseline ? 1 : 1.9);
}

static double probe_time(const struct run_probe *probe, uint32_t round)
{
	(void)round;
	return probe->baseline || probe->workers == 1 ? 40e6
	       : strcmp(probe->kind, "latency") == 0  ? 20.2e6
						      : 20.6e6;
}

START_TEST(how_far_to_trust_it_is_said)
{
	fixture_init(&gallery_samples, 2);
	fixture_workload(&gallery_samples, "sleep", "96 × 4 ms", 96);
	fixture_workload(&gallery_samples, "primes:limit=4e6", "below 4 000 000", 4000);
	fixture_strategy(&gallery_samples, "thread-pool");
	fixture_point(&gallery_samples, 1, "");
	fixture_point(&gallery_samples, 2, "cores, CPUs");
	fixture_cells(&gallery_samples);
	fixture_probes(&gallery_samples);
	fixture_rounds_with(&gallery_samples, 9, loop_time, copy_of_the_loop, probe_time);
	fixture_disturb(&gallery_samples, "sleep/thread-pool/2", 8);
	gallery_judge();
	report();
	expect("## How far to trust it\n");
	expect("| primes, below 4 000 000 | 0.990 (0.990–1.010) | below 1.0 % |\n");
	expect("| read pages from a disk | 2 | 0 |\n");
	expect("| 2 | 1.98 (1.98–1.98) | 1.94 (1.94–1.94) |\n");
	expect("The machine’s speed varied by 0.0 % over the run.\n");
	finish();
}
END_TEST

START_TEST(machine_method_and_command_are_given)
{
	gallery_usual(7);
	report();
	expect("| CPU | Example CPU @ 3.00GHz |\n");
	expect("| kernel | 6.1.0-example |\n");
	expect("| CPU quota | none |\n");
	expect("\n9. All of this page follows from `samples.jsonl`");
	expect("## To repeat it\n\n```sh\nmanyhands run --seed 1\n```\n");
	finish();
}
END_TEST

START_TEST(what_is_not_known_of_the_machine_is_called_so)
{
	gallery_usual(7);
	free(gallery_samples.run.machine.governor);
	gallery_samples.run.machine.governor = NULL;
	gallery_samples.run.machine.memory_kib = 0;
	report();
	expect("| frequency governor | unknown |\n");
	expect("| memory | unknown |\n");
	finish();
}
END_TEST

START_TEST(notes_and_lost_lines_are_told)
{
	gallery_usual(7);
	gallery_samples.notes = xcalloc(1, sizeof(*gallery_samples.notes));
	gallery_samples.notes[0] = xstrdup("stopped by Ctrl-C [x](y)");
	gallery_samples.note_count = 1;
	gallery_samples.bad_line_count = 2;
	report();
	expect("## What else happened\n\n- stopped by Ctrl-C \\[x\\](y)\n"
	       "- 2 unreadable lines of `samples.jsonl` left out\n");
	finish();
}
END_TEST

START_TEST(the_same_samples_give_the_same_bytes)
{
	gallery_usual(7);
	char *first = xstrdup(report());
	gallery_judge();
	ck_assert_str_eq(first, report());
	free(first);
	finish();
}
END_TEST

START_TEST(foreign_text_stays_text)
{
	gallery_usual(7);
	free(gallery_samples.run.workloads[0].work);
	gallery_samples.run.workloads[0].work =
		xstrdup("<script>|[x](http://y)\n# heading `code` **b**");
	free(gallery_samples.run.command);
	gallery_samples.run.command = xstrdup("echo ```\n## not a heading\n```");
	gallery_judge();
	report();
	expect("\\<script\\>\\|\\[x\\](http\\://y)?# heading \\`code\\` \\*\\*b\\*\\*");
	expect_not(", <script");
	expect_not("\n# heading");
	expect("````sh\necho ```?## not a heading?```\n````\n");
	finish();
}
END_TEST

static const char *as_text(const char *foreign)
{
	text_finish(&text);
	markdown_text(&text, foreign);
	return text.text;
}

static const char *as_code(const char *foreign)
{
	text_finish(&text);
	markdown_code(&text, foreign);
	return text.text;
}

START_TEST(markup_is_escaped_and_plain_words_are_not)
{
	ck_assert_str_eq(as_text("thread-pool:chunk=64 (1.5 %, ± 2 #1 & co)"),
		"thread-pool:chunk=64 (1.5 %, ± 2 \\#1 & co)");
	ck_assert_str_eq(as_text("a_b*c\\`d`"), "a\\_b\\*c\\\\\\`d\\`");
	ck_assert_str_eq(as_text("&lt; @me $x$ ~~x~~"), "\\&lt; \\@me \\$x\\$ \\~\\~x\\~\\~");
	ck_assert_str_eq(as_text("www.example.org"), "www\\.example.org");
	ck_assert_str_eq(as_text("\x1b[31m\n"), "?\\[31m?");
	text_finish(&text);
}
END_TEST

START_TEST(code_spans_outlast_the_backticks_in_them)
{
	ck_assert_str_eq(as_code("plain | text"), "`plain | text`");
	ck_assert_str_eq(as_code("`"), "`` ` ``");
	ck_assert_str_eq(as_code("a ``` b"), "```` a ``` b ````");
	ck_assert_str_eq(as_code(""), "(empty)");
	text_finish(&text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("report");
	TCase *tcase = tcase_create("report"), *markdown = tcase_create("markdown");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(tcase, the_answer_comes_first);
	tcase_add_test(tcase, advice_comes_with_the_command_that_checks_it);
	tcase_add_test(tcase, tables_give_speedups_and_times_with_their_intervals);
	tcase_add_test(tcase, few_rounds_give_ranges_and_say_so);
	tcase_add_test(tcase, failures_stand_with_their_reasons);
	tcase_add_test(tcase, a_run_that_went_well_lists_no_failures);
	tcase_add_test(tcase, only_charts_that_stand_are_shown);
	tcase_add_test(tcase, charts_not_drawn_yet_are_told);
	tcase_add_test(tcase, how_far_to_trust_it_is_said);
	tcase_add_test(tcase, machine_method_and_command_are_given);
	tcase_add_test(tcase, what_is_not_known_of_the_machine_is_called_so);
	tcase_add_test(tcase, notes_and_lost_lines_are_told);
	tcase_add_test(tcase, the_same_samples_give_the_same_bytes);
	tcase_add_test(tcase, foreign_text_stays_text);
	tcase_add_test(markdown, markup_is_escaped_and_plain_words_are_not);
	tcase_add_test(markdown, code_spans_outlast_the_backticks_in_them);
	suite_add_tcase(suite, tcase);
	suite_add_tcase(suite, markdown);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
