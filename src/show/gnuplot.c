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
static void become_gnuplot(const char *folder, char *script, int said, int result)
{
	char *const arguments[] = {(char[]){"gnuplot"}, (char[]){"-d"}, script, NULL};
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	/* out of reach of a Ctrl-C meant for us, but not longer alive than we are */
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* without a UTF-8 locale it complains of every sign beyond ASCII */
	setenv("LC_ALL", "C.UTF-8", 1);
	if (chdir(folder) == 0 && nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 &&
		dup2(said, STDOUT_FILENO) >= 0 && dup2(said, STDERR_FILENO) >= 0) {
		execvp(arguments[0], arguments);
	}
	int error = errno;
	(void)!write(result, &error, sizeof(error));
	_exit(127);
}

/* Starts gnuplot on SCRIPT; 0 or the errno of what failed. */
static int painter_start(struct painter *painter, const char *folder, char *script)
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
		bool blank =
			bytes[i] == '\n' || bytes[i] == '\t' || bytes[i] == ' ' || bytes[i] == '^';

		if (!blank) {
			words[used++] = bytes[i];
		} else if (used > 0 && words[used - 1] != ' ') {
			words[used++] = ' ';
		}
	}
	used -= used > 0 && words[used - 1] == ' ';
	bytes[used] = '\0';
	memcpy(bytes, words, used);
	text_clean(bytes, words, SAID_BYTES);
	return words;
}

/* All there is to draw, and who is at work on it. */
struct studio {
	const char *folder;
	char *const *names;
	size_t count, next; /* next: the first that nobody was given */
	uint64_t limit_ns;
	const char *so; /* said of the first that fails */
	struct painter painter[PAINTERS_MAX];
	size_t active, most;
	bool found;  /* some gnuplot was started */
	bool failed; /* one did not do its work: no other is started */
};

/* Says that what gnuplot was to draw into NAME was not drawn, unless one before was not, either. */
static void tell_failure(
	struct studio *studio, const char *name, const char *how, const char *words)
{
	if (!studio->failed) {
		warn("charts/%s.gp: gnuplot %s%s%s%s", name, how, *words ? ": " : "", words,
			studio->so);
	}
	studio->failed = true;
}

/* Waits for PAINTER, which has ended or is LATE and gets killed. */
static void painter_finish(struct studio *studio, struct painter *painter, bool late)
{
	const char *name = studio->names[painter->chart];
	int status = 0;

	if (late) {
		kill(-painter->pid, SIGKILL);
		kill(painter->pid, SIGKILL);
	}
	while (waitpid(painter->pid, &status, 0) < 0 && errno == EINTR) {
	}
	char *words = painter_words(painter);
	if (late) {
		tell_failure(studio, name, "did not end in time and was killed", words);
	} else if (WIFSIGNALED(status)) {
		char *how = xasprintf("was killed by %s", strsignal(WTERMSIG(status)));

		tell_failure(studio, name, how, words);
		free(how);
	} else if (WEXITSTATUS(status) != 0) {
		tell_failure(studio, name, "says", *words ? words : "nothing, but it failed");
	} else if (*words && !studio->failed) {
		warn("charts/%s.gp: gnuplot says: %s", name, words);
	}
	free(words);
	close(painter->pidfd);
	close(painter->said);
}

/* Gives the next drawing to a new painter. False: there is no gnuplot. */
static bool start_next(struct studio *studio)
{
	struct painter *painter = &studio->painter[studio->active];
	const char *name = studio->names[studio->next];
	char *script = xasprintf("%s.gp", name);
	int error = painter_start(painter, studio->folder, script);

	free(script);
	painter->chart = studio->next;
	painter->deadline_ns = now_ns() + studio->limit_ns;
	studio->next++;
	if (error == 0) {
		studio->active++;
		studio->found = true;
		return true;
	}
	if (!studio->found && (error == ENOENT || error == EACCES || error == ENOTDIR)) {
		return false;
	}
	tell_failure(studio, name, "can't be run", strerror(error));
	return true;
}

/* Waits until a painter, of which there is at least one, has ended or is late; ends[i] tells. */
static void wait_for_one(const struct studio *studio, struct pollfd *ends)
{
	uint64_t now = now_ns(), nearest = UINT64_MAX;

	for (size_t i = 0; i < studio->active; i++) {
		uint64_t deadline = studio->painter[i].deadline_ns;

		ends[i] = (struct pollfd){.fd = studio->painter[i].pidfd, .events = POLLIN};
		nearest = deadline < nearest ? deadline : nearest;
	}
	uint64_t left_ms = nearest > now ? (nearest - now) / 1000000 + 1 : 0;
	if (poll(ends, studio->active, left_ms > 60000 ? 60000 : (int)left_ms) < 0) {
		for (size_t i = 0; i < studio->active; i++) {
			ends[i].revents = 0;
		}
	}
}

/* Sees off the painters that have ended or are late. */
static void collect(struct studio *studio, const struct pollfd *ends)
{
	for (size_t i = studio->active; i-- > 0;) {
		struct painter *painter = &studio->painter[i];
		bool ended = ends[i].revents != 0;

		if (ended || now_ns() >= painter->deadline_ns) {
			painter_finish(studio, painter, !ended);
			/* the last takes its place: it was looked at before */
			*painter = studio->painter[--studio->active];
		}
	}
}

enum gnuplot_end gnuplot_draw(
	const char *folder, char *const *names, size_t count, uint64_t limit_ns, const char *so)
{
	struct studio studio = {
		.folder = folder,
		.names = names,
		.count = count,
		.limit_ns = limit_ns,
		.so = so,
		.most = allowed_cpus(),
	};
	struct pollfd ends[PAINTERS_MAX];

	studio.most = studio.most > PAINTERS_MAX ? PAINTERS_MAX : studio.most;
	while ((studio.next < count && !studio.failed) || studio.active > 0) {
		if (studio.next < count && !studio.failed && studio.active < studio.most) {
			if (!start_next(&studio)) {
				return GNUPLOT_MISSING;
			}
			continue;
		}
		wait_for_one(&studio, ends);
		collect(&studio, ends);
	}
	return studio.failed ? GNUPLOT_FAILED : GNUPLOT_DREW;
}
