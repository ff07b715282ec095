/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of a run against one of them, on the terminal, as CSV and as Markdown. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "show/compared.h"
#include "show/csv.h"
#include "show/label.h"
#include "show/ledger.h"
#include "show/markdown.h"
#include "show/words.h"

static void add_row(struct ledger *ledger, const struct run *run, const struct against_row *row)
{
	char label[LABEL_BYTES], time[64], change[64];
	bool judged = row->verdict != VERDICT_NOT_ASKED;

	label_strategy(run, row->result->cell->strategy, LABEL_BYTES, label);
	compared_time(row->result, time, sizeof(time));
	compared_change(&row->ratio, change, sizeof(change));
	ledger_row(ledger, compared_tone(row->verdict));
	ledger_cell(ledger, "%s %u", label, row->result->cell->workers);
	ledger_cell(ledger, "%s", time);
	ledger_cell(ledger, "%s", change);
	ledger_cell(ledger, "%zu", row->pairs);
	ledger_cell(ledger, "%s", judged ? verdict_name(row->verdict) : "not judged");
}

static void fill(struct ledger *ledger, const struct against *against)
{
	const struct run *run = &against->judgement->samples->run;
	size_t last = SIZE_MAX;

	ledger_column(ledger, "", 0, false);
	ledger_column(ledger, "time", 1, true);
	ledger_column(ledger, "takes, against it", 0, false);
	ledger_column(ledger, "pairs", 2, true);
	ledger_column(ledger, "verdict", 0, false);
	for (size_t i = 0; i < against->count; i++) {
		size_t workload = against->row[i].result->cell->workload;

		if (workload != last) {
			compared_heading(ledger, run, workload);
			last = workload;
		}
		add_row(ledger, run, &against->row[i]);
	}
}

static void add_heading(const struct against *against, struct text *text)
{
	char time[64];

	compared_time(against->cell, time, sizeof(time));
	text_add(text, "against %s, %s", against->cell->cell->key, *time ? time : "not measured");
}

static void add_sentences(const struct against *against, struct text *text)
{
	size_t counts[VERDICT_WITHDRAWN + 1] = {0};

	for (size_t i = 0; i < against->count; i++) {
		counts[against->row[i].verdict]++;
	}
	if (against->asked == 0) {
		text_add(text, "No cell could be judged.");
		return;
	}
	text_add(text, "Of %zu cells: ", against->asked);
	compared_counts(counts, text);
	text_add(text, ". Each interval holds by itself (95 %%), the verdicts hold for all cells "
		       "together");
	if (against->judgement->round_count < against->rounds_min) {
		text_add(text, ": for so many at least %zu rounds are needed", against->rounds_min);
	}
	text_add(text, ".");
	if (counts[VERDICT_WITHDRAWN] > 0) {
		text_add(text, " Withdrawn, because the run is not to be trusted there: %s.",
			against->doubts.words.text);
	}
	if (against->left_out > 0) {
		text_add(text, " %zu cell%s of other workloads %s left out.", against->left_out,
			against->left_out == 1 ? "" : "s", against->left_out == 1 ? "is" : "are");
	}
}

void against_table(
	const struct against *against, const struct table_style *style, struct text *text)
{
	struct text heading = {0}, sentences = {0};
	struct ledger ledger = {0};

	add_heading(against, &heading);
	add_sentences(against, &sentences);
	fill(&ledger, against);
	char *top = words_folded(heading.text, style->utf8);
	char *end = words_folded(sentences.text, style->utf8);
	words_wrap(text, "", "  ", top, style->columns);
	ledger_add_table(&ledger, style, text);
	words_wrap(text, "  > ", "    ", end, style->columns);
	free(top);
	free(end);
	ledger_finish(&ledger);
	text_finish(&heading);
	text_finish(&sentences);
}

void against_markdown(const struct against *against, struct text *text)
{
	struct text heading = {0}, sentences = {0};
	struct ledger ledger = {0};

	add_heading(against, &heading);
	add_sentences(against, &sentences);
	fill(&ledger, against);
	text_add(text, "\n## All ");
	markdown_text(text, heading.text);
	text_add(text, "\n\n");
	markdown_text(text, sentences.text);
	text_add(text, "\n\n");
	ledger_add_markdown(&ledger, text);
	ledger_finish(&ledger);
	text_finish(&heading);
	text_finish(&sentences);
}

void against_csv(const struct against *against, struct text *text)
{
	text_add(text, "cell,against,pairs,time_ms,ratio,ratio_low,ratio_high,exact,margin,p,"
		       "p_holm,verdict\r\n");
	for (size_t i = 0; i < against->count; i++) {
		const struct against_row *row = &against->row[i];
		bool timed = row->result->sample_count > 0;

		csv_field(text, row->result->cell->key);
		text_add(text, ",");
		csv_field(text, against->cell->cell->key);
		text_add(text, ",%zu", row->pairs);
		compared_number(text, "%.6f", timed ? row->result->time_ns.mid / 1e6 : NAN);
		compared_number(text, "%.6g", row->ratio.mid);
		compared_number(text, "%.6g", row->ratio.low);
		compared_number(text, "%.6g", row->ratio.high);
		text_add(text, ",%s", row->ratio.exact ? "yes" : "no");
		compared_number(text, "%.6g", row->margin);
		compared_number(text, "%.3g", row->p);
		compared_number(text, "%.3g", row->p_holm);
		text_add(text, ",%s\r\n", verdict_name(row->verdict));
	}
}
