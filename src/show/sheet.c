/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the table says, as finished texts; table.c decides where they stand. */
#include "show/sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/questions.h"
#include "show/label.h"
#include "show/sheet_notes.h"
#include "show/words.h"

/* What is needed to make one block. */
struct maker {
	const struct judgement *judgement;
	const struct run *run;
	bool utf8;
	bool open, ranged; /* some row has no interval; and yet a range */
	bool gaps;         /* some cell has no sample */
	size_t workload;
	struct sheet_notes notes;
};

/* The status that most of the failed samples ended with, but WRONG if one was. */
static const char *main_status(const struct cell_result *result)
{
	size_t main = SAMPLE_OK + 1;

	if (result->status_count[SAMPLE_WRONG] > 0) {
		return sample_status_name(SAMPLE_WRONG);
	}
	for (size_t status = main; status < SAMPLE_INTERRUPTED; status++) {
		if (result->status_count[status] > result->status_count[main]) {
			main = status;
		}
	}
	return sample_status_name((enum sample_status)main);
}

/* A speedup, or without a loop to compare with the time. */
static void make_value(
	const struct cell_result *result, struct sheet_cell *cell, char *text, size_t bytes)
{
	const struct interval *speedup = &result->speedup;

	if (!isfinite(speedup->mid)) {
		format_duration(result->time_ns.mid, text, bytes);
		return;
	}
	words_speedup(speedup, text, bytes);
	cell->whole_digits = strspn(text, "0123456789");
	if (speedup->exact && speedup->low > 1) {
		cell->tone = SHEET_GOOD;
	} else if (speedup->exact && speedup->high < 1) {
		cell->tone = SHEET_BAD;
	}
}

/* True if most samples failed: then the others are no time to go by. */
static bool failed_mostly(const struct cell_result *result)
{
	return result->failed_count > result->sample_count;
}

static void make_cell(struct maker *maker, const char *who, const struct cell_result *result,
	struct sheet_cell *cell)
{
	char text[SHEET_CELL_BYTES] = "·";

	if (result->sample_count > 0 && !failed_mostly(result)) {
		make_value(result, cell, text, sizeof(text));
	} else if (result->failed_count > 0) {
		snprintf(text, sizeof(text), "%s", main_status(result));
		cell->tone = SHEET_BAD;
	} else {
		maker->gaps = true;
	}
	size_t used = strlen(text);
	if (result->failed_count > 0) {
		words_mark(sheet_notes_failed(&maker->notes, maker->judgement, who, result),
			text + used, sizeof(text) - used);
	} else if (cell_flags_are_many(&result->flags)) {
		words_mark(sheet_notes_disturbed(&maker->notes, result), text + used,
			sizeof(text) - used);
	}
	words_fold(text, maker->utf8, cell->text, sizeof(cell->text));
}

/* The end of the row of STRATEGY: its widest interval, or that there is none. */
static void make_trail(struct maker *maker, size_t strategy, struct sheet_row *row)
{
	double widest = 0;
	bool open = false;
	char text[SHEET_TRAIL_BYTES] = "";

	for (size_t i = 0; i < maker->run->point_count; i++) {
		const struct cell_result *result = judgement_cell(
			maker->judgement, maker->workload, strategy, maker->run->points[i].workers);

		if (!result || !isfinite(result->speedup.mid) || failed_mostly(result) ||
			sheet_too_few_left(maker->judgement, result)) {
			continue;
		}
		open = open || !result->speedup.exact;
		widest = fmax(widest, interval_half_width(&result->speedup));
	}
	if (widest > 0) {
		words_half_width(widest, text, sizeof(text));
	}
	if (open) {
		size_t used = strlen(text);

		snprintf(text + used, sizeof(text) - used, "%sno interval", used > 0 ? ", " : "");
		maker->open = true;
		maker->ranged = maker->ranged || widest > 0;
	}
	words_fold(text, maker->utf8, row->trail, sizeof(row->trail));
}

/* Keeps the speedup of RESULT if it is the highest of ROW so far. */
static void note_best(struct sheet_row *row, const struct cell_result *result, enum sheet_tone tone)
{
	if (result->sample_count > 0 && !failed_mostly(result) && isfinite(result->speedup.mid) &&
		!(result->speedup.mid <= row->best)) {
		row->best = result->speedup.mid;
		row->best_tone = tone;
	}
}

static void make_row(struct maker *maker, size_t strategy, struct sheet_row *row)
{
	char name[LABEL_BYTES];

	label_strategy(maker->run, strategy, LABEL_BYTES, name);
	char *label = words_folded(name, maker->utf8);
	row->cell = xcalloc(maker->run->point_count, sizeof(*row->cell));
	row->best = NAN;
	for (size_t i = 0; i < maker->run->point_count; i++) {
		const struct cell_result *result = judgement_cell(
			maker->judgement, maker->workload, strategy, maker->run->points[i].workers);

		if (result && !result->cell->baseline) {
			make_cell(maker, label, result, &row->cell[i]);
			note_best(row, result, row->cell[i].tone);
			row->label = label;
		}
	}
	if (!row->label) {
		free(label);
		return;
	}
	make_trail(maker, strategy, row);
}

