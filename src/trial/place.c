/* SPDX-License-Identifier: MIT */
/* Where workers run: the words for it, lists of CPUs, and the way to one. */
#include "trial/place.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

const char *const place_words[] = {
	[PLACE_FREE] = "free",
	[PLACE_SPREAD] = "spread",
	[PLACE_COMPACT] = "compact",
	[PLACE_SMT] = "smt",
	NULL,
};

enum placement place_of(const struct param *params, const union value *value)
{
	for (size_t i = 0; params && params[i].name; i++) {
		if (strcmp(params[i].name, "place") != 0 || params[i].kind != PARAM_CHOICE) {
			continue;
		}
		/* by the word: the table may be another trial's */
		const char *word = params[i].choices[value[i].choice];
		for (size_t w = 0; place_words[w]; w++) {
			if (strcmp(place_words[w], word) == 0) {
				return (enum placement)w;
			}
		}
	}
	return PLACE_FREE;
}

uint32_t place_read_cpus(const char *text, uint32_t *cpu, uint32_t room)
{
	for (uint32_t count = 0; count < room; text++) {
		char *end;

		if (*text < '0' || *text > '9') {
			return 0;
		}
		unsigned long number = strtoul(text, &end, 10);
		if (number >= PLACE_CPUS_MAX) {
			return 0;
		}
		cpu[count++] = (uint32_t)number;
		if (*end == '\0') {
			return count;
		}
		if (*end != ',') {
			return 0;
		}
		text = end;
	}
	return 0;
}

bool place_thread(uint32_t cpu)
{
	cpu_set_t set[PLACE_CPUS_MAX / CPU_SETSIZE];

	CPU_ZERO_S(sizeof(set), set);
	CPU_SET_S(cpu, sizeof(set), set);
	return sched_setaffinity(0, sizeof(set), set) == 0;
}
