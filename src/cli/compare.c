/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manyhands compare: what changed between two runs. */
#include <argp.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/compared_json.h"
#include "cli/folder.h"
#include "cli/json_number.h"
#include "cli/options.h"
#include "cli/results.h"
#include "judge/runs.h"
#include "show/compared.h"
#include "text.h"

enum { KEY_FORMAT = 256, KEY_FAIL_ON, KEY_STRICT, SIDES = 2, LISTED_MAX = 5 };

/* What --fail-on says. */
struct fail_on {
	const char *text; /* NULL: not given */
	bool slower, faster;
	double limit; /* a share */
};

struct compare_wish {
	const char *folder[SIDES];
	size_t folder_count;
	enum results_format format;
	struct fail_on fail_on;
	bool strict;
};

/* ---- arguments ---- */

/* Reads "5%", "0.5 %" as a share. */
static bool parse_percent(const char *text, double *share)
{
	char *end;

	if (strspn(text, "0123456789.") == 0 || strpbrk(text, "xX")) {
		return false; /* no sign, blank, word or hexadecimal that strtod would take */
	}
	double percent = strtod(text, &end);
	end += strspn(end, " ");
	*share = percent / 100;
	return strcmp(end, "%") == 0 && percent >= 0 && percent <= 1000;
}

static bool parse_fail_on(const char *text, struct fail_on *fail_on)
{
	static const char *const words[] = {"slower", "faster", "different"};
	const char *colon = strchr(text, ':');
	size_t word = 0, bytes = colon ? (size_t)(colon - text) : 0;

	while (word < 3 &&
		!(strlen(words[word]) == bytes && strncmp(text, words[word], bytes) == 0)) {
		word++;
	}
	*fail_on = (struct fail_on){.text = text, .slower = word != 1, .faster = word != 0};
	if (word < 3 && parse_percent(colon + 1, &fail_on->limit)) {
		return true;
	}
	warn("--fail-on: expected slower:5%%, faster:5%% or different:5%%, with a share from 0%% "
	     "to 1000%%, not '%s'",
		text);
	return false;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
	struct compare_wish *wish = state->input;

	switch (key) {
	case KEY_FORMAT:
		return results_parse_format(argument, &wish->format) ? 0 : EINVAL;
	case KEY_FAIL_ON:
		return parse_fail_on(argument, &wish->fail_on) ? 0 : EINVAL;
	case KEY_STRICT:
		wish->strict = true;
		return 0;
	case 'h':
		argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP);
		return 0;
	case ARGP_KEY_ARG:
		if (wish->folder_count < SIDES) {
			wish->folder[wish->folder_count] = argument;
		}
		wish->folder_count++;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
	{"format", KEY_FORMAT, "FORMAT", 0, "table (default), csv, json or markdown", 0},
	{"fail-on", KEY_FAIL_ON, "WHAT:SHARE", 0,
		"exit with 1 if a cell of B is shown to be slower:5% (faster, different)", 0},
	{"strict", KEY_STRICT, NULL, 0, "exit with 1 if of some cell nothing can be told", 0},
	{NULL, 'h', NULL, OPTION_HIDDEN, NULL, -1},
	{0},
};

static const struct argp parser = {
	.options = options,
	.parser = parse_option,
	.args_doc = "DIR_A DIR_B",
	.doc = "Says what changed from run A to run B: every cell that both have, by its ratio to "
	       "the loop of its own run, with an interval and a verdict.\v"
	       "--fail-on looks at whole intervals: slower:5% needs one that lies beyond +5 %.",
};

/* ---- what follows ---- */

static void print(const struct compared *compared, enum results_format format)
{
	struct table_style style;
	struct text text = {0};

	switch (format) {
	case RESULTS_TABLE:
		table_style_init(&style, stdout);
		compared_table(compared, &style, &text);
		break;
	case RESULTS_CSV:
		compared_csv(compared, &text);
		break;
	case RESULTS_JSON:
		json_add_text(compared_json(compared), &text);
		break;
	case RESULTS_MARKDOWN:
		compared_markdown(compared, &text);
		break;
	}
	fputs(text.text ? text.text : "", stdout);
	fflush(stdout);
	text_finish(&text);
}

