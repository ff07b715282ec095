/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The timeline of a traced sample: the schedule without losses above the one that was measured. */
#include <math.h>
#include <stdlib.h>

#include "show/csv.h"
#include "show/figure.h"
#include "show/label.h"
#include "show/lane_time.h"
#include "show/lanes.h"
#include "show/script.h"
#include "show/timeline.h"
#include "show/timeline_blocks.h"

enum {
	NAME_COLUMNS = 30,
	STRATEGY_COLUMNS = 40,
	TOP = 92,
	LEFT = 86,
	RIGHT = 28,
	HEADING = 30,       /* pixels above the lanes of a schedule */
	LANES_HEIGHT = 200, /* that the lanes of a schedule take if they can */
	LANE_MOST = 26,
	STATES = BLOCK_LAST_WAITS + 1,
	NAMED_LANE = 11, /* the least height of a lane with a name of its own */
	NAME_BYTES = 48,
};

struct draft {
	struct figure *figure;
	struct timeline timeline;
	struct blocks_scale scale;
	size_t lanes;     /* of a schedule */
	double lane;      /* height of one */
	double high;      /* of the axis, in ns */
	double predicted; /* y of the first lane of each, in pixels from the top; NAN: none */
	double measured, bottom;
	bool seen[STATES], numbered[STATES];
};

/* ---- the cell ---- */

static double distance(double a, double b)
{
	return fabs(log(a / b));
}

/* True if A tells more than B: workers rather than the loop, what ended well, about as many workers as
 * there are CPUs. */
static bool tells_more(
	const struct judgement *judgement, const struct run_cell *a, const struct run_cell *b)
{
	const struct run_cell *cells = judgement->samples->run.cells;
	bool a_ok = timeline_sample(judgement, (size_t)(a - cells))->status == SAMPLE_OK;
	bool b_ok = timeline_sample(judgement, (size_t)(b - cells))->status == SAMPLE_OK;
	double usable = figure_usable_count(judgement);

	usable = usable < 2 ? 2 : usable;
	if (a->baseline != b->baseline) {
		return b->baseline;
	}
	if (a_ok != b_ok) {
		return a_ok;
	}
	return distance(a->workers, usable) < distance(b->workers, usable) - 1e-9;
}

/* The traced cell of WORKLOAD that is drawn, or run.cell_count. */
static size_t choose_cell(const struct judgement *judgement, size_t workload)
{
	const struct run *run = &judgement->samples->run;
	size_t chosen = run->cell_count;

	for (size_t c = 0; c < run->cell_count; c++) {
		if (run->cells[c].workload == workload && timeline_sample(judgement, c) &&
			(chosen == run->cell_count ||
				tells_more(judgement, &run->cells[c], &run->cells[chosen]))) {
			chosen = c;
		}
	}
	return chosen;
}

/* ---- texts ---- */

static void write_texts(struct draft *draft)
{
	const struct timeline *timeline = &draft->timeline;
	const struct run *run = &timeline->judgement->samples->run;
	const struct run_cell *cell = timeline->cell;
	char name[LABEL_BYTES], strategy[LABEL_BYTES];
	const char *work = run->workloads[cell->workload].work;
	struct text title = {0}, subtitle = {0};

	label_workload(run, cell->workload, NAME_COLUMNS, name);
	text_add(&title, "%s: ", name);
	timeline_message(timeline, &title);
	figure_add_title(draft->figure, cell->workload + 1, title.text);
	text_finish(&title);
	label_strategy(run, cell->strategy, STRATEGY_COLUMNS, strategy);
	text_add(&subtitle, "%s, %u worker%s: one sample, traced", strategy, cell->workers,
		cell->workers == 1 ? "" : "s");
	if (work && *work) {
		text_add(&subtitle, " · %s", work);
	}
	if (run->machine.summary && *run->machine.summary) {
		text_add(&subtitle, " · %s", run->machine.summary);
	}
	figure_add_subtitle(draft->figure, subtitle.text);
	text_finish(&subtitle);
	figure_add_footer(draft->figure, run);
}

/* The line above the lanes of a schedule. */
static void write_headings(struct draft *draft)
{
	const struct timeline *timeline = &draft->timeline;
	struct text text = {0};
	char takes[32];

	if (timeline->basis != TIMELINE_UNKNOWN) {
		lanes_duration(timeline->predicted.makespan_ns, takes, sizeof(takes));
		text_add(&text, "predicted: %s · workers and chunks for free, %s", takes,
			timeline_basis_words(timeline->basis));
	}
	script_text(&draft->figure->head, "PREDICTED", text.text ? text.text : "");
	text_finish(&text);
	lanes_duration(timeline->measured.makespan_ns, takes, sizeof(takes));
	text_add(&text, "measured: %s", takes);
	if (timeline_compares(timeline)) {
		text_add(&text, " · ");
		timeline_compare(timeline, &text);
	}
	script_text(&draft->figure->head, "MEASURED", text.text);
	text_finish(&text);
}

