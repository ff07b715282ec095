/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl-C while measuring: a descriptor to poll instead of a handler. */
#ifndef MANYHANDS_CLI_INTERRUPT_H
#define MANYHANDS_CLI_INTERRUPT_H

/* From here on SIGINT, SIGTERM and SIGHUP, unless ignored, make the returned descriptor readable and nothing else. */
int interrupt_open(void);

/* The signals have their usual effect again; those that came in between have none. */
void interrupt_close(int fd);

#endif
