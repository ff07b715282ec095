/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of manyhands. Each takes its own arguments and returns the exit status. */
#ifndef MANYHANDS_CLI_COMMANDS_H
#define MANYHANDS_CLI_COMMANDS_H

/* argv[0] is "manyhands NAME". 0: fine; 1: something failed; 2: bad input, already said in a line. */
int command_run(int argc, char **argv);
int command_report(int argc, char **argv);
int command_topology(int argc, char **argv);
int command_list(int argc, char **argv);

#endif
