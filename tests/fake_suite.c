/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workloads that crash, hang, lie and leave early, and a strategy that skips a task: linked with the
 * real trial they make the real driver see every ending. */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "strategies/strategies.h"
#include "trial/clock.h"
#include "trial/job.h"
#include "trial/place.h"
#include "trial/suite.h"
#include "trial/turns.h"

/* One task goes wrong; all others are good. */
static const struct param fake_params[] = {
	{.name = "tasks",
		.kind = PARAM_COUNT,
		.fallback = "64",
		.min = 1,
		.max = 1000000,
		.phrase = "{} tasks",
		.help = "how many"},
	{.name = "at",
		.kind = PARAM_COUNT,
		.fallback = "37",
		.min = 0,
		.max = 1000000,
		.help = "the task that goes wrong"},
	{.name = "duration",
		.kind = PARAM_NS,
		.fallback = "100us",
		.min = 0,
		.max = UINT64_C(60000000000),
		.help = "how long a good task waits"},
	{0},
};
enum { TASKS, AT, DURATION };

static bool goes_wrong(const struct input *input, uint64_t first, uint64_t count)
{
	uint64_t at = input->param[AT].count;

	clock_sleep_until(clock_now_ns() + input->param[DURATION].ns * count);
	return at >= first && at < first + count;
}

static uint64_t run_steady(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	(void)mine;
	goes_wrong(input, first, count);
	return count;
}

static uint64_t run_crash(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	(void)mine;
	if (goes_wrong(input, first, count)) {
		signal(SIGSEGV, SIG_DFL); /* a sanitizer would catch it */
		raise(SIGSEGV);
	}
	return count;
}

/* The bad task kills its worker at once while all others wait for long. */
static uint64_t run_killed(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	uint64_t at = input->param[AT].count;

	(void)mine;
	if (at >= first && at < first + count) {
		kill(getpid(), SIGKILL);
		pause();
	}
	clock_sleep_until(clock_now_ns() + UINT64_C(20000000000));
	return count;
}

static uint64_t run_hang(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	(void)mine;
	while (goes_wrong(input, first, count)) {
		pause();
	}
	return count;
}

/* Right in the loop, wrong on any worker. */
static uint64_t run_lie(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	(void)mine;
	bool worker = getpid() != (pid_t)syscall(SYS_gettid) || getpid() != getpgrp();

	return count + (goes_wrong(input, first, count) && worker);
}

static uint64_t run_leave(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	(void)mine;
	if (goes_wrong(input, first, count)) {
		_exit(0);
	}
	return count;
}

static uint64_t run_exit(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	(void)mine;
	if (goes_wrong(input, first, count)) {
		static const char words[] = "first line\nthe disk is on \033[31mfire\n";

		if (write(2, words, sizeof(words) - 1) < 0) {
			_exit(4);
		}
		_exit(3);
	}
	return count;
}

/* Prints until it is refused. */
static uint64_t run_chatter(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	static const char words[] = "and on and on\n";

	(void)mine;
	while (goes_wrong(input, first, count)) {
		if (write(2, words, sizeof(words) - 1) < 0) {
			_exit(5);
		}
	}
	return count;
}

static uint64_t run_fail(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	(void)mine;
	if (goes_wrong(input, first, count)) {
		input->fail("the server said 503");
	}
	return count;
}

/* Leaves a grandchild in a session of its own behind. */
static uint64_t run_stray(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	(void)mine;
	if (goes_wrong(input, first, count) && fork() == 0) {
		setsid();
		sleep(600);
		_exit(0);
	}
	return count;
}

static bool refuse(struct input *input)
{
	input->task_count = input->param[TASKS].count;
	input->fail("this machine has no such device");
	return false;
}

static bool cannot_begin(const struct input *input, void **mine)
{
	(void)mine;
	input->fail("connection refused");
	return false;
}

/* Leaves the CPU that its worker was put on for any other that there is. */
static uint64_t run_wander(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	cpu_set_t others;

	if (goes_wrong(input, first, count)) {
		memset(&others, 0xff, sizeof(others));
		CPU_CLR((size_t)sched_getcpu(), &others);
		sched_setaffinity(0, sizeof(others), &others);
	}
	return run_steady(input, mine, first, count);
}

/* The end of this thread's stack; of a process a place at its end that is the same wherever the stack
 * lies and however long the environment is. */
static uintptr_t stack_end(void)
{
	pthread_attr_t attributes;
	void *lowest = NULL;
	size_t bytes = 0;

	if (getpid() == (pid_t)syscall(SYS_gettid)) {
		return (uintptr_t)environ;
	}
	if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
		pthread_attr_getstack(&attributes, &lowest, &bytes);
		pthread_attr_destroy(&attributes);
	}
	return (uintptr_t)lowest + bytes;
}

/* How deep in its stack a task runs. */
static uint64_t run_depth(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	goes_wrong(input, first, count);
	(void)mine;
	return stack_end() - (uintptr_t)__builtin_frame_address(0);
}

static bool expected_other(const struct input *input, uint64_t *answer)
{
	*answer = input->param[TASKS].count + 1;
	return true;
}

#define FAKE(id, text, function)                                                                   \
	static const struct workload fake_##id = {                                                 \
		WORKLOAD_HEAD,                                                                     \
		.name = (text),                                                                    \
		.summary = "a fake: " text,                                                        \
		.params = fake_params,                                                             \
		.run_tasks = (function),                                                           \
	}

