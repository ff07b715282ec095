/* SPDX-License-Identifier: MIT */
/* sleep: a task only waits, as for a disk or a server; the cores are not what limits it. */
#include "trial/clock.h"
#include "trial/workload.h"

#include <stdlib.h>
#include <sys/prctl.h>

enum { TASKS, DURATION, PATTERN };
enum { CONSTANT, RAMP, REVERSED, SHUFFLED };

static const char *const patterns[] = {[CONSTANT] = "constant",
	[RAMP] = "ramp",
	[REVERSED] = "reversed",
	[SHUFFLED] = "shuffled",
	NULL};

static const struct param params[] = {
	[TASKS] = {.name = "tasks",
		.kind = PARAM_COUNT,
		.fallback = "96",
		.min = 1,
		.max = 1000000,
		.phrase = "{} ×",
		.help = "number of tasks"},
	[DURATION] = {.name = "duration",
		.kind = PARAM_NS,
		.fallback = "4ms",
		.min = 1,
		.max = 60000000000,
		.phrase = "{}",
		.help = "how long a task waits"},
	[PATTERN] = {.name = "pattern",
		.kind = PARAM_CHOICE,
		.phrase = "{}",
		.fallback = "constant",
		.choices = patterns,
		.help = "ramp: task i waits (i + 1) times duration; reversed, shuffled: in that "
			"order"},
	{.name = NULL},
};

/* The same order in every run: a fixed seed, and the C library's rand() is not asked. */
static void shuffle(uint64_t *list, uint64_t count)
{
	uint64_t seed = 1;

	for (uint64_t i = count - 1; i > 0; i--) {
		seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		uint64_t other = (seed >> 33) % (i + 1), swapped = list[i];

		list[i] = list[other];
		list[other] = swapped;
	}
}

/* data: how long each task waits, in ns. */
static bool prepare(struct input *input)
{
	uint64_t count = input->param[TASKS].count, duration_ns = input->param[DURATION].ns;
	uint64_t pattern = input->param[PATTERN].choice;
	uint64_t *wait_ns = calloc(count, sizeof(*wait_ns));

	if (!wait_ns) {
		input->fail("no memory for the list of waits");
		return false;
	}
	for (uint64_t i = 0; i < count; i++) {
		uint64_t times = pattern == CONSTANT ? 1 : pattern == REVERSED ? count - i : i + 1;

		wait_ns[i] = times * duration_ns;
	}
	if (pattern == SHUFFLED) {
		shuffle(wait_ns, count);
	}
	/* wakes at once, not up to 50 us later to save wake-ups; threads and processes inherit it */
	prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
	input->task_count = count;
	input->data = wait_ns;
	return true;
}

static uint64_t run_tasks(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	const uint64_t *wait_ns = input->data;
	uint64_t sum_ns = 0;

	(void)mine;
	for (uint64_t task = first; task < first + count; task++) {
		clock_sleep_until(clock_now_ns() + wait_ns[task]);
		sum_ns += wait_ns[task];
	}
	return sum_ns;
}

static bool task_time(const struct input *input, uint64_t task, uint64_t *cpu_ns, uint64_t *wait_ns)
{
	const uint64_t *waits_ns = input->data;

	*cpu_ns = 0;
	*wait_ns = waits_ns[task];
	return true;
}

static void release(struct input *input)
{
	free(input->data);
}

const struct workload workload_sleep = {
	WORKLOAD_HEAD,
	.name = "sleep",
	.summary = "waits and computes nothing",
	.params = params,
	.prepare = prepare,
	.run_tasks = run_tasks,
	.release = release,
	.task_time = task_time,
};
