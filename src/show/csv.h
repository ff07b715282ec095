/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summary.csv (RFC 4180): one line per cell. */
#ifndef MANYHANDS_SHOW_CSV_H
#define MANYHANDS_SHOW_CSV_H

#include "judge/compare.h"
#include "text.h"

/* Adds one field, quoted where it must be; a text that a spreadsheet would run (= + - @) is
 * defused by a leading apostrophe. */
void csv_field(struct text *text, const char *field);

/* Adds the header line and a line per cell. */
void csv_summary(const struct judgement *judgement, struct text *text);

#endif
