/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The style sheet of report.html, line by line, without its comments. */
#include "show/page_style.h"

#include <stddef.h>

static const char *const lines[] = {
#include "page_style_lines.h"
};

void page_style(struct text *html)
{
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		text_add(html, "%s\n", lines[i]);
	}
}
