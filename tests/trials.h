/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Catalogs, machines and plans for the tests of the measuring side, and trials made up by a script. */
#ifndef MANYHANDS_TESTS_TRIALS_H
#define MANYHANDS_TESTS_TRIALS_H

#include "sweep/plan.h"

/* Writes FOLDER/NAME, an executable that runs LINES in sh; its path, allocated. In LINES "$@" are
 * the arguments. */
char *trial_script(const char *folder, const char *name, const char *lines);

/* The catalog of TRIAL; the test fails if there is none. */
void trial_catalog(struct catalog *catalog, const char *trial);

/* A machine of CPUS cores that are all alike and all allowed, without a quota. */
void made_up_machine(struct machine *machine, uint32_t cpus);

/* The plan of WISH; the test fails if there is none. */
void make_plan(struct plan *plan, const struct plan_wish *wish, const struct catalog *catalog,
	const struct machine *machine);

/* Plans WORKLOADS, "sleep primes", under STRATEGIES and WORKERS (NULL: the defaults) into PLAN, which
 * is zeroed or an earlier plan. */
void plan_words(struct plan *plan, const struct catalog *catalog, const struct machine *machine,
	const char *workloads, const char *strategies, const char *workers);

/* The one line that refuses WISH; the test fails if it makes a plan. Valid until the next call. */
const char *refused_plan(
	const struct plan_wish *wish, const struct catalog *catalog, const struct machine *machine);

/* The key of a cell; valid until the next call. */
const char *key_of(const struct plan *plan, size_t cell);

#endif
