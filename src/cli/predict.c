/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manyhands predict: what strategies would take, from what is known of the tasks. */
#include "cli/predict.h"

#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "text.h"

enum {
	KEY_TOPOLOGY = 256,
	KEY_TASKS,
	KEY_CPUS,
	KEY_START,
	KEY_HAND_OUT,
	KEY_LATE,
	KEY_END,
	KEY_NO_LANES,
	KEY_FORMAT,
	KEY_PLUGIN,
	CPUS_MAX = 100000,
};

/* One call of `predict`. */
struct session {
	struct predict_wish wish;
	bool no_lanes;
	enum results_format format;
};

/* ---- options ---- */

static bool take_cost(const char *option, const char *value, uint64_t *ns, bool *given)
{
	*given = true;
	*ns = 0;
	if (strcmp(value, "0") == 0 ||
		(parse_duration(value, ns) && *ns <= UINT64_C(60000000000))) {
		return true;
	}
	warn("--%s: expected 0 or a time up to 60s such as 20us, not '%s'", option, value);
	return false;
}

static bool take_cpus(const char *value, double *cpus)
{
	char *end;

	*cpus = strtod(value, &end);
	if (*value >= '.' && *value <= '9' && *end == '\0' && *cpus >= 0.01 && *cpus <= CPUS_MAX) {
		return true;
	}
	warn("--cpus: expected a number from 0.01 to %d such as 1.5, not '%s'", CPUS_MAX, value);
	return false;
}

static bool take_time(const char *value, uint64_t *ns)
{
	if (parse_duration(value, ns) && *ns <= UINT64_C(3600000000000)) {
		return true;
	}
	warn("--task-time: expected a time up to 1h such as 3ms, not '%s'", value);
	return false;
}

static bool take_cost_option(struct predict_wish *wish, int key, const char *value)
{
	switch (key) {
	case KEY_START:
		return take_cost("start", value, &wish->cost.start_ns, &wish->start_given);
	case KEY_HAND_OUT:
		return take_cost("hand-out", value, &wish->cost.hand_out_ns, &wish->hand_out_given);
	case KEY_LATE:
		return take_cost("late", value, &wish->cost.late_ns, &wish->late_given);
	default:
		return take_cost("end", value, &wish->cost.end_ns, &wish->end_given);
	}
}

static void add_spec(struct predict_wish *wish, char *spec)
{
	wish->specs = xrealloc(wish->specs, wish->spec_count + 1, sizeof(*wish->specs));
	wish->specs[wish->spec_count++] = spec;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
	struct session *session = state->input;
	struct predict_wish *wish = &session->wish;

	switch (key) {
	case 's':
		wish->strategies = argument;
		return 0;
	case 'w':
		wish->workers = argument;
		return 0;
	case 't':
		return take_time(argument, &wish->task_time_ns) ? 0 : EINVAL;
	case KEY_TASKS:
		wish->tasks = argument;
		return 0;
	case KEY_TOPOLOGY:
		wish->topology = argument;
		return 0;
	case KEY_CPUS:
		return take_cpus(argument, &wish->cpus) ? 0 : EINVAL;
	case KEY_START:
	case KEY_HAND_OUT:
	case KEY_LATE:
	case KEY_END:
		return take_cost_option(wish, key, argument) ? 0 : EINVAL;
	case KEY_NO_LANES:
		session->no_lanes = true;
		return 0;
	case KEY_FORMAT:
		return results_parse_format(argument, &session->format) ? 0 : EINVAL;
	case KEY_PLUGIN:
		wish->plugin = argument;
		return 0;
	case 'h':
		argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP);
		return 0;
	case ARGP_KEY_ARG:
		add_spec(wish, argument);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
	{"strategies", 's', "LIST", 0, "as of run; default: pools of other chunks and orders", 0},
	{"workers", 'w', "LIST", 0, "1,2,8|1..16|grid|fast|cores|cpus|quota|4x", 0},
	{"task-time", 't', "TIME", 0, "a task computes TIME on average; for those not known", 0},
	{"tasks", KEY_TASKS, "FILE", 0, "a task a line: 200ms it computes, or 200ms 1s, then waits",
		0},
	{"topology", KEY_TOPOLOGY, "TEXT", 0, "another machine: 'pack:2 core:64 pu:2' or FILE.xml",
		0},
	{"cpus", KEY_CPUS, "N", 0, "so much can compute at once: 1.5", 0},
	{"start", KEY_START, "TIME", 0, "of a worker (a thread 20us, a process 90us); 0: free", 0},
	{"hand-out", KEY_HAND_OUT, "TIME", 0, "of a chunk (50ns)", 0},
	{"late", KEY_LATE, "TIME", 0, "by which every wait is longer (60us)", 0},
	{"end", KEY_END, "TIME", 0, "of a worker (a thread 15us, a process 60us)", 0},
	{"no-lanes", KEY_NO_LANES, NULL, 0, "don't draw who does which task when", 0},
	{"format", KEY_FORMAT, "FORMAT", 0, "table (default), csv, json or markdown", 0},
	{"plugin", KEY_PLUGIN, "FILE", 0, "add the workload of a shared object", 0},
	{NULL, 'h', NULL, OPTION_HIDDEN, NULL, -1},
	{0},
};

static const struct argp parser = {
	.options = options,
	.parser = parse_option,
	.args_doc = "[SPEC...]",
	.doc = "Predicts what strategies take, from tasks whose times are known (sleep, mixed) or "
	       "given.\v"
	       "For example: manyhands predict sleep:tasks=10,duration=1s,pattern=ramp -w 5",
};

int command_predict(int argc, char **argv)
{
	struct session session = {0};
	struct prediction prediction;
	struct catalog catalog;
	bool ok = false;

	if (!options_parse(&parser, argc, argv, &session)) {
		free(session.wish.specs);
		return EXIT_BAD_INPUT;
	}
	if (session.wish.spec_count == 0 && !session.wish.tasks) {
		warn("predict: no workload is named; for example sleep:tasks=10,pattern=ramp, or "
		     "--tasks FILE");
		return EXIT_BAD_INPUT;
	}
	char *trial = catalog_find_trial();
	if (trial && catalog_init(&catalog, trial, session.wish.plugin)) {
		ok = prediction_init(&prediction, &session.wish, trial, &catalog);
		if (ok) {
			prediction_print(&prediction, !session.no_lanes, session.format);
			prediction_finish(&prediction);
		}
		catalog_finish(&catalog);
	}
	free(trial);
	free(session.wish.specs);
	return ok ? EXIT_FINE : EXIT_BAD_INPUT;
}
