/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of report.md on one workload: tables, what failed, charts. */
#include "show/report_workload.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/endings.h"
#include "judge/law.h"
#include "show/chart_kinds.h"
#include "show/label.h"
#include "show/losses.h"
#include "show/markdown.h"
#include "show/panel.h"
#include "show/report_parts.h"

enum { LABEL_COLUMNS = 100 };

/* Half an en dash apart: "1.95–1.99". Three digits that count. */
static void add_number(struct text *text, double value)
{
	int decimals = value >= 99.95 || value <= 0 ? 0 : 2 - (int)floor(log10(value * 1.0005));

	text_add(text, "%.*f", decimals > 6 ? 6 : decimals, value);
}

/* "1.97× (1.95–1.99)"; a range of too few values says so unless all are RANGES. */
static void add_interval(struct text *text, const struct interval *interval, double unit,
	const char *name, bool ranges)
{
	add_number(text, interval->mid / unit);
	text_add(text, "%s (%s", name, interval->exact || ranges ? "" : "range ");
	add_number(text, interval->low / unit);
	text_add(text, "–");
	add_number(text, interval->high / unit);
	text_add(text, ")");
}

static void add_time(struct text *text, const struct interval *time_ns, bool ranges)
{
	static const struct {
		double ns;
		const char *name;
	} units[] = {{1e9, " s"}, {1e6, " ms"}, {1e3, " µs"}, {1, " ns"}};
	size_t unit = 0;

	while (unit < 3 && time_ns->mid < units[unit].ns * (unit == 0 ? 0.0995 : 0.9995)) {
		unit++;
	}
	add_interval(text, time_ns, units[unit].ns, units[unit].name, ranges);
}

static void add_cell(
	struct text *text, const struct panel *panel, const struct cell_result *result, bool ranges)
{
	enum panel_kind kind = panel->kind;
	struct interval value = panel_value(kind, result);
	char lack[128];

	text_add(text, " ");
	if (isfinite(value.mid)) {
		if (kind == PANEL_TIME) {
			add_time(text, &result->time_ns, ranges);
		} else {
			add_interval(text, &result->speedup, 1, "×", ranges);
		}
	}
	if (isfinite(value.mid) && result->failed_count > 0) {
		text_add(text, ", ");
		endings_say(panel->judgement, result, text);
	} else if (panel_lack(kind, result, lack, sizeof(lack))) {
		text_add(text, "%s%s", isfinite(value.mid) ? ", " : "", lack);
	}
	text_add(text, " |");
}

static const struct cell_result *series_cell(const struct series *series, uint32_t workers)
{
	for (size_t i = 0; i < series->cell_count; i++) {
		if (series->cell[i]->cell->workers == workers) {
			return series->cell[i];
		}
	}
	return NULL;
}

/* True if PANEL has values, and none of them an interval. */
static bool only_ranges(const struct panel *panel)
{
	bool any = false;

	for (size_t i = 0; i < panel->count; i++) {
		for (size_t j = 0; j < panel->series[i].cell_count; j++) {
			struct interval value = panel_value(panel->kind, panel->series[i].cell[j]);

			if (isfinite(value.mid) && value.exact) {
				return false;
			}
			any = any || isfinite(value.mid);
		}
	}
	return any;
}

/* The table of WHAT, after a line that says so. */
static void add_table(struct text *text, const struct panel *panel, const char *what)
{
	const struct run *run = &panel->judgement->samples->run;
	bool ranges = only_ranges(panel);
	char label[LABEL_BYTES];

	text_add(text, "%s, with its %s:\n\n| workers |", what,
		ranges ? "range: too few samples for an interval" : "95 % interval");
	for (size_t i = 0; i < panel->count; i++) {
		label_strategy(run, panel->series[i].strategy, LABEL_COLUMNS, label);
		text_add(text, " ");
		markdown_text(text, label);
		text_add(text, " |");
	}
	text_add(text, "\n| ---: |");
	for (size_t i = 0; i < panel->count; i++) {
		text_add(text, " :--- |");
	}
	for (size_t row = 0; row < panel->workers_count; row++) {
		uint32_t workers = panel->workers[row];
		const char *point = label_point(run, workers);

		text_add(text, "\n| %" PRIu32, workers);
		if (*point) {
			text_add(text, " (");
			markdown_text(text, point);
			text_add(text, ")");
		}
		text_add(text, " |");
		for (size_t i = 0; i < panel->count; i++) {
			const struct cell_result *result = series_cell(&panel->series[i], workers);

			if (result) {
				add_cell(text, panel, result, ranges);
			} else {
				text_add(text, " |");
			}
		}
	}
	text_add(text, "\n\n");
}

bool report_chart_stands(const char *folder, const char *name, const char *ending)
{
	char *path = xasprintf("%s/charts/%s.%s", folder, name, ending);
	bool there = access(path, R_OK) == 0;

	free(path);
	return there;
}

bool report_add_chart(struct text *text, const char *folder, const char *name, const char *what)
{
	bool png = report_chart_stands(folder, name, "png"),
	     svg = report_chart_stands(folder, name, "svg");

	if (!png && !svg) {
		return false;
	}
	text_add(text, "%s![", png && svg ? "[" : "");
	markdown_text(text, what);
	text_add(text, "](charts/%s.%s)", name, png ? "png" : "svg");
	if (png && svg) {
		text_add(text, "](charts/%s.svg)", name);
	}
	text_add(text, "\n\n");
	return true;
}