FAKE(steady, "steady", run_steady);
FAKE(crash, "crash", run_crash);
FAKE(killed, "killed", run_killed);
FAKE(hang, "hang", run_hang);
FAKE(lie, "lie", run_lie);
FAKE(leave, "leave", run_leave);
FAKE(exit, "exit", run_exit);
FAKE(chatter, "chatter", run_chatter);
FAKE(fail, "fail", run_fail);
FAKE(stray, "stray", run_stray);
FAKE(wander, "wander", run_wander);
FAKE(depth, "depth", run_depth);

static const struct workload fake_refuse = {
	WORKLOAD_HEAD,
	.name = "refuse",
	.summary = "a fake whose prepare fails",
	.params = fake_params,
	.prepare = refuse,
	.run_tasks = run_steady,
};

static const struct workload fake_begin = {
	WORKLOAD_HEAD,
	.name = "begin",
	.summary = "a fake whose workers can't begin",
	.params = fake_params,
	.worker_begin = cannot_begin,
	.run_tasks = run_steady,
};

static const struct workload fake_wrong = {
	WORKLOAD_HEAD,
	.name = "wrong",
	.summary = "a fake whose answer is not the expected one",
	.params = fake_params,
	.run_tasks = run_steady,
	.expected = expected_other,
};

/* ---- a size to choose ---- */

static const char *const laws[] = {"linear", "square", NULL};
static const struct param grow_params[] = {
	{.name = "size",
		.kind = PARAM_COUNT,
		.role = PARAM_SIZE,
		.fallback = "100",
		.min = 1,
		.max = 1000000,
		.phrase = "up to {}",
		.help = "how much there is to wait for"},
	{.name = "unit",
		.kind = PARAM_NS,
		.fallback = "10us",
		.min = 1,
		.max = 1000000000,
		.help = "the time for a size of 1"},
	{.name = "law",
		.kind = PARAM_CHOICE,
		.fallback = "linear",
		.choices = laws,
		.help = "how the time grows with the size"},
	{.name = "most",
		.kind = PARAM_COUNT,
		.fallback = "1e6",
		.min = 0,
		.max = 1000000,
		.help = "a larger size fails"},
	{.name = "sane",
		.kind = PARAM_COUNT,
		.fallback = "1e6",
		.min = 0,
		.max = 1000000,
		.help = "the answer to a larger size is wrong"},
	{0},
};
enum { SIZE, UNIT, LAW, MOST, SANE, GROW_TASKS = 10 };

static bool prepare_grow(struct input *input)
{
	input->task_count = GROW_TASKS;
	if (input->param[SIZE].count > input->param[MOST].count) {
		input->fail("no memory for this size");
		return false;
	}
	return true;
}

static uint64_t run_grow(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	uint64_t size = input->param[SIZE].count;
	uint64_t units = input->param[LAW].choice == 1 ? size * size : size;

	(void)mine;
	(void)first;
	clock_sleep_until(clock_now_ns() + units * input->param[UNIT].ns / GROW_TASKS * count);
	return count;
}

static bool expect_grow(const struct input *input, uint64_t *answer)
{
	*answer = GROW_TASKS + (input->param[SIZE].count > input->param[SANE].count);
	return true;
}

static const struct workload fake_grow = {
	WORKLOAD_HEAD,
	.name = "grow",
	.summary = "a fake whose time follows a law",
	.params = grow_params,
	.prepare = prepare_grow,
	.run_tasks = run_grow,
	.expected = expect_grow,
};

/* Does all chunks but the last. */
static bool skip_run(struct job *job)
{
	struct work work;
	uint64_t chunk;

	work_begin(&work, job, 0);
	while (job_claim(job, &chunk)) {
		if (chunk + 1 < job->chunk_count) {
			work_chunk(&work, chunk);
		}
	}
	work_end(&work);
	return true;
}

static const struct strategy fake_skip = {
	.name = "skip",
	.summary = "a fake that leaves out the last chunk",
	.kind = WORKER_NONE,
	.params = strategy_chunk_params,
	.run = skip_run,
};

const struct workload *const suite_workloads[] = {
	&fake_steady,
	&fake_crash,
	&fake_killed,
	&fake_hang,
	&fake_lie,
	&fake_leave,
	&fake_exit,
	&fake_chatter,
	&fake_fail,
	&fake_stray,
	&fake_wander,
	&fake_depth,
	&fake_refuse,
	&fake_begin,
	&fake_wrong,
	&fake_grow,
	NULL,
};

const struct strategy *const suite_strategies[] = {
	&strategy_sequential,
	&strategy_thread_per_task,
	&strategy_process_per_task,
	&strategy_thread_split,
	&strategy_process_split,
	&strategy_thread_pool,
	&strategy_process_pool,
	&fake_skip,
	NULL,
};

const struct param strategy_chunk_params[] = {
	{.name = "chunk",
		.kind = PARAM_COUNT,
		.fallback = "1",
		.min = 1,
		.max = UINT64_MAX,
		.zero_word = "auto",
		.help = "tasks taken at once"},
	ORDER_PARAM,
	PLACE_PARAM,
	{0},
};

const struct param strategy_place_params[] = {PLACE_PARAM, {0}};
