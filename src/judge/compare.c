/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums up the samples of every cell and pairs the cells by round. */
#include "judge/compare.h"

#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/choice.h"
#include "judge/gather.h"
#include "judge/questions.h"
#include "text.h"

static const double ALPHA = 0.05;

/* Counts how the samples ended and keeps those that have a time. */
static void fill_cell(const struct judgement *judgement, struct cell_result *cell,
	const struct gather_entry *entries, size_t count)
{
	cell->time = xcalloc(count, sizeof(*cell->time));
	cell->round = xcalloc(count, sizeof(*cell->round));
	cell->seq = xcalloc(count, sizeof(*cell->seq));
	cell->sample = xcalloc(count, sizeof(*cell->sample));
	for (size_t i = 0; i < count; i++) {
		const struct sample *sample = entries[i].sample;

		if (sample->round == 0) {
			continue;
		}
		cell->status_count[sample->status]++;
		if (sample->status != SAMPLE_OK) {
			cell->reason = cell->failed_count == 0 ? sample->reason : cell->reason;
			cell->failed_count++;
			continue;
		}
		cell->time[cell->sample_count] = (double)sample->total_ns;
		cell->round[cell->sample_count] = sample->round;
		cell->seq[cell->sample_count] = sample->seq;
		cell->sample[cell->sample_count] = sample;
		cell_flags_add(&cell->flags, &judgement->flags,
			(size_t)(sample - judgement->samples->sample));
		cell->sample_count++;
	}
	if (cell->status_count[SAMPLE_WRONG] > 0) {
		cell->sample_count = 0; /* what gives wrong answers has no time */
		cell->flags = (struct cell_flags){0};
	}
}

/* The end of the samples of CELL that share the round of the one at FIRST. */
static size_t round_end(const struct cell_result *cell, size_t first)
{
	size_t end = first + 1;

	while (end < cell->sample_count && cell->round[end] == cell->round[first]) {
		end++;
	}
	return end;
}

size_t compare_round_times(const struct cell_result *cell, double *times)
{
	size_t count = 0;

	for (size_t first = 0, end; first < cell->sample_count; first = end) {
		end = round_end(cell, first);
		times[count++] = stats_median(cell->time + first, end - first, ALPHA).mid;
	}
	return count;
}

/* The interval of CELL's time over one value per round. */
static struct interval time_interval(const struct cell_result *cell)
{
	double *values = xcalloc(cell->sample_count, sizeof(*values));
	size_t count = compare_round_times(cell, values);
	struct interval interval = stats_median(values, count, ALPHA);

	free(values);
	return interval;
}

/* The time of SAMPLE but for what its one worker waited for a CPU that others had. */
static double uncontended_ns(const struct sample *sample)
{
	const struct sample_workers *workers = &sample->workers;
	double total_ns = (double)sample->total_ns;

	if (workers->row_count != 1 || workers->row[0].runqueue_ns == SAMPLE_UNKNOWN ||
		workers->row[0].runqueue_ns >= sample->total_ns) {
		return total_ns;
	}
	return total_ns - (double)workers->row[0].runqueue_ns;
}

/* The medians, over the OK samples of a cell, of their CPU time and of its share of their time. */
static void median_cpu(
	const struct gather_entry *entries, size_t count, double *cpu_ns, double *share)
{
	double *cpu = xcalloc(count, sizeof(*cpu)), *shares = xcalloc(count, sizeof(*shares));
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		const struct sample *sample = entries[i].sample;

		if (sample->round > 0 && sample->status == SAMPLE_OK && sample->total_ns > 0 &&
			sample->cpu_ns != SAMPLE_UNKNOWN) {
			cpu[used] = (double)sample->cpu_ns;
			shares[used++] = (double)sample->cpu_ns / uncontended_ns(sample);
		}
	}
	*cpu_ns = stats_median(cpu, used, ALPHA).mid;
	*share = stats_median(shares, used, ALPHA).mid;
	free(cpu);
	free(shares);
}

/* What follows from the samples of one cell alone; *SHARE becomes its CPU-busy share. */
static void sum_up_cell(const struct judgement *judgement, struct cell_result *cell,
	const struct gather_entry *entries, size_t count, double *share)
{
	fill_cell(judgement, cell, entries, count);
	cell->time_ns = time_interval(cell);
	cell->min_ns = cell->cpu_ns = cell->noise = *share = NAN;
	if (cell->sample_count > 0) {
		double max;

		gsl_stats_minmax(&cell->min_ns, &max, cell->time, 1, cell->sample_count);
		cell->noise = max / cell->min_ns - 1;
		median_cpu(entries, count, &cell->cpu_ns, share);
	}
}

