/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a task must be, in words. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "judge/curve.h"
#include "judge/granularity.h"
#include "judge/relation.h"
#include "judge/sentences.h"

enum { LENGTH_BYTES = 32 };

/* Lengths are said in one unit as far as they go. */
static const char *unit_of(double ns)
{
	return ns < 999.5e3 ? "µs" : "ms";
}

/* Two digits, or as many as stand before the point. */
static void add_value(struct text *text, double ns)
{
	double value = ns / (ns < 999.5e3 ? 1e3 : 1e6);

	text_add(text, "%.*f", value < 0.995 ? 2 : value < 9.95 ? 1 : 0, value);
}

static void add_length(struct text *text, double ns)
{
	add_value(text, ns);
	text_add(text, " %s", unit_of(ns));
}

/* Adds NS behind a length of IN_NS: with its unit only if that is another. */
static void add_number(struct text *text, double ns, double in_ns)
{
	add_value(text, ns);
	if (strcmp(unit_of(ns), unit_of(in_ns)) != 0) {
		text_add(text, " %s", unit_of(ns));
	}
}

static double longest_of(const struct granularity_curve *curve)
{
	return curve->point[curve->count - 1].task_ns;
}

/* " (170 to 190)", in the unit of the length before it unless another suits; nothing where nothing is open. */
static void add_range(
	struct text *text, const struct granularity_curve *curve, const struct interval *length)
{
	double shortest_ns = curve->point[0].task_ns;

	if (length->low == length->high) {
		return;
	}
	text_add(text, " (");
	if (isinf(length->mid)) {
		text_add(text, "or from ");
		add_length(text, length->low);
	} else if (length->mid == 0) {
		text_add(text, "or up to ");
		add_length(text, length->high);
	} else if (isinf(length->high)) {
		text_add(text, length->low > 0 ? "" : "below ");
		add_length(text, fmax(length->low, shortest_ns));
		text_add(text, " or more");
	} else {
		text_add(text, length->low > 0 ? "" : "below ");
		add_number(text, fmax(length->low, shortest_ns), length->mid);
		text_add(text, " to ");
		add_number(text, length->high, length->mid);
	}
	text_add(text, ")");
}

void granularity_add_mark(
	const struct granularity_curve *curve, enum granularity_level level, struct text *text)
{
	const struct interval *length = &curve->mark[level].task_ns;

	if (length->low == 0 && isinf(length->high)) {
		text_add(text, "cannot tell");
		return;
	}
	if (length->mid == 0) {
		text_add(text, "below ");
		add_length(text, curve->point[0].task_ns);
	} else if (isinf(length->mid)) {
		text_add(text, "not up to ");
		add_length(text, longest_of(curve));
	} else {
		add_length(text, length->mid);
	}
	add_range(text, curve, length);
}

static const char *name_of(
	const struct granularity *granularity, const struct granularity_curve *curve)
{
	return granularity->judgement->samples->run.strategies[curve->strategy].spec;
}

/* ---- sentences ---- */

/* True if A beats the loop with shorter tasks than B, or as short ones more surely, or by more. */
static bool beats_sooner(const struct granularity_curve *a, const struct granularity_curve *b)
{
	const struct interval *x = &a->mark[GRANULARITY_EVEN].task_ns;
	const struct interval *y = &b->mark[GRANULARITY_EVEN].task_ns;

	if (x->mid != y->mid || x->high != y->high) {
		return x->mid < y->mid || (x->mid == y->mid && x->high < y->high);
	}
	return a->point[0].efficiency.mid > b->point[0].efficiency.mid;
}

static const struct granularity_curve *first_to_beat(const struct granularity *granularity)
{
	const struct granularity_curve *first = &granularity->curve[0];

	for (size_t i = 1; i < granularity->count; i++) {
		first = beats_sooner(&granularity->curve[i], first) ? &granularity->curve[i]
								    : first;
	}
	return first;
}

