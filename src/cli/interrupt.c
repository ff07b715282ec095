/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl-C while measuring: a descriptor to poll instead of a handler. */
#include "cli/interrupt.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "text.h"

static void fill(sigset_t *signals)
{
	sigemptyset(signals);
	sigaddset(signals, SIGINT);
	sigaddset(signals, SIGTERM);
	sigaddset(signals, SIGHUP);
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
