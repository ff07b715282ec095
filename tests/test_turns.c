/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order in which chunks are taken: as numbers, and as strategies really take them. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "trial/job.h"
#include "trial/spec.h"
#include "trial/suite.h"
#include "trial/turns.h"
#include "workloads/workloads.h"

/* ---- numbers ---- */

START_TEST(the_dearest_comes_first_and_equal_ones_as_given)
{
	static const double cost[] = {1, 5, 3, 5, NAN, 2};
	static const uint32_t expected[] = {1, 3, 2, 5, 0, 4};
	uint32_t turn[6];

	ck_assert(turns_fill(TURNS_LONGEST_FIRST, cost, turn, 6));
	ck_assert_mem_eq(turn, expected, sizeof(turn));
	ck_assert(turns_fill(TURNS_GIVEN, NULL, turn, 6));
	for (uint32_t i = 0; i < 6; i++) {
		ck_assert_uint_eq(turn[i], i);
	}
}
END_TEST

START_TEST(shuffled_is_a_permutation_and_always_the_same)
{
	enum { COUNT = 1000 };
	static uint32_t turn[COUNT], again[COUNT];
	bool seen[COUNT] = {false};
	uint32_t kept = 0;

	ck_assert(turns_fill(TURNS_SHUFFLED, NULL, turn, COUNT));
	ck_assert(turns_fill(TURNS_SHUFFLED, NULL, again, COUNT));
	ck_assert_mem_eq(turn, again, sizeof(turn));
	for (uint32_t i = 0; i < COUNT; i++) {
		ck_assert_uint_lt(turn[i], COUNT);
		ck_assert(!seen[turn[i]]);
		seen[turn[i]] = true;
		kept += turn[i] == i;
	}
	ck_assert_uint_lt(kept, 20); /* one on average */
	ck_assert(turns_fill(TURNS_SHUFFLED, NULL, turn, 1));
	ck_assert_uint_eq(turn[0], 0);
}
END_TEST

/* ---- strategies ---- */

enum { TASKS = 10 };

/* Shared with worker processes: the tasks in the order in which they were done. */
struct done {
	_Atomic uint32_t count;
	uint64_t task[TASKS];
};
static struct done *done;

static uint64_t note_tasks(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	(void)input, (void)mine;
	for (uint64_t task = first; task < first + count; task++) {
		done->task[atomic_fetch_add(&done->count, 1)] = task;
	}
	return count;
}

/* Runs sleeps of 1 to 10 ms that don't sleep under STRATEGY with one worker. */
static void run(const struct strategy *strategy, const char *items)
{
	static struct spec workload_spec, strategy_spec;
	static struct job job;
	struct workload noting = workload_sleep;
	char text[SPEC_TEXT_BYTES], error[SPEC_ERROR_BYTES];

	noting.run_tasks = note_tasks;
	ck_assert(spec_parse(&workload_spec, "sleep:tasks=10,duration=1ms,pattern=ramp",
		noting.params, error, sizeof(error)));
	snprintf(text, sizeof(text), "%s:%s", strategy->name, items);
	ck_assert_msg(spec_parse(&strategy_spec, text, strategy->params, error, sizeof(error)),
		"%s", error);
	done = mmap(NULL, sizeof(*done), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(done, MAP_FAILED);
	ck_assert_msg(
		job_init(&job, &noting, workload_spec.value, strategy, strategy_spec.value, 1, -1),
		"%s", job_reason());
	job_execute(&job);
	ck_assert_uint_eq(atomic_load(&job.area->status), AREA_OK);
	job_finish(&job);
	ck_assert_uint_eq(done->count, TASKS);
}

/* The strategies that hand out chunks one by one; NULL: past the last of them. */
static const struct strategy *ordered(int index)
{
	for (size_t s = 0; suite_strategies[s]; s++) {
		if (suite_strategies[s]->chunking == CHUNK_GIVEN && index-- == 0) {
			return suite_strategies[s];
		}
	}
	return NULL;
}

START_TEST(each_strategy_takes_them_as_it_was_asked_to)
{
	static const uint64_t longest[] = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0};
	static const uint64_t of_three[] = {6, 7, 8, 3, 4, 5, 9, 0, 1, 2};
	const struct strategy *strategy = ordered(_i);
	uint64_t shuffled[TASKS];
	uint32_t turn[TASKS];

	run(strategy, "order=longest-first");
	ck_assert_mem_eq(done->task, longest, sizeof(longest));
	run(strategy, "order=longest-first,chunk=3");
	ck_assert_mem_eq(done->task, of_three, sizeof(of_three));
	run(strategy, "order=shuffled");
	ck_assert(turns_fill(TURNS_SHUFFLED, NULL, turn, TASKS));
	for (uint32_t i = 0; i < TASKS; i++) {
		shuffled[i] = turn[i];
	}
	ck_assert_mem_eq(done->task, shuffled, sizeof(shuffled));
	run(strategy, "order=given");
	for (uint64_t i = 0; i < TASKS; i++) {
		ck_assert_uint_eq(done->task[i], i);
	}
}
END_TEST

START_TEST(only_a_split_has_no_order)
{
	for (size_t s = 0; suite_strategies[s]; s++) {
		const struct strategy *strategy = suite_strategies[s];
		char text[SPEC_TEXT_BYTES], error[SPEC_ERROR_BYTES];
		struct spec spec;

		snprintf(text, sizeof(text), "%s:order=shuffled", strategy->name);
		bool taken = spec_parse(&spec, text, strategy->params, error, sizeof(error));
		ck_assert_int_eq(taken, strategy->chunking == CHUNK_GIVEN);
		ck_assert(!taken || turns_of(strategy->params, spec.value) == TURNS_SHUFFLED);
	}
}
END_TEST

START_TEST(too_many_chunks_are_not_put_in_order)
{
	static struct spec workload_spec, strategy_spec;
	static struct job job;
	char error[SPEC_ERROR_BYTES];

	ck_assert(spec_parse(&workload_spec, "nothing:tasks=2e7", workload_nothing.params, error,
		sizeof(error)));
	ck_assert(spec_parse(&strategy_spec, "thread-pool:order=shuffled", strategy_chunk_params,
		error, sizeof(error)));
	ck_assert(!job_init(&job, &workload_nothing, workload_spec.value, ordered(0),
		strategy_spec.value, 1, -1));
	ck_assert_str_eq(job_reason(), "sequential: order=shuffled: 20000000 chunks, at most "
				       "10000000 are put in order; take larger ones");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("turns");
	TCase *tcase = tcase_create("turns");
	int count = 0;

	while (ordered(count)) {
		count++;
	}
	tcase_add_test(tcase, the_dearest_comes_first_and_equal_ones_as_given);
	tcase_add_test(tcase, shuffled_is_a_permutation_and_always_the_same);
	tcase_add_loop_test(tcase, each_strategy_takes_them_as_it_was_asked_to, 0, count);
	tcase_add_test(tcase, only_a_split_has_no_order);
	tcase_add_test(tcase, too_many_chunks_are_not_put_in_order);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
