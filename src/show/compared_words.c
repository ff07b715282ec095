/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that all comparisons have in common: changes, times, counts, headings. */
#include <math.h>
#include <stdio.h>

#include "show/compared.h"
#include "show/label.h"

/* A ratio of times as a change: "+10", "-5.2"; NARROW: its interval is worth a digit more. */
static void change_number(double ratio, bool narrow, char *text, size_t bytes)
{
	double percent = 100 * (ratio - 1);

	if (percent >= 1e5) {
		snprintf(text, bytes, ">100000");
	} else if (fabs(percent) < 0.05) {
		snprintf(text, bytes, "0.0");
	} else {
		snprintf(text, bytes, "%+.*f", narrow || fabs(percent) < 9.95 ? 1 : 0, percent);
	}
}

void compared_change(const struct interval *ratio, char *text, size_t bytes)
{
	char mid[24], low[24], high[24];

	*text = '\0';
	if (isnan(ratio->mid)) {
		return;
	}
	bool narrow = ratio->exact && ratio->high - ratio->low < 0.02;
	change_number(ratio->mid, narrow, mid, sizeof(mid));
	change_number(ratio->low, narrow, low, sizeof(low));
	change_number(ratio->high, narrow, high, sizeof(high));
	if (ratio->exact) {
		snprintf(text, bytes, "%s %% (%s to %s %%)", mid, low, high);
	} else {
		snprintf(text, bytes, "%s %% (no interval)", mid);
	}
}

void compared_time(const struct cell_result *result, char *text, size_t bytes)
{
	if (result->sample_count == 0) {
		label_failures(result, text, bytes);
	} else {
		format_duration(result->time_ns.mid, text, bytes);
	}
}

enum sheet_tone compared_tone(enum verdict verdict)
{
	return verdict == VERDICT_FASTER   ? SHEET_GOOD
	       : verdict == VERDICT_SLOWER ? SHEET_BAD
					   : SHEET_PLAIN;
}

void compared_number(struct text *text, const char *format, double value)
{
	text_add(text, ",");
	if (isfinite(value)) {
		text_add(text, format, value);
	}
}

void compared_heading(struct ledger *ledger, const struct run *run, size_t workload)
{
	const char *work = run->workloads[workload].work;
	char label[LABEL_BYTES];

	label_workload(run, workload, LABEL_BYTES, label);
	ledger_heading(ledger, "%s%s%s", label, work && *work ? "  " : "", work ? work : "");
}

void compared_counts(const size_t *counts, struct text *text)
{
	const char *comma = "";

	for (size_t v = VERDICT_FASTER; v <= VERDICT_WITHDRAWN; v++) {
		if (counts[v] > 0) {
			text_add(text, "%s%zu %s", comma, counts[v], verdict_name((enum verdict)v));
			comma = ", ";
		}
	}
}
