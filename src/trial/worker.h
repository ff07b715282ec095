/* SPDX-License-Identifier: MIT */
/*
 * The one seam between threads and processes: start a worker, wait for one to end. All calls come
 * from the trial's main thread. Nothing else calls pthread_create or fork.
 */
#ifndef MANYHANDS_TRIAL_WORKER_H
#define MANYHANDS_TRIAL_WORKER_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "trial/strategy.h"

struct job;

/* What a worker does with its life; ARGUMENT is what it was started with. */
typedef void worker_body(struct job *job, uint32_t slot, uint64_t argument);

/*
 * Pushes what follows in the calling function down its stack. Where stacks lie decides which addresses
 * collide in a cache; a comparison must not rest on one chance of it.
 */
#define worker_push_stack(bytes)                                                                   \
	do {                                                                                       \
		void *pushed = __builtin_alloca((bytes) + 1);                                      \
		__asm__ volatile("" : : "r"(pushed) : "memory");                                   \
	} while (0)

struct worker {
	bool alive; /* started and not yet waited for */
	uint64_t argument;
	worker_body *body;
	struct job *job;
	pthread_t thread;
	_Atomic bool ended; /* set by the thread itself */
	pid_t process;
};

struct worker_set {
	enum worker_kind kind;
	uint32_t count; /* slots */
	uint32_t alive_count;
	struct worker *worker;
	sem_t ended; /* posted once by every ending thread; processes are waited for by the kernel */
};

bool workers_init(struct worker_set *set, enum worker_kind kind, uint32_t count);

/* Frees the set; all workers must have been waited for. */
void workers_finish(struct worker_set *set);

/* Starts a worker in the free SLOT. False: errno says why, nothing was started. */
bool worker_start(struct job *job, uint32_t slot, worker_body *body, uint64_t argument);

/* Starts all slots, argument = slot. False: job_fail was called ("39 of 100 started"). */
bool workers_start_all(struct job *job, worker_body *body);

/* How one worker ended. */
struct worker_end {
	uint32_t slot;
	int exit_status; /* 0 for threads */
	int signal;      /* 0 unless a signal ended the process */
};

/*
 * Waits until any worker has ended and frees its slot. False: none is alive. With BLOCK false it
 * returns false also when none has ended yet.
 */
bool worker_wait(struct worker_set *set, bool block, struct worker_end *end);

/* Kills what can be killed (processes); threads end by themselves once the job is stopped. */
void workers_kill(struct worker_set *set);

#endif
