/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sample: a fresh trial is exec'd, waited for under a deadline, and its ending is judged. */
#include "sweep/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sweep/harvest.h"
#include "sweep/order.h"
#include "text.h"
#include "trial/clock.h"

enum { AREA_FD = 3, OUTPUT_BYTES = 256 * 1024 };

/* How the trial's process ended. */
struct ending {
	bool timed_out, interrupted;
	int status; /* of wait4 */
	struct rusage rusage;
	uint64_t wall_ns; /* from exec to exit, as seen from here */
};

void launch_init(void)
{
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	signal(SIGCHLD, SIG_DFL); /* inherited as ignored it would hide how trials end */
}

struct launch_pads launch_choose_pads(uint64_t seed, uint64_t seq)
{
	enum { STEP = 16 };
	uint64_t random = order_random(seed, seq);

	return (struct launch_pads){
		.env_bytes = (uint32_t)(random % LAUNCH_PAD_MAX / STEP * STEP),
		.stack_bytes = (uint32_t)((random >> 32) % LAUNCH_PAD_MAX / STEP * STEP),
	};
}

enum { ARGUMENTS_MAX = 20 };

static void fill_argv(const struct launch *launch, char *argv[ARGUMENTS_MAX])
{
	size_t count = 0;

	argv[count++] = xstrdup(launch->trial);
	argv[count++] = xstrdup("--area-fd");
	argv[count++] = xasprintf("%d", AREA_FD);
	argv[count++] = xstrdup("--settle-us");
	argv[count++] = xasprintf("%llu", (unsigned long long)launch->settle_us);
	if (launch->stack_pad_bytes > 0) {
		argv[count++] = xstrdup("--stack-pad");
		argv[count++] = xasprintf("%u", launch->stack_pad_bytes);
	}
	if (launch->busy_stamped) {
		argv[count++] = xstrdup("--busy");
	}
	if (launch->trace) {
		argv[count++] = xstrdup("--trace");
	}
	if (launch->cpus) {
		argv[count++] = xstrdup("--cpus");
		argv[count++] = xstrdup(launch->cpus);
	}
	if (launch->plugin) {
		argv[count++] = xstrdup("--plugin");
		argv[count++] = xstrdup(launch->plugin);
	}
	argv[count++] = xstrdup(launch->workload);
	argv[count++] = xstrdup(launch->strategy);
	argv[count++] = xasprintf("%u", launch->workers);
	argv[count] = NULL;
}

/* Makes the environment longer by BYTES, and with it moves the stack that lies below it. */
static void pad_environment(uint32_t bytes)
{
	char pad[LAUNCH_PAD_MAX];

	memset(pad, 'x', sizeof(pad));
	pad[bytes < LAUNCH_PAD_MAX ? bytes : LAUNCH_PAD_MAX - 1] = '\0';
	setenv("MANYHANDS_PAD", pad, 1);
}

_Noreturn static void become_trial(char **argv, int area, int output, pid_t parent)
{
	sigset_t none;
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) {
		_exit(127);
	}
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* the high copy first: AREA_FD may be one of the descriptors in use */
	int high = fcntl(area, F_DUPFD, AREA_FD + 1);
	if (null < 0 || high < 0 || dup2(null, 0) < 0 || dup2(output, 1) < 0 ||
		dup2(output, 2) < 0 || dup2(high, AREA_FD) < 0) {
		_exit(127);
	}
	close(high);
	execv(argv[0], argv);
	fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static pid_t start_trial(const struct launch *launch, int area, int output)
{
	char *argv[ARGUMENTS_MAX];
	pid_t parent = getpid();

	fill_argv(launch, argv);
	pid_t pid = fork();
	if (pid == 0) {
		pad_environment(launch->env_pad_bytes);
		become_trial(argv, area, output, parent);
	}
	for (char **argument = argv; *argument; argument++) {
		free(*argument);
	}
	if (pid > 0) {
		setpgid(pid, pid); /* both sides, so that neither has to be first */
	}
	return pid;
}

