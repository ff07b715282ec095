/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.md: the run as a page for code hosts, the answer first. */
#include "show/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "judge/verdict.h"
#include "show/advice.h"
#include "show/chart_kinds.h"
#include "show/granularity.h"
#include "show/label.h"
#include "show/markdown.h"
#include "show/own_command.h"
#include "show/report_parts.h"
#include "show/report_trust.h"
#include "show/report_workload.h"

bool report_add_answer(struct text *text, const struct judgement *judgement, size_t workload)
{
	struct text sentences = {0};

	verdict_answers(judgement, workload, &sentences);
	if (sentences.length > 0) {
		text_add(&sentences, " ");
	}
	verdict_sentences(judgement, workload, &sentences);
	bool any = sentences.text && *sentences.text;
	if (any) {
		markdown_text(text, sentences.text);
		text_add(text, "\n");
	}
	text_finish(&sentences);
	return any;
}

static void add_answers(struct text *text, const struct judgement *judgement)
{
	const struct run *run = &judgement->samples->run;

	for (size_t i = 0; i < run->workload_count; i++) {
		text_add(text, "- **");
		report_add_name(text, run, i);
		text_add(text, "**: ");
		if (!report_add_answer(text, judgement, i)) {
			text_add(text, "its cells answer none of the three questions\n");
		}
	}
	text_add(text, "\n");
}

void report_add_title(struct text *text, const struct judgement *judgement)
{
	const struct run *run = &judgement->samples->run;
	char label[LABEL_BYTES];

	text_add(text, "# manyhands:");
	text_add(text, "%s", run->granularity ? " how long a task must be" : "");
	for (size_t i = 0; i < run->workload_count && !run->granularity; i++) {
		label_workload(run, i, 60, label);
		text_add(text, i == 0 ? " " : ", ");
		markdown_text(text, label);
	}
	text_add(text, "\n\n");
	if (run->machine.summary && *run->machine.summary) {
		markdown_text(text, run->machine.summary);
		text_add(text, " · ");
	}
	bool open_end = run->precision > 0; /* then the number planned is only the most */
	if (run->rounds > judgement->round_count && !open_end) {
		text_add(text, "%" PRIu32 " of %" PRIu32 " rounds", judgement->round_count,
			run->rounds);
	} else {
		text_add(text, "%" PRIu32 " round%s", judgement->round_count,
			judgement->round_count == 1 ? "" : "s");
	}
	if (run->started && *run->started) {
		text_add(text, " · ");
		markdown_text(text, run->started);
	}
	text_add(text, "\n\n");
}

/* A row of the machine's table; what is not known is called so. */
static void add_fact(struct text *text, const char *name, const char *value)
{
	text_add(text, "| %s | ", name);
	markdown_text(text, value && *value ? value : "unknown");
	text_add(text, " |\n");
}

static void add_limit(struct text *text, const char *name, uint64_t limit)
{
	char value[32];

	if (limit > 0) {
		format_count(limit, value, sizeof(value));
		add_fact(text, name, limit == SAMPLE_UNKNOWN ? "no limit" : value);
	}
}

static void add_counts(struct text *text, const struct run_machine *machine)
{
	char value[160];

	snprintf(value, sizeof(value),
		"%" PRIu32 " cores, %" PRIu32 " CPUs (%" PRIu32 " and %" PRIu32 " allowed)",
		machine->cores, machine->cpus, machine->allowed_cores, machine->allowed_cpus);
	add_fact(text, "cores", machine->cpus > 0 ? value : NULL);
	if (machine->fast_cores > 0) {
		snprintf(value, sizeof(value), "%" PRIu32, machine->fast_cores);
		add_fact(text, "cores of the fastest kind", value);
	}
	if (machine->quota_cpus > 0) {
		snprintf(value, sizeof(value), "%.4g CPUs", machine->quota_cpus);
	}
	add_fact(text, "CPU quota", machine->quota_cpus > 0 ? value : "none");
	snprintf(value, sizeof(value), "%.1f GiB", (double)machine->memory_kib / 1048576);
	add_fact(text, "memory", machine->memory_kib > 0 ? value : NULL);
	add_limit(text, "processes allowed by the control group", machine->pids_max);
	add_limit(text, "processes allowed to the user", machine->nproc_max);
}

