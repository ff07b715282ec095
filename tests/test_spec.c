/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Specs: normal forms, refusals that name the place, and the nearest right name. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "params.h"
#include "trial/spec.h"

/* What TEXT is in its normal form. */
static void assert_normal(const char *text, bool with_calibrated, const char *normal)
{
	struct spec spec;
	char error[SPEC_ERROR_BYTES] = "", written[SPEC_TEXT_BYTES];

	ck_assert_msg(spec_parse(&spec, text, params, error, sizeof(error)), "%s: %s", text, error);
	spec_format(&spec, params, with_calibrated, written, sizeof(written));
	ck_assert_str_eq(written, normal);
}

START_TEST(a_spec_is_normalised)
{
	assert_normal("primes", false, "primes:limit=1e6");
	assert_normal("primes:limit=1000000", false, "primes:limit=1e6");
	assert_normal("primes:per_task=1000,limit=4e6", false, "primes:limit=4e6");
	assert_normal("primes:per_task=500,limit=4e6", false, "primes:limit=4e6,per_task=500");
	assert_normal("primes:duration=4000us", false, "primes:limit=1e6");
	assert_normal("primes:share=0.250,pattern=ramp", false, "primes:limit=1e6,pattern=ramp");
	assert_normal("primes:chunk=auto,file=a.b", false, "primes:limit=1e6,chunk=auto,file=a.b");
	assert_normal("primes:file=x", false, "primes:limit=1e6");
	assert_normal("primes:file=a=b", false, "primes:limit=1e6,file=a=b");
	assert_normal("primes:iterations=7", false, "primes:limit=1e6");
	assert_normal("primes:iterations=7", true, "primes:limit=1e6,iterations=7");
}
END_TEST

START_TEST(a_spec_knows_what_was_given)
{
	struct spec spec;
	char error[SPEC_ERROR_BYTES];

	ck_assert(spec_parse(&spec, "primes:limit=1e6,file=name", params, error, sizeof(error)));
	ck_assert_str_eq(spec.name, "primes");
	ck_assert(spec.given[LIMIT]);
	ck_assert(!spec.given[PER_TASK]);
	ck_assert_uint_eq(spec.value[PER_TASK].count, 1000);
	ck_assert_str_eq(spec.value[FILE_NAME].text, "name");
}
END_TEST

START_TEST(a_spec_may_have_no_parameters)
{
	struct spec spec;
	char error[SPEC_ERROR_BYTES] = "", text[16];

	ck_assert(spec_parse(&spec, "nothing", NULL, error, sizeof(error)));
	spec_format(&spec, NULL, false, text, sizeof(text));
	ck_assert_str_eq(text, "nothing");
	ck_assert(!spec_parse(&spec, "nothing:a=1", NULL, error, sizeof(error)));
	ck_assert_str_eq(error, "nothing has no parameters, so not 'a'");
}
END_TEST

static const struct {
	const char *text, *error;
} bad_specs[] = {
	{"", "expected NAME[:key=value,...], not ''"},
	{":limit=4", "expected NAME[:key=value,...], not ':limit=4'"},
	{"primes:", "primes: expected key=value, not ''"},
	{"primes:limit", "primes: expected key=value, not 'limit'"},
	{"primes:=4", "primes: expected key=value, not '=4'"},
	{"primes:limit=4,", "primes: expected key=value, not ''"},
	{"primes:limit=4,limit=5", "primes: 'limit' is given twice"},
	{"primes:limit=", "primes: limit=: expected a whole number from 2 to 1e12"},
	{"primes:limit=x", "primes: limit=x: expected a whole number from 2 to 1e12"},
	{"primes:limt=4", "primes has no parameter 'limt'; did you mean 'limit'?"},
	{"primes:Limit=4", "primes has no parameter 'Limit'; did you mean 'limit'?"},
	{"primes:zzzzz=4",
		"primes has no parameter 'zzzzz'; it has limit, per_task, duration, bytes, share, "
		"pattern, chunk, file, iterations"},
};

START_TEST(a_bad_spec_is_one_line_with_the_place)
{
	struct spec spec;
	char error[SPEC_ERROR_BYTES] = "";

	ck_assert(!spec_parse(&spec, bad_specs[_i].text, params, error, sizeof(error)));
	ck_assert_str_eq(error, bad_specs[_i].error);
}
END_TEST