/* Some samples of a cell: those of one round, first .. end - 1. */
struct stretch {
	const struct cell_result *cell;
	size_t first, end;
};

/* The two samples nearest by seq, of one from each. */
static struct compare_match nearest_pair(const struct stretch *a, const struct stretch *b)
{
	uint64_t nearest = UINT64_MAX;
	struct compare_match pair = {a->first, b->first};

	for (size_t i = a->first; i < a->end; i++) {
		for (size_t k = b->first; k < b->end; k++) {
			uint64_t x = a->cell->seq[i], y = b->cell->seq[k];
			uint64_t distance = x > y ? x - y : y - x;
			/* of two as near: the earlier in even rounds, the later in odd ones, which run
			 * backwards, so that a drift cancels out */
			bool later_wins = a->cell->round[i] % 2 == 1;

			if (distance < nearest || (distance == nearest && later_wins)) {
				nearest = distance;
				pair = (struct compare_match){i, k};
			}
		}
	}
	return pair;
}

size_t compare_matches(
	const struct cell_result *a, const struct cell_result *b, struct compare_match *pairs)
{
	size_t i = 0, j = 0, count = 0;

	while (i < a->sample_count && j < b->sample_count) {
		if (a->round[i] < b->round[j]) {
			i++;
		} else if (a->round[i] > b->round[j]) {
			j++;
		} else {
			struct stretch of_a = {a, i, round_end(a, i)},
				       of_b = {b, j, round_end(b, j)};

			pairs[count++] = nearest_pair(&of_a, &of_b);
			i = of_a.end;
			j = of_b.end;
		}
	}
	return count;
}

size_t compare_log_ratios(const struct cell_result *a, const struct cell_result *b, double *ratios)
{
	size_t most = a->sample_count < b->sample_count ? a->sample_count : b->sample_count;
	struct compare_match *pairs = xcalloc(most, sizeof(*pairs));
	size_t count = compare_matches(a, b, pairs);

	for (size_t i = 0; i < count; i++) {
		ratios[i] = log(a->time[pairs[i].a]) - log(b->time[pairs[i].b]);
	}
	free(pairs);
	return count;
}

struct interval compare_cells(
	const struct cell_result *a, const struct cell_result *b, double alpha, size_t *pairs)
{
	size_t most = a->sample_count < b->sample_count ? a->sample_count : b->sample_count;
	double *ratios = xcalloc(most, sizeof(*ratios));
	size_t count = compare_log_ratios(a, b, ratios);
	struct interval interval = stats_paired(ratios, count, alpha);

	free(ratios);
	if (pairs) {
		*pairs = count;
	}
	return interval_exp(&interval);
}

double judgement_usable_cpus(const struct judgement *judgement)
{
	const struct run_machine *machine = &judgement->samples->run.machine;

	return machine->usable_cpus > 0 ? machine->usable_cpus : NAN;
}

static void rate_cell(struct judgement *judgement, struct cell_result *cell)
{
	const struct workload_result *workload = &judgement->workloads[cell->cell->workload];
	double workers = cell->cell->workers;

	cell->speedup = (struct interval){NAN, NAN, NAN, false};
	cell->efficiency = NAN;
	if (!workload->baseline) {
		return;
	}
	cell->speedup = compare_cells(workload->baseline, cell, ALPHA, NULL);
	if (workload->alone == WORK_WAITING) {
		cell->efficiency = cell->speedup.mid / workers;
	} else {
		double usable = judgement_usable_cpus(judgement);

		cell->efficiency = cell->speedup.mid / (workers < usable ? workers : usable);
	}
}

/* Sums up cell INDEX of the run, whose samples are the COUNT of ENTRIES. */
static void init_cell(
	struct judgement *judgement, size_t index, const struct gather_entry *entries, size_t count)
{
	struct cell_result *cell = &judgement->cells[index];
	double share;

	cell->cell = &judgement->samples->run.cells[index];
	sum_up_cell(judgement, cell, entries, count, &share);
	if (cell->cell->baseline) {
		struct workload_result *workload = &judgement->workloads[cell->cell->workload];

		workload->baseline = cell;
		/* its two clocks are read one after the other, so that a short loop may show more */
		workload->busy_share = share > 1 ? 1 : share;
		workload->alone = work_class_of(share);
	}
}