/* The curve that is 90 % efficient last. */
static const struct granularity_curve *last_to_suit(const struct granularity *granularity)
{
	const struct granularity_curve *last = &granularity->curve[0];

	for (size_t i = 1; i < granularity->count; i++) {
		const struct granularity_curve *curve = &granularity->curve[i];
		double a = curve->mark[GRANULARITY_MOST].task_ns.mid;
		double b = last->mark[GRANULARITY_MOST].task_ns.mid;
		bool more_at_half = curve->mark[GRANULARITY_HALF].task_ns.mid >
				    last->mark[GRANULARITY_HALF].task_ns.mid;

		last = a > b || (a == b && more_at_half) ? curve : last;
	}
	return last;
}

/* True if it can't be told below which length to stay sequential: not even a shortest or a longest one. */
static bool is_vague(const struct interval *even)
{
	bool shortest = even->high == 0, longest = isinf(even->low);
	bool within = even->mid > 0 && even->low > 0 && isfinite(even->high);

	return !shortest && !longest && !within;
}

void granularity_headline(const struct granularity *granularity, struct text *text)
{
	const struct granularity_curve *first = first_to_beat(granularity);
	const struct granularity_curve *last = last_to_suit(granularity);
	double even_ns = first->mark[GRANULARITY_EVEN].task_ns.mid;
	const struct interval *most = &last->mark[GRANULARITY_MOST].task_ns;
	uint32_t rounds = granularity->judgement->round_count;

	if (rounds < STATS_INTERVAL_MIN) { /* which show nothing yet */
		text_add(text, "Efficiency by the length of a task, after %u round%s", rounds,
			rounds == 1 ? "" : "s");
		return;
	}
	if (is_vague(&first->mark[GRANULARITY_EVEN].task_ns)) {
		text_add(text, "How long a task must be cannot be told well");
	} else if (even_ns == 0) {
		text_add(text, "Tasks of ");
		add_length(text, first->point[0].task_ns);
		text_add(text, " are worth a worker");
	} else if (isinf(even_ns)) {
		text_add(text, "No strategy beats the loop with tasks of up to ");
		add_length(text, granularity->longest_ns);
	} else {
		text_add(text, "Below ");
		add_length(text, even_ns);
		text_add(text, " stay sequential");
	}
	if (most->mid > 0 && isfinite(most->high)) {
		text_add(text, "; from ");
		add_length(text, most->mid);
		text_add(text, " on even %s is fine", name_of(granularity, last));
	}
}

static void say_even(const struct granularity *granularity, struct text *text)
{
	const struct granularity_curve *best = first_to_beat(granularity);
	struct text length = {0};

	const struct interval *even = &best->mark[GRANULARITY_EVEN].task_ns;
	if (even->high == 0) {
		struct ratio_text ratio = ratio_text(&best->point[0].cell->speedup);

		add_length(&length, best->point[0].task_ns);
		add_sentence(text,
			"Even tasks of %s, the shortest tried, are worth it: with %s %s× as fast "
			"as the loop (%s).",
			length.text, name_of(granularity, best), ratio.mid, ratio.range);
	} else if (isinf(even->low)) {
		add_length(&length, granularity->longest_ns);
		add_sentence(text,
			"Stay sequential: with tasks of up to %s none of these beats the loop.",
			length.text);
	} else if (even->low == 0 && isinf(even->high)) {
		add_sentence(text,
			"From where on the first of these, %s, beats the loop cannot be told.",
			name_of(granularity, best));
	} else if (!is_vague(even)) {
		granularity_add_mark(best, GRANULARITY_EVEN, &length);
		add_sentence(text,
			"Below %s stay sequential: the loop is quicker than any of these.",
			length.text);
	} else {
		granularity_add_mark(best, GRANULARITY_EVEN, &length);
		add_sentence(text,
			"From where on the first of these, %s, beats the loop cannot be told well: "
			"%s.",
			name_of(granularity, best), length.text);
	}
	text_finish(&length);
}

