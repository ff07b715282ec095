/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of manyhands. Each takes its own arguments and returns the exit status. */
#ifndef MANYHANDS_CLI_COMMANDS_H
#define MANYHANDS_CLI_COMMANDS_H

/* How the program ends; why it is not fine was said in a line. */
enum {
	EXIT_FINE = 0,          /* "cannot tell" included */
	EXIT_FAILED = 1,        /* something measured went wrong, or could not be written */
	EXIT_BAD_INPUT = 2,     /* nothing was made */
	EXIT_INTERRUPTED = 130, /* what was measured is kept */
};

/* argv[0] is "manyhands NAME". */
int command_run(int argc, char **argv);
int command_report(int argc, char **argv);
int command_compare(int argc, char **argv);
int command_topology(int argc, char **argv);
int command_doctor(int argc, char **argv);
int command_predict(int argc, char **argv);
int command_list(int argc, char **argv);

#endif
