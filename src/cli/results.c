/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What follows from a run's samples: the table on stdout, and the folder's derived files. */
#include "cli/results.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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
	const char *folder, const char *kept, struct text *text)
{
	struct table_style style;

	table_style_init(&style, stdout);
	table_heading(judgement, elapsed_s(judgement->samples), kept, &style, text);
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
	const char *folder, const char *kept, enum results_format format)
{
	struct text text = {0};

	switch (format) {
	case RESULTS_TABLE:
		add_table(judgement, against, folder, kept, &text);
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

static bool write_text(const char *folder, const char *name, struct text *text)
{
	char *path = xasprintf("%s/%s", folder, name);
	bool ok = write_file(path, text->text ? text->text : "", text->length);

	free(path);
	text_finish(text);
	return ok;
}

/* Says which kinds of charts were not drawn, whose scripts stand in FOLDER/charts, and how they are had. */
static void warn_of_missing_charts(const char *folder)
{
	char *charts = xasprintf("%s/charts", folder);
	struct text words = {0};
	size_t count = 0, kind = 0;
	char **names = data_names(charts, ".gp", &count);

	for (size_t i = 0; i < count; i++) {
		size_t bytes = strcspn(names[i], "-"); /* KIND-WORKLOAD */

		if (i == 0 || bytes != strcspn(names[kind], "-") ||
			strncmp(names[i], names[kind], bytes) != 0) {
			text_add(&words, "%s%.*s", i > 0 ? ", " : "", (int)bytes, names[i]);
			kind = i;
		}
	}
	text_add(&words, "); install it (Debian: gnuplot-nox), then `manyhands report ");
	text_add_quoted(&words, folder);
	warn("no gnuplot here, so %zu charts are missing (%s`", count, words.text);
	for (size_t i = 0; i < count; i++) {
		free(names[i]);
	}
	text_finish(&words);
	free(names);
	free(charts);
}

/* Draws the charts and says where they are, or that there are none. */
static enum charts_end draw(const struct judgement *judgement, const char *folder, bool quiet)
{
	char *plots = data_plots_folder();
	struct figure_source source;
	size_t count = 0;

	figure_source_init(&source, judgement, folder);
	enum charts_end end = plots ? charts_draw(&source, NULL, plots, &count) : CHARTS_FAILED;
	figure_source_finish(&source);
	free(plots);
	if (end == CHARTS_NO_GNUPLOT) {
		warn_of_missing_charts(folder);
	} else if (end == CHARTS_DRAWN && !quiet) {
		printf("charts: %s/charts (%zu, as SVG and PNG)\n", folder, count);
	}
	return end;
}

bool results_write(const struct judgement *judgement, const char *folder, bool charts, bool quiet)
{
	struct text text = {0};

	csv_summary(judgement, &text);
	/* where one file can't be written, the rest would fail alike */
	if (!write_text(folder, "summary.csv", &text)) {
		return false;
	}
	enum charts_end drawn = charts ? draw(judgement, folder, quiet) : CHARTS_DRAWN;
	if (drawn == CHARTS_UNWRITABLE) {
		return false;
	}
	report_markdown(judgement, folder, &text);
	if (!write_text(folder, "report.md", &text)) {
		return false;
	}
	page_html(judgement, folder, &text);
	if (!write_text(folder, "report.html", &text)) {
		return false;
	}
	if (!quiet) {
		printf("report: %s/report.md, %s/report.html\n", folder, folder);
	}
	return drawn != CHARTS_FAILED;
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
