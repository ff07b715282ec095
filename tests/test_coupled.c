/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workload `coupled`: right under every strategy, slow where it must be, and never stuck. */
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "trial/clock.h"
#include "trial/job.h"
#include "trial/spec.h"
#include "trial/suite.h"
#include "workloads/workloads.h"

static const uint32_t worker_counts[] = {1, 2, 5, 24};

/* 23 tasks: no multiple of a step, and fewer than the most workers. */
static const char *const specs[] = {
	"coupled:tasks=23,cpu=20us,wait=100us,held=0.5,iterations=1000",
	"coupled:tasks=23,cpu=20us,wait=100us,held=100%,iterations=1000",
	"coupled:tasks=23,cpu=20us,wait=0ns,held=0,iterations=1000",
	"coupled:tasks=23,cpu=20us,wait=100us,kind=barrier,step=5,iterations=1000",
	"coupled:tasks=23,cpu=20us,wait=100us,kind=barrier,step=1,iterations=1000",
	"coupled:tasks=23,cpu=20us,wait=100us,kind=barrier,step=1000,iterations=1000",
};
enum { SPECS = sizeof(specs) / sizeof(specs[0]) };

static struct job job;
static struct spec workload_spec, strategy_spec;

static void start(const struct workload *workload, const char *text,
	const struct strategy *strategy, const char *items, uint32_t workers)
{
	char error[SPEC_ERROR_BYTES], chosen[SPEC_TEXT_BYTES];

	snprintf(chosen, sizeof(chosen), "%s%s%s", strategy->name, *items ? ":" : "", items);
	ck_assert_msg(spec_parse(&workload_spec, text, workload->params, error, sizeof(error)),
		"%s", error);
	ck_assert_msg(spec_parse(&strategy_spec, chosen, strategy->params, error, sizeof(error)),
		"%s", error);
	job = (struct job){0};
	ck_assert_msg(job_init(&job, workload, workload_spec.value, strategy, strategy_spec.value,
			      workers, -1),
		"%s", job_reason());
	job_execute(&job);
}

static uint64_t answer_of(const struct workload *workload, const char *text,
	const struct strategy *strategy, const char *items, uint32_t workers)
{
	start(workload, text, strategy, items, workers);
	ck_assert_msg(atomic_load(&job.area->status) == AREA_OK, "%s %s %u: %s", text,
		strategy->name, workers, job_reason());
	uint64_t answer = job.area->answer;
	job_finish(&job);
	return answer;
}

static const struct strategy *strategy_named(const char *name)
{
	for (size_t s = 0; suite_strategies[s]; s++) {
		if (strcmp(suite_strategies[s]->name, name) == 0) {
			return suite_strategies[s];
		}
	}
	ck_abort_msg("no strategy %s", name);
	return NULL;
}

START_TEST(the_answer_is_that_of_spin_whoever_does_the_tasks)
{
	uint64_t answer = answer_of(
		&workload_spin, "spin:tasks=23,iterations=1000", suite_strategies[0], "", 1);

	for (size_t s = 0; suite_strategies[s]; s++) {
		const struct strategy *strategy = suite_strategies[s];

		for (size_t k = 0; k < (strategy->kind == WORKER_NONE ? 1 : 4); k++) {
			ck_assert_uint_eq(answer_of(&workload_coupled, specs[_i], strategy, "",
						  worker_counts[k]),
				answer);
		}
	}
}
END_TEST

START_TEST(no_order_and_no_chunk_leads_to_a_dead_end)
{
	static const char *const items[] = {"chunk=1", "chunk=3", "chunk=23", "chunk=auto",
		"order=shuffled", "order=shuffled,chunk=2"};
	static const char *const names[] = {"thread-pool", "process-pool", "thread-per-task"};

	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
		for (size_t s = 0; s < sizeof(names) / sizeof(names[0]); s++) {
			answer_of(&workload_coupled, specs[_i], strategy_named(names[s]), items[i],
				4);
		}
	}
}
END_TEST

/* The ns from start to end of 8 workers that only wait, 12 tasks of 5 ms. */
static uint64_t time_of_eight(const char *items)
{
	char text[SPEC_TEXT_BYTES];

	snprintf(text, sizeof(text), "coupled:tasks=12,cpu=0ns,wait=5ms,iterations=1,%s", items);
	start(&workload_coupled, text, strategy_named("thread-pool"), "", 8);
	ck_assert_int_eq(atomic_load(&job.area->status), AREA_OK);
	uint64_t ns = job.area->end_ns - job.area->start_ns;
	job_finish(&job);
	return ns;
}

