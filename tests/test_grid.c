/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker counts of a sweep, with their labels, on machines of several shapes. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/machine.h"

/* A machine: hwloc's words, cores of a faster kind, and a fixture tree cgroup-NAME or NULL. */
struct shape {
	const char *synthetic;
	uint32_t fast_cores;
	const char *tree;
};

static const struct shape two_cores = {"pack:1 [numa] core:2 pu:1", 0, NULL};
static const struct shape smt = {"pack:2 [numa] l3:1 core:16 pu:2", 0, NULL};
static const struct shape hybrid = {"pack:1 [numa] core:16 pu:1", 8, NULL};
static const struct shape quota = {"[numa] core:8 pu:1", 0, "v2-outer-tighter"};

/* "1 2[cores, CPUs] 3" for WORDS on SHAPE, or the error. */
static const char *points(const struct shape *shape, const char *words)
{
	static char text[2048];
	struct machine_point point[MACHINE_POINTS_MAX];
	struct machine machine;
	char root[512] = "", error[256] = "no error";
	size_t used = 0;

	if (shape->tree) {
		snprintf(root, sizeof(root), "%s/tests/fixtures/cgroup-%s", SOURCE_ROOT,
			shape->tree);
	}
	ck_assert(machine_init(&machine, shape->synthetic, shape->fast_cores, root));
	uint32_t count = machine_points(&machine, words, point, error, sizeof(error));
	machine_finish(&machine);
	if (count == 0) {
		snprintf(text, sizeof(text), "%s", error);
		return text;
	}
	ck_assert_uint_le(count, MACHINE_POINTS_MAX);
	for (uint32_t i = 0; i < count; i++) {
		const char *label = point[i].label;

		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%u%s%s%s",
			i > 0 ? " " : "", point[i].workers, *label ? "[" : "", label,
			*label ? "]" : "");
	}
	return text;
}

START_TEST(the_grid_on_two_cores)
{
	ck_assert_str_eq(points(&two_cores, "grid"), "1 2[cores, CPUs] 3 4 6 8[4x]");
}
END_TEST

START_TEST(the_grid_on_one_core)
{
	const struct shape one = {"[numa] core:1 pu:1", 0, NULL};

	ck_assert_str_eq(points(&one, "grid"), "1[cores, CPUs] 2 3 4[4x]");
}
END_TEST

START_TEST(the_grid_on_a_machine_with_smt)
{
	ck_assert_str_eq(points(&smt, "grid"),
		"1 2 3 4 6 8 12 16 24 32[cores] 48 64[CPUs] 65[CPUs + 1] 96 128 192 256[4x]");
}
END_TEST

START_TEST(the_grid_on_a_hybrid_machine)
{
	ck_assert_str_eq(points(&hybrid, "grid"),
		"1 2 3 4 6 8[P-cores] 12 16[cores, CPUs] 17[CPUs + 1] 24 32 48 64[4x]");
}
END_TEST

START_TEST(the_grid_on_an_odd_number_of_cores)
{
	const struct shape five = {"[numa] core:5 pu:1", 0, NULL};

	ck_assert_str_eq(
		points(&five, "grid"), "1 2 3 4 5[cores, CPUs] 6[CPUs + 1] 8 12 16 20[4x]");
}
END_TEST

START_TEST(the_grid_under_a_quota)
{
	const struct shape three_of_eight = {"[numa] core:8 pu:1", 0, "hybrid"};

	ck_assert_str_eq(points(&quota, "grid"),
		"1 2[quota] 3 4[4x] 6 8[cores, CPUs] 9[CPUs + 1] 12 16 24 32");
	ck_assert_str_eq(points(&three_of_eight, "grid"),
		"1 2 3[quota] 4 6 8[cores, CPUs] 9[CPUs + 1] 12[4x] 16 24 32");
}
END_TEST

START_TEST(the_grid_of_a_huge_machine_has_room)
{
	const struct shape huge = {"pack:16 [numa] core:64 pu:4", 0, NULL};

	ck_assert_str_eq(points(&huge, "grid"), "1 2 3 4 6 8 12 16 24 32 48 64 96 128 192 256 384 "
						"512 768 1024[cores] 1536 2048 3072 "
						"4096[CPUs] 4097[CPUs + 1] 6144 8192 10000");
}
END_TEST

START_TEST(numbers_are_sorted_and_doubles_dropped)
{
	ck_assert_str_eq(points(&two_cores, "8,1,2,8,5,1"), "1 2[cores, CPUs] 5 8[4x]");
}
END_TEST

START_TEST(a_range_is_every_number_in_it)
{
	ck_assert_str_eq(points(&two_cores, "1..4,4..6"), "1 2[cores, CPUs] 3 4 5 6");
	ck_assert_str_eq(points(&two_cores, "7..7"), "7");
}
END_TEST

