/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run line: the machine, the plan and its cells, as JSON and back. */
#include <stdlib.h>
#include <string.h>

#include "samples_json.h"
#include "text.h"

static const struct field run_fields[] = {
	{"version", FIELD_TEXT, FIELD_AT(run, version)},
	{"build", FIELD_TEXT, FIELD_AT(run, build)},
	{"compiler", FIELD_TEXT, FIELD_AT(run, compiler)},
	{"flags", FIELD_TEXT, FIELD_AT(run, flags)},
	{"started", FIELD_TEXT, FIELD_AT(run, started)},
	{"command", FIELD_TEXT, FIELD_AT(run, command)},
	{"seed", FIELD_WORD64, FIELD_AT(run, seed), .required = true},
	{"rounds", FIELD_COUNT32, FIELD_AT(run, rounds), .required = true,
		.max = SAMPLES_ROUNDS_MAX},
	{"precision", FIELD_REAL, FIELD_AT(run, precision)},
	{"granularity", FIELD_BOOL, FIELD_AT(run, granularity)},
	{"sample_time_ns", FIELD_COUNT, FIELD_AT(run, sample_time_ns)},
	{"timeout_ns", FIELD_COUNT, FIELD_AT(run, timeout_ns)},
	{"budget_ns", FIELD_COUNT, FIELD_AT(run, budget_ns)},
	{"samples_per_round", FIELD_COUNT, FIELD_AT(run, samples_per_round), .required = true},
	{"trace", FIELD_BOOL, FIELD_AT(run, trace)},
	{.name = NULL},
};

static const struct field machine_fields[] = {
	{"cpu_model", FIELD_TEXT, FIELD_AT(run_machine, cpu_model)},
	{"kernel", FIELD_TEXT, FIELD_AT(run_machine, kernel)},
	{"hypervisor", FIELD_TEXT, FIELD_AT(run_machine, hypervisor)},
	{"governor", FIELD_TEXT, FIELD_AT(run_machine, governor)},
	{"clocksource", FIELD_TEXT, FIELD_AT(run_machine, clocksource)},
	{"topology", FIELD_TEXT, FIELD_AT(run_machine, topology)},
	{"summary", FIELD_TEXT, FIELD_AT(run_machine, summary)},
	{"packages", FIELD_COUNT32, FIELD_AT(run_machine, packages)},
	{"cores", FIELD_COUNT32, FIELD_AT(run_machine, cores)},
	{"cpus", FIELD_COUNT32, FIELD_AT(run_machine, cpus)},
	{"numa_nodes", FIELD_COUNT32, FIELD_AT(run_machine, numa_nodes)},
	{"allowed_cores", FIELD_COUNT32, FIELD_AT(run_machine, allowed_cores)},
	{"allowed_cpus", FIELD_COUNT32, FIELD_AT(run_machine, allowed_cpus)},
	{"fast_cores", FIELD_COUNT32, FIELD_AT(run_machine, fast_cores)},
	{"quota_cpus", FIELD_REAL, FIELD_AT(run_machine, quota_cpus)},
	{"usable_cpus", FIELD_REAL, FIELD_AT(run_machine, usable_cpus)},
	{"memory_kib", FIELD_LIMIT, FIELD_AT(run_machine, memory_kib)},
	{"pids_max", FIELD_LIMIT, FIELD_AT(run_machine, pids_max)},
	{"nproc_max", FIELD_LIMIT, FIELD_AT(run_machine, nproc_max)},
	{.name = NULL},
};

static const struct field workload_fields[] = {
	{"spec", FIELD_SPEC, FIELD_AT(run_workload, spec), .required = true},
	{"name", FIELD_SPEC, FIELD_AT(run_workload, name), .required = true},
	{"work", FIELD_TEXT, FIELD_AT(run_workload, work)},
	{"calibrated", FIELD_OPTION, FIELD_AT(run_workload, calibrated)},
	{"task_count", FIELD_COUNT, FIELD_AT(run_workload, task_count)},
	{"loop_ns", FIELD_COUNT, FIELD_AT(run_workload, loop_ns)},
	{"task_ns", FIELD_COUNT, FIELD_AT(run_workload, task_ns)},
	{.name = NULL},
};

