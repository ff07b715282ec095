/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of `run`: one table that the command line and plan files are read by. */
#include "cli/wish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

enum {
	KEY_SEED = 256,
	KEY_SAMPLE_TIME,
	KEY_RESUME,
	KEY_PLUGIN,
	KEY_NO_PROGRESS,
	ROUNDS_MAX = 1000,
	NAMES_MAX = 64,
};

const struct argp_option wish_options[] = {
	{"strategies", 's', "LIST", 0, "names, globs, all, threads, pool, thread-pool:chunk=64", 0},
	{"workers", 'w', "LIST", 0, "1,2,8 | 1..16 | grid | cores | cpus | quota | 4x", 0},
	{"rounds", 'r', "N", 0, "measure every cell N times (7)", 0},
	{"budget", 'b', "TIME", 0, "end after whole rounds within TIME: 60s, 15min", 0},
	{"timeout", 't', "TIME", 0, "give up a sample after TIME (60s)", 0},
	{"sample-time", KEY_SAMPLE_TIME, "TIME", 0,
		"choose sizes so that a sample lasts TIME (100ms)", 0},
	{"seed", KEY_SEED, "N", 0, "of the order of the cells", 0},
	{"output", 'o', "DIR", 0, "keep the results in DIR", 0},
	{"resume", KEY_RESUME, "DIR", 0, "go on with the run in DIR", 0},
	{"plugin", KEY_PLUGIN, "FILE", 0, "add the workload of a shared object", 0},
	{"dry-run", 'n', NULL, 0, "print the plan and stop", 0},
	{"no-progress", KEY_NO_PROGRESS, NULL, 0, "draw nothing while measuring", 0},
	{0},
};

static bool refuse(char *error, size_t error_bytes, const char *option, const char *expected,
	const char *value)
{
	snprintf(error, error_bytes, "--%s: expected %s, not '%.100s'", option, expected, value);
	return false;
}

static void set_text(char **place, const char *value)
{
	free(*place);
	*place = xstrdup(value);
}

static bool take_number(const char *option, const char *value, uint64_t min, uint64_t max,
	uint64_t *number, char *error, size_t error_bytes)
{
	char expected[64];

	snprintf(expected, sizeof(expected), "a whole number from %llu to %llu",
		(unsigned long long)min, (unsigned long long)max);
	if (!parse_u64(value, number) || *number < min || *number > max) {
		return refuse(error, error_bytes, option, expected, value);
	}
	return true;
}

static bool take_duration(
	const char *option, const char *value, uint64_t *ns, char *error, size_t error_bytes)
{
	return parse_duration(value, ns) ||
	       refuse(error, error_bytes, option, "a time such as 90s, 500ms or 15min", value);
}

static bool take_workload(struct plan_wish *plan, const char *value)
{
	plan->workloads = xrealloc(plan->workloads, plan->workload_count + 1, sizeof(char *));
	plan->workloads[plan->workload_count++] = xstrdup(value);
	return true;
}

bool wish_take(struct wish *wish, int key, const char *value, char *error, size_t error_bytes)
{
	struct plan_wish *plan = &wish->plan;
	uint64_t number = 0;

	switch (key) {
	case ARGP_KEY_ARG:
		return take_workload(plan, value);
	case 's':
		set_text(&plan->strategies, value);
		return true;
	case 'w':
		set_text(&plan->workers, value);
		return true;
	case 'r':
		if (!take_number("rounds", value, 1, ROUNDS_MAX, &number, error, error_bytes)) {
			return false;
		}
		plan->rounds = (uint32_t)number;
		return true;
	case 'b':
		return take_duration("budget", value, &plan->budget_ns, error, error_bytes);
	case 't':
		return take_duration("timeout", value, &plan->timeout_ns, error, error_bytes);
	case KEY_SAMPLE_TIME:
		return take_duration(
			"sample-time", value, &plan->sample_time_ns, error, error_bytes);
	case KEY_SEED:
		plan->seed_given = true;
		return take_number("seed", value, 0, UINT64_MAX, &plan->seed, error, error_bytes);
	case 'o':
		set_text(&wish->output, value);
		return true;
	case KEY_RESUME:
		set_text(&wish->resume, value);
		return true;
	case KEY_PLUGIN:
		set_text(&wish->plugin, value);
		return true;
	case 'n':
		wish->dry_run = true;
		return true;
	case KEY_NO_PROGRESS:
		wish->no_progress = true;
		return true;
	default:
		snprintf(error, error_bytes, "unknown option");
		return false;
	}
}

/* ---- plans ---- */

