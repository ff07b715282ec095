/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manyhands report: rebuilds and prints what follows from the samples of runs. */
#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cell_name.h"
#include "cli/chart.h"
#include "cli/commands.h"
#include "cli/folder.h"
#include "cli/options.h"
#include "cli/results.h"
#include "cli/timeline.h"
#include "show/beside.h"
#include "text.h"

enum {
	KEY_FORMAT = 256,
	KEY_NO_CHARTS,
	KEY_AGAINST,
	KEY_TIMELINE,
	KEY_CHART,
	KEY_ONLY,
	KEY_TITLE,
	ERROR_BYTES = 512
};

struct report_wish {
	char **folders;
	size_t folder_count;
	enum results_format format;
	bool no_charts, format_given;
	const char *against;  /* the name of a cell, or NULL */
	const char *timeline; /* likewise */
	struct chart_wish chart;
};

/* FOLDER belongs to WISH from then on. */
static void add_folder(struct report_wish *wish, char *folder)
{
	wish->folders = xrealloc(wish->folders, wish->folder_count + 1, sizeof(char *));
	wish->folders[wish->folder_count++] = folder;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
	struct report_wish *wish = state->input;

	switch (key) {
	case KEY_FORMAT:
		wish->format_given = true;
		return results_parse_format(argument, &wish->format) ? 0 : EINVAL;
	case KEY_NO_CHARTS:
		wish->no_charts = true;
		return 0;
	case KEY_AGAINST:
		wish->against = argument;
		return 0;
	case KEY_TIMELINE:
		wish->timeline = argument;
		return 0;
	case KEY_CHART:
		wish->chart.kind = argument;
		return 0;
	case KEY_ONLY:
		wish->chart.only = argument;
		return 0;
	case KEY_TITLE:
		wish->chart.title = argument;
		return 0;
	case 'o':
		wish->chart.output = argument;
		return 0;
	case 'h':
		argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP);
		return 0;
	case ARGP_KEY_ARG:
		add_folder(wish, xstrdup(argument));
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
	{"format", KEY_FORMAT, "FORMAT", 0, "table (default), csv, json or markdown", 0},
	{"against", KEY_AGAINST, "CELL", 0, "compare all cells of its workload with this one", 0},
	{"timeline", KEY_TIMELINE, "CELL", 0, "draw who did which task when, of a run with --trace",
		0},
	{"chart", KEY_CHART, "NAME", 0, "draw only this chart (manyhands list charts)", 0},
	{"only", KEY_ONLY, "WORKLOAD:STRATEGY,...", 0,
		"what of the run it shows; either part may be left out; or CELL", 0},
	{"title", KEY_TITLE, "TEXT", 0, "its title", 0},
	{"output", 'o', "FILE", 0, "draw it into this .svg, .png or .pdf", 0},
	{"no-charts", KEY_NO_CHARTS, NULL, 0, "rebuild no charts", 0},
	{NULL, 'h', NULL, OPTION_HIDDEN, NULL, -1},
	{0},
};

static const struct argp parser = {
	.options = options,
	.parser = parse_option,
	.args_doc = "[DIR...]",
	.doc = "Rebuilds summary.csv, report.md, report.html and the charts from the samples of a "
	       "run, "
	       "and prints the table; of several runs also one that lays them over one another. "
	       "Without DIR: the latest run that had no -o.",
};

/* The runs of all folders. */
struct report {
	const struct report_wish *wish;
	struct samples *samples;
	struct judgement *judgement;
	size_t *cell; /* of --against or --timeline, in each run */
	size_t count; /* those that were read */
};

/* Reads the next folder. False: it has no run, or not the cell that was named (warned). */
static bool read_next(struct report *report)
{
	const struct report_wish *wish = report->wish;
	const char *folder = wish->folders[report->count];
	struct samples *samples = &report->samples[report->count];
	const char *named = wish->timeline ? wish->timeline : wish->against;
	char error[ERROR_BYTES];

	if (!folder_has_run(folder) || !samples_read(folder, false, samples)) {
		return false;
	}
	if (named && !cell_name_in_run(&samples->run, named, &report->cell[report->count], error,
			     sizeof(error))) {
		warn("--%s: %s", wish->timeline ? "timeline" : "against", error);
		samples_finish(samples);
		return false;
	}
	judgement_init(&report->judgement[report->count++], samples);
	return true;
}

/* All are read before anything is printed. False: warned; finished by the caller all the same. */
static bool report_init(struct report *report, const struct report_wish *wish)
{
	*report = (struct report){
		.wish = wish,
		.samples = xcalloc(wish->folder_count, sizeof(*report->samples)),
		.judgement = xcalloc(wish->folder_count, sizeof(*report->judgement)),
		.cell = xcalloc(wish->folder_count, sizeof(*report->cell)),
	};
	while (report->count < wish->folder_count) {
		if (!read_next(report)) {
			return false;
		}
	}
	return true;
}

