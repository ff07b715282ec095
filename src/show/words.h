/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small words of the terminal: numbers with their precision, marks, wrapped lines, ASCII. */
#ifndef MANYHANDS_SHOW_WORDS_H
#define MANYHANDS_SHOW_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/stats.h"
#include "text.h"

/* Copies TEXT into SAFE without control characters; unless UTF8 in ASCII: x for the times sign,
 * +- for plus-minus, - for middle dots and dashes, [1] for a raised 1, u for micro, ? for others. */
void words_fold(const char *text, bool utf8, char *safe, size_t bytes);

/* The same for a text of any length; the caller frees. */
char *words_folded(const char *text, bool utf8);

/* "1.97×": two decimals if the interval is narrower than ± 1 %, else one; fewer from 10 on, more
 * below 1 and where an interval that excludes 1 would look like 1. */
void words_speedup(const struct interval *speedup, char *text, size_t bytes);

/* "± 0.6 %" of a share (0.006); never less than ± 0.1 %. */
void words_half_width(double share, char *text, size_t bytes);

/* The raised number of a footnote: "¹". */
void words_mark(size_t number, char *text, size_t bytes);

/* The bytes of the first COLUMNS of TEXT, all of TEXT if it has fewer. */
size_t words_bytes(const char *text, size_t columns);

/* Adds spaces. */
void words_pad(struct text *text, size_t columns);

/* Adds WORDS as lines of at most COLUMNS, FIRST before the first and NEXT before the others, each
 * ended by a newline. A number keeps its unit, a word that is too long stands alone. */
void words_wrap(
	struct text *text, const char *first, const char *next, const char *words, size_t columns);

#endif
