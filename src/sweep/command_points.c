/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At how many at once a command is tried, where the user does not say. */
#include <stdio.h>

#include "sweep/command.h"
#include "text.h"

/*
 * What a command waits for is not known before it has run, and may well not be the CPUs: so it is tried
 * with more at once than they are, up to 32. The loop is measured anyway, a pool of one would be
 * the same.
 */
static const char words[] = "cores,2x,4x,8,16,32";
enum { MOST_BEYOND_CPUS = 32 };

uint32_t command_points(
	const struct command *command, const struct machine *machine, struct machine_point *points)
{
	size_t items = command->items.item_count;
	char all[64], error[256];
	uint32_t count, kept = 0;

	/* all at once, and no more than that */
	snprintf(all, sizeof(all), items < MOST_BEYOND_CPUS ? "%s,%zu" : "%s", words, items);
	count = machine_points(machine, all, points, error, sizeof(error));
	if (count == 0) {
		fatal("%s", error);
	}
	for (uint32_t i = 0; i < count; i++) {
		if (points[i].workers <= items) {
			points[kept++] = points[i];
		}
	}
	return kept;
}

uint32_t command_fitting(const struct machine *machine, uint64_t peak_kib)
{
	uint64_t limit_kib = machine->quota.memory_max_bytes / 1024;
	uint64_t all_kib = machine->memory_kib;

	all_kib = all_kib == 0 || limit_kib < all_kib ? limit_kib : all_kib;
	uint64_t fitting = all_kib / 2 / (peak_kib > 0 ? peak_kib : 1);
	return fitting < 1 ? 1 : fitting < UINT32_MAX ? (uint32_t)fitting : UINT32_MAX;
}
