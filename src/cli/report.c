/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manyhands report: rebuilds and prints what follows from the samples of runs. */
#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cell_name.h"
#include "cli/commands.h"
#include "cli/folder.h"
#include "cli/options.h"
#include "cli/results.h"
#include "show/beside.h"
#include "text.h"

enum { KEY_FORMAT = 256, KEY_NO_CHARTS, KEY_AGAINST, ERROR_BYTES = 512 };

struct report_wish {
	char **folders;
	size_t folder_count;
	enum results_format format;
	bool no_charts;
	const char *against; /* the name of a cell, or NULL */
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
		if (!results_parse_format(argument, &wish->format)) {
			warn("--format: expected table, csv, json or markdown, not '%s'", argument);
			return EINVAL;
		}
		return 0;
	case KEY_NO_CHARTS:
		wish->no_charts = true;
		return 0;
	case KEY_AGAINST:
		wish->against = argument;
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
	{"no-charts", KEY_NO_CHARTS, NULL, 0, "rebuild no charts", 0},
	{NULL, 'h', NULL, OPTION_HIDDEN, NULL, -1},
	{0},
};

static const struct argp parser = {
	.options = options,
	.parser = parse_option,
	.args_doc = "[DIR...]",
	.doc = "Rebuilds summary.csv, report.md and the charts from the samples of a run, "
	       "and prints the table; of several runs also one that lays them over one another. "
	       "Without DIR: the latest run.",
};

/* Prints the run of FOLDER. False: it has no such cell as was named (warned). */
static bool print(
	const struct judgement *judgement, const char *folder, const struct report_wish *wish)
{
	struct against against;
	char error[ERROR_BYTES];
	size_t cell;

	if (!wish->against) {
		results_print(judgement, NULL, folder, folder, wish->format);
		return true;
	}
	if (!cell_name_in_run(
		    &judgement->samples->run, wish->against, &cell, error, sizeof(error))) {
		warn("--against: %s", error);
		return false;
	}
	against_init(&against, judgement, cell);
	results_print(judgement, &against, folder, folder, wish->format);
	against_finish(&against);
	return true;
}

static int report_folder(const char *folder, const struct report_wish *wish)
{
	struct samples samples;
	struct judgement judgement;
	bool ok = true;

	if (!folder_has_run(folder) || !samples_read(folder, false, &samples)) {
		return EXIT_BAD_INPUT;
	}
	judgement_init(&judgement, &samples);
	if (!print(&judgement, folder, wish)) {
		judgement_finish(&judgement);
		samples_finish(&samples);
		return EXIT_BAD_INPUT;
	}
	if (access(folder, W_OK) != 0) {
		warn("%s can't be written to, so nothing there was rebuilt:", folder);
	} else {
		ok = results_write(
			&judgement, folder, !wish->no_charts, wish->format != RESULTS_TABLE);
	}
	judgement_finish(&judgement);
	samples_finish(&samples);
	return ok ? EXIT_FINE : EXIT_FAILED;
}

/* Prints the runs of all folders over one another; those that can't be read were warned of. */
static void print_beside(const struct report_wish *wish)
{
	struct samples *samples = xcalloc(wish->folder_count, sizeof(*samples));
	struct judgement *judgement = xcalloc(wish->folder_count, sizeof(*judgement));
	const char **names = xcalloc(wish->folder_count, sizeof(*names));
	struct beside beside = {judgement, names, 0};
	struct table_style style;
	struct text text = {0};

	for (size_t i = 0; i < wish->folder_count; i++) {
		if (samples_read(wish->folders[i], true, &samples[beside.count])) {
			names[beside.count] = wish->folders[i];
			judgement_init(&judgement[beside.count], &samples[beside.count]);
			beside.count++;
		}
	}
	table_style_init(&style, stdout);
	if (beside.count > 1 && wish->format == RESULTS_TABLE) {
		text_add(&text, "\n");
		beside_table(&beside, &style, &text);
	} else if (beside.count > 1) {
		beside_markdown(&beside, &text);
	}
	fputs(text.text ? text.text : "", stdout);
	text_finish(&text);
	while (beside.count-- > 0) {
		judgement_finish(&judgement[beside.count]);
		samples_finish(&samples[beside.count]);
	}
	free(names);
	free(judgement);
	free(samples);
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
	if (wish->folder_count > 1 &&
		(wish->format == RESULTS_CSV || wish->format == RESULTS_JSON)) {
		warn("--format csv and json take one folder, not %zu", wish->folder_count);
		return false;
	}
	return true;
}

int command_report(int argc, char **argv)
{
	struct report_wish wish = {0};
	int status = EXIT_BAD_INPUT;

	if (options_parse(&parser, argc, argv, &wish) && complete_wish(&wish)) {
		status = EXIT_FINE;
		for (size_t i = 0; i < wish.folder_count; i++) {
			int ended = report_folder(wish.folders[i], &wish);

			status = ended > status ? ended : status;
		}
		if (wish.folder_count > 1 && status != EXIT_BAD_INPUT) {
			print_beside(&wish);
		}
	}
	for (size_t i = 0; i < wish.folder_count; i++) {
		free(wish.folders[i]);
	}
	free(wish.folders);
	return status;
}
