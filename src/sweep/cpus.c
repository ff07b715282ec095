/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The allowed CPUs one by one: whose neighbours they are, and which cores are far apart. */
#include "sweep/cpus.h"

#include <stdlib.h>

#include "text.h"

/* Cores with an allowed CPU, by their logical numbers. */
struct cores {
	uint32_t *core;
	uint32_t count;
};

/* STEP with its lowest BITS in reverse: 0, 4, 2, 6, 1, 5, 3, 7 for 3 bits. */
static uint32_t reverse_bits(uint32_t step, uint32_t bits)
{
	uint32_t reversed = 0;

	for (uint32_t bit = 0; bit < bits; bit++) {
		reversed |= (step >> bit & 1) << (bits - 1 - bit);
	}
	return reversed;
}

/* Takes a core of each part in turn, and of the parts always one in the middle of the widest gap. */
static void deal(const struct cores *part, uint32_t part_count, struct cores *cores)
{
	uint32_t bits = 0, taken = 1;

	while (1u << bits < part_count) {
		bits++;
	}
	for (uint32_t turn = 0; taken > 0; turn++) {
		taken = 0;
		for (uint32_t step = 0; step < 1u << bits; step++) {
			uint32_t i = reverse_bits(step, bits);

			if (i < part_count && turn < part[i].count) {
				cores->core[cores->count++] = part[i].core[turn];
				taken++;
			}
		}
	}
}

/*
 * Adds the cores of OBJECT to CORES, which has room for them, so that however many are taken from the
 * front they are spread over its parts as evenly as can be. hwloc_distrib is as even, but only for one
 * number of workers at a time: here those of fewer workers are a beginning of those of more.
 */
static void spread_cores(hwloc_obj_t object, hwloc_const_bitmap_t allowed, struct cores *cores)
{
	uint32_t part_count = 0, used = 0;

	if (!hwloc_bitmap_intersects(object->cpuset, allowed)) {
		return;
	}
	if (object->type == HWLOC_OBJ_CORE || object->type == HWLOC_OBJ_PU) {
		cores->core[cores->count++] = object->logical_index;
		return;
	}
	uint32_t *room = xcalloc((size_t)hwloc_bitmap_weight(object->cpuset), sizeof(*room));
	struct cores *part = xcalloc(object->arity, sizeof(*part));
	for (unsigned int i = 0; i < object->arity; i++) {
		part[part_count].core = room + used;
		spread_cores(object->children[i], allowed, &part[part_count]);
		used += part[part_count].count;
		part_count += part[part_count].count > 0 ? 1 : 0;
	}
	deal(part, part_count, cores);
	free(part);
	free(room);
}

/* Some virtual machines show no cores; each CPU is one then. */
static uint32_t core_of(hwloc_topology_t topology, hwloc_obj_t cpu)
{
	hwloc_obj_t core = hwloc_get_ancestor_obj_by_type(topology, HWLOC_OBJ_CORE, cpu);

	return core ? core->logical_index : cpu->logical_index;
}

/* hwloc numbers ranked kinds by rising performance. */
static uint32_t slowness_of(
	hwloc_topology_t topology, hwloc_obj_t cpu, const struct machine *machine)
{
	int kind = hwloc_cpukinds_get_by_cpuset(topology, cpu->cpuset, 0);
	bool ranked = machine_fast_cores(machine) > 0 && kind >= 0;

	return ranked ? (uint32_t)(hwloc_cpukinds_get_nr(topology, 0) - 1 - kind) : 0;
}

static struct machine_cpu describe(
	hwloc_topology_t topology, hwloc_obj_t cpu, const struct machine *machine)
{
	hwloc_obj_t package = hwloc_get_ancestor_obj_by_type(topology, HWLOC_OBJ_PACKAGE, cpu);

	return (struct machine_cpu){
		.number = cpu->os_index,
		.package = package ? package->logical_index : 0,
		.core = core_of(topology, cpu),
		.slowness = slowness_of(topology, cpu, machine),
	};
}

static void rank_spread(
	hwloc_topology_t topology, hwloc_const_bitmap_t allowed, struct machine *machine)
{
	struct cores cores = {.core = xcalloc(machine->allowed_cpus, sizeof(uint32_t))};

	spread_cores(hwloc_get_root_obj(topology), allowed, &cores);
	for (uint32_t rank = 0; rank < cores.count; rank++) {
		for (uint32_t i = 0; i < machine->allowed_cpus; i++) {
			if (machine->allowed[i].core == cores.core[rank]) {
				machine->allowed[i].spread = rank;
			}
		}
	}
	free(cores.core);
}

void cpus_read(hwloc_topology_t topology, hwloc_const_bitmap_t allowed, struct machine *machine)
{
	hwloc_obj_t cpu = NULL;
	uint32_t count = 0;

	machine->allowed = xcalloc((size_t)hwloc_bitmap_weight(allowed), sizeof(*machine->allowed));
	while ((cpu = hwloc_get_next_obj_inside_cpuset_by_type(
			topology, allowed, HWLOC_OBJ_PU, cpu))) {
		struct machine_cpu *now = &machine->allowed[count], *before = now - 1;

		*now = describe(topology, cpu, machine);
		/* in logical order the threads of a core follow one another */
		now->thread = count > 0 && before->core == now->core ? before->thread + 1 : 0;
		count++;
	}
	machine->allowed_cpus = count;
	rank_spread(topology, allowed, machine);
}
