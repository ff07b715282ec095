/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A timeline in words: what tells most of it, and the two schedules as text. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/curve.h"
#include "show/lanes.h"
#include "show/timeline.h"
#include "show/words.h"

/* A smaller share of the workers' time is not worth a sentence. */
static const double SMALL = 0.03;
/* A sample that took so many times what the slowest of the others did is none of them. */
static const double UNLIKE = 1.2;

static const char *plural(uint64_t count)
{
	return count == 1 ? "" : "s";
}

const char *timeline_basis_words(enum timeline_basis basis)
{
	static const char *const words[] = {
		[TIMELINE_TASKS] = "each task as long as in the traced loop",
		[TIMELINE_MEAN] = "every task as long as the loop's mean",
		[TIMELINE_UNKNOWN] = "",
	};

	return words[basis];
}

/* ---- the message ---- */

/* Of all workers, those that did nothing left out. */
static double workers_ns(const struct timeline *timeline)
{
	return timeline->used * timeline->measured.makespan_ns;
}

static double share(const struct timeline *timeline, enum timeline_loss loss)
{
	return timeline->loss_ns[loss] / workers_ns(timeline);
}

bool timeline_has_tasks(const struct timeline *timeline)
{
	bool tasks = true;

	for (size_t i = 0; i < timeline->trace.count; i++) {
		tasks = tasks && timeline->trace.chunk[i].task_count <= 1;
	}
	return tasks;
}

struct timeline_tail timeline_find_tail(const struct timeline *timeline)
{
	double *end_ns = xcalloc(timeline->cell->workers, sizeof(*end_ns));
	struct timeline_tail tail = {
		.from_ns = timeline->measured.task[timeline->last].end_ns,
		.to_ns = timeline->measured.task[timeline->last].end_ns,
	};

	for (size_t i = 0; i < timeline->measured.task_count; i++) {
		const struct simulated_task *task = &timeline->measured.task[i];

		end_ns[task->worker] = fmax(end_ns[task->worker], task->end_ns);
	}
	for (uint32_t w = 0; w < timeline->cell->workers; w++) {
		bool used = end_ns[w] > 0;

		tail.waiting +=
			used && tail.to_ns - end_ns[w] > SMALL * timeline->measured.makespan_ns;
		if (used && end_ns[w] < tail.from_ns) {
			tail.from_ns = end_ns[w];
			tail.worker = w;
		}
	}
	free(end_ns);
	return tail;
}

static void say_tail(const struct timeline *timeline, struct text *text)
{
	struct timeline_tail tail = timeline_find_tail(timeline);
	char duration[32];

	lanes_duration(tail.to_ns - tail.from_ns, duration, sizeof(duration));
	if (tail.waiting <= 1) {
		text_add(text, "worker %u waits %s for ", tail.worker + 1, duration);
	} else {
		text_add(text, "%u of %u workers wait for ", tail.waiting, timeline->used);
	}
	text_add(text, "the last %s", timeline_has_tasks(timeline) ? "task" : "chunk");
	if (tail.waiting > 1) {
		text_add(text, ", up to %s", duration);
	}
}

static void say_longer(const struct timeline *timeline, struct text *text)
{
	double measured_ns = 0;

	for (size_t i = 0; i < timeline->measured.task_count; i++) {
		const struct simulated_task *task = &timeline->measured.task[i];

		measured_ns += task->end_ns - task->begin_ns;
	}
	double predicted_ns = measured_ns - timeline->loss_ns[TIMELINE_LONGER];
	double times = measured_ns / predicted_ns;
	if (predicted_ns > 0) {
		text_add(text, "tasks take %.*f times as long as predicted", times < 9.95 ? 1 : 0,
			times);
	} else {
		text_add(text, "tasks take longer than in the loop, where they take no time");
	}
}

static void say_start(const struct timeline *timeline, struct text *text)
{
	const struct run *run = &timeline->judgement->samples->run;
	const struct run_strategy *strategy = &run->strategies[timeline->cell->strategy];

	text_add(text, "starting %s takes %.0f %% of the workers' time",
		!strategy_ends_with(strategy, "-per-task") ? "the workers"
		: strcmp(strategy->kind, "process") == 0   ? "a process per task"
							   : "a thread per task",
		100 * share(timeline, TIMELINE_START));
}

enum timeline_loss timeline_largest(const struct timeline *timeline)
{
	enum timeline_loss most = TIMELINE_START;

	for (enum timeline_loss i = TIMELINE_START; i < TIMELINE_LOSSES; i++) {
		most = share(timeline, i) > share(timeline, most) ? i : most;
	}
	return share(timeline, most) > SMALL ? most : TIMELINE_LOSSES;
}

/* The workers that did something are busy for this share of the time. */
static double busy_share(const struct timeline *timeline)
{
	double busy = 1;

	for (enum timeline_loss i = TIMELINE_START; i < TIMELINE_LOSSES; i++) {
		busy -= i != TIMELINE_LONGER ? share(timeline, i) : 0;
	}
	return busy;
}