/* Waits for PID to end, for the deadline, or for the interrupt. */
static void await_end(pid_t pid, const struct launch *launch, struct ending *ending)
{
	struct pollfd polled[2] = {
		{.fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN},
		{.fd = launch->interrupt_fd, .events = POLLIN},
	};
	uint64_t deadline_ns = clock_now_ns() + launch->timeout_ns;

	if (polled[0].fd < 0) {
		fatal("pidfd_open:");
	}
	for (;;) {
		uint64_t now_ns = clock_now_ns();
		uint64_t left_ns = deadline_ns > now_ns ? deadline_ns - now_ns : 0;
		struct timespec patience = {
			.tv_sec = (time_t)(left_ns / 1000000000u),
			.tv_nsec = (long)(left_ns % 1000000000u),
		};

		int ready = ppoll(polled, 2, &patience, NULL);
		if (ready > 0 && polled[0].revents) {
			break;
		}
		if (ready > 0 && polled[1].revents) {
			ending->interrupted = true;
			break;
		}
		if (ready == 0 && left_ns == 0) {
			ending->timed_out = true;
			break;
		}
	}
	close(polled[0].fd);
}

/* Kills and reaps whatever is still our child: orphans of the trial that left its group. */
static void reap_strays(void)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	for (;;) {
		char *list = read_file(path, NULL);
		bool any = false;

		for (char *rest = list; rest && *rest;) {
			long pid = strtol(rest, &rest, 10);

			if (pid <= 0) {
				break;
			}
			any = true;
			kill((pid_t)pid, SIGKILL);
		}
		free(list);
		if (!any || (waitpid(-1, NULL, 0) < 0 && errno == ECHILD)) {
			return;
		}
	}
}

static void end_and_reap(pid_t pid, struct ending *ending)
{
	kill(-pid, SIGKILL);
	while (wait4(pid, &ending->status, 0, &ending->rusage) < 0 && errno == EINTR) {
	}
	/* again: a member forked between the first kill and the leader's end */
	kill(-pid, SIGKILL);
	while (waitpid(-pid, NULL, 0) > 0 || errno == EINTR) {
	}
	reap_strays();
}

/* Where the trial's stdout and stderr go: of a fixed size, so that one that prints without end gets
 * an error and does not fill the memory. Where a limit on files forbids that size, the limit does. */
