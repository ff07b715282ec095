/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manyhands run: plan, measure, judge, draw. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cell_name.h"
#include "cli/commands.h"
#include "cli/data.h"
#include "cli/dry_run.h"
#include "cli/ending.h"
#include "cli/folder.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/own_command.h"
#include "cli/results.h"
#include "cli/watch.h"
#include "cli/wish.h"
#include "sweep/record.h"
#include "sweep/resume.h"
#include "text.h"

enum { ERROR_BYTES = 512 };

/* Everything that one call of `run` needs while it measures. */
struct session {
	struct wish wish;
	char *trial, *plans;
	struct catalog catalog;
	struct machine machine;
	struct plan plan;
	struct command command; /* of the user's own; without one bytes is NULL */
	struct rounds rounds;
	struct watch watch;
	char *folder, *kept; /* kept: how people call it */
	enum rounds_end end; /* how measuring ended, if recorded */
	bool recorded;       /* the folder holds a run, so there is something to show */
	char error[ERROR_BYTES];
};

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
	if (!wish_take(&session->wish, key, argument, session->error, ERROR_BYTES)) {
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

static bool load_catalog(struct session *session)
{
	session->trial = catalog_find_trial();
	return session->trial &&
	       catalog_init(&session->catalog, session->trial, session->wish.plugin);
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
		  wish_take(wish, ARGP_KEY_ARG, "quick", session->error, ERROR_BYTES);
	ok = ok && wish_read_plans(wish, session->plans, session->error, ERROR_BYTES) &&
	     own_command_make(&session->command, wish, session->error, ERROR_BYTES);
	if (!ok) {
		warn("%s", session->error);
	}
	return ok;
}

/* False: warned. */
static bool make_plan(struct session *session)
{
	if (!read_plans(session) || !load_catalog(session)) {
		return false;
	}
	if (!plan_init(&session->plan, &session->wish.plan, &session->catalog, &session->machine,
		    session->error, ERROR_BYTES)) {
		refuse_plan(session);
		return false;
	}
	return true;
}

/* ---- measuring ---- */

/* False: warned. */
static bool prepare_rounds(struct session *session, int interrupt_fd)
{
	if (session->command.bytes && !command_offer(&session->command)) {
		return false;
	}
	session->rounds = (struct rounds){
		.plan = &session->plan,
		.machine = &session->machine,
		.trial = session->trial,
		.plugin = session->wish.plugin,
		.interrupt_fd = interrupt_fd,
		.budget_anew = session->wish.resume && session->wish.plan.budget_ns > 0,
	};
	watch_init(&session->watch, session->wish.no_progress, &session->rounds.watcher);
	rounds_init(&session->rounds);
	return true;
}

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

	session->folder = folder_create(session->wish.output, name, &session->kept);
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

static void measure(struct session *session, const struct samples *earlier)
{
	session->recorded = true;
	session->watch.folder = session->folder;
	session->rounds.folder = session->folder;
	session->end = rounds_measure(&session->rounds, earlier);
	samples_close(session->rounds.writer);
}

/* True if the cell of --against is one of the plan, whose sizes are known; else the error says so. */
static bool check_against(struct session *session)
{
	const struct plan *plan = &session->plan;
	char **keys = xcalloc(plan->asked_cells, sizeof(*keys));
	size_t index;

	if (!session->wish.against) {
		free(keys);
		return true;
	}
	for (size_t i = 0; i < plan->asked_cells; i++) {
		keys[i] = xcalloc(PLAN_KEY_BYTES, 1);
		plan_cell_key(plan, &plan->cells[i], keys[i]);
	}
	bool found = cell_name_find((const char *const *)keys, plan->asked_cells,
		session->wish.against, &index, session->error, ERROR_BYTES);
	for (size_t i = 0; i < plan->asked_cells; i++) {
		free(keys[i]);
	}
	free(keys);
	return found;
}

/* The exit status if nothing is recorded; so below. */
static int run_new(struct session *session, int interrupt_fd)
{
	int status = EXIT_FAILED;

	if (!prepare_rounds(session, interrupt_fd)) {
		return EXIT_FAILED;
	}
	if (!rounds_choose_sizes(&session->rounds, session->error, ERROR_BYTES)) {
		bool refused = session->error[0] != '\0';

		warn("%s",
			refused ? session->error : "interrupted before there was anything to keep");
		status = !refused                         ? EXIT_INTERRUPTED
			 : session->rounds.command_failed ? EXIT_FAILED
							  : EXIT_BAD_INPUT;
	} else if (!check_against(session)) {
		warn("--against: %s", session->error);
		status = EXIT_BAD_INPUT;
	} else if (start_record(session)) {
		measure(session, NULL);
	}
	watch_finish(&session->watch);
	rounds_finish(&session->rounds);
	return status;
}

/* ---- resuming ---- */

/* Makes the plan of the run in the folder, with more rounds or another budget if wished. */
static bool replan(struct session *session, const struct samples *earlier)
{
	struct plan_wish again;

	resume_wish(&earlier->run, &again);
	if (session->wish.plan.rounds > 0) {
		again.rounds = session->wish.plan.rounds;
		again.precision = 0;
	}
	if (session->wish.plan.precision > 0) {
		again.precision = session->wish.plan.precision;
	}
	if (session->wish.plan.budget_ns > 0) {
		again.budget_ns = session->wish.plan.budget_ns;
	}
	again.trace = again.trace || session->wish.plan.trace;
	again.command = session->command.bytes ? &session->command : NULL;
	bool ok = plan_init(&session->plan, &again, &session->catalog, &session->machine,
		session->error, ERROR_BYTES);
	resume_wish_finish(&again);
	return ok && check_against(session);
}

static bool refuses_other_options(const struct session *session)
{
	const struct wish *wish = &session->wish;

	return wish->plan.workload_count > 0 || wish->plan.strategies || wish->plan.workers ||
	       wish->own.words || wish->own.items || wish->own.shell || wish->own.allow_failures ||
	       wish->own.keep || wish->plan.granularity || wish->plan.timeout_ns > 0 ||
	       wish->plan.sample_time_ns > 0 || wish->plan.seed_given || wish->output ||
	       wish->dry_run;
}

/* From the record and what stands beside it to the plan. False: warned. */
static bool make_plan_again(struct session *session, const struct samples *earlier)
{
	if (!own_command_remake(&session->command, &earlier->run, session->folder, session->error,
		    ERROR_BYTES)) {
		warn("%s", session->error);
		return false;
	}
	if (!load_catalog(session)) {
		return false;
	}
	if (!replan(session, earlier)) {
		bool had_plugin = strstr(earlier->run.command, " --plugin ") != NULL;

		warn("%s: %s%s", session->folder, session->error,
			had_plugin && !session->wish.plugin
				? "; the run had a --plugin, name it again"
				: "");
		return false;
	}
	return check_against(session);
}

static int resume(struct session *session, int interrupt_fd)
{
	struct samples earlier;
	int status = EXIT_BAD_INPUT;

	if (refuses_other_options(session)) {
		warn("--resume takes only --rounds, --precision, --budget, --trace, --plugin "
		     "and --no-progress");
		return EXIT_BAD_INPUT;
	}
	session->folder = xstrdup(session->wish.resume);
	session->kept = xstrdup(session->wish.resume);
	if (!folder_has_run(session->folder) || !samples_read(session->folder, false, &earlier)) {
		return EXIT_BAD_INPUT;
	}
	if (!make_plan_again(session, &earlier)) {
		goto unread;
	}
	if (!prepare_rounds(session, interrupt_fd)) {
		status = EXIT_FAILED;
		goto unread;
	}
	if (!resume_run(&session->rounds, &session->catalog, &earlier.run, session->error,
		    ERROR_BYTES)) {
		warn("%s: %s", session->folder, session->error);
	} else {
		session->rounds.writer = samples_resume(session->folder, earlier.sound_bytes);
		status = EXIT_FAILED;
		if (session->rounds.writer) {
			measure(session, &earlier);
		}
	}
	watch_finish(&session->watch);
	rounds_finish(&session->rounds);
unread:
	samples_finish(&earlier);
	return status;
}

static void session_finish(struct session *session)
{
	plan_finish(&session->plan);
	command_finish(&session->command);
	machine_finish(&session->machine);
	catalog_finish(&session->catalog);
	wish_finish(&session->wish);
	free(session->trial);
	free(session->plans);
	free(session->folder);
	free(session->kept);
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
	int status = session->wish.resume ? resume(session, interrupt_fd)
					  : run_new(session, interrupt_fd);

	interrupt_close(interrupt_fd);
	if (!session->recorded) {
		return status;
	}
	struct ending ending = {
		.folder = session->folder,
		.kept = session->kept,
		.plugin = session->wish.plugin,
		.against = session->wish.against,
		.strict = session->wish.strict,
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