/* "loop 0.24 s, CPU busy 100 %: computing"; the caller frees. */
static char *loop_text(struct maker *maker, const struct workload_result *workload)
{
	const struct cell_result *loop = workload->baseline;
	struct text text = {0};
	char piece[SHEET_CELL_BYTES];

	if (!loop || loop->sample_count + loop->failed_count == 0) {
		return xstrdup("loop not measured yet");
	}
	if (loop->sample_count > 0) {
		format_duration(loop->time_ns.mid, piece, sizeof(piece));
		text_add(&text, "loop %s", piece);
	} else {
		text_add(&text, "loop %s", main_status(loop));
	}
	if (loop->failed_count > 0) {
		words_mark(sheet_notes_failed(&maker->notes, maker->judgement, "the loop", loop),
			piece, sizeof(piece));
		text_add(&text, "%s", piece);
	}
	if (loop->sample_count > 0 && isfinite(workload->busy_share)) {
		text_add(&text, ", CPU busy %.0f %%: %s", workload->busy_share * 100,
			work_class_name(workload->class));
	} else if (loop->sample_count > 0) {
		text_add(&text, ", CPU busy unknown");
	}
	char *folded = words_folded(text.text, maker->utf8);
	text_finish(&text);
	return folded;
}

/* The best that the counts of the run could give; NaN if it is not known. */
static double ideal_of(const struct maker *maker)
{
	double ideal = NAN;

	for (size_t i = 0; i < maker->run->point_count; i++) {
		ideal = fmax(ideal, ideal_speedup(maker->judgement, maker->workload,
					    maker->run->points[i].workers));
	}
	return ideal;
}

static void make_block(struct maker *maker, struct sheet_block *block)
{
	const struct run *run = maker->run;
	const char *work = run->workloads[maker->workload].work;
	char title[LABEL_BYTES];

	label_workload(run, maker->workload, LABEL_BYTES, title);
	block->title = words_folded(title, maker->utf8);
	block->work = words_folded(work ? work : "", maker->utf8);
	block->loop = loop_text(maker, &maker->judgement->workloads[maker->workload]);
	block->ideal = ideal_of(maker);
	block->row = xcalloc(run->strategy_count, sizeof(*block->row));
	for (size_t i = 0; i < run->strategy_count; i++) {
		if (strcmp(run->strategies[i].name, "sequential") != 0) {
			make_row(maker, i, &block->row[i]);
		}
	}
	block->note_count = maker->notes.count;
	block->note = sheet_notes_finish(&maker->notes, maker->utf8);
}

/* The rounds that a verdict takes on the questions of the run that are too early; 0: none is. */
static size_t verdict_rounds(const struct maker *maker)
{
	size_t most = 0;

	for (size_t i = 0; i < maker->run->workload_count; i++) {
		struct questions questions;
		size_t pairs, needed;

		questions_ask(&questions, maker->judgement, i);
		if (questions_are_early(&questions, &pairs, &needed) && needed > most) {
			most = needed;
		}
	}
	return most;
}

static char *closing_text(const struct maker *maker)
{
	uint32_t rounds = maker->judgement->round_count;
	size_t verdicts = verdict_rounds(maker);
	char *text;

	if (rounds >= STATS_INTERVAL_MIN) {
		text = xasprintf(
			"no interval: fewer than %d rounds have both the cell and its loop",
			STATS_INTERVAL_MIN);
	} else {
		char *below =
			xasprintf(verdicts > STATS_INTERVAL_MIN
					  ? "no interval below %d rounds, no verdict below %zu"
				  : verdicts > 0 ? "no interval and no verdict below %d rounds"
						 : "no interval below %d rounds",
				STATS_INTERVAL_MIN, verdicts);

		text = rounds >= 2     ? xasprintf("%s: ± is the range of %u", below, rounds)
		       : maker->ranged ? xasprintf("%s: ± is the range so far", below)
				       : xasprintf("%s: this is one round", below);
		free(below);
	}
	char *folded = words_folded(text, maker->utf8);
	free(text);
	return folded;
}

void sheet_init(struct sheet *sheet, const struct judgement *judgement, bool utf8)
{
	struct maker maker = {
		.judgement = judgement, .run = &judgement->samples->run, .utf8 = utf8};

	*sheet = (struct sheet){
		.block_count = maker.run->workload_count,
		.row_count = maker.run->strategy_count,
		.point_count = maker.run->point_count,
	};
	sheet->block = xcalloc(sheet->block_count, sizeof(*sheet->block));
	for (size_t i = 0; i < sheet->block_count; i++) {
		maker.workload = i;
		make_block(&maker, &sheet->block[i]);
	}
	sheet->has_gaps = maker.gaps;
	if (maker.open) {
		sheet->closing = closing_text(&maker);
	}
}

void sheet_finish(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->block_count; i++) {
		struct sheet_block *block = &sheet->block[i];

		for (size_t j = 0; j < sheet->row_count; j++) {
			free(block->row[j].label);
			free(block->row[j].cell);
		}
		for (size_t j = 0; j < block->note_count; j++) {
			free(block->note[j]);
		}
		free(block->title);
		free(block->work);
		free(block->loop);
		free(block->row);
		free(block->note);
	}
	free(sheet->block);
	free(sheet->closing);
}

bool sheet_has_bars(const struct sheet *sheet, const struct sheet_block *block)
{
	for (size_t i = 0; i < sheet->row_count && isfinite(block->ideal); i++) {
		if (block->row[i].label && isfinite(block->row[i].best)) {
			return true;
		}
	}
	return false;
}
