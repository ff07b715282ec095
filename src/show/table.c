/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table on the terminal: speedups by strategy and workers, with the closing sentences. */
#include "show/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/law.h"
#include "judge/verdict.h"
#include "show/layout.h"
#include "show/own_command.h"
#include "show/losses.h"
#include "show/sheet.h"
#include "show/words.h"

enum { COUNTS_EVERY = 30 }; /* lines after which the worker counts are said again */

/* The text being made. */
struct page {
	struct layout layout;
	struct text *text;
	size_t counts_end; /* length of the text after the last line of counts; 0: none yet */
};

#define PLAIN "\033[0m"
#define BOLD "\033[1m"
#define DIM "\033[2m"
#define RED "\033[31m"
#define GREEN "\033[32m"

static const char *color(const struct page *page, const char *code)
{
	return page->layout.style->color ? code : "";
}

/* Ends the line without blanks at its end. */
static void end_line(struct text *text)
{
	while (text->length > 0 && text->text[text->length - 1] == ' ') {
		text->text[--text->length] = '\0';
	}
	text_add(text, "\n");
}

/* Adds the counts of columns FIRST .. LAST - 1 to a line that has AT columns so far. */
static void add_counts(struct page *page, size_t first, size_t last, size_t at)
{
	static const char word[] = "workers";
	const struct layout *layout = &page->layout;
	size_t word_at = layout->wide ? layout->start - strlen(word) - 1 : LAYOUT_INDENT;

	words_pad(page->text, word_at - at);
	text_add(page->text, "%s%s", color(page, DIM), word);
	words_pad(page->text, layout->start - word_at - strlen(word));
	for (size_t i = first; i < last; i++) {
		const struct layout_column *column = &layout->column[i];

		text_add(page->text, "%s", column->header);
		if (i + 1 < last) {
			words_pad(page->text,
				column->width + LAYOUT_GAP - text_columns(column->header));
		}
	}
	text_add(page->text, "%s\n", color(page, PLAIN));
	page->counts_end = page->text->length;
}

/* True if the counts were not said yet, or so far above that they may be off the screen. */
static bool counts_due(const struct page *page)
{
	size_t lines = 0;

	for (size_t i = page->counts_end; i < page->text->length; i++) {
		lines += page->text->text[i] == '\n';
	}
	return page->counts_end == 0 || lines >= COUNTS_EVERY;
}

/* Makes the first BYTES of what was added from AT on bold. */
static void embolden(struct page *page, size_t at, size_t bytes)
{
	if (!page->layout.style->color) {
		return;
	}
	char *tail = xstrdup(page->text->text + at);
	page->text->length = at;
	text_add(page->text, "%s%.*s%s%s", BOLD, (int)bytes, tail, PLAIN, tail + bytes);
	free(tail);
}

/* The heading of BLOCK, its parts in columns of their own, with the counts if wide and due. */
static void add_heading_aligned(struct page *page, const struct sheet_block *block)
{
	const struct layout *layout = &page->layout;
	struct text *text = page->text;
	size_t begin = text->length;
	bool due = layout->wide && counts_due(page);

	text_add(text, "%s", block->title);
	words_pad(text, layout->title_width + LAYOUT_GAP - text_columns(block->title));
	if (layout->work_width > 0) {
		text_add(text, "%s", block->work);
		words_pad(text, layout->work_width + LAYOUT_GAP - text_columns(block->work));
	}
	text_add(text, "%s", block->loop);
	size_t at = text_columns(text->text + begin);
	embolden(page, begin, strlen(block->title));
	if (due) {
		add_counts(page, 0, layout->sheet->point_count, at);
	} else {
		end_line(text);
	}
}

/* The heading where columns are too few for that: in one line if it fits, else in two. */
static void add_heading_loose(struct page *page, const struct sheet_block *block)
{
	size_t columns = page->layout.style->columns;
	size_t begin = page->text->length;
	char *name = xasprintf("%s%s%s", block->title, *block->work ? "  " : "", block->work);
	char *line = xasprintf("%s  %s", name, block->loop);

	if (text_columns(line) <= columns) {
		text_add(page->text, "%s\n", line);
	} else {
		words_wrap(page->text, "", "    ", name, columns);
		words_wrap(page->text, "    ", "    ", block->loop, columns);
	}
	embolden(page, begin, strlen(block->title));
	free(name);
	free(line);
}

static void add_cell(
	struct page *page, const struct layout_column *column, const struct sheet_cell *cell)
{
	static const char *const codes[] = {
		[SHEET_PLAIN] = "", [SHEET_GOOD] = GREEN, [SHEET_BAD] = RED};
	const char *code = color(page, codes[cell->tone]);

	words_pad(page->text, layout_cell_columns(column, cell) - text_columns(cell->text));
	text_add(page->text, "%s%s%s", code, cell->text, *code ? PLAIN : "");
}

/* Adds columns FIRST .. LAST - 1 of ROW; after the last of all also its end. */
static void add_row(struct page *page, const struct sheet_row *row, size_t first, size_t last)
{
	const struct layout *layout = &page->layout;
	struct text *text = page->text;
	size_t label = text_columns(row->label);

	words_pad(text, LAYOUT_INDENT);
	text_add(text, "%s", row->label);
	if (label > layout->label_max) {
		text_add(text, "\n");
		words_pad(text, layout->start);
	} else {
		words_pad(text, layout->start - LAYOUT_INDENT - label);
	}
	for (size_t i = first; i < last; i++) {
		const struct layout_column *column = &layout->column[i];

		add_cell(page, column, &row->cell[i]);
		words_pad(text,
			column->width + LAYOUT_GAP - layout_cell_columns(column, &row->cell[i]));
	}
	if (last == layout->sheet->point_count && *row->trail) {
		text_add(text, "%s%s%s", color(page, DIM), row->trail, color(page, PLAIN));
	}
	end_line(text);
}

