/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manyhands run: plan, measure, judge, draw. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/data.h"
#include "cli/folder.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/results.h"
#include "cli/watch.h"
#include "cli/wish.h"
#include "sweep/record.h"
#include "text.h"

enum { BAD_INPUT = 2, INTERRUPTED = 130, ERROR_BYTES = 512 };

/* Everything that one call of `run` needs while it measures. */
struct session {
	struct wish wish;
	char *trial, *plans;
	struct catalog catalog;
	struct machine machine;
	struct plan plan;
	struct rounds rounds;
	struct watch watch;
	char *folder, *kept; /* kept: how people call it */
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

static int parse_arguments(struct session *session, int argc, char **argv)
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
		.args_doc = "[PLAN | WORKLOAD[:key=value,...]]...",
		.doc = "Measures workloads under strategies over worker counts. Without operands: the plan "
		       "quick.\v"
		       "See `manyhands list` for what there is.",
	};

	return options_parse(&parser, argc, argv, session);
}

/* A misspelt operand may have meant a plan. */
static void refuse_plan(struct session *session)
{
	const char *near = NULL;
	static const char *const shipped[] = {"quick", "standard", "beyond-cores"};

	for (size_t i = 0; !near && i < session->wish.plan.workload_count; i++) {
		near = nearest_name(session->wish.plan.workloads[i], shipped, 3);
	}
	bool unknown = strncmp(session->error, "unknown workload", 16) == 0;
	if (near && unknown && !strstr(session->error, "did you mean")) {
		warn("%.*s; did you mean the plan '%s'?", (int)strcspn(session->error, ";"),
			session->error, near);
	} else {
		warn("%s", session->error);
	}
}

static bool load_catalog(struct session *session)
{
	session->trial = catalog_find_trial();
	return session->trial &&
	       catalog_init(&session->catalog, session->trial, session->wish.plugin);
}

static bool make_plan(struct session *session)
{
	struct wish *wish = &session->wish;
	char quick[] = "quick";

	if (wish->plan.workload_count == 0 &&
		!wish_take(wish, ARGP_KEY_ARG, quick, session->error, ERROR_BYTES)) {
		return false;
	}
	session->plans = data_plans_folder();
	if (!session->plans) {
		return false;
	}
	if (!wish_read_plans(wish, session->plans, session->error, ERROR_BYTES)) {
		warn("%s", session->error);
		return false;
	}
	if (!load_catalog(session)) {
		return false;
	}
	if (!plan_init(&session->plan, &wish->plan, &session->catalog, &session->machine,
		    session->error, ERROR_BYTES)) {
		refuse_plan(session);
		return false;
	}
	return true;
}

static int print_plan(const struct session *session)
{
	const struct plan *plan = &session->plan;
	char *command = plan_command(plan, session->wish.plugin);
	char summary[256];

	machine_summary(&session->machine, summary, sizeof(summary));
	printf("%s: %zu cells, %zu samples a round, %u rounds\n", summary, plan->cell_count,
		plan_samples_per_round(plan), plan->rounds);
	for (uint32_t i = 0; i < plan->point_count; i++) {
		printf("%s%u%s%s%s", i > 0 ? ", " : "workers ", plan->points[i].workers,
			plan->points[i].label[0] ? " (" : "", plan->points[i].label,
			plan->points[i].label[0] ? ")" : "");
	}
	printf("\n");
	for (size_t i = 0; i < plan->cell_count; i++) {
		char key[PLAN_KEY_BYTES];

		plan_cell_key(plan, &plan->cells[i], key);
		printf("  %s%s\n", key, plan->cells[i].baseline ? "  (baseline)" : "");
	}
	for (size_t w = 0; w < plan->workloads.count; w++) {
		union value *value;
		const struct param *param = plan_size_param(plan, w, &value);

		if (param) {
			printf("%s: %s is chosen in round 0; what stands here is where that begins\n",
				plan->workloads.item[w]->entry->name, param->name);
		}
	}
	printf("%s\n", command);
	free(command);
	return 0;
}

/* ---- measuring ---- */

static void prepare_rounds(struct session *session, int interrupt_fd)
{
	session->rounds = (struct rounds){
		.plan = &session->plan,
		.machine = &session->machine,
		.trial = session->trial,
		.plugin = session->wish.plugin,
		.interrupt_fd = interrupt_fd,
	};
	watch_init(&session->watch, session->wish.no_progress, &session->rounds.watcher);
	rounds_init(&session->rounds);
}

/* The name of the folder: the plan's, or those of the workloads. */
static char *run_name(const struct session *session)
{
	struct text name = {0};

	if (session->wish.plan_name && text_is_plain_name(session->wish.plan_name)) {
		return xstrdup(session->wish.plan_name);
	}
	for (size_t i = 0; i < session->plan.workloads.count && name.length < 40; i++) {
		const char *workload = session->plan.workloads.item[i]->entry->name;

		if (!name.text || !strstr(name.text, workload)) {
			text_add(&name, "%s%s", i > 0 ? "-" : "", workload);
		}
	}
	return name.text;
}

static bool start_record(struct session *session)
{
	struct run run;

	record_run(&session->rounds, &session->catalog, &run);
	session->rounds.writer = samples_create(session->folder, &run);
	run_finish(&run);
	return session->rounds.writer != NULL;
}

