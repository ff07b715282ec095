/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to use and why, in words. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/advice.h"
#include "judge/at_once.h"
#include "judge/questions.h"
#include "judge/relation.h"
#include "judge/sentences.h"

static const struct run_strategy *strategy_at(const struct advice *advice, size_t index)
{
	return &advice->judgement->samples->run.strategies[index];
}

static const struct run_strategy *strategy_of(
	const struct advice *advice, const struct cell_result *cell)
{
	return strategy_at(advice, cell->cell->strategy);
}

/* "15 threads (thread-pool)", "15 at once (thread-pool)" for a command of the user's own, "the loop". */
static void add_cell(const struct advice *advice, const struct cell_result *cell, struct text *text)
{
	const struct run_strategy *strategy = strategy_of(advice, cell);
	bool process = strcmp(strategy->kind, "process") == 0;
	uint32_t workers = cell->cell->workers;

	if (cell->cell->baseline) {
		text_add(text, "the loop");
	} else if (at_once_is_asked(advice->judgement, advice->workload)) {
		text_add(text, "%u at once (%s)", workers, strategy->spec);
	} else if (process) {
		text_add(text, "%u process%s (%s)", workers, workers == 1 ? "" : "es",
			strategy->spec);
	} else {
		text_add(
			text, "%u thread%s (%s)", workers, workers == 1 ? "" : "s", strategy->spec);
	}
}

enum { DIGITS_MIN = 2, DIGITS_MAX = 3 };

/* A number as it is printed: "18", "2", "0.012". */
struct figure {
	char text[32];
};

/* VALUE with DIGITS digits, but those before the point whole as far as DIGITS_MAX go. */
static struct figure figure_of(double value, int digits)
{
	struct figure figure;
	double whole = floor(log10(fmax(value, 1) + 0.5)) + 1; /* 99.5 becomes 100 */
	double unit = pow(10, fmax(whole - DIGITS_MAX, 0));

	snprintf(figure.text, sizeof(figure.text), "%.*g", unit > 1 ? 15 : (int)fmax(digits, whole),
		unit > 1 ? round(value / unit) * unit : value);
	return figure;
}

static void add_number(double value, struct text *text)
{
	text_add(text, "%s", figure_of(value, DIGITS_MIN).text);
}

/* "1.5 CPUs (quota)". */
static void add_cpus(const struct advice_formula *formula, struct text *text)
{
	text_add(text, "%s CPU%s%s", figure_of(formula->cpus, DIGITS_MAX).text,
		formula->cpus == 1 ? "" : "s",
		formula->quota    ? " (quota)"
		: formula->probed ? "’ worth (by the probes)"
				  : "");
}

/* The workers that come of what is printed of FORMULA with DIGITS. */
static double printed_workers(const struct advice_formula *formula, int digits)
{
	double cpus = strtod(figure_of(formula->cpus, DIGITS_MAX).text, NULL);
	double wait = strtod(figure_of(formula->wait_ns * 1e-6, digits).text, NULL);
	double cpu = strtod(figure_of(formula->cpu_ns * 1e-6, digits).text, NULL);

	return cpus * (1 + wait / cpu);
}

/* True if what is printed of FORMULA with DIGITS computes. */
static bool computes(const struct advice_formula *formula, int digits)
{
	return strcmp(figure_of(printed_workers(formula, digits), DIGITS_MIN).text,
		       figure_of(formula->workers, DIGITS_MIN).text) == 0;
}

/* ", but 2 take 1.04× the time (1.01 to 1.07)": POINT against OTHER. */
static void add_cost(const struct advice *advice, const struct cell_result *point,
	const struct cell_result *other, struct text *text)
{
	struct interval ratio = relate(point, other).ratio;
	struct ratio_text words = ratio_text(&ratio);

	text_add(text, ", but %u %s %s× the time", point->cell->workers,
		ratio.low <= 1              ? "may take"
		: point->cell->workers == 1 ? "takes"
					    : "take",
		words.mid);
	if (other != advice->curve.choice.cell) {
		text_add(text, " of ");
		add_cell(advice, other, text);
	}
	text_add(text, " (%s)", words.range);
}

/* That the count which the loop explains does worse than the pick, or was rejected for its own time. */
static void add_deviation(const struct advice *advice, double count, struct text *text)
{
	const struct curve *curve = &advice->curve;
	const struct cell_result *pick = curve->point[curve->pick];

	for (size_t i = 1; i < curve->count; i++) {
		const struct cell_result *point = curve->point[i];
		bool outside = i < curve->pick || i > curve->level_to;

		if (!outside || point->cell->workers != (uint32_t)ceil(count)) {
			continue;
		}
		struct interval behind = relate(point, curve->choice.best).ratio;
		if (relate(point, pick).relation == RELATION_SLOWER) {
			add_cost(advice, point, pick, text);
		} else if (i < curve->pick && behind.exact && !choice_costs_nothing(&behind)) {
			add_cost(advice, point, curve->choice.best, text);
		}
	}
}

