/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The measuring of the A/A self-test: which sample of a pair runs first. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "sweep/selftest.h"
#include "text.h"
#include "trials.h"

enum { COMPARISONS = 2, ROUNDS = 3 };

static char *folder, *trial;
static struct machine machine;
static struct selftest selftest;

/* A trial that takes longer and longer within each pair: 1 ms first, then 150 ms. Two samples are
 * taken before the pairs. */
static void setup(void)
{
	static char allowed[] = "0";

	folder = scratch_create();
	trial = trial_script(folder, "slower",
		"echo >>\"$0.done\"\n"
		"time=150ms\n"
		"[ $(($(wc -l <\"$0.done\") % 2)) -eq 0 ] || time=1ms\n"
		"exec " REAL_TRIAL " --area-fd 3 sleep:tasks=1,duration=$time sequential 1");
	made_up_machine(&machine, 1);
	machine.allowed_list = allowed;
	selftest = (struct selftest){
		.trial = trial,
		.machine = &machine,
		.interrupt_fd = -1,
		.comparison_count = COMPARISONS,
		.round_count = ROUNDS,
		.sample_ns = 1000000,
	};
}

static void teardown(void)
{
	selftest_finish(&selftest);
	free(trial);
	scratch_destroy(folder);
}

START_TEST(even_rounds_begin_with_the_first_of_a_pair_and_odd_ones_with_the_second)
{
	ck_assert_msg(selftest_measure(&selftest) == SELFTEST_DONE, "%s", selftest.reason);
	ck_assert_uint_eq(selftest.done_count, COMPARISONS);
	ck_assert_uint_eq(selftest.sample_count, 2 + 2 * COMPARISONS * ROUNDS);
	for (size_t i = 0; i < COMPARISONS * ROUNDS; i++) {
		double first_ns = selftest.first_ns[i], second_ns = selftest.second_ns[i];
		bool first_begins = first_ns < second_ns;

		ck_assert_msg(first_begins == (i % ROUNDS % 2 == 0), "pair %zu: %.0f and %.0f ns",
			i, first_ns, second_ns);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("selftest_pairs");
	TCase *tcase = tcase_create("selftest_pairs");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(
		tcase, even_rounds_begin_with_the_first_of_a_pair_and_odd_ones_with_the_second);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