void timeline_message(const struct timeline *timeline, struct text *text)
{
	enum timeline_loss most = timeline_largest(timeline);

	if (timeline->sample->status != SAMPLE_OK) {
		text_add(text, "the traced sample ended %s after %zu chunk%s",
			sample_status_name(timeline->sample->status), timeline->trace.count,
			plural(timeline->trace.count));
	} else if (most == TIMELINE_LOSSES) {
		if (timeline->used > 2) {
			text_add(text, "all %u workers are", timeline->used);
		} else {
			text_add(text, timeline->used == 2 ? "both workers are" : "its worker is");
		}
		text_add(text, " busy %.0f %% of the time", 100 * busy_share(timeline));
	} else if (most == TIMELINE_TAIL) {
		say_tail(timeline, text);
	} else if (most == TIMELINE_LONGER) {
		say_longer(timeline, text);
	} else if (most == TIMELINE_START) {
		say_start(timeline, text);
	} else {
		text_add(text, "%.0f %% of the workers' time %s", 100 * share(timeline, most),
			most == TIMELINE_GAPS ? "lies between tasks"
					      : "is spent on ending the workers");
	}
}

bool timeline_compares(const struct timeline *timeline)
{
	return timeline->predicted.makespan_ns > 0 && timeline->sample->status == SAMPLE_OK;
}

void timeline_compare(const struct timeline *timeline, struct text *text)
{
	double times = timeline->measured.makespan_ns / timeline->predicted.makespan_ns;

	if (times >= 1.995) {
		text_add(text, "%.*f times as long as predicted", times < 9.95 ? 1 : 0, times);
	} else {
		text_add(text, "%.*f %% %s than predicted", fabs(times - 1) < 0.0995 ? 1 : 0,
			100 * fabs(times - 1), times < 1 ? "less" : "longer");
	}
}

/* ---- as text ---- */

static void add_words(
	const char *first, const struct table_style *style, struct text *words, struct text *text)
{
	char *folded = words_folded(words->text, style->utf8);

	words_wrap(text, first, "    ", folded, style->columns);
	free(folded);
	text_finish(words);
}

static void add_heading(
	const struct timeline *timeline, const struct table_style *style, struct text *text)
{
	const struct judgement *judgement = timeline->judgement;
	const struct cell_result *result =
		&judgement->cells[timeline->cell - judgement->samples->run.cells];
	struct text words = {0};
	char median[32];

	text_add(&words, "%s: a sample of its own, traced", timeline->cell->key);
	if (result->sample_count > 0) {
		lanes_duration(result->time_ns.mid, median, sizeof(median));
		text_add(&words, "; without a trace %s, median of %zu", median,
			result->sample_count);
	}
	add_words("", style, &words, text);
}

static void add_schedule(const struct timeline *timeline, const struct simulate_result *result,
	const struct table_style *style, struct text *text)
{
	bool measured = result == &timeline->measured;
	struct text words = {0};
	char takes[32];

	lanes_duration(result->makespan_ns, takes, sizeof(takes));
	text_add(&words, "%s: %s", measured ? "measured" : "predicted", takes);
	if (!measured) {
		text_add(&words, " with workers and chunks for free, %s",
			timeline_basis_words(timeline->basis));
	}
	text_add(text, "\n");
	add_words("  ", style, &words, text);
	lanes_add_merged(result, timeline_scale_ns(timeline), style, text);
}

/* Says so where the traced sample took much longer or less than all others of its cell. */
static void add_unlike(const struct timeline *timeline, struct text *words)
{
	const struct judgement *judgement = timeline->judgement;
	const struct cell_result *result =
		&judgement->cells[timeline->cell - judgement->samples->run.cells];
	double least_ns = INFINITY, most_ns = 0, took_ns = timeline->measured.makespan_ns;
	char least[32], most[32];

	for (size_t i = 0; i < result->sample_count; i++) {
		least_ns = fmin(least_ns, result->time[i]);
		most_ns = fmax(most_ns, result->time[i]);
	}
	if (result->sample_count == 0 || timeline->sample->status != SAMPLE_OK ||
		(took_ns < UNLIKE * most_ns && took_ns > least_ns / UNLIKE)) {
		return;
	}
	lanes_duration(least_ns, least, sizeof(least));
	lanes_duration(most_ns, most, sizeof(most));
	text_add(words, " It is not like the others of its cell, which took %s", least);
	if (strcmp(least, most) != 0) {
		text_add(words, " to %s", most);
	}
	text_add(words, ".");
}

static void add_message(
	const struct timeline *timeline, const struct table_style *style, struct text *text)
{
	struct text words = {0};

	timeline_message(timeline, &words);
	if (words.text[0] >= 'a' && words.text[0] <= 'z') {
		words.text[0] = (char)(words.text[0] - 'a' + 'A');
	}
	if (timeline_compares(timeline)) {
		text_add(&words, "; the sample took ");
		timeline_compare(timeline, &words);
	}
	text_add(&words, ".");
	add_unlike(timeline, &words);
	add_words("  > ", style, &words, text);
}

void timeline_add(
	const struct timeline *timeline, const struct table_style *style, struct text *text)
{
	add_heading(timeline, style, text);
	if (timeline->basis != TIMELINE_UNKNOWN) {
		add_schedule(timeline, &timeline->predicted, style, text);
	}
	add_schedule(timeline, &timeline->measured, style, text);
	lanes_legend_of(timeline_has_tasks(timeline) ? "task" : "chunk of tasks", style, text);
	add_message(timeline, style, text);
}
