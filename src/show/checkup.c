/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A checkup on the terminal. */
#include "show/checkup.h"

#include <stdlib.h>
#include <string.h>

#include "show/words.h"

/* The columns of the state and of the name; "unknown" and "open files", "hypervisor" fit. */
enum { STATE_COLUMNS = 9, NAME_COLUMNS = 12, INDENT = STATE_COLUMNS + NAME_COLUMNS };

#define PLAIN "\033[0m"
#define DIM "\033[2m"
#define BOLD_RED "\033[1;31m"
#define GREEN "\033[32m"
#define YELLOW "\033[33m"

/* What a state looks like; its word says it too. */
static const char *state_color(enum check_state state, const struct table_style *style)
{
	static const char *const codes[CHECK_STATES] = {
		[CHECK_FINE] = GREEN,
		[CHECK_NOTE] = "",
		[CHECK_LOOK] = BOLD_RED,
		[CHECK_UNKNOWN] = YELLOW,
	};

	return style->color ? codes[state] : "";
}

/* Adds WORDS, wrapped, behind PREFIX; further lines are indented by INDENT + HANGING columns. */
static void add_wrapped(struct text *text, const char *prefix, size_t hanging, const char *words,
	const struct table_style *style)
{
	char *folded = words_folded(words, style->utf8);
	char next[INDENT + 8];

	snprintf(next, sizeof(next), "%*s", (int)(INDENT + hanging), "");
	words_wrap(text, prefix, next, folded, style->columns);
	free(folded);
}

/* A command stands on a line of its own and is never wrapped, so that it can be copied. */
static void add_command(struct text *text, const char *command, const struct table_style *style)
{
	char *folded = words_folded(command, style->utf8);

	text_add(text, "%*s  $ %s\n", (int)INDENT, "", folded);
	free(folded);
}

static void add_check(struct text *text, const struct check *check, const struct table_style *style)
{
	const char *code = state_color(check->state, style);
	const char *state = check_state_name(check->state);
	struct text lines = {0};
	char prefix[64];

	/* colours take no columns, so they are put around the finished lines */
	snprintf(prefix, sizeof(prefix), "%-*s%-*s", STATE_COLUMNS, state, NAME_COLUMNS,
		check->name);
	add_wrapped(&lines, prefix, 0, check->found, style);
	text_add(text, "%s%s%s%s", code, state, *code ? PLAIN : "", lines.text + strlen(state));
	text_finish(&lines);
	if (check->advice) {
		char *advice = xasprintf("%s%s", check->advice, check->command ? ":" : "");

		snprintf(prefix, sizeof(prefix), "%*s> ", INDENT, "");
		add_wrapped(text, prefix, 2, advice, style);
		free(advice);
	}
	if (check->command) {
		add_command(text, check->command, style);
	}
}

void checkup_show(const struct checks *checks, size_t first, const struct table_style *style,
	struct text *text)
{
	for (size_t i = first; i < checks->count; i++) {
		add_check(text, &checks->check[i], style);
	}
}

/* Adds the names of the checks that ended in STATE: "governor, load". */
static void add_names(struct text *words, const struct checks *checks, enum check_state state)
{
	const char *lead = "";

	for (size_t i = 0; i < checks->count; i++) {
		if (checks->check[i].state == state) {
			text_add(words, "%s%s", lead, checks->check[i].name);
			lead = ", ";
		}
	}
}

void checkup_show_closing(
	const struct checks *checks, const struct table_style *style, struct text *text)
{
	size_t failed = checks_count(checks, CHECK_LOOK);
	size_t unknown = checks_count(checks, CHECK_UNKNOWN);
	struct text words = {0};

	if (failed > 0) {
		text_add(&words, "%zu of %zu checks failed: ", failed, checks->count);
		add_names(&words, checks, CHECK_LOOK);
	} else {
		text_add(&words, "no check failed");
	}
	if (unknown > 0) {
		text_add(&words, "; not known: ");
		add_names(&words, checks, CHECK_UNKNOWN);
	}
	text_add(&words, ". Nothing was changed.");
	char *folded = words_folded(words.text, style->utf8);
	*folded = *folded == 'n' ? 'N' : *folded;
	words_wrap(text, "", "  ", folded, style->columns);
	free(folded);
	text_finish(&words);
}