/* "1.5 CPUs (quota) × (1 + 18 ms waiting / 2 ms computing) = 15". */
static void add_product(const struct advice_formula *formula, struct text *text)
{
	int digits = computes(formula, DIGITS_MIN) ? DIGITS_MIN : DIGITS_MAX;

	add_cpus(formula, text);
	if (!isnan(formula->workers)) {
		text_add(text, " × (1 + %s ms waiting / %s ms computing) %s ",
			figure_of(formula->wait_ns * 1e-6, digits).text,
			figure_of(formula->cpu_ns * 1e-6, digits).text,
			computes(formula, digits) ? "=" : "≈");
		add_number(formula->workers, text);
	}
}

/* Why that many. */
static void add_reason(const struct advice *advice, struct text *text)
{
	const struct advice_formula *formula = &advice->formula;
	double count = isnan(formula->workers) ? formula->cpus : formula->workers;
	double tasks = (double)formula->tasks;

	if (!isnan(formula->shared)) {
		text_add(text, ": what tasks share lets ");
		add_number(formula->shared, text);
		text_add(text, " get on at once");
	} else if (!isnan(count)) {
		text_add(text, ": ");
		add_product(formula, text);
		if (tasks > 0 && tasks < count) {
			text_add(text, ", but only %.0f task%s", tasks, tasks == 1 ? "" : "s");
		} else if (count < SAMPLES_WORKERS_MAX) {
			add_deviation(advice, count, text);
		}
	}
}

/* True if counts above the last point were tried and have no interval. */
static bool tried_more(const struct advice *advice)
{
	const struct curve *curve = &advice->curve;
	const struct run_cell *last = curve->point[curve->count - 1]->cell;
	const struct run *run = &advice->judgement->samples->run;

	for (size_t i = 0; i < run->cell_count; i++) {
		const struct run_cell *cell = &run->cells[i];

		if (cell->workload == last->workload && cell->strategy == last->strategy &&
			cell->workers > last->workers) {
			return true;
		}
	}
	return false;
}

/* True if only one count was tried, and there are tasks for more. */
static bool may_help_more(const struct advice *advice)
{
	const struct advice_formula *formula = &advice->formula;
	uint32_t workers = advice->curve.point[advice->curve.pick]->cell->workers;
	double room = isnan(formula->workers) ? formula->cpus : formula->workers;
	bool slower = advice->bound != BOUND_UNKNOWN && advice->bound != BOUND_TRIED &&
		      advice->bound != BOUND_UNEVEN && advice->bound != BOUND_LONGEST;

	return !slower && !tried_more(advice) && workers < room &&
	       (formula->tasks == 0 || workers < formula->tasks);
}

/* What the counts around the pick were measured to do. */
static void add_plateau(const struct advice *advice, struct text *text)
{
	const struct curve *curve = &advice->curve;
	const struct cell_result *pick = curve->point[curve->pick];
	const struct cell_result *last = curve->point[curve->count - 1];
	const char *tried = tried_more(advice) ? "with enough times" : "tried";

	if (curve->pick < curve->level_to) {
		text_add(text, "; measured plateau %u to %u", pick->cell->workers,
			curve->point[curve->level_to]->cell->workers);
	}
	if (curve->count == 2) {
		text_add(text, "; the only count %s%s", tried,
			may_help_more(advice) ? "; more may help" : "");
	} else if (curve->level_to == curve->count - 1) {
		text_add(text, "%s the most %s", curve->pick < curve->level_to ? "," : ";", tried);
	}
	struct related end = relate(last, pick);
	if (last != pick && end.relation == RELATION_SLOWER) {
		struct interval speed = interval_inverse(&end.ratio);
		struct ratio_text words = ratio_text(&speed);

		text_add(text, "; %u are slower, %s× (%s)", last->cell->workers, words.mid,
			words.range);
	}
}

/* That another cell may be the better one, by how much. */
static void add_better(const struct advice *advice, struct text *text)
{
	const struct choice *choice = &advice->curve.choice;

	if (choice->best == choice->cell || choice->behind.high <= 1 + RELATION_BLUR) {
		return;
	}
	text_add(text, " But ");
	add_cell(advice, choice->best, text);
	text_add(text, " may be up to %.0f %% faster.", ceil((choice->behind.high - 1) * 100));
}

/* The runner-up, by RATIO = its time / that of the chosen cell. */
static void add_next(const struct advice *advice, struct text *text)
{
	const struct choice *choice = &advice->curve.choice;
	const struct interval *ratio = &choice->ahead;

	if (!choice->next || !ratio->exact) {
		return;
	}
	struct ratio_text words = ratio_text(ratio);
	double reach = 100 * (fmax(ratio->high, 1 / ratio->low) - 1);
	bool seen = ratio->low > 1 || ratio->high < 1;

	text_add(text, " Next: ");
	add_cell(advice, choice->next, text);
	if (reach <= 100 * RELATION_BLUR && (!seen || effect_of(ratio) < VERDICT_MARGIN)) {
		text_add(text, ", no difference %s (± %.1f %%).",
			seen ? "that matters" : "you can see", reach);
	} else if (seen) {
		text_add(text, ", %s× the time (%s).", words.mid, words.range);
	} else {
		text_add(text, ", cannot tell (%s× the time).", words.range);
	}
}

