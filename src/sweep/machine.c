/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the topology through hwloc and counts what of it this process may use. */
#include "sweep/machine.h"

#include <hwloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sweep/cpus.h"
#include "sweep/system.h"
#include "text.h"

/* How many objects of TYPE have a CPU in SET. */
static uint32_t count_in(hwloc_topology_t topology, hwloc_obj_type_t type, hwloc_const_bitmap_t set)
{
	hwloc_obj_t object = NULL;
	uint32_t count = 0;

	while ((object = hwloc_get_next_obj_by_type(topology, type, object))) {
		count += hwloc_bitmap_intersects(object->cpuset, set) ? 1 : 0;
	}
	return count;
}

/* Some virtual machines show no cores; each CPU is one then. */
static uint32_t count_cores(hwloc_topology_t topology, hwloc_const_bitmap_t set)
{
	uint32_t cores = count_in(topology, HWLOC_OBJ_CORE, set);

	return cores > 0 ? cores : count_in(topology, HWLOC_OBJ_PU, set);
}

static void read_counts(hwloc_topology_t topology, struct machine *machine)
{
	hwloc_const_bitmap_t all = hwloc_topology_get_topology_cpuset(topology);

	machine->packages = count_in(topology, HWLOC_OBJ_PACKAGE, all);
	machine->cores = count_cores(topology, all);
	machine->cpus = count_in(topology, HWLOC_OBJ_PU, all);
	machine->numa_nodes = (uint32_t)hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_NUMANODE);
}

/* ALLOWED becomes the CPUs this thread, and so what it starts, may run on. */
static void read_allowed(hwloc_topology_t topology, hwloc_bitmap_t allowed, struct machine *machine)
{
	hwloc_bitmap_t bound = hwloc_bitmap_alloc();

	hwloc_bitmap_and(allowed, hwloc_topology_get_topology_cpuset(topology),
		hwloc_topology_get_allowed_cpuset(topology));
	machine->cpuset_cpus = count_in(topology, HWLOC_OBJ_PU, allowed);
	if (machine->is_this_system && bound &&
		hwloc_get_cpubind(topology, bound, HWLOC_CPUBIND_THREAD) == 0 &&
		hwloc_bitmap_intersects(allowed, bound)) {
		hwloc_bitmap_and(allowed, allowed, bound);
	}
	hwloc_bitmap_free(bound);
	machine->allowed_cores = count_cores(topology, allowed);
	if (hwloc_bitmap_list_asprintf(&machine->allowed_list, allowed) < 0) {
		fatal("out of memory");
	}
}

static int kind_info(
	hwloc_topology_t topology, unsigned int index, hwloc_bitmap_t set, int *efficiency)
{
#if HWLOC_API_VERSION >= 0x00030000
	struct hwloc_infos_s *infos;

	return hwloc_cpukinds_get_info(topology, index, set, efficiency, &infos, 0);
#else
	struct hwloc_info_s *infos;
	unsigned int count;

	return hwloc_cpukinds_get_info(topology, index, set, efficiency, &count, &infos, 0);
#endif
}

static int kind_register(hwloc_topology_t topology, hwloc_bitmap_t set, int efficiency)
{
#if HWLOC_API_VERSION >= 0x00030000
	return hwloc_cpukinds_register(topology, set, efficiency, NULL, 0);
#else
	return hwloc_cpukinds_register(topology, set, efficiency, 0, NULL, 0);
#endif
}

/* hwloc ranks kinds by rising efficiency; those without an allowed core are left out. */
static void read_kinds(
	hwloc_topology_t topology, hwloc_const_bitmap_t allowed, struct machine *machine)
{
	int count = hwloc_cpukinds_get_nr(topology, 0);
	hwloc_bitmap_t set = hwloc_bitmap_alloc();

	for (int i = 0; set && i < count && machine->kind_count < MACHINE_KINDS_MAX; i++) {
		struct machine_kind *kind = &machine->kind[machine->kind_count];

		if (kind_info(topology, (unsigned int)i, set, &kind->efficiency) != 0) {
			continue;
		}
		hwloc_bitmap_and(set, set, allowed);
		kind->cores = count_cores(topology, set);
		kind->cpus = count_in(topology, HWLOC_OBJ_PU, set);
		machine->kind_count += kind->cpus > 0 ? 1 : 0;
	}
	hwloc_bitmap_free(set);
}

