/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sleeps that are really run, against what is predicted of them: every wait is at least as long as asked
 * for, so nothing can be quicker than its prediction without costs. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "simulate.h"
#include "trial/job.h"
#include "trial/spec.h"
#include "trial/suite.h"
#include "workloads/workloads.h"

static const struct {
	const char *workload, *items;
	enum simulate_way way;
	uint32_t workers;
	uint64_t chunk_tasks;
	enum turns order;
} cases[] = {
	{"sleep:tasks=10,duration=2ms,pattern=ramp", "chunk=1", SIMULATE_POOL, 5, 1, TURNS_GIVEN},
	{"sleep:tasks=10,duration=2ms,pattern=ramp", "chunk=2", SIMULATE_POOL, 5, 2, TURNS_GIVEN},
	{"sleep:tasks=10,duration=2ms,pattern=ramp", "order=longest-first", SIMULATE_POOL, 5, 1,
		TURNS_LONGEST_FIRST},
	{"sleep:tasks=20,duration=1ms,pattern=shuffled", "order=shuffled", SIMULATE_POOL, 3, 1,
		TURNS_SHUFFLED},
	{"sleep:tasks=20,duration=1ms,pattern=reversed", "chunk=auto", SIMULATE_PER_TASK, 4, 0,
		TURNS_GIVEN},
	{"sleep:tasks=20,duration=1ms,pattern=shuffled", "order=longest-first", SIMULATE_PER_TASK,
		8, 1, TURNS_LONGEST_FIRST},
	{"sleep:tasks=17,duration=1ms,pattern=ramp", "place=free", SIMULATE_SPLIT, 4, 0,
		TURNS_GIVEN},
	{"sleep:tasks=9,duration=1ms,pattern=shuffled", "order=shuffled", SIMULATE_LOOP, 1, 1,
		TURNS_SHUFFLED},
};
enum { CASES = sizeof(cases) / sizeof(cases[0]) };

/* True if STRATEGY hands out as WAY says. */
static bool goes(const struct strategy *strategy, enum simulate_way way)
{
	if (strategy->kind == WORKER_NONE) {
		return way == SIMULATE_LOOP;
	}
	return way == (strategy->chunking == CHUNK_PER_WORKER ? SIMULATE_SPLIT
			      : strategy->short_lived         ? SIMULATE_PER_TASK
							      : SIMULATE_POOL);
}

/* The prediction for JOB, which is set up, as case I says. */
static double predicted_ns(const struct job *job, int i)
{
	size_t count = job->input.task_count;
	struct simulate_task *list = calloc(count, sizeof(*list));
	struct simulate_plan plan = {
		.task = list,
		.task_count = count,
		.workers = cases[i].workers,
		.cpus = 1,
		.way = cases[i].way,
		.chunk_tasks = cases[i].chunk_tasks,
		.order = cases[i].order,
	};
	struct simulate_result result;

	ck_assert_ptr_nonnull(list);
	for (size_t task = 0; task < count; task++) {
		ck_assert(job->workload->task_time(
			&job->input, task, &list[task].cpu_ns, &list[task].wait_ns));
	}
	ck_assert_uint_eq(simulate_chunk_count(&plan), job->chunk_count);
	ck_assert_uint_eq(simulate_chunk_tasks(&plan), job->chunk_tasks);
	simulate_run(&plan, false, &result);
	double makespan_ns = result.makespan_ns;
	simulate_finish(&result);
	free(list);
	return makespan_ns;
}

static void expect_no_quicker(const struct strategy *strategy, int i)
{
	static struct spec workload_spec, strategy_spec;
	static struct job job;
	char text[SPEC_TEXT_BYTES], error[SPEC_ERROR_BYTES];

	ck_assert(spec_parse(
		&workload_spec, cases[i].workload, workload_sleep.params, error, sizeof(error)));
	snprintf(text, sizeof(text), "%s:%s", strategy->name, cases[i].items);
	ck_assert_msg(spec_parse(&strategy_spec, text, strategy->params, error, sizeof(error)),
		"%s", error);
	ck_assert_msg(job_init(&job, &workload_sleep, workload_spec.value, strategy,
			      strategy_spec.value, cases[i].workers, -1),
		"%s", job_reason());
	double predicted = predicted_ns(&job, i);
	job_execute(&job);
	ck_assert_uint_eq(atomic_load(&job.area->status), AREA_OK);
	ck_assert_double_ge((double)(job.area->end_ns - job.area->start_ns), predicted);
	job_finish(&job);
}

START_TEST(nothing_is_quicker_than_its_prediction)
{
	int tried = 0;

	for (size_t s = 0; suite_strategies[s]; s++) {
		if (goes(suite_strategies[s], cases[_i].way)) {
			expect_no_quicker(suite_strategies[s], _i);
			tried++;
		}
	}
	ck_assert_int_eq(tried, cases[_i].way == SIMULATE_LOOP ? 1 : 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("predicted");
	TCase *tcase = tcase_create("predicted");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, nothing_is_quicker_than_its_prediction, 0, CASES);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
