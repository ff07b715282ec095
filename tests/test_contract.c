/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every workload under every strategy: each task exactly once, and the answer of the plain loop. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "trial/job.h"
#include "trial/place.h"
#include "trial/spec.h"
#include "trial/suite.h"
#include "trial/turns.h"

enum { TASKS_MAX = 1 << 16 };

static const uint32_t worker_counts[] = {1, 2, 7};

/* Sizes small enough for a test. A workload that is not named here runs with its defaults, so a new
 * one is tested before anyone writes a line here. */
static const struct {
	const char *name, *items;
} small[] = {
	{"nothing", "tasks=1000"},
	{"spin", "tasks=23,iterations=1000"},
	{"sleep", "tasks=11,duration=1ms,pattern=shuffled"},
	{"mixed", "tasks=11,cpu=20us,wait=200us,iterations=2000"},
	{"coupled", "tasks=11,cpu=20us,wait=200us,iterations=2000"},
	{"primes", "limit=20001,per_task=300"},
	{"perfect", "limit=2001,per_task=30"},
	{"squares", "count=100001,per_task=3000,store=array"},
	{"pages", "tasks=29"},
};

/* One combination, with the workload wrapped so that it notes what it was asked for. */
static struct workload wrapped;
static const struct workload *original;
static _Atomic uint32_t *times_done; /* shared with worker processes */

static uint64_t noting_run_tasks(
	const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	for (uint64_t i = first; i < first + count && i < TASKS_MAX; i++) {
		atomic_fetch_add(&times_done[i], 1);
	}
	return original->run_tasks(input, mine, first, count);
}

static void parse(
	struct spec *spec, const char *name, const char *items, const struct param *params)
{
	char text[SPEC_TEXT_BYTES], error[SPEC_ERROR_BYTES];

	snprintf(text, sizeof(text), "%s%s%s", name, items[0] ? ":" : "", items);
	ck_assert_msg(spec_parse(spec, text, params, error, sizeof(error)), "%s", error);
}

static void parse_small(struct spec *spec, const struct workload *workload)
{
	const char *items = "";

	for (size_t i = 0; i < sizeof(small) / sizeof(small[0]); i++) {
		if (strcmp(small[i].name, workload->name) == 0) {
			items = small[i].items;
		}
	}
	parse(spec, workload->name, items, workload->params);
}

/* Runs WORKLOAD under STRATEGY and returns the answer. */
static uint64_t run(const struct workload *workload, const struct strategy *strategy,
	const char *strategy_items, uint32_t workers, uint64_t *task_count)
{
	static struct spec workload_spec, strategy_spec;
	static struct job job;

	parse_small(&workload_spec, workload);
	parse(&strategy_spec, strategy->name, strategy_items, strategy->params);
	job.stamp_busy = workers == 2;
	ck_assert_msg(job_init(&job, workload, workload_spec.value, strategy, strategy_spec.value,
			      workers, -1),
		"%s", job_reason());
	job_execute(&job);
	ck_assert_msg(atomic_load(&job.area->status) == AREA_OK, "%s", job_reason());
	uint64_t answer = job.area->answer;
	*task_count = job.area->task_count;
	ck_assert_uint_ge(job.area->end_ns, job.area->start_ns);
	job_finish(&job);
	return answer;
}

/* Combination INDEX of all workloads, strategies and worker counts; false past the last one. */
static bool combination(int index, const struct workload **workload,
	const struct strategy **strategy, uint32_t *workers)
{
	int at = 0;

	for (size_t w = 0; suite_workloads[w]; w++) {
		for (size_t s = 0; suite_strategies[s]; s++) {
			for (size_t k = 0; k < 3; k++) {
				if (suite_strategies[s]->kind == WORKER_NONE && k > 0) {
					continue;
				}
				if (at++ == index) {
					*workload = suite_workloads[w];
					*strategy = suite_strategies[s];
					*workers = worker_counts[k];
					return true;
				}
			}
		}
	}
	return false;
}

static int combination_count(void)
{
	const struct workload *workload;
	const struct strategy *strategy;
	uint32_t workers;
	int count = 0;

	while (combination(count, &workload, &strategy, &workers)) {
		count++;
	}
	return count;
}

