/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ratios that the three questions are about, workload by workload, with the margin. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/questions.h"
#include "judge/relation.h"
#include "show/csv.h"
#include "show/figure.h"
#include "show/label.h"
#include "show/script.h"

/* Pixels. */
enum { NAME_COLUMNS = 30, TOP = 92, BLOCK = 34, ROW = 25, EDGE = 8, BOTTOM = FIGURE_BOTTOM };

struct row {
	size_t workload;
	const struct question *question;
	double y; /* from the top of the graph */
	char *name, *text;
};

struct draft {
	struct figure *figure;
	const struct judgement *judgement;
	struct questions *questions; /* of each workload; owned */
	struct row *row;             /* owned */
	size_t count;
	double height, low, high;
	struct axis axis;
};

static char *workers_words(uint32_t count, bool threads)
{
	return xasprintf("%u %s", count, label_workers(threads, count));
}

/* "8 threads over 2" */
static char *question_name(size_t index, const struct question *question)
{
	char *a = workers_words(question->a->cell->workers, index != QUESTION_TWINS);
	char *b = index == QUESTION_LOOP ? xstrdup("the loop")
					 : workers_words(question->b->cell->workers, true);
	char *name = xasprintf("%s over %s", a, b);

	free(a);
	free(b);
	return name;
}

/* "faster: 1.92× (1.89 to 1.95)" */
static char *question_text(const struct question *question)
{
	struct ratio_text words = ratio_text(&question->ratio);

	switch (question->verdict) {
	case VERDICT_FASTER:
		return xasprintf("%s× as fast (%s)", words.mid, words.range);
	case VERDICT_SLOWER:
		return xasprintf("slower: %s× (%s)", words.mid, words.range);
	case VERDICT_SAME:
		return xasprintf("no practical difference (%s)", words.range);
	case VERDICT_NEGLIGIBLE:
		return xasprintf("hardly matters: %s× (%s)", words.mid, words.range);
	case VERDICT_WITHDRAWN:
		return xasprintf("no verdict: %s× (%s)", words.mid, words.range);
	default:
		/* the wide interval: it is the one that leaves the question open */
		words = ratio_text(&question->wide);
		return question->wide.exact ? xasprintf("can’t tell (%s)", words.range)
					    : xstrdup("too few rounds to tell");
	}
}

static void include(struct draft *draft, const struct interval *ratio)
{
	/* one wild round must not push all else into a corner */
	draft->low = fmin(draft->low, fmax(ratio->low, ratio->mid / 1.5));
	draft->high = fmax(draft->high, fmin(ratio->high, ratio->mid * 1.5));
}

static void include_margin(struct draft *draft, double margin)
{
	margin = fmin(margin, 0.5);
	draft->low = fmin(draft->low, 1 / (1 + margin));
	draft->high = fmax(draft->high, 1 + margin);
}

/* Adds the questions of WORKLOAD that have a ratio. */
static void add_block(struct draft *draft, size_t workload)
{
	struct questions *questions = &draft->questions[workload];
	bool first = true;

	questions_ask(questions, draft->judgement, workload);
	for (size_t i = 0; i < QUESTION_COUNT; i++) {
		const struct question *question = &questions->question[i];

		if (question->verdict == VERDICT_NOT_ASKED || !(question->ratio.mid > 0)) {
			continue;
		}
		draft->height += first ? BLOCK : 0;
		first = false;
		draft->row[draft->count++] = (struct row){
			.workload = workload,
			.question = question,
			.y = draft->height + ROW / 2.0,
			.name = question_name(i, question),
			.text = question_text(question),
		};
		draft->height += ROW;
		include(draft, &question->ratio);
		include_margin(draft, questions->margin);
	}
}

static void add_number(struct text *csv, double value)
{
	if (isfinite(value)) {
		text_add(csv, "%.6g,", value);
	} else {
		text_add(csv, ",");
	}
}

static void write_data(struct draft *draft)
{
	const struct run *run = &draft->judgement->samples->run;
	struct text *csv = &draft->figure->csv;
	char label[LABEL_BYTES];

	text_add(csv, "row,y,code,ratio,low,high,wide_low,wide_high,margin,verdict,question,"
		      "workload\n");
	for (size_t i = 0; i < draft->count; i++) {
		const struct row *row = &draft->row[i];
		const struct question *question = row->question;
		bool wide = question->wide.exact;

		text_add(csv, "%zu,%.6g,%d,", i + 1, row->y, (int)question->verdict);
		add_number(csv, question->ratio.mid);
		add_number(csv, question->ratio.low);
		add_number(csv, question->ratio.high);
		add_number(csv, wide ? question->wide.low : question->ratio.low);
		add_number(csv, wide ? question->wide.high : question->ratio.high);
		add_number(csv, draft->questions[row->workload].margin);
		text_add(csv, "%s,", verdict_name(question->verdict));
		csv_field(csv, row->name);
		text_add(csv, ",");
		label_workload(run, row->workload, NAME_COLUMNS, label);
		csv_field(csv, label);
		text_add(csv, "\n");
	}
}

