/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bars of text: eighths of a column where the locale has the signs for them. */
#include "show/bar.h"

#include <math.h>

#include "show/words.h"

void bar_add(struct text *text, double share, size_t columns, bool utf8)
{
	static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	size_t parts = utf8 ? 8 : 1;
	size_t filled = (size_t)(fmin(fmax(share, 0), 1) * (double)(columns * parts));

	filled = filled == 0 && share > 0 ? 1 : filled; /* a little is not nothing */
	for (size_t i = 0; i < filled / parts; i++) {
		text_add(text, "%s", utf8 ? "█" : "#");
	}
	text_add(text, "%s", utf8 ? eighths[filled % parts] : "");
	words_pad(text, columns - (filled + parts - 1) / parts);
}
