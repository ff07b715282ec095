/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After a run was measured: what it found is printed and drawn, and how it goes on is said. */
#include "cli/ending.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/cell_name.h"
#include "cli/commands.h"
#include "cli/results.h"
#include "judge/granularity.h"
#include "judge/questions.h"
#include "text.h"

enum { ERROR_BYTES = 512 };

/* Says that --resume found nothing left to measure, and how rounds are added. */
static void print_finished(const struct ending *ending, uint32_t rounds)
{
	struct text folder = {0};

	text_add_quoted(&folder, ending->folder);
	printf("nothing was left to measure; for more rounds: manyhands run --resume %s --rounds "
	       "%u%s\n",
		folder.text, 2 * rounds, ending->plugin ? " and its --plugin" : "");
	text_finish(&folder);
}

/* Says how a run goes on that did not come to its end. */
static void print_hint(const struct ending *ending, const struct judgement *judgement)
{
	const char *what = ending->end == ROUNDS_INTERRUPTED ? "interrupted"
			   : ending->end == ROUNDS_BUDGET    ? "the budget ended the run"
			   : ending->end == ROUNDS_BROKEN    ? "the run ended early"
							     : NULL;
	struct text command = {0};

	if (!what && ending->earlier_count > 0 &&
		ending->earlier_count == judgement->samples->count) {
		print_finished(ending, judgement->round_count);
	}
	if (!what) {
		return;
	}
	text_add(&command, "manyhands run --resume ");
	text_add_quoted(&command, ending->folder);
	if (ending->budget_ns > 0) {
		plan_add_duration(&command, "--budget", ending->budget_ns);
	}
	if (ending->trace && !judgement->samples->run.trace) {
		text_add(&command, " --trace");
	}
	if (ending->plugin) {
		text_add(&command, " --plugin ");
		text_add_quoted(&command, ending->plugin);
	}
	printf("%s after %u of %u rounds; go on with: %s\n", what, judgement->round_count,
		ending->rounds, command.text);
	text_finish(&command);
}

/* Prints the table and what --against asks for. */
static void print_results(const struct ending *ending, const struct judgement *judgement)
{
	struct against against;
	char error[ERROR_BYTES];
	size_t cell;
	bool asked = ending->against && cell_name_in_run(&judgement->samples->run, ending->against,
						&cell, error, sizeof(error));

	if (asked) {
		against_init(&against, judgement, cell);
	}
	results_print(judgement, asked ? &against : NULL, ending->folder, RESULTS_TABLE);
	if (asked) {
		against_finish(&against);
	}
}

/* True if each strategy's 50 % is known, with an end to either side. */
static bool lengths_told(const struct judgement *judgement)
{
	struct granularity granularity;

	granularity_init(&granularity, judgement);
	double precision = granularity_precision(&granularity);
	granularity_finish(&granularity);
	return isfinite(precision);
}

/* True if a verdict is given on every question that is asked. */
static bool all_told(const struct judgement *judgement)
{
	if (judgement->samples->run.granularity) {
		return lengths_told(judgement);
	}
	for (size_t w = 0; w < judgement->samples->run.workload_count; w++) {
		struct questions questions;

		questions_ask(&questions, judgement, w);
		for (size_t i = 0; i < QUESTION_COUNT; i++) {
			enum verdict verdict = questions.question[i].verdict;

			if (verdict == VERDICT_INCONCLUSIVE || verdict == VERDICT_WITHDRAWN) {
				return false;
			}
		}
	}
	return true;
}

static int status_of(const struct ending *ending, const struct judgement *judgement, bool written)
{
	if (ending->end == ROUNDS_INTERRUPTED) {
		return EXIT_INTERRUPTED;
	}
	bool fine = ending->end != ROUNDS_BROKEN && written && results_all_ok(judgement);
	return fine && (!ending->strict || all_told(judgement)) ? EXIT_FINE : EXIT_FAILED;
}

int ending_show(const struct ending *ending)
{
	struct samples samples;
	struct judgement judgement;
	bool written = true;

	/* a reader that has gone must not keep the files from being written */
	signal(SIGPIPE, SIG_IGN);
	if (!samples_read(ending->folder, true, &samples)) {
		return EXIT_FAILED;
	}
	judgement_init(&judgement, &samples);
	print_results(ending, &judgement);
	if (ending->end != ROUNDS_BROKEN) { /* where a sample could not be written, nothing can */
		written = results_write(&judgement, ending->folder, true, false);
	}
	print_hint(ending, &judgement);
	int status = status_of(ending, &judgement, written);
	judgement_finish(&judgement);
	samples_finish(&samples);
	return status;
}
