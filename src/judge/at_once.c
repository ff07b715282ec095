/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many at once, and what one item of a command cost. */
#include "judge/at_once.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/advice.h"
#include "text.h"

bool at_once_item_failed(const char *reason)
{
	/* the words of bench/workloads/command_item.c */
	return reason && strncmp(reason, "item ", strlen("item ")) == 0 &&
	       (strstr(reason, " left with exit status ") ||
		       strstr(reason, " was ended by signal "));
}

bool at_once_is_asked(const struct judgement *judgement, size_t workload)
{
	const struct run *run = &judgement->samples->run;

	return run->own_command.word_count > 0 &&
	       strcmp(run->workloads[workload].name, "command") == 0;
}

uint32_t at_once(const struct judgement *judgement, size_t workload)
{
	struct advice advice;
	uint32_t workers = 0;

	advice_init(&advice, judgement, workload, NULL);
	if (advice.end == ADVICE_USE || advice.end == ADVICE_LOOP) {
		workers = advice.curve.choice.cell->cell->workers;
	}
	advice_finish(&advice);
	return workers;
}

/* ---- items ---- */

/* The median of row ROW's member at OFFSET over the OK samples of the loop CELL. */
static double median(
	const struct samples *samples, const struct run_cell *cell, size_t row, size_t offset)
{
	double *value = xcalloc(samples->count + 1, sizeof(*value));
	size_t count = 0;

	for (size_t i = 0; i < samples->count; i++) {
		const struct sample *sample = &samples->sample[i];
		uint64_t number =
			*(const uint64_t *)((const char *)&sample->items.row[row] + offset);

		if (sample->round > 0 && sample->status == SAMPLE_OK && sample->items.ended > 0 &&
			number != SAMPLE_UNKNOWN && strcmp(sample->cell, cell->key) == 0) {
			value[count++] = (double)number;
		}
	}
	double middle = stats_median(value, count, 0.05).mid;
	free(value);
	return middle;
}

void item_costs(const struct judgement *judgement, size_t workload, struct item_costs *costs)
{
	enum { MIDDLE = 2, LAST = SAMPLE_SUMMARY_ROWS - 1 };
	const struct samples *samples = judgement->samples;
	const struct cell_result *loop = judgement->workloads[workload].baseline;

	*costs = (struct item_costs){NAN, NAN, NAN, NAN, NAN, 0};
	if (!loop) {
		return;
	}
	const struct run_cell *cell = loop->cell;
	costs->wall_ns = median(samples, cell, MIDDLE, offsetof(struct sample_item, wall_ns));
	costs->slowest_wall_ns = median(samples, cell, LAST, offsetof(struct sample_item, wall_ns));
	costs->cpu_ns = median(samples, cell, MIDDLE, offsetof(struct sample_item, cpu_ns));
	costs->peak_kib = median(samples, cell, MIDDLE, offsetof(struct sample_item, peak_kib));
	costs->printed_bytes =
		median(samples, cell, MIDDLE, offsetof(struct sample_item, printed_bytes));
	for (size_t i = 0; i < samples->count; i++) {
		const struct sample_items *items = &samples->sample[i].items;
		uint64_t failed = items->failed + items->killed;

		costs->failed_most = failed > costs->failed_most ? failed : costs->failed_most;
	}
}
