/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Losses as lines and as tables of the report. */
#include "show/losses.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "lost.h"
#include "show/words.h"

static struct text text;

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

/* Half the workers do three tasks of 1 ms each, the others two. */
START_TEST(equal_tasks_that_do_not_divide_by_the_workers_are_not_called_uneven)
{
	const struct lost lost = {.uneven = 0.5 * 32 / 31};

	lost_run(32, "thread-pool", 32, 7, &lost);
	expect_line(true, "thread-pool at 32: 32.0× ideal → 26.7×: uneven shares of 80 tasks 5.3");
}
END_TEST

START_TEST(tasks_that_lose_more_than_their_number_explains_are_uneven)
{
	const struct lost lost = {.uneven = 1};

	lost_run(32, "thread-pool", 32, 7, &lost);
	expect_line(true, "thread-pool at 32: 32.0× ideal → 23.1×: uneven tasks 8.9");
}
END_TEST

/* Makes the loop end later in the first EARLY rounds, and the workers in the others. */
static void end_later(uint32_t early)
{
	for (size_t i = 0; i < lost_samples.count; i++) {
		struct sample *sample = &lost_samples.sample[i];
		bool loop = sample->role == ROLE_BASELINE;

		if (loop == (sample->round <= early)) {
			sample->total_ns += 2000000;
		}
	}
	lost_judge();
}

START_TEST(a_gain_that_may_be_noise_is_left_to_the_table)
{
	const struct lost lost = {.start = 1};

	lost_run(8, "thread-pool", 8, 7, &lost);
	end_later(4);
	ck_assert_double_lt(lost_account()->part[LOSS_ENDING].mid, -LOSS_SMALL * 8);
	losses_add_strategy(&lost_losses, 0, 0, &text);
	ck_assert_msg(!strstr(text.text, "ending"), "%s", text.text);
	expect_in(&text, ": start 0.7");
}
END_TEST

