/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two runs against one another, on the terminal, as CSV and as Markdown. */
#include "show/compared.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "show/csv.h"
#include "show/label.h"
#include "show/ledger.h"
#include "show/markdown.h"
#include "show/words.h"

enum { CHANGE_BYTES = 64, LISTED_MAX = 4 };

/* ---- the table ---- */

static void add_columns(struct ledger *ledger)
{
	ledger_column(ledger, "", 0, false);
	ledger_column(ledger, "A", 1, true);
	ledger_column(ledger, "B", 1, true);
	ledger_column(ledger, "change, by its loop", 0, false);
	ledger_column(ledger, "by the clock", 2, false);
	ledger_column(ledger, "verdict on B", 0, false);
}

static void add_cell(struct ledger *ledger, const struct run *run, const struct runs_cell *cell)
{
	char label[LABEL_BYTES], a[64], b[64], change[CHANGE_BYTES], clock[CHANGE_BYTES];
	bool judged = cell->verdict != VERDICT_NOT_ASKED;

	label_strategy(run, cell->a->cell->strategy, LABEL_BYTES, label);
	compared_time(cell->a, a, sizeof(a));
	compared_time(cell->b, b, sizeof(b));
	compared_change(runs_judged(cell), change, sizeof(change));
	compared_change(&cell->time, clock, sizeof(clock));
	ledger_row(ledger, compared_tone(cell->verdict));
	if (cell->is_loop) {
		ledger_cell(ledger, "%s, by its time", label);
	} else {
		ledger_cell(ledger, "%s %u", label, cell->a->cell->workers);
	}
	ledger_cell(ledger, "%s", a);
	ledger_cell(ledger, "%s", b);
	ledger_cell(ledger, "%s", change);
	ledger_cell(ledger, "%s", clock);
	ledger_cell(ledger, "%s", judged ? verdict_name(cell->verdict) : "not judged");
}

static void fill(struct ledger *ledger, const struct runs *runs)
{
	const struct run *run = &runs->a->samples->run;
	size_t last = SIZE_MAX;

	add_columns(ledger);
	for (size_t i = 0; i < runs->count; i++) {
		size_t workload = runs->cell[i].a->cell->workload;

		if (workload != last) {
			compared_heading(ledger, run, workload);
			last = workload;
		}
		add_cell(ledger, run, &runs->cell[i]);
	}
}

/* ---- sentences ---- */

/* A share as "2.4 %". */
static void add_share(struct text *text, double share)
{
	double percent = 100 * share;

	text_add(text, "%.*f %%", percent < 9.95 ? 1 : 0, percent);
}

static void add_verdicts(struct text *text, const struct runs *runs)
{
	if (runs->asked == 0) {
		text_add(text, "No cell could be judged.");
		return;
	}
	text_add(text, "Of %zu cells judged in B: ", runs->asked);
	compared_counts(runs->verdicts, text);
	text_add(text, ".");
}

static void add_visible(struct text *text, const struct runs *runs)
{
	struct interval visible = runs_visible(runs);

	if (isnan(visible.mid) || isinf(visible.low)) {
		return;
	}
	text_add(text, " The smallest change that could have been seen: ");
	add_share(text, visible.low);
	if (visible.high <= visible.low * 1.05) {
		text_add(text, ".");
		return;
	}
	text_add(text, " in the steadiest cell");
	if (isfinite(visible.mid)) {
		text_add(text, ", ");
		add_share(text, visible.mid);
		text_add(text, " in half of them");
	}
	if (isfinite(visible.high)) {
		text_add(text, ", ");
		add_share(text, visible.high);
		text_add(text, " in the noisiest");
	}
	text_add(text, ".");
}