START_TEST(a_spec_that_is_too_long_is_refused)
{
	struct spec spec;
	char error[SPEC_ERROR_BYTES] = "", text[2000];

	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	ck_assert(!spec_parse(&spec, text, params, error, sizeof(error)));
	memcpy(text, "primes:file=", 12);
	ck_assert(!spec_parse(&spec, text, params, error, sizeof(error)));
	ck_assert_str_eq(error, "primes: longer than 511 characters");
	/* the longest that fits */
	text[strlen("primes") + SPEC_TEXT_BYTES - 1] = '\0';
	ck_assert(spec_parse(&spec, text, params, error, sizeof(error)));
	/* a value that is wrong and long is told in what room there is */
	memcpy(text, "primes:limi=", 12);
	ck_assert(!spec_parse(&spec, text, params, error, sizeof(error)));
	memcpy(text, "primes:a_longname=", 18);
	ck_assert(!spec_parse(&spec, text, params, error, sizeof(error)));
	ck_assert_uint_lt(strlen(error), sizeof(error));
}
END_TEST

START_TEST(a_table_that_is_too_long_is_refused)
{
	struct param many[SPEC_PARAMS_MAX + 2] = {{0}};
	struct spec spec;
	char error[SPEC_ERROR_BYTES] = "";

	for (size_t i = 0; i < SPEC_PARAMS_MAX + 1; i++) {
		many[i] = params[PER_TASK];
	}
	ck_assert(!spec_parse(&spec, "x", many, error, sizeof(error)));
	ck_assert_str_eq(error, "x has more than 16 parameters");
	many[SPEC_PARAMS_MAX].name = NULL;
	ck_assert(spec_parse(&spec, "x", many, error, sizeof(error)));
}
END_TEST

START_TEST(a_bad_default_is_told)
{
	static const struct param bad[] = {
		{.name = "limit", .kind = PARAM_COUNT, .fallback = "many", .min = 1, .max = 9},
		{.name = NULL}};
	struct spec spec;
	char error[SPEC_ERROR_BYTES] = "";

	ck_assert(!spec_parse(&spec, "x", bad, error, sizeof(error)));
	ck_assert_str_eq(
		error, "x: the default of 'limit' is bad: expected a whole number from 1 to 9");
}
END_TEST

START_TEST(a_normal_form_is_cut_off_at_the_room_there_is)
{
	struct spec spec;
	char error[SPEC_ERROR_BYTES], text[12];

	ck_assert(spec_parse(&spec, "primes:chunk=auto", params, error, sizeof(error)));
	spec_format(&spec, params, true, text, sizeof(text));
	ck_assert_str_eq(text, "primes:limi");
}
END_TEST

START_TEST(the_nearest_name_is_proposed)
{
	static const char *const names[] = {"nothing", "spin", "sleep", "mixed", "primes",
		"perfect", "thread-per-task", "thread-pool", "process-pool", "is"};
	static const struct {
		const char *wrong, *nearest;
	} cases[] = {
		{"prims", "primes"}, {"selep", "sleep"}, /* neighbours swapped */
		{"PRIMES", "primes"}, {"slep", "sleep"}, {"sleeep", "sleep"},
		{"thread_pool", "thread-pool"}, {"threads-pool", "thread-pool"},
		{"proces-pol", "process-pool"},
		{"thread", "thread-per-task"}, /* the first that begins so */
		{"per", "perfect"}, {"perfect-numbers", NULL}, {"xyz", NULL},
		{"ab", NULL},                                              /* half of its letters */
		{"s", NULL}, {"", NULL}, {"spun", "spin"}, {"spox", NULL}, /* half of its letters */
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *near =
			nearest_name(cases[i].wrong, names, sizeof(names) / sizeof(names[0]));

		ck_assert_msg((near == NULL) == (cases[i].nearest == NULL), "%s: %s",
			cases[i].wrong, near ? near : "none");
		ck_assert_pstr_eq(near, cases[i].nearest);
	}
	ck_assert_ptr_null(nearest_name("prims", names, 0));
}
END_TEST

START_TEST(very_long_names_are_far_from_all)
{
	static const char *const names[] = {"primes"};
	char text[300];

	memset(text, 'p', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	ck_assert_ptr_null(nearest_name(text, names, 1));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("spec");
	TCase *tests = tcase_create("spec");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(tests, a_spec_is_normalised);
	tcase_add_test(tests, a_spec_knows_what_was_given);
	tcase_add_test(tests, a_spec_may_have_no_parameters);
	tcase_add_loop_test(tests, a_bad_spec_is_one_line_with_the_place, 0,
		sizeof(bad_specs) / sizeof(bad_specs[0]));
	tcase_add_test(tests, a_spec_that_is_too_long_is_refused);
	tcase_add_test(tests, a_table_that_is_too_long_is_refused);
	tcase_add_test(tests, a_bad_default_is_told);
	tcase_add_test(tests, a_normal_form_is_cut_off_at_the_room_there_is);
	tcase_add_test(tests, the_nearest_name_is_proposed);
	tcase_add_test(tests, very_long_names_are_far_from_all);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
