/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The titles of charts: one message each, read off the numbers, or a neutral title. */
#include "show/headline.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "judge/curve.h"
#include "judge/questions.h"
#include "judge/relation.h"
#include "show/label.h"
#include "text.h"

enum { NAME_COLUMNS = 36 };

/* What the numbers carry about more workers, of the strategy that is recommended. */
enum finding {
	FINDING_NONE,    /* nothing for sure */
	FINDING_LOOP,    /* nothing is shown to beat the loop */
	FINDING_STILL,   /* more workers help up to the most tried */
	FINDING_PLATEAU, /* no gain beyond the pick */
	FINDING_NEAR,    /* the pick comes near the best */
};

struct message {
	enum finding finding;
	const struct cell_result *loop, *pick, *last; /* pick is NULL unless one beats the loop */
	double gap; /* FINDING_NEAR: by how much of its time the best may be faster than the pick */
	double loss; /* time(last) / time(pick) where that is shown to be above 1, else 1 */
	bool threads;
};

/* True if something can be said about WORKLOAD: its loop has an interval, and its verdicts stand. */
static bool can_tell(const struct judgement *judgement, size_t workload)
{
	const struct cell_result *baseline = judgement->workloads[workload].baseline;
	struct questions questions;

	if (!baseline || !baseline->time_ns.exact || baseline->sample_count == 0) {
		return false;
	}
	questions_ask(&questions, judgement, workload);
	return questions.withdrawn == 0;
}

/* True if every point of CURVE after its pick is shown to gain nothing worth having. */
static bool is_flat_beyond_pick(const struct curve *curve)
{
	for (size_t i = curve->pick + 1; i < curve->count; i++) {
		struct interval gain = relate(curve->point[curve->pick], curve->point[i]).ratio;

		if (!gain.exact || !(gain.high <= 1 + RELATION_BLUR)) {
			return false;
		}
	}
	return true;
}

/* Fills in the finding of CURVE and its numbers. */
static void find_message(const struct curve *curve, struct message *message)
{
	const struct choice *choice = &curve->choice;

	if (choice->end == CHOICE_LOOP) {
		message->finding = FINDING_LOOP;
	} else if (curve->count <= 2 || choice->end != CHOICE_USE || !message->pick) {
		return;
	} else if (choice->behind.high > 1 + RELATION_BLUR) {
		message->finding = FINDING_NEAR;
		message->gap = choice->behind.high - 1;
	} else if (curve->pick == curve->count - 1) {
		message->finding = FINDING_STILL;
	} else if (is_flat_beyond_pick(curve)) {
		struct related end = relate(message->last, message->pick);

		message->finding = FINDING_PLATEAU;
		message->loss = end.relation == RELATION_SLOWER ? end.ratio.mid : 1;
	}
}

static struct message message_of(const struct judgement *judgement, size_t workload)
{
	struct message message = {.finding = FINDING_NONE, .loss = 1};
	struct curve curve;

	message.loop = judgement->workloads[workload].baseline;
	if (!can_tell(judgement, workload)) {
		return message;
	}
	curve_init(&curve, judgement, workload);
	if (curve.count > 1) {
		const struct run_strategy *strategy =
			&judgement->samples->run.strategies[curve.strategy];

		message.threads = label_on_threads(strategy);
		message.last = curve.point[curve.count - 1];
		message.pick = curve.pick > 0 ? curve.point[curve.pick] : NULL;
	}
	find_message(&curve, &message);
	curve_finish(&curve);
	return message;
}

void headline_speedup(const struct judgement *judgement, size_t workload, char *title, size_t bytes)
{
	struct message message = message_of(judgement, workload);
	const char *workers = label_workers(message.threads, 2);
	char name[LABEL_BYTES], loss[64] = "";

	label_workload(&judgement->samples->run, workload, NAME_COLUMNS, name);
	switch (message.finding) {
	case FINDING_LOOP:
		snprintf(title, bytes, "%s: nothing here is shown to beat the loop", name);
		break;
	case FINDING_STILL:
		snprintf(title, bytes, "%s: more %s help up to %u, the most tried", name, workers,
			message.last->cell->workers);
		break;
	case FINDING_PLATEAU:
		if (message.loss > 1) {
			snprintf(loss, sizeof(loss), ", %u take %.0f %% longer",
				message.last->cell->workers, 100 * (message.loss - 1));
		}
		snprintf(title, bytes, "%s: %s stop helping at %u worker%s%s", name, workers,
			message.pick->cell->workers, message.pick->cell->workers == 1 ? "" : "s",
			loss);
		break;
	case FINDING_NEAR:
		snprintf(title, bytes, "%s: %u %s come within %.0f %% of the best", name,
			message.pick->cell->workers,
			label_workers(message.threads, message.pick->cell->workers),
			ceil(100 * message.gap));
		break;
	default:
		snprintf(title, bytes, "%s: speedup by number of workers", name);
	}
}

