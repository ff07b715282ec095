/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many at once, and the line with xargs: what a shell makes of it is the command again. */
#include "show/own_command.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "judge/at_once.h"
#include "samples_json.h"

static struct samples samples;
static struct judgement judgement;
static struct own_command own;

/* Items that wait: as many workers, as many times faster. */
static double waiting(const struct run_cell *cell, uint32_t round, double *busy)
{
	*busy = 0.01;
	return 6.4e9 / cell->workers * (1 + 0.001 * (double)(round * 7 % 5));
}

/* Items that compute, on two cores. */
static double computing(const struct run_cell *cell, uint32_t round, double *busy)
{
	*busy = 1;
	return 1e9 / (cell->workers < 2 ? 1 : 2) * (1 + 0.001 * (double)(round * 7 % 5));
}

/* Items that lose by being run at once. */
static double fighting(const struct run_cell *cell, uint32_t round, double *busy)
{
	*busy = 1;
	return 1e9 * (cell->workers < 2 ? 1 : 2) * (1 + 0.001 * (double)(round * 7 % 5));
}

/* A run of WORDS on ITEMS, judged after ROUNDS. */
static void make_run(
	const char *const *words, const char *items, uint32_t rounds, fixture_time *time)
{
	struct run_command *command = &samples.run.own_command;

	fixture_init(&samples, 2);
	fixture_workload(&samples, "command:items=32,id=12345678", "32 × job", 32);
	fixture_strategy(&samples, "thread-pool");
	fixture_point(&samples, 1, "");
	fixture_point(&samples, 2, "cores");
	fixture_point(&samples, 8, "");
	fixture_point(&samples, 32, "");
	fixture_cells(&samples);
	fixture_rounds(&samples, rounds, time);
	command->items = xstrdup(items);
	command->item_count = 32;
	for (; words[command->word_count]; command->word_count++) {
		command->words = xrealloc(command->words, command->word_count + 1, sizeof(char *));
		command->words[command->word_count] = xstrdup(words[command->word_count]);
	}
}

static void judge_run(void)
{
	judgement_init(&judgement, &samples);
	own_command_init(&own, &judgement, NULL);
}

static void teardown(void)
{
	own_command_finish(&own);
	judgement_finish(&judgement);
	samples_finish(&samples);
}

static const char *const job[] = {"./job", "{}", NULL};

START_TEST(items_that_wait_are_run_all_at_once)
{
	make_run(job, "1..32", 9, waiting);
	judge_run();
	ck_assert_uint_eq(own.workers, 32);
	ck_assert_str_eq(own.answer.text, "How many at once? Use 32.");
	ck_assert_str_eq(own.line.text, "seq 32 | xargs -P 32 -I {} ./job {}");
}
END_TEST

START_TEST(the_most_that_was_tried_is_called_so)
{
	make_run(job, "1..32", 9, waiting);
	samples.run.own_command.item_count = 33;
	judge_run();
	ck_assert_str_eq(own.answer.text, "How many at once? Use 32, the most that was tried.");
}
END_TEST

START_TEST(items_that_compute_are_run_on_the_cores)
{
	make_run(job, "1..32", 9, computing);
	judge_run();
	ck_assert_uint_eq(own.workers, 2);
	ck_assert_str_eq(own.line.text, "seq 32 | xargs -P 2 -I {} ./job {}");
}
END_TEST

START_TEST(items_that_lose_are_run_one_after_the_other)
{
	make_run(job, "1..32", 9, fighting);
	judge_run();
	ck_assert_uint_eq(own.workers, 1);
	ck_assert_str_eq(own.line.text, "seq 32 | xargs -P 1 -I {} ./job {}");
	ck_assert_ptr_nonnull(strstr(own.answer.text, "Use 1: one after the other."));
}
END_TEST

START_TEST(without_intervals_nothing_is_advised)
{
	make_run(job, "1..32", 5, waiting);
	judge_run();
	ck_assert_uint_eq(own.workers, 0);
	ck_assert_str_eq(own.answer.text, "How many at once? That can't be told from this run.");
	ck_assert_ptr_null(own.line.text);
}
END_TEST

START_TEST(a_loop_that_fails_gives_no_advice)
{
	make_run(job, "1..32", 9, waiting);
	fixture_fail(&samples, "command:items=32,id=12345678/sequential/1", 0, SAMPLE_FAILED,
		"item 3 of 32 left with exit status 1");
	judge_run();
	ck_assert_uint_eq(own.workers, 0);
	ck_assert_ptr_null(own.line.text);
}
END_TEST

START_TEST(a_run_without_a_command_has_no_such_answer)
{
	static const char *const none[] = {NULL};

	make_run(none, "1..32", 9, waiting);
	judge_run();
	ck_assert_ptr_null(own.answer.text);
	ck_assert_ptr_null(own.line.text);
}
END_TEST

START_TEST(what_an_item_costs_is_told)
{
	make_run(job, "1..32", 9, waiting);
	for (size_t i = 0; i < samples.count; i++) {
		struct sample_items *items = &samples.sample[i].items;

		items->count = items->ended = 32;
		for (size_t row = 0; row < SAMPLE_SUMMARY_ROWS; row++) {
			items->row[row] =
				(struct sample_item){(row + 1) * 100000000, 2000000, 3000, 5000};
		}
	}
	samples.sample[7].items.failed = 2;
	samples.sample[7].items.killed = 1;
	judge_run();
	ck_assert_str_eq(own.answer.text,
		"How many at once? Use 32. In the loop an item takes 0.30 s (the slowest 0.50 s) "
		"and 2 ms of CPU time, has 2.9 MiB of memory at most and prints 4.9 KiB. Up to 3 "
		"of "
		"32 items of a sample failed.");
}
END_TEST

