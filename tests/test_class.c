/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work that something shared holds up is told from work that waits, computes, or is badly cut. */
#include "judge/class.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "judge/compare.h"
#include "judge/verdict.h"

static struct samples samples;
static struct judgement judgement;

/* A made-up workload on 2 CPUs: its loop takes 400 ms. */
static struct scene {
	double busy;    /* share of the loop that computes */
	double most;    /* the speedup it can't exceed */
	bool inside;    /* workers above that are inside tasks, not idle */
	bool stamped;   /* the time inside tasks is known */
	double process; /* the same for processes */
	uint64_t tasks;
} scene;

static void setup(void)
{
	scene = (struct scene){.busy = 0.25,
		.most = 2,
		.inside = true,
		.stamped = true,
		.process = 2,
		.tasks = 960};
}

static double speedup_of(const struct run_cell *cell)
{
	bool process = strcmp(samples.run.strategies[cell->strategy].kind, "process") == 0;

	return cell->baseline ? 1 : fmin(cell->workers, process ? scene.process : scene.most);
}

static double time_of(const struct run_cell *cell, uint32_t round, double *busy)
{
	double speedup = speedup_of(cell), jitter = (round * 5 + cell->workers * 3) % 7;

	*busy = scene.busy * speedup; /* the CPU time is that of the loop */
	return 400e6 / speedup * (1 + (jitter - 3) / 1000);
}

static const struct run_cell *cell_of(const struct sample *sample)
{
	for (size_t i = 0; i < samples.run.cell_count; i++) {
		if (strcmp(samples.run.cells[i].key, sample->cell) == 0) {
			return &samples.run.cells[i];
		}
	}
	ck_abort_msg("no cell %s", sample->cell);
	return NULL;
}

/* The fixture's workers are inside tasks from begin to end. */
static void set_inside(void)
{
	for (size_t i = 0; i < samples.count; i++) {
		struct sample *sample = &samples.sample[i];
		double busy_workers = speedup_of(cell_of(sample));

		for (uint32_t w = 0; w < sample->workers.row_count; w++) {
			uint64_t *ns = &sample->workers.row[w].busy_ns;

			if (!scene.inside) {
				*ns = (uint64_t)((double)*ns * busy_workers /
						 sample->workers.count);
			}
			*ns = scene.stamped ? *ns : SAMPLE_UNKNOWN;
		}
	}
}

static enum work_class judge(uint32_t rounds)
{
	static const uint32_t points[] = {1, 2, 4, 8};

	fixture_init(&samples, 2);
	fixture_workload(&samples, "coupled", "960 × 4 ms", scene.tasks);
	fixture_strategy(&samples, "thread-pool");
	fixture_strategy(&samples, "process-pool");
	for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
		fixture_point(&samples, points[i], "");
	}
	fixture_cells(&samples);
	fixture_rounds(&samples, rounds, time_of);
	set_inside();
	judgement_init(&judgement, &samples);
	return judgement.workloads[0].class;
}

static void finish(void)
{
	judgement_finish(&judgement);
	samples_finish(&samples);
}

START_TEST(what_stops_early_while_cpus_lie_idle_and_tasks_take_longer_is_held)
{
	struct text text = {0};

	ck_assert_int_eq(judge(9), WORK_HELD);
	ck_assert_str_eq(work_class_name(WORK_HELD), "held by something shared");
	ck_assert_int_eq(judgement.workloads[0].alone, WORK_MIXED);
	const struct held *held = &judgement.workloads[0].held;
	ck_assert_uint_eq(held->from, 2);
	ck_assert_uint_eq(held->to, 8);
	ck_assert_double_eq_tol(held->speedup.mid, 2, 0.02);
	ck_assert_double_eq_tol(held->cpu_share, 0.25, 0.01);
	ck_assert_double_eq_tol(held->longer, 4, 0.05);
	verdict_sentences(&judgement, 0, &text);
	ck_assert_msg(
		strstr(text.text,
			"Held by something shared: from 2 workers to 8 nothing is gained over "
			"2.00× ("),
		"%s", text.text);
	ck_assert_msg(
		strstr(text.text,
			"although the CPUs are busy for only 25 % of the time, and tasks take "
			"4.0× as long; it is as if 50 % of each were done by one at a time."),
		"%s", text.text);
	text_finish(&text);
}
END_TEST

