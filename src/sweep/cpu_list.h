/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of CPUs as the kernel writes them, "0-3,8". */
#ifndef MANYHANDS_SWEEP_CPU_LIST_H
#define MANYHANDS_SWEEP_CPU_LIST_H

#include <stdbool.h>

/* No system that we know has more CPUs; whoever walks all numbers ends here. */
enum { CPU_LIST_NUMBERS = 8192 };

/* True if CPU stands in LIST. */
bool cpu_list_has(const char *list, unsigned long cpu);

#endif
