/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command of the user's own on the command line of `run`: what stands behind "--". */
#ifndef MANYHANDS_CLI_OWN_COMMAND_H
#define MANYHANDS_CLI_OWN_COMMAND_H

#include "cli/wish.h"

/* Takes the words behind the first "--" of ARGV into WISH, and cuts *ARGC before it. Without one
 * WISH's words stay NULL. */
void own_command_cut(int *argc, char **argv, struct command_wish *wish);

/*
 * Makes COMMAND of the words in WISH and names it as the last workload; without words nothing is made
 * (command->bytes is NULL). False: one line in ERROR.
 */
bool own_command_make(struct command *command, struct wish *wish, char *error, size_t error_bytes);

/* Makes COMMAND again as RUN had it from what its FOLDER keeps; nothing if it had none. False: one
 * line in ERROR. */
bool own_command_remake(struct command *command, const struct run *run, const char *folder,
	char *error, size_t error_bytes);

#endif
