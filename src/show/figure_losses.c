/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of where the speedup of one workload went: a stacked bar per worker count. */
#include "show/figure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "show/csv.h"
#include "show/label.h"
#include "show/loss_words.h"
#include "show/script.h"

enum {
	STRATEGY_COLUMNS = 40,
	SUBTITLE_COLUMNS = 128,
	GRAPH = 385,
	TOP = 92,
	SEGMENTS = LOSS_KINDS + 1, /* what was measured, then the losses */
	TEXT_HIGH = 17,            /* pixels that a number in a bar takes */
	TEXT_WIDE = 34,
};

/* A stretch of a bar, in shares of the ideal. */
struct segment {
	double from, to;
};

struct bar {
	const struct loss_account *account;
	struct segment segment[SEGMENTS];
};

struct draft {
	struct figure *figure;
	const struct losses *losses;
	size_t workload, strategy;
	struct bar *bar; /* by rising workers; owned */
	size_t count;
	double top; /* of the highest, in shares of the ideal */
	double right, bar_pixels;
};

static int by_workers(const void *a, const void *b)
{
	const struct bar *x = a, *y = b;
	uint32_t p = x->account->result->cell->workers, q = y->account->result->cell->workers;

	return p < q ? -1 : p > q;
}

/* Losses stand on what was measured; gains are left out, and the bar is that much higher. */
static void stack(struct bar *bar, double *top)
{
	double at = bar->account->measured / bar->account->ideal;

	bar->segment[0] = (struct segment){0, at};
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		double part = fmax(0, bar->account->part[i].mid / bar->account->ideal);

		bar->segment[i + 1] = (struct segment){at, at + part};
		at += part;
	}
	*top = fmax(*top, at);
}

static void gather_bars(struct draft *draft)
{
	size_t cells = draft->losses->judgement->samples->run.cell_count;

	draft->bar = xcalloc(cells, sizeof(*draft->bar));
	draft->top = 1;
	for (size_t i = 0; i < cells; i++) {
		const struct loss_account *account = &draft->losses->cell[i];
		const struct run_cell *cell = account->result->cell;

		if (account->pairs > 0 && cell->workload == draft->workload &&
			cell->strategy == draft->strategy) {
			struct bar *bar = &draft->bar[draft->count++];

			bar->account = account;
			stack(bar, &draft->top);
		}
	}
	qsort(draft->bar, draft->count, sizeof(*draft->bar), by_workers);
}

/* The number in segment INDEX of BAR; "" where it finds no room. */
static void segment_text(
	const struct draft *draft, const struct bar *bar, size_t index, char *text, size_t bytes)
{
	const struct segment *segment = &bar->segment[index];
	double pixels = (segment->to - segment->from) / (draft->top * 1.09) * GRAPH;
	double value = index == 0 ? bar->account->measured : bar->account->part[index - 1].mid;

	*text = '\0';
	if (pixels >= TEXT_HIGH && 0.72 * draft->bar_pixels >= TEXT_WIDE) {
		loss_number(bar->account, value, index == 0 ? "×" : "", text, bytes);
	}
}

/* ---- texts at the right ---- */

/* True if the part shows in any bar. */
static bool shows(const struct draft *draft, size_t segment)
{
	for (size_t i = 0; i < draft->count; i++) {
		const struct segment *stretch = &draft->bar[i].segment[segment];

		if (segment == 0 || stretch->to - stretch->from > LOSS_SMALL) {
			return true;
		}
	}
	return false;
}

/* The name of SEGMENT, as the last bar has it. */
static void name_segment(const struct draft *draft, size_t segment, struct text *text)
{
	if (segment == 0) {
		text_add(text, "speedup");
	} else {
		losses_words(draft->bar[draft->count - 1].account, (enum loss)(segment - 1), text);
	}
}

static void write_names(struct draft *draft)
{
	const struct bar *last = &draft->bar[draft->count - 1];
	char *texts[SEGMENTS];
	double places[SEGMENTS], naturals[SEGMENTS], segments[SEGMENTS];
	double gap = (double)FIGURE_LANE / GRAPH, high = draft->top * 1.09, widest = 0;
	size_t count = 0;

	for (size_t i = 0; i < SEGMENTS; i++) {
		if (shows(draft, i)) {
			struct text name = {0};

			name_segment(draft, i, &name);
			texts[count] = name.text;
			widest = fmax(widest, figure_text_width(name.text));
			naturals[count] = (last->segment[i].from + last->segment[i].to) / 2 / high;
			places[count] = naturals[count];
			segments[count++] = (double)i;
		}
	}
	push_apart(places, count, gap, gap / 2, 1);
	draft->right = fmax(120, fmin(330, widest + 60));
	struct text *head = &draft->figure->head;
	script_number(head, "NAMES", (double)count);
	script_texts(head, "SEGMENT_NAME", texts, count);
	script_numbers(head, "SEGMENT_OF", segments, count);
	script_numbers(head, "NAME_Y", places, count);
	script_numbers(head, "NAME_FROM", naturals, count);
	for (size_t i = 0; i < count; i++) {
		free(texts[i]);
	}
}