/* ---- lanes ---- */

static void lay_out(struct draft *draft)
{
	const struct timeline *timeline = &draft->timeline;
	size_t predicted = lane_used_workers(&timeline->predicted);
	size_t measured = lane_used_workers(&timeline->measured);
	size_t workers = predicted > measured ? predicted : measured;
	double at = HEADING, width = FIGURE_WIDTH - LEFT - RIGHT;

	draft->high = lane_scale_ns(timeline_scale_ns(timeline)) * 1.005;
	draft->scale = (struct blocks_scale){
		.pixel_ns = draft->high / width,
		.group = (workers + BLOCKS_LANES_MAX - 1) / BLOCKS_LANES_MAX,
		.coarse = 1,
	};
	draft->lanes = (workers + draft->scale.group - 1) / draft->scale.group;
	draft->scale.lanes = draft->lanes;
	draft->lane = fmax(4, fmin(LANE_MOST, (double)LANES_HEIGHT / (double)draft->lanes));
	draft->predicted = NAN;
	if (timeline->basis != TIMELINE_UNKNOWN) {
		draft->predicted = at;
		at += draft->lane * (double)draft->lanes + HEADING;
	}
	draft->measured = at;
	draft->bottom = at + draft->lane * (double)draft->lanes;
}

static void write_lanes(struct draft *draft)
{
	struct text *head = &draft->figure->head;
	double *y = xcalloc(draft->lanes, sizeof(*y));
	char **names = xcalloc(draft->lanes, sizeof(*names));
	size_t group = draft->scale.group, workers = draft->timeline.cell->workers;
	size_t every = draft->lane >= NAMED_LANE ? 1 : (size_t)ceil(NAMED_LANE / draft->lane);

	for (size_t i = 0; i < draft->lanes; i++) {
		y[i] = ((double)i + 0.5) * draft->lane;
		names[i] = xcalloc(NAME_BYTES, 1);
		if (i % every == 0) {
			lane_name(i, group, workers, "worker ", " to ", names[i], NAME_BYTES);
		}
	}
	script_number(head, "ROWS", (double)draft->lanes);
	script_numbers(head, "ROW_Y", y, draft->lanes);
	script_texts(head, "ROW_NAME", names, draft->lanes);
	script_number(head, "ROW_HALF", draft->lane * (draft->lane < 8 ? 0.5 : 0.42));
	script_numbers(head, "SCHEDULE_Y", (double[]){draft->predicted, draft->measured}, 2);
	script_number(head, "PREDICTED_END", draft->timeline.predicted.makespan_ns * 1e-9);
	script_number(head, "LEFT", LEFT);
	for (size_t i = 0; i < draft->lanes; i++) {
		free(names[i]);
	}
	free(names);
	free(y);
}

/* ---- blocks ---- */

static void add_block(
	struct draft *draft, const struct block *block, const char *schedule, double top)
{
	struct text *csv = &draft->figure->csv;
	double half = draft->lane * (draft->lane < 8 ? 0.5 : 0.42);
	double y = top + ((double)block->lane + 0.5) * draft->lane;

	text_add(csv, "%s,%zu,%s,%.9g,%.9g,%.6g,%.6g,%d,", schedule,
		block->lane * draft->scale.group + 1, block_state_name(block->state),
		block->from_ns * 1e-9, block->to_ns * 1e-9, y - half, y + half, (int)block->state);
	if (block->chunk != SIZE_MAX) {
		text_add(csv, "%zu,", block->chunk + 1);
	} else {
		text_add(csv, ",");
	}
	if (block->has_number && draft->lane >= NAMED_LANE) {
		text_add(csv, "%zu", block->chunk + 1);
		draft->numbered[block->state] = true;
	}
	text_add(csv, "\n");
	draft->seen[block->state] = true;
}

/* Makes the rectangles of both schedules, as fine as the picture can hold. */
static void make_blocks(
	const struct draft *draft, struct blocks *predicted, struct blocks *measured)
{
	const struct timeline *timeline = &draft->timeline;
	struct blocks_scale scale = draft->scale;

	for (;; scale.coarse *= 2) {
		scale.last = SIZE_MAX;
		blocks_init(predicted, &timeline->predicted, &scale);
		if (timeline_largest(timeline) == TIMELINE_TAIL) {
			scale.last = timeline->last;
		}
		blocks_init(measured, &timeline->measured, &scale);
		if (predicted->count + measured->count <= BLOCKS_MAX) {
			return;
		}
		blocks_finish(predicted);
		blocks_finish(measured);
	}
}

