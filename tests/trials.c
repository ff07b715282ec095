/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Catalogs, machines and plans for the tests of the measuring side, and trials made up by a script. */
#include "trials.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "text.h"

char *trial_script(const char *folder, const char *name, const char *lines)
{
	char *path = xasprintf("%s/%s", folder, name);
	FILE *file = fopen(path, "we");

	ck_assert_ptr_nonnull(file);
	fprintf(file, "#!/bin/sh\n%s\n", lines);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_int_eq(chmod(path, 0755), 0);
	return path;
}

void trial_catalog(struct catalog *catalog, const char *trial)
{
	ck_assert_msg(catalog_init(catalog, trial, NULL), "%s has no catalog", trial);
}

void made_up_machine(struct machine *machine, uint32_t cpus)
{
	*machine = (struct machine){
		.packages = 1,
		.cores = cpus,
		.cpus = cpus,
		.numa_nodes = 1,
		.cpuset_cpus = cpus,
		.allowed_cores = cpus,
		.allowed_cpus = cpus,
		.usable_cpus = cpus,
		.quota = {.pids_max = QUOTA_NO_LIMIT, .memory_max_bytes = QUOTA_NO_LIMIT},
		.nproc_max = QUOTA_NO_LIMIT,
		.cpu_model = "Test CPU",
		.kernel = "Linux 6.1",
	};
}

void make_plan(struct plan *plan, const struct plan_wish *wish, const struct catalog *catalog,
	const struct machine *machine)
{
	char error[512] = "";

	ck_assert_msg(plan_init(plan, wish, catalog, machine, error, sizeof(error)), "%s", error);
}

void plan_words(struct plan *plan, const struct catalog *catalog, const struct machine *machine,
	const char *workloads, const char *strategies, const char *workers)
{
	char *copy = xstrdup(workloads), *rest = copy, *words[8];
	struct plan_wish wish = {
		.workloads = words,
		.strategies = strategies ? xstrdup(strategies) : NULL,
		.workers = workers ? xstrdup(workers) : NULL,
		.seed = 5,
		.seed_given = true,
	};

	while (rest) {
		ck_assert_uint_lt(wish.workload_count, 8);
		words[wish.workload_count++] = strsep(&rest, " ");
	}
	plan_finish(plan);
	make_plan(plan, &wish, catalog, machine);
	free(copy);
	free(wish.strategies);
	free(wish.workers);
}

const char *refused_plan(
	const struct plan_wish *wish, const struct catalog *catalog, const struct machine *machine)
{
	static char error[512];
	struct plan plan;

	error[0] = '\0';
	ck_assert(!plan_init(&plan, wish, catalog, machine, error, sizeof(error)));
	ck_assert_msg(error[0] != '\0', "refused without a word");
	return error;
}

const char *key_of(const struct plan *plan, size_t cell)
{
	static char key[PLAN_KEY_BYTES];

	plan_cell_key(plan, &plan->cells[cell], key);
	return key;
}
