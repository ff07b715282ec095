/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operands of `run` that name plans are replaced by what those say. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/option_value.h"
#include "cli/wish.h"
#include "text.h"

enum { NAMES_MAX = 64 };

/* A plan being read. */
struct reading {
	struct wish *wish;
	const char *plans; /* the folder */
	struct plan_file file;
	bool rounds_given; /* before this plan was read */
	char *error;
	size_t error_bytes;
};

/* The option that a plan calls NAME, "rounds" or "r". */
static const struct argp_option *find_option(const char *name)
{
	for (const struct argp_option *option = wish_options; option->name; option++) {
		bool is_letter = name[0] != '\0' && name[1] == '\0' && option->key == name[0];

		if (is_letter || strcmp(option->name, name) == 0) {
			return option;
		}
	}
	return NULL;
}

/* Says WHY, which it frees, with the place. Always false. */
static bool refuse_line(const struct reading *reading, const struct plan_line *line, char *why)
{
	snprintf(reading->error, reading->error_bytes, "%s:%u: %s", reading->file.path, line->line,
		why);
	free(why);
	return false;
}

static bool refuse_option(const struct reading *reading, const struct plan_line *line)
{
	const char *names[NAMES_MAX];
	size_t count = 0;

	for (const struct argp_option *option = wish_options; option->name; option++) {
		names[count++] = option->name;
	}
	const char *near = nearest_name(line->name, names, count);
	bool is_letter = line->name[0] && !line->name[1];
	return refuse_line(reading, line,
		xasprintf("unknown option '%s%.60s'%s%s%s", is_letter ? "-" : "--", line->name,
			near ? "; did you mean '--" : "", near ? near : "", near ? "'?" : ""));
}

/* True if a line before LINE has OPTION too. */
static bool is_repeated(const struct reading *reading, const struct plan_line *line,
	const struct argp_option *option)
{
	for (const struct plan_line *other = reading->file.line; other < line; other++) {
		if (other->name && find_option(other->name) == option) {
			return true;
		}
	}
	return false;
}

static bool take_option(struct reading *reading, const struct plan_line *line)
{
	const struct argp_option *option = find_option(line->name);
	struct wish *wish = reading->wish;
	char why[256];

	if (line->name[0] == '\0') {
		return refuse_line(
			reading, line, xstrdup("a command behind -- belongs on the command line"));
	}
	if (!option) {
		return refuse_option(reading, line);
	}
	if (strcmp(option->name, "resume") == 0) {
		return refuse_line(reading, line, xstrdup("--resume belongs on the command line"));
	}
	if (option->arg && !line->value) {
		return refuse_line(reading, line,
			xasprintf("--%s: expected %s", option->name, option_value(option)));
	}
	if (!option->arg && line->value) {
		return refuse_line(reading, line, xasprintf("--%s takes no value", option->name));
	}
	if (is_repeated(reading, line, option)) {
		return refuse_line(reading, line, xasprintf("--%s is given twice", option->name));
	}
	/* rounds and budget both say when to end: who asked for rounds meant all of them */
	if (wish_has(wish, option->key) || (option->key == 'b' && reading->rounds_given)) {
		return true;
	}
	if (!wish_take(wish, option->key, line->value, why, sizeof(why))) {
		return refuse_line(reading, line, xstrdup(why));
	}
	char *from = xasprintf("%s:%u", reading->file.path, line->line);
	if (option->key == 's') {
		wish->plan.strategies_from = from;
	} else if (option->key == 'w') {
		wish->plan.workers_from = from;
	} else {
		free(from);
	}
	return true;
}

/* The plan file that OPERAND names, or NULL if it names none. The caller frees. */
static char *plan_path(const char *operand, const char *plans)
{
	size_t length = strlen(operand);
	bool is_path = strchr(operand, '/') != NULL ||
		       (length > 5 && strcmp(operand + length - 5, ".args") == 0);
	bool is_spec = strpbrk(operand, ":=,") != NULL;

	if (is_path && (!is_spec || access(operand, F_OK) == 0)) {
		return xstrdup(operand);
	}
	char *path = is_spec ? NULL : xasprintf("%s/%s.args", plans, operand);
	if (path && access(path, R_OK) == 0) {
		return path;
	}
	free(path);
	return NULL;
}

static bool take_operand(struct reading *reading, const struct plan_line *line)
{
	char *nested = plan_path(line->value, reading->plans);

	if (nested) {
		free(nested);
		return refuse_line(reading, line,
			xasprintf("a plan can't hold another plan, '%.60s'", line->value));
	}
	if (strpbrk(line->value, " \t")) {
		return refuse_line(reading, line,
			xasprintf("expected one workload or option a line, not '%.60s'",
				line->value));
	}
	char *from = xasprintf("%s:%u", reading->file.path, line->line);
	wish_add_workload(reading->wish, line->value, from);
	free(from);
	return true;
}

static bool take_plan(
	struct wish *wish, const char *path, const char *plans, char *error, size_t error_bytes)
{
	struct reading reading = {
		.wish = wish,
		.plans = plans,
		.rounds_given = wish_has(wish, 'r'),
		.error = error,
		.error_bytes = error_bytes,
	};
	bool ok = true;

	if (!plan_file_read(&reading.file, path, error, error_bytes)) {
		return false;
	}
	for (size_t i = 0; ok && i < reading.file.count; i++) {
		const struct plan_line *line = &reading.file.line[i];

		ok = line->name ? take_option(&reading, line) : take_operand(&reading, line);
	}
	plan_file_finish(&reading.file);
	return ok;
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
	free(wish->plan.workload_from); /* all NULL: operands come from the command line */
	wish->plan.workload_from = NULL;
	wish->plan.workload_count = 0;
	for (size_t i = 0; i < count; i++) {
		char *path = ok ? plan_path(operands[i], plans) : NULL;

		if (path) {
			ok = take_plan(wish, path, plans, error, error_bytes);
			if (!wish->plan_name) {
				wish->plan_name = name_of_plan(path);
			}
		} else if (ok) {
			wish_add_workload(wish, operands[i], NULL);
		}
		free(path);
		free(operands[i]);
	}
	free(operands);
	if (ok && wish->plan.granularity && (wish->plan.workload_count > 0 || wish->own.words)) {
		snprintf(error, error_bytes,
			"--granularity: expected no %s, since it measures spin in all lengths",
			wish->own.words ? "command" : "workload");
		return false;
	}
	return ok;
}
