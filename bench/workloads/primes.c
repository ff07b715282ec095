/* SPDX-License-Identifier: MIT */
/* primes: adds the primes below a limit, each found by trial division as in the tutorials. */
#include "trial/workload.h"
#include "workloads/numbers.h"

#include <stddef.h>

enum { LIMIT, PER_TASK };

static const struct param params[] = {
	/* below 2^32 - 2^17: so d * d in is_prime never overflows */
	[LIMIT] = {.name = "limit",
		.kind = PARAM_COUNT,
		.role = PARAM_SIZE,
		.fallback = "1e6",
		.min = 10,
		.max = 4000000000,
		.phrase = "below {}",
		.help = "tests the numbers below this"},
	[PER_TASK] = {.name = "per_task",
		.kind = PARAM_COUNT,
		.fallback = "1000",
		.min = 1,
		.max = 4000000000,
		.help = "consecutive numbers in a task"},
	{.name = NULL},
};

/* The odd numbers up to the root of n. 32 bits, for compilers disagree on how to divide 64. */
static bool is_prime(uint32_t n)
{
	if (n < 3 || n % 2 == 0) {
		return n == 2;
	}
	for (uint32_t d = 3; d * d <= n; d += 2) {
		if (n % d == 0) {
			return false;
		}
	}
	return true;
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
		sum += is_prime((uint32_t)n) ? n : 0;
	}
	return sum;
}

/* Newton's way: sqrt would make the trial load one library more. */
static double square_root(double x)
{
	double root = x;

	for (int i = 0; i < 24; i++) {
		root = (root + x / root) / 2;
	}
	return root;
}

/* Most of the time goes into the primes, and a prime costs its root. */
static double task_cost(const struct input *input, uint64_t task)
{
	struct numbers numbers =
		numbers_of_tasks(input->param[LIMIT].count, input->param[PER_TASK].count, task, 1);

	return (double)(numbers.end - numbers.begin) *
	       square_root((double)(numbers.begin + numbers.end) / 2);
}

static bool expected(const struct input *input, uint64_t *answer)
{
	/* by a sieve, for the limits that a run chooses by itself */
	static const struct {
		uint64_t limit, sum;
	} known[] = {
		{100000, 454396537},
		{200000, 1709600813},
		{500000, 9914236195},
		{1000000, 37550402023},
		{2000000, 142913828922},
		{5000000, 838596693108},
		{10000000, 3203324994356},
		{20000000, 12272577818052},
		{50000000, 72619548630277},
		{100000000, 279209790387276},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (known[i].limit == input->param[LIMIT].count) {
			*answer = known[i].sum;
			return true;
		}
	}
	return false;
}

const struct workload workload_primes = {
	WORKLOAD_HEAD,
	.name = "primes",
	.summary = "adds the primes below a limit, by trial division",
	.params = params,
	.prepare = prepare,
	.run_tasks = run_tasks,
	.task_cost = task_cost,
	.expected = expected,
};