/* Adds the rows of BLOCK, band by band. */
static void add_rows(struct page *page, const struct sheet_block *block)
{
	const struct layout *layout = &page->layout;
	size_t points = layout->sheet->point_count;

	for (size_t first = 0; first < points; first += layout->band_columns) {
		size_t last = first + layout->band_columns;

		last = last < points ? last : points;
		if (layout->band_count > 1) {
			add_counts(page, first, last, 0);
		}
		for (size_t i = 0; i < layout->sheet->row_count; i++) {
			if (block->row[i].label) {
				add_row(page, &block->row[i], first, last);
			}
		}
	}
}

static void add_block(struct page *page, const struct sheet_block *block)
{
	const struct layout *layout = &page->layout;

	if (!layout->wide && layout->band_count == 1 && counts_due(page)) {
		add_counts(page, 0, layout->sheet->point_count, 0);
	}
	if (layout->heading_width <= layout->style->columns) {
		add_heading_aligned(page, block);
	} else {
		add_heading_loose(page, block);
	}
	add_rows(page, block);
	for (size_t i = 0; i < block->note_count; i++) {
		words_wrap(page->text, "  ", "    ", block->note[i], layout->style->columns);
	}
}

/* Adds one paragraph of SENTENCES, which are freed. */
static void add_paragraph(struct page *page, struct text *sentences)
{
	if (sentences->length > 0) {
		char *words = words_folded(sentences->text, page->layout.style->utf8);

		words_wrap(page->text, "  > ", "    ", words, page->layout.style->columns);
		free(words);
	}
	text_finish(sentences);
}

static void add_sentences(struct page *page, const struct losses *losses, size_t workload)
{
	const struct judgement *judgement = losses->judgement;
	struct text answers = {0}, advice = {0}, sentences = {0};

	verdict_answers(judgement, workload, &answers);
	verdict_advice(judgement, workload, losses, &advice);
	verdict_sentences(judgement, workload, &sentences);
	add_paragraph(page, &answers);
	add_paragraph(page, &advice);
	add_paragraph(page, &sentences);
}

/* Adds a line on the law of scaling, where there is one. */
static void add_law(struct page *page, const struct judgement *judgement, size_t workload)
{
	struct text line = {0};
	struct law law;

	law_find(&law, judgement, workload);
	law_say(&law, &line);
	add_paragraph(page, &line);
}

/* Adds a line per strategy on where its speedup went. */
static void add_losses(struct page *page, const struct losses *losses, size_t workload)
{
	size_t count = losses->judgement->samples->run.strategy_count;

	for (size_t i = 0; i < count; i++) {
		struct text line = {0};

		losses_add_strategy(losses, workload, i, &line);
		add_paragraph(page, &line);
	}
}

void table_heading(const struct judgement *judgement, double elapsed_s, const char *kept,
	const struct table_style *style, struct text *text)
{
	const struct run *run = &judgement->samples->run;
	struct text words = {0};
	char elapsed[SHEET_CELL_BYTES];

	text_add(&words, "%s · ", run->machine.summary ? run->machine.summary : "unknown machine");
	bool open_end = run->precision > 0; /* then the number planned is only the most */
	if (judgement->round_count < run->rounds && !open_end) {
		text_add(&words, "%u of %u rounds", judgement->round_count, run->rounds);
	} else {
		text_add(&words, "%u round%s", judgement->round_count,
			judgement->round_count == 1 ? "" : "s");
	}
	if (isfinite(elapsed_s) && elapsed_s >= 0) {
		format_duration(elapsed_s * 1e9, elapsed, sizeof(elapsed));
		text_add(&words, " · %s", elapsed);
	}
	if (kept) {
		text_add(&words, " · kept in %s", kept);
	}
	char *folded = words_folded(words.text, style->utf8);
	words_wrap(text, "", "  ", folded, style->columns);
	free(folded);
	text_finish(&words);
}

void table_body(const struct judgement *judgement, bool sentences, const struct table_style *style,
	struct text *text)
{
	struct sheet sheet;
	struct page page = {.text = text};
	struct losses losses = {0};

	if (sentences) {
		losses_init(&losses, judgement);
	}
	sheet_init(&sheet, judgement, style->utf8);
	layout_init(&page.layout, style, &judgement->samples->run, &sheet);
	for (size_t i = 0; i < sheet.block_count; i++) {
		add_block(&page, &sheet.block[i]);
		if (sentences) {
			add_sentences(&page, &losses, i);
			add_law(&page, judgement, i);
			add_losses(&page, &losses, i);
		}
	}
	if (sheet.closing) {
		words_wrap(text, "", "  ", sheet.closing, style->columns);
	}
	losses_finish(&losses);
	layout_finish(&page.layout);
	sheet_finish(&sheet);
}

void table_own_command(const struct judgement *judgement, const char *folder,
	const struct table_style *style, struct text *text)
{
	struct own_command own;

	own_command_init(&own, judgement, folder);
	if (own.answer.text) {
		char *words = words_folded(own.answer.text, style->utf8);

		words_wrap(text, "", "  ", words, style->columns);
		free(words);
	}
	if (own.line.text) {
		text_add(text, "  %s\n", own.line.text); /* to be copied: never wrapped */
	}
	own_command_finish(&own);
}
