/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of the items of a command in one sample, trusting nothing that the trial wrote. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sweep/command.h"

void command_forget(const struct command *command)
{
	(void)!ftruncate(command->results, 0);
}

static int compare_numbers(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Puts minimum, quartiles and maximum of the COUNT numbers, which it sorts, into the member at OFFSET
 * of the rows. */
static void summarize(uint64_t *number, size_t count, struct sample_items *items, size_t offset)
{
	qsort(number, count, sizeof(*number), compare_numbers);
	for (size_t i = 0; i < SAMPLE_SUMMARY_ROWS; i++) {
		*(uint64_t *)((char *)&items->row[i] + offset) =
			count > 0 ? number[(count - 1) * i / (SAMPLE_SUMMARY_ROWS - 1)]
				  : SAMPLE_UNKNOWN;
	}
}

static void take_results(const struct item_result *result, size_t count, struct sample_items *items)
{
	static const struct {
		size_t from, to;
	} members[] = {
		{offsetof(struct item_result, wall_ns), offsetof(struct sample_item, wall_ns)},
		{offsetof(struct item_result, cpu_ns), offsetof(struct sample_item, cpu_ns)},
		{offsetof(struct item_result, peak_kib), offsetof(struct sample_item, peak_kib)},
		{offsetof(struct item_result, printed_bytes),
			offsetof(struct sample_item, printed_bytes)},
	};
	uint64_t *number = xcalloc(count, sizeof(*number));

	*items = (struct sample_items){.count = count};
	for (size_t m = 0; m < sizeof(members) / sizeof(members[0]); m++) {
		size_t ended = 0;

		for (size_t i = 0; i < count; i++) {
			if (atomic_load(&result[i].state) == ITEM_ENDED) {
				number[ended++] = *(const uint64_t *)((const char *)&result[i] +
								      members[m].from);
			}
		}
		items->ended = ended;
		summarize(number, ended, items, members[m].to);
	}
	for (size_t i = 0; i < count; i++) {
		if (atomic_load(&result[i].state) == ITEM_ENDED) {
			items->failed += WIFEXITED(result[i].status) && result[i].status != 0;
			items->killed += WIFSIGNALED(result[i].status);
			items->printed_bytes += result[i].printed_bytes;
		}
	}
	free(number);
}

void command_harvest(const struct command *command, struct sample *sample)
{
	size_t count = command->items.item_count, bytes = items_results_bytes(count);
	struct items_results *results = xcalloc(1, bytes);

	if (pread(command->results, results, bytes, 0) == (ssize_t)bytes &&
		results->magic == ITEMS_RESULTS_MAGIC && results->item_count == count) {
		take_results(results->item, count, &sample->items);
	}
	free(results);
}
