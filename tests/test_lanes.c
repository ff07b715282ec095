/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who does which task when, as it is drawn. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "show/lanes.h"

static const uint64_t S = 1000000000;
static struct simulate_task list[2000];
static struct text text;

static void setup(void)
{
	memset(list, 0, sizeof(list));
}

static void teardown(void)
{
	text_finish(&text);
}

/* Draws COUNT tasks of the list in a pool of WORKERS on 2 CPUs. */
static void draw(size_t count, uint32_t workers, double scale_ns, bool utf8, uint32_t columns)
{
	struct simulate_plan plan = {
		.task = list, .task_count = count, .workers = workers, .cpus = 2};
	struct simulate_result result;
	const struct table_style style = {.utf8 = utf8, .columns = columns};

	plan.way = SIMULATE_POOL;
	plan.chunk_tasks = 1;
	simulate_run(&plan, true, &result);
	lanes_add(&result, scale_ns > 0 ? scale_ns : result.makespan_ns, &style, &text);
	simulate_finish(&result);
}

START_TEST(a_block_is_as_long_as_its_task_and_has_its_number)
{
	for (uint64_t i = 0; i < 4; i++) {
		list[i].wait_ns = (i + 1) * S;
	}
	draw(4, 2, 0, true, 64);
	ck_assert_str_eq(text.text,
		"  1 ├───1────┤├─────────────3──────────────┤\n"
		"  2 ├────────2─────────┤├──────────────────4───────────────────┤\n"
		"    0                   2 s                 4 s\n");
}
END_TEST

START_TEST(computing_and_waiting_look_different)
{
	list[0] = (struct simulate_task){S, S};
	list[1] = (struct simulate_task){S, 0};
	draw(2, 2, 0, true, 64);
	ck_assert_str_eq(text.text,
		"  1 ├━━━━━━━━━━━━━━━━━━━━━━━━━━━━1─────────────────────────────┤\n"
		"  2 ├━━━━━━━━━━━━━2━━━━━━━━━━━━━━┤\n"
		"    0              500 ms         1 s            1.5 s\n");
	text_finish(&text);
	draw(2, 2, 0, false, 64);
	ck_assert_str_eq(text.text,
		"  1 |============================1-----------------------------|\n"
		"  2 |=============2==============|\n"
		"    0              500 ms         1 s            1.5 s\n");
}
END_TEST

START_TEST(one_scale_serves_several_pictures)
{
	list[0].wait_ns = S;
	draw(1, 1, 4e9, false, 64);
	ck_assert_str_eq(text.text, "  1 |------1------|\n"
				    "    0              1 s            2 s            3 s\n");
}
END_TEST

START_TEST(tasks_without_room_melt_into_a_line)
{
	for (size_t i = 0; i < 2000; i++) {
		list[i] = i < 1000 ? (struct simulate_task){0, S} : (struct simulate_task){S, 0};
	}
	draw(2000, 2, 0, false, 64);
	ck_assert_str_eq(text.text,
		"  1 ------------------------------==============================\n"
		"  2 ------------------------------==============================\n"
		"    0                 5 min             10 min            15 min\n");
}
END_TEST

START_TEST(a_lane_that_is_little_used_shows_it)
{
	list[0].wait_ns = S / 100;
	draw(1, 3, (double)S, false, 64);
	ck_assert_str_eq(text.text, "  1 -\n  2\n  3\n"
				    "    0                             500 ms\n");
	text_finish(&text);
	draw(1, 1, (double)S * 2, false, 64);
	ck_assert_str_eq(
		text.text, "  1 .\n    0              500 ms         1 s            1.5 s\n");
}
END_TEST

START_TEST(no_line_is_wider_than_asked_for_and_many_workers_are_cut)
{
	for (size_t i = 0; i < 300; i++) {
		list[i] = (struct simulate_task){i * 1000, (300 - i) * 3000};
	}
	for (uint32_t columns = 60; columns <= 200; columns += 20) {
		draw(300, 123, 0, true, columns);
		size_t lines = 0;
		for (char *line = strtok(text.text, "\n"); line; line = strtok(NULL, "\n")) {
			ck_assert_uint_le(text_columns(line), columns);
			ck_assert_uint_ne((unsigned char)line[strlen(line) - 1], ' ');
			lines++;
		}
		ck_assert_uint_eq(lines, 20 + 1 + 1);
		text_finish(&text);
	}
}
END_TEST

