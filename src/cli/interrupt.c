/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl-C while measuring: a descriptor to poll instead of a handler. */
#include "cli/interrupt.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "text.h"

/* Those that are not ignored: nohup and background jobs of a script mean it. */
static void fill(sigset_t *signals)
{
	static const int wanted[] = {SIGINT, SIGTERM, SIGHUP};

	sigemptyset(signals);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		struct sigaction action;

		if (sigaction(wanted[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN) {
			sigaddset(signals, wanted[i]);
		}
	}
}

int interrupt_open(void)
{
	sigset_t signals;

	fill(&signals);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	int fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0) {
		fatal("signalfd:");
	}
	return fd;
}

void interrupt_close(int fd)
{
	struct signalfd_siginfo taken;
	sigset_t signals;

	while (read(fd, &taken, sizeof(taken)) > 0) {
	}
	close(fd);
	fill(&signals);
	sigprocmask(SIG_UNBLOCK, &signals, NULL);
}