void report_add_machine(struct text *text, const struct run *run)
{
	const struct run_machine *machine = &run->machine;
	char *build = xasprintf("%s (%s)", run->version ? run->version : "unknown",
		run->build ? run->build : "unknown build");
	char *compiler = xasprintf(
		"%s %s", run->compiler ? run->compiler : "unknown", run->flags ? run->flags : "");

	text_add(text, "## The machine\n\n| what | value |\n| :--- | :--- |\n");
	add_fact(text, "CPU", machine->cpu_model);
	add_counts(text, machine);
	add_fact(text, "topology", machine->topology);
	add_fact(text, "kernel", machine->kernel);
	if (machine->hypervisor && *machine->hypervisor) {
		add_fact(text, "hypervisor", machine->hypervisor);
	}
	add_fact(text, "frequency governor", machine->governor);
	add_fact(text, "clock source", machine->clocksource);
	add_fact(text, "compiler", compiler);
	add_fact(text, "manyhands", build);
	text_add(text, "| seed | %" PRIu64 " |\n\n", run->seed);
	free(compiler);
	free(build);
}

void report_add_method(struct text *text)
{
	text_add(text,
		"## How the numbers are got\n\n"
		"1. A *sample* is one fresh process that does the work of one cell (workload, "
		"strategy, workers) "
		"once, timed from before the first worker is made until the last one is gone.\n"
		"2. A *round* runs every cell once in shuffled order, with the loop among them; "
		"round 0 finds "
		"sizes and is thrown away.\n"
		"3. Every answer is checked: a cell that ever gives a wrong one has no time.\n"
		"4. A time is the median over the rounds with its exact 95 %% order-statistic "
		"interval, which "
		"assumes nothing about the noise.\n"
		"5. A speedup is paired: per round, the loop’s nearest sample over the cell’s; "
		"from these ratios "
		"the median with its order-statistic interval, from %d rounds on the "
		"Hodges–Lehmann estimate "
		"with its signed-rank interval.\n"
		"6. Below %d rounds there is no 95 %% interval: the range is given and called so.\n"
		"7. *Computing* work keeps its CPU busy 90 %% of the time or more, *waiting* work "
		"10 %% or less; "
		"the ideal is min(workers, usable CPUs) for the one and n / ⌈n / workers⌉ for n "
		"waiting tasks (where the speedup went begins with all workers that have a task, "
		"so there it is a loss if tasks don’t divide by them). Work is *held by something "
		"shared* where more workers gain hardly "
		"anything, clearly below what tasks and CPUs allow, while it uses little of the "
		"CPUs and the time inside tasks grows, by more than by waits for a CPU. *How it "
		"scales* is "
		"T(N) = a / N + b + c (N − 1): work that is split, work that more workers don’t "
		"shorten (the serial share is b / (a + b)), and what each further worker costs. "
		"It is fitted to the medians by their intervals, N being the workers, of computing "
		"work at most what the probes found; its intervals come from fits to rounds drawn "
		"anew 1000 times, and no law is given where a bend or a curve describes the times "
		"as well.\n"
		"8. Verdicts are given on three questions per workload, and on nothing else: "
		"threads "
		"at the usable CPUs against the loop, processes against threads there, four times "
		"as many threads against those. Their errors are controlled together (Holm), and a "
		"difference must reach the margin: 2 %%, or the noise floor if that is higher.\n"
		"9. All of this page follows from `samples.jsonl`: `manyhands report` writes it "
		"anew.\n\n",
		STATS_SIGNED_RANK_MIN, STATS_INTERVAL_MIN);
}

