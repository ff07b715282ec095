/* SPDX-License-Identifier: MIT */
/*
 * pages: a task takes memory from the kernel, writes to each page and gives it back. The threads of
 * one process share one memory map and its lock, and each munmap interrupts the cores of the others;
 * processes have a map each.
 */
#include "trial/workload.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { TASKS, BYTES };

static const struct param params[] = {
	[TASKS] = {.name = "tasks",
		.kind = PARAM_COUNT,
		.role = PARAM_SIZE,
		.fallback = "5000",
		.min = 1,
		.max = 1000000000,
		.phrase = "{} ×",
		.help = "number of tasks"},
	[BYTES] = {.name = "bytes",
		.kind = PARAM_BYTES,
		.fallback = "64KiB",
		.min = 1,
		.max = 1024 * 1024 * 1024,
		.phrase = "{}",
		.help = "memory a task maps, in whole pages"},
	{.name = NULL},
};

static uint64_t page_bytes(void)
{
	return (uint64_t)sysconf(_SC_PAGESIZE);
}

/* Returns the number of pages; after a failure 0. */
static uint64_t write_new_pages(const struct input *input, size_t bytes, size_t page)
{
	void *memory =
		mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	volatile unsigned char *byte = memory;
	uint64_t sum = 0;

	if (memory == MAP_FAILED) {
		char reason[128];

		snprintf(reason, sizeof(reason), "mmap of %zu bytes: %s", bytes, strerror(errno));
		input->fail(reason);
		return 0;
	}
	for (size_t at = 0; at < bytes; at += page) {
		sum += ++byte[at]; /* the kernel promises zeros, so this makes 1 */
	}
	munmap(memory, bytes);
	return sum;
}

static uint64_t run_tasks(const struct input *input, void *mine, uint64_t first, uint64_t count)
{
	size_t page = page_bytes();
	uint64_t sum = 0;

	(void)first;
	(void)mine;
	for (uint64_t i = 0; i < count; i++) {
		sum += write_new_pages(input, input->param[BYTES].bytes, page);
	}
	return sum;
}

static bool expected(const struct input *input, uint64_t *answer)
{
	*answer =
		input->task_count * ((input->param[BYTES].bytes + page_bytes() - 1) / page_bytes());
	return true;
}

const struct workload workload_pages = {
	WORKLOAD_HEAD,
	.name = "pages",
	.summary = "maps memory, writes one byte per page, unmaps: the kernel's work",
	.params = params,
	.run_tasks = run_tasks,
	.expected = expected,
};