static const struct field strategy_fields[] = {
	{"spec", FIELD_SPEC, FIELD_AT(run_strategy, spec), .required = true},
	{"name", FIELD_SPEC, FIELD_AT(run_strategy, name), .required = true},
	{"kind", FIELD_SPEC, FIELD_AT(run_strategy, kind), .required = true},
	{.name = NULL},
};

static const struct field point_fields[] = {
	{"workers", FIELD_COUNT32, FIELD_AT(run_point, workers), .required = true,
		.max = SAMPLES_WORKERS_MAX},
	{"label", FIELD_TEXT, FIELD_AT(run_point, label)},
	{.name = NULL},
};

static const struct field cell_fields[] = {
	{"cell", FIELD_SPEC, FIELD_AT(run_cell, key), .required = true},
	{"workload", FIELD_INDEX, FIELD_AT(run_cell, workload), .required = true},
	{"strategy", FIELD_INDEX, FIELD_AT(run_cell, strategy), .required = true},
	{"workers", FIELD_COUNT32, FIELD_AT(run_cell, workers), .required = true,
		.max = SAMPLES_WORKERS_MAX},
	{"baseline", FIELD_BOOL, FIELD_AT(run_cell, baseline)},
	{.name = NULL},
};

static const struct field probe_fields[] = {
	{"cell", FIELD_SPEC, FIELD_AT(run_probe, key), .required = true},
	{"kind", FIELD_SPEC, FIELD_AT(run_probe, kind), .required = true},
	{"workers", FIELD_COUNT32, FIELD_AT(run_probe, workers), .required = true,
		.max = SAMPLES_WORKERS_MAX},
	{"baseline", FIELD_BOOL, FIELD_AT(run_probe, baseline)},
	{.name = NULL},
};

static json_t *write_list(const void *items, size_t count, size_t bytes, const struct field *fields)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++) {
		json_t *item = json_object();

		fields_write(item, (const char *)items + i * bytes, fields);
		json_push(array, item);
	}
	return array;
}

json_t *run_write(const struct run *run)
{
	json_t *line = json_object(), *machine = json_object();

	json_put(line, "type", json_string("run"));
	json_put(line, "schema", json_integer(SAMPLES_SCHEMA));
	fields_write(line, run, run_fields);
	fields_write(machine, &run->machine, machine_fields);
	json_put(line, "machine", machine);
	json_put(line, "workloads",
		write_list(run->workloads, run->workload_count, sizeof(*run->workloads),
			workload_fields));
	json_put(line, "strategies",
		write_list(run->strategies, run->strategy_count, sizeof(*run->strategies),
			strategy_fields));
	json_put(line, "points",
		write_list(run->points, run->point_count, sizeof(*run->points), point_fields));
	json_put(line, "cells",
		write_list(run->cells, run->cell_count, sizeof(*run->cells), cell_fields));
	if (run->probe_count > 0) {
		json_put(line, "probes",
			write_list(
				run->probes, run->probe_count, sizeof(*run->probes), probe_fields));
	}
	if (run->own_command.word_count > 0) {
		json_put(line, "own_command", command_write(&run->own_command));
	}
	return line;
}

/* Reads the list NAME into a new array of *COUNT items. On failure WHY is no longer empty, and what
 * is returned holds the items so far. */
static void *read_list(const json_t *line, const char *name, size_t bytes,
	const struct field *fields, size_t *count, char *why)
{
	const json_t *array = json_object_get(line, name);
	size_t size = json_array_size(array);
	char *items = NULL;

	if (!json_is_array(array)) {
		refuse(why, "%s is no list", name);
		return NULL;
	}
	items = xcalloc(size, bytes);
	/* the item that fails is counted too: it may own texts */
	for (*count = 0; *count < size && !*why; ++*count) {
		char *item = items + *count * bytes;

		if (!fields_read(json_array_get(array, *count), item, fields, why)) {
			size_t length = strlen(why);

			snprintf(why + length, FIELD_WHY_BYTES - length, " (%s, item %zu)", name,
				*count + 1);
		}
	}
	return items;
}

/* A spec is its name, or its name and ":...", and has no '/', which parts the words of a cell. */
static bool check_spec(const char *spec, const char *name, char *why)
{
	size_t length = strlen(name);

	if (!text_is_plain_name(name) || *name == '.' || strncmp(spec, name, length) != 0 ||
		(spec[length] != '\0' && spec[length] != ':') || strchr(spec, '/')) {
		return refuse(why, "'%.40s' is no spec of '%.40s'", spec, name);
	}
	return true;
}

