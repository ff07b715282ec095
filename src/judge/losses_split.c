/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sample's workers × time, split into parts that add up to it exactly. */
#include "judge/losses_split.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

#include "judge/losses_lanes.h"
#include "judge/losses_queue.h"
#include "text.h"

/* What the lanes did between their first and their last task. */
struct inside {
	double gap, cpu, queued, off; /* queued: ready to run; off: neither ready nor on a CPU */
};

/*
 * The CPU time of a lane's tasks: what it used outside of them has no stamp. Tasks can't have been on
 * a CPU while their worker waited for one, so what is too much for that was used outside. Where tasks
 * wait, or workers for each other, all that is above the loop's counts as used outside. Neither beyond
 * the time there was.
 */
static double cpu_in_tasks(const struct lane *lane, double gap, const struct split_view *view)
{
	double cpu = fmin(lane->cpu, lane->busy);
	bool crowded_slots = view->per_task && view->capacity < view->lanes;

	if (view->loop && (view->waits || crowded_slots)) {
		double usual = view->loop->part_ns[LOSS_SLOWER] * lane->task_share;
		double spare = fmax(0, lane->cpu - usual);

		return fmin(cpu, lane->cpu - fmin(spare, gap + lane_outside(lane)));
	}
	double too_much = fmax(0, cpu + lane->queued - lane->busy);
	return fmax(0, cpu - fmin(too_much, gap + lane_outside(lane)));
}

static void add_lane(
	struct lane lane, const struct split_view *view, struct inside *inside, struct split *split)
{
	double span = lane.last - lane.first;

	if (isnan(lane.busy)) {
		split_join(split,
			1u << LOSS_SLOWER | 1u << (view->per_task ? LOSS_START : LOSS_HANDOUT));
		lane.busy = span;
	}
	if (isnan(lane.cpu)) {
		split_join(split, 1u << LOSS_SLOWER | 1u << LOSS_WAITING);
		lane.cpu = lane.busy;
	}
	if (isnan(lane.queued)) {
		split_join(split, 1u << LOSS_WAITING | 1u << LOSS_NEIGHBOURS);
		lane.queued = 0;
	}
	split->clash_ns += fmax(0, lane.busy - span);
	lane.busy = fmin(lane.busy, span);
	double gap = span - lane.busy, cpu = cpu_in_tasks(&lane, gap, view);
	double queued = fmin(lane.queued, lane.busy - cpu);

	inside->gap += gap;
	inside->cpu += cpu;
	inside->queued += queued;
	inside->off += lane.busy - cpu - queued;
}

static struct inside sum_lanes(
	const struct lanes *lanes, const struct split_view *view, struct split *split)
{
	struct inside inside = {0};

	for (size_t i = 0; i < lanes->count; i++) {
		add_lane(lanes->lane[i], view, &inside, split);
	}
	inside.gap *= lanes->weight;
	inside.cpu *= lanes->weight;
	inside.queued *= lanes->weight;
	inside.off *= lanes->weight;
	return inside;
}

/* The time until CAPACITY workers had begun, summed over them: that of the first ones to. */
static double time_to_start(const double *first, const struct lanes *lanes, double capacity)
{
	double sum = 0;

	for (size_t i = 0; i < lanes->count && capacity > 0; i++) {
		sum += fmin(lanes->weight, capacity) * fmin(first[i], lanes->end);
		capacity -= lanes->weight;
	}
	return sum;
}

/* The time in which fewer than CAPACITY lanes were between their first and last task, times how many
 * fewer, up to the end. */
static double time_idle(
	const double *first, const double *last, const struct lanes *lanes, double capacity)
{
	double now = 0, idle = 0, active = 0;
	size_t i = 0, k = 0;

	while (k < lanes->count && now < lanes->end) {
		bool begins = i < lanes->count && first[i] <= last[k];
		double next = fmin(begins ? first[i] : last[k], lanes->end);

		idle += fmax(0, capacity - active) * (next - now);
		active += begins ? lanes->weight : -lanes->weight;
		i += begins;
		k += !begins;
		now = next;
	}
	return idle;
}

/*
 * Takes EXCESS off: what lanes waited only for each other, since they are more than can work at once,
 * is no loss. First what they waited for a CPU, then their other pauses, in which others worked.
 */
static void squeeze(
	struct inside *inside, double excess, const struct split_view *view, struct split *split)
{
	double loop_off = view->loop ? view->loop->part_ns[LOSS_WAITING] : inside->off;
	double part = fmin(excess, inside->queued);

	inside->queued -= part;
	excess -= part;
	double off = fmax(0, inside->off - loop_off), pauses = inside->gap + off;
	part = pauses > 0 ? fmin(1, excess / pauses) : 0;
	inside->gap -= part * inside->gap;
	inside->off -= part * off;
	excess -= part * pauses;
	inside->cpu -= excess;
	split->clash_ns += view->strict ? excess : 0;
}

/* Losses to waiting for a CPU before the first task, in tasks and after the last one; of them all. */
struct queued {
	double start, inside, ending, all;
};

