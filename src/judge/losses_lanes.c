/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lanes of one sample: what each worker, or each slot of workers, did by its stamps. */
#include "judge/losses_lanes.h"

#include <math.h>
#include <stdlib.h>

#include "text.h"

/* Of more workers than the record holds one by one, this many stand for all. */
enum { STANDINS = 256 };

static double number(uint64_t value)
{
	return value == SAMPLE_UNKNOWN ? NAN : (double)value;
}

static double within(double value, double low, double high)
{
	return value < low ? low : value > high ? high : value;
}

/* Notes that the parts in the set JOINED can't be told apart. */
void split_join(struct split *split, unsigned joined)
{
	unsigned *with = split->with;

	for (size_t i = 0; i < LOSS_KINDS; i++) {
		joined |= joined >> i & 1u ? with[i] : 0;
	}
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		with[i] |= joined >> i & 1u ? joined : 0;
	}
}

/* The lane of a worker without a task: ready at some moment and never needed. */
static void make_idle_lane(const struct sample *sample, double begin, struct lane *lane)
{
	double ready = number(sample->ready_ns);

	lane->begin = lane->end = NAN;
	lane->first = lane->last = fmax(isnan(begin) ? 0 : begin, isnan(ready) ? 0 : ready);
	lane->busy = lane->cpu = lane->queued = 0;
}

/* The stamps of tasks where there are none: a worker's own, which hold some of its start and end. */
static bool guess_tasks(const struct sample *sample, double begin, double end, struct lane *lane,
	struct split *split)
{
	double ready = number(sample->ready_ns);

	if (isnan(begin) || isnan(end)) {
		return false;
	}
	lane->first = isnan(ready) ? begin : fmax(begin, fmin(ready, end));
	lane->last = end;
	split_join(split, 1u << LOSS_START | 1u << LOSS_HANDOUT | 1u << LOSS_ENDING);
	return true;
}

static bool make_lane(const struct sample *sample, const struct sample_worker *row,
	struct lane *lane, struct split *split)
{
	double begin = number(row->begin_ns), end = number(row->end_ns);

	*lane = (struct lane){
		.begin = begin,
		.end = end,
		.first = number(row->first_task_ns),
		.last = number(row->last_task_ns),
		.busy = number(row->busy_ns),
		.cpu = number(row->cpu_ns),
		.queued = number(row->runqueue_ns),
		.task_share = row->tasks == SAMPLE_UNKNOWN ? 0 : (double)row->tasks,
	};
	if (row->tasks == 0) {
		make_idle_lane(sample, begin, lane);
		return true;
	}
	if ((isnan(lane->first) || isnan(lane->last)) &&
		!guess_tasks(sample, begin, end, lane, split)) {
		return false;
	}
	double total = (double)sample->total_ns;
	lane->first = within(lane->first, 0, total);
	lane->last = within(lane->last, lane->first, total);
	return true;
}

double lane_outside(const struct lane *lane)
{
	bool known = !isnan(lane->begin) && !isnan(lane->end);

	return known ? fmax(0, lane->first - lane->begin) + fmax(0, lane->end - lane->last) : 0;
}

/* A lane per worker, but for as many without a task as there are workers beyond VIEW's lanes. */
static bool make_lanes(const struct sample *sample, const struct split_view *view,
	struct lanes *lanes, struct split *split)
{
	const struct sample_workers *workers = &sample->workers;
	uint32_t spare = workers->count > view->lanes ? workers->count - view->lanes : 0;
	double tasks = 0;

	lanes->lane = xcalloc(workers->row_count, sizeof(*lanes->lane));
	lanes->weight = 1;
	for (uint32_t i = 0; i < workers->row_count; i++) {
		if (spare > 0 && workers->row[i].tasks == 0) {
			spare--;
			continue;
		}
		if (!make_lane(sample, &workers->row[i], &lanes->lane[lanes->count], split)) {
			return false;
		}
		tasks += lanes->lane[lanes->count++].task_share;
	}
	for (size_t i = 0; i < lanes->count; i++) {
		lanes->lane[i].task_share /= fmax(1, tasks);
	}
	return lanes->count > 0;
}

