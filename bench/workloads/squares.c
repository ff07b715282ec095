/* SPDX-License-Identifier: MIT */
/* squares: adds n * n modulo 2^64, in registers only or through an array that all workers share. */
#include "trial/workload.h"
#include "workloads/memory.h"
#include "workloads/numbers.h"

#include <stdio.h>
#include <sys/mman.h>

enum { COUNT, PER_TASK, STORE };
enum { STORE_NONE, STORE_ARRAY };

static const char *const stores[] = {[STORE_NONE] = "none", [STORE_ARRAY] = "array", NULL};

static const struct param params[] = {
	[COUNT] = {.name = "count",
		.kind = PARAM_COUNT,
		.role = PARAM_SIZE,
		.fallback = "1e8",
		.min = 1,
		.max = 1000000000000000,
		.phrase = "{} numbers",
		.help = "squares the numbers below this"},
	[PER_TASK] = {.name = "per_task",
		.kind = PARAM_COUNT,
		.fallback = "1e6",
		.min = 1,
		.max = 1000000000000,
		.help = "consecutive numbers in a task"},
	[STORE] = {.name = "store",
		.kind = PARAM_CHOICE,
		.phrase = "in an {}",
		.fallback = "none",
		.choices = stores,
		.help = "array: keeps every square in fresh memory, then adds them: memory-bound"},
	{.name = NULL},
};

static uint64_t sum_in_registers(struct numbers numbers)
{
	uint64_t sum = 0;

	for (uint64_t n = numbers.begin; n < numbers.end; n++) {
		sum += workload_opaque(n * n);
	}
	return sum;
}

static uint64_t sum_through_array(uint64_t *array, struct numbers numbers)
{
	uint64_t sum = 0;

	for (uint64_t n = numbers.begin; n < numbers.end; n++) {
		array[n] = workload_opaque(n * n);
	}
	for (uint64_t n = numbers.begin; n < numbers.end; n++) {
		sum += array[n];
	}
	return sum;
}

static uint64_t run_tasks(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	uint64_t limit = input->param[COUNT].count, per_task = input->param[PER_TASK].count;
	uint64_t sum = 0;

	(void)mine;
	for (uint64_t task = first; task < first + count; task++) {
		struct numbers numbers = numbers_of_tasks(limit, per_task, task, 1);

		sum += input->data ? sum_through_array(input->data, numbers)
				   : sum_in_registers(numbers);
	}
	return sum;
}

/* data: the array, or NULL without one. Its pages are taken as the tasks first write to them. */
static bool prepare_array(struct input *input, uint64_t bytes)
{
	const double gib = 1024.0 * 1024.0 * 1024.0;
	uint64_t available = memory_available_bytes();
	char reason[128];

	if (bytes > available) {
		snprintf(reason, sizeof(reason),
			"store=array needs %.1f GiB, %.1f GiB are available", (double)bytes / gib,
			(double)available / gib);
		input->fail(reason);
		return false;
	}
	void *array = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (array == MAP_FAILED) {
		input->fail("store=array: the system maps no more memory");
		return false;
	}
	input->data = array;
	return true;
}

static bool prepare(struct input *input)
{
	uint64_t count = input->param[COUNT].count;

	input->task_count = numbers_task_count(count, input->param[PER_TASK].count);
	return input->param[STORE].choice == STORE_NONE ||
	       prepare_array(input, count * sizeof(uint64_t));
}

/* (n - 1) n (2n - 1) / 6, divided before it is multiplied, as the product is modulo 2^64. */
static bool expected(const struct input *input, uint64_t *answer)
{
	uint64_t n = input->param[COUNT].count;
	uint64_t factor[] = {n - 1, n, 2 * n - 1};

	factor[factor[0] % 2 == 0 ? 0 : 1] /= 2;
	factor[factor[0] % 3 == 0 ? 0 : factor[1] % 3 == 0 ? 1 : 2] /= 3;
	*answer = factor[0] * factor[1] * factor[2];
	return true;
}

static void release(struct input *input)
{
	if (input->data) {
		munmap(input->data, input->param[COUNT].count * sizeof(uint64_t));
	}
}

const struct workload workload_squares = {
	WORKLOAD_HEAD,
	.name = "squares",
	.summary = "adds n * n modulo 2^64, with or without an array",
	.params = params,
	.prepare = prepare,
	.run_tasks = run_tasks,
	.expected = expected,
	.release = release,
};