static int output_create(void)
{
	int output = memfd_create("manyhands-output", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (output >= 0 && ftruncate(output, OUTPUT_BYTES) == 0) {
		fcntl(output, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK);
	}
	return output;
}

/* The last line of what the trial printed, without its own name, or NULL. The caller frees. */
static char *output_last_line(int output)
{
	static char tail[OUTPUT_BYTES + 1];
	char line[240];
	ssize_t length = pread(output, tail, OUTPUT_BYTES, 0);

	while (length > 0 && (tail[length - 1] == '\n' || tail[length - 1] == '\0')) {
		length--;
	}
	if (length <= 0) {
		return NULL;
	}
	tail[length] = '\0';
	char *newline = memrchr(tail, '\n', (size_t)length);
	const char *last = newline ? newline + 1 : tail;
	static const char prefix[] = "manyhands-trial: ";
	if (strncmp(last, prefix, sizeof(prefix) - 1) == 0) {
		last += sizeof(prefix) - 1;
	}
	text_clean(last, line, sizeof(line));
	return xstrdup(line);
}

static void set_ending(struct sample *sample, enum sample_status status, char *reason)
{
	sample->status = status;
	free(sample->reason);
	sample->reason = reason;
}

/* Endings that the process shows, whatever it wrote. False: it left by itself with status 0. */
static bool judge_process(
	const struct launch *launch, const struct ending *ending, int output, struct sample *sample)
{
	char duration[32];

	if (ending->interrupted) {
		set_ending(sample, SAMPLE_INTERRUPTED, xstrdup("interrupted"));
		return true;
	}
	if (ending->timed_out) {
		format_duration((double)launch->timeout_ns, duration, sizeof(duration));
		set_ending(sample, SAMPLE_TIMED_OUT, xasprintf("no end within %s", duration));
		return true;
	}
	if (WIFSIGNALED(ending->status)) {
		int number = WTERMSIG(ending->status);

		set_ending(sample, SAMPLE_CRASHED,
			xasprintf("signal %d (%s)", number, strsignal(number)));
		return true;
	}
	if (WEXITSTATUS(ending->status) != 0) {
		char *line = output_last_line(output);

		set_ending(sample, SAMPLE_FAILED,
			line ? line
			     : xasprintf("left with exit status %d", WEXITSTATUS(ending->status)));
		return true;
	}
	return false;
}

/* Adds "; 37 of 64 tasks done" where the area tells and the ending cut the work short. */
static void add_progress(struct sample *sample, const struct harvest *harvest)
{
	bool cut = sample->status == SAMPLE_CRASHED || sample->status == SAMPLE_TIMED_OUT;

	if (cut && harvest->task_count > 0) {
		char *reason = xasprintf("%s; %llu of %llu tasks done", sample->reason,
			(unsigned long long)harvest->tasks_done,
			(unsigned long long)harvest->task_count);

		set_ending(sample, sample->status, reason);
	}
}

/* Adds "; it said: ..." where the trial ended badly and printed what the reason does not say yet: of an
 * assertion the text, of a worker that left what it complained about. */
static void add_last_words(struct sample *sample, int output)
{
	bool bad = sample->status == SAMPLE_FAILED || sample->status == SAMPLE_CRASHED ||
		   sample->status == SAMPLE_TIMED_OUT;
	char *line = bad ? output_last_line(output) : NULL;

	if (line && *line && !strstr(sample->reason, line)) {
		set_ending(
			sample, sample->status, xasprintf("%s; it said: %s", sample->reason, line));
	}
	free(line);
}

static void judge_ending(const struct launch *launch, const struct ending *ending, int output,
	const struct harvest *harvest, struct sample *sample)
{
	bool process_failed = judge_process(launch, ending, output, sample);

	if (harvest->valid && harvest->status != SAMPLE_OK && !ending->interrupted &&
		!ending->timed_out && !WIFSIGNALED(ending->status)) {
		/* the trial's own word is more exact than its exit status */
		set_ending(sample, harvest->status, xstrdup(harvest->reason));
	} else if (!process_failed && !harvest->valid) {
		set_ending(sample, SAMPLE_FAILED, xstrdup("left early, with exit status 0"));
	} else if (!process_failed && harvest->total_ns > ending->wall_ns) {
		set_ending(sample, SAMPLE_FAILED, xstrdup("its times are longer than its life"));
		sample->total_ns = SAMPLE_UNKNOWN;
	} else if (!process_failed) {
		set_ending(sample, SAMPLE_OK, NULL);
	}
	add_progress(sample, harvest);
	add_last_words(sample, output);
}

static uint64_t timeval_ns(struct timeval time)
{
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_usec * 1000u;
}

static void copy_rusage(const struct rusage *from, struct sample_rusage *to)
{
	*to = (struct sample_rusage){
		.user_ns = timeval_ns(from->ru_utime),
		.system_ns = timeval_ns(from->ru_stime),
		.maxrss_kib = (uint64_t)from->ru_maxrss,
		.minor_faults = (uint64_t)from->ru_minflt,
		.major_faults = (uint64_t)from->ru_majflt,
		.voluntary_switches = (uint64_t)from->ru_nvcsw,
		.involuntary_switches = (uint64_t)from->ru_nivcsw,
	};
}

void launch_sample(const struct launch *launch, struct sample *sample, struct launch_extra *extra)
{
	int area = memfd_create("manyhands-area", MFD_CLOEXEC);
	int output = output_create();
	struct ending ending = {0};
	struct harvest harvest;

	if (area < 0 || output < 0) {
		fatal("memfd_create:");
	}
	uint64_t start_ns = clock_now_ns();
	pid_t pid = start_trial(launch, area, output);
	if (pid < 0) {
		set_ending(sample, SAMPLE_FAILED, xasprintf("fork: %s", strerror(errno)));
		goto done;
	}
	await_end(pid, launch, &ending);
	ending.wall_ns = clock_now_ns() - start_ns;
	end_and_reap(pid, &ending);
	harvest_area(area, launch->workers, sample, &harvest);
	copy_rusage(&ending.rusage, &sample->rusage);
	judge_ending(launch, &ending, output, &harvest, sample);
	*extra = (struct launch_extra){harvest.task_count, harvest.chunk_count, {0}};
	if (launch->trace) {
		harvest_trace(area, launch->workers, &extra->trace);
	}
done:
	close(area);
	close(output);
}