/* Adds the cells of RUNS that SHOWN names to *LIST; returns how many. */
static size_t list_shown(
	const struct runs *runs, bool slower, const struct fail_on *fail_on, struct text *list)
{
	bool *shown = xcalloc(runs->count, sizeof(*shown));
	size_t count = runs_shown(runs, slower, fail_on->limit, shown), listed = 0;

	for (size_t i = 0; i < runs->count; i++) {
		char change[64];

		if (!shown[i] || listed++ >= LISTED_MAX) {
			continue;
		}
		compared_change(runs_judged(&runs->cell[i]), change, sizeof(change));
		text_add(list, "%s%s %s", list->length > 0 ? ", " : "", runs->cell[i].a->cell->key,
			change);
	}
	free(shown);
	return count;
}

/* Cells that had a time in A and, for all their samples in B, have none there. */
static size_t list_broken(const struct runs *runs, struct text *list)
{
	size_t count = 0;

	for (size_t i = 0; i < runs->count; i++) {
		const struct runs_cell *cell = &runs->cell[i];

		if (cell->a->sample_count > 0 && cell->b->sample_count == 0 &&
			cell->b->failed_count > 0 && count++ < LISTED_MAX) {
			text_add(list, "%s%s", list->length > 0 ? ", " : "", cell->a->cell->key);
		}
	}
	return count;
}

/* True if what --fail-on names was shown: said in a line. */
static bool must_fail(const struct runs *runs, const struct fail_on *fail_on)
{
	struct text list = {0}, broken = {0};
	size_t count = 0, broken_count = list_broken(runs, &broken);

	if (fail_on->slower) {
		count += list_shown(runs, true, fail_on, &list);
	}
	if (fail_on->faster) {
		count += list_shown(runs, false, fail_on, &list);
	}
	if (count > 0) {
		warn("--fail-on %s: so %s %zu cell%s: %s%s", fail_on->text,
			count == 1 ? "is" : "are", count, count == 1 ? "" : "s", list.text,
			count > LISTED_MAX ? ", ..." : "");
	}
	if (broken_count > 0) {
		warn("--fail-on %s: %zu cell%s of A without any good sample in B: %s%s",
			fail_on->text, broken_count, broken_count == 1 ? " is" : "s are",
			broken.text, broken_count > LISTED_MAX ? ", ..." : "");
	}
	text_finish(&list);
	text_finish(&broken);
	return count + broken_count > 0;
}

static int status_of(const struct runs *runs, const struct compare_wish *wish)
{
	size_t told = runs->count - runs->verdicts[VERDICT_INCONCLUSIVE] -
		      runs->verdicts[VERDICT_NOT_ASKED] - runs->verdicts[VERDICT_WITHDRAWN];

	if (wish->fail_on.text && must_fail(runs, &wish->fail_on)) {
		return EXIT_FAILED;
	}
	if (wish->strict && told < runs->count) {
		warn("--strict: of %zu of %zu cells nothing can be told", runs->count - told,
			runs->count);
		return EXIT_FAILED;
	}
	return EXIT_FINE;
}

static int compare_judged(const struct judgement judgement[SIDES], const struct compare_wish *wish)
{
	struct runs runs;
	int status = EXIT_BAD_INPUT;

	runs_init(&runs, &judgement[0], &judgement[1]);
	if (runs.count == 0) {
		warn("no cell is in both %s and %s: nothing to compare; to measure A again: %s",
			wish->folder[0], wish->folder[1], judgement[0].samples->run.command);
	} else {
		struct compared compared = {&runs, wish->folder[0], wish->folder[1]};

		for (size_t i = 0; i < runs.warning_count; i++) {
			warn("%s", runs.warning[i]);
		}
		print(&compared, wish->format);
		status = status_of(&runs, wish);
	}
	runs_finish(&runs);
	return status;
}

static int compare_folders(const struct compare_wish *wish)
{
	struct samples samples[SIDES];
	struct judgement judgement[SIDES];
	size_t read = 0;
	int status = EXIT_BAD_INPUT;

	while (read < SIDES && folder_has_run(wish->folder[read]) &&
		samples_read(wish->folder[read], false, &samples[read])) {
		judgement_init(&judgement[read], &samples[read]);
		read++;
	}
	if (read == SIDES) {
		status = compare_judged(judgement, wish);
	}
	while (read-- > 0) {
		judgement_finish(&judgement[read]);
		samples_finish(&samples[read]);
	}
	return status;
}

int command_compare(int argc, char **argv)
{
	struct compare_wish wish = {0};

	if (!options_parse(&parser, argc, argv, &wish)) {
		return EXIT_BAD_INPUT;
	}
	if (wish.folder_count != SIDES) {
		warn("expected the folders of two runs, DIR_A DIR_B, not %zu", wish.folder_count);
		return EXIT_BAD_INPUT;
	}
	return compare_folders(&wish);
}
