/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bounds a workload: its CPU share alone, or something that its workers share. */
#include "judge/class.h"

#include <math.h>
#include <stdlib.h>

#include "judge/compare.h"
#include "judge/curve.h"
#include "judge/questions.h"
#include "judge/relation.h"
#include "judge/sentences.h"

/* Clearly below is at most this share of what CPUs and tasks allow. */
static const double CLEARLY = 0.75;

/* More workers gain hardly anything where that is at most this, or this share of what they, or twice the
 * workers, could gain. */
static const double GAIN_MAX = 0.10, GAIN_SHARE_MAX = 0.25;

/* CPUs that were busy for more than this share of the time may be what bounds it. */
static const double CPU_SHARE_MAX = 0.75;

/* Being held costs little CPU time: at most this much of the loop's, and this much of what there is. */
static const double CPU_GROWTH_MAX = 1.5, CPU_ROOM = 0.1;

/* A loop whose worker used that much less CPU time, a share of its time, than all has tasks that are processes. */
static const double CHILDREN_MIN = 0.05;

/* Tasks that are held take at least so many times as long, and wait so many times longer for each other than
 * for a CPU: where neighbours take the CPUs, a lock that would bind nobody is held longer, too. */
static const double LONGER_MIN = 1.5, HELD_MIN = 2;

const char *work_class_name(enum work_class class)
{
	static const char *const names[] = {
		"unknown", "waiting", "mixed", "computing", "held by something shared"};

	return names[class];
}

enum work_class work_class_of(double busy_share)
{
	if (isnan(busy_share)) {
		return WORK_UNKNOWN;
	}
	return busy_share >= 0.9 ? WORK_COMPUTING : busy_share <= 0.1 ? WORK_WAITING : WORK_MIXED;
}

/* What workers spent inside tasks: waiting for a CPU, and else. NaN unknown. */
struct inside {
	double queued_ns, other_ns;
};

/* True if tasks of LOOP, a sample of one worker, are processes: what these waited for a CPU is not known. */
static bool has_children(const struct sample *loop)
{
	const struct sample_worker *row = loop->workers.row;

	return loop->workers.row_count == 1 && row->cpu_ns != SAMPLE_UNKNOWN &&
	       loop->cpu_ns != SAMPLE_UNKNOWN &&
	       (double)loop->cpu_ns - (double)row->cpu_ns > CHILDREN_MIN * (double)loop->total_ns;
}

/* Adds the worker of ROW to INSIDE; its waits for a CPU are KNOWN, or there are none if the CPUs were QUIET.
 * It may have waited before its first task, too. */
static void add_worker(
	struct inside *inside, const struct sample_worker *row, bool known, bool quiet)
{
	double busy_ns = row->busy_ns == SAMPLE_UNKNOWN ? NAN : (double)row->busy_ns;
	double cpu_ns = row->cpu_ns == SAMPLE_UNKNOWN ? 0 : fmin((double)row->cpu_ns, busy_ns);
	double queued_ns = known && row->runqueue_ns != SAMPLE_UNKNOWN ? (double)row->runqueue_ns
			   : quiet                                     ? 0
								       : NAN;
	double other_ns = busy_ns - queued_ns;

	if (other_ns < cpu_ns) {
		other_ns = cpu_ns;
	}
	inside->other_ns += other_ns;
	inside->queued_ns += busy_ns - other_ns;
}

/* Of all workers of sample INDEX; KNOWN as in add_worker. */
static struct inside sample_inside(const struct judgement *judgement, size_t index, bool known)
{
	const struct sample_workers *workers = &judgement->samples->sample[index].workers;
	const struct flags *flags = &judgement->flags;
	bool quiet = !((flags->of[index] | flags->unread[index]) & FLAG_FOREIGN);
	struct inside inside = {0};

	for (uint32_t i = 0; i < workers->row_count; i++) {
		add_worker(&inside, &workers->row[i], known, quiet);
	}
	/* five numbers stand for many workers there; of none it is NaN */
	inside.queued_ns *= (double)workers->count / workers->row_count;
	inside.other_ns *= (double)workers->count / workers->row_count;
	return inside;
}

/* The medians over the samples of CELL, NaN if most are not known; KNOWN as in add_worker. */
static struct inside median_inside(
	const struct judgement *judgement, const struct cell_result *cell, bool known)
{
	double *queued = xcalloc(cell->sample_count, sizeof(*queued));
	double *other = xcalloc(cell->sample_count, sizeof(*other));
	size_t count = 0;

	for (size_t i = 0; i < cell->sample_count; i++) {
		struct inside inside = sample_inside(
			judgement, (size_t)(cell->sample[i] - judgement->samples->sample), known);

		queued[count] = inside.queued_ns;
		other[count] = inside.other_ns;
		count += isnan(inside.other_ns) ? 0 : 1;
	}
	count = 2 * count > cell->sample_count ? count : 0; /* few may be unlike the others */
	struct inside median = {
		stats_median(queued, count, 0.05).mid, stats_median(other, count, 0.05).mid};
	free(queued);
	free(other);
	return median;
}

/* The most that CPUs and tasks let WORKERS do. */
static double allowed_speedup(const struct judgement *judgement, size_t workload, uint32_t workers)
{
	const struct workload_result *result = &judgement->workloads[workload];
	double tasks = (double)result->workload->task_count;
	double by_tasks = tasks > 0 ? tasks / ceil(tasks / workers) : workers;

	return fmin(by_tasks, judgement_usable_cpus(judgement) / result->busy_share);
}

