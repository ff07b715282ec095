/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the values of options are, in words. */
#include "cli/option_value.h"

#include <string.h>

const char *option_value(const struct argp_option *option)
{
	static const struct {
		const char *name, *words;
	} values[] = {
		{"N", "a number"},
		{"TIME", "a time such as 90s, 500ms or 15min"},
		{"SHARE", "a share such as 2%"},
		{"DIR", "a folder"},
		{"FILE", "a file"},
		{"CELL", "a cell such as primes/thread-pool/2"},
		{"WHEN", "auto, always or never"},
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		if (strcmp(option->arg, values[i].name) == 0) {
			return values[i].words;
		}
	}
	return option->doc;
}