/* Data caches, from the first level up; where their sizes differ, the largest. */
static void read_caches(hwloc_topology_t topology, struct machine *machine)
{
	for (int i = 0; i < MACHINE_CACHES_MAX; i++) {
		hwloc_obj_type_t type = (hwloc_obj_type_t)(HWLOC_OBJ_L1CACHE + i);
		struct machine_cache *cache = &machine->cache[machine->cache_count];
		hwloc_obj_t object = NULL;

		while ((object = hwloc_get_next_obj_by_type(topology, type, object))) {
			uint64_t kib = object->attr->cache.size / 1024;

			cache->kib = kib > cache->kib ? kib : cache->kib;
			cache->count++;
		}
		cache->level = (uint32_t)i + 1;
		machine->cache_count += cache->count > 0 ? 1 : 0;
	}
}

/*
 * hwloc's own text of the topology. Memory sizes are taken out of it: they change a little with
 * every kernel, and the text is what tells whether a run is resumed on the same machine. NULL
 * where the machine is too irregular for such a text.
 */
static char *export_text(hwloc_topology_t topology)
{
	hwloc_obj_t node = NULL;
	char text[4096];

	while ((node = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_NUMANODE, node))) {
		node->attr->numanode.local_memory = 0;
	}
	int length = hwloc_topology_export_synthetic(topology, text, sizeof(text), 0);
	return length > 0 && (size_t)length < sizeof(text) ? xstrdup(text) : NULL;
}

static void read_cpu_model(hwloc_topology_t topology, struct machine *machine)
{
	hwloc_obj_t package = hwloc_get_obj_by_type(topology, HWLOC_OBJ_PACKAGE, 0);
	const char *model = package ? hwloc_obj_get_info_by_name(package, "CPUModel") : NULL;

	text_clean(model ? model : "", machine->cpu_model, sizeof(machine->cpu_model));
}

/* Makes the first FAST_CORES cores a faster kind than the rest. */
static bool register_fast_cores(hwloc_topology_t topology, uint32_t fast_cores)
{
	hwloc_bitmap_t fast = hwloc_bitmap_alloc(), slow = hwloc_bitmap_alloc();
	hwloc_obj_t core = NULL;
	bool ok = fast && slow;

	for (uint32_t i = 0;
		ok && (core = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_CORE, core)); i++) {
		hwloc_bitmap_t set = i < fast_cores ? fast : slow;

		hwloc_bitmap_or(set, set, core->cpuset);
	}
	ok = ok && kind_register(topology, fast, 1) == 0 &&
	     (hwloc_bitmap_iszero(slow) || kind_register(topology, slow, 0) == 0);
	hwloc_bitmap_free(fast);
	hwloc_bitmap_free(slow);
	return ok;
}

/* Makes TOPOLOGY another machine's: TEXT names an XML file or holds hwloc's words. False: warned. */
static bool take_topology(hwloc_topology_t topology, const char *text)
{
	size_t length = strlen(text);
	bool is_file = length > 4 && strcmp(text + length - 4, ".xml") == 0;

	if (is_file && access(text, R_OK) != 0) {
		warn("topology %s:", text);
		return false;
	}
	if (is_file && hwloc_topology_set_xml(topology, text) != 0) {
		warn("topology %s: not a file that hwloc wrote (lstopo %s)", text, text);
		return false;
	}
	if (!is_file && hwloc_topology_set_synthetic(topology, text) != 0) {
		char safe[80];

		text_clean(text, safe, sizeof(safe));
		warn("topology '%s': expected hwloc's words, for example 'pack:2 core:4 pu:2'",
			safe);
		return false;
	}
	return true;
}

/* The whole machine, with the CPUs a cpuset forbids, so that both counts come from one look. */
static bool load(hwloc_topology_t topology, const char *synthetic, uint32_t fast_cores)
{
	if (synthetic && !take_topology(topology, synthetic)) {
		return false;
	}
	if (hwloc_topology_set_flags(topology, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED) != 0 ||
		hwloc_topology_load(topology) != 0) {
		warn("can't read the topology of %s:", synthetic ? synthetic : "the machine");
		return false;
	}
	if (synthetic && fast_cores > 0 && !register_fast_cores(topology, fast_cores)) {
		warn("can't make %u of the cores a faster kind", fast_cores);
		return false;
	}
	return true;
}

bool machine_init(
	struct machine *machine, const char *synthetic, uint32_t fast_cores, const char *root)
{
	hwloc_topology_t topology = NULL;
	hwloc_bitmap_t allowed = hwloc_bitmap_alloc();
	bool ok = false;

