/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What follows from a run's samples: the table on stdout, and the folder's derived files. */
#include "cli/results.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/advice_json.h"
#include "cli/compared_json.h"
#include "cli/data.h"
#include "cli/granularity_json.h"
#include "cli/json_number.h"
#include "cli/law_json.h"
#include "cli/losses_json.h"
#include "cli/trust_json.h"
#include "show/charts.h"
#include "show/compared.h"
#include "show/csv.h"
#include "show/granularity.h"
#include "show/own_command.h"
#include "show/page.h"
#include "show/report.h"
#include "show/table.h"
#include "text.h"

bool results_parse_format(const char *text, enum results_format *format)
{
	static const char *const names[] = {"table", "csv", "json", "markdown"};

	for (int i = 0; i < 4; i++) {
		if (strcmp(text, names[i]) == 0) {
			*format = (enum results_format)i;
			return true;
		}
	}
	warn("--format: expected table, csv, json or markdown, not '%s'", text);
	return false;
}

/* From the start to the end of the last sample. */
static double elapsed_s(const struct samples *samples)
{
	uint64_t last_ns = 0;

	for (size_t i = 0; i < samples->count; i++) {
		const struct sample *sample = &samples->sample[i];
		uint64_t total_ns = sample->total_ns == SAMPLE_UNKNOWN ? 0 : sample->total_ns;

		last_ns = sample->at_ns + total_ns > last_ns ? sample->at_ns + total_ns : last_ns;
	}
	return (double)last_ns / 1e9;
}

static json_t *json_cell(const struct run *run, const struct cell_result *result)
{
	const struct run_cell *cell = result->cell;
	json_t *object = json_pack("{s:s, s:s, s:s, s:i, s:I, s:I}", "cell", cell->key, "workload",
		run->workloads[cell->workload].spec, "strategy",
		run->strategies[cell->strategy].spec, "workers", (int)cell->workers, "samples",
		(json_int_t)result->sample_count, "failed", (json_int_t)result->failed_count);

	json_object_set_new(object, "time_ms", json_interval(&result->time_ns, 1e-6));
	json_object_set_new(object, "cpu_ms", json_number(result->cpu_ns * 1e-6));
	json_object_set_new(object, "speedup", json_interval(&result->speedup, 1));
	json_object_set_new(object, "efficiency", json_number(result->efficiency));
	json_object_set_new(object, "disturbed", cell_flags_json(&result->flags));
	return object;
}

static void add_own_command(const struct judgement *judgement, json_t *object)
{
	struct own_command own;

	own_command_init(&own, judgement, NULL);
	if (own.answer.text) {
		json_object_set_new(object, "at_once",
			json_pack("{s:i, s:s, s:s*}", "workers", (int)own.workers, "answer",
				own.answer.text, "xargs", own.line.text));
	}
	own_command_finish(&own);
}

static void add_json(
	const struct judgement *judgement, const struct against *against, struct text *text)
{
	const struct run *run = &judgement->samples->run;
	json_t *cells = json_array();
	struct losses losses;

	losses_init(&losses, judgement);
	for (size_t c = 0; c < run->cell_count; c++) {
		json_t *cell = json_cell(run, &judgement->cells[c]);

		json_object_set_new(cell, "losses", losses_json(&losses.cell[c]));
		json_array_append_new(cells, cell);
	}
	json_t *advice = advice_json(&losses);
	losses_finish(&losses);
	json_t *object = json_pack("{s:s, s:i, s:o}", "machine", run->machine.summary, "rounds",
		(int)judgement->round_count, "cells", cells);
	json_object_set_new(object, "verdicts", verdicts_json(judgement));
	json_object_set_new(object, "advice", advice);
	json_object_set_new(object, "noise", flags_json(&judgement->flags));
	json_object_set_new(object, "capacity", capacity_json(&judgement->capacity));
	json_object_set_new(object, "scaling", scaling_json(judgement));
	if (run->granularity) {
		json_object_set_new(object, "granularity", granularity_json(judgement));
	}
	if (against) {
		json_object_set_new(object, "against", against_json(against));
	}
	add_own_command(judgement, object);
	json_add_text(object, text);
}

static void add_table(const struct judgement *judgement, const struct against *against,
	const char *folder, struct text *text)
{
	struct table_style style;

	table_style_init(&style, stdout);
	table_heading(judgement, elapsed_s(judgement->samples), folder, &style, text);
	if (judgement->samples->run.granularity) {
		granularity_table(judgement, true, &style, text);
	} else {
		table_body(judgement, true, &style, text);
	}
	table_own_command(judgement, folder, &style, text);
	if (against) {
		against_table(against, &style, text);
	}
}

void results_print(const struct judgement *judgement, const struct against *against,
	const char *folder, enum results_format format)
{
	struct text text = {0};

	switch (format) {
	case RESULTS_TABLE:
		add_table(judgement, against, folder, &text);
		break;
	case RESULTS_CSV:
		if (against) {
			against_csv(against, &text);
		} else {
			csv_summary(judgement, &text);
		}
		break;
	case RESULTS_JSON:
		add_json(judgement, against, &text);
		break;
	case RESULTS_MARKDOWN:
		report_markdown(judgement, folder, &text);
		if (against) {
			against_markdown(against, &text);
		}
		break;
	}
	fputs(text.text ? text.text : "", stdout);
	fflush(stdout); /* main tells if it could not be written */
	text_finish(&text);
}

