/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of CPUs as the kernel writes them, "0-3,8". */
#include "sweep/cpu_list.h"

#include <stdlib.h>

bool cpu_list_has(const char *list, unsigned long cpu)
{
	while (*list) {
		char *end;
		unsigned long first = strtoul(list, &end, 10), last = first;

		if (end == list) {
			return false;
		}
		if (*end == '-') {
			last = strtoul(end + 1, &end, 10);
		}
		if (cpu >= first && cpu <= last) {
			return true;
		}
		list = *end == ',' ? end + 1 : end;
	}
	return false;
}