/* True if the gain from FROM to TO is hardly any, though more was allowed. */
static bool gains_little(const struct judgement *judgement, size_t workload,
	const struct cell_result *from, const struct cell_result *to)
{
	struct interval gain = relate(from, to).ratio;
	double allowed = fmin(2, allowed_speedup(judgement, workload, to->cell->workers) /
					 allowed_speedup(judgement, workload, from->cell->workers));

	return gain.exact && gain.mid <= 1 + fmax(GAIN_MAX, GAIN_SHARE_MAX * (allowed - 1)) &&
	       gain.high <= fmax(1 / CLEARLY, CLEARLY * allowed);
}

/* The first of POINT that the last, with twice its workers or more, gains hardly anything over; 0: none. */
static size_t find_flat(const struct judgement *judgement, size_t workload,
	const struct cell_result *const *point, size_t count)
{
	const struct cell_result *last = point[count - 1];

	for (size_t i = 1; i < count && last->cell->workers >= 2 * point[i]->cell->workers; i++) {
		if (gains_little(judgement, workload, point[i], last)) {
			return i;
		}
	}
	return 0;
}

/* True if AT used hardly more CPU time than LOOP, and left some of the CPUs' HAD_NS over. */
static bool leaves_cpus_idle(
	const struct cell_result *loop, const struct cell_result *at, double had_ns)
{
	return at->cpu_ns <= CPU_SHARE_MAX * had_ns &&
	       at->cpu_ns <= CPU_GROWTH_MAX * loop->cpu_ns + CPU_ROOM * had_ns;
}

/* True if no cell of WORKLOAD is shown to be faster than MOST. */
static bool nothing_beats(const struct judgement *judgement, size_t workload, double most)
{
	for (size_t i = 0; i < judgement->samples->run.cell_count; i++) {
		const struct cell_result *cell = &judgement->cells[i];

		if (cell->cell->workload == workload && cell->speedup.exact &&
			cell->speedup.low > most) {
			return false;
		}
	}
	return true;
}

static bool are_withdrawn(const struct judgement *judgement, size_t workload)
{
	struct questions questions;

	questions_ask(&questions, judgement, workload);
	return questions.withdrawn != 0;
}

/* Looks at the loop and the cells of one strategy, by rising workers. */
static void look_at(const struct judgement *judgement, size_t workload,
	const struct cell_result *const *point, size_t count, struct held *held)
{
	size_t flat = find_flat(judgement, workload, point, count);
	double usable = judgement_usable_cpus(judgement);

	if (flat == 0 || isnan(usable)) {
		return;
	}
	const struct cell_result *loop = point[0], *last = point[count - 1];
	uint32_t workers = last->cell->workers;
	double most = CLEARLY * allowed_speedup(judgement, workload, workers);
	double had_ns = last->time_ns.mid * fmin(workers, usable);

	held->from = point[flat]->cell->workers;
	held->to = workers;
	held->speedup = last->speedup;
	held->share = interval_inverse(&last->speedup);
	held->share.mid = fmin(1, held->share.mid);
	held->share.low = fmin(1, held->share.low);
	held->share.high = fmin(1, held->share.high);
	held->cpu_share = last->cpu_ns / had_ns;
	bool known = !has_children(loop->sample[0]);
	struct inside inside = median_inside(judgement, last, known);
	double alone_ns = median_inside(judgement, loop, true).other_ns;
	held->longer = inside.other_ns / alone_ns;
	/* a number that is not known is NaN, and holds against it */
	held->shown = last->speedup.high <= most && nothing_beats(judgement, workload, most) &&
		      leaves_cpus_idle(loop, last, had_ns) && held->longer >= LONGER_MIN &&
		      inside.other_ns - alone_ns >= HELD_MIN * inside.queued_ns &&
		      !are_withdrawn(judgement, workload);
}

/* The strategy, not per task, with the fastest cell of WORKLOAD; run.strategy_count if there is none. */
static size_t find_strategy(const struct judgement *judgement, size_t workload)
{
	const struct run *run = &judgement->samples->run;
	const struct cell_result *fastest = NULL;

	for (size_t i = 0; i < run->strategy_count; i++) {
		const struct cell_result *rival = fastest_cell(judgement, workload, i);

		if (rival && !strategy_ends_with(&run->strategies[i], "-per-task") &&
			(!fastest || rival->speedup.mid > fastest->speedup.mid)) {
			fastest = rival;
		}
	}
	return fastest ? fastest->cell->strategy : run->strategy_count;
}

void class_find_held(const struct judgement *judgement, size_t workload, struct held *held)
{
	const struct workload_result *result = &judgement->workloads[workload];
	const struct run *run = &judgement->samples->run;
	size_t strategy = find_strategy(judgement, workload), count;

	*held = (struct held){0};
	if (!result->baseline || result->alone == WORK_UNKNOWN || strategy == run->strategy_count) {
		return;
	}
	const struct cell_result **point = curve_points(judgement, workload, strategy, &count);

	held->strategy = &run->strategies[strategy];
	look_at(judgement, workload, point, count, held);
	free(point);
}

void class_say(const struct held *held, struct text *text)
{
	if (!held->shown) {
		return;
	}
	struct ratio_text speed = ratio_text(&held->speedup);

	add_sentence(text,
		"Held by something shared: %s stays at %s× (%s) from %u workers to %u, although it "
		"keeps the CPUs busy for only %.0f %% of the time and each task takes %.1f× as "
		"long. It is as if no more than %s tasks could get on at once: a lock held for "
		"%.0f "
		"%% of each (%.0f to %.0f) does that; a barrier or a disk may.",
		held->strategy->spec, speed.mid, speed.range, held->from, held->to,
		100 * held->cpu_share, held->longer, speed.mid, 100 * held->share.mid,
		100 * held->share.low, 100 * held->share.high);
}