/* ---- lanes of more workers than are recorded ---- */

/* Minimum, quartiles and maximum of one member. */
struct five {
	double value[SAMPLE_SUMMARY_ROWS];
};

static struct five five_of(const struct sample_workers *workers, size_t offset)
{
	struct five five;

	for (size_t i = 0; i < SAMPLE_SUMMARY_ROWS; i++) {
		five.value[i] =
			number(*(const uint64_t *)((const char *)&workers->row[i] + offset));
	}
	return five;
}

/* What is between the quartiles lies evenly. */
static double five_at(const struct five *five, double share)
{
	double place = share * (SAMPLE_SUMMARY_ROWS - 1);
	size_t below = place < SAMPLE_SUMMARY_ROWS - 1 ? (size_t)place : SAMPLE_SUMMARY_ROWS - 2;
	double part = place - (double)below;

	return five->value[below] * (1 - part) + five->value[below + 1] * part;
}

static double five_mean(const struct five *five)
{
	double sum = 0;

	for (size_t i = 0; i + 1 < SAMPLE_SUMMARY_ROWS; i++) {
		sum += five->value[i] + five->value[i + 1];
	}
	return sum / 2 / (SAMPLE_SUMMARY_ROWS - 1);
}

/* Lanes that start and end as the quartiles say and share the rest alike. */
static bool make_standins(
	const struct sample *sample, const struct split_view *view, struct lanes *lanes)
{
	const struct sample_workers *workers = &sample->workers;
	struct five first = five_of(workers, offsetof(struct sample_worker, first_task_ns));
	struct five last = five_of(workers, offsetof(struct sample_worker, last_task_ns));
	struct five busy = five_of(workers, offsetof(struct sample_worker, busy_ns));
	struct five cpu = five_of(workers, offsetof(struct sample_worker, cpu_ns));
	struct five queued = five_of(workers, offsetof(struct sample_worker, runqueue_ns));
	double total = (double)sample->total_ns;
	double span = five_mean(&last) - five_mean(&first);

	if (!(span > 0)) {
		return false;
	}
	lanes->count = STANDINS;
	lanes->lane = xcalloc(lanes->count, sizeof(*lanes->lane));
	lanes->weight = (double)view->lanes / STANDINS;
	for (size_t i = 0; i < lanes->count; i++) {
		struct lane *lane = &lanes->lane[i];
		double share = (double)i / (STANDINS - 1);

		lane->begin = lane->end = NAN;
		lane->first = within(five_at(&first, share), 0, total);
		lane->last = within(five_at(&last, share), lane->first, total);
		double part = (lane->last - lane->first) / span;
		/* means of one worker can't exceed its time: quartiles may, by how they are cut */
		lane->busy = fmin(five_mean(&busy), span) * part;
		lane->busy = isnan(five_mean(&busy)) ? NAN : lane->busy;
		lane->cpu = five_mean(&cpu) * part;
		lane->queued = five_mean(&queued) * part;
		lane->task_share = 1.0 / ((double)lanes->count * lanes->weight);
	}
	return true;
}

/* When the last task of all ended; workers without a task don't count. */
static double last_end(const struct lanes *lanes)
{
	double end = 0;

	for (size_t i = 0; i < lanes->count; i++) {
		bool worked = lanes->lane[i].last > lanes->lane[i].first;

		end = worked || lanes->lane[i].task_share > 0 ? fmax(end, lanes->lane[i].last)
							      : end;
	}
	return end;
}

bool lanes_init(struct lanes *lanes, const struct sample *sample, const struct split_view *view,
	struct split *split)
{
	bool summary = sample->workers.count > SAMPLE_WORKERS_MAX;

	*lanes = (struct lanes){0};
	if (sample->total_ns == SAMPLE_UNKNOWN || sample->total_ns == 0) {
		return false;
	}
	bool known = summary ? make_standins(sample, view, lanes)
			     : make_lanes(sample, view, lanes, split);
	lanes->end = known ? last_end(lanes) : 0;
	return known;
}

void lanes_finish(struct lanes *lanes)
{
	free(lanes->lane);
	*lanes = (struct lanes){0};
}
