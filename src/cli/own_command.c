/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command of the user's own on the command line of `run`: what stands behind "--". */
#include "cli/own_command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

void own_command_cut(int *argc, char **argv, struct command_wish *wish)
{
	for (int at = 1; at < *argc && !wish->words; at++) {
		if (strcmp(argv[at], "--") == 0) {
			wish->words = argv + at + 1;
			wish->word_count = (size_t)(*argc - at - 1);
			*argc = at;
			argv[at] = NULL;
		}
	}
}

/* The option that means nothing without a command, or NULL. */
static const char *lone_option(const struct command_wish *wish)
{
	return wish->items            ? "items"
	       : wish->shell          ? "shell"
	       : wish->allow_failures ? "allow-failures"
	       : wish->keep           ? "keep-output"
				      : NULL;
}

bool own_command_make(struct command *command, struct wish *wish, char *error, size_t error_bytes)
{
	const char *option = lone_option(&wish->own);

	if (!wish->own.words) {
		if (option) {
			snprintf(error, error_bytes,
				"--%s needs a command behind --, such as: -- ./job {}", option);
		}
		return !option;
	}
	if (!command_init(command, &wish->own, error, error_bytes)) {
		return false;
	}
	char *spec = command_spec(command);
	wish_add_workload(wish, spec, NULL);
	free(spec);
	wish->plan.command = command;
	return true;
}

/* True if WORKLOAD of a run is the one that ran the command with ID. */
static bool ran_command(const struct run_workload *workload, const char *id)
{
	const char *place = strstr(workload->spec, "id=");

	return strcmp(workload->name, COMMAND_WORKLOAD) == 0 && place &&
	       strcmp(place + strlen("id="), id) == 0;
}

bool own_command_remake(struct command *command, const struct run *run, const char *folder,
	char *error, size_t error_bytes)
{
	bool known = false;

	if (run->own_command.word_count == 0) {
		return true;
	}
	if (!command_load(command, folder, error, error_bytes)) {
		return false;
	}
	for (size_t i = 0; i < run->workload_count; i++) {
		known = known || ran_command(&run->workloads[i], command->id);
	}
	if (!known) {
		snprintf(error, error_bytes, "%s/command.list is not the run's command any more",
			folder);
	}
	return known;
}