static bool check_specs(const struct run *run, char *why)
{
	for (size_t i = 0; i < run->workload_count; i++) {
		if (!check_spec(run->workloads[i].spec, run->workloads[i].name, why)) {
			return false;
		}
	}
	for (size_t i = 0; i < run->strategy_count; i++) {
		const struct run_strategy *strategy = &run->strategies[i];

		if (!check_spec(strategy->spec, strategy->name, why)) {
			return false;
		}
		if (strcmp(strategy->kind, "none") != 0 && strcmp(strategy->kind, "thread") != 0 &&
			strcmp(strategy->kind, "process") != 0) {
			return refuse(
				why, "kind '%.40s' is not none, thread or process", strategy->kind);
		}
	}
	return true;
}

/* The key of a cell says the same as its numbers. */
static bool check_cell(const struct run *run, const struct run_cell *cell, char *why)
{
	if (cell->workload >= run->workload_count || cell->strategy >= run->strategy_count ||
		cell->workers == 0) {
		return refuse(why, "cell '%.60s' names what the run has not", cell->key);
	}
	char *key = xasprintf("%s/%s/%u", run->workloads[cell->workload].spec,
		run->strategies[cell->strategy].spec, cell->workers);
	bool same = strcmp(key, cell->key) == 0;

	free(key);
	return same || refuse(why, "cell '%.60s' is not what its numbers say", cell->key);
}

/* Of a sweep of task lengths each workload tells its own. */
static bool check_lengths(const struct run *run, char *why)
{
	for (size_t i = 0; i < run->workload_count && run->granularity; i++) {
		if (run->workloads[i].task_ns == 0 || run->workloads[i].task_count == 0) {
			return refuse(why, "a sweep of task lengths without them");
		}
	}
	return true;
}

static bool check_workers(const struct run *run, char *why)
{
	for (size_t i = 0; i < run->point_count; i++) {
		if (run->points[i].workers == 0) {
			return refuse(why, "a point of 0 workers");
		}
	}
	for (size_t i = 0; i < run->probe_count; i++) {
		if (run->probes[i].workers == 0) {
			return refuse(why, "a probe of 0 workers");
		}
	}
	return true;
}

static bool check_run(const struct run *run, char *why)
{
	if (run->cell_count == 0) {
		return refuse(why, "a run without cells");
	}
	if (!check_specs(run, why)) {
		return false;
	}
	for (size_t i = 0; i < run->cell_count; i++) {
		if (!check_cell(run, &run->cells[i], why)) {
			return false;
		}
	}
	return check_lengths(run, why) && check_workers(run, why);
}

static bool read_lists(const json_t *line, struct run *run, char *why)
{
	run->workloads = read_list(line, "workloads", sizeof(*run->workloads), workload_fields,
		&run->workload_count, why);
	if (*why) {
		return false;
	}
	run->strategies = read_list(line, "strategies", sizeof(*run->strategies), strategy_fields,
		&run->strategy_count, why);
	if (*why) {
		return false;
	}
	run->points = read_list(
		line, "points", sizeof(*run->points), point_fields, &run->point_count, why);
	if (*why) {
		return false;
	}
	run->cells =
		read_list(line, "cells", sizeof(*run->cells), cell_fields, &run->cell_count, why);
	if (*why || !json_object_get(line, "probes")) {
		return *why == '\0';
	}
	run->probes = read_list(
		line, "probes", sizeof(*run->probes), probe_fields, &run->probe_count, why);
	return *why == '\0';
}

bool run_read(const json_t *line, struct run *run, char *why)
{
	const char *type = json_string_value(json_object_get(line, "type"));
	json_int_t schema = json_integer_value(json_object_get(line, "schema"));

	*why = '\0';
	if (!type || strcmp(type, "run") != 0 || schema < 1) {
		return refuse(why, "this is no run line of manyhands");
	}
	if (schema > SAMPLES_SCHEMA) {
		return refuse(why, "schema %lld is newer than this manyhands reads (%d)",
			(long long)schema, SAMPLES_SCHEMA);
	}
	run->schema = (uint32_t)schema;
	return fields_read(line, run, run_fields, why) &&
	       fields_read(json_object_get(line, "machine"), &run->machine, machine_fields, why) &&
	       read_lists(line, run, why) &&
	       command_read(json_object_get(line, "own_command"), &run->own_command, why) &&
	       check_run(run, why);
}
