/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manyhands: picks the command. */
#include <argp.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build_id.h"
#include "cli/commands.h"
#include "sweep/machine.h"
#include "text.h"
#include "trial/spec.h"

static const struct command {
	const char *name, *summary;
	int (*main)(int argc, char **argv);
} commands[] = {
	{"run", "measure, judge and draw; without arguments: the plan quick", command_run},
	{"report", "rebuild and print what follows from a run's samples", command_report},
	{"compare", "what changed between two runs, with intervals and verdicts", command_compare},
	{"topology", "what this machine is, and what a sweep would try", command_topology},
	{"doctor", "whether it is fit to measure on, and its noise floor", command_doctor},
	{"predict", "what strategies would take, here or elsewhere, without measuring",
		command_predict},
	{"list", "the workloads, strategies, plans and charts there are", command_list},
};
enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static int print_help(void)
{
	puts("usage: manyhands COMMAND [ARGUMENT...]\n"
	     "Runs the same work sequentially, on threads and on processes, and shows what each "
	     "costs.\n");
	for (size_t i = 0; i < COMMANDS; i++) {
		printf("  %-10s %s\n", commands[i].name, commands[i].summary);
	}
	puts("\n`manyhands COMMAND --help` explains one. `manyhands --version` names this build.\n"
	     "--color=auto|always|never goes with every command; auto heeds NO_COLOR and TERM.");
	return EXIT_FINE;
}

/* Bare `manyhands`: where you are, and what to try. */
static int greet(void)
{
	struct machine machine;
	char summary[256];

	if (!machine_init(&machine, NULL, 0, "")) {
		return EXIT_FAILED;
	}
	machine_summary(&machine, summary, sizeof(summary));
	printf("manyhands " MANYHANDS_VERSION " on %s\n", summary);
	puts("  manyhands run                  a first sweep, within a minute\n"
	     "  manyhands run sleep primes     waiting against computing\n"
	     "  manyhands topology             what this machine is");
	machine_finish(&machine);
	return EXIT_FINE;
}

static int refuse(const char *name)
{
	const char *names[COMMANDS + 2] = {"--help", "--version"};

	for (size_t i = 0; i < COMMANDS; i++) {
		names[i + 2] = commands[i].name;
	}
	const char *near = nearest_name(name, names, COMMANDS + 2);
	warn("unknown %s '%s'%s%s%s", name[0] == '-' ? "option" : "command", name,
		near ? "; did you mean '" : "; see `manyhands --help`", near ? near : "",
		near ? "'?" : "");
	return EXIT_BAD_INPUT;
}

/* A closed stdin, stdout or stderr must not become the number of a file that we write. Reading
 * finds nothing in their place, writing fails. */
static void fill_standard_streams(void)
{
	int file = open("/dev/null", O_RDONLY);

	while (file >= 0 && file <= STDERR_FILENO) {
		file = open("/dev/null", O_RDONLY);
	}
	close(file);
}

/* True if stdout is a pipe whose reader has read enough and gone. */
static bool reader_is_gone(void)
{
	struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};

	return poll(&out, 1, 0) > 0 && (out.revents & POLLERR);
}

/* Nobody shall take half an answer for a whole one. */
static void check_stdout(void)
{
	bool failed = ferror(stdout), broken = fflush(stdout) != 0;

	if ((failed || broken) && reader_is_gone()) {
		_exit(EXIT_FAILED); /* as silent as other programs */
	}
	if (broken) {
		warn("stdout:");
	} else if (failed) {
		warn("stdout: not all of it could be written");
	} else {
		return;
	}
	_exit(EXIT_FAILED);
}

static int run_command(const struct command *command, int argc, char **argv)
{
	char *name = xasprintf("manyhands %s", command->name);

	argv[0] = name;
	int status = command->main(argc, argv);
	free(name);
	return status;
}

int main(int argc, char **argv)
{
	fill_standard_streams();
	atexit(check_stdout);
	argp_err_exit_status = EXIT_BAD_INPUT;
	/* characters only: numbers keep their point in every file and table */
	setlocale(LC_CTYPE, "");
	setenv("ARGP_HELP_FMT", "no-dup-args-note,rmargin=96", 0);
	if (argc < 2) {
		return greet();
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
		strcmp(argv[1], "help") == 0) {
		return print_help();
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("manyhands " MANYHANDS_VERSION " (" MANYHANDS_BUILD ")");
		return EXIT_FINE;
	}
	for (size_t i = 0; i < COMMANDS; i++) {
		if (strcmp(argv[1], commands[i].name) == 0) {
			return run_command(&commands[i], argc - 1, argv + 1);
		}
	}
	return refuse(argv[1]);
}
