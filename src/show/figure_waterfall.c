/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of where the speedup of one cell went: steps from what was possible to what was reached. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "show/csv.h"
#include "show/figure.h"
#include "show/label.h"
#include "show/loss_words.h"
#include "show/losses.h"
#include "show/script.h"

enum {
	STRATEGY_COLUMNS = 40,
	TOP = 92,
	ROW = 38,
	RIGHT = 300,
	STEPS_MAX = LOSS_KINDS + 3, /* possible, the losses, what is too small, reached */
	POSSIBLE = -2,
	REACHED = -1,
	SMALL = LOSS_KINDS,
};

/* A row: a stretch in speedups, and how sure its free end is. */
struct step {
	int kind;                   /* POSSIBLE, REACHED, an enum loss, SMALL */
	double from, to, low, high; /* low is NaN without an interval */
	struct text name, value, note;
};

struct draft {
	struct figure *figure;
	const struct loss_account *account;
	struct step step[STEPS_MAX];
	size_t count;
	double high;
};

static struct step *add_step(struct draft *draft, int kind, double from, double to)
{
	struct step *step = &draft->step[draft->count++];

	*step = (struct step){.kind = kind, .from = from, .to = to, .low = NAN, .high = NAN};
	draft->high = fmax(draft->high, fmax(from, to));
	return step;
}

/* How many decimals VALUE takes so that the ends of its INTERVAL can be told apart. */
static int decimals_of(const struct loss_account *account, const struct interval *interval)
{
	enum { DECIMALS_MAX = 3 };
	int decimals = losses_decimals(account);
	double width = interval && interval->exact ? interval->high - interval->low : 0;

	/* an interval without width takes no more */
	while (width > 1e-6 && width < 1.5 * pow(10, -decimals) && decimals < DECIMALS_MAX) {
		decimals++;
	}
	return decimals;
}

/* Adds "5.1×", and with an interval, which is of the same sign, " (5.0 to 5.2)". */
static void add_value(const struct draft *draft, struct text *text, double value, const char *unit,
	const struct interval *interval)
{
	int decimals = decimals_of(draft->account, interval);
	char mid[32], low[32], high[32];

	loss_digits(value, decimals, mid, sizeof(mid));
	text_add(text, "%s%s", mid, unit);
	if (interval && interval->exact) {
		loss_digits(interval->low, decimals, low, sizeof(low));
		loss_digits(interval->high, decimals, high, sizeof(high));
		text_add(text, " (%s to %s)", low, high);
	}
}

/* True if LOSS gets a row of its own. */
static bool is_shown(const struct loss_account *account, size_t loss)
{
	return fabs(account->part[loss].mid) > LOSS_SMALL * account->ideal;
}

static void add_loss(struct draft *draft, size_t loss, double *at)
{
	const struct interval *part = &draft->account->part[loss];
	struct step *step = add_step(draft, (int)loss, *at, *at - part->mid);

	if (part->exact) {
		step->low = *at - part->high;
		step->high = *at - part->low;
		draft->high = fmax(draft->high, step->high);
	}
	losses_words(draft->account, (enum loss)loss, &step->name);
	/* what was lost has a minus, and so have the ends of its interval: above 0 they are gains */
	struct interval gain = {-part->mid, -part->high, -part->low, part->exact};
	add_value(draft, &step->value, gain.mid, gain.mid > 0 ? " gained" : "", &gain);
	text_add(&step->note, "%s", loss_meaning(draft->account, (enum loss)loss));
	*at = step->to;
}

/* What is too small for a row of its own, so that the steps add up. */
static void add_small(struct draft *draft, double *at)
{
	double sum = *at - draft->account->measured;

	if (fabs(sum) < 0.005 * draft->account->ideal) {
		return;
	}
	struct step *step = add_step(draft, SMALL, *at, draft->account->measured);
	text_add(&step->name, "the rest");
	add_value(draft, &step->value, -sum, sum < 0 ? " gained" : "", NULL);
	text_add(&step->note, "parts below %.0f %% each", 100 * LOSS_SMALL);
	*at = step->to;
}

static void gather_steps(struct draft *draft)
{
	const struct loss_account *account = draft->account;
	const struct cell_result *result = account->result;
	double at = account->ideal;
	struct step *step = add_step(draft, POSSIBLE, 0, at);

	text_add(&step->name, "possible");
	add_value(draft, &step->value, at, "×", NULL);
	text_add(&step->note, "all workers busy all the time");
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		if (is_shown(account, i)) {
			add_loss(draft, i, &at);
		}
	}
	add_small(draft, &at);
	step = add_step(draft, REACHED, 0, account->measured);
	text_add(&step->name, "reached");
	if (result->speedup.exact) {
		step->low = result->speedup.low;
		step->high = result->speedup.high;
	}
	add_value(draft, &step->value, account->measured, "×", &result->speedup);
	text_add(&step->note, "speedup over the loop");
}

