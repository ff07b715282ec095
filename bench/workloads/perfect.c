/* SPDX-License-Identifier: MIT */
/* perfect: adds the perfect numbers below a limit, trying every divisor as the tutorials do. */
#include "trial/workload.h"
#include "workloads/numbers.h"

#include <stddef.h>

enum { LIMIT, PER_TASK };

static const struct param params[] = {
	[LIMIT] = {.name = "limit",
		.kind = PARAM_COUNT,
		.role = PARAM_SIZE,
		.fallback = "10000",
		.min = 10,
		.max = 100000000,
		.phrase = "below {}",
		.help = "tests the numbers below this"},
	[PER_TASK] = {.name = "per_task",
		.kind = PARAM_COUNT,
		.fallback = "50",
		.min = 1,
		.max = 100000000,
		.help = "consecutive numbers in a task"},
	{.name = NULL},
};

/* n equals the sum of its divisors below it. 32 bits, for compilers disagree on how to divide 64. */
static bool is_perfect(uint32_t n)
{
	uint32_t sum = 0;

	for (uint32_t d = 1; d < n; d++) {
		if (n % d == 0) {
			sum += d;
		}
	}
	return n > 0 && sum == n;
}

static bool prepare(struct input *input)
{
	input->task_count =
		numbers_task_count(input->param[LIMIT].count, input->param[PER_TASK].count);
	return true;
}

static uint64_t run_tasks(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	struct numbers numbers = numbers_of_tasks(
		input->param[LIMIT].count, input->param[PER_TASK].count, first, count);
	uint64_t sum = 0;

	(void)mine;
	for (uint64_t n = numbers.begin; n < numbers.end; n++) {
		sum += is_perfect((uint32_t)n) ? n : 0;
	}
	return sum;
}

/* A number costs itself: the last tasks are the dear ones. */
static double task_cost(const struct input *input, uint64_t task)
{
	struct numbers numbers =
		numbers_of_tasks(input->param[LIMIT].count, input->param[PER_TASK].count, task, 1);

	return (double)(numbers.end - numbers.begin) * (double)(numbers.begin + numbers.end);
}

static bool expected(const struct input *input, uint64_t *answer)
{
	static const uint64_t perfect[] = {6, 28, 496, 8128, 33550336}; /* the next is 8589869056 */

	*answer = 0;
	for (size_t i = 0; i < sizeof(perfect) / sizeof(perfect[0]); i++) {
		*answer += perfect[i] < input->param[LIMIT].count ? perfect[i] : 0;
	}
	return true;
}

const struct workload workload_perfect = {
	WORKLOAD_HEAD,
	.name = "perfect",
	.summary = "adds the perfect numbers below a limit, trying every divisor",
	.params = params,
	.prepare = prepare,
	.run_tasks = run_tasks,
	.task_cost = task_cost,
	.expected = expected,
};
