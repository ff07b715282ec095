/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manyhands list: what there is to run. */
#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/data.h"
#include "cli/options.h"
#include "show/chart_kinds.h"
#include "sweep/catalog.h"
#include "sweep/plan.h"
#include "text.h"

enum { KEY_NAMES = 256, KEY_PLUGIN };

struct list_wish {
	const char *what; /* NULL: everything */
	const char *plugin;
	bool names;
};

static const char *const things[] = {"workloads", "strategies", "plans", "charts"};
enum { THINGS = sizeof(things) / sizeof(things[0]) };

/* Takes WORD as the thing to list; false: warned. */
static bool take_thing(struct list_wish *wish, const char *word)
{
	const char *near = nearest_name(word, things, THINGS);

	if (wish->what) {
		warn("list: takes only one word, not also '%s'; without a word it lists all", word);
		return false;
	}
	for (size_t i = 0; i < THINGS; i++) {
		if (strcmp(things[i], word) == 0) {
			wish->what = things[i];
			return true;
		}
	}
	warn("list: expected one of workloads, strategies, plans, charts, not '%s'%s%s%s", word,
		near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
	return false;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
	struct list_wish *wish = state->input;

	switch (key) {
	case KEY_NAMES:
		wish->names = true;
		return 0;
	case KEY_PLUGIN:
		wish->plugin = argument;
		return 0;
	case 'h':
		argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP);
		return 0;
	case ARGP_KEY_ARG:
		return take_thing(wish, argument) ? 0 : EINVAL;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
	{"names", KEY_NAMES, NULL, 0, "names only, one per line", 0},
	{"plugin", KEY_PLUGIN, "FILE", 0, "add the workload of a shared object", 0},
	{NULL, 'h', NULL, OPTION_HIDDEN, NULL, -1},
	{0},
};

static const struct argp parser = {
	.options = options,
	.parser = parse_option,
	.args_doc = "[workloads | strategies | plans | charts]",
	.doc = "Lists what there is to run, with parameters and their defaults.",
};

/* " (1 to 1e9)" or " (latency|throughput)": what a parameter may be. */
static void format_range(const struct param *param, struct text *range)
{
	char low[VALUE_TEXT_BYTES], high[VALUE_TEXT_BYTES];

	if (param->kind == PARAM_CHOICE) {
		for (size_t i = 0; param->choices[i]; i++) {
			text_add(range, "%s%s", i > 0 ? "|" : " (", param->choices[i]);
		}
		text_add(range, ")");
	} else if (param->kind <= PARAM_NS) {
		value_format(param, &(union value){.count = param->min}, low, sizeof(low));
		value_format(param, &(union value){.count = param->max}, high, sizeof(high));
		text_add(range, " (%s to %s)", low, high);
	}
}

static void print_param(const struct param *param)
{
	struct text range = {0};
	bool chosen = param->role == PARAM_SIZE;
	char *assignment =
		xasprintf("%s=%s", param->name, chosen ? "(chosen in round 0)" : param->fallback);

	format_range(param, &range);
	printf("      %-26s %s%s\n", assignment, param->help, range.text ? range.text : "");
	text_finish(&range);
	free(assignment);
}

static void print_entries(const struct catalog_entry *entries, size_t count, bool names)
{
	for (size_t i = 0; i < count; i++) {
		if (names) {
			puts(entries[i].name);
			continue;
		}
		printf("  %-18s %s\n", entries[i].name, entries[i].summary);
		for (const struct param *param = entries[i].params; param->name; param++) {
			print_param(param);
		}
	}
}

/* True if an entry before number I has a parameter of that NAME. */
static bool said_before(const struct catalog_entry *entries, size_t i, const char *name)
{
	for (size_t e = 0; e < i; e++) {
		for (const struct param *param = entries[e].params; param->name; param++) {
			if (strcmp(param->name, name) == 0) {
				return true;
			}
		}
	}
	return false;
}

/* A strategy with the names of its parameters: "thread-pool  ... [chunk=1]". */
static void print_strategy(const struct catalog_entry *entry)
{
	struct text given = {0};

	for (const struct param *param = entry->params; param->name; param++) {
		text_add(&given, "%s%s=%s", given.text ? "," : " [", param->name, param->fallback);
	}
	printf("  %-18s %s%s%s\n", entry->name, entry->summary, given.text ? given.text : "",
		given.text ? "]" : "");
	text_finish(&given);
}

/* Strategies share their parameters, so those are explained once, after all of them. */
static void print_strategies(const struct catalog_entry *entries, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		print_strategy(&entries[i]);
	}
	for (size_t i = 0; i < count; i++) {
		for (const struct param *param = entries[i].params; param->name; param++) {
			if (!said_before(entries, i, param->name)) {
				print_param(param);
			}
		}
	}
}