static void write_texts(struct draft *draft)
{
	const struct judgement *judgement = draft->losses->judgement;
	const struct run *run = &judgement->samples->run;
	const char *work = run->workloads[draft->workload].work;
	char title[512], strategy[LABEL_BYTES], fit[1024];
	struct text subtitle = {0};

	headline_losses(draft->losses, draft->workload, draft->strategy, title, sizeof(title));
	figure_add_texts(draft->figure, judgement, draft->workload + 1, title, "", NULL);
	label_strategy(run, draft->strategy, STRATEGY_COLUMNS, strategy);
	text_add(&subtitle, "%s: the ideal speedup and where it went", strategy);
	if (work && *work) {
		text_add(&subtitle, " · %s", work);
	}
	text_add(&subtitle, " · medians of %u round%s", judgement->round_count,
		judgement->round_count == 1 ? "" : "s");
	if (run->machine.summary && *run->machine.summary) {
		text_add(&subtitle, " · %s", run->machine.summary);
	}
	label_fit(subtitle.text, SUBTITLE_COLUMNS, fit, sizeof(fit));
	script_text(&draft->figure->head, "SUBTITLE", fit);
	text_finish(&subtitle);
}

/* ---- data ---- */

static void add_segment(struct draft *draft, size_t place, size_t index)
{
	const struct bar *bar = &draft->bar[place];
	const struct loss_account *account = bar->account;
	const struct segment *segment = &bar->segment[index];
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
	segment_text(draft, bar, index, text, sizeof(text));
	text_add(csv, "%zu,%u,%zu,%.6g,%.6g,%.6g,%.6g,%.6g,%.6g,", place + 1,
		account->result->cell->workers, index, segment->from, segment->to, account->ideal,
		value, workers_s / account->ideal, workers_s);
	csv_field(csv, text);
	text_add(csv, ",");
	csv_field(csv, name.text);
	text_add(csv, "\n");
	text_finish(&name);
}

static void write_bars(struct draft *draft)
{
	char **counts = xcalloc(draft->count, sizeof(*counts));
	char **ideals = xcalloc(draft->count, sizeof(*ideals));
	double *tops = xcalloc(draft->count, sizeof(*tops));
	struct text *head = &draft->figure->head;

	text_add(&draft->figure->csv,
		"bar,workers,segment,from,to,ideal,speedup,seconds,worker_seconds,text,part\n");
	for (size_t i = 0; i < draft->count; i++) {
		const struct loss_account *account = draft->bar[i].account;
		char ideal[32];

		snprintf(ideal, sizeof(ideal), "of %.3g", account->ideal);
		counts[i] = xasprintf("%u", account->result->cell->workers);
		ideals[i] = xstrdup(draft->bar_pixels >= TEXT_WIDE ? ideal : "");
		tops[i] = draft->bar[i].segment[SEGMENTS - 1].to;
		for (size_t k = 0; k < SEGMENTS; k++) {
			add_segment(draft, i, k);
		}
	}
	script_number(head, "BARS", (double)draft->count);
	script_texts(head, "BAR_TEXT", counts, draft->count);
	script_texts(head, "IDEAL_TEXT", ideals, draft->count);
	script_numbers(head, "BAR_TOP", tops, draft->count);
	for (size_t i = 0; i < draft->count; i++) {
		free(counts[i]);
		free(ideals[i]);
	}
	free(counts);
	free(ideals);
	free(tops);
}

bool figure_init_losses(struct figure *figure, const struct figure_source *source, size_t workload)
{
	const struct losses *losses = &source->losses;
	const struct run *run = &losses->judgement->samples->run;
	struct draft draft = {
		.figure = figure,
		.losses = losses,
		.workload = workload,
		.strategy = losses_main_strategy(losses, workload),
	};

	if (draft.strategy == run->strategy_count) {
		return false;
	}
	*figure = (struct figure){.plot = "losses"};
	figure->name = label_chart(run, figure->plot, workload);
	gather_bars(&draft);
	write_texts(&draft);
	write_names(&draft);
	draft.bar_pixels = (FIGURE_WIDTH - FIGURE_LEFT - draft.right) / (double)draft.count;
	const struct figure_frame frame = {
		.top = TOP,
		.right = draft.right,
		.graph = GRAPH,
		.bottom = FIGURE_BOTTOM,
		.x_low = 0.4,
		.x_high = (double)draft.count + 0.6,
		.y_high = draft.top * 1.09,
	};
	figure_add_frame(figure, &frame);
	write_bars(&draft);
	free(draft.bar);
	return true;
}
