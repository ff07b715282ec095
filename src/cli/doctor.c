/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manyhands doctor: is this machine fit to measure on, and how small a difference can it show? */
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "judge/selftest.h"
#include "show/checkup.h"
#include "sweep/catalog.h"
#include "sweep/checkup.h"
#include "sweep/selftest.h"
#include "trial/clock.h"

/* Nine rounds: the fewest whose interval one wild value can't ruin. */
enum { COMPARISONS = 20, COMPARISONS_LEAST = 4, COMPARISONS_MOST = 1000, ROUNDS = 9 };

static const uint64_t SAMPLE_NS = 40000000;
static const uint64_t WATCH_NS = 1000000000;

/* From here on what the self-test suffered is told: 1 % of the time. */
static const double TOLD_SHARE = 0.01;

/* One call of `doctor`. */
struct session {
	bool json, strict;
	uint64_t comparison_count; /* 0: no self-test */
	struct machine machine;
	struct checks checks;
	size_t shown_count; /* checks already on the screen */
	struct table_style style;
	int interrupt_fd;
	bool draws_progress;
	uint64_t started_ns; /* of the self-test */
	double floor_share;  /* NaN: not known */
};

/* ---- progress ---- */

static void clear_progress(const struct session *session)
{
	if (session->draws_progress) {
		fputs("\r\033[K", stderr);
		fflush(stderr);
	}
}

static void draw_progress(void *context, size_t done_count)
{
	const struct session *session = context;
	double elapsed_ns = (double)(clock_now_ns() - session->started_ns);
	char left[32] = "";

	if (!session->draws_progress) {
		return;
	}
	if (done_count > 0) {
		double left_ns = elapsed_ns / (double)done_count *
				 (double)(session->comparison_count - done_count);

		snprintf(left, sizeof(left), ", %.0f s left", ceil(left_ns / 1e9));
	}
	clear_progress(session);
	fprintf(stderr, "self-test: %zu of %zu comparisons%s", done_count,
		(size_t)session->comparison_count, left);
	fflush(stderr);
}

/* ---- what is shown ---- */

/* Prints the checks that are not on the screen yet; JSON waits for all of them. */
static void show_new(struct session *session)
{
	struct text text = {0};

	if (session->json) {
		return;
	}
	checkup_show(&session->checks, session->shown_count, &session->style, &text);
	session->shown_count = session->checks.count;
	fputs(text.text ? text.text : "", stdout);
	fflush(stdout);
	text_finish(&text);
}

static json_t *text_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

static bool print_json(const struct session *session)
{
	json_t *list = json_array();

	for (size_t i = 0; i < session->checks.count; i++) {
		const struct check *check = &session->checks.check[i];

		json_array_append_new(
			list, json_pack("{s:s, s:s, s:s, s:o, s:o}", "name", check->name, "state",
				      check_state_name(check->state), "found", check->found,
				      "advice", text_or_null(check->advice), "command",
				      text_or_null(check->command)));
	}
	json_t *object = json_pack("{s:o, s:I, s:o}", "checks", list, "failed",
		(json_int_t)checks_count(&session->checks, CHECK_LOOK), "noise_floor_percent",
		isnan(session->floor_share) ? json_null() : json_real(session->floor_share * 100));
	bool ok = object &&
		  json_dumpf(object, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(4)) == 0 &&
		  putchar('\n') != EOF;
	json_decref(object);
	return ok;
}

static bool show_end(struct session *session)
{
	struct text text = {0};

	if (session->json) {
		return print_json(session);
	}
	show_new(session);
	checkup_show_closing(&session->checks, &session->style, &text);
	fputs(text.text, stdout);
	text_finish(&text);
	return true;
}

/* ---- the checks ---- */

/* False: interrupted. */
static bool check_machine(struct session *session)
{
	struct load load;
	struct checkup checkup = {
		.root = "",
		.machine = &session->machine,
		.load = &load,
		.clock_read_ns = checkup_clock_read_ns(),
		.is_superuser = geteuid() == 0,
		.checks = &session->checks,
	};

	if (!load_watch(
		    &load, &session->machine, WATCH_NS, LOAD_TOLD_CPUS, session->interrupt_fd)) {
		return false;
	}
	checkup_read(&checkup);
	return true;
}

/* What may have disturbed the self-test, or NULL. The caller frees. */
static char *describe_meanwhile(const struct selftest *selftest)
{
	const struct load *load = &selftest->load;
	const char *lead = "meanwhile ";
	struct text text = {0};

	if (load->foreign_cpus >= LOAD_TOLD_CPUS) {
		text_add(&text, "%sothers used ", lead);
		load_describe(load, selftest->machine, &text);
		lead = "; ";
	}
	if (load->steal_share >= TOLD_SHARE) {
		text_add(&text, "%sthe hypervisor took %.0f %% of our CPU time", lead,
			load->steal_share * 100);
		lead = "; ";
	}
	if (selftest->throttled_share >= TOLD_SHARE) {
		text_add(&text, "%sthe CPU quota stopped us for %.0f %% of the time", lead,
			selftest->throttled_share * 100);
	}
	return text.text;
}

