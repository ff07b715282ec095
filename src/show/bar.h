/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bars of text: eighths of a column where the locale has the signs for them. */
#ifndef MANYHANDS_SHOW_BAR_H
#define MANYHANDS_SHOW_BAR_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

/* Adds COLUMNS, filled from the left by SHARE (0 .. 1) of them, the rest blank. */
void bar_add(struct text *text, double share, size_t columns, bool utf8);

#endif