static const struct argp_option *find_option(const char *name)
{
	for (const struct argp_option *option = wish_options; option->name; option++) {
		if (strcmp(option->name, name) == 0) {
			return option;
		}
	}
	return NULL;
}

/* True if the option with KEY was set before, so that a plan must not change it. */
static bool is_set(const struct wish *wish, int key)
{
	const struct plan_wish *plan = &wish->plan;

	switch (key) {
	case 's':
		return plan->strategies != NULL;
	case 'w':
		return plan->workers != NULL;
	case 'r':
		return plan->rounds != 0;
	case 'b':
		return plan->budget_ns != 0;
	case 't':
		return plan->timeout_ns != 0;
	case KEY_SAMPLE_TIME:
		return plan->sample_time_ns != 0;
	case KEY_SEED:
		return plan->seed_given;
	case 'o':
		return wish->output != NULL;
	case KEY_PLUGIN:
		return wish->plugin != NULL;
	default:
		return false;
	}
}

static bool refuse_option(
	const struct plan_file *file, const struct plan_line *line, char *error, size_t error_bytes)
{
	const char *names[NAMES_MAX];
	size_t count = 0;

	for (const struct argp_option *option = wish_options; option->name; option++) {
		names[count++] = option->name;
	}
	const char *near = nearest_name(line->name, names, count);
	snprintf(error, error_bytes, "%s:%u: unknown option '--%.60s'%s%s%s", file->path,
		line->line, line->name, near ? "; did you mean '--" : "", near ? near : "",
		near ? "'?" : "");
	return false;
}

static bool take_line(struct wish *wish, const struct plan_file *file, const struct plan_line *line,
	char *error, size_t error_bytes)
{
	const struct argp_option *option = line->name ? find_option(line->name) : NULL;
	int key = option ? option->key : ARGP_KEY_ARG;
	char why[256];

	if (line->name && (!option || key == KEY_RESUME)) {
		return refuse_option(file, line, error, error_bytes);
	}
	if (option && (option->arg != NULL) != (line->value != NULL)) {
		snprintf(error, error_bytes, "%s:%u: --%s %s", file->path, line->line, line->name,
			option->arg ? "needs a value" : "takes no value");
		return false;
	}
	if (is_set(wish, key)) {
		return true;
	}
	if (!wish_take(wish, key, line->value, why, sizeof(why))) {
		snprintf(error, error_bytes, "%s:%u: %s", file->path, line->line, why);
		return false;
	}
	return true;
}

static bool take_plan(struct wish *wish, const char *path, char *error, size_t error_bytes)
{
	struct plan_file file;
	bool ok = true;

	if (!plan_file_read(&file, path, error, error_bytes)) {
		return false;
	}
	for (size_t i = 0; ok && i < file.count; i++) {
		ok = take_line(wish, &file, &file.line[i], error, error_bytes);
	}
	plan_file_finish(&file);
	return ok;
}

/* The plan file that OPERAND names, or NULL if it names none. The caller frees. */
static char *plan_path(const char *operand, const char *plans)
{
	size_t length = strlen(operand);

	if (strpbrk(operand, ":=,")) {
		return NULL;
	}
	if (strchr(operand, '/') || (length > 5 && strcmp(operand + length - 5, ".args") == 0)) {
		return xstrdup(operand);
	}
	char *path = xasprintf("%s/%s.args", plans, operand);
	if (access(path, R_OK) == 0) {
		return path;
	}
	free(path);
	return NULL;
}

static char *name_of_plan(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	return xasprintf("%.*s", (int)strcspn(name, "."), name);
}

bool wish_read_plans(struct wish *wish, const char *plans, char *error, size_t error_bytes)
{
	char **operands = wish->plan.workloads;
	size_t count = wish->plan.workload_count;
	bool ok = true;

	wish->plan.workloads = NULL;
	wish->plan.workload_count = 0;
	for (size_t i = 0; i < count; i++) {
		char *path = ok ? plan_path(operands[i], plans) : NULL;

		if (path) {
			ok = take_plan(wish, path, error, error_bytes);
			if (!wish->plan_name) {
				wish->plan_name = name_of_plan(path);
			}
		} else if (ok) {
			take_workload(&wish->plan, operands[i]);
		}
		free(path);
		free(operands[i]);
	}
	free(operands);
	return ok;
}

void wish_finish(struct wish *wish)
{
	for (size_t i = 0; i < wish->plan.workload_count; i++) {
		free(wish->plan.workloads[i]);
	}
	free(wish->plan.workloads);
	free(wish->plan.strategies);
	free(wish->plan.workers);
	free(wish->plan_name);
	free(wish->output);
	free(wish->resume);
	free(wish->plugin);
}
