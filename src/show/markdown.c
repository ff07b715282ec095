/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Foreign text in Markdown (GitHub's): what it says stays, what it would do does not happen. */
#include "show/markdown.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* FOREIGN without control characters, so on one line; the caller frees. */
static char *clean(const char *foreign)
{
	size_t bytes = strlen(foreign) + 5; /* room for text_clean's last step */
	char *safe = xcalloc(bytes, 1);

	text_clean(foreign, safe, bytes);
	return safe;
}

void markdown_text(struct text *text, const char *foreign)
{
	char *safe = clean(foreign);

	for (const char *at = safe; *at; at++) {
		/* these are markup only before a word: entities, mentions, numbers of issues */
		bool before_word =
			strchr("&@#", *at) && (isalnum((unsigned char)at[1]) || at[1] == '#');
		/* addresses become links of themselves */
		bool link = (*at == ':' && at[1] == '/') ||
			    (*at == '.' && at - safe >= 3 && strncasecmp(at - 3, "www", 3) == 0);

		text_add(text, "%s%c",
			before_word || link || strchr("\\`*_[]<>|~$", *at) ? "\\" : "", *at);
	}
	free(safe);
}

/* The length of the longest run of backticks in TEXT. */
static size_t longest_run(const char *text)
{
	size_t longest = 0;

	while (*text) {
		size_t run = strspn(text, "`");

		longest = run > longest ? run : longest;
		text += run > 0 ? run : 1;
	}
	return longest;
}

static void add_fence(struct text *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		text_add(text, "`");
	}
}

void markdown_code(struct text *text, const char *foreign)
{
	char *safe = clean(foreign);
	size_t fence = longest_run(safe) + 1;
	/* a space at both ends is taken off again */
	const char *pad = fence > 1 || *safe == ' ' ? " " : "";

	if (*safe == '\0' || safe[strspn(safe, " ")] == '\0') {
		text_add(text, "(empty)");
	} else {
		add_fence(text, fence);
		text_add(text, "%s%s%s", pad, safe, pad);
		add_fence(text, fence);
	}
	free(safe);
}

void markdown_command(struct text *text, const char *foreign)
{
	char *safe = clean(foreign);
	size_t fence = longest_run(safe) < 3 ? 3 : longest_run(safe) + 1;

	add_fence(text, fence);
	text_add(text, "sh\n%s\n", safe);
	add_fence(text, fence);
	text_add(text, "\n");
	free(safe);
}