static void write_data(struct draft *draft)
{
	char *names[STEPS_MAX], *values[STEPS_MAX], *notes[STEPS_MAX];
	struct text *csv = &draft->figure->csv, *head = &draft->figure->head;

	text_add(csv, "row,kind,from,to,low,high,part,text,meaning\n");
	for (size_t i = 0; i < draft->count; i++) {
		struct step *step = &draft->step[i];

		text_add(csv, "%zu,%d,%.6g,%.6g,", i + 1, step->kind, step->from, step->to);
		if (isfinite(step->low)) {
			text_add(csv, "%.6g,%.6g,", step->low, step->high);
		} else {
			text_add(csv, ",,");
		}
		csv_field(csv, step->name.text);
		text_add(csv, ",");
		csv_field(csv, step->value.text);
		text_add(csv, ",");
		csv_field(csv, step->note.text);
		text_add(csv, "\n");
		names[i] = step->name.text;
		values[i] = step->value.text;
		notes[i] = step->note.text;
	}
	script_texts(head, "ROW_NAME", names, draft->count);
	script_texts(head, "ROW_TEXT", values, draft->count);
	script_texts(head, "ROW_NOTE", notes, draft->count);
}

static void write_texts(struct draft *draft, const struct losses *losses)
{
	const struct run *run = &losses->judgement->samples->run;
	const struct run_cell *cell = draft->account->result->cell;
	char title[512], strategy[LABEL_BYTES], duration[32];

	headline_waterfall(losses, draft->account, title, sizeof(title));
	label_strategy(run, cell->strategy, STRATEGY_COLUMNS, strategy);
	format_duration(draft->account->time_ns, duration, sizeof(duration));
	char *what = xasprintf("%s: where the speedup went, of %s a sample", strategy, duration);
	figure_add_texts(draft->figure, losses->judgement, cell->workload + 1, title, what,
		run->workloads[cell->workload].work);
	free(what);
}

static void finish_steps(struct draft *draft)
{
	for (size_t i = 0; i < draft->count; i++) {
		text_finish(&draft->step[i].name);
		text_finish(&draft->step[i].value);
		text_finish(&draft->step[i].note);
	}
}

static void write_frame(struct draft *draft)
{
	struct figure_frame frame = {
		.top = TOP,
		.right = RIGHT,
		.graph = (double)draft->count * ROW,
		.bottom = FIGURE_BOTTOM,
		.x_high = draft->high * 1.02,
		.y_low = (double)draft->count + 0.5,
		.y_high = 0.5,
	};
	double kinds[STEPS_MAX], widest = 0;
	bool whiskers = false;
	struct axis axis;

	for (size_t i = 0; i < draft->count; i++) {
		kinds[i] = draft->step[i].kind;
		whiskers = whiskers || isfinite(draft->step[i].low);
		widest = fmax(widest, figure_text_width(draft->step[i].name.text));
	}
	axis_init_linear(&axis, AXIS_TIMES, draft->high);
	figure_add_frame(draft->figure, &frame);
	figure_add_x_tics(draft->figure, &axis);
	script_number(&draft->figure->head, "WHISKERS", whiskers);
	script_number(&draft->figure->head, "LEFT", fmin(400, widest + 40));
	script_number(&draft->figure->head, "ROWS", (double)draft->count);
	script_numbers(&draft->figure->head, "ROW_KIND", kinds, draft->count);
}

bool figure_init_waterfall(
	struct figure *figure, const struct figure_source *source, size_t workload)
{
	const struct losses *losses = &source->losses;
	const struct run *run = &losses->judgement->samples->run;
	size_t strategy = losses_main_strategy(losses, workload);
	struct draft draft = {.figure = figure};

	if (strategy == run->strategy_count) {
		return false;
	}
	draft.account = losses_telling(losses, workload, strategy);
	*figure = (struct figure){.plot = "waterfall"};
	figure->name = label_chart(run, figure->plot, workload);
	gather_steps(&draft);
	write_texts(&draft, losses);
	write_frame(&draft);
	write_data(&draft);
	finish_steps(&draft);
	return true;
}
