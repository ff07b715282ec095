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

/* A made-up workload on 2 CPUs: its loop takes 400 ms. What is 0 is as `held` says. */
static struct scene {
	double busy;    /* share of the loop that computes */
	double most;    /* the speedup it can't exceed */
	double process; /* the same for processes */
	double tasks;
	double noise;        /* of the times, a share */
	double queued;       /* so much of each task its worker waits for a CPU */
	double per_task;     /* above 0: with process-per-task too, which is so much faster */
	bool idle;           /* workers above `most` are not inside tasks */
	bool unstamped;      /* the time inside tasks is not known */
	bool early;          /* workers wait for a CPU, also before their first task */
	bool slow_hand_over; /* 2 workers don't quite reach `most` */
	bool unread;         /* it is not known how long they waited for a CPU */
	bool children;       /* tasks are processes, of which workers know nothing */
} scene;

static const struct scene held_work = {
	.busy = 0.25, .most = 2, .process = 2, .tasks = 960, .noise = 0.003};

static void set_scene(const struct scene *wanted)
{
	scene = *wanted;
	scene.busy = scene.busy > 0 ? scene.busy : held_work.busy;
	scene.most = scene.most > 0 ? scene.most : held_work.most;
	scene.process = scene.process > 0 ? scene.process : scene.most;
	scene.tasks = scene.tasks > 0 ? scene.tasks : held_work.tasks;
	scene.noise = scene.noise > 0 ? scene.noise : held_work.noise;
}

static void setup(void)
{
	set_scene(&held_work);
}

static double speedup_of(const struct run_cell *cell)
{
	const struct run_strategy *strategy = &samples.run.strategies[cell->strategy];
	bool process = strcmp(strategy->kind, "process") == 0;
	double faster = strstr(strategy->name, "per-task") ? scene.per_task : 1;
	double late = scene.slow_hand_over && cell->workers == 2 ? 0.85 : 1;

	return cell->baseline
		       ? 1
		       : late * faster * fmin(cell->workers, process ? scene.process : scene.most);
}

static double time_of(const struct run_cell *cell, uint32_t round, double *busy)
{
	double speedup = speedup_of(cell), jitter = (round * 5 + cell->workers * 3) % 7;

	*busy = scene.busy * speedup; /* the CPU time is that of the loop */
	return 400e6 / speedup * (1 + (jitter - 3) / 3 * scene.noise);
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

/* The fixture's workers are inside tasks from begin to end: makes ROW, one of WORKERS, as the scene says. */
static void set_row(struct sample_worker *row, uint32_t workers, double busy_workers)
{
	uint64_t inside_ns = row->busy_ns;

	if (workers > 1 && scene.early) {
		row->runqueue_ns = inside_ns + inside_ns / 20;
	} else if (workers > 1) {
		row->runqueue_ns = (uint64_t)(scene.queued * (double)inside_ns);
	}
	if (scene.unread) {
		row->runqueue_ns = SAMPLE_UNKNOWN;
	}
	if (scene.children) {
		row->cpu_ns = 0;
		row->runqueue_ns = 0;
	}
	if (scene.idle) {
		row->busy_ns = (uint64_t)((double)inside_ns * busy_workers / workers);
	}
	if (scene.unstamped) {
		row->busy_ns = SAMPLE_UNKNOWN;
	}
}

static void set_inside(void)
{
	for (size_t i = 0; i < samples.count; i++) {
		struct sample_workers *workers = &samples.sample[i].workers;
		double busy_workers = speedup_of(cell_of(&samples.sample[i]));

		for (uint32_t w = 0; w < workers->row_count; w++) {
			set_row(&workers->row[w], workers->count, busy_workers);
		}
	}
}

/* Makes a run of the first COUNT counts of workers, and judges it. */
static enum work_class judge_points(uint32_t rounds, size_t count)
{
	static const uint32_t points[] = {1, 2, 4, 8};

	fixture_init(&samples, 2);
	fixture_workload(&samples, "coupled", "960 × 4 ms", (uint64_t)scene.tasks);
	fixture_strategy(&samples, "thread-pool");
	fixture_strategy(&samples, "process-pool");
	if (scene.per_task > 0) {
		fixture_strategy(&samples, "process-per-task");
	}
	for (size_t i = 0; i < count; i++) {
		fixture_point(&samples, points[i], "");
	}
	fixture_cells(&samples);
	fixture_rounds(&samples, rounds, time_of);
	set_inside();
	judgement_init(&judgement, &samples);
	return judgement.workloads[0].class;
}

static enum work_class judge(uint32_t rounds)
{
	return judge_points(rounds, 4);
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
			"Held by something shared: thread-pool stays at 2.00× (2.00 to 2.00) from "
			"2 workers to 8, although it keeps the CPUs busy for only 25 % of the time "
			"and each task takes 4.0× as long."),
		"%s", text.text);
	ck_assert_msg(
		strstr(text.text,
			"It is as if no more than 2.00 tasks could get on at once: a lock held for "
			"50 % of each (50 to 50) does that; a barrier or a disk may."),
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
	{"waits, and gains from every worker", {.busy = 0.01, .most = 8}, 9, WORK_WAITING},
	{"computes on all CPUs", {.busy = 1}, 9, WORK_COMPUTING},
	{"its CPUs are busy", {.busy = 0.85}, 9, WORK_MIXED},
	{"its workers have no task, as with one long one", {.idle = true}, 9, WORK_MIXED},
	{"it is not known where its workers were", {.unstamped = true}, 9, WORK_MIXED},
	{"it has two tasks", {.tasks = 2}, 9, WORK_MIXED},
	{"only its threads are held", {.process = 8}, 9, WORK_MIXED},
	{"a process per task is not held", {.per_task = 3.5}, 9, WORK_MIXED},
	{"too few rounds", {.noise = 0}, 5, WORK_MIXED},
	{"it still gains", {.most = 5.5}, 9, WORK_MIXED},
	{"its workers wait for CPUs that others have", {.busy = 1, .most = 1.3, .early = true}, 9,
		WORK_COMPUTING},
	{"it waits as long for a CPU", {.queued = 0.4}, 9, WORK_MIXED},
	{"its workers may wait for CPUs that others have", {.busy = 1, .most = 1.3, .unread = true},
		9, WORK_COMPUTING},
	{"its processes may wait for CPUs that others have",
		{.busy = 0.8, .most = 1.3, .children = true}, 9, WORK_MIXED},
};