/* Each of these differs from what is held in one thing. */
static const struct {
	const char *what;
	struct scene scene;
	uint32_t rounds;
	enum work_class class;
} free_work[] = {
	{"waits, and gains from every worker", {0.01, 8, true, true, 8, 960}, 9, WORK_WAITING},
	{"computes on all CPUs", {1, 2, true, true, 2, 960}, 9, WORK_COMPUTING},
	{"its CPUs are busy", {0.85, 2, true, true, 2, 960}, 9, WORK_MIXED},
	{"its workers have no task, as with one long one", {0.25, 2, false, true, 2, 960}, 9,
		WORK_MIXED},
	{"it is not known where its workers were", {0.25, 2, true, false, 2, 960}, 9, WORK_MIXED},
	{"it has two tasks", {0.25, 2, true, true, 2, 2}, 9, WORK_MIXED},
	{"only its threads are held", {0.25, 2, true, true, 8, 960}, 9, WORK_MIXED},
	{"too few rounds", {0.25, 2, true, true, 2, 960}, 5, WORK_MIXED},
	{"it still gains", {0.25, 5.5, true, true, 5.5, 960}, 9, WORK_MIXED},
};

START_TEST(nothing_else_is_called_held)
{
	scene = free_work[_i].scene;
	enum work_class class = judge(free_work[_i].rounds);
	ck_assert_msg(
		class == free_work[_i].class, "%s: %s", free_work[_i].what, work_class_name(class));
	ck_assert(!judgement.workloads[0].held.shown);
}
END_TEST

START_TEST(computing_with_a_lock_is_held_on_many_cpus)
{
	scene.busy = 1;
	scene.most = scene.process = 1.4;
	/* on 2 CPUs 1.4 of 2 are busy for 70 % of the time */
	ck_assert_int_eq(judge(9), WORK_HELD);
	ck_assert_int_eq(judgement.workloads[0].alone, WORK_COMPUTING);
	ck_assert_double_eq(ideal_speedup(&judgement, 0, 8), 2);
}
END_TEST

START_TEST(held_work_may_gain_nothing_at_all)
{
	scene.busy = 0.05;
	scene.most = scene.process = 1;
	ck_assert_int_eq(judge(9), WORK_HELD);
	ck_assert_uint_eq(judgement.workloads[0].held.from, 1);
	ck_assert_double_eq_tol(judgement.workloads[0].held.longer, 8, 0.1);
}
END_TEST

START_TEST(the_busy_share_alone_makes_the_other_classes)
{
	ck_assert_int_eq(work_class_of(NAN), WORK_UNKNOWN);
	ck_assert_int_eq(work_class_of(0.1), WORK_WAITING);
	ck_assert_int_eq(work_class_of(0.5), WORK_MIXED);
	ck_assert_int_eq(work_class_of(0.9), WORK_COMPUTING);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("class");
	TCase *judged = tcase_create("judged"), *plain = tcase_create("plain");

	tcase_add_checked_fixture(judged, setup, finish);
	tcase_add_test(judged, what_stops_early_while_cpus_lie_idle_and_tasks_take_longer_is_held);
	tcase_add_loop_test(
		judged, nothing_else_is_called_held, 0, sizeof(free_work) / sizeof(free_work[0]));
	tcase_add_test(judged, computing_with_a_lock_is_held_on_many_cpus);
	tcase_add_test(judged, held_work_may_gain_nothing_at_all);
	tcase_add_test(plain, the_busy_share_alone_makes_the_other_classes);
	suite_add_tcase(suite, judged);
	suite_add_tcase(suite, plain);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
