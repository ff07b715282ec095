/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of where the speedup of one workload went: a stacked bar per worker count. */
#include "show/figure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "show/csv.h"
#include "show/label.h"
#include "show/loss_words.h"
#include "show/losses.h"
#include "show/losses_bars.h"
#include "show/script.h"

enum {
	STRATEGY_COLUMNS = 40,
	GRAPH = 385,
	TOP = 92,
	TEXT_HIGH = 17, /* pixels that a number in a bar takes */
	TEXT_WIDE = 34,
	TIME_WIDE = 52,
	BAR_WIDE = 128, /* at most */
};

/* The graph ends so much above the highest bar, for the texts on the bars. */
static const double ABOVE = 1.09;

struct draft {
	struct figure *figure;
	const struct losses *losses;
	struct losses_bars bars;
	double right, slot_pixels; /* what a bar has with its gap */
};

/* ---- names at the right ---- */

/* The place of what is filled with FILL in BAR, in shares of the ideal; NaN if it is not there. */
static double place_of(const struct bar *bar, size_t fill)
{
	double low = INFINITY, high = -INFINITY;

	for (size_t k = 0; k < STRETCHES; k++) {
		const struct stretch *stretch = &bar->stretch[k];

		if (stretch->fill == fill && stretch->to > stretch->from) {
			low = fmin(low, stretch->from);
			high = fmax(high, stretch->to);
		}
	}
	return low < high ? (low + high) / 2 : NAN;
}

static void name_fill(const struct draft *draft, size_t fill, struct text *text)
{
	const struct loss_account *account = draft->bars.last->account;

	if (fill == FILL_SPEEDUP) {
		text_add(text,
			draft->bars.gained ? "speedup, outlined with what was gained" : "speedup");
	} else if (fill == FILL_REST) {
		text_add(text, "the rest, each below %.0f %%", 100 * LOSS_SMALL);
	} else if (fill == FILL_GAINS + LOSS_SLOWER + 1 && loss_is_alone(account, LOSS_SLOWER)) {
		text_add(text, "gained: faster cores");
	} else if (fill > FILL_GAINS) {
		text_add(text, "gained: ");
		losses_words(account, (enum loss)(fill - FILL_GAINS - 1), text);
	} else {
		losses_words(
			losses_bars_naming(&draft->bars, fill - 1), (enum loss)(fill - 1), text);
	}
}

/* What the names are, from the bottom up. */
struct names {
	char *text[FILL_KINDS]; /* each is owned */
	double place[FILL_KINDS], natural[FILL_KINDS], fill[FILL_KINDS];
	size_t count;
	double widest;
};

static void add_name(const struct draft *draft, size_t fill, double above, struct names *names)
{
	double high = draft->bars.top * ABOVE, natural = place_of(draft->bars.last, fill) / high;
	struct text text = {0};

	name_fill(draft, fill, &text);
	names->text[names->count] = text.text;
	names->natural[names->count] = natural;
	names->place[names->count] = isnan(natural) ? above : natural;
	names->fill[names->count++] = (double)fill;
	names->widest = fmax(names->widest, figure_text_width(text.text));
}

/* In the order of the stack: the speedup with what was gained, then the losses. */
static void collect_names(const struct draft *draft, struct names *names)
{
	double above = 0;

	for (size_t i = 0; i < FILL_KINDS; i++) {
		/* 0, the gains from the last on, the losses and the rest */
		size_t fill = i == 0            ? FILL_SPEEDUP
			      : i <= LOSS_KINDS ? FILL_GAINS + LOSS_KINDS + 1 - i
						: i - LOSS_KINDS;

		if (fill <= FILL_KINDS - 1 && losses_bars_show(&draft->bars, fill)) {
			add_name(draft, fill, above, names);
			above = names->place[names->count - 1];
		}
	}
}

static void write_names(struct draft *draft)
{
	struct names names = {.count = 0};
	struct text *head = &draft->figure->head;
	double gap = (double)FIGURE_LANE / GRAPH;

	collect_names(draft, &names);
	push_apart(names.place, names.count, gap, gap / 2, 1);
	draft->right = fmax(120, fmin(330, names.widest + 60));
	script_number(head, "NAMES", (double)names.count);
	script_texts(head, "NAME_TEXT", names.text, names.count);
	script_numbers(head, "NAME_FILL", names.fill, names.count);
	script_numbers(head, "NAME_Y", names.place, names.count);
	script_numbers(head, "NAME_FROM", names.natural, names.count);
	script_number(head, "NAME_BAR", (double)(draft->bars.last - draft->bars.bar + 1));
	for (size_t i = 0; i < names.count; i++) {
		free(names.text[i]);
	}
}