static void say_most(const struct granularity *granularity, struct text *text)
{
	const struct granularity_curve *worst = last_to_suit(granularity);
	const char *even = granularity->count > 1 ? "even " : "";
	struct text length = {0};

	const struct interval *most = &worst->mark[GRANULARITY_MOST].task_ns;
	const char *name = name_of(granularity, worst);
	if (most->low == 0 && isinf(most->high)) {
		add_sentence(text, "From where on %s is 90 %% efficient cannot be told.", name);
	} else if (isinf(most->low)) {
		const struct granularity_point *last = &worst->point[worst->count - 1];

		add_length(&length, last->task_ns);
		add_sentence(text,
			"%s is not 90 %% efficient with tasks of up to %s: %.0f %% with those "
			"(%.0f to %.0f).",
			name, length.text, 100 * last->efficiency.mid, 100 * last->efficiency.low,
			100 * last->efficiency.high);
	} else if (most->high == 0) {
		add_length(&length, worst->point[0].task_ns);
		add_sentence(text, "%s%s is 90 %% efficient with tasks of %s and more.",
			granularity->count > 1 ? "Even " : "", name, length.text);
	} else if (most->mid == 0 || isinf(most->high)) {
		granularity_add_mark(worst, GRANULARITY_MOST, &length);
		add_sentence(text, "From where on %s is 90 %% efficient cannot be told well: %s.",
			name, length.text);
	} else {
		granularity_add_mark(worst, GRANULARITY_MOST, &length);
		add_sentence(text, "From %s on %s%s is fine, at least 90 %% efficient.",
			length.text, even, name);
	}
	text_finish(&length);
}

/* What can be done about tasks that are too short. A split has no chunks. */
static void say_chunks(const struct granularity *granularity, struct text *text)
{
	const struct run *run = &granularity->judgement->samples->run;

	for (size_t i = 0; i < granularity->count; i++) {
		const struct granularity_curve *curve = &granularity->curve[i];
		const struct run_strategy *strategy = &run->strategies[curve->strategy];

		if (!strategy_ends_with(strategy, "-split") &&
			curve->mark[GRANULARITY_MOST].task_ns.mid > 0) {
			add_sentence(text,
				"Where tasks are shorter, chunk=N hands out N of them as one.");
			return;
		}
	}
}

/* Starting the workers is part of every sample, so how much work there is in all matters. */
static void say_work(const struct granularity *granularity, struct text *text)
{
	const struct judgement *judgement = granularity->judgement;
	double least_ns = INFINITY;
	struct text length = {0};

	for (size_t w = 0; w < judgement->samples->run.workload_count; w++) {
		const struct cell_result *loop = judgement->workloads[w].baseline;

		if (loop && loop->time_ns.mid > 0) {
			least_ns = fmin(least_ns, loop->time_ns.mid);
		}
	}
	add_length(&length, least_ns);
	add_sentence(text,
		"Each length has %s of work or more in all; with less, making the workers weighs "
		"more.",
		length.text);
	text_finish(&length);
}

static const char *level_words(enum granularity_level level)
{
	static const char *const words[] = {
		"beats the loop", "is 50 % efficient", "is 90 % efficient"};

	return words[level];
}

/* Efficiencies that fall again: of each curve the lowest level is enough. */
static void say_lost(const struct granularity *granularity, struct text *text)
{
	for (size_t i = 0; i < granularity->count; i++) {
		const struct granularity_curve *curve = &granularity->curve[i];
		enum granularity_level level = GRANULARITY_EVEN;
		struct text length = {0};

		while (level < GRANULARITY_LEVELS && isnan(curve->mark[level].lost_ns)) {
			level++;
		}
		if (level == GRANULARITY_LEVELS) {
			continue;
		}
		add_length(&length, curve->mark[level].lost_ns);
		add_sentence(text, "%s %s with shorter tasks, too, but not with those of %s.",
			name_of(granularity, curve), level_words(level), length.text);
		text_finish(&length);
	}
}

void granularity_say(const struct granularity *granularity, struct text *text)
{
	if (granularity->count == 0) {
		add_sentence(text, "No task length could be compared with its loop.");
		return;
	}
	granularity_say_withdrawn(granularity, text);
	say_even(granularity, text);
	say_most(granularity, text);
	say_chunks(granularity, text);
	say_lost(granularity, text);
	granularity_say_capacity(granularity, text);
	say_work(granularity, text);
	granularity_say_rounds(granularity, text);
}