static void say_use(const struct advice *advice, struct text *text)
{
	bool said_more = advice->curve.count == 2 && may_help_more(advice);

	text_add(text, "Use ");
	add_cell(advice, advice->curve.choice.cell, text);
	add_reason(advice, text);
	add_plateau(advice, text);
	text_add(text, ".");
	add_better(advice, text);
	if (advice->bound == BOUND_TRIED) {
		text_add(text, said_more ? "" : " More may help.");
	} else if (advice->bound != BOUND_UNKNOWN && advice->bound != BOUND_SHARED) {
		text_add(text, " Bound by %s.", advice_bound_words(advice->bound));
	}
	add_next(advice, text);
}

static void say_loop(const struct advice *advice, struct text *text)
{
	bool may_beat = choice_may_beat_loop(advice->judgement, advice->workload);

	text_add(text, "Stay sequential: nothing here %s the loop.",
		may_beat ? "is shown to beat" : "beats");
	if (advice->bound != BOUND_UNKNOWN && advice->bound != BOUND_TRIED) {
		text_add(text, " Bound by %s.", advice_bound_words(advice->bound));
	}
	add_next(advice, text);
}

static void say_open(const struct advice *advice, struct text *text)
{
	const struct choice *choice = &advice->curve.choice;
	struct ratio_text words = ratio_text(&choice->gain);
	struct questions questions;

	questions_ask(&questions, advice->judgement, advice->workload);
	bool noisy = questions_are_noisy(&questions);
	const char *outlook =
		noisy ? ": this machine is too noisy now" : "; more rounds would tell";
	if (choice->behind.high > 1 + CHOICE_OPEN_MIN) {
		text_add(text, "Cannot tell: ");
		add_cell(advice, choice->cell, text);
		text_add(text, " may do, or ");
		add_cell(advice, choice->best, text);
		text_add(text, " be up to %.1f× as fast%s.", choice->behind.high, outlook);
	} else {
		text_add(text, "Cannot tell whether more workers help: ");
		add_cell(advice, choice->best, text);
		text_add(text, " %s %s× as fast as the loop%s.",
			choice->best->cell->workers == 1 ? "is" : "are", words.range, outlook);
	}
}

static void say_none(const struct advice *advice, struct text *text)
{
	const struct run *run = &advice->judgement->samples->run;
	bool others = false;

	for (size_t i = 0; i < run->cell_count; i++) {
		others = others ||
			 (run->cells[i].workload == advice->workload && !run->cells[i].baseline);
	}
	if (advice->curve.count > 1) {
		text_add(text, "Nothing to use: every cell beside the loop failed at some time.");
	} else if (others) {
		text_add(text, "Nothing to compare with the loop: no other cell has %d times.",
			STATS_INTERVAL_MIN);
	} else {
		text_add(text, "Only the loop was run: nothing to compare.");
	}
}

/* Why there is no advice yet. */
static void say_early(const struct advice *advice, struct text *text)
{
	size_t rounds = choice_loop_rounds(advice->judgement, advice->workload);
	size_t whole = advice->judgement->round_count;

	rounds = whole > 0 && rounds > whole ? whole : rounds; /* not one that was cut short */
	if (rounds > 0) {
		text_add(text, "No interval: only %zu round%s.", rounds, rounds == 1 ? "" : "s");
	} else {
		text_add(text, "The loop has no time: nothing to compare with.");
	}
}

/* The reason stands with the verdicts, if any was asked for. */
static void say_withdrawn(const struct advice *advice, struct text *text)
{
	struct questions questions;
	bool asked = false;

	questions_ask(&questions, advice->judgement, advice->workload);
	for (size_t i = 0; i < QUESTION_COUNT; i++) {
		asked = asked || questions.question[i].verdict != VERDICT_NOT_ASKED;
	}
	if (asked) {
		text_add(text, "No advice where there is no verdict.");
		return;
	}
	text_add(text, "No advice: ");
	withdrawal_words(questions.withdrawn, &questions, text);
	text_add(text, ".");
}

void advice_say(const struct advice *advice, struct text *text)
{
	switch (advice->end) {
	case ADVICE_EARLY:
		say_early(advice, text);
		break;
	case ADVICE_WITHDRAWN:
		say_withdrawn(advice, text);
		break;
	case ADVICE_NONE:
		say_none(advice, text);
		break;
	case ADVICE_OPEN:
		say_open(advice, text);
		break;
	case ADVICE_LOOP:
		say_loop(advice, text);
		break;
	case ADVICE_USE:
		say_use(advice, text);
		break;
	}
}
