/* SPDX-License-Identifier: MIT */
/* Cutting the numbers 0 .. limit - 1 into tasks of per_task consecutive ones; the last may hold fewer. */
#ifndef MANYHANDS_WORKLOADS_NUMBERS_H
#define MANYHANDS_WORKLOADS_NUMBERS_H

#include <stdint.h>

/* The numbers begin .. end - 1. */
struct numbers {
	uint64_t begin, end;
};

static inline uint64_t numbers_task_count(uint64_t limit, uint64_t per_task)
{
	return (limit + per_task - 1) / per_task;
}

/* What the tasks first .. first + count - 1 hold: consecutive tasks hold consecutive numbers. */
static inline struct numbers numbers_of_tasks(
	uint64_t limit, uint64_t per_task, uint64_t first, uint64_t count)
{
	uint64_t begin = first * per_task, end = begin + count * per_task;

	return (struct numbers){begin, end < limit ? end : limit};
}

#endif