static void report_finish(struct report *report)
{
	while (report->count-- > 0) {
		judgement_finish(&report->judgement[report->count]);
		samples_finish(&report->samples[report->count]);
	}
	free(report->cell);
	free(report->judgement);
	free(report->samples);
}

/* Rebuilds what FOLDER holds; returns the exit status. */
static int rebuild(
	const struct report_wish *wish, const struct judgement *judgement, const char *folder)
{
	if (access(folder, W_OK) != 0) {
		warn("%s can't be written to, so nothing there was rebuilt:", folder);
		return EXIT_FINE;
	}
	return results_write(judgement, folder, !wish->no_charts, wish->format != RESULTS_TABLE)
		       ? EXIT_FINE
		       : EXIT_FAILED;
}

/* Prints run number INDEX and rebuilds what its folder holds. */
static int report_run(const struct report *report, size_t index)
{
	const struct report_wish *wish = report->wish;
	const struct judgement *judgement = &report->judgement[index];
	const char *folder = wish->folders[index];
	struct against against;
	bool first = wish->format == RESULTS_MARKDOWN; /* it shows the charts that stand there */

	if (wish->timeline) {
		return timeline_print(judgement, folder, report->cell[index], wish->format)
			       ? EXIT_FINE
			       : EXIT_BAD_INPUT;
	}
	int status = first ? rebuild(wish, judgement, folder) : EXIT_FINE;
	if (wish->against) {
		against_init(&against, judgement, report->cell[index]);
		results_print(judgement, &against, folder, wish->format);
		against_finish(&against);
	} else {
		results_print(judgement, NULL, folder, wish->format);
	}
	return first ? status : rebuild(wish, judgement, folder);
}

/* Prints the runs of all folders over one another. */
static void print_beside(const struct report *report)
{
	struct beside beside = {
		report->judgement, (const char *const *)report->wish->folders, report->count};
	struct table_style style;
	struct text text = {0};

	table_style_init(&style, stdout);
	if (report->wish->format == RESULTS_TABLE) {
		text_add(&text, "\n");
		beside_table(&beside, &style, &text);
	} else {
		beside_markdown(&beside, &text);
	}
	fputs(text.text ? text.text : "", stdout);
	text_finish(&text);
}

static int report_all(const struct report_wish *wish)
{
	struct report report;
	int status = EXIT_BAD_INPUT;

	if (report_init(&report, wish)) {
		status = EXIT_FINE;
		for (size_t i = 0; i < report.count; i++) {
			int ended = report_run(&report, i);

			status = ended > status ? ended : status;
		}
		if (report.count > 1 && !wish->timeline) {
			print_beside(&report);
		}
	}
	report_finish(&report);
	return status;
}

static bool is_data(enum results_format format)
{
	return format == RESULTS_CSV || format == RESULTS_JSON;
}

/* The option that --chart does not go with, or NULL. */
static const char *beside_chart(const struct report_wish *wish)
{
	return wish->against        ? "against"
	       : wish->timeline     ? "timeline"
	       : wish->no_charts    ? "no-charts"
	       : wish->format_given ? "format"
				    : NULL;
}

/* Looks for what does not go together. False: warned. */
static bool check_wish(const struct report_wish *wish)
{
	if (wish->timeline && (wish->against || is_data(wish->format))) {
		warn("--timeline goes neither with --against nor with --format csv or json: the "
		     "data are in the folder's traces/");
		return false;
	}
	if (wish->chart.kind && beside_chart(wish)) {
		warn("--chart only draws: it goes with --only, --title and --output, not with "
		     "--%s",
			beside_chart(wish));
		return false;
	}
	if (wish->folder_count > 1 && is_data(wish->format)) {
		warn("--format csv and json take one folder, not %zu", wish->folder_count);
		return false;
	}
	return chart_wish_check(&wish->chart);
}

/* Fills in the latest run's folder if none was named. False: warned. */
static bool complete_wish(struct report_wish *wish)
{
	if (wish->folder_count == 0) {
		char *latest = folder_latest();

		if (!latest) {
			warn("there is no run here yet; `manyhands run` makes one, or name its "
			     "folder");
			return false;
		}
		add_folder(wish, latest);
	}
	return true;
}

int command_report(int argc, char **argv)
{
	struct report_wish wish = {0};
	int status = EXIT_BAD_INPUT;

	if (options_parse(&parser, argc, argv, &wish) && check_wish(&wish) &&
		complete_wish(&wish)) {
		status = wish.chart.kind ? chart_draw(&wish.chart, wish.folders, wish.folder_count)
					 : report_all(&wish);
	}
	for (size_t i = 0; i < wish.folder_count; i++) {
		free(wish.folders[i]);
	}
	free(wish.folders);
	return status;
}
