/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A task list of the user's own: a file with the times of a task on each line. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/tasklist.h"
#include "text.h"

enum { TASKS_MAX = 10000000, TIMES_MAX = 2 };
#define TIME_NS_MAX UINT64_C(1000000000000000000)

/* Reads "0" or "200ms". */
static bool read_time(const char *word, uint64_t *ns)
{
	*ns = 0;
	/* without a unit 200 would be seconds, which nobody means */
	bool has_unit = word[strspn(word, "0123456789.")] != '\0';

	return strcmp(word, "0") == 0 ||
	       (has_unit && parse_duration(word, ns) && *ns <= TIME_NS_MAX);
}

/* Reads what LINE, which it cuts up, says of a task; *COUNT is how many times it has. False: it is not
 * understood. */
static bool read_task(char *line, struct simulate_task *task, size_t *count)
{
	uint64_t *times[TIMES_MAX] = {&task->cpu_ns, &task->wait_ns};
	char *rest = line;

	*task = (struct simulate_task){0};
	*count = 0;
	line[strcspn(line, "#")] = '\0';
	for (const char *word; (word = strsep(&rest, " \t\r"));) {
		if (*word != '\0' && (*count == TIMES_MAX || !read_time(word, times[(*count)++]))) {
			return false;
		}
	}
	return true;
}

static bool add_line(struct tasklist *list, char *line, size_t *room)
{
	struct simulate_task task;
	size_t count;

	if (!read_task(line, &task, &count)) {
		return false;
	}
	if (count == 0) {
		return true;
	}
	if (list->count == *room) {
		*room = *room > 0 ? 2 * *room : 64;
		list->task = xrealloc(list->task, *room, sizeof(*list->task));
	}
	list->task[list->count++] = task;
	return list->count <= TASKS_MAX;
}

/* Reads TEXT, which it cuts up. False: one line in ERROR. */
static bool read_lines(
	struct tasklist *list, const char *name, char *text, char *error, size_t error_bytes)
{
	char *rest = text, *line, safe[40];
	size_t room = 0;
	unsigned number = 1;

	for (; (line = strsep(&rest, "\n")); number++) {
		text_clean(line, safe, sizeof(safe));
		if (!add_line(list, line, &room)) {
			snprintf(error, error_bytes,
				"%s:%u: expected what a task computes, 200ms, or computes and then "
				"waits, 200ms 1s, not '%s'",
				name, number, safe);
			return false;
		}
	}
	if (list->count == 0) {
		snprintf(error, error_bytes,
			"%s holds no tasks: a line for each, 200ms, or 200ms 1s if it then waits",
			name);
	}
	return list->count > 0;
}

bool tasklist_read(struct tasklist *list, const char *path, char *error, size_t error_bytes)
{
	bool is_input = strcmp(path, "-") == 0;
	const char *name = is_input ? "standard input" : path;
	size_t length = 0;
	char *text = read_file(is_input ? "/dev/stdin" : path, &length);

	*list = (struct tasklist){.known = TASKLIST_TIMES};
	if (!text) {
		snprintf(error, error_bytes, "--tasks: %s: %s", name, strerror(errno));
		return false;
	}
	text[strlen(text) < length ? 0 : length] = '\0'; /* with a NUL in it it is no text */
	bool ok = read_lines(list, name, text, error, error_bytes);
	if (!ok) {
		tasklist_finish(list);
	}
	free(text);
	return ok;
}