/* The blocks: a name, the margin and how far they reach. */
static void write_blocks(struct draft *draft)
{
	const struct run *run = &draft->judgement->samples->run;
	size_t most = run->workload_count, count = 0;
	char **names = xcalloc(2 * most, sizeof(*names)), **notes = names + most;
	double *numbers = xcalloc(3 * most, sizeof(*numbers));
	double *from = numbers, *to = from + most, *margin = to + most;
	struct text *head = &draft->figure->head;
	char label[LABEL_BYTES];

	for (size_t i = 0; i < draft->count; i++) {
		const struct row *row = &draft->row[i];
		const struct questions *questions = &draft->questions[row->workload];

		if (i == 0 || draft->row[i - 1].workload != row->workload) {
			label_workload(run, row->workload, NAME_COLUMNS, label);
			names[count] = xstrdup(label);
			notes[count] = xasprintf("margin ± %.2g %%", 100 * questions->margin);
			from[count] = row->y - ROW / 2.0;
			margin[count++] = 1 + questions->margin;
		}
		to[count - 1] = row->y + ROW / 2.0;
	}
	script_number(head, "BLOCKS", (double)count);
	script_texts(head, "BLOCK", names, count);
	script_texts(head, "BLOCK_NOTE", notes, count);
	script_numbers(head, "BLOCK_FROM", from, count);
	script_numbers(head, "BLOCK_TO", to, count);
	script_numbers(head, "BLOCK_MARGIN", margin, count);
	for (size_t i = 0; i < count; i++) {
		free(names[i]);
		free(notes[i]);
	}
	free(names);
	free(numbers);
}

static void write_rows(struct draft *draft)
{
	char **texts = xcalloc(2 * draft->count, sizeof(*texts)), **names = texts + draft->count;
	double *numbers = xcalloc(4 * draft->count, sizeof(*numbers));
	double *y = numbers, *code = y + draft->count;
	double *cut_left = code + draft->count, *cut_right = cut_left + draft->count;
	bool hollow = false;
	struct text *head = &draft->figure->head;

	for (size_t i = 0; i < draft->count; i++) {
		const struct question *question = draft->row[i].question;

		names[i] = draft->row[i].name;
		texts[i] = draft->row[i].text;
		y[i] = draft->row[i].y;
		code[i] = (double)draft->row[i].question->verdict;
		cut_left[i] = fmin(question->ratio.low, question->wide.low) < draft->axis.low;
		cut_right[i] = fmax(question->ratio.high, question->wide.high) > draft->axis.high;
		hollow = hollow || draft->row[i].question->verdict >= VERDICT_INCONCLUSIVE;
	}
	script_number(head, "HOLLOW", hollow);
	script_number(head, "ROWS", (double)draft->count);
	script_texts(head, "ROW_NAME", names, draft->count);
	script_texts(head, "ROW_TEXT", texts, draft->count);
	script_numbers(head, "ROW_Y", y, draft->count);
	script_numbers(head, "ROW_CODE", code, draft->count);
	script_numbers(head, "ROW_CUT_LEFT", cut_left, draft->count);
	script_numbers(head, "ROW_CUT_RIGHT", cut_right, draft->count);
	free(numbers);
	free(texts);
}

static void write_frame(struct draft *draft)
{
	const struct axis *axis = &draft->axis;

	axis_init_ratio(&draft->axis, draft->low, draft->high);
	struct figure_frame frame = {
		.top = TOP,
		.right = 290,
		.graph = draft->height + EDGE,
		.bottom = BOTTOM,
		.x_low = axis->low,
		.x_high = axis->high,
		.y_low = draft->height + EDGE,
	};
	figure_add_frame(draft->figure, &frame);
	figure_add_x_tics(draft->figure, axis);
}

/* "2 threads are shown to beat the loop in 4 of 5 workloads" */
static void write_title(const struct draft *draft, char *title, size_t bytes)
{
	const struct run *run = &draft->judgement->samples->run;
	const struct question *asked = NULL;
	size_t faster = 0, count = 0;

	for (size_t i = 0; i < run->workload_count; i++) {
		const struct question *question = &draft->questions[i].question[QUESTION_LOOP];

		if (question->verdict != VERDICT_NOT_ASKED && question->ratio.exact) {
			count++;
			faster += question->verdict == VERDICT_FASTER;
			asked = question;
		}
	}
	if (count == 0) {
		snprintf(title, bytes, "Against the loop, as processes, and four times as many");
		return;
	}
	char *workers = workers_words(asked->a->cell->workers, true);
	const char *be = asked->a->cell->workers == 1 ? "is" : "are";
	if (faster == 0) {
		snprintf(title, bytes, "%s %s nowhere shown to beat the loop", workers, be);
	} else {
		snprintf(title, bytes, "%s %s shown to beat the loop in %zu of %zu workload%s",
			workers, be, faster, count, count == 1 ? "" : "s");
	}
	free(workers);
}

bool figure_init_questions(
	struct figure *figure, const struct figure_source *source, size_t workload)
{
	const struct judgement *judgement = source->judgement;
	size_t workloads = judgement->samples->run.workload_count;
	struct draft draft = {.figure = figure, .judgement = judgement, .low = 1, .high = 1};
	char title[512];

	(void)workload;
	draft.questions = xcalloc(workloads, sizeof(*draft.questions));
	draft.row = xcalloc(workloads * QUESTION_COUNT, sizeof(*draft.row));
	for (size_t i = 0; i < workloads; i++) {
		add_block(&draft, i);
	}
	if (draft.count > 0) {
		*figure = (struct figure){.name = xstrdup("questions"), .plot = "questions"};
		write_title(&draft, title, sizeof(title));
		figure_add_texts(figure, judgement, 0, title,
			"how many times as fast, the only ratios that get a verdict", NULL);
		write_frame(&draft);
		write_blocks(&draft);
		write_rows(&draft);
		write_data(&draft);
	}
	for (size_t i = 0; i < draft.count; i++) {
		free(draft.row[i].name);
		free(draft.row[i].text);
	}
	free(draft.row);
	free(draft.questions);
	return draft.count > 0;
}