START_TEST(words_are_points_of_the_machine)
{
	ck_assert_str_eq(points(&smt, "1,cores,cpus"), "1 32[cores] 64[CPUs]");
	ck_assert_str_eq(points(&hybrid, "fast"), "8[P-cores]");
	ck_assert_str_eq(points(&quota, "quota"), "2[quota]");
}
END_TEST

START_TEST(words_mean_something_everywhere)
{
	ck_assert_str_eq(points(&smt, "fast"), "32[cores]");
	ck_assert_str_eq(points(&smt, "quota"), "64[CPUs]");
}
END_TEST

START_TEST(multiples_are_of_what_is_usable)
{
	ck_assert_str_eq(points(&two_cores, "1x,2x,4x"), "2[cores, CPUs] 4 8[4x]");
	ck_assert_str_eq(points(&quota, "1,cores,2x,4x"), "1 2[quota] 4[4x] 8[cores, CPUs]");
}
END_TEST

START_TEST(a_label_does_not_depend_on_how_a_point_was_asked_for)
{
	ck_assert_str_eq(
		points(&hybrid, "8,16,17,64"), "8[P-cores] 16[cores, CPUs] 17[CPUs + 1] 64[4x]");
}
END_TEST

START_TEST(the_most_workers_are_ten_thousand)
{
	ck_assert_str_eq(points(&two_cores, "10000"), "10000");
	ck_assert_str_eq(points(&two_cores, "5000x"), "10000");
}
END_TEST

/* What is refused, each with one line that says what was expected. */
static const char *const refused[] = {
	"0",
	"-3",
	"abc",
	"1000000000",
	"10001",
	"1e3",
	"99999999999999999999",
	"+4",
	" 4",
	"4 ",
	"",
	"1,",
	",1",
	"1,,2",
	"3..1",
	"0..4",
	"1..",
	"..4",
	"1..10001",
	"1...4",
	"x",
	"0x",
	"-1x",
	"5001x",
	"2.5",
	"Grid",
	"1\n2",
};

START_TEST(what_is_no_worker_count_is_refused)
{
	const char *text = points(&two_cores, refused[_i]);

	ck_assert_msg(strncmp(text, "workers: expected 1 to 10000, a range (1..16), ", 47) == 0,
		"%s", text);
	ck_assert_ptr_null(strchr(text, '\n'));
}
END_TEST

START_TEST(a_refusal_names_the_word_and_the_nearest_right_one)
{
	ck_assert_str_eq(points(&two_cores, "1,0"), "workers: expected 1 to 10000, a range "
						    "(1..16), grid, fast, cores, cpus, quota or a "
						    "multiple (4x), not '0'");
	ck_assert_str_eq(points(&two_cores, "1,core"),
		"workers: expected 1 to 10000, a range (1..16), grid, fast, cores, cpus, quota or "
		"a "
		"multiple (4x), not 'core'; did you mean 'cores'?");
}
END_TEST

START_TEST(more_points_than_there_is_room_for_are_refused)
{
	ck_assert_ptr_nonnull(strstr(points(&two_cores, "1..64"), " 64"));
	ck_assert_str_eq(points(&two_cores, "1..65"), "workers: expected at most 64 worker counts");
	ck_assert_str_eq(
		points(&two_cores, "1..10000"), "workers: expected at most 64 worker counts");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("grid");
	TCase *grid = tcase_create("grid"), *words = tcase_create("words");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(grid, the_grid_on_two_cores);
	tcase_add_test(grid, the_grid_on_one_core);
	tcase_add_test(grid, the_grid_on_a_machine_with_smt);
	tcase_add_test(grid, the_grid_on_a_hybrid_machine);
	tcase_add_test(grid, the_grid_on_an_odd_number_of_cores);
	tcase_add_test(grid, the_grid_under_a_quota);
	tcase_add_test(grid, the_grid_of_a_huge_machine_has_room);
	tcase_add_test(words, numbers_are_sorted_and_doubles_dropped);
	tcase_add_test(words, a_range_is_every_number_in_it);
	tcase_add_test(words, words_are_points_of_the_machine);
	tcase_add_test(words, words_mean_something_everywhere);
	tcase_add_test(words, multiples_are_of_what_is_usable);
	tcase_add_test(words, a_label_does_not_depend_on_how_a_point_was_asked_for);
	tcase_add_test(words, the_most_workers_are_ten_thousand);
	tcase_add_loop_test(words, what_is_no_worker_count_is_refused, 0,
		(int)(sizeof(refused) / sizeof(refused[0])));
	tcase_add_test(words, a_refusal_names_the_word_and_the_nearest_right_one);
	tcase_add_test(words, more_points_than_there_is_room_for_are_refused);
	suite_add_tcase(suite, grid);
	suite_add_tcase(suite, words);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