START_TEST(what_holds_the_lock_is_done_one_after_another)
{
	ck_assert_uint_ge(time_of_eight("held=1"), 12 * 5000000);
	ck_assert_uint_ge(time_of_eight("held=0.5"), 12 * 2500000);
}
END_TEST

START_TEST(a_step_begins_after_the_last_one_has_ended)
{
	/* 12 tasks in steps of 3: 4 steps, and with one of 12 two rounds of 8 workers */
	ck_assert_uint_ge(time_of_eight("kind=barrier,step=3"), 4 * 5000000);
	ck_assert_uint_ge(time_of_eight("kind=barrier,step=12"), 2 * 5000000);
}
END_TEST

START_TEST(a_share_beyond_a_whole_is_refused)
{
	static const char *const bad[] = {"coupled:held=1.1", "coupled:held=101%"};
	char error[SPEC_ERROR_BYTES];

	for (size_t i = 0; i < 2; i++) {
		job = (struct job){0};
		ck_assert(spec_parse(
			&workload_spec, bad[i], workload_coupled.params, error, sizeof(error)));
		ck_assert(spec_parse(&strategy_spec, "sequential", suite_strategies[0]->params,
			error, sizeof(error)));
		ck_assert(!job_init(&job, &workload_coupled, workload_spec.value,
			suite_strategies[0], strategy_spec.value, 1, -1));
		ck_assert_str_eq(job_reason(), "held: expected a share from 0 to 1");
		job_finish(&job);
	}
}
END_TEST

/* The worker that does task 5 is killed a while later: holding the lock, or at the barrier. */
static uint64_t run_and_be_killed(
	const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	if (first <= 5 && 5 < first + count) {
		const struct itimerval soon = {.it_value = {.tv_usec = 7000}};

		signal(SIGALRM, SIG_DFL);
		setitimer(ITIMER_REAL, &soon, NULL);
	}
	return workload_coupled.run_tasks(input, mine, first, count);
}

static const char *const deadly[] = {
	"coupled:tasks=40,cpu=0ns,wait=20ms,held=1,iterations=1",
	"coupled:tasks=40,cpu=0ns,wait=20ms,held=0.5,iterations=1",
	"coupled:tasks=40,cpu=0ns,wait=20ms,kind=barrier,step=3,iterations=1",
};

START_TEST(a_killed_worker_leaves_nobody_waiting)
{
	static const char *const names[] = {"process-pool", "process-per-task", "process-split"};
	struct workload killing = workload_coupled;

	killing.run_tasks = run_and_be_killed;
	for (size_t s = 0; s < sizeof(names) / sizeof(names[0]); s++) {
		start(&killing, deadly[_i], strategy_named(names[s]), "", 8);
		ck_assert_int_eq(atomic_load(&job.area->status), AREA_CRASHED);
		ck_assert_int_eq(job.area->dead_signal, SIGALRM);
		job_finish(&job);
	}
}
END_TEST

START_TEST(a_lock_whose_owner_died_goes_to_the_next)
{
	char error[SPEC_ERROR_BYTES];
	struct input input = {0};

	ck_assert(
		spec_parse(&workload_spec, "coupled:tasks=2,cpu=0ns,wait=200ms,held=1,iterations=1",
			workload_coupled.params, error, sizeof(error)));
	input.param = workload_spec.value;
	ck_assert(workload_coupled.prepare(&input));
	pid_t child = fork();
	if (child == 0) {
		workload_coupled.run_tasks(&input, NULL, 0, 1);
		_exit(0);
	}
	clock_sleep_until(clock_now_ns() + 100000000);
	kill(child, SIGKILL);
	int status;
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_msg(WIFSIGNALED(status), "it was gone before it could be killed");
	workload_coupled.run_tasks(&input, NULL, 1, 1);
	workload_coupled.run_tasks(&input, NULL, 0, 1);
	workload_coupled.release(&input);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("coupled");
	TCase *tcase = tcase_create("coupled");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, the_answer_is_that_of_spin_whoever_does_the_tasks, 0, SPECS);
	tcase_add_loop_test(tcase, no_order_and_no_chunk_leads_to_a_dead_end, 0, SPECS);
	tcase_add_test(tcase, what_holds_the_lock_is_done_one_after_another);
	tcase_add_test(tcase, a_step_begins_after_the_last_one_has_ended);
	tcase_add_test(tcase, a_share_beyond_a_whole_is_refused);
	tcase_add_loop_test(tcase, a_killed_worker_leaves_nobody_waiting, 0, 3);
	tcase_add_test(tcase, a_lock_whose_owner_died_goes_to_the_next);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