/* Adds the name of the chart of KIND for WORKLOAD if its script stands there, but no picture. */
static void add_undrawn(struct text *names, const struct chart_kind *kind, const struct run *run,
	size_t workload, const char *folder)
{
	char *name = chart_kind_file(kind, run, workload);

	if (report_chart_stands(folder, name, "gp") && !report_chart_stands(folder, name, "svg") &&
		!report_chart_stands(folder, name, "png")) {
		text_add(names, "%s%s", names->length > 0 ? ", " : "", name);
	}
	free(name);
}

/* Says which charts are missing, and how they are had. */
static void add_missing(struct text *text, const struct run *run, const char *folder)
{
	const struct chart_kind *kind;
	struct text names = {0};

	for (size_t i = 0; (kind = chart_kind_at(i)) != NULL; i++) {
		size_t count = chart_kind_count(kind, run);

		for (size_t workload = 0; workload < count; workload++) {
			add_undrawn(&names, kind, run, workload, folder);
		}
	}
	if (names.length > 0) {
		text_add(text,
			"Not drawn yet: %s. With gnuplot installed (Debian: gnuplot-nox) "
			"`manyhands report` draws them; or by hand, in `charts/`: "
			"`for chart in *.gp; do gnuplot -d \"$chart\"; done`\n\n",
			names.text);
	}
	text_finish(&names);
}

/* The charts of the whole run. */
static void add_overview(struct text *text, const struct run *run, const char *folder)
{
	const struct chart_kind *kind;

	for (size_t i = 0; (kind = chart_kind_at(i)) != NULL; i++) {
		if (kind->scope == CHART_OF_RUN) {
			report_add_chart(text, folder, kind->name, kind->summary);
		}
	}
	add_missing(text, run, folder);
}

void report_add_notes(struct text *text, const struct samples *samples)
{
	if (samples->note_count == 0 && samples->bad_line_count == 0) {
		return;
	}
	text_add(text, "## What else happened\n\n");
	for (size_t i = 0; i < samples->note_count; i++) {
		text_add(text, "- ");
		markdown_text(text, samples->notes[i]);
		text_add(text, "\n");
	}
	if (samples->bad_line_count > 0) {
		text_add(text, "- %zu unreadable line%s of `samples.jsonl` left out\n",
			samples->bad_line_count, samples->bad_line_count == 1 ? "" : "s");
	}
	text_add(text, "\n");
}

static void add_own_command(struct text *text, const struct judgement *judgement)
{
	struct own_command own;

	own_command_init(&own, judgement, NULL);
	if (own.answer.text) {
		text_add(text, "\n## How many at once\n\n");
		markdown_text(text, own.answer.text);
		text_add(text, "\n");
	}
	if (own.line.text) {
		text_add(text, "\n");
		markdown_command(text, own.line.text);
	}
	own_command_finish(&own);
}

void report_add_repeat(struct text *text, const struct judgement *judgement)
{
	const char *command = judgement->samples->run.command;

	text_add(text, "## To repeat it\n\n");
	markdown_command(text, command ? command : "unknown");
	add_own_command(text, judgement);
}

void report_markdown(const struct judgement *judgement, const char *folder, struct text *text)
{
	const struct run *run = &judgement->samples->run;
	struct losses losses;

	losses_init(&losses, judgement);
	report_add_title(text, judgement);
	granularity_markdown(judgement, folder, text);
	add_answers(text, judgement);
	if (!run->granularity) { /* which asks something else */
		advice_markdown(&losses, text);
	}
	add_overview(text, run, folder);
	for (size_t i = 0; i < run->workload_count; i++) {
		report_add_workload(text, &losses, folder, i);
	}
	losses_finish(&losses);
	report_add_trust(text, judgement);
	report_add_notes(text, judgement->samples);
	report_add_machine(text, run);
	report_add_method(text);
	report_add_repeat(text, judgement);
}
