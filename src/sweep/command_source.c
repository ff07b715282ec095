/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the items of a command come from: a range of numbers, a file, or standard input. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sweep/command.h"

enum { ITEM_BYTES_MAX = 128 * 1024 - 1, SOURCE_BYTES_MAX = 256 << 20 };

void command_add_bytes(struct text *text, const char *bytes, size_t length)
{
	if (length > 0) {
		text_reserve(text, length);
		memcpy(text->text + text->length, bytes, length);
		text->length += length;
		text->text[text->length] = '\0';
	}
}

/* ---- a range ---- */

/* Reads "32" or "5..32"; false: neither. */
static bool read_range(const char *items, uint64_t *first, uint64_t *last)
{
	const char *dots = strstr(items, "..");
	char *begin = dots ? xasprintf("%.*s", (int)(dots - items), items) : xstrdup("1");
	bool ok = parse_u64(begin, first) && parse_u64(dots ? dots + 2 : items, last);

	free(begin);
	return ok;
}

/* Takes the numbers that ITEMS, as the user wrote it, stands for. */
static bool take_range(struct command_source *source, const char *items, uint64_t first,
	uint64_t last, char *error, size_t error_bytes)
{
	if (last < first || last - first >= ITEMS_MAX) {
		snprintf(error, error_bytes,
			"--items: expected 1 to %d of them, such as 32 or 1..32, not '%s'",
			ITEMS_MAX, items);
		return false;
	}
	source->numbered = true;
	source->source =
		xasprintf("%llu..%llu", (unsigned long long)first, (unsigned long long)last);
	enum { NUMBER_BYTES = 21 };
	size_t room = (size_t)(last - first + 1) * NUMBER_BYTES;
	text_reserve(&source->texts, room); /* at once: there may be a million */
	for (uint64_t number = first; source->count <= last - first; number++) {
		int length = snprintf(source->texts.text + source->texts.length, NUMBER_BYTES,
			"%llu", (unsigned long long)number);

		source->texts.length += (size_t)length + 1;
		source->count++;
	}
	return true;
}

/* ---- texts ---- */

/* Reads standard input to its end; NULL: errno. */
static char *read_input(size_t *length)
{
	size_t room = 65536;
	char *bytes = xcalloc(room, 1);
	ssize_t got;

	*length = 0;
	while ((got = read(STDIN_FILENO, bytes + *length, room - *length)) != 0) {
		if (got < 0 && errno == EINTR) {
			continue;
		}
		if (got < 0) {
			free(bytes);
			return NULL;
		}
		*length += (size_t)got;
		if (*length > SOURCE_BYTES_MAX) {
			break;
		}
		if (*length == room) {
			room *= 2;
			bytes = xrealloc(bytes, room, 1);
		}
	}
	return bytes;
}

/* Cuts BYTES into items. They end with NUL if there is one, else with a newline; the last one may
 * lack it. */
static bool take_texts(struct command_source *source, char *bytes, size_t length, const char *name,
	char *error, size_t error_bytes)
{
	source->ends_with_nul = memchr(bytes, '\0', length) != NULL;
	int ending = source->ends_with_nul ? '\0' : '\n';

	for (size_t at = 0; at < length; source->count++) {
		const char *end = memchr(bytes + at, ending, length - at);
		size_t item = end ? (size_t)(end - bytes) - at : length - at;

		if (item > ITEM_BYTES_MAX || source->count >= ITEMS_MAX) {
			snprintf(error, error_bytes, "%s: %s", name,
				item > ITEM_BYTES_MAX ? "an item is longer than a command may be "
							"given (128 KiB)"
						      : "more than 1000000 items");
			return false;
		}
		at += item + 1;
	}
	for (size_t i = 0; i < length; i++) {
		bytes[i] = (char)(bytes[i] == ending ? '\0' : bytes[i]);
	}
	command_add_bytes(&source->texts, bytes, length);
	if (length > 0 && bytes[length - 1] != '\0') {
		command_add_bytes(&source->texts, "", 1);
	}
	return true;
}

static bool take_file(
	struct command_source *source, const char *path, char *error, size_t error_bytes)
{
	bool is_input = strcmp(path, "-") == 0;
	const char *name = is_input ? "standard input" : path;
	size_t length = 0;
	char *bytes = is_input ? read_input(&length) : read_file(path, &length);

	if (!bytes) {
		snprintf(error, error_bytes, "--items: %s: %s", name, strerror(errno));
		return false;
	}
	bool ok = length <= SOURCE_BYTES_MAX;
	if (!ok) {
		snprintf(error, error_bytes, "--items: %s holds more than %d MiB", name,
			SOURCE_BYTES_MAX >> 20);
	}
	ok = ok && take_texts(source, bytes, length, name, error, error_bytes);
	if (ok && source->count == 0) {
		snprintf(error, error_bytes,
			"%s holds no items; --items FILE has one a line, --items 1..32 are numbers",
			name);
		ok = false;
	}
	/* what a shell put together for us, /dev/fd/63, is gone when it could be read again */
	source->source = xstrdup(strncmp(path, "/dev/", 5) == 0 ? "-" : path);
	free(bytes);
	return ok;
}

bool command_source_read(
	struct command_source *source, const char *items, char *error, size_t error_bytes)
{
	uint64_t first = 0, last = 0;

	*source = (struct command_source){0};
	if (!items && isatty(STDIN_FILENO)) {
		snprintf(error, error_bytes,
			"no items: say --items FILE, --items 1..32, or pipe them in");
		return false;
	}
	if (items && read_range(items, &first, &last)) {
		return take_range(source, items, first, last, error, error_bytes);
	}
	return take_file(source, items ? items : "-", error, error_bytes);
}

void command_source_finish(struct command_source *source)
{
	free(source->source);
	text_finish(&source->texts);
	*source = (struct command_source){0};
}
