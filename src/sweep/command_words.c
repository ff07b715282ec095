/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a command of the user's own is called: its spec, its heading, the words to type again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/command.h"

enum { HEADING_COLUMNS = 48 };

char *command_spec(const struct command *command)
{
	return xasprintf(
		"%s:items=%zu,id=%s", COMMAND_WORKLOAD, command->items.item_count, command->id);
}

static void add_option(struct text *text, const char *option, const char *value)
{
	text_add(text, " %s ", option);
	text_add_quoted(text, value);
}

void command_add_words(const struct command *command, struct text *text)
{
	const struct items *items = &command->items;

	add_option(text, "--items", items->source);
	text_add(text, "%s%s", items->shell ? " --shell" : "",
		items->allow_failures ? " --allow-failures" : "");
	if (*items->keep) {
		add_option(text, "--keep-output", items->keep);
	}
	text_add(text, " --");
	for (size_t i = 0; i < items->word_count; i++) {
		text_add(text, " ");
		text_add_quoted(text, items->word[i]);
	}
}

void command_add_item(const struct command *command, size_t item, struct text *text)
{
	char **arguments = items_arguments(&command->items, item);

	if (!arguments) {
		fatal("out of memory");
	}
	for (size_t i = 0; arguments[i]; i++) {
		text_add(text, "%s", i > 0 ? " " : "");
		text_add_quoted(text, arguments[i]);
	}
	free(arguments);
}

bool command_ignores_items(const struct command *command)
{
	const struct items *items = &command->items;
	bool asks = items->append;

	for (size_t i = 1; i < items->word_count; i++) {
		asks = asks || strstr(items->word[i], "{}");
	}
	return !asks;
}

/* Cuts TEXT, clean UTF-8, after COLUMNS. */
static void cut(char *text, size_t columns)
{
	size_t used = 0;

	for (char *at = text; *at; at++) {
		used += ((unsigned char)*at & 0xc0) != 0x80;
		if (used > columns) {
			*at = '\0';
			return;
		}
	}
}

char *command_heading(const struct command *command)
{
	struct text words = {0};

	for (size_t i = 0; i < command->items.word_count; i++) {
		text_add(&words, "%s%s", i > 0 ? " " : "", command->items.word[i]);
	}
	char *safe = xcalloc(words.length + 8, 1), count[32];
	text_clean(words.text, safe, words.length + 8);
	bool is_long = text_columns(safe) > HEADING_COLUMNS;
	if (is_long) {
		cut(safe, HEADING_COLUMNS - 1);
	}
	format_count(command->items.item_count, count, sizeof(count));
	char *heading = xasprintf("%s × %s%s", count, safe, is_long ? "…" : "");
	free(safe);
	text_finish(&words);
	return heading;
}

void command_record(const struct command *command, struct run_command *own)
{
	const struct items *items = &command->items;

	*own = (struct run_command){
		.word_count = items->word_count,
		.words = xcalloc(items->word_count, sizeof(char *)),
		.items = xstrdup(items->source),
		.item_count = items->item_count,
		.ends_with_nul = items->ends_with_nul,
		.shell = items->shell,
		.append = items->append,
		.allow_failures = items->allow_failures,
	};
	for (size_t i = 0; i < items->word_count; i++) {
		own->words[i] = xstrdup(items->word[i]);
	}
}
