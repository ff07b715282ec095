/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How busy workers are, stretch by stretch. */
#include "show/lane_time.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "text.h"

/* Shares of the time of a stretch: busy for less is nothing to see, for less is little. */
static const double SEEN = 0.02, HALF = 0.5;

void lane_time_init(struct lane_time *time, size_t lanes, size_t group, size_t width, double bin_ns)
{
	*time = (struct lane_time){
		.lanes = lanes,
		.width = width,
		.group = group,
		.bin_ns = bin_ns,
		.bin = xcalloc(lanes * width, sizeof(*time->bin)),
	};
}

void lane_time_finish(struct lane_time *time)
{
	free(time->bin);
	*time = (struct lane_time){0};
}

/* How much of the time from BEGIN_NS to END_NS lies in BIN. */
static double part_in(const struct lane_time *time, size_t bin, double begin_ns, double end_ns)
{
	double left = fmax(begin_ns, (double)bin * time->bin_ns);
	double right = fmin(end_ns, (double)(bin + 1) * time->bin_ns);

	return fmax(0, right - left);
}

/* The bins that TASK lies in, of all lanes: from *FIRST up to the one before *END. */
static void find_bins(
	const struct lane_time *time, const struct simulated_task *task, size_t *first, size_t *end)
{
	double width = (double)time->width;
	size_t lane = task->worker / time->group * time->width;

	*first = lane + (size_t)fmin(task->begin_ns / time->bin_ns, width);
	*end = lane + (size_t)fmin(ceil(task->end_ns / time->bin_ns), width);
}

void lane_time_add(struct lane_time *time, const struct simulated_task *task)
{
	size_t first, end;

	find_bins(time, task, &first, &end);
	for (size_t i = first; i < end; i++) {
		size_t b = i % time->width;

		time->bin[i].computes_ns += part_in(time, b, task->begin_ns, task->computed_ns);
		time->bin[i].waits_ns += part_in(time, b, task->computed_ns, task->end_ns);
	}
}

void lane_time_set_apart(struct lane_time *time, const struct simulated_task *task)
{
	size_t first, end;

	find_bins(time, task, &first, &end);
	for (size_t i = first; i < end; i++) {
		time->bin[i].apart_ns +=
			part_in(time, i % time->width, task->begin_ns, task->end_ns);
	}
}

enum lane_look lane_time_look(const struct lane_time *time, size_t lane, size_t bin)
{
	const struct lane_bin *at = &time->bin[lane * time->width + bin];
	double whole_ns = time->bin_ns * (double)time->group, room_ns = whole_ns - at->apart_ns;
	double busy_ns = at->computes_ns + at->waits_ns;

	return busy_ns < SEEN * whole_ns         ? LANE_IDLE
	       : busy_ns < HALF * room_ns        ? LANE_LITTLE
	       : at->computes_ns >= at->waits_ns ? LANE_COMPUTES
						 : LANE_WAITS;
}

double lane_scale_ns(double scale_ns)
{
	return scale_ns > 0 ? scale_ns : 1;
}

size_t lane_used_workers(const struct simulate_result *result)
{
	size_t used = 1;

	for (size_t i = 0; i < result->task_count; i++) {
		used = result->task[i].worker >= used ? result->task[i].worker + 1 : used;
	}
	return used;
}

size_t lane_name(size_t lane, size_t group, size_t workers, const char *one, const char *to,
	char *name, size_t bytes)
{
	size_t first = lane * group + 1, last = first + group - 1;

	last = last < workers ? last : workers;
	return (size_t)(first == last ? snprintf(name, bytes, "%s%zu", one, first)
				      : snprintf(name, bytes, "%zu%s%zu", first, to, last));
}