static void write_texts(struct draft *draft)
{
	const struct judgement *judgement = draft->losses->judgement;
	const struct run *run = &judgement->samples->run;
	const char *work = run->workloads[draft->bars.workload].work;
	char title[512], strategy[LABEL_BYTES];
	struct text rest = {0};

	headline_losses(
		draft->losses, draft->bars.workload, draft->bars.strategy, title, sizeof(title));
	figure_add_title(draft->figure, draft->bars.workload + 1, title);
	label_strategy(run, draft->bars.strategy, STRATEGY_COLUMNS, strategy);
	char *what = xasprintf("%s: the parts of the ideal speedup%s", strategy,
		draft->bars.gained ? ", above it what was gained" : "");
	figure_add_rounds(judgement, draft->bars.workload, false, &rest);
	if (run->machine.summary && *run->machine.summary) {
		text_add(&rest, " · %s", run->machine.summary);
	}
	figure_add_line(draft->figure, what, work, rest.text);
	free(what);
	text_finish(&rest);
	figure_add_footer(draft->figure, run);
}

/* ---- data ---- */

/* The share of the ideal that so many PIXELS are high. */
static double share_high(const struct draft *draft, double pixels)
{
	return pixels * draft->bars.top * ABOVE / GRAPH;
}

/* The number in stretch INDEX of BAR; "" where it finds no room. That of the speedup stands where all of it
 * ends, if need be in what was gained. */
static void stretch_text(
	const struct draft *draft, const struct bar *bar, size_t index, char *text, size_t bytes)
{
	const struct stretch *stretch = &bar->stretch[index];
	double pixels = (stretch->to - stretch->from) / share_high(draft, 1);
	double value = index == 0 ? bar->account->measured : bar->account->part[index - 1].mid;

	*text = '\0';
	if (index > 0 && stretch->fill > FILL_GAINS) {
		/* in the middle, where the other number is not */
		pixels -= 2 * TEXT_HIGH;
	} else if (index == 0) {
		pixels = bar->reached / share_high(draft, 1);
	}
	if (stretch->fill != FILL_REST && pixels >= TEXT_HIGH &&
		0.72 * draft->slot_pixels >= TEXT_WIDE) {
		loss_number(bar->account, fabs(value), index == 0 ? "×" : "", text, bytes);
	}
}

static void add_stretch(struct draft *draft, size_t place, size_t index)
{
	const struct bar *bar = &draft->bars.bar[place];
	const struct loss_account *account = bar->account;
	const struct stretch *stretch = &bar->stretch[index];
	double value = index == 0 ? account->measured : account->part[index - 1].mid;
	double workers_s = value * account->time_ns * 1e-9;
	struct text *csv = &draft->figure->csv;
	struct text name = {0};
	char text[32];

	if (index == 0) {
		text_add(&name, "speedup");
	} else {
		losses_words(account, (enum loss)(index - 1), &name);
	}
	stretch_text(draft, bar, index, text, sizeof(text));
	text_add(csv, "%zu,%u,%zu,%.6g,%.6g,%zu,%.6g,%s%.6g%s,%.6g,%.6g,", place + 1,
		bar->cell->workers, index, stretch->from, stretch->to, stretch->fill,
		account->ideal, index == 0 ? "" : ",", value, index == 0 ? "," : "",
		workers_s / account->ideal, workers_s);
	csv_field(csv, text);
	text_add(csv, ",");
	csv_field(csv, name.text);
	text_add(csv, "\n");
	text_finish(&name);
}

/* The texts of the bars: counts and times below them, ideals above, notes where there is none. */
struct bar_texts {
	char **count, **time, **ideal, **note, **speedup; /* and each of them is owned */
	double *top, *reached, *gained, *place, *on_gain;
};

/* Where the number of the speedup of BAR stands: below its end, but not on the line of the ideal. */
static double number_place(const struct draft *draft, const struct bar *bar)
{
	double half = share_high(draft, TEXT_HIGH / 2.0), place = bar->reached - 1.1 * half;

	return fabs(place - 1) < half ? 1 - 1.1 * half : place;
}

static void fill_texts(const struct draft *draft, struct bar_texts *texts, size_t index)
{
	const struct bar *bar = &draft->bars.bar[index];
	char ideal[64] = "", number[32], time[32] = "", speedup[32] = "";

	if (bar->account && draft->slot_pixels >= TEXT_WIDE) {
		loss_number(bar->account, bar->account->ideal, "×", number, sizeof(number));
		snprintf(ideal, sizeof(ideal), "of %s", number);
	}
	if (bar->account && draft->slot_pixels >= TIME_WIDE) {
		format_duration(bar->account->time_ns, time, sizeof(time));
	}
	texts->count[index] = xasprintf("%u", bar->cell->workers);
	texts->time[index] = xstrdup(time);
	texts->ideal[index] = xstrdup(ideal);
	texts->note[index] = xstrdup(bar->note);
	texts->top[index] = bar->top;
	texts->reached[index] = bar->reached;
	texts->gained[index] = bar->gained;
	texts->place[index] = number_place(draft, bar);
	texts->on_gain[index] = texts->place[index] > bar->stretch[0].to;
	if (bar->account) {
		stretch_text(draft, bar, 0, speedup, sizeof(speedup));
	}
	texts->speedup[index] = xstrdup(speedup);
}