	*machine = (struct machine){.nproc_max = QUOTA_NO_LIMIT};
	machine->quota.pids_max = machine->quota.memory_max_bytes = QUOTA_NO_LIMIT;
	/* without /sys hwloc falls back to fewer facts; its own complaint adds nothing to ours */
	setenv("HWLOC_HIDE_ERRORS", "2", 0);
	if (!allowed || hwloc_topology_init(&topology) != 0) {
		warn("hwloc:");
		goto done;
	}
	if (!load(topology, synthetic, fast_cores)) {
		goto done;
	}
	machine->is_this_system = hwloc_topology_is_thissystem(topology) != 0;
	if (!synthetic && !machine->is_this_system) {
		warn("HWLOC_XMLFILE or HWLOC_SYNTHETIC is set: this is not the topology of this "
		     "machine");
	}
	read_counts(topology, machine);
	read_allowed(topology, allowed, machine);
	read_kinds(topology, allowed, machine);
	cpus_read(topology, allowed, machine);
	read_caches(topology, machine);
	read_cpu_model(topology, machine);
	machine->synthetic = export_text(topology);
	if (machine->is_this_system) {
		system_read(root, machine);
	}
	if (machine->is_this_system || *root) {
		quota_read(root, &machine->quota);
	}
	machine->usable_cpus = machine->allowed_cpus;
	if (machine_quota_binds(machine)) {
		machine->usable_cpus = machine->quota.cpus;
	}
	ok = true;
done:
	if (topology) {
		hwloc_topology_destroy(topology);
	}
	hwloc_bitmap_free(allowed);
	return ok;
}

void machine_finish(struct machine *machine)
{
	free(machine->synthetic);
	free(machine->allowed_list);
	free(machine->allowed);
	*machine = (struct machine){0};
}

bool machine_quota_binds(const struct machine *machine)
{
	return machine->quota.cpus > 0 && machine->quota.cpus < machine->allowed_cpus;
}

uint32_t machine_fast_cores(const struct machine *machine)
{
	if (machine->kind_count < 2 || machine->kind[machine->kind_count - 1].efficiency < 0) {
		return 0;
	}
	return machine->kind[machine->kind_count - 1].cores;
}

uint32_t machine_usable_count(const struct machine *machine)
{
	return machine->usable_cpus > 1 ? (uint32_t)machine->usable_cpus : 1;
}

void machine_record(const struct machine *machine, struct run_machine *record)
{
	char summary[128];

	machine_summary(machine, summary, sizeof(summary));
	*record = (struct run_machine){
		.cpu_model = xstrdup(machine->cpu_model),
		.kernel = xstrdup(machine->kernel),
		.hypervisor = xstrdup(machine->hypervisor),
		.governor = xstrdup(machine->governor),
		.clocksource = xstrdup(machine->clocksource),
		.topology = xstrdup(machine->synthetic ? machine->synthetic : ""),
		.summary = xstrdup(summary),
		.packages = machine->packages,
		.cores = machine->cores,
		.cpus = machine->cpus,
		.numa_nodes = machine->numa_nodes,
		.allowed_cores = machine->allowed_cores,
		.allowed_cpus = machine->allowed_cpus,
		.fast_cores = machine_fast_cores(machine),
		.quota_cpus = machine->quota.cpus,
		.usable_cpus = machine->usable_cpus,
		.memory_kib = machine->memory_kib,
		.pids_max = machine->quota.pids_max,
		.nproc_max = machine->nproc_max,
	};
}

void machine_summary(const struct machine *machine, char *text, uint64_t bytes)
{
	uint32_t fast = machine_fast_cores(machine);

	if (machine_quota_binds(machine)) {
		snprintf(text, bytes, "%.4g CPU%s by quota (of %u)", machine->quota.cpus,
			machine->quota.cpus == 1 ? "" : "s", machine->allowed_cpus);
	} else if (machine->allowed_cpus < machine->cpus) {
		snprintf(text, bytes, "%u of %u CPUs", machine->allowed_cpus, machine->cpus);
	} else if (fast > 0) {
		snprintf(text, bytes, "%u P-cores + %u E-cores", fast, machine->cores - fast);
	} else if (machine->cpus > machine->cores) {
		snprintf(text, bytes, "%u core%s (%u hardware threads)", machine->cores,
			machine->cores == 1 ? "" : "s", machine->cpus);
	} else {
		snprintf(text, bytes, "%u core%s", machine->cores, machine->cores == 1 ? "" : "s");
	}
}
