/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a new run and one that goes on have in common. */
#include "cli/session.h"

#include <stdlib.h>

#include "cli/cell_name.h"
#include "text.h"

bool session_load_catalog(struct session *session)
{
	session->trial = catalog_find_trial();
	return session->trial &&
	       catalog_init(&session->catalog, session->trial, session->wish.plugin);
}

bool session_ready(struct session *session, int interrupt_fd)
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

void session_measure(struct session *session, const struct samples *earlier)
{
	session->recorded = true;
	session->watch.folder = session->folder;
	session->rounds.folder = session->folder;
	session->end = rounds_measure(&session->rounds, earlier);
	samples_close(session->rounds.writer);
}

bool session_check_against(struct session *session)
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
		session->wish.against, &index, session->error, SESSION_ERROR_BYTES);
	for (size_t i = 0; i < plan->asked_cells; i++) {
		free(keys[i]);
	}
	free(keys);
	return found;
}

void session_finish(struct session *session)
{
	plan_finish(&session->plan);
	command_finish(&session->command);
	machine_finish(&session->machine);
	catalog_finish(&session->catalog);
	wish_finish(&session->wish);
	free(session->trial);
	free(session->plans);
	free(session->folder);
}
