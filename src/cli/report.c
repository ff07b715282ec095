/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manyhands report: rebuilds and prints what follows from the samples of runs. */
#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/folder.h"
#include "cli/options.h"
#include "cli/results.h"
#include "text.h"

enum { KEY_FORMAT = 256, KEY_NO_CHARTS };

struct report_wish {
	char **folders;
	size_t folder_count;
	enum results_format format;
	bool no_charts;
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
	{"no-charts", KEY_NO_CHARTS, NULL, 0, "rebuild no charts", 0},
	{NULL, 'h', NULL, OPTION_HIDDEN, NULL, -1},
	{0},
};

static const struct argp parser = {
	.options = options,
	.parser = parse_option,
	.args_doc = "[DIR...]",
	.doc = "Rebuilds summary.csv, report.md and the charts from the samples of a run, "
	       "and prints the table. Without DIR: the latest run.",
};

static int report_folder(const char *folder, const struct report_wish *wish)
{
	struct samples samples;
	struct judgement judgement;
	bool ok = true;

	if (!folder_has_run(folder) || !samples_read(folder, false, &samples)) {
		return EXIT_BAD_INPUT;
	}
	judgement_init(&judgement, &samples);
	results_print(&judgement, folder, folder, wish->format);
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
	}
	for (size_t i = 0; i < wish.folder_count; i++) {
		free(wish.folders[i]);
	}
	free(wish.folders);
	return status;
}
