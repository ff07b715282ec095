/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manyhands run: plan, measure, judge, draw. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/data.h"
#include "cli/dry_run.h"
#include "cli/ending.h"
#include "cli/folder.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/own_command.h"
#include "cli/results.h"
#include "cli/session.h"
#include "judge/at_once.h"
#include "sweep/record.h"
#include "text.h"

/* ---- from arguments to a plan ---- */

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
	struct session *session = state->input;

	if (key == 'h') {
		argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP);
		return 0;
	}
	bool ours = key == ARGP_KEY_ARG || (key > 0 && key < 1 << 16);
	if (!ours) {
		return ARGP_ERR_UNKNOWN;
	}
	if (!wish_take(&session->wish, key, argument, session->error, SESSION_ERROR_BYTES)) {
		warn("%s", session->error);
		return EINVAL;
	}
	return 0;
}

static bool parse_arguments(struct session *session, int argc, char **argv)
{
	struct argp_option options[32];
	size_t count = 0;

	for (; wish_options[count].name; count++) {
		options[count] = wish_options[count];
	}
	options[count] = (struct argp_option){NULL, 'h', NULL, OPTION_HIDDEN, NULL, -1};
	options[count + 1] = (struct argp_option){0};
	struct argp parser = {
		.options = options,
		.parser = parse_option,
		.args_doc = "[PLAN | WORKLOAD[:key=value]]... | -- COMMAND",
		.doc = "Measures workloads under strategies (`manyhands list`) by worker counts. "
		       "No operand: quick.",
	};

	own_command_cut(&argc, argv, &session->wish.own);
	return options_parse(&parser, argc, argv, session);
}

/* Says why there is no plan. A misspelt operand may have meant a plan. */
static void refuse_plan(const struct session *session)
{
	bool unknown = strncmp(session->error, "unknown workload", 16) == 0 &&
		       !strstr(session->error, "did you mean");
	size_t count = 0;
	char **names = data_names(session->plans, ".args", &count);
	const char *near = NULL;

	for (size_t i = 0; unknown && !near && i < session->wish.plan.workload_count; i++) {
		near = nearest_name(
			session->wish.plan.workloads[i], (const char *const *)names, count);
	}
	if (near) {
		warn("%.*s; did you mean the plan '%s'?", (int)strcspn(session->error, ";"),
			session->error, near);
	} else {
		warn("%s", session->error);
	}
	for (size_t i = 0; i < count; i++) {
		free(names[i]);
	}
	free(names);
}

/* Replaces plans by what they say. False: warned. */
static bool read_plans(struct session *session)
{
	struct wish *wish = &session->wish;

	session->plans = data_plans_folder();
	if (!session->plans) {
		return false;
	}
	bool ok = wish->plan.workload_count > 0 || wish->own.words || wish->plan.granularity ||
		  wish_take(wish, ARGP_KEY_ARG, "quick", session->error, SESSION_ERROR_BYTES);
	ok = ok && wish_read_plans(wish, session->plans, session->error, SESSION_ERROR_BYTES) &&
	     own_command_make(&session->command, wish, session->error, SESSION_ERROR_BYTES);
	if (!ok) {
		warn("%s", session->error);
	}
	return ok;
}

/* False: warned. */
static bool make_plan(struct session *session)
{
	if (!read_plans(session) || !session_load_catalog(session)) {
		return false;
	}
	if (!plan_init(&session->plan, &session->wish.plan, &session->catalog, &session->machine,
		    session->error, SESSION_ERROR_BYTES)) {
		refuse_plan(session);
		return false;
	}
	return true;
}

/* ---- measuring ---- */

/* The name of the folder: the plan's, or those of the workloads. */
static char *run_name(const struct session *session)
{
	struct text name = {0};

	if (session->wish.plan_name && text_is_plain_name(session->wish.plan_name)) {
		return xstrdup(session->wish.plan_name);
	}
	for (size_t i = 0; i < session->plan.asked_workloads && name.length < 40; i++) {
		const char *workload = session->plan.workloads.item[i]->entry->name;

		if (!name.text || !strstr(name.text, workload)) {
			text_add(&name, "%s%s", i > 0 ? "-" : "", workload);
		}
	}
	return name.text;
}

