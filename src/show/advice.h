/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to use for each workload and why, for report.md and report.html. */
#ifndef MANYHANDS_SHOW_ADVICE_H
#define MANYHANDS_SHOW_ADVICE_H

#include <stdbool.h>

#include "judge/losses.h"
#include "text.h"

/* Adds the words on WORKLOAD, what would change them and the command that checks them, without a heading.
 * True if something is recommended. */
bool advice_add(const struct losses *losses, size_t workload, struct text *text);

/* Adds what all advice is about: a paragraph. */
void advice_add_scope(struct text *text);

/* Adds the section on all workloads. */
void advice_markdown(const struct losses *losses, struct text *text);

#endif
