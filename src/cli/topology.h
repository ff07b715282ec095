/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machine is, for people and for programs. */
#ifndef MANYHANDS_CLI_TOPOLOGY_H
#define MANYHANDS_CLI_TOPOLOGY_H

#include <stdbool.h>
#include <stdio.h>

#include "sweep/machine.h"

/* A few lines that say what MACHINE is and what a sweep would try on it. */
void topology_print(const struct machine *machine, FILE *out);

/* The same facts as one JSON object; null stands for unknown and for "no limit". False: not all of
 * it could be written. */
bool topology_print_json(const struct machine *machine, FILE *out);

#endif