static void expect_each_once(const struct workload *workload, const struct strategy *strategy,
	const char *items, uint32_t workers)
{
	uint64_t task_count, sequential_count;
	const struct strategy *sequential = suite_strategies[0];

	original = workload;
	wrapped = *workload;
	wrapped.run_tasks = noting_run_tasks;
	times_done = mmap(NULL, TASKS_MAX * sizeof(*times_done), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(times_done, MAP_FAILED);
	uint64_t answer = run(&wrapped, strategy, items, workers, &task_count);
	ck_assert_uint_le(task_count, TASKS_MAX);
	for (uint64_t i = 0; i < TASKS_MAX; i++) {
		ck_assert_msg(times_done[i] == (i < task_count),
			"%s %s %u: task %llu done %u times", workload->name, strategy->name,
			workers, (unsigned long long)i, atomic_load(&times_done[i]));
	}
	ck_assert_uint_eq(answer, run(workload, sequential, "", 1, &sequential_count));
	ck_assert_uint_eq(task_count, sequential_count);
}

START_TEST(every_task_is_done_exactly_once)
{
	const struct workload *workload = NULL;
	const struct strategy *strategy = NULL;
	uint32_t workers = 0;

	ck_assert(combination(_i, &workload, &strategy, &workers));
	expect_each_once(workload, strategy, "", workers);
}
END_TEST

/* True if STRATEGY hands out chunks one by one, so that their order can be asked for. */
static bool takes_order(const struct strategy *strategy)
{
	return strategy->chunking == CHUNK_GIVEN;
}

static bool knows_costs(const struct workload *workload)
{
	return workload->task_cost || workload->task_time;
}

START_TEST(every_task_is_done_exactly_once_in_any_order)
{
	const struct workload *workload = NULL;
	const struct strategy *strategy = NULL;
	uint32_t workers = 0;

	ck_assert(combination(_i, &workload, &strategy, &workers));
	if (takes_order(strategy)) {
		expect_each_once(workload, strategy, "order=shuffled", workers);
	}
	if (takes_order(strategy) && knows_costs(workload)) {
		expect_each_once(workload, strategy, "order=longest-first,chunk=2", workers);
	}
}
END_TEST

START_TEST(who_knows_no_costs_refuses_to_put_the_longest_first)
{
	static struct spec workload_spec, strategy_spec;
	static struct job job;
	char expected[256];

	for (size_t w = 0; suite_workloads[w]; w++) {
		const struct workload *workload = suite_workloads[w];

		if (knows_costs(workload) || strcmp(workload->name, "command") == 0) {
			continue;
		}
		parse_small(&workload_spec, workload);
		parse(&strategy_spec, "thread-pool", "order=longest-first", strategy_chunk_params);
		for (size_t s = 0; suite_strategies[s]; s++) {
			if (!takes_order(suite_strategies[s])) {
				continue;
			}
			ck_assert(!job_init(&job, workload, workload_spec.value,
				suite_strategies[s], strategy_spec.value, 1, -1));
			snprintf(expected, sizeof(expected),
				"%s: order=longest-first: %s does not tell what its tasks cost",
				suite_strategies[s]->name, workload->name);
			ck_assert_str_eq(job_reason(), expected);
			ck_assert_uint_eq(atomic_load(&job.area->status), AREA_FAILED);
		}
	}
}
END_TEST

START_TEST(chunks_cover_every_task_whatever_their_size)
{
	static const char *const items[] = {
		"chunk=1", "chunk=3", "chunk=7", "chunk=1000000", "chunk=auto"};

	for (size_t s = 0; suite_strategies[s]; s++) {
		const struct strategy *strategy = suite_strategies[s];

		if (strategy->chunking == CHUNK_GIVEN && strategy->kind != WORKER_PROCESS) {
			expect_each_once(suite_workloads[0], strategy, items[_i],
				strategy->kind == WORKER_NONE ? 1 : 7);
		}
	}
}
END_TEST

START_TEST(the_suite_is_well_formed)
{
	for (size_t w = 0; suite_workloads[w]; w++) {
		const struct workload *workload = suite_workloads[w];
		struct spec spec;

		ck_assert_uint_eq(workload->abi, WORKLOAD_ABI);
		ck_assert_uint_eq(workload->struct_bytes, sizeof(struct workload));
		ck_assert_uint_le(params_count(workload->params), SPEC_PARAMS_MAX);
		parse(&spec, workload->name, "", workload->params);
	}
	ck_assert_str_eq(suite_strategies[0]->name, "sequential");
}
END_TEST

START_TEST(every_strategy_can_be_placed)
{
	for (size_t s = 0; suite_strategies[s]; s++) {
		struct spec spec;

		parse(&spec, suite_strategies[s]->name, "place=smt", suite_strategies[s]->params);
		ck_assert_int_eq(place_of(suite_strategies[s]->params, spec.value), PLACE_SMT);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("contract");
	TCase *tcase = tcase_create("contract");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, every_task_is_done_exactly_once, 0, combination_count());
	tcase_add_loop_test(
		tcase, every_task_is_done_exactly_once_in_any_order, 0, combination_count());
	tcase_add_test(tcase, who_knows_no_costs_refuses_to_put_the_longest_first);
	tcase_add_loop_test(tcase, chunks_cover_every_task_whatever_their_size, 0, 5);
	tcase_add_test(tcase, the_suite_is_well_formed);
	tcase_add_test(tcase, every_strategy_can_be_placed);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
