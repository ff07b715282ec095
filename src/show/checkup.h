/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A checkup on the terminal: a line per check, what to change, and the closing words. */
#ifndef MANYHANDS_SHOW_CHECKUP_H
#define MANYHANDS_SHOW_CHECKUP_H

#include "checks.h"
#include "show/table.h"
#include "text.h"

/* Adds the checks from FIRST on. */
void checkup_show(const struct checks *checks, size_t first, const struct table_style *style,
	struct text *text);

/* Adds the last lines: each failed check by its name, and those that could not be read. */
void checkup_show_closing(
	const struct checks *checks, const struct table_style *style, struct text *text);

#endif