static void add_workload_charts(struct text *text, const struct run *run, const char *folder,
	size_t workload, const char *label)
{
	const struct chart_kind *kind;

	for (size_t i = 0; (kind = chart_kind_at(i)) != NULL; i++) {
		if (kind->scope == CHART_OF_WORKLOAD) {
			char *name = chart_kind_file(kind, run, workload);
			char *what = xasprintf("%s: %s", label, kind->summary);

			report_add_chart(text, folder, name, what);
			free(what);
			free(name);
		}
	}
}

/* "2 of 7 samples CRASHED, the first: `reason`"; the caller frees. */
static char *failure_words(const struct judgement *judgement, const struct cell_result *result)
{
	struct text text = {0};

	endings_say(judgement, result, &text);
	if (result->reason && *result->reason) {
		text_add(&text, result->failed_count > 1 ? ", the first: " : ": ");
		markdown_code(&text, result->reason);
	}
	return text.text;
}

/* Adds "- thread-pool at 4, 8 workers: ..."; WHERE is begun anew. */
static void add_failure_line(
	struct text *text, const struct series *series, struct text *where, const char *words)
{
	text_add(text, "- ");
	markdown_text(text, series->label);
	text_add(text, " at %s worker%s: %s\n", where->text,
		strcmp(where->text, "1") == 0 ? "" : "s", words);
	text_finish(where);
}

/* A line per strategy and way to fail. */
static void add_series_failures(
	struct text *text, const struct judgement *judgement, const struct series *series)
{
	char *previous = NULL;
	struct text where = {0};

	for (size_t i = 0; i <= series->cell_count; i++) {
		const struct cell_result *result = i < series->cell_count ? series->cell[i] : NULL;
		bool failed = result && result->failed_count > 0;
		char *words = failed ? failure_words(judgement, result) : NULL;

		if (previous && (!words || strcmp(words, previous) != 0)) {
			add_failure_line(text, series, &where, previous);
		}
		if (words) {
			text_add(&where, "%s%" PRIu32, where.length > 0 ? ", " : "",
				result->cell->workers);
		}
		free(previous);
		previous = words;
	}
	text_finish(&where);
}

void report_add_failures(struct text *text, const struct judgement *judgement, size_t workload)
{
	struct panel panel;

	panel_init(&panel, judgement, PANEL_TIME, workload);
	if (panel.loop && panel.loop->failed_count > 0) {
		char *words = failure_words(judgement, panel.loop);

		text_add(text, "- the loop: %s\n", words);
		free(words);
	}
	for (size_t i = 0; i < panel.count; i++) {
		add_series_failures(text, judgement, &panel.series[i]);
	}
	panel_finish(&panel);
}

void report_add_loop(struct text *text, const struct judgement *judgement, size_t workload)
{
	const struct workload_result *result = &judgement->workloads[workload];
	const struct cell_result *loop = result->baseline;

	if (!loop || loop->sample_count == 0) {
		text_add(text, "The loop, one worker doing all tasks in order, has no time.\n\n");
		return;
	}
	text_add(text, "The loop, one worker doing all tasks in order, takes ");
	add_time(text, &loop->time_ns, false);
	if (isfinite(result->busy_share)) {
		text_add(text, " and keeps a CPU busy %.0f %% of it: this is **%s** work",
			100 * result->busy_share, work_class_name(result->class));
	}
	text_add(text, ".\n\n");
}

void report_add_name(struct text *text, const struct run *run, size_t workload)
{
	const char *work = run->workloads[workload].work;
	char label[LABEL_BYTES];

	label_workload(run, workload, LABEL_COLUMNS, label);
	markdown_text(text, label);
	if (work && *work) {
		text_add(text, ", ");
		markdown_text(text, work);
	}
}

void report_add_law(struct text *text, const struct judgement *judgement, size_t workload)
{
	struct text words = {0};
	struct law law;

	law_find(&law, judgement, workload);
	law_explain(&law, &words);
	text_add(text, "**How it scales**");
	if (law.points > 0) {
		const struct run *run = &judgement->samples->run;
		char label[LABEL_BYTES];

		label_strategy(run, law.strategy, LABEL_COLUMNS, label);
		text_add(text, " with ");
		markdown_text(text, label);
	}
	text_add(text, ": ");
	markdown_text(text, words.text);
	text_add(text, "\n\n");
	text_finish(&words);
}

void report_add_speedups(struct text *text, const struct judgement *judgement, size_t workload)
{
	struct panel panel;

	panel_init(&panel, judgement, PANEL_SPEEDUP, workload);
	if (panel.drawn_count > 0) {
		add_table(text, &panel, "Speedup over the loop");
	}
	panel_finish(&panel);
}

void report_add_times(struct text *text, const struct judgement *judgement, size_t workload)
{
	struct panel panel;

	panel_init(&panel, judgement, PANEL_TIME, workload);
	if (panel.count > 0) {
		add_table(text, &panel, "Time");
	}
	panel_finish(&panel);
}

void report_add_workload(
	struct text *text, const struct losses *losses, const char *folder, size_t workload)
{
	const struct judgement *judgement = losses->judgement;
	const struct run *run = &judgement->samples->run;
	struct text failures = {0};
	char label[LABEL_BYTES];

	label_workload(run, workload, LABEL_COLUMNS, label);
	text_add(text, "## ");
	report_add_name(text, run, workload);
	text_add(text, "\n\n");
	report_add_loop(text, judgement, workload);
	report_add_speedups(text, judgement, workload);
	report_add_times(text, judgement, workload);
	report_add_law(text, judgement, workload);
	losses_markdown(losses, workload, text);
	report_add_failures(&failures, judgement, workload);
	if (failures.length > 0) {
		text_add(text, "**What failed**\n\n%s\n", failures.text);
	}
	text_finish(&failures);
	add_workload_charts(text, run, folder, workload, label);
}