static int take_selftest(
	struct session *session, const struct selftest *selftest, enum selftest_end end)
{
	struct selftest_verdict verdict;

	if (end == SELFTEST_INTERRUPTED) {
		checks_add(&session->checks, "self-test", CHECK_UNKNOWN,
			"interrupted after %zu of %zu comparisons", selftest->done_count,
			selftest->comparison_count);
		return EXIT_INTERRUPTED;
	}
	if (end == SELFTEST_FAILED) {
		checks_add(&session->checks, "self-test", CHECK_LOOK, "a sample was %s",
			selftest->reason);
		return EXIT_FAILED;
	}
	char *meanwhile = describe_meanwhile(selftest);
	selftest_judge(&verdict, selftest->first_ns, selftest->second_ns,
		selftest->comparison_count, selftest->round_count);
	selftest_say(&verdict, meanwhile, &session->checks);
	session->floor_share = verdict.floor_share;
	free(meanwhile);
	return EXIT_FINE;
}

/* Measures identical things; returns an exit status. */
static int check_selftest(struct session *session, const char *trial)
{
	struct selftest selftest = {
		.trial = trial,
		.machine = &session->machine,
		.interrupt_fd = session->interrupt_fd,
		.comparison_count = session->comparison_count,
		.round_count = ROUNDS,
		.sample_ns = SAMPLE_NS,
		.progress = draw_progress,
		.context = session,
	};

	session->started_ns = clock_now_ns();
	draw_progress(session, 0);
	enum selftest_end end = selftest_measure(&selftest);
	clear_progress(session);
	int status = take_selftest(session, &selftest, end);
	selftest_finish(&selftest);
	return status;
}

static int examine(struct session *session, const char *trial)
{
	const char *term = getenv("TERM");

	table_style_init(&session->style, stdout);
	session->draws_progress = isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
	if (!check_machine(session)) {
		return EXIT_INTERRUPTED;
	}
	show_new(session);
	int status = session->comparison_count > 0 ? check_selftest(session, trial) : EXIT_FINE;
	if (!show_end(session)) {
		return EXIT_FAILED;
	}
	if (status == EXIT_FINE && session->strict &&
		checks_count(&session->checks, CHECK_LOOK) > 0) {
		return EXIT_FAILED;
	}
	return status;
}

/* ---- options ---- */

enum { KEY_FORMAT = 256, KEY_STRICT, KEY_COMPARISONS };

static error_t parse_comparisons(struct session *session, const char *argument)
{
	uint64_t *count = &session->comparison_count;

	if (!parse_u64(argument, count) || *count > COMPARISONS_MOST ||
		(*count > 0 && *count < COMPARISONS_LEAST)) {
		warn("--comparisons: expected 0 or %d to %d, not '%s'", COMPARISONS_LEAST,
			COMPARISONS_MOST, argument);
		return EINVAL;
	}
	return 0;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
	struct session *session = state->input;

	switch (key) {
	case KEY_FORMAT:
		session->json = strcmp(argument, "json") == 0;
		if (!session->json && strcmp(argument, "table") != 0) {
			warn("--format: expected table or json, not '%s'", argument);
			return EINVAL;
		}
		return 0;
	case KEY_STRICT:
		session->strict = true;
		return 0;
	case KEY_COMPARISONS:
		return parse_comparisons(session, argument);
	case 'h':
		argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP);
		return 0;
	case ARGP_KEY_ARG:
		warn("doctor: expected options only, not '%s'", argument);
		return EINVAL;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
	{"comparisons", KEY_COMPARISONS, "N", 0,
		"Comparisons of the self-test, 20 unless given; 0 leaves it out", 0},
	{"format", KEY_FORMAT, "FORMAT", 0, "table (default) or json", 0},
	{"strict", KEY_STRICT, NULL, 0, "Exit status 1 if a check failed", 0},
	{NULL, 'h', NULL, OPTION_HIDDEN, NULL, -1},
	{0},
};

static const struct argp parser = {
	.options = options,
	.parser = parse_option,
	.doc = "Says whether this machine is fit to measure on, what harms and how to change it, "
	       "and how "
	       "small a difference it can show: identical things are compared for some 20 seconds. "
	       "Changes nothing.",
};

int command_doctor(int argc, char **argv)
{
	struct session session = {.comparison_count = COMPARISONS, .floor_share = NAN};
	char *trial = NULL;

	if (!options_parse(&parser, argc, argv, &session)) {
		return EXIT_BAD_INPUT;
	}
	if (session.comparison_count > 0 && !(trial = catalog_find_trial())) {
		return EXIT_FAILED;
	}
	int status = EXIT_FAILED;
	if (machine_init(&session.machine, NULL, 0, "")) {
		session.interrupt_fd = interrupt_open();
		status = examine(&session, trial);
		interrupt_close(session.interrupt_fd);
		machine_finish(&session.machine);
	}
	checks_finish(&session.checks);
	free(trial);
	return status;
}
