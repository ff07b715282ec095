/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between machine.c and cpus.c, which know hwloc: the allowed CPUs one by one. */
#ifndef MANYHANDS_SWEEP_CPUS_H
#define MANYHANDS_SWEEP_CPUS_H

#include <hwloc.h>

#include "sweep/machine.h"

/* Fills MACHINE's allowed and allowed_cpus with the CPUs of TOPOLOGY that are in ALLOWED. */
void cpus_read(hwloc_topology_t topology, hwloc_const_bitmap_t allowed, struct machine *machine);

#endif
