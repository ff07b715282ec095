/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of `run`: one table that the command line and plan files are read by. */
#include "cli/wish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

enum {
	KEY_SEED = 256,
	KEY_SAMPLE_TIME,
	KEY_RESUME,
	KEY_PLUGIN,
	KEY_NO_PROGRESS,
	KEY_STRICT,
	KEY_AGAINST,
	KEY_ITEMS,
	KEY_SHELL,
	KEY_ALLOW_FAILURES,
	KEY_KEEP_OUTPUT,
	KEY_GRANULARITY,
	KEY_TRACE,
	ROUNDS_MAX = SAMPLES_ASKED_ROUNDS_MAX,
};

const struct argp_option wish_options[] = {
	{"strategies", 's', "LIST", 0, "names, globs, all, threads, pool, thread-pool:chunk=64", 0},
	{"workers", 'w', "LIST", 0, "1,2,8|1..16|grid|fast|cores|cpus|quota|4x", 0},
	{"rounds", 'r', "N", 0, "measure every cell N times (7 to 40)", 0},
	{"precision", 'p', "SHARE", 0, "go on until the answers are within SHARE (2%)", 0},
	{"budget", 'b', "TIME", 0, "end after whole rounds within TIME: 60s, 15min", 0},
	{"timeout", 't', "TIME", 0, "give up a sample after TIME (60s)", 0},
	{"sample-time", KEY_SAMPLE_TIME, "TIME", 0,
		"choose sizes so that a sample lasts TIME (100ms)", 0},
	{"seed", KEY_SEED, "N", 0, "shuffle the cells the same way as with this N", 0},
	{"output", 'o', "DIR", 0, "keep the results in DIR", 0},
	{"against", KEY_AGAINST, "CELL", 0,
		"compare all cells with this one, such as primes/thread-pool/2", 0},
	{"granularity", KEY_GRANULARITY, NULL, 0, "how long must a task be? 1 us to 100 ms", 0},
	{"resume", KEY_RESUME, "DIR", 0, "go on with the run in DIR", 0},
	{"plugin", KEY_PLUGIN, "FILE", 0, "add the workload of a shared object", 0},
	{"items", KEY_ITEMS, "LIST", 0,
		"what {} of -- ./job {} stands for: 1..32, FILE; beside it --shell, "
		"--allow-failures, --keep-output=DIR",
		0},
	{"shell", KEY_SHELL, NULL, OPTION_HIDDEN, "the command is a script, the item $1", 0},
	{"allow-failures", KEY_ALLOW_FAILURES, NULL, OPTION_HIDDEN,
		"an item may leave with any status", 0},
	{"keep-output", KEY_KEEP_OUTPUT, "DIR", OPTION_HIDDEN,
		"keep what the items of the last sample printed in DIR", 0},
	{"dry-run", 'n', NULL, 0, "print the plan and stop", 0},
	{"trace", KEY_TRACE, NULL, 0, "then trace every cell once: who did which task when", 0},
	{"strict", KEY_STRICT, NULL, 0, "exit status 1 where a verdict can't be told", 0},
	{"no-progress", KEY_NO_PROGRESS, NULL, 0, "draw nothing while measuring", 0},
	{0},
};

static void set_text(char **place, const char *value)
{
	free(*place);
	*place = xstrdup(value);
}

/* Where the text of option KEY belongs, or NULL if it is no text. */
static char **text_place(struct wish *wish, int key)
{
	switch (key) {
	case 's':
		return &wish->plan.strategies;
	case 'w':
		return &wish->plan.workers;
	case 'o':
		return &wish->output;
	case KEY_RESUME:
		return &wish->resume;
	case KEY_PLUGIN:
		return &wish->plugin;
	case KEY_AGAINST:
		return &wish->against;
	case KEY_ITEMS:
		return &wish->own.items;
	case KEY_KEEP_OUTPUT:
		return &wish->own.keep;
	default:
		return NULL;
	}
}

/* Where the switch of option KEY belongs, or NULL if it is none. */
static bool *switch_place(struct wish *wish, int key)
{
	switch (key) {
	case 'n':
		return &wish->dry_run;
	case KEY_NO_PROGRESS:
		return &wish->no_progress;
	case KEY_STRICT:
		return &wish->strict;
	case KEY_TRACE:
		return &wish->plan.trace;
	case KEY_SHELL:
		return &wish->own.shell;
	case KEY_GRANULARITY:
		return &wish->plan.granularity;
	case KEY_ALLOW_FAILURES:
		return &wish->own.allow_failures;
	default:
		return NULL;
	}
}