static void free_texts(char **texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(texts[i]);
	}
	free(texts);
}

static void write_bar_texts(struct draft *draft)
{
	size_t count = draft->bars.count;
	struct text *head = &draft->figure->head;
	struct bar_texts texts = {xcalloc(count, sizeof(char *)), xcalloc(count, sizeof(char *)),
		xcalloc(count, sizeof(char *)), xcalloc(count, sizeof(char *)),
		xcalloc(count, sizeof(char *)), xcalloc(5 * count, sizeof(double)), NULL, NULL,
		NULL, NULL};

	texts.reached = texts.top + count;
	texts.gained = texts.reached + count;
	texts.place = texts.gained + count;
	texts.on_gain = texts.place + count;
	for (size_t i = 0; i < count; i++) {
		fill_texts(draft, &texts, i);
	}
	script_number(head, "BARS", (double)count);
	script_texts(head, "BAR_TEXT", texts.count, count);
	script_number(head, "TIMES", draft->slot_pixels >= TIME_WIDE);
	script_texts(head, "TIME_TEXT", texts.time, count);
	script_texts(head, "IDEAL_TEXT", texts.ideal, count);
	script_texts(head, "NOTE_TEXT", texts.note, count);
	script_texts(head, "SPEEDUP_TEXT", texts.speedup, count);
	script_numbers(head, "SPEEDUP_Y", texts.place, count);
	script_numbers(head, "SPEEDUP_ON_GAIN", texts.on_gain, count);
	script_numbers(head, "BAR_TOP", texts.top, count);
	script_numbers(head, "BAR_REACHED", texts.reached, count);
	script_numbers(head, "BAR_GAINED", texts.gained, count);
	free_texts(texts.count, count);
	free_texts(texts.time, count);
	free_texts(texts.ideal, count);
	free_texts(texts.note, count);
	free_texts(texts.speedup, count);
	free(texts.top);
}

static void write_bars(struct draft *draft)
{
	double half = fmin(0.36, 0.5 * BAR_WIDE / draft->slot_pixels);

	script_number(&draft->figure->head, "HALF", half);
	write_bar_texts(draft);
	text_add(&draft->figure->csv, "bar,workers,segment,from,to,fill,ideal,speedup,lost,"
				      "seconds,worker_seconds,text,part\n");
	for (size_t i = 0; i < draft->bars.count; i++) {
		for (size_t k = 0; draft->bars.bar[i].account && k < STRETCHES; k++) {
			add_stretch(draft, i, k);
		}
	}
}

/* Where more workers than the CPUs keep busy begin, and what is said of it. */
static void write_crowd(struct draft *draft)
{
	size_t first = losses_bars_crowded(&draft->bars);
	double usable = judgement_usable_cpus(draft->losses->judgement);
	double room = (double)(draft->bars.count - first) * draft->slot_pixels;
	char words[96] = "";

	if (first < draft->bars.count) {
		snprintf(words, sizeof(words), "more workers than %.3g CPU%s keep%s busy →", usable,
			usable == 1 ? "" : "s", usable == 1 ? "s" : "");
	}
	script_text(&draft->figure->head, "CROWD", words);
	script_number(&draft->figure->head, "CROWD_FITS", figure_text_width(words) < room);
}

bool figure_init_losses(struct figure *figure, const struct figure_source *source, size_t workload)
{
	const struct losses *losses = &source->losses;
	const struct run *run = &losses->judgement->samples->run;
	struct draft draft = {.figure = figure, .losses = losses};
	size_t strategy = losses_main_strategy(losses, workload);

	if (strategy == run->strategy_count) {
		return false;
	}
	*figure = (struct figure){.plot = "losses"};
	figure->name = label_chart(run, figure->plot, workload);
	losses_bars_init(&draft.bars, losses, workload, strategy);
	write_texts(&draft);
	write_names(&draft);
	draft.slot_pixels =
		(FIGURE_WIDTH - FIGURE_LEFT - draft.right) / ((double)draft.bars.count + 0.2);
	size_t crowded = losses_bars_crowded(&draft.bars);
	const struct figure_frame frame = {
		.top = TOP,
		.right = draft.right,
		.graph = GRAPH,
		.bottom = FIGURE_BOTTOM,
		.x_low = 0.4,
		.x_high = (double)draft.bars.count + 0.6,
		.y_high = draft.bars.top * ABOVE,
		.shade_from = crowded < draft.bars.count ? (double)crowded + 0.5 : 0,
	};
	figure_add_frame(figure, &frame);
	write_crowd(&draft);
	write_bars(&draft);
	losses_bars_finish(&draft.bars);
	return true;
}