/* A plan with its first comment. */
static void print_plan(const char *folder, const char *name)
{
	char *path = xasprintf("%s/%s.args", folder, name), error[256];
	struct plan_file plan;

	if (plan_file_read(&plan, path, error, sizeof(error))) {
		printf("  %-18s %s\n", name, plan.summary ? plan.summary : "");
		plan_file_finish(&plan);
	} else {
		warn("%s", error);
	}
	free(path);
}

/* A chart with what it shows; those that not every run draws are marked. */
static void print_chart(const struct chart_kind *kind, bool names)
{
	if (names) {
		puts(kind->name);
	} else {
		printf("  %-18s %s%s\n", kind->name, kind->summary,
			kind->usual ? "" : " [report --chart]");
	}
}

/* ---- what is wanted ---- */

static bool wanted(const struct list_wish *wish, const char *what)
{
	return !wish->what || strcmp(wish->what, what) == 0;
}

static void print_heading(const struct list_wish *wish, const char *what)
{
	if (!wish->names) {
		printf("%s\n", what);
	}
}

/* False: there is no folder of plans (warned). */
static bool list_plans(const struct list_wish *wish)
{
	char *folder = data_plans_folder();
	size_t count = 0;

	if (!folder) {
		return false;
	}
	char **names = data_names(folder, ".args", &count);
	print_heading(wish, "plans");
	for (size_t i = 0; i < count; i++) {
		if (wish->names) {
			puts(names[i]);
		} else {
			print_plan(folder, names[i]);
		}
		free(names[i]);
	}
	free(names);
	free(folder);
	return true;
}

static void list_charts(const struct list_wish *wish)
{
	print_heading(wish, "charts");
	for (size_t i = 0; chart_kind_at(i); i++) {
		print_chart(chart_kind_at(i), wish->names);
	}
}

static void list_strategies(const struct list_wish *wish, const struct catalog *catalog)
{
	print_heading(wish, "strategies");
	if (wish->names) {
		print_entries(catalog->strategies, catalog->strategy_count, true);
	} else {
		print_strategies(catalog->strategies, catalog->strategy_count);
	}
}

/* What the trial knows. False: warned. */
static bool list_catalog(const struct list_wish *wish)
{
	char *trial = catalog_find_trial();
	struct catalog catalog;
	bool ok = trial && catalog_init(&catalog, trial, wish->plugin);

	if (ok && wanted(wish, "workloads")) {
		print_heading(wish, "workloads");
		print_entries(catalog.workloads, catalog.workload_count, wish->names);
	}
	if (ok && wanted(wish, "strategies")) {
		list_strategies(wish, &catalog);
	}
	if (ok) {
		catalog_finish(&catalog);
	}
	free(trial);
	return ok;
}

int command_list(int argc, char **argv)
{
	struct list_wish wish = {0};
	bool ok = true;

	if (!options_parse(&parser, argc, argv, &wish)) {
		return EXIT_BAD_INPUT;
	}
	if ((wanted(&wish, "workloads") || wanted(&wish, "strategies")) && !list_catalog(&wish)) {
		return EXIT_BAD_INPUT;
	}
	if (wanted(&wish, "plans")) {
		ok = list_plans(&wish);
	}
	if (wanted(&wish, "charts")) {
		list_charts(&wish);
	}
	return ok ? EXIT_FINE : EXIT_FAILED;
}
