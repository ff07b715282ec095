/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits for a CPU outside of tasks: how much later workers began and ended for them. */
#include "judge/losses_queue.h"

#include <math.h>

/* What all workers together came to: the start line, the end. */
struct arrival {
	double prompt; /* when the last one would have come without waiting for a CPU */
	double waited; /* the longest that any of them waited on its way */
};

static void note_arrival(struct arrival *arrival, double prompt, double waited)
{
	arrival->prompt = fmax(arrival->prompt, prompt);
	arrival->waited = fmax(arrival->waited, waited);
}

/* By how much the last one came later since workers waited, having come AT. */
static double delay_of(const struct arrival *arrival, double at)
{
	return fmax(0, fmin(arrival->waited, at - arrival->prompt));
}

/* What LANE waited for a CPU outside of tasks, as far as it can't have been in them. */
static double queued_outside(const struct lane *lane, const struct split_view *view)
{
	double span = lane->last - lane->first;
	double busy = isnan(lane->busy) ? span : fmin(lane->busy, span);
	double usual = view->loop ? view->loop->part_ns[LOSS_WAITING] * lane->task_share : 0;

	return fmax(0, lane->queued - fmax(0, busy - lane->cpu - usual));
}

/* The part of REST that fits into ROOM, taken from it. */
static double take(double *rest, double room)
{
	double part = fmin(*rest, fmax(0, room));

	*rest -= part;
	return part;
}

/*
 * From the moment when all stood READY a worker has nothing to wait for but a CPU, and so after its last
 * task; only what is left may have been on its way to the start line.
 */
static void place_waits(struct lane *lane, double ready, struct arrival *line,
	struct arrival *ending, const struct split_view *view)
{
	double outside = queued_outside(lane, view), rest = outside;

	lane->late = take(&rest, lane->first - fmax(ready, lane->begin));
	double closing = take(&rest, lane->end - lane->last);
	double coming = take(&rest, fmin(ready, lane->first));
	lane->queued -= outside - rest;
	note_arrival(line, fmin(lane->begin, ready - coming), coming);
	note_arrival(ending, lane->end - closing, closing);
}

/* What main waited for a CPU, where it is no worker itself; 0 where that is unknown. */
static double main_waited(
	const struct lanes *lanes, const struct sample *sample, const struct split_view *view)
{
	if (sample->main_runqueue_ns == SAMPLE_UNKNOWN) {
		return 0;
	}
	double waited = (double)sample->main_runqueue_ns;
	return view->loop ? waited : fmax(0, waited - fmax(0, lanes->lane[0].queued));
}

void queue_take_outside(
	struct lanes *lanes, const struct sample *sample, const struct split_view *view)
{
	double ready = sample->ready_ns == SAMPLE_UNKNOWN ? 0 : (double)sample->ready_ns;
	double total = (double)sample->total_ns, ended = lanes->end;
	double by_main = main_waited(lanes, sample, view);
	struct arrival line = {0, 0}, ending = {lanes->end, 0};

	for (size_t i = 0; i < lanes->count; i++) {
		struct lane *lane = &lanes->lane[i];

		if (isnan(lane->begin) || isnan(lane->end) || isnan(lane->queued) ||
			isnan(lane->cpu)) {
			by_main = 0; /* it may have waited while they still did something */
			continue;
		}
		place_waits(lane, ready, &line, &ending, view);
		ended = fmax(ended, fmin(lane->end, total));
	}
	/* main is who sees that all have come, first to the end, then to the start line */
	lanes->late_end = delay_of(&ending, ended) + take(&by_main, total - ended);
	line.waited += by_main;
	double late_line = delay_of(&line, ready);
	for (size_t i = 0; i < lanes->count; i++) {
		struct lane *lane = &lanes->lane[i];

		lane->late = fmin(lane->late + late_line, lane->first);
	}
}
