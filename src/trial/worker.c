/* SPDX-License-Identifier: MIT */
/* The one seam between threads and processes: start a worker, wait for one to end. */
#include "trial/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "trial/job.h"

bool workers_init(struct worker_set *set, enum worker_kind kind, uint32_t count)
{
	set->kind = kind;
	set->count = count;
	set->alive_count = 0;
	set->worker = calloc(count, sizeof(*set->worker));
	if (!set->worker) {
		return false;
	}
	sem_init(&set->ended, 0, 0);
	return true;
}

void workers_finish(struct worker_set *set)
{
	if (set->worker) {
		sem_destroy(&set->ended);
	}
	free(set->worker);
	set->worker = NULL;
}

static void *thread_main(void *argument)
{
	struct worker *worker = argument;
	struct worker_set *set = &worker->job->workers;

	worker_push_stack(worker->job->stack_pad_bytes);
	worker->body(worker->job, (uint32_t)(worker - set->worker), worker->argument);
	atomic_store_explicit(&worker->ended, true, memory_order_release);
	sem_post(&set->ended);
	return NULL;
}

static bool start_thread(struct worker *worker)
{
	int error = pthread_create(&worker->thread, NULL, thread_main, worker);

	errno = error;
	return error == 0;
}

_Noreturn static void process_main(struct worker *worker, pid_t parent)
{
	/* a worker must not outlive the trial; the parent may have died before the prctl */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) {
		_exit(1);
	}
	worker->body(
		worker->job, (uint32_t)(worker - worker->job->workers.worker), worker->argument);
	_exit(0);
}

static bool start_process(struct worker *worker)
{
	pid_t parent = getpid();
	pid_t pid = fork();

	if (pid == 0) {
		process_main(worker, parent);
	}
	worker->process = pid;
	return pid > 0;
}

bool worker_start(struct job *job, uint32_t slot, worker_body *body, uint64_t argument)
{
	struct worker_set *set = &job->workers;
	struct worker *worker = &set->worker[slot];

	worker->job = job;
	worker->body = body;
	worker->argument = argument;
	worker->ended = false;
	area_slot(job->area, slot)->started_count++;
	if (!(set->kind == WORKER_THREAD ? start_thread(worker) : start_process(worker))) {
		area_slot(job->area, slot)->started_count--;
		return false;
	}
	worker->alive = true;
	set->alive_count++;
	return true;
}

bool workers_start_all(struct job *job, worker_body *body)
{
	for (uint32_t slot = 0; slot < job->worker_count; slot++) {
		if (!worker_start(job, slot, body, slot)) {
			job_fail("%u of %u started: %s", slot, job->worker_count, strerror(errno));
			return false;
		}
	}
	return true;
}

static bool wait_thread(struct worker_set *set, bool block, struct worker_end *end)
{
	while ((block ? sem_wait(&set->ended) : sem_trywait(&set->ended)) != 0) {
		if (errno != EINTR) {
			return false;
		}
	}
	for (uint32_t slot = 0; slot < set->count; slot++) {
		struct worker *worker = &set->worker[slot];

		if (worker->alive && atomic_load_explicit(&worker->ended, memory_order_acquire)) {
			pthread_join(worker->thread, NULL);
			*end = (struct worker_end){.slot = slot};
			return true;
		}
	}
	return false; /* not reached: every post follows its flag */
}

static bool wait_process(struct worker_set *set, bool block, struct worker_end *end)
{
	for (;;) {
		int status;
		pid_t pid = waitpid(-1, &status, block ? 0 : WNOHANG);

		if (pid < 0 && errno == EINTR) {
			continue;
		}
		if (pid <= 0) {
			return false;
		}
		for (uint32_t slot = 0; slot < set->count; slot++) {
			if (set->worker[slot].alive && set->worker[slot].process == pid) {
				*end = (struct worker_end){
					.slot = slot,
					.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
					.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
				};
				return true;
			}
		}
		/* a child that a workload made itself: not ours to judge */
	}
}

bool worker_wait(struct worker_set *set, bool block, struct worker_end *end)
{
	if (set->alive_count == 0) {
		return false;
	}
	bool ended = set->kind == WORKER_THREAD ? wait_thread(set, block, end)
						: wait_process(set, block, end);
	if (ended) {
		set->worker[end->slot].alive = false;
		set->alive_count--;
	}
	return ended;
}

void workers_kill(struct worker_set *set)
{
	for (uint32_t slot = 0; slot < set->count; slot++) {
		if (set->kind == WORKER_PROCESS && set->worker[slot].alive) {
			kill(set->worker[slot].process, SIGKILL);
		}
	}
}