START_TEST(nothing_else_is_called_held)
{
	set_scene(&free_work[_i].scene);
	enum work_class class = judge(free_work[_i].rounds);
	ck_assert_msg(
		class == free_work[_i].class, "%s: %s", free_work[_i].what, work_class_name(class));
	ck_assert(!judgement.workloads[0].held.shown);
}
END_TEST

START_TEST(a_noisy_machine_does_not_hide_it)
{
	scene.noise = 0.15;
	ck_assert_int_eq(judge(9), WORK_HELD);
	struct interval gain = compare_cells(judgement_cell(&judgement, 0, 0, 4),
		judgement_cell(&judgement, 0, 0, 8), 0.05, NULL);
	ck_assert_double_gt(gain.high, 1.1);
}
END_TEST

START_TEST(twice_the_workers_may_gain_a_little)
{
	scene.slow_hand_over = true;
	ck_assert_int_eq(judge_points(9, 3), WORK_HELD);
	ck_assert_uint_eq(judgement.workloads[0].held.from, 2);
	ck_assert_uint_eq(judgement.workloads[0].held.to, 4);
}
END_TEST

START_TEST(it_does_not_matter_which_strategy_is_to_be_recommended)
{
	scene.per_task = 1.06;
	ck_assert_int_eq(judge(9), WORK_HELD);
	ck_assert_str_eq(judgement.workloads[0].held.strategy->name, "thread-pool");
}
END_TEST

START_TEST(no_queues_are_known_but_the_machine_was_quiet)
{
	scene.unread = true;
	judge(9);
	judgement_finish(&judgement);
	for (size_t i = 0; i < samples.count; i++) {
		samples.sample[i].noise.window_ns = 1000000000;
		samples.sample[i].noise.window_first_seq = samples.sample[i].seq;
	}
	judgement_init(&judgement, &samples);
	ck_assert_int_eq(judgement.workloads[0].class, WORK_HELD);
	judgement_finish(&judgement);
	for (size_t i = 0; i < samples.count; i++) { /* but for a few, it was not */
		samples.sample[i].noise.window_foreign_ns =
			samples.sample[i].round > 3 ? 1000000000 : 0;
	}
	judgement_init(&judgement, &samples);
	ck_assert_int_eq(judgement.workloads[0].class, WORK_MIXED);
}
END_TEST

/* What these wait for a CPU is known only where nobody else has them. */
START_TEST(neighbours_of_tasks_that_are_processes_hold_nothing)
{
	scene.children = true;
	judge(9);
	judgement_finish(&judgement);
	for (size_t i = 0; i < samples.count; i++) {
		samples.sample[i].noise.window_ns = 1000000000;
		samples.sample[i].noise.window_first_seq = samples.sample[i].seq;
	}
	judgement_init(&judgement, &samples);
	ck_assert_int_eq(judgement.workloads[0].class, WORK_HELD);
	judgement_finish(&judgement);
	for (size_t i = 0; i < samples.count; i++) {
		samples.sample[i].noise.window_foreign_ns = 1000000000;
	}
	judgement_init(&judgement, &samples);
	ck_assert_int_eq(judgement.workloads[0].class, WORK_MIXED);
}
END_TEST

START_TEST(withdrawn_verdicts_leave_the_class_of_the_cpu_share)
{
	judge(9);
	judgement_finish(&judgement);
	samples.run.machine.quota_cpus = 2;
	for (size_t i = 0; i < samples.count; i++) {
		samples.sample[i].noise.throttled_ns = 1000;
	}
	judgement_init(&judgement, &samples);
	ck_assert_int_eq(judgement.workloads[0].class, WORK_MIXED);
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
	tcase_add_test(judged, a_noisy_machine_does_not_hide_it);
	tcase_add_test(judged, twice_the_workers_may_gain_a_little);
	tcase_add_test(judged, it_does_not_matter_which_strategy_is_to_be_recommended);
	tcase_add_test(judged, no_queues_are_known_but_the_machine_was_quiet);
	tcase_add_test(judged, neighbours_of_tasks_that_are_processes_hold_nothing);
	tcase_add_test(judged, withdrawn_verdicts_leave_the_class_of_the_cpu_share);
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