/* Sums up the copies of the baselines. */
static void init_copies(struct judgement *judgement)
{
	const struct run *run = &judgement->samples->run;
	size_t count, end;
	struct gather_entry *entries = gather_entries(judgement->samples, GATHER_COPIES, &count);

	for (size_t first = 0; first < count; first = end) {
		const struct run_cell *cell = &run->cells[entries[first].cell];
		double share;

		for (end = first; end < count && entries[end].cell == entries[first].cell;) {
			end++;
		}
		if (cell->baseline) {
			struct cell_result *copy = &judgement->workloads[cell->workload].copy;

			copy->cell = cell;
			sum_up_cell(judgement, copy, entries + first, end - first, &share);
		}
	}
	free(entries);
}

static void free_cell(struct cell_result *cell)
{
	free(cell->time);
	free(cell->round);
	free(cell->seq);
	free(cell->sample);
}

void judgement_init(struct judgement *judgement, const struct samples *samples)
{
	const struct run *run = &samples->run;
	size_t entry_count, first = 0;
	struct gather_entry *entries = gather_entries(samples, GATHER_CELLS, &entry_count);

	*judgement = (struct judgement){
		.samples = samples,
		.workloads = xcalloc(run->workload_count, sizeof(*judgement->workloads)),
		.cells = xcalloc(run->cell_count, sizeof(*judgement->cells)),
		.round_count = gather_count_rounds(entries, entry_count),
	};
	flags_init(&judgement->flags, samples);
	capacity_init(&judgement->capacity, samples);
	for (size_t i = 0; i < run->workload_count; i++) {
		judgement->workloads[i].workload = &run->workloads[i];
		judgement->workloads[i].busy_share = NAN;
	}
	for (size_t i = 0; i < run->cell_count; i++) {
		size_t end = first;

		while (end < entry_count && entries[end].cell == i) {
			end++;
		}
		init_cell(judgement, i, entries + first, end - first);
		first = end;
	}
	free(entries);
	init_copies(judgement);
	for (size_t i = 0; i < run->cell_count; i++) {
		rate_cell(judgement, &judgement->cells[i]);
	}
	questions_init(judgement);
	choices_init(judgement);
	for (size_t i = 0; i < run->workload_count; i++) {
		struct workload_result *workload = &judgement->workloads[i];

		class_find_held(judgement, i, &workload->held);
		workload->class = workload->held.shown ? WORK_HELD : workload->alone;
	}
}

void judgement_finish(struct judgement *judgement)
{
	for (size_t i = 0; i < judgement->samples->run.cell_count; i++) {
		free_cell(&judgement->cells[i]);
	}
	for (size_t i = 0; i < judgement->samples->run.workload_count; i++) {
		free_cell(&judgement->workloads[i].copy);
	}
	flags_finish(&judgement->flags);
	capacity_finish(&judgement->capacity);
	free(judgement->questions);
	free(judgement->choices);
	free(judgement->workloads);
	free(judgement->cells);
	*judgement = (struct judgement){0};
}

const struct cell_result *judgement_cell(
	const struct judgement *judgement, size_t workload, size_t strategy, uint32_t workers)
{
	for (size_t i = 0; i < judgement->samples->run.cell_count; i++) {
		const struct run_cell *cell = judgement->cells[i].cell;

		if (cell->workload == workload && cell->strategy == strategy &&
			cell->workers == workers) {
			return &judgement->cells[i];
		}
	}
	return NULL;
}

size_t judgement_strategy(const struct judgement *judgement, const char *name)
{
	const struct run *run = &judgement->samples->run;
	size_t strategy = 0;

	while (strategy < run->strategy_count &&
		strcmp(run->strategies[strategy].name, name) != 0) {
		strategy++;
	}
	return strategy;
}

double ideal_speedup(const struct judgement *judgement, size_t workload, double workers)
{
	const struct workload_result *result = &judgement->workloads[workload];
	double tasks = (double)result->workload->task_count;
	double usable = judgement_usable_cpus(judgement);

	switch (result->alone) {
	case WORK_COMPUTING:
		return workers > usable ? usable : isnan(usable) ? NAN : workers;
	case WORK_WAITING:
		return tasks > 0 ? tasks / ceil(tasks / workers) : NAN;
	default:
		return NAN;
	}
}