START_TEST(a_gain_in_every_round_is_told)
{
	const struct lost lost = {.start = 1};

	lost_run(8, "thread-pool", 8, 7, &lost);
	end_later(7);
	losses_add_strategy(&lost_losses, 0, 0, &text);
	expect_in(&text, "ending -0.2");
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

START_TEST(where_workers_are_too_many_the_line_begins_with_what_the_cpus_did)
{
	const struct lost lost = {.queued = 80 / 1.5 - 10, .others_cpus = 0.4};

	lost_run(2, "thread-pool", 8, 7, &lost);
	expect_line(true, "thread-pool at 8: 0.11 s of 2 CPUs, 75 % this work, 20 % neighbours, "
			  "5 % idle; 2.00× ideal → 1.50×: waiting 0.10, neighbours 0.40");
	expect_line(false, "thread-pool at 8: 0.11 s of 2 CPUs, 75 % this work, 20 % neighbours, "
			   "5 % idle; 2.00x ideal -> 1.50x: waiting 0.10, neighbours 0.40");
}
END_TEST

START_TEST(a_name_keeps_its_number_at_the_end_of_a_line)
{
	const struct lost lost = {.start = 0.3, .slower = 4, .uneven = 1.2, .others_cpus = 1.5};
	struct text wrapped = {0};

	lost_run(8, "thread-pool", 8, 7, &lost);
	losses_add_strategy(&lost_losses, 0, 0, &text);
	words_wrap(&wrapped, "  > ", "    ", text.text, 60);
	ck_assert_str_eq(wrapped.text,
		"  > thread-pool at 8: 8.0× ideal → 5.2×: start 0.2, slower\n"
		"    cores 2.1, uneven tasks 0.5\n");
	text_finish(&wrapped);
}
END_TEST

START_TEST(the_report_has_every_part_in_three_units)
{
	const struct lost lost = {.slower = 10, .others_cpus = 0};

	lost_run(8, "thread-pool", 8, 7, &lost);
	losses_markdown(&lost_losses, 0, &text);
	expect_in(&text, "| strategy | workers | ideal | measured | start | hand-out | slower "
			 "cores | waiting |");
	expect_in(&text,
		"| thread-pool | 8 | 8.0× | 4.0× | 0 | 0 | 4.00 / 10 / 80 | 0 | 0 | 0 | 0 |\n");
	ck_assert_ptr_null(strstr(text.text, "idle"));
}
END_TEST

START_TEST(the_first_table_of_a_report_explains_its_words)
{
	const struct lost lost = {.slower = 10, .others_cpus = 0};

	lost_run(8, "thread-pool", 8, 7, &lost);
	losses_markdown(&lost_losses, 0, &text);
	expect_in(&text, "*Slower cores*: a task takes more CPU time beside others");
	expect_in(&text, "A number below 0 is a gain");
	expect_in(&text, "“in waiting”");
}
END_TEST

START_TEST(the_report_begins_with_cpu_time_where_workers_are_too_many)
{
	/* 1.6 of 2 CPUs for 80 ms of work: 50 ms */
	const struct lost lost = {.queued = 80 / 1.6 - 10, .others_cpus = 0.3};

	lost_run(2, "thread-pool", 8, 7, &lost);
	losses_markdown(&lost_losses, 0, &text);
	expect_in(&text,
		"| strategy | workers | ideal | measured | CPU time | this work | other processes "
		"| hypervisor | idle | start |");
	expect_in(&text,
		"| thread-pool | 8 | 2.00× | 1.60× | 100 | 80 (80 %) | 15 (15 %) | 0 (0 %) | 5 (5 "
		"%) | 0 | 0 | 0 | 0.100 / 2.5 / 5 | 0 | 0 | 0.300 / 7.5 / 15 |\n");
	ck_assert_ptr_null(strstr(text.text, "workers’ time"));
}
END_TEST

START_TEST(parts_not_told_apart_stand_in_the_first)
{
	const struct lost lost = {.queued = 10, .others_cpus = -1};

	lost_run(8, "thread-pool", 8, 7, &lost);
	losses_markdown(&lost_losses, 0, &text);
	expect_in(&text, "| 4.00 / 10 / 80 | 0 | 0 | in waiting |\n");
}
END_TEST

START_TEST(nothing_known_gives_no_line_and_no_table)
{
	const struct lost nothing = {0};

	lost_run(8, "thread-pool", 8, 7, &nothing);
	for (size_t i = 0; i < lost_samples.count; i++) {
		sample_set_workers(&lost_samples.sample[i], NULL, 0);
	}
	lost_judge();
	losses_add_strategy(&lost_losses, 0, 0, &text);
	losses_markdown(&lost_losses, 0, &text);
	ck_assert_uint_eq(text.length, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("losses_show");
	TCase *shown = tcase_create("shown");

	tcase_add_checked_fixture(shown, NULL, teardown);
	tcase_add_test(shown, a_line_leads_from_the_ideal_to_what_was_measured);
	tcase_add_test(shown, few_workers_get_two_decimals_and_gains_a_minus);
	tcase_add_test(shown, equal_tasks_that_do_not_divide_by_the_workers_are_not_called_uneven);
	tcase_add_test(shown, tasks_that_lose_more_than_their_number_explains_are_uneven);
	tcase_add_test(shown, a_gain_that_may_be_noise_is_left_to_the_table);
	tcase_add_test(shown, a_gain_in_every_round_is_told);
	tcase_add_test(shown, where_nothing_is_lost_that_is_said);
	tcase_add_test(shown, what_is_not_told_apart_and_stamps_that_disagree_are_said);
	tcase_add_test(shown, where_workers_are_too_many_the_line_begins_with_what_the_cpus_did);
	tcase_add_test(shown, a_name_keeps_its_number_at_the_end_of_a_line);
	tcase_add_test(shown, the_report_has_every_part_in_three_units);
	tcase_add_test(shown, the_first_table_of_a_report_explains_its_words);
	tcase_add_test(shown, the_report_begins_with_cpu_time_where_workers_are_too_many);
	tcase_add_test(shown, parts_not_told_apart_stand_in_the_first);
	tcase_add_test(shown, nothing_known_gives_no_line_and_no_table);
	suite_add_tcase(suite, shown);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