/* ---- the folder's derived files ---- */

static bool put_text(struct workshop *workshop, const char *name, struct text *text)
{
	char *path = xasprintf("%s/%s", workshop->parent, name);
	bool ok = workshop_write_text(workshop, name, text) && workshop_place(workshop, name, path);

	free(path);
	text_finish(text);
	return ok;
}

/* Makes the reports, which show the charts that stand in FOLDER by now. False: warned. */
static bool put_reports(
	struct workshop *workshop, const struct judgement *judgement, const char *folder)
{
	struct text text = {0};

	csv_summary(judgement, &text);
	if (!put_text(workshop, "summary.csv", &text)) {
		return false;
	}
	report_markdown(judgement, folder, &text);
	if (!put_text(workshop, "report.md", &text)) {
		return false;
	}
	page_html(judgement, folder, &text);
	return put_text(workshop, "report.html", &text);
}

static bool stands(const char *folder, const char *name)
{
	char *path = xasprintf("%s/%s", folder, name);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

/* Says how many charts of RUN have no picture, of which kinds, and how they are had. */
static void warn_of_missing_charts(const struct run *run, const char *folder)
{
	struct text kinds = {0}, words = {0};
	size_t count = charts_missing(run, folder, &kinds);

	if (count > 0) {
		text_add_quoted(&words, folder);
		warn("no gnuplot here, so %zu chart%s missing (%s); install it (Debian: "
		     "gnuplot-nox), then `manyhands report %s`",
			count, count == 1 ? " is" : "s are", kinds.text, words.text);
	}
	text_finish(&words);
	text_finish(&kinds);
}

/* Makes the charts; without DRAW only what must not stay as it is: pictures of other samples. */
static enum charts_end make_charts(
	struct workshop *workshop, const struct judgement *judgement, bool draw, size_t *count)
{
	struct figure_source source;

	if (!draw && !stands(workshop->parent, "charts")) {
		return CHARTS_DRAWN;
	}
	char *plots = data_plots_folder();
	if (!plots) {
		return CHARTS_FAILED;
	}
	workshop->plots = plots;
	figure_source_init(&source, judgement, workshop->parent);
	enum charts_end end = charts_make(workshop, &source, NULL, draw, count);
	figure_source_finish(&source);
	workshop->plots = NULL;
	free(plots);
	return end;
}

/* Says what stands in FOLDER now. */
static void tell(const char *folder, enum charts_end end, size_t count)
{
	if (count > 0 && end == CHARTS_DRAWN) {
		printf("charts: %s/charts (%zu, as SVG and PNG)\n", folder, count);
	}
	printf("report: %s/report.md, %s/report.html\n", folder, folder);
}

bool results_write(const struct judgement *judgement, const char *folder, bool charts, bool quiet)
{
	struct workshop workshop;
	size_t count = 0;

	if (!workshop_open(&workshop, folder, NULL, "svg png")) {
		return false;
	}
	enum charts_end end = make_charts(&workshop, judgement, charts, &count);
	/* reports that stand there show the charts that stay */
	bool anew = end != CHARTS_UNWRITABLE &&
		    (end != CHARTS_FAILED || !stands(folder, "report.html"));
	bool ok = anew && put_reports(&workshop, judgement, folder);
	if (!ok) {
		workshop_undo(&workshop);
	}
	workshop_close(&workshop);
	if (ok && charts && end == CHARTS_NO_GNUPLOT) {
		warn_of_missing_charts(&judgement->samples->run, folder);
	}
	if (ok && !quiet) {
		tell(folder, end, count);
	}
	return ok && end != CHARTS_FAILED;
}

/* True if the cell of SAMPLE, one that did not end OK, has no such sample in the rounds. */
static bool is_unseen(const struct judgement *judgement, const struct sample *sample)
{
	const struct run *run = &judgement->samples->run;

	for (size_t c = 0; c < run->cell_count; c++) {
		if (strcmp(run->cells[c].key, sample->cell) == 0) {
			return judgement->cells[c].failed_count == 0;
		}
	}
	return false;
}

/* True if how SAMPLE ended stands in no table. */
static bool is_in_no_table(const struct judgement *judgement, const struct sample *sample)
{
	return sample->role == ROLE_PROBE ||
	       ((sample->role == ROLE_COPY || sample->round == 0) && is_unseen(judgement, sample));
}

static bool warn_of_unseen(const struct judgement *judgement)
{
	const struct samples *samples = judgement->samples;
	const struct sample *first = NULL;
	size_t count = 0;

	for (size_t i = 0; i < samples->count; i++) {
		const struct sample *sample = &samples->sample[i];

		if (sample->status != SAMPLE_OK && sample->status != SAMPLE_INTERRUPTED &&
			is_in_no_table(judgement, sample)) {
			first = first ? first : sample;
			count++;
		}
	}
	if (first) {
		warn("%zu sample%s that no table shows (of the warm-up round, copies of loops, "
		     "probes) did not end well: %s %s: %s%s",
			count, count == 1 ? "" : "s", first->cell,
			sample_status_name(first->status), first->reason ? first->reason : "",
			count == 1 ? "" : ", ...");
	}
	return first != NULL;
}

bool results_all_ok(const struct judgement *judgement)
{
	bool failed = warn_of_unseen(judgement);

	for (size_t c = 0; c < judgement->samples->run.cell_count; c++) {
		failed = failed || judgement->cells[c].failed_count > 0;
	}
	return !failed;
}
