/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML: foreign text that stays text. */
#include "show/html.h"

#include <stdlib.h>
#include <string.h>

void html_text(struct text *html, const char *foreign)
{
	size_t bytes = strlen(foreign) + 5; /* room for text_clean's last step */
	char *safe = xcalloc(bytes, 1);

	text_clean(foreign, safe, bytes);
	for (const char *at = safe; *at;) {
		size_t plain = strcspn(at, " &<>\"'");

		text_add(html, "%.*s", (int)plain, at);
		at += plain;
		if (*at == ' ') {
			text_add(html, "%s", at[1] == '%' ? "\u00a0" : " ");
			at++;
		} else if (*at) {
			text_add(html, "&#%d;", *at++);
		}
	}
	free(safe);
}
