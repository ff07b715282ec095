/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Assignments for gnuplot scripts. Foreign text only ever stands between single quotes, where
 * gnuplot expands nothing. */
#ifndef MANYHANDS_SHOW_SCRIPT_H
#define MANYHANDS_SHOW_SCRIPT_H

#include <stddef.h>

#include "text.h"

/* NAME = 'VALUE'; control characters are replaced, quotes doubled. */
void script_text(struct text *script, const char *name, const char *value);

/* The same for text that gnuplot draws `enhanced`: its markup is escaped. */
void script_enhanced(struct text *script, const char *name, const char *value);

/* NAME = VALUE; NaN is gnuplot's NaN. */
void script_number(struct text *script, const char *name, double value);

/* array NAME[COUNT] = [...]. gnuplot has no empty array: COUNT of 0 gives one element, 0 or ''. */
void script_texts(struct text *script, const char *name, char *const *values, size_t count);
void script_numbers(struct text *script, const char *name, const double *values, size_t count);

#endif
