/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of checks that grows. */
#include "checks.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

const char *check_state_name(enum check_state state)
{
	static const char *const names[CHECK_STATES] = {
		[CHECK_FINE] = "fine",
		[CHECK_NOTE] = "note",
		[CHECK_LOOK] = "look",
		[CHECK_UNKNOWN] = "unknown",
	};

	return names[state];
}

/* The formatted text, clean and allocated. */
static char *format_clean(const char *format, va_list arguments)
{
	char *raw = NULL;

	if (vasprintf(&raw, format, arguments) < 0) {
		fatal("out of memory");
	}
	size_t bytes = strlen(raw) + 1;
	char *clean = xcalloc(bytes, 1);
	text_clean(raw, clean, bytes);
	free(raw);
	return clean;
}

void checks_add(
	struct checks *checks, const char *name, enum check_state state, const char *found, ...)
{
	va_list arguments;

	checks->check = xrealloc(checks->check, checks->count + 1, sizeof(*checks->check));
	va_start(arguments, found);
	checks->check[checks->count++] = (struct check){
		.name = name,
		.state = state,
		.found = format_clean(found, arguments),
	};
	va_end(arguments);
}

void checks_advise(struct checks *checks, const char *advice, ...)
{
	struct check *last = &checks->check[checks->count - 1];
	va_list arguments;

	free(last->advice);
	va_start(arguments, advice);
	last->advice = format_clean(advice, arguments);
	va_end(arguments);
}

void checks_command(struct checks *checks, const char *command, ...)
{
	struct check *last = &checks->check[checks->count - 1];
	va_list arguments;

	free(last->command);
	va_start(arguments, command);
	last->command = format_clean(command, arguments);
	va_end(arguments);
}

size_t checks_count(const struct checks *checks, enum check_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < checks->count; i++) {
		count += checks->check[i].state == state;
	}
	return count;
}

void checks_finish(struct checks *checks)
{
	for (size_t i = 0; i < checks->count; i++) {
		free(checks->check[i].found);
		free(checks->check[i].advice);
		free(checks->check[i].command);
	}
	free(checks->check);
	*checks = (struct checks){0};
}
