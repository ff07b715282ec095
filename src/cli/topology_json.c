/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machine is, as one JSON object for programs. */
#include "cli/topology.h"

#include <jansson.h>

static json_t *known_text(const char *text)
{
	return text && *text ? json_string(text) : json_null();
}

static json_t *known_limit(uint64_t limit)
{
	return limit < INT64_MAX ? json_integer((json_int_t)limit) : json_null();
}

static json_t *quota_json(const struct quota *quota)
{
	if (quota->cpus <= 0) {
		return json_null();
	}
	return json_pack("{s:f, s:I, s:s}", "cpus", quota->cpus, "period_us",
		(json_int_t)quota->period_us, "source", quota->source);
}

static json_t *kinds_json(const struct machine *machine)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < machine->kind_count; i++) {
		const struct machine_kind *kind = &machine->kind[i];

		json_array_append_new(
			list, json_pack("{s:i, s:i, s:o}", "cores", (int)kind->cores, "cpus",
				      (int)kind->cpus, "efficiency",
				      kind->efficiency < 0 ? json_null()
							   : json_integer(kind->efficiency)));
	}
	return list;
}

static json_t *caches_json(const struct machine *machine)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < machine->cache_count; i++) {
		const struct machine_cache *cache = &machine->cache[i];

		json_array_append_new(
			list, json_pack("{s:i, s:I, s:i}", "level", (int)cache->level, "kib",
				      (json_int_t)cache->kib, "count", (int)cache->count));
	}
	return list;
}

static json_t *points_json(const struct machine *machine)
{
	struct machine_point points[MACHINE_POINTS_MAX];
	char error[128];
	uint32_t count = machine_points(machine, "grid", points, error, sizeof(error));
	json_t *list = json_array();

	for (uint32_t i = 0; i < count; i++) {
		json_array_append_new(
			list, json_pack("{s:i, s:s}", "workers", (int)points[i].workers, "label",
				      points[i].label));
	}
	return list;
}

static json_t *machine_json(const struct machine *machine)
{
	char summary[128];

	machine_summary(machine, summary, sizeof(summary));
	json_t *object = json_pack("{s:s, s:b, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:s, s:f}",
		"summary", summary, "this_machine", (int)machine->is_this_system, "packages",
		(int)machine->packages, "cores", (int)machine->cores, "cpus", (int)machine->cpus,
		"numa_nodes", (int)machine->numa_nodes, "cpuset_cpus", (int)machine->cpuset_cpus,
		"allowed_cores", (int)machine->allowed_cores, "allowed_cpus",
		(int)machine->allowed_cpus, "allowed_list", machine->allowed_list, "usable_cpus",
		machine->usable_cpus);
	const struct {
		const char *name;
		json_t *value;
	} more[] = {
		{"quota", quota_json(&machine->quota)},
		{"kinds", kinds_json(machine)},
		{"caches", caches_json(machine)},
		{"cpu_model", known_text(machine->cpu_model)},
		{"kernel", known_text(machine->kernel)},
		{"hypervisor", known_text(machine->hypervisor)},
		{"governor", known_text(machine->governor)},
		{"clocksource", known_text(machine->clocksource)},
		{"memory_kib",
			machine->memory_kib > 0 ? known_limit(machine->memory_kib) : json_null()},
		{"memory_max_bytes", known_limit(machine->quota.memory_max_bytes)},
		{"pids_max", known_limit(machine->quota.pids_max)},
		{"nproc_max", known_limit(machine->nproc_max)},
		{"topology", known_text(machine->synthetic)},
		{"points", points_json(machine)},
	};
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		json_object_set_new(object, more[i].name, more[i].value);
	}
	return object;
}

bool topology_print_json(const struct machine *machine, FILE *out)
{
	json_t *object = machine_json(machine);
	bool ok = object && json_dumpf(object, out, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) == 0 &&
		  fputc('\n', out) != EOF;

	json_decref(object);
	return ok;
}
