/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sentences are put together. */
#include "judge/sentences.h"

#include <stdarg.h>
#include <stdlib.h>

#include "judge/relation.h"

void add_sentence(struct text *text, const char *format, ...)
{
	va_list arguments;
	char *sentence = NULL;

	va_start(arguments, format);
	if (vasprintf(&sentence, format, arguments) < 0) {
		fatal("out of memory");
	}
	va_end(arguments);
	text_add(text, "%s%s", text->length > 0 ? " " : "", sentence);
	free(sentence);
}

void add_cannot_tell(
	struct text *text, const char *question, const struct interval *ratio, const char *unit)
{
	struct ratio_text words = ratio_text(ratio);

	add_sentence(
		text, "%s: cannot tell (%s%s); more rounds would.", question, words.range, unit);
}