static int measure(struct session *session, const struct samples *earlier)
{
	session->watch.folder = session->folder;
	enum rounds_end end = rounds_measure(&session->rounds, earlier);
	samples_close(session->rounds.writer);
	return end == ROUNDS_DONE ? 0 : end == ROUNDS_INTERRUPTED ? INTERRUPTED : 1;
}

static int run_new(struct session *session, int interrupt_fd)
{
	bool bad_input = false;
	char *name = run_name(session);
	int status = 1;

	session->folder = folder_create(session->wish.output, name, &session->kept, &bad_input,
		session->error, ERROR_BYTES);
	free(name);
	if (!session->folder) {
		warn("%s", session->error);
		return bad_input ? BAD_INPUT : 1;
	}
	prepare_rounds(session, interrupt_fd);
	if (!rounds_choose_sizes(&session->rounds, session->error, ERROR_BYTES)) {
		watch_finish(&session->watch);
		if (session->error[0]) {
			warn("%s", session->error);
		}
		status = session->error[0] ? BAD_INPUT : INTERRUPTED;
	} else if (start_record(session)) {
		status = measure(session, NULL);
		watch_finish(&session->watch);
	}
	rounds_finish(&session->rounds);
	return status;
}

/* ---- resuming ---- */

/* Makes the plan of the run in the folder, with more rounds or another budget if wished. */
static bool replan(struct session *session, const struct samples *earlier)
{
	struct plan_wish again;

	record_wish(&earlier->run, &again);
	if (session->wish.plan.rounds > 0) {
		again.rounds = session->wish.plan.rounds;
	}
	if (session->wish.plan.budget_ns > 0) {
		again.budget_ns = session->wish.plan.budget_ns;
	}
	bool ok = plan_init(&session->plan, &again, &session->catalog, &session->machine,
		session->error, ERROR_BYTES);
	record_wish_finish(&again);
	return ok;
}

static bool refuses_other_options(const struct session *session)
{
	const struct wish *wish = &session->wish;

	return wish->plan.workload_count > 0 || wish->plan.strategies || wish->plan.workers ||
	       wish->plan.timeout_ns > 0 || wish->plan.sample_time_ns > 0 || wish->plan.seed_given ||
	       wish->output || wish->dry_run;
}

static int resume(struct session *session, int interrupt_fd)
{
	struct samples earlier;
	int status = BAD_INPUT;

	if (refuses_other_options(session)) {
		warn("--resume takes only --rounds, --budget, --plugin and --no-progress beside it");
		return BAD_INPUT;
	}
	session->folder = xstrdup(session->wish.resume);
	session->kept = xstrdup(session->wish.resume);
	if (!samples_read(session->folder, false, &earlier)) {
		return BAD_INPUT;
	}
	if (!load_catalog(session)) {
		goto unread;
	}
	if (!replan(session, &earlier)) {
		warn("%s: %s", session->folder, session->error);
		goto unread;
	}
	prepare_rounds(session, interrupt_fd);
	if (!record_take_over(&session->rounds, &session->catalog, &earlier.run, session->error,
		    ERROR_BYTES)) {
		warn("%s: %s", session->folder, session->error);
	} else {
		session->rounds.writer = samples_resume(session->folder, earlier.sound_bytes);
		status = session->rounds.writer ? measure(session, &earlier) : 1;
	}
	watch_finish(&session->watch);
	rounds_finish(&session->rounds);
unread:
	samples_finish(&earlier);
	return status;
}

/* ---- after the wall ---- */

static int show(const struct session *session, int status)
{
	struct samples samples;
	struct judgement judgement;

	if (!samples_read(session->folder, false, &samples)) {
		return 1;
	}
	judgement_init(&judgement, &samples);
	if (status == INTERRUPTED) {
		printf("interrupted; go on with: manyhands run --resume %s\n", session->folder);
	}
	bool ok = results_print(&judgement, session->folder, session->kept, RESULTS_TABLE) &&
		  results_write(&judgement, session->folder, true, false);
	if (status == 0) {
		status = ok ? results_exit_status(&judgement) : 1;
	}
	judgement_finish(&judgement);
	samples_finish(&samples);
	return status;
}

static void session_finish(struct session *session)
{
	plan_finish(&session->plan);
	machine_finish(&session->machine);
	catalog_finish(&session->catalog);
	wish_finish(&session->wish);
	free(session->trial);
	free(session->plans);
	free(session->folder);
	free(session->kept);
}

int command_run(int argc, char **argv)
{
	static struct session session;
	int status = BAD_INPUT;

	if (parse_arguments(&session, argc, argv) != 0) {
		return BAD_INPUT;
	}
	if (!machine_init(&session.machine, NULL, 0, "")) {
		return 1;
	}
	if (!session.wish.resume && !make_plan(&session)) {
		goto done;
	}
	if (session.wish.dry_run && !session.wish.resume) {
		status = print_plan(&session);
		goto done;
	}
	int interrupt_fd = interrupt_open();
	status = session.wish.resume ? resume(&session, interrupt_fd)
				     : run_new(&session, interrupt_fd);
	interrupt_close(interrupt_fd);
	if (session.rounds.writer) {
		status = show(&session, status);
	}
done:
	session_finish(&session);
	return status;
}
