/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs gnuplot on scripts: several at once, each with a deadline, never through a shell. */
#include "show/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "text.h"

/* A gnuplot at work. */
struct painter {
	size_t chart; /* index of its script */
	pid_t pid;
	int pidfd;
	int said; /* memory file with its stdout and stderr */
	uint64_t deadline_ns;
};

enum { PAINTERS_MAX = 16, SAID_BYTES = 2048 };

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static size_t allowed_cpus(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) == 0) {
		return (size_t)CPU_COUNT(&set);
	}
	long online = sysconf(_SC_NPROCESSORS_ONLN);
	return online > 0 ? (size_t)online : 1;
}

/* In the child. What goes wrong is written into RESULT, which a successful exec closes. */
static void become_gnuplot(const char *folder, const char *script, int said, int result)
{
	char *const arguments[] = {(char[]){"gnuplot"}, (char[]){"-d"}, strdup(script), NULL};
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	/* out of reach of a Ctrl-C meant for us, but not longer alive than we are */
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (chdir(folder) == 0 && nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 &&
		dup2(said, STDOUT_FILENO) >= 0 && dup2(said, STDERR_FILENO) >= 0) {
		execvp(arguments[0], arguments);
	}
	int error = errno;
	(void)!write(result, &error, sizeof(error));
	_exit(127);
}

/* Starts gnuplot on SCRIPT; 0 or the errno of what failed. */
static int painter_start(struct painter *painter, const char *folder, const char *script)
{
	int result[2], error = 0;

	painter->said = memfd_create("gnuplot", MFD_CLOEXEC);
	if (painter->said < 0) {
		return errno;
	}
	if (pipe2(result, O_CLOEXEC) != 0) {
		error = errno;
		goto close_said;
	}
	painter->pid = fork();
	if (painter->pid == 0) {
		become_gnuplot(folder, script, painter->said, result[1]);
	}
	error = painter->pid < 0 ? errno : 0;
	close(result[1]);
	if (error == 0 && read(result[0], &error, sizeof(error)) == sizeof(error)) {
		waitpid(painter->pid, NULL, 0);
	}
	close(result[0]);
	if (error == 0) {
		painter->pidfd = (int)syscall(SYS_pidfd_open, painter->pid, 0);
		if (painter->pidfd >= 0) {
			return 0;
		}
		error = errno;
		kill(painter->pid, SIGKILL);
		waitpid(painter->pid, NULL, 0);
	}
close_said:
	close(painter->said);
	return error;
}

/* What gnuplot said, with its line breaks made spaces; the caller frees. */
static char *painter_words(const struct painter *painter)
{
	char bytes[SAID_BYTES], *words = xcalloc(SAID_BYTES, 1);
	ssize_t length = pread(painter->said, bytes, sizeof(bytes) - 1, 0);
	size_t used = 0;

	/* gnuplot points at the place with a caret on a line of its own: of no use on one line */
	for (ssize_t i = 0; i < length; i++) {
		bool blank = bytes[i] == '\n' || bytes[i] == '\t' || bytes[i] == ' ' || bytes[i] == '^';

		if (!blank) {
			words[used++] = bytes[i];
		} else if (used > 0 && words[used - 1] != ' ') {
			words[used++] = ' ';
		}
	}
	bytes[used] = '\0';
	memcpy(bytes, words, used);
	text_clean(bytes, words, SAID_BYTES);
	return words;
}

/* Waits for PAINTER, which has ended or is LATE and gets killed; true if it did its work. */
static bool painter_finish(struct painter *painter, const char *name, bool late)
{
	int status = 0;

	if (late) {
		kill(-painter->pid, SIGKILL);
		kill(painter->pid, SIGKILL);
	}
	while (waitpid(painter->pid, &status, 0) < 0 && errno == EINTR) {
	}
	bool ok = !late && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	char *words = painter_words(painter);
	if (late) {
		warn("charts/%s.gp: gnuplot did not end in time and was killed %s", name, words);
	} else if (WIFSIGNALED(status)) {
		warn("charts/%s.gp: gnuplot was killed by %s %s", name, strsignal(WTERMSIG(status)), words);
	} else if (!ok || *words) {
		warn("charts/%s.gp: gnuplot says: %s", name, *words ? words : "nothing, but it failed");
	}
	free(words);
	close(painter->pidfd);
	close(painter->said);
	return ok;
}

/* Waits until one of COUNT painters (at least one) has ended or is late. */
static void wait_for_one(const struct painter *painters, struct pollfd *ends, size_t count)
{
	uint64_t now = now_ns(), nearest = UINT64_MAX;

	for (size_t i = 0; i < count; i++) {
		ends[i] = (struct pollfd){.fd = painters[i].pidfd, .events = POLLIN};
		nearest = painters[i].deadline_ns < nearest ? painters[i].deadline_ns : nearest;
	}
	uint64_t left_ms = nearest > now ? (nearest - now) / 1000000 + 1 : 0;
	if (poll(ends, count, left_ms > 60000 ? 60000 : (int)left_ms) < 0) {
		for (size_t i = 0; i < count; i++) {
			ends[i].revents = 0;
		}
	}
}

bool gnuplot_draw(const char *folder, char *const *names, size_t count, uint64_t limit_ns,
	bool *drawn)
{
	struct painter painters[PAINTERS_MAX];
	struct pollfd ends[PAINTERS_MAX];
	size_t active = 0, next = 0, most = allowed_cpus();
	bool found = false;

	most = most > PAINTERS_MAX ? PAINTERS_MAX : most;
	while (next < count || active > 0) {
		if (next < count && active < most) {
			struct painter *painter = &painters[active];
			char *script = xasprintf("%s.gp", names[next]);
			int error = painter_start(painter, folder, script);

			free(script);
			painter->chart = next;
			painter->deadline_ns = now_ns() + limit_ns;
			drawn[next++] = false;
			active += error == 0;
			if (error != 0 && !found && (error == ENOENT || error == EACCES || error == ENOTDIR)) {
				return false;
			}
			found = true;
			if (error != 0) {
				errno = error;
				warn("charts/%s.gp: gnuplot:", names[next - 1]);
			}
			continue;
		}
		wait_for_one(painters, ends, active);
		for (size_t i = active; i-- > 0;) {
			bool late = now_ns() >= painters[i].deadline_ns;

			if (ends[i].revents != 0 || late) {
				size_t chart = painters[i].chart;

				drawn[chart] = painter_finish(&painters[i], names[chart], ends[i].revents == 0);
				painters[i] = painters[--active];
			}
		}
	}
	return true;
}
