/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manyhands run --resume: from a record back to its plan, and on. */
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/folder.h"
#include "cli/own_command.h"
#include "cli/session.h"
#include "sweep/resume.h"
#include "text.h"

/* Makes the plan of the run in the folder, with more rounds or another budget if wished. */
static bool replan(struct session *session, const struct samples *earlier)
{
	struct plan_wish again;

	resume_wish(earlier, &again);
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
		session->error, SESSION_ERROR_BYTES);
	resume_wish_finish(&again);
	return ok && session_check_against(session);
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
		    SESSION_ERROR_BYTES)) {
		warn("%s", session->error);
		return false;
	}
	if (!session_load_catalog(session)) {
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
	return true;
}

int session_resume(struct session *session, int interrupt_fd)
{
	struct samples earlier;
	int status = EXIT_BAD_INPUT;

	if (refuses_other_options(session)) {
		warn("--resume takes only --rounds, --precision, --budget, --trace, --plugin "
		     "and --no-progress");
		return EXIT_BAD_INPUT;
	}
	session->folder = xstrdup(session->wish.resume);
	if (!folder_has_run(session->folder) || !samples_read(session->folder, false, &earlier)) {
		return EXIT_BAD_INPUT;
	}
	if (!make_plan_again(session, &earlier)) {
		goto unread;
	}
	if (!session_ready(session, interrupt_fd)) {
		status = EXIT_FAILED;
		goto unread;
	}
	if (!resume_run(&session->rounds, &session->catalog, &earlier.run, session->error,
		    SESSION_ERROR_BYTES)) {
		warn("%s: %s", session->folder, session->error);
	} else {
		session->rounds.writer = samples_resume(session->folder, earlier.sound_bytes);
		status = EXIT_FAILED;
		if (session->rounds.writer) {
			session->earlier_count = earlier.count;
			session_measure(session, &earlier);
		}
	}
	watch_finish(&session->watch);
	rounds_finish(&session->rounds);
unread:
	samples_finish(&earlier);
	return status;
}
