/* SPDX-License-Identifier: MIT */
/* How much memory a workload may take without making the machine swap. */
#ifndef MANYHANDS_WORKLOADS_MEMORY_H
#define MANYHANDS_WORKLOADS_MEMORY_H

#include <inttypes.h>
#include <stdio.h>

/*
 * In bytes; UINT64_MAX if the kernel does not say. Not sysconf's count of free pages: that leaves
 * out the page cache, which the kernel gives up at once.
 */
static inline uint64_t memory_available_bytes(void)
{
	uint64_t kib = UINT64_MAX / 1024;
	char line[128];
	FILE *file = fopen("/proc/meminfo", "re");

	if (!file) {
		return UINT64_MAX;
	}
	while (fgets(line, sizeof(line), file) &&
		sscanf(line, "MemAvailable: %" SCNu64 " kB", &kib) != 1) {
	}
	fclose(file);
	return kib == UINT64_MAX / 1024 ? UINT64_MAX : kib * 1024;
}

#endif