/* ---- the line ---- */

static const struct {
	const char *words[5];
	const char *items;
	bool nul, shell, append;
	const char *line;
} lines[] = {
	{{"./job"}, "5..32", false, false, false, "seq 5 32 | xargs -P 32 -I {} ./job"},
	{{"./job", "a b"}, "my list", false, false, true,
		"tr '\\n' '\\0' <'my list' | xargs -0 -P 32 -n 1 ./job 'a b'"},
	{{"./job", "x{}"}, "list", false, false, false,
		"tr '\\n' '\\0' <list | xargs -0 -P 32 -I {} ./job 'x{}'"},
	{{"./job", "{}"}, "list", true, false, false, "xargs -0 -P 32 -I {} ./job {} <list"},
	{{"./job", "{}"}, "-", false, false, false, "xargs -0 -P 32 -I {} ./job {} <items"},
	{{"gzip -k \"$1\" | wc"}, "-", true, true, true,
		"xargs -0 -P 32 -n 1 sh -c 'gzip -k \"$1\" | wc' sh <items"},
	{{"./job", "it's", "$(x)", ""}, "1..32", false, false, false,
		"seq 32 | xargs -P 32 -I {} ./job 'it'\\''s' '$(x)' ''"},
	{{"./job"}, "1..3; reboot", false, false, true,
		"tr '\\n' '\\0' <'1..3; reboot' | xargs -0 -P 32 -n 1 ./job"},
};

START_TEST(the_line_is_quoted_for_a_shell)
{
	struct run_command *command = &samples.run.own_command;

	make_run(lines[_i].words, lines[_i].items, 9, waiting);
	command->ends_with_nul = lines[_i].nul;
	command->shell = lines[_i].shell;
	command->append = lines[_i].append;
	judge_run();
	ck_assert_str_eq(own.line.text, lines[_i].line);
}
END_TEST

START_TEST(items_of_standard_input_are_read_from_the_folder)
{
	static const char *const words[] = {"./job", NULL};

	make_run(words, "-", 9, waiting);
	samples.run.own_command.append = true;
	judge_run();
	ck_assert_ptr_nonnull(strstr(own.answer.text, "the file `items` of the run's folder"));
	own_command_finish(&own);
	own_command_init(&own, &judgement, "my runs/1");
	ck_assert_ptr_null(strstr(own.answer.text, "the run's folder"));
	ck_assert_str_eq(own.line.text, "xargs -0 -P 32 -n 1 ./job <'my runs/1/items'");
}
END_TEST

START_TEST(words_that_can_not_be_shown_have_no_line)
{
	static const char *const words[] = {"./job", "a\nb", "\377", NULL};
	struct run_command again = {0};
	char why[FIELD_WHY_BYTES] = "";

	make_run(words, "1..32", 9, waiting);
	json_t *json = command_write(&samples.run.own_command);
	ck_assert_msg(command_read(json, &again, why), "%s", why);
	json_decref(json);
	ck_assert(again.inexact);
	ck_assert_str_eq(again.words[1], "a?b");
	samples.run.own_command.inexact = again.inexact;
	judge_run();
	ck_assert_ptr_null(own.line.text);
	ck_assert_ptr_nonnull(strstr(own.answer.text, "Use 32. Its words can't be shown"));
	for (size_t i = 0; i < again.word_count; i++) {
		free(again.words[i]);
	}
	free(again.words);
	free(again.items);
}
END_TEST

/* ---- the record ---- */

START_TEST(items_come_back_from_the_record)
{
	struct sample_items items = {32, 31, 2, 1, 77, {{0}}}, again = {0};
	char why[FIELD_WHY_BYTES] = "";

	for (size_t row = 0; row < SAMPLE_SUMMARY_ROWS; row++) {
		items.row[row] = (struct sample_item){row, 10 + row, 20 + row, 30 + row};
	}
	json_t *json = items_write(&items);
	ck_assert_msg(items_read(json, &again, why), "%s", why);
	ck_assert_mem_eq(&again, &items, sizeof(items));
	json_object_set_new(json, "failed", json_integer(31));
	ck_assert(!items_read(json, &again, why));
	json_object_set_new(json, "failed", json_integer(2));
	json_object_set_new(json, "wall_ns", json_pack("[i]", 1));
	ck_assert(!items_read(json, &again, why));
	json_decref(json);
	ck_assert(items_read(NULL, &again, why));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("own_command");
	TCase *tcase = tcase_create("own_command"), *record = tcase_create("record");

	tcase_add_checked_fixture(tcase, NULL, teardown);
	tcase_add_test(tcase, items_that_wait_are_run_all_at_once);
	tcase_add_test(tcase, the_most_that_was_tried_is_called_so);
	tcase_add_test(tcase, items_that_compute_are_run_on_the_cores);
	tcase_add_test(tcase, items_that_lose_are_run_one_after_the_other);
	tcase_add_test(tcase, without_intervals_nothing_is_advised);
	tcase_add_test(tcase, a_loop_that_fails_gives_no_advice);
	tcase_add_test(tcase, a_run_without_a_command_has_no_such_answer);
	tcase_add_test(tcase, what_an_item_costs_is_told);
	tcase_add_loop_test(
		tcase, the_line_is_quoted_for_a_shell, 0, sizeof(lines) / sizeof(lines[0]));
	tcase_add_test(tcase, items_of_standard_input_are_read_from_the_folder);
	tcase_add_test(tcase, words_that_can_not_be_shown_have_no_line);
	tcase_add_test(record, items_come_back_from_the_record);
	suite_add_tcase(suite, tcase);
	suite_add_tcase(suite, record);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
