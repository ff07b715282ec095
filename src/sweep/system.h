/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the operating system says about the machine besides its topology. */
#ifndef MANYHANDS_SWEEP_SYSTEM_H
#define MANYHANDS_SWEEP_SYSTEM_H

#include "sweep/machine.h"

/*
 * Fills in kernel, hypervisor, governor, clocksource, memory_kib and nproc_max; what can't be read
 * stays as it was. Files are looked for below ROOT, "" for the real machine.
 */
void system_read(const char *root, struct machine *machine);

#endif
