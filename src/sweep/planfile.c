/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plan files: a saved command line, one option or operand a line. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/plan.h"
#include "text.h"

static void strip(char **text)
{
	char *end;

	*text += strspn(*text, " \t\r");
	end = *text + strlen(*text);
	while (end > *text && strchr(" \t\r", end[-1])) {
		*--end = '\0';
	}
}

static void add_line(struct plan_file *file, char *text, unsigned number)
{
	struct plan_line line = {.line = number};

	if (strncmp(text, "--", 2) == 0) {
		size_t length = strcspn(text, "= \t");
		char *value = text + length;

		if (*value) {
			*value++ = '\0';
			strip(&value);
			line.value = xstrdup(value);
		}
		line.name = xstrdup(text + 2);
	} else {
		line.value = xstrdup(text);
	}
	file->line = xrealloc(file->line, file->count + 1, sizeof(*file->line));
	file->line[file->count++] = line;
}

bool plan_file_read(struct plan_file *file, const char *path, char *error, size_t error_bytes)
{
	char *bytes = read_file(path, NULL), *rest = bytes;

	*file = (struct plan_file){0};
	if (!bytes) {
		snprintf(error, error_bytes, "%s: %s", path, strerror(errno));
		return false;
	}
	file->path = xstrdup(path);
	for (unsigned number = 1; rest; number++) {
		char *text = strsep(&rest, "\n");
		char *comment = strchr(text, '#');

		/* a '#' inside a word is part of it */
		if (comment && (comment == text || strchr(" \t", comment[-1]))) {
			*comment++ = '\0';
			strip(&comment);
			if (!file->summary && *comment) {
				file->summary = xstrdup(comment);
			}
		}
		strip(&text);
		if (*text) {
			add_line(file, text, number);
		}
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