/* False: there is none. */
static bool add_blocks(struct draft *draft)
{
	struct blocks predicted, measured;

	make_blocks(draft, &predicted, &measured);
	text_add(&draft->figure->csv,
		"schedule,worker,state,from_s,to_s,top,bottom,style,chunk,text\n");
	for (size_t i = 0; i < predicted.count; i++) {
		add_block(draft, &predicted.block[i], "predicted", draft->predicted);
	}
	for (size_t i = 0; i < measured.count; i++) {
		add_block(draft, &measured.block[i], "measured", draft->measured);
	}
	bool any = predicted.count + measured.count > 0;
	blocks_finish(&predicted);
	blocks_finish(&measured);
	return any;
}

/* The longest wait for the last chunk: an arrow with its length, if that is the message. */
static void write_wait(struct draft *draft)
{
	const struct timeline *timeline = &draft->timeline;
	struct timeline_tail tail = timeline_find_tail(timeline);
	double wait_ns = tail.to_ns - tail.from_ns;
	struct text *head = &draft->figure->head;
	char text[32];

	lanes_duration(wait_ns, text, sizeof(text));
	bool shown = timeline_largest(timeline) == TIMELINE_TAIL && draft->scale.group == 1 &&
		     draft->lane >= NAMED_LANE && wait_ns > 12 * draft->scale.pixel_ns;
	bool named = wait_ns > (figure_text_width(text) + 24) * draft->scale.pixel_ns;
	script_number(head, "WAIT", shown);
	script_number(head, "WAIT_FROM", tail.from_ns * 1e-9);
	script_number(head, "WAIT_TO", tail.to_ns * 1e-9);
	script_number(head, "WAIT_Y", draft->measured + (tail.worker + 0.5) * draft->lane);
	script_number(head, "WAIT_GAP",
		named ? 0.5 * figure_text_width(text) * draft->scale.pixel_ns * 1e-9 : 0);
	script_text(head, "WAIT_TEXT", named ? text : "");
}

/* STATES and NUMBERS: those that occur, and those of blocks with a number. */
static void write_states(struct draft *draft)
{
	struct text states = {0}, numbers = {0};

	text_add(&states, "%s", "");
	text_add(&numbers, "%s", "");
	for (int i = 0; i < STATES; i++) {
		if (draft->seen[i]) {
			text_add(&states, "%s%d", states.length > 0 ? " " : "", i);
		}
		if (draft->numbered[i]) {
			text_add(&numbers, "%s%d", numbers.length > 0 ? " " : "", i);
		}
	}
	script_text(&draft->figure->head, "STATES", states.text);
	script_text(&draft->figure->head, "NUMBERS", numbers.text);
	text_finish(&states);
	text_finish(&numbers);
}

static void write_frame(struct draft *draft)
{
	struct figure_frame frame = {
		.top = TOP,
		.right = RIGHT,
		.graph = draft->bottom,
		.bottom = FIGURE_BOTTOM,
		.x_high = draft->high * 1e-9,
		.y_low = draft->bottom,
		.y_high = 0,
	};
	struct axis axis;

	axis_init_linear(&axis, AXIS_SECONDS, draft->high * 1e-9);
	figure_add_frame(draft->figure, &frame);
	figure_add_x_tics(draft->figure, &axis);
}

bool figure_init_timeline(
	struct figure *figure, const struct figure_source *source, size_t workload)
{
	const struct run *run = &source->judgement->samples->run;
	size_t cell = source->folder ? choose_cell(source->judgement, workload) : run->cell_count;
	struct draft draft = {.figure = figure};

	if (cell == run->cell_count ||
		!timeline_init(&draft.timeline, source->judgement, cell, source->folder)) {
		return false;
	}
	*figure = (struct figure){.plot = "timeline"};
	figure->name = label_chart(run, figure->plot, workload);
	lay_out(&draft);
	write_texts(&draft);
	write_headings(&draft);
	write_frame(&draft);
	write_lanes(&draft);
	write_wait(&draft);
	bool any = add_blocks(&draft);
	write_states(&draft);
	timeline_finish(&draft.timeline);
	if (!any) { /* it ended before any time had passed */
		figure_finish(figure);
	}
	return any;
}
