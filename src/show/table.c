/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table on the terminal: speedups by strategy and workers, with the closing sentences. */
#include "show/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/law.h"
#include "judge/questions.h"
#include "judge/verdict.h"
#include "show/own_command.h"
#include "show/losses.h"
#include "show/table_block.h"
#include "show/words.h"

/* Adds one paragraph of SENTENCES, which are freed. */
static void add_paragraph(struct table_page *page, struct text *sentences)
{
	if (sentences->length > 0) {
		char *words = words_folded(sentences->text, page->layout.style->utf8);

		words_wrap(
			page->text, "  > ", "    ", words, table_prose_columns(page->layout.style));
		free(words);
	}
	text_finish(sentences);
}

/* True if it is too early for verdicts on WORKLOAD, and the last line below the table says so. */
static bool closing_tells(const struct judgement *judgement, size_t workload)
{
	struct questions questions;
	size_t pairs, needed;

	questions_ask(&questions, judgement, workload);
	return judgement->round_count < STATS_INTERVAL_MIN && questions.withdrawn == 0 &&
	       questions_are_early(&questions, &pairs, &needed);
}

static void add_sentences(struct table_page *page, const struct losses *losses, size_t workload)
{
	const struct judgement *judgement = losses->judgement;
	struct text answers = {0}, advice = {0}, sentences = {0};

	if (!closing_tells(judgement, workload)) {
		verdict_answers(judgement, workload, &answers);
	}
	verdict_advice(judgement, workload, losses, &advice);
	verdict_sentences(judgement, workload, &sentences);
	add_paragraph(page, &answers);
	add_paragraph(page, &advice);
	add_paragraph(page, &sentences);
}

/* Adds a line on the law of scaling, where there is one. */
static void add_law(struct table_page *page, const struct judgement *judgement, size_t workload)
{
	struct text line = {0};
	struct law law;

	law_find(&law, judgement, workload);
	law_say(&law, &line);
	add_paragraph(page, &line);
}

/* Adds a line per strategy on where its speedup went. */
static void add_losses(struct table_page *page, const struct losses *losses, size_t workload)
{
	size_t count = losses->judgement->samples->run.strategy_count;

	for (size_t i = 0; i < count; i++) {
		struct text line = {0};

		losses_add_strategy(losses, workload, i, &line);
		add_paragraph(page, &line);
	}
}

/* Adds how many of all samples failed, if any did. */
static void add_failed(const struct judgement *judgement, struct text *words)
{
	size_t failed = 0, all = 0;

	for (size_t c = 0; c < judgement->samples->run.cell_count; c++) {
		const struct cell_result *result = &judgement->cells[c];

		failed += result->failed_count;
		all += result->failed_count + result->status_count[SAMPLE_OK];
	}
	if (failed > 0) {
		text_add(words, ", %zu of %zu samples failed", failed, all);
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
	add_failed(judgement, &words);
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

/* Adds what the signs in the whole table mean. */
static void add_closing(struct table_page *page, const struct sheet *sheet)
{
	bool any = sheet->closing || (sheet->has_gaps && !page->compact);

	text_add(page->text, any && !page->compact ? "\n" : "");
	if (sheet->closing) {
		words_wrap(page->text, "", "  ", sheet->closing,
			table_prose_columns(page->layout.style));
	}
	if (sheet->has_gaps && !page->compact) {
		text_add(page->text, "%s: not measured, the run ended before\n",
			page->layout.style->utf8 ? "·" : "-");
	}
}

/* Mixed work has an ideal only where its losses tell what keeps the CPUs busy. */
static void complete_ideals(struct sheet *sheet, const struct losses *losses)
{
	const struct run *run = &losses->judgement->samples->run;

	for (size_t c = 0; c < run->cell_count; c++) {
		const struct loss_account *account = &losses->cell[c];
		struct sheet_block *block = &sheet->block[run->cells[c].workload];

		if (losses->judgement->workloads[run->cells[c].workload].alone == WORK_MIXED &&
			account->pairs > 0) {
			block->ideal = fmax(block->ideal, account->ideal);
		}
	}
}

void table_body(const struct judgement *judgement, bool sentences, const struct table_style *style,
	struct text *text)
{
	struct sheet sheet;
	struct table_page page = {.text = text, .compact = !sentences};
	struct losses losses = {0};

	if (sentences) {
		losses_init(&losses, judgement);
	}
	sheet_init(&sheet, judgement, style->utf8);
	if (sentences) {
		complete_ideals(&sheet, &losses);
	}
	layout_init(&page.layout, style, &judgement->samples->run, &sheet);
	for (size_t i = 0; i < sheet.block_count; i++) {
		text_add(text, sentences && text->length > 0 ? "\n" : "");
		table_add_block(&page, &sheet.block[i]);
		if (sentences) {
			add_sentences(&page, &losses, i);
			add_law(&page, judgement, i);
			add_losses(&page, &losses, i);
		}
	}
	add_closing(&page, &sheet);
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
