/* SPDX-License-Identifier: MIT */
/* One item of the workload `command`: its process, what it prints, how it ends. */
#include "workloads/command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "trial/clock.h"

/* Fails with WHAT, then which item it was: "item 3 of 32, 'c.txt', left with exit status 1". */
static void fail_item(const struct input *input, uint64_t task, const char *what)
{
	const struct command *command = input->data;
	const char *item = command->items.item[task];
	bool has_text = *item != '\0';

	command_fail(input, "item %llu of %zu%s%.40s%s%s", (unsigned long long)task + 1,
		command->items.item_count, has_text ? ", '" : "", has_text ? item : "",
		has_text ? "', " : " ", what);
}

/* A pipe holds 64 KiB; of what is printed the end is remembered, in case the item fails. */
enum { PIECE_BYTES = 32768, SAID_BYTES = 80 };

/* The process of an item. */
struct running {
	pid_t pid;
	int process; /* pidfd: readable once it has ended */
	int output;  /* the end to read from of the pipe that it prints into */
	int kept;    /* where that goes; -1: nowhere */
	uint64_t printed_bytes;
	char said[SAID_BYTES + 1]; /* the last of it, ends with NUL */
	size_t said_bytes;
};

static void close_all(struct running *running)
{
	if (running->process >= 0) {
		close(running->process);
	}
	if (running->output >= 0) {
		close(running->output);
	}
	if (running->kept >= 0) {
		close(running->kept);
	}
}

/* Says that there are not enough of what a worker needs. */
static void fail_resources(const struct input *input, uint64_t task, const char *what)
{
	char text[100];
	struct rlimit limit = {0};
	int error = errno;

	getrlimit(RLIMIT_NOFILE, &limit);
	if (error == EMFILE) {
		snprintf(text, sizeof(text),
			"can't run: %s (%llu, see ulimit -n); a worker needs 2", strerror(error),
			(unsigned long long)limit.rlim_cur);
	} else {
		snprintf(text, sizeof(text), "can't run: %s: %s", what, strerror(error));
	}
	fail_item(input, task, text);
}

