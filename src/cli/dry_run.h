/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run --dry-run: what would be measured. */
#ifndef MANYHANDS_CLI_DRY_RUN_H
#define MANYHANDS_CLI_DRY_RUN_H

#include "sweep/plan.h"

/* Prints the worker counts, the cells and the command that PLAN stands for; PLUGIN may be NULL. */
void dry_run_print(const struct plan *plan, const struct machine *machine, const char *plugin);

#endif
