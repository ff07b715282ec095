/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plan files: a saved command line, one option or operand a line. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/plan.h"
#include "text.h"

static const char blanks[] = " \t\r";

static char *strip(char *text)
{
	text += strspn(text, blanks);
	for (char *end = text + strlen(text); end > text && strchr(blanks, end[-1]);) {
		*--end = '\0';
	}
	return text;
}

/* Cuts LINE before its comment and returns that without the '#', or NULL. A '#' inside a word is
 * part of the word. */
static char *cut_comment(char *line)
{
	for (char *mark = strchr(line, '#'); mark; mark = strchr(mark + 1, '#')) {
		if (mark == line || strchr(blanks, mark[-1])) {
			*mark = '\0';
			return mark + 1;
		}
	}
	return NULL;
}

/* TEXT is "--rounds 7", "--rounds=7", "-r 7" or "-r7". */
static void read_option(char *text, struct plan_line *line)
{
	bool is_long = text[1] == '-';
	char *name = text + (is_long ? 2 : 1);
	size_t length = is_long ? strcspn(name, "= \t") : 1;
	char *value = name + length;

	if (*value) {
		bool assigned = is_long && *value == '=';

		line->value = xstrdup(strip(value + (assigned ? 1 : 0)));
	}
	line->name = xasprintf("%.*s", (int)length, name);
}

static void add_line(struct plan_file *file, char *text, unsigned number)
{
	struct plan_line line = {.line = number};

	if (text[0] == '-' && text[1] != '\0') {
		read_option(text, &line);
	} else {
		line.value = xstrdup(text);
	}
	file->line = xrealloc(file->line, file->count + 1, sizeof(*file->line));
	file->line[file->count++] = line;
}

static void read_line(struct plan_file *file, char *text, unsigned number)
{
	char *comment = cut_comment(text);

	if (comment) {
		comment = strip(comment);
		if (!file->summary && *comment) {
			file->summary = xstrdup(comment);
		}
	}
	text = strip(text);
	if (*text) {
		add_line(file, text, number);
	}
}

bool plan_file_read(struct plan_file *file, const char *path, char *error, size_t error_bytes)
{
	size_t length;
	char *bytes = read_file(path, &length), *rest = bytes;

	*file = (struct plan_file){0};
	if (!bytes) {
		snprintf(error, error_bytes, "%s: %s", path, strerror(errno));
		return false;
	}
	if (strlen(bytes) != length) {
		snprintf(error, error_bytes, "%s is no text file", path);
		free(bytes);
		return false;
	}
	file->path = xstrdup(path);
	for (unsigned number = 1; rest; number++) {
		read_line(file, strsep(&rest, "\n"), number);
	}
	free(bytes);
	return true;
}

void plan_file_finish(struct plan_file *file)
{
	for (size_t i = 0; i < file->count; i++) {
		free(file->line[i].name);
		free(file->line[i].value);
	}
	free(file->line);
	free(file->path);
	free(file->summary);
	*file = (struct plan_file){0};
}