/* Opens where the output of item TASK is kept: KEEP/000001. */
static int open_kept(const struct command *command, uint64_t task)
{
	char path[4096];
	int length = snprintf(
		path, sizeof(path), "%s/%06llu", command->items.keep, (unsigned long long)task + 1);
	if (length >= (int)sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	return open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
}

/* Makes the process, which reads from /dev/null and prints into OUTPUT. Returns an errno, or 0. */
static int spawn(const struct command *command, uint64_t task, int output, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	char **arguments = items_arguments(&command->items, task);

	if (!arguments) {
		return ENOMEM;
	}
	int error = posix_spawn_file_actions_init(&actions);
	if (error) {
		free(arguments);
		return error;
	}
	/* this order is right even where OUTPUT is one of the three */
	error = posix_spawn_file_actions_adddup2(&actions, output, 1);
	error = error ? error : posix_spawn_file_actions_adddup2(&actions, output, 2);
	error = error ? error
		      : posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	error = error ? error
		      : posix_spawnp(
				pid, arguments[0], &actions, NULL, arguments, command->environment);
	posix_spawn_file_actions_destroy(&actions);
	free(arguments);
	return error;
}

static bool start(const struct input *input, uint64_t task, struct running *running)
{
	const struct command *command = input->data;
	int ends[2];

	*running = (struct running){.process = -1, .output = -1, .kept = -1};
	if (*command->items.keep) {
		running->kept = open_kept(command, task);
		if (running->kept < 0) {
			fail_resources(input, task, command->items.keep);
			return false;
		}
	}
	if (pipe2(ends, O_CLOEXEC) != 0) {
		fail_resources(input, task, "a pipe");
		return false;
	}
	running->output = ends[0];
	int error = spawn(command, task, ends[1], &running->pid);
	close(ends[1]);
	if (error) {
		errno = error;
		fail_resources(
			input, task, command->items.shell ? "/bin/sh" : command->items.word[0]);
		return false;
	}
	running->process = (int)syscall(SYS_pidfd_open, running->pid, 0);
	if (running->process < 0) {
		fail_resources(input, task, "a pidfd");
		kill(running->pid, SIGKILL);
		waitpid(running->pid, NULL, 0);
		return false;
	}
	return true;
}

static bool keep_piece(const struct running *running, const char *piece, size_t length)
{
	for (size_t done = 0; running->kept >= 0 && done < length;) {
		ssize_t written = write(running->kept, piece + done, length - done);

		if (written < 0 && errno != EINTR) {
			return false;
		}
		done += written > 0 ? (size_t)written : 0;
	}
	return true;
}

/* Remembers the last bytes of what is printed. */
static void remember(struct running *running, const char *piece, size_t length)
{
	size_t taken = length < SAID_BYTES ? length : SAID_BYTES;
	size_t room = SAID_BYTES - taken;
	size_t stay = running->said_bytes < room ? running->said_bytes : room;

	memmove(running->said, running->said + running->said_bytes - stay, stay);
	memcpy(running->said + stay, piece + length - taken, taken);
	running->said_bytes = stay + taken;
	running->said[running->said_bytes] = '\0';
}

/* Moves up to MOST bytes of the output, of which there is some unless it ended. False: it can't be
 * kept. */
static bool move_output(struct running *running, size_t most, bool *ended)
{
	char piece[PIECE_BYTES];
	ssize_t length = read(running->output, piece, most < sizeof(piece) ? most : sizeof(piece));

	*ended = length == 0;
	if (length < 0) {
		return errno == EINTR;
	}
	running->printed_bytes += (uint64_t)length;
	remember(running, piece, (size_t)length);
	return keep_piece(running, piece, (size_t)length);
}

/*
 * Moves output until the process has ended. That, and not the end of the output, is what is waited
 * for: children that it leaves in the background hold the pipe open. False: it must be ended.
 */
static bool drain(const struct input *input, uint64_t task, struct running *running)
{
	const struct command *command = input->data;
	struct pollfd polled[] = {
		{.fd = running->output, .events = POLLIN},
		{.fd = running->process, .events = POLLIN},
		{.fd = command->stop, .events = POLLIN},
	};

	for (;;) {
		bool ended = false;

		if (poll(polled, 3, -1) < 0) {
			continue; /* a signal that came in between */
		}
		if (polled[2].revents) {
			return false;
		}
		if (polled[0].revents && !move_output(running, PIECE_BYTES, &ended)) {
			fail_resources(input, task, "what it prints");
			return false;
		}
		if (ended) {
			polled[0].fd = -1;
		}
		if (polled[1].revents) {
			return true;
		}
	}
}

/* Moves what the process had printed when it ended, and no more than that. */
static void drain_rest(struct running *running)
{
	int waiting = 0;
	bool ended = false;

	if (ioctl(running->output, FIONREAD, &waiting) != 0 || waiting < 0) {
		return;
	}
	for (uint64_t left = (uint64_t)waiting; left > 0 && !ended;) {
		uint64_t before = running->printed_bytes;

		if (!move_output(running, left, &ended)) {
			return;
		}
		left -= running->printed_bytes - before;
	}
}

static uint64_t timeval_ns(struct timeval time)
{
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_usec * 1000u;
}

/* Waits for the process, which has ended, and notes what it was. */
static void reap(const struct running *running, struct item_result *result)
{
	struct rusage rusage = {0};
	int status = 0;

	while (wait4(running->pid, &status, 0, &rusage) < 0 && errno == EINTR) {
	}
	result->status = status;
	result->cpu_ns = timeval_ns(rusage.ru_utime) + timeval_ns(rusage.ru_stime);
	result->peak_kib = (uint64_t)rusage.ru_maxrss;
}

/* The last line of what was printed, as far as it is remembered; "" where nothing was. */
static const char *last_line(struct running *running)
{
	char *said = running->said;

	while (running->said_bytes > 0 && said[running->said_bytes - 1] == '\n') {
		said[--running->said_bytes] = '\0';
	}
	for (size_t i = 0; i < running->said_bytes; i++) {
		said[i] = (char)(said[i] == '\0' ? '?' : said[i]);
	}
	const char *newline = strrchr(said, '\n');

	return newline ? newline + 1 : said;
}

/* False: the item failed, and with it the sample. */
static bool judge(const struct input *input, uint64_t task, int status, struct running *running)
{
	const struct command *command = input->data;
	char end[60], what[200];

	if (status == 0 || command->items.allow_failures) {
		return true;
	}
	const char *said = last_line(running);
	if (WIFSIGNALED(status)) {
		snprintf(end, sizeof(end), "was ended by signal %d (%s)", WTERMSIG(status),
			strsignal(WTERMSIG(status)));
	} else {
		snprintf(end, sizeof(end), "left with exit status %d", WEXITSTATUS(status));
	}
	snprintf(what, sizeof(what), "%s%s%s", end, *said ? ", saying: " : "", said);
	fail_item(input, task, what);
	return false;
}

bool command_run_item(const struct input *input, uint64_t task)
{
	const struct command *command = input->data;
	struct item_result *result = &command->results->item[task];
	struct running running;
	uint64_t begin_ns = clock_now_ns();

	atomic_store(&result->state, ITEM_RUNNING);
	bool ok = start(input, task, &running);
	if (ok) {
		ok = drain(input, task, &running);
		if (!ok) {
			kill(running.pid, SIGKILL);
		}
		reap(&running, result);
		if (ok) {
			drain_rest(&running);
			result->printed_bytes = running.printed_bytes;
			result->wall_ns = clock_now_ns() - begin_ns;
			atomic_store(&result->state, ITEM_ENDED);
			ok = judge(input, task, result->status, &running);
		}
	}
	close_all(&running);
	return ok;
}