/* The share of the waits for a CPU that others caused: as far as they had CPUs in that time. */
static double share_of_others(const struct queued *queued, const struct split_view *view,
	double total_ns, struct split *split)
{
	double room = LOSS_SMALL * view->capacity * total_ns;

	if (isnan(view->others_cpus)) {
		split_join(split, 1u << LOSS_WAITING | 1u << LOSS_NEIGHBOURS |
					  (queued->start > room ? 1u << LOSS_START : 0) |
					  (queued->ending > room ? 1u << LOSS_ENDING : 0));
		return 0;
	}
	return queued->all > 0 ? fmin(1, view->others_cpus * total_ns / queued->all) : 0;
}

/* What of other waits the hypervisor caused. */
static double stolen_from(
	const struct inside *inside, const struct split_view *view, double total_ns)
{
	double loop_off = view->loop ? view->loop->part_ns[LOSS_WAITING] : inside->off;

	return view->stolen_cpus > 0
		       ? fmin(fmax(0, inside->off - loop_off), view->stolen_cpus * total_ns)
		       : 0;
}

/* When lanes began, or, EARLIER, would have without waiting for a CPU; rising; the caller frees. */
static double *firsts(const struct lanes *lanes, bool earlier)
{
	double *first = xcalloc(lanes->count, sizeof(*first));

	for (size_t i = 0; i < lanes->count; i++) {
		first[i] = lanes->lane[i].first - (earlier ? lanes->lane[i].late : 0);
		first[i] = fmin(first[i], lanes->end);
	}
	gsl_sort(first, 1, lanes->count);
	return first;
}

/* When lanes ended, rising; the caller frees. */
static double *lasts(const struct lanes *lanes)
{
	double *last = xcalloc(lanes->count, sizeof(*last));

	for (size_t i = 0; i < lanes->count; i++) {
		last[i] = fmin(lanes->lane[i].last, lanes->end);
	}
	gsl_sort(last, 1, lanes->count);
	return last;
}

static double span_of(const struct lanes *lanes)
{
	double span = 0;

	for (size_t i = 0; i < lanes->count; i++) {
		const struct lane *lane = &lanes->lane[i];

		span += fmin(lane->last, lanes->end) - fmin(lane->first, lanes->end);
	}
	return span * lanes->weight;
}

static void fill_parts(const struct sample *sample, struct lanes *lanes,
	const struct split_view *view, struct split *split)
{
	double total = (double)sample->total_ns, capacity = view->capacity;

	queue_take_outside(lanes, sample, view);
	double *first = firsts(lanes, false), *prompt = firsts(lanes, true), *last = lasts(lanes);
	double start = time_to_start(first, lanes, capacity);
	double idle = time_idle(first, last, lanes, capacity);
	struct inside inside = sum_lanes(lanes, view, split);
	squeeze(&inside, fmax(0, span_of(lanes) - (capacity * lanes->end - idle)), view, split);
	struct queued queued = {
		.start = start - time_to_start(prompt, lanes, capacity),
		.inside = inside.queued,
		.ending = capacity * lanes->late_end,
	};
	queued.all = queued.start + queued.inside + queued.ending;
	double others = share_of_others(&queued, view, total, split);
	double stolen = stolen_from(&inside, view, total);

	split->part_ns[LOSS_START] =
		start - others * queued.start + (view->per_task ? inside.gap : 0);
	split->part_ns[LOSS_HANDOUT] = view->per_task ? 0 : inside.gap;
	split->part_ns[LOSS_SLOWER] = inside.cpu;
	split->part_ns[LOSS_WAITING] = (1 - others) * inside.queued + inside.off - stolen;
	split->part_ns[LOSS_UNEVEN] = idle - start;
	split->part_ns[LOSS_ENDING] = capacity * (total - lanes->end) - others * queued.ending;
	split->part_ns[LOSS_NEIGHBOURS] = others * queued.all + stolen;
	free(first);
	free(prompt);
	free(last);
}

/* By how much the workers' CPU times exceed that of them all with the trial's. */
static double cpu_clash(const struct sample *sample, const struct lanes *lanes)
{
	double sum = 0;

	for (size_t i = 0; i < lanes->count; i++) {
		sum += lanes->lane[i].cpu * lanes->weight;
	}
	bool known = sample->cpu_ns != SAMPLE_UNKNOWN && !isnan(sum) && lanes->weight <= 1;
	return known ? fmax(0, sum - (double)sample->cpu_ns) : 0;
}

/* Where the loop's tasks let children compute, no stamp of a worker has their CPU time. */
static void note_children(const struct sample *sample, const struct lanes *lanes,
	const struct split_view *view, struct split *split)
{
	const double share = 0.05;
	double own = lanes->lane[0].cpu;

	if (!view->loop && lanes->count == 1 && sample->cpu_ns != SAMPLE_UNKNOWN &&
		(double)sample->cpu_ns - own > share * (double)sample->total_ns) {
		split_join(split, 1u << LOSS_SLOWER | 1u << LOSS_WAITING | 1u << LOSS_NEIGHBOURS);
	}
}

bool split_sample(const struct sample *sample, const struct split_view *view, struct split *split)
{
	struct lanes lanes;

	*split = (struct split){0};
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		split->with[i] = 1u << i;
	}
	bool known = lanes_init(&lanes, sample, view, split);
	if (known) {
		fill_parts(sample, &lanes, view, split);
		note_children(sample, &lanes, view, split);
		split->clash_ns += cpu_clash(sample, &lanes);
	}
	lanes_finish(&lanes);
	return known;
}