/* Where the duration of option KEY belongs, or NULL if it is none. */
static uint64_t *duration_place(struct wish *wish, int key)
{
	switch (key) {
	case 'b':
		return &wish->plan.budget_ns;
	case 't':
		return &wish->plan.timeout_ns;
	case KEY_SAMPLE_TIME:
		return &wish->plan.sample_time_ns;
	default:
		return NULL;
	}
}

static bool refuse_value(
	int key, const char *expected, const char *value, char *error, size_t error_bytes)
{
	const struct argp_option *option = wish_options;

	while (option->key != key) {
		option++;
	}
	snprintf(error, error_bytes, "--%s: expected %s, not '%.100s'", option->name, expected,
		value);
	return false;
}

static bool take_number(int key, const char *value, uint64_t min, uint64_t max, uint64_t *number,
	char *error, size_t error_bytes)
{
	char expected[64];

	if (parse_u64(value, number) && *number >= min && *number <= max) {
		return true;
	}
	snprintf(expected, sizeof(expected), "a whole number from %llu to %llu",
		(unsigned long long)min, (unsigned long long)max);
	return refuse_value(key, expected, value, error, error_bytes);
}

/* A share: "2%", "0.5 %" or 0.02. */
static bool take_share(int key, const char *value, double *share, char *error, size_t error_bytes)
{
	char *end;
	double number = strtod(value, &end);

	end += strspn(end, " ");
	if (strcmp(end, "%") == 0) {
		number /= 100;
		end++;
	}
	/* strtod would also take signs, blanks, words and hexadecimal */
	if (*value < '.' || *value > '9' || strpbrk(value, "xX") || *end ||
		!(number >= 0.0005 && number <= 0.5)) {
		return refuse_value(
			key, "a share from 0.05% to 50% such as 2%", value, error, error_bytes);
	}
	*share = number;
	return true;
}

void wish_add_workload(struct wish *wish, const char *value, const char *from)
{
	struct plan_wish *plan = &wish->plan;
	size_t count = plan->workload_count++;

	plan->workloads = xrealloc(plan->workloads, count + 1, sizeof(char *));
	plan->workload_from = xrealloc(plan->workload_from, count + 1, sizeof(char *));
	plan->workloads[count] = xstrdup(value);
	plan->workload_from[count] = from ? xstrdup(from) : NULL;
}

bool wish_take(struct wish *wish, int key, const char *value, char *error, size_t error_bytes)
{
	struct plan_wish *plan = &wish->plan;
	char **text = text_place(wish, key);
	bool *on = switch_place(wish, key);
	uint64_t *ns = duration_place(wish, key), number = 0;

	if (on) {
		*on = true;
		return true;
	}
	if (text) {
		set_text(text, value);
		return true;
	}
	if (ns) {
		return parse_duration(value, ns) ||
		       refuse_value(key, "a time such as 90s, 500ms or 15min", value, error,
			       error_bytes);
	}
	switch (key) {
	case ARGP_KEY_ARG:
		wish_add_workload(wish, value, NULL);
		return true;
	case 'r':
		if (!take_number(key, value, 1, ROUNDS_MAX, &number, error, error_bytes)) {
			return false;
		}
		plan->rounds = (uint32_t)number;
		return true;
	case 'p':
		return take_share(key, value, &plan->precision, error, error_bytes);
	case KEY_SEED:
		plan->seed_given = true;
		return take_number(key, value, 0, UINT64_MAX, &plan->seed, error, error_bytes);
	default:
		snprintf(error, error_bytes, "unknown option");
		return false;
	}
}

bool wish_has(struct wish *wish, int key)
{
	char **text = text_place(wish, key);
	const uint64_t *ns = duration_place(wish, key);

	if (text) {
		return *text != NULL;
	}
	if (ns) {
		return *ns != 0;
	}
	return (key == 'r' && wish->plan.rounds > 0) || (key == 'p' && wish->plan.precision > 0) ||
	       (key == KEY_SEED && wish->plan.seed_given);
}

void wish_finish(struct wish *wish)
{
	for (size_t i = 0; i < wish->plan.workload_count; i++) {
		free(wish->plan.workloads[i]);
		free(wish->plan.workload_from[i]);
	}
	free(wish->plan.workloads);
	free(wish->plan.workload_from);
	free(wish->plan.strategies);
	free(wish->plan.workers);
	free(wish->plan.strategies_from);
	free(wish->plan.workers_from);
	free(wish->plan_name);
	free(wish->output);
	free(wish->resume);
	free(wish->plugin);
	free(wish->against);
	free(wish->own.items);
	free(wish->own.keep);
}
