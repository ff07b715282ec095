/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parameter `place` of strategies: which CPU each worker is put on. */
#include "sweep/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* An order of CPUs: by the first key in which two differ. */
enum { KEYS = 4 };
struct ordered_cpu {
	uint32_t key[KEYS], number;
};

static int compare_cpus(const void *a, const void *b)
{
	const struct ordered_cpu *x = a, *y = b;

	for (int i = 0; i < KEYS; i++) {
		if (x->key[i] != y->key[i]) {
			return x->key[i] < y->key[i] ? -1 : 1;
		}
	}
	return 0;
}

static struct ordered_cpu order_cpu(const struct machine_cpu *cpu, enum placement place)
{
	switch (place) {
	case PLACE_SPREAD:
		return (struct ordered_cpu){
			{cpu->thread, cpu->slowness, cpu->spread, 0}, cpu->number};
	case PLACE_COMPACT:
		return (struct ordered_cpu){
			{cpu->package, cpu->thread, cpu->slowness, cpu->core}, cpu->number};
	case PLACE_SMT:
	case PLACE_FREE:
		break;
	}
	return (struct ordered_cpu){
		{cpu->package, cpu->slowness, cpu->core, cpu->thread}, cpu->number};
}

void place_cpus(const struct machine *machine, enum placement place, uint32_t *cpu)
{
	uint32_t count = machine->allowed_cpus;
	struct ordered_cpu *order = xcalloc(count, sizeof(*order));

	for (uint32_t i = 0; i < count; i++) {
		order[i] = order_cpu(&machine->allowed[i], place);
	}
	qsort(order, count, sizeof(*order), compare_cpus);
	for (uint32_t i = 0; i < count; i++) {
		cpu[i] = order[i].number;
	}
	free(order);
}

static enum placement place_of_spec(const struct listed_spec *strategy)
{
	return place_of(strategy->entry->params, strategy->spec.value);
}

char *place_list(
	const struct machine *machine, const struct listed_spec *strategy, uint32_t workers)
{
	enum placement place = place_of_spec(strategy);
	struct text list = {0};

	if (place == PLACE_FREE) {
		return NULL;
	}
	uint32_t *cpu = xcalloc(machine->allowed_cpus, sizeof(*cpu));
	place_cpus(machine, place, cpu);
	for (uint32_t i = 0; i < workers && i < machine->allowed_cpus; i++) {
		text_add(&list, "%s%u", i > 0 ? "," : "", cpu[i]);
	}
	free(cpu);
	return list.text;
}

bool place_is_possible(const struct speclist *strategies, const struct machine *machine,
	char *error, size_t error_bytes)
{
	for (size_t i = 0; i < strategies->count; i++) {
		const struct listed_spec *strategy = strategies->item[i];
		enum placement place = place_of_spec(strategy);

		if (place != PLACE_FREE && !machine->is_this_system) {
			snprintf(error, error_bytes,
				"%s:place=%s: workers can't be put on the CPUs of a machine that "
				"is not this "
				"one; unset HWLOC_SYNTHETIC and HWLOC_XMLFILE",
				strategy->entry->name, place_words[place]);
			return false;
		}
	}
	return true;
}