/* Makes the folder and the first line of its record. False: warned. */
static bool start_record(struct session *session)
{
	char *name = run_name(session);
	struct run run;

	session->folder = folder_create(session->wish.output, name);
	free(name);
	if (!session->folder) {
		return false;
	}
	if (session->command.bytes && !command_keep(&session->command, session->folder)) {
		return false;
	}
	record_run(&session->rounds, &session->catalog, &run);
	session->rounds.writer = samples_create(session->folder, &run);
	run_finish(&run);
	return session->rounds.writer != NULL;
}

/* The exit status if nothing is recorded; so below. */
static int run_new(struct session *session, int interrupt_fd)
{
	int status = EXIT_FAILED;

	if (!session_ready(session, interrupt_fd)) {
		return EXIT_FAILED;
	}
	if (!rounds_choose_sizes(&session->rounds, session->error, SESSION_ERROR_BYTES)) {
		bool refused = session->error[0] != '\0';

		warn("%s%s",
			refused ? session->error : "interrupted before there was anything to keep",
			session->rounds.command_failed && at_once_item_failed(session->error)
				? " (--allow-failures goes on)"
				: "");
		status = !refused                         ? EXIT_INTERRUPTED
			 : session->rounds.command_failed ? EXIT_FAILED
							  : EXIT_BAD_INPUT;
	} else if (!session_check_against(session)) {
		warn("--against: %s", session->error);
		status = EXIT_BAD_INPUT;
	} else if (start_record(session)) {
		session_measure(session, NULL);
	}
	watch_finish(&session->watch);
	rounds_finish(&session->rounds);
	return status;
}

/* What --budget the command has that goes on with the run, 0: none, and that of its record holds. That
 * one is used up where it ended the run or another was given since. */
static uint64_t budget_to_go_on(const struct session *session)
{
	bool resumed = session->wish.resume != NULL;
	uint64_t given_ns = session->wish.plan.budget_ns;

	if (given_ns > 0 && (resumed || session->end == ROUNDS_BUDGET)) {
		return given_ns;
	}
	return session->end == ROUNDS_BUDGET ? session->plan.budget_ns : 0;
}

static int measure_and_show(struct session *session)
{
	int interrupt_fd = interrupt_open();
	int status = session->wish.resume ? session_resume(session, interrupt_fd)
					  : run_new(session, interrupt_fd);

	interrupt_close(interrupt_fd);
	if (!session->recorded) {
		return status;
	}
	struct ending ending = {
		.folder = session->folder,
		.earlier_count = session->earlier_count,
		.plugin = session->wish.plugin,
		.against = session->wish.against,
		.strict = session->wish.strict,
		.trace = session->plan.trace,
		.end = session->end,
		.rounds = session->plan.rounds,
		.budget_ns = budget_to_go_on(session),
	};
	return ending_show(&ending);
}

static int run_session(struct session *session)
{
	if (session->wish.resume) {
		return measure_and_show(session);
	}
	if (!make_plan(session)) {
		return EXIT_BAD_INPUT;
	}
	if (session->wish.dry_run) {
		dry_run_print(&session->plan, &session->machine, session->wish.plugin);
		return EXIT_FINE;
	}
	int status = folder_check(session->wish.output);
	return status == EXIT_FINE ? measure_and_show(session) : status;
}

int command_run(int argc, char **argv)
{
	static struct session session;
	int status = EXIT_BAD_INPUT;

	if (parse_arguments(&session, argc, argv)) {
		status = machine_init(&session.machine, NULL, 0, "") ? run_session(&session)
								     : EXIT_FAILED;
	}
	session_finish(&session);
	return status;
}