/* What counts as no difference. */
static void add_margins(struct text *text, const struct runs *runs)
{
	double least = INFINITY, most = 0;

	for (size_t i = 0; i < runs->count; i++) {
		least = fmin(least, runs->cell[i].margin);
		most = fmax(most, runs->cell[i].margin);
	}
	text_add(text, " A change below ");
	add_share(text, least);
	if (most > least) {
		text_add(text, " to ");
		add_share(text, most);
		text_add(text, ", as the loops differ from their copies,");
	}
	text_add(text, " counts as none.");
}

static void add_method(struct text *text, const struct runs *runs)
{
	text_add(text, "Intervals and verdicts hold for all cells together (95 %%) and allow for ");
	add_share(text, runs->controls.allowance);
	if (runs->controls.allowance > CONTROLS_ALLOWANCE) {
		text_add(text, ", by which these runs differ where nothing changed (copies of "
			       "loops, probes).");
	} else {
		text_add(text, " that separate runs may differ by anyway.");
	}
	add_margins(text, runs);
}

/* "only in A: 5 cells: X, Y, ..." */
static void add_alone(
	struct text *text, const char *name, const struct run_cell *const *cells, size_t count)
{
	text_add(text, "Only in %s: %zu cell%s: ", name, count, count == 1 ? "" : "s");
	for (size_t i = 0; i < count && i < LISTED_MAX; i++) {
		text_add(text, "%s%s", i > 0 ? ", " : "", cells[i]->key);
	}
	text_add(text, "%s", count > LISTED_MAX ? ", ..." : ".");
}

static void add_doubts(struct text *text, const char *name, const struct doubts *doubts)
{
	if (doubts->words.length > 0) {
		text_add(text, " in %s %s.", name, doubts->words.text);
	}
}

/* True if a workload of both runs has other parameters in one than in the other. */
static bool sizes_differ(const struct runs *runs)
{
	const struct run *a = &runs->a->samples->run, *b = &runs->b->samples->run;

	for (size_t i = 0; i < runs->only_a_count; i++) {
		for (size_t j = 0; j < runs->only_b_count; j++) {
			const struct run_workload *x = &a->workloads[runs->only_a[i]->workload];
			const struct run_workload *y = &b->workloads[runs->only_b[j]->workload];

			if (strcmp(x->name, y->name) == 0 && strcmp(x->spec, y->spec) != 0) {
				return true;
			}
		}
	}
	return false;
}

/* The sentences below the table, one per paragraph: up to SENTENCES_MAX texts. */
enum { SENTENCES_MAX = 6 };
static size_t add_sentences(struct text sentence[SENTENCES_MAX], const struct runs *runs)
{
	size_t count = 0;

	add_verdicts(&sentence[count], runs);
	add_visible(&sentence[count++], runs);
	if (runs->asked > 0) {
		add_method(&sentence[count++], runs);
	}
	if (runs->verdicts[VERDICT_WITHDRAWN] > 0) {
		text_add(&sentence[count], "Withdrawn, because a run is not to be trusted there:");
		add_doubts(&sentence[count], "A", &runs->doubts[0]);
		add_doubts(&sentence[count++], "B", &runs->doubts[1]);
	}
	if (runs->only_a_count > 0) {
		add_alone(&sentence[count++], "A", runs->only_a, runs->only_a_count);
	}
	if (runs->only_b_count > 0) {
		add_alone(&sentence[count++], "B", runs->only_b, runs->only_b_count);
	}
	if (sizes_differ(runs)) {
		text_add(&sentence[count++],
			"Other parameters are other work, which is not compared. The command that "
			"A was made by, sizes included, measures the same again: %s",
			runs->a->samples->run.command);
	}
	return count;
}

static char *run_words(const struct judgement *judgement, const char *letter, const char *name)
{
	const struct run *run = &judgement->samples->run;

	return xasprintf("%s  %s · %s · %u round%s · %s", letter, name,
		run->machine.summary ? run->machine.summary : "unknown machine",
		judgement->round_count, judgement->round_count == 1 ? "" : "s",
		run->started ? run->started : "unknown time");
}

static void add_wrapped(
	struct text *text, const char *first, const char *words, const struct table_style *style)
{
	char *folded = words_folded(words, style->utf8);