void headline_time(const struct judgement *judgement, size_t workload, char *title, size_t bytes)
{
	struct message message = message_of(judgement, workload);
	char name[LABEL_BYTES], loop[32], best[32];

	label_workload(&judgement->samples->run, workload, NAME_COLUMNS, name);
	if (message.pick && message.pick->speedup.low > 1) {
		uint32_t workers = message.pick->cell->workers;

		format_duration(message.loop->time_ns.mid, loop, sizeof(loop));
		format_duration(message.pick->time_ns.mid, best, sizeof(best));
		snprintf(title, bytes, "%s: %s in a loop, %s with %u %s", name, loop, best, workers,
			label_workers(message.threads, workers));
	} else if (message.finding == FINDING_LOOP) {
		format_duration(message.loop->time_ns.mid, loop, sizeof(loop));
		snprintf(title, bytes, "%s: nothing here is shown to beat the loop’s %s", name,
			loop);
	} else {
		snprintf(title, bytes, "%s: time by number of workers", name);
	}
}

/* What counts as keeping the workers busy. */
static const double EFFICIENT = 0.8;

/* How many of the points of CURVE behind the loop are shown to be EFFICIENT, from the first on; -1 if it
 * can't be told where that ends. */
static int count_efficient(const struct curve *curve)
{
	for (size_t i = 1; i < curve->count; i++) {
		const struct cell_result *point = curve->point[i];
		double unit = point->speedup.mid / point->efficiency;

		if (!(point->speedup.low >= EFFICIENT * unit)) {
			return point->speedup.high < EFFICIENT * unit ? (int)i - 1 : -1;
		}
	}
	return (int)curve->count - 1;
}

void headline_efficiency(
	const struct judgement *judgement, size_t workload, char *title, size_t bytes)
{
	struct message message = message_of(judgement, workload);
	char name[LABEL_BYTES];
	struct curve curve = {0};
	int efficient = -1;

	label_workload(&judgement->samples->run, workload, NAME_COLUMNS, name);
	if (can_tell(judgement, workload)) {
		curve_init(&curve, judgement, workload);
		efficient = curve.count > 2 ? count_efficient(&curve) : -1;
	}
	if (efficient < 0) {
		snprintf(title, bytes, "%s: efficiency by number of workers", name);
	} else if (efficient == 0) {
		snprintf(title, bytes, "%s: even %u %s reach%s less than %.0f %% of the ideal",
			name, curve.point[1]->cell->workers,
			label_workers(message.threads, curve.point[1]->cell->workers),
			curve.point[1]->cell->workers == 1 ? "es" : "", 100 * EFFICIENT);
	} else {
		snprintf(title, bytes, "%s: %s keep at least %.0f %% of the ideal up to %u%s", name,
			label_workers(message.threads, 2), 100 * EFFICIENT,
			curve.point[efficient]->cell->workers,
			(size_t)efficient + 1 == curve.count ? ", the most tried" : "");
	}
	curve_finish(&curve);
}

/* True if all counts up to the CPUs are shown to do worse than the pick of CURVE. */
static bool cpus_do_worse(const struct curve *curve, double cpus)
{
	for (size_t i = 0; i < curve->count && curve->point[i]->cell->workers <= cpus; i++) {
		if (relate(curve->point[i], curve->point[curve->pick]).relation !=
			RELATION_SLOWER) {
			return false;
		}
	}
	return true;
}

/* 1 if WORKLOAD is shown to gain from more workers than CPUs, 0 if it is shown not to, else -1. */
static int gains_beyond_cpus(const struct judgement *judgement, size_t workload)
{
	double cpus = ceil(judgement_usable_cpus(judgement));
	struct curve curve;
	int gains = -1;

	if (!can_tell(judgement, workload)) {
		return -1;
	}
	curve_init(&curve, judgement, workload);
	if (curve.count > 1 && curve.point[curve.count - 1]->cell->workers > cpus) {
		bool sure = curve.choice.end == CHOICE_USE || curve.choice.end == CHOICE_LOOP;

		if (sure && curve.point[curve.pick]->cell->workers <= cpus) {
			gains = 0;
		} else if (sure && cpus_do_worse(&curve, cpus)) {
			gains = 1;
		}
	}
	curve_finish(&curve);
	return gains;
}

static const char *gain_verb(bool all_told, bool singular)
{
	if (all_told) {
		return singular ? "gains" : "gain";
	}
	return singular ? "is shown to gain" : "are shown to gain";
}

void headline_overview(const struct judgement *judgement, char *title, size_t bytes)
{
	size_t count = judgement->samples->run.workload_count, told = 0, gaining = 0;

	if (count == 1) {
		headline_speedup(judgement, 0, title, bytes);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		int gains = gains_beyond_cpus(judgement, i);

		told += gains >= 0;
		gaining += gains == 1;
	}
	if (gaining == 0 && (told < count || count == 0)) {
		snprintf(title, bytes, "Speedup by number of workers");
	} else if (gaining == 0) {
		snprintf(title, bytes, "No workload gains from more workers than CPUs");
	} else if (gaining == count) {
		snprintf(title, bytes, "All %zu workloads gain from more workers than CPUs", count);
	} else {
		const char *verb = gain_verb(told == count, gaining == 1);

		snprintf(title, bytes, "%zu of %zu workloads %s from more workers than CPUs",
			gaining, count, verb);
	}
}
