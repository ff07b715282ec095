/* SPDX-License-Identifier: MIT */
/*
 * coupled: tasks that compute and wait as those of `mixed` do, but need each other. Either a lock is held
 * for a share of each task, so that no more than 1 / held of them get on at once; or there is a barrier
 * after every so many tasks, so that the slowest of a step is waited for.
 *
 * A worker may be killed at any point: the lock is robust, and the next one goes on with it. A step is made of
 * the tasks that happened to begin one after another, not of certain tasks or workers: whoever waits at the
 * barrier waits for tasks that others have begun and that wait for nobody behind them. So there is no dead end,
 * whatever the order of tasks, the size of chunks and the number of workers.
 */
#include "trial/clock.h"
#include "trial/workload.h"
#include "workloads/spin.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { TASKS, CPU, WAIT, HELD, KIND, STEP, ITERATIONS };
enum { LOCK, BARRIER };

static const char *const kinds[] = {[LOCK] = "lock", [BARRIER] = "barrier", NULL};

static const struct param params[] = {
	[TASKS] = {.name = "tasks",
		.kind = PARAM_COUNT,
		.fallback = "96",
		.min = 1,
		.max = 1000000,
		.phrase = "{} ×",
		.help = "number of tasks"},
	[CPU] = {.name = "cpu",
		.kind = PARAM_NS,
		.fallback = "1ms",
		.max = 60000000000,
		.phrase = "{} computing",
		.help = "how long a task computes, alone on a core"},
	[WAIT] = {.name = "wait",
		.kind = PARAM_NS,
		.fallback = "3ms",
		.max = 60000000000,
		.phrase = "+ {} waiting",
		.help = "how long it waits"},
	[HELD] = {.name = "held",
		.kind = PARAM_REAL,
		.fallback = "0.2",
		.phrase = "with a lock for {} of it",
		.help = "kind=lock: the share of each task that holds it, 0 to 1 or 20%"},
	[KIND] = {.name = "kind",
		.kind = PARAM_CHOICE,
		.fallback = "lock",
		.choices = kinds,
		.phrase = "with a {}",
		.help = "lock: one at a time for a share of each task; barrier: after each step"},
	[STEP] = {.name = "step",
		.kind = PARAM_COUNT,
		.fallback = "8",
		.min = 1,
		.max = 1000000,
		.help = "kind=barrier: tasks between two barriers"},
	[ITERATIONS] = {.name = "iterations",
		.kind = PARAM_COUNT,
		.role = PARAM_CALIBRATED,
		.fallback = "auto",
		.min = 1,
		.max = 1000000000000000,
		.zero_word = "auto",
		.help = "steps of spin that last `cpu`; auto: measured once per run"},
	{.name = NULL},
};

/* What all workers share, processes too. */
struct shared {
	pthread_mutex_t lock;
	_Atomic uint64_t begun; /* tasks */
	/* futex: tasks that ended; woken at the end of each step. Enough for all tasks: `tasks` has its
	 * maximum. */
	_Atomic uint32_t ended;
};

static uint64_t calibrate(const struct input *input)
{
	return spin_calibrate(input->param[CPU].ns);
}

static bool init_lock(pthread_mutex_t *lock)
{
	pthread_mutexattr_t attributes;

	if (pthread_mutexattr_init(&attributes) != 0) {
		return false;
	}
	bool ok = pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED) == 0 &&
		  pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST) == 0 &&
		  pthread_mutex_init(lock, &attributes) == 0;
	pthread_mutexattr_destroy(&attributes);
	return ok;
}

/* data: struct shared. */
static bool prepare(struct input *input)
{
	double held = input->param[HELD].real;

	if (!(held >= 0 && held <= 1)) {
		input->fail("held: expected a share from 0 to 1");
		return false;
	}
	struct shared *shared = mmap(
		NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED) {
		input->fail("no memory for the lock");
		return false;
	}
	if (!init_lock(&shared->lock)) {
		munmap(shared, sizeof(*shared));
		input->fail("no robust lock between processes here");
		return false;
	}
	prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL); /* as in sleep.c */
	input->task_count = input->param[TASKS].count;
	input->data = shared;
	return true;
}

/* A part of a task: from BEGIN to END of its steps and of its waiting, shares. */
static uint64_t do_part(const struct input *input, uint64_t x, double begin, double end)
{
	double all = (double)input->param[ITERATIONS].count, wait = (double)input->param[WAIT].ns;

	x = spin_latency(x, (uint64_t)(all * end) - (uint64_t)(all * begin));
	if (wait * (end - begin) >= 1) {
		clock_sleep_until(clock_now_ns() + (uint64_t)(wait * (end - begin)));
	}
	return x;
}

static bool take_lock(const struct input *input, pthread_mutex_t *lock)
{
	int error = pthread_mutex_lock(lock);

	if (error == EOWNERDEAD) { /* it guards nothing that could be half done */
		error = pthread_mutex_consistent(lock);
	}
	if (error != 0) {
		char reason[128];

		snprintf(reason, sizeof(reason), "the lock: %s", strerror(error));
		input->fail(reason);
	}
	return error == 0;
}

static uint64_t do_locked(const struct input *input, struct shared *shared, uint64_t task)
{
	double free_share = 1 - input->param[HELD].real;
	uint64_t x = do_part(input, task, 0, free_share);

	if (free_share >= 1) {
		return x;
	}
	if (!take_lock(input, &shared->lock)) {
		return 0;
	}
	x = do_part(input, x, free_share, 1);
	pthread_mutex_unlock(&shared->lock);
	return x;
}

static void await_step(struct shared *shared, uint64_t before)
{
	uint32_t ended;

	while ((int32_t)((ended = atomic_load(&shared->ended)) - (uint32_t)before) < 0) {
		syscall(SYS_futex, &shared->ended, FUTEX_WAIT, ended, NULL, NULL, 0);
	}
}

static uint64_t do_step(const struct input *input, struct shared *shared, uint64_t task)
{
	uint64_t step = input->param[STEP].count;
	uint64_t place = atomic_fetch_add(&shared->begun, 1);

	await_step(shared, place / step * step);
	uint64_t x = do_part(input, task, 0, 1);
	/* none of the next step can have ended before the last of this one, so this counts steps */
	if ((atomic_fetch_add(&shared->ended, 1) + UINT64_C(1)) % step == 0) {
		syscall(SYS_futex, &shared->ended, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
	}
	return x;
}

static uint64_t run_tasks(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	bool lock = input->param[KIND].choice == LOCK;
	uint64_t sum = 0;

	(void)mine;
	for (uint64_t task = first; task < first + count; task++) {
		sum += lock ? do_locked(input, input->data, task)
			    : do_step(input, input->data, task);
	}
	return sum;
}

static double task_cost(const struct input *input, uint64_t task)
{
	(void)input;
	(void)task;
	return 1;
}

static void release(struct input *input)
{
	struct shared *shared = input->data;

	if (shared) {
		/* a lock that a dead worker held can't be destroyed, and needn't be */
		pthread_mutex_destroy(&shared->lock);
		munmap(shared, sizeof(*shared));
	}
}

const struct workload workload_coupled = {
	WORKLOAD_HEAD,
	.name = "coupled",
	.summary = "computes and waits, holding a lock for a share of it, or in steps",
	.params = params,
	.prepare = prepare,
	.run_tasks = run_tasks,
	.task_cost = task_cost,
	.release = release,
	.calibrate = calibrate,
};