START_TEST(of_very_many_workers_those_without_a_task_are_counted)
{
	for (size_t i = 0; i < 22; i++) {
		list[i].wait_ns = S;
	}
	draw(2, 21, 0, false, 60);
	ck_assert_ptr_nonnull(strstr(text.text, "\n  and 19 more workers without a task\n"));
	text_finish(&text);
	draw(22, 30, 0, false, 60);
	ck_assert_ptr_nonnull(
		strstr(text.text, "\n  and 10 more workers, 8 of them without a task\n"));
	text_finish(&text);
	draw(22, 22, 0, false, 60);
	ck_assert_ptr_nonnull(strstr(text.text, "\n  and 2 more workers\n"));
}
END_TEST

START_TEST(of_very_many_workers_several_share_a_line_if_asked_to)
{
	const struct table_style style = {.columns = 60};
	struct simulated_task task[45];
	struct simulate_result result = {
		.makespan_ns = 1e9, .task = task, .task_count = 45, .workers = 45};

	for (uint32_t i = 0; i < 45; i++) {
		/* of the first line all work, of the second one of three, of the third none */
		double end_ns = i < 3 ? 1e9 : i == 3 ? 0.5e9 : 0;

		task[i] = (struct simulated_task){0, end_ns, end_ns, i};
	}
	lanes_add_merged(&result, 1e9, &style, &text);
	ck_assert_int_eq(strncmp(text.text,
				 "    1-3 ====================================================\n"
				 "    4-6 ..........................\n"
				 "    7-9\n"
				 "  10-12\n",
				 60 + 1 + 34 + 1 + 7 + 1 + 7 + 1),
		0);
	ck_assert_ptr_nonnull(strstr(text.text, "\n  43-45\n        0 "));
}
END_TEST

START_TEST(waiting_is_dim_where_there_are_colours)
{
	const struct table_style style = {.color = true, .columns = 60};
	struct simulated_task task[] = {{0, 0.5e9, 1e9, 0}, {1e9, 2e9, 2e9, 0}};
	struct simulate_result result = {
		.makespan_ns = 2e9, .task = task, .task_count = 2, .workers = 1};

	lanes_add(&result, 2e9, &style, &text);
	ck_assert_int_eq(strncmp(text.text,
				 "  1 |============1\033[2m-------------|\033[0m"
				 "|============2=============|\n",
				 4 + 28 + 28 + 8 + 1),
		0);
}
END_TEST

START_TEST(nothing_to_do_is_drawn_too)
{
	draw(3, 2, 0, false, 60);
	ck_assert_str_eq(text.text, "  1\n  2\n    0                           0.5 ns\n");
}
END_TEST

START_TEST(durations_have_three_digits)
{
	static const struct {
		double ns;
		const char *text;
	} cases[] = {{0, "0 ns"}, {1, "1 ns"}, {999.4, "999 ns"}, {999.6, "1 µs"},
		{1284, "1.28 µs"}, {15e9, "15 s"}, {15.04e9, "15 s"}, {15.06e9, "15.1 s"},
		{100e9, "100 s"}, {119e9, "119 s"}, {120e9, "2 min"}, {7200e9, "2 h"},
		{1111 * 3600e9, "1111 h"}, {9.996e6, "10 ms"}, {99.96e6, "100 ms"}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char duration[32];

		lanes_duration(cases[i].ns, duration, sizeof(duration));
		ck_assert_str_eq(duration, cases[i].text);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lanes");
	TCase *tcase = tcase_create("lanes");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, a_block_is_as_long_as_its_task_and_has_its_number);
	tcase_add_test(tcase, computing_and_waiting_look_different);
	tcase_add_test(tcase, one_scale_serves_several_pictures);
	tcase_add_test(tcase, tasks_without_room_melt_into_a_line);
	tcase_add_test(tcase, a_lane_that_is_little_used_shows_it);
	tcase_add_test(tcase, no_line_is_wider_than_asked_for_and_many_workers_are_cut);
	tcase_add_test(tcase, of_very_many_workers_those_without_a_task_are_counted);
	tcase_add_test(tcase, of_very_many_workers_several_share_a_line_if_asked_to);
	tcase_add_test(tcase, waiting_is_dim_where_there_are_colours);
	tcase_add_test(tcase, nothing_to_do_is_drawn_too);
	tcase_add_test(tcase, durations_have_three_digits);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
