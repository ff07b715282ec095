/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every task of a workload takes, as the trial tells it without doing any. */
#include "sweep/tasklist.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/catalog.h"
#include "text.h"

/* More than a trial lists; and times beyond 30 years a task are nonsense. */
enum { TASKS_MAX = 10000000 };
static const double TASK_NS_MAX = 1e18;

static bool read_head(struct tasklist *list, const json_t *head)
{
	static const char *const words[] = {"times", "costs", "nothing"};
	json_int_t tasks = json_integer_value(json_object_get(head, "tasks"));
	const char *known = json_string_value(json_object_get(head, "known"));

	for (int i = 0; known && i < 3; i++) {
		if (strcmp(known, words[i]) != 0 || tasks < 1 || tasks > TASKS_MAX) {
			continue;
		}
		list->known = (enum tasklist_known)i;
		list->count = (size_t)tasks;
		list->task = xcalloc(list->count, sizeof(*list->task));
		if (list->known == TASKLIST_COSTS) {
			list->cost = xcalloc(list->count, sizeof(*list->cost));
		}
		return true;
	}
	return false;
}

/* Number I of the COUNT that VALUE stands for, a list or one for all; below 0: there is none. */
static double number_at(const json_t *value, size_t i, size_t count)
{
	if (json_is_array(value)) {
		value = json_array_size(value) == count ? json_array_get(value, i) : NULL;
	}
	double number = json_is_number(value) ? json_number_value(value) : -1;
	return number <= 1e300 ? number : -1;
}

/* Reads one line; FIRST is its first task. Returns how many tasks it told, 0: it is not understood. */
static size_t read_line(struct tasklist *list, const json_t *line, size_t first)
{
	json_int_t given = json_integer_value(json_object_get(line, "count"));
	const json_t *cpu = json_object_get(line, "cpu_ns");
	const json_t *wait = json_object_get(line, "wait_ns");
	const json_t *cost = json_object_get(line, "cost");

	if (given < 1 || (uint64_t)given > list->count - first) {
		return 0;
	}
	size_t count = (size_t)given;
	for (size_t i = 0; i < count; i++) {
		if (list->known == TASKLIST_COSTS) {
			list->cost[first + i] = number_at(cost, i, count);
			if (list->cost[first + i] < 0) {
				return 0;
			}
			continue;
		}
		double cpu_ns = number_at(cpu, i, count), wait_ns = number_at(wait, i, count);
		if (cpu_ns < 0 || wait_ns < 0 || cpu_ns > TASK_NS_MAX || wait_ns > TASK_NS_MAX) {
			return 0;
		}
		list->task[first + i] = (struct simulate_task){(uint64_t)cpu_ns, (uint64_t)wait_ns};
	}
	return count;
}

/* Reads the lines of ANSWER; returns the number of the one that is not understood, 0: all are. */
static unsigned read_lines(struct tasklist *list, const char *answer)
{
	size_t told = 0;
	unsigned number = 1;

	for (const char *line = answer; *line; number++) {
		size_t length = strcspn(line, "\n");
		json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
		size_t more = 0;
		bool ok = object && (number > 1 || read_head(list, object));

		if (ok && number > 1) {
			more = list->known == TASKLIST_NOTHING ? 0 : read_line(list, object, told);
			ok = more > 0;
		}
		json_decref(object);
		if (!ok) {
			return number;
		}
		told += more;
		line += length + (line[length] == '\n');
	}
	bool complete = list->count > 0 && (list->known == TASKLIST_NOTHING || told == list->count);
	return complete ? 0 : number;
}

bool tasklist_init(struct tasklist *list, const char *trial, const char *plugin, const char *spec,
	char *error, size_t error_bytes)
{
	const char *arguments[] = {
		"--tasks", spec, "sequential", "1", plugin ? "--plugin" : NULL, plugin, NULL};

	*list = (struct tasklist){0};
	char *answer = catalog_ask(trial, arguments, error, error_bytes);
	if (!answer) {
		return false;
	}
	unsigned bad = read_lines(list, answer);
	if (bad > 0) {
		snprintf(error, error_bytes, "%s --tasks: line %u is not understood", trial, bad);
		tasklist_finish(list);
	}
	free(answer);
	return bad == 0;
}

void tasklist_finish(struct tasklist *list)
{
	free(list->task);
	free(list->cost);
	*list = (struct tasklist){0};
}

void tasklist_give_times(struct tasklist *list, double mean_ns)
{
	double sum = 0, count = (double)list->count;

	for (size_t i = 0; list->cost && i < list->count; i++) {
		sum += list->cost[i] / count; /* divided first, so that no sum overflows */
	}
	for (size_t i = 0; i < list->count; i++) {
		double share = list->cost && sum > 0 ? list->cost[i] / sum : 1;

		list->task[i].cpu_ns = (uint64_t)fmin(share * mean_ns, TASK_NS_MAX);
		list->task[i].wait_ns = 0;
	}
}
