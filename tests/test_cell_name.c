/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of naming cells: in full, without the size that the tool chose, and wrongly. */
#include "cli/cell_name.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char *const keys[] = {
	"primes:limit=2e6,per_task=1000/sequential/1",
	"primes:limit=2e6,per_task=1000/thread-pool/2",
	"primes:limit=2e6,per_task=1000/thread-pool:chunk=64/2",
	"primes:limit=2e6,per_task=1000/thread-pool:chunk=8/4",
	"files:path=/tmp/x,count=3/thread-pool/2",
	"sleep/thread-pool/2",
	"sleep:duration=1ms/thread-pool/2",
	"sleep:duration=2ms/thread-pool/4",
	"sleep:duration=3ms/thread-pool/4",
	"pages:bytes=64KiB,share=0.25/thread-pool/2",
};
enum { KEYS = sizeof(keys) / sizeof(keys[0]) };

static char error[256];

/* The key that TEXT means, or NULL. */
static const char *meant(const char *text)
{
	size_t index = 0;

	error[0] = '\0';
	return cell_name_find(keys, KEYS, text, &index, error, sizeof(error)) ? keys[index] : NULL;
}

START_TEST(a_key_is_found_as_it_is)
{
	for (size_t i = 0; i < KEYS; i++) {
		ck_assert_ptr_eq(meant(keys[i]), keys[i]);
	}
}
END_TEST

START_TEST(parameters_may_be_left_out_where_one_cell_is_meant)
{
	ck_assert_ptr_eq(meant("primes/sequential/1"), keys[0]);
	ck_assert_ptr_eq(meant("primes:per_task=1000/sequential/1"), keys[0]);
	ck_assert_ptr_eq(meant("primes:per_task=1000,limit=2e6/sequential/1"), keys[0]);
	ck_assert_ptr_eq(meant("primes/thread-pool:chunk=64/2"), keys[2]);
	ck_assert_ptr_eq(meant("primes/thread-pool/4"), keys[3]);
	ck_assert_ptr_eq(meant("files/thread-pool/2"), keys[4]);
	ck_assert_ptr_eq(meant("files:path=/tmp/x/thread-pool/2"), keys[4]);
}
END_TEST

START_TEST(a_value_may_be_written_in_another_way)
{
	ck_assert_ptr_eq(meant("sleep:duration=1000us/thread-pool/2"), keys[6]);
	ck_assert_ptr_eq(meant("sleep:duration=0.002s/thread-pool/4"), keys[7]);
	ck_assert_ptr_eq(meant("primes:limit=2000000/sequential/1"), keys[0]);
	ck_assert_ptr_eq(meant("primes:per_task=1e3/thread-pool:chunk=064/2"), keys[2]);
	ck_assert_ptr_eq(meant("pages:bytes=65536/thread-pool/2"), keys[9]);
	ck_assert_ptr_eq(meant("pages:share=0.250/thread-pool/2"), keys[9]);
	ck_assert_ptr_null(meant("sleep:duration=1000/thread-pool/2"));
	ck_assert_ptr_null(meant("sleep:duration=1us/thread-pool/2"));
	ck_assert_ptr_null(meant("sleep:tasks=1ms/thread-pool/2"));
	ck_assert_ptr_null(meant("primes:tasks=2000000/sequential/1"));
	ck_assert_ptr_null(meant("pages:bytes=64kB/thread-pool/2"));
	ck_assert_ptr_null(meant("pages:bytes=/thread-pool/2"));
}
END_TEST

START_TEST(the_very_strategy_is_preferred_to_one_with_more_parameters)
{
	ck_assert_ptr_eq(meant("primes/thread-pool/2"), keys[1]);
}
END_TEST

START_TEST(two_cells_are_one_too_many)
{
	ck_assert_ptr_null(meant("sleep/thread-pool/4"));
	ck_assert_str_eq(error,
		"'sleep/thread-pool/4' may be 'sleep:duration=2ms/thread-pool/4' or "
		"'sleep:duration=3ms/thread-pool/4'; name it in full");
}
END_TEST

START_TEST(other_values_and_names_are_unknown)
{
	static const char *const wrong[] = {"primes:limit=1e6/sequential/1",
		"primes:limit=2e/sequential/1", "prime/sequential/1", "primes/sequential/2",
		"primes/sequential", "primes//1", "/sequential/1", "primes/sequential/", "/", "//",
		"", "primes:limit/sequential/1", "primes:,/sequential/1",
		"sleep:duration=1ms,duration=2ms/thread-pool/2"};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		ck_assert_msg(!meant(wrong[i]), "'%s' meant something", wrong[i]);
		ck_assert_ptr_nonnull(strstr(error, "no cell '"));
	}
}
END_TEST

START_TEST(the_nearest_name_is_told)
{
	ck_assert_ptr_null(meant("primes/thread-poll/2"));
	ck_assert_str_eq(error,
		"no cell 'primes/thread-poll/2' in this run; did you mean 'primes/thread-pool/2'?");
	ck_assert_ptr_null(meant("nonsense"));
	ck_assert_str_eq(error, "no cell 'nonsense' in this run; expected "
				"WORKLOAD/STRATEGY/WORKERS, such as "
				"'pages:bytes=64KiB,share=0.25/thread-pool/2'");
	static const char *const wrong[] = {"prmies", "prmies:limit=1e6", "primse/2"};

	for (size_t i = 0; i < 3; i++) {
		ck_assert_ptr_null(meant(wrong[i]));
		ck_assert_msg(strstr(error, "; did you mean 'primes/"), "%s", error);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cell_name");
	TCase *tests = tcase_create("cell_name");

	tcase_add_test(tests, a_key_is_found_as_it_is);
	tcase_add_test(tests, parameters_may_be_left_out_where_one_cell_is_meant);
	tcase_add_test(tests, a_value_may_be_written_in_another_way);
	tcase_add_test(tests, the_very_strategy_is_preferred_to_one_with_more_parameters);
	tcase_add_test(tests, two_cells_are_one_too_many);
	tcase_add_test(tests, other_values_and_names_are_unknown);
	tcase_add_test(tests, the_nearest_name_is_told);
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
