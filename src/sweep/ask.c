/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking the trial: a short run of it, and what it printed. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sweep/catalog.h"
#include "text.h"

enum { ANSWER_BYTES_MAX = 64 << 20, ARGUMENTS_MAX = 30 };

/* A trial being asked. */
struct question {
	pid_t pid;
	int fd[2];           /* ends of its stdout and stderr to read from */
	struct text text[2]; /* what came out of them */
	bool too_long;
	int status; /* of waitpid */
};

_Noreturn static void become_trial(char **argv, int out, int err, pid_t parent)
{
	sigset_t none;
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) {
		_exit(127);
	}
	/* while measuring, the driver blocks the signals that end it */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(null, 0);
	dup2(out, 1);
	dup2(err, 2);
	execv(argv[0], argv);
	fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static pid_t start_trial(const char *trial, const char *const *arguments, int out, int err)
{
	char *argv[ARGUMENTS_MAX + 2] = {xstrdup(trial)};
	pid_t parent = getpid();

	for (size_t i = 0; arguments[i] && i < ARGUMENTS_MAX; i++) {
		argv[i + 1] = xstrdup(arguments[i]);
	}
	pid_t pid = fork();
	if (pid == 0) {
		become_trial(argv, out, err, parent);
	}
	for (char **argument = argv; *argument; argument++) {
		free(*argument);
	}
	return pid;
}

/* Takes what is ready at end I; false at its end, or if there was too much of it. */
static bool take_piece(struct question *question, int i)
{
	char piece[65536];
	ssize_t length = read(question->fd[i], piece, sizeof(piece));

	if (length < 0 && errno == EINTR) {
		return true;
	}
	if (length <= 0) {
		return false;
	}
	text_add(&question->text[i], "%.*s", (int)length, piece);
	question->too_long = question->text[i].length > ANSWER_BYTES_MAX;
	return !question->too_long;
}

/* Reads both ends to their last byte. */
static void drain(struct question *question)
{
	struct pollfd polled[2] = {
		{.fd = question->fd[0], .events = POLLIN},
		{.fd = question->fd[1], .events = POLLIN},
	};

	while (!question->too_long && (polled[0].fd >= 0 || polled[1].fd >= 0)) {
		if (poll(polled, 2, -1) < 0) {
			continue; /* a signal that came in between */
		}
		for (int i = 0; i < 2; i++) {
			if (polled[i].fd >= 0 && polled[i].revents && !take_piece(question, i)) {
				polled[i].fd = -1;
			}
		}
	}
}

static void await_end(struct question *question)
{
	if (question->too_long) {
		kill(question->pid, SIGKILL);
	}
	while (waitpid(question->pid, &question->status, 0) < 0 && errno == EINTR) {
	}
}

static void ask(struct question *question, const char *trial, const char *const *arguments)
{
	int out[2], err[2];

	signal(SIGCHLD, SIG_DFL); /* inherited as ignored it would hide how the trial ends */
	if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) {
		fatal("pipe:");
	}
	question->fd[0] = out[0];
	question->fd[1] = err[0];
	question->pid = start_trial(trial, arguments, out[1], err[1]);
	close(out[1]);
	close(err[1]);
	if (question->pid > 0) {
		drain(question);
		await_end(question);
	}
	close(out[0]);
	close(err[0]);
}

/* The last line of TEXT that is not empty, without the program's name before it. */
static void last_line(char *text, char *line, size_t bytes)
{
	static const char prefix[] = "manyhands-trial: ";
	size_t end = strlen(text);

	while (end > 0 && text[end - 1] == '\n') {
		end--;
	}
	text[end] = '\0';
	const char *newline = strrchr(text, '\n');
	const char *last = newline ? newline + 1 : text;
	if (strncmp(last, prefix, sizeof(prefix) - 1) == 0) {
		last += sizeof(prefix) - 1;
	}
	text_clean(last, line, bytes);
}

/* Why there is no answer. */
static void explain(struct question *question, const char *trial, char *error, size_t error_bytes)
{
	error[0] = '\0';
	if (question->pid < 0) {
		snprintf(error, error_bytes, "%s could not be started", trial);
		return;
	}
	if (question->too_long) {
		snprintf(error, error_bytes, "%s prints more than %d MiB", trial,
			ANSWER_BYTES_MAX >> 20);
		return;
	}
	if (question->text[1].text) {
		last_line(question->text[1].text, error, error_bytes);
	}
	if (error[0]) {
		return;
	}
	if (WIFSIGNALED(question->status)) {
		snprintf(error, error_bytes, "%s was ended by signal %d", trial,
			WTERMSIG(question->status));
	} else {
		snprintf(error, error_bytes, "%s left with exit status %d", trial,
			WEXITSTATUS(question->status));
	}
}

char *catalog_ask(const char *trial, const char *const *arguments, char *error, size_t error_bytes)
{
	struct question question = {.status = -1};
	char *answer = NULL;

	ask(&question, trial, arguments);
	bool left_fine = question.pid > 0 && !question.too_long && WIFEXITED(question.status) &&
			 WEXITSTATUS(question.status) == 0;
	if (left_fine) {
		answer = question.text[0].text ? question.text[0].text : xstrdup("");
		question.text[0].text = NULL;
	} else {
		explain(&question, trial, error, error_bytes);
	}
	text_finish(&question.text[0]);
	text_finish(&question.text[1]);
	return answer;
}