	words_wrap(text, first, "    ", folded, style->columns);
	free(folded);
}

void compared_table(
	const struct compared *compared, const struct table_style *style, struct text *text)
{
	const struct runs *runs = compared->runs;
	char *a = run_words(runs->a, "A", compared->a_name);
	char *b = run_words(runs->b, "B", compared->b_name);
	struct text sentence[SENTENCES_MAX] = {{0}};
	struct ledger ledger = {0};

	add_wrapped(text, "", a, style);
	add_wrapped(text, "", b, style);
	if (runs->count > 0) {
		fill(&ledger, runs);
		ledger_add_table(&ledger, style, text);
		ledger_finish(&ledger);
	}
	for (size_t i = 0, count = add_sentences(sentence, runs); i < count; i++) {
		add_wrapped(text, "  > ", sentence[i].text, style);
		text_finish(&sentence[i]);
	}
	free(a);
	free(b);
}

/* ---- Markdown ---- */

void compared_markdown(const struct compared *compared, struct text *text)
{
	const struct runs *runs = compared->runs;
	char *a = run_words(runs->a, "A", compared->a_name);
	char *b = run_words(runs->b, "B", compared->b_name);
	struct text sentence[SENTENCES_MAX] = {{0}};
	struct ledger ledger = {0};

	text_add(text, "## Two runs\n\n- ");
	markdown_text(text, a);
	text_add(text, "\n- ");
	markdown_text(text, b);
	text_add(text, "\n\n");
	for (size_t i = 0, count = add_sentences(sentence, runs); i < count; i++) {
		markdown_text(text, sentence[i].text);
		text_add(text, "\n\n");
		text_finish(&sentence[i]);
	}
	for (size_t i = 0; i < runs->warning_count; i++) {
		text_add(text, "- ");
		markdown_text(text, runs->warning[i]);
		text_add(text, "\n%s", i + 1 == runs->warning_count ? "\n" : "");
	}
	fill(&ledger, runs);
	ledger_add_markdown(&ledger, text);
	ledger_finish(&ledger);
	free(a);
	free(b);
}

/* ---- CSV ---- */

void compared_csv(const struct compared *compared, struct text *text)
{
	const struct runs *runs = compared->runs;

	text_add(text, "cell,judged_by,rounds_a,rounds_b,time_a_ms,time_b_ms,ratio,ratio_low,"
		       "ratio_high,time_ratio,time_ratio_low,time_ratio_high,exact,margin,visible,"
		       "p,p_holm,verdict\r\n");
	for (size_t i = 0; i < runs->count; i++) {
		const struct runs_cell *cell = &runs->cell[i];
		bool a = cell->a->sample_count > 0, b = cell->b->sample_count > 0;

		csv_field(text, cell->a->cell->key);
		text_add(text, ",%s,%zu,%zu", cell->is_loop ? "time" : "ratio",
			cell->values[0].count, cell->values[1].count);
		compared_number(text, "%.6f", a ? cell->a->time_ns.mid / 1e6 : NAN);
		compared_number(text, "%.6f", b ? cell->b->time_ns.mid / 1e6 : NAN);
		compared_number(text, "%.6g", cell->ratio.mid);
		compared_number(text, "%.6g", cell->ratio.low);
		compared_number(text, "%.6g", cell->ratio.high);
		compared_number(text, "%.6g", cell->time.mid);
		compared_number(text, "%.6g", cell->time.low);
		compared_number(text, "%.6g", cell->time.high);
		text_add(text, ",%s", runs_judged(cell)->exact ? "yes" : "no");
		compared_number(text, "%.6g", cell->margin);
		compared_number(text, "%.6g", cell->visible);
		compared_number(text, "%.3g", cell->p);
		compared_number(text, "%.3g", cell->p_holm);
		text_add(text, ",%s\r\n", verdict_name(cell->verdict));
	}
}
