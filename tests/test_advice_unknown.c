/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Advice on runs of which not all is known: what is unknown binds nothing and is no number. */
#include "judge/advice.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/law.h"
#include "scene.h"

static struct judgement judgement;

static void teardown(void)
{
	judgement_finish(&judgement);
	scene_finish();
}

static double waits(struct place at)
{
	return 0.99 * at.workers;
}

START_TEST(without_a_number_of_tasks_more_workers_may_still_help)
{
	struct advice advice;

	scene_start(2, 0, "thread-pool", "1,2,4,8");
	scene_busy = 0.01;
	scene_measure(9, waits);
	judgement_init(&judgement, &scene_samples);
	advice_init(&advice, &judgement, 0, NULL);
	ck_assert_int_eq(advice.end, ADVICE_USE);
	ck_assert_uint_eq(advice.curve.choice.cell->cell->workers, 8);
	ck_assert_str_eq(advice_bound_words(advice.bound), advice_bound_words(BOUND_TRIED));
	advice_finish(&advice);
}
END_TEST

static double computes(struct place at)
{
	return 1 / (0.04 + 0.96 / at.workers);
}

START_TEST(without_a_number_of_cpus_the_law_is_not_asked_for_none)
{
	struct law law;

	scene_start(8, 960, "thread-pool", "1,2,3,4,6,8");
	scene_samples.run.machine.allowed_cpus = 0;
	scene_measure(9, computes);
	judgement_init(&judgement, &scene_samples);
	law_find(&law, &judgement, 0);
	ck_assert_int_eq(law.refusal, LAW_FITS);
	ck_assert_msg(isnan(law.ask), "asked for %g", law.ask);
	ck_assert(isnan(law.asked.mid));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("advice without all numbers");
	TCase *tcase = tcase_create("advice without all numbers");

	tcase_add_checked_fixture(tcase, NULL, teardown);
	tcase_add_test(tcase, without_a_number_of_tasks_more_workers_may_still_help);
	tcase_add_test(tcase, without_a_number_of_cpus_the_law_is_not_asked_for_none);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
