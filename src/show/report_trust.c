/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of report.md that says how far its numbers can be trusted. */
#include "show/report_trust.h"

#include <math.h>

#include "judge/questions.h"
#include "show/report_workload.h"

static void add_ratio(struct text *text, const struct interval *ratio, int decimals)
{
	if (isnan(ratio->mid)) {
		text_add(text, " – |");
		return;
	}
	text_add(text, " %.*f (%.*f–%.*f%s) |", decimals, ratio->mid, decimals, ratio->low,
		decimals, ratio->high, ratio->exact ? "" : ", range");
}

/* The loops against their copies. */
static void add_floors(struct text *text, const struct judgement *judgement)
{
	const struct run *run = &judgement->samples->run;
	bool begun = false;

	for (size_t w = 0; w < run->workload_count; w++) {
		struct questions questions;

		questions_ask(&questions, judgement, w);
		if (isnan(questions.copy.mid)) {
			continue;
		}
		if (!begun) {
			text_add(text,
				"Every round runs each loop a second time; between the loop and "
				"its copy "
				"there is nothing but noise:\n\n"
				"| workload | copy / loop | smaller differences are invisible |\n"
				"| :--- | :--- | ---: |\n");
		}
		begun = true;
		text_add(text, "| ");
		report_add_name(text, run, w);
		text_add(text, " |");
		add_ratio(text, &questions.copy, 3);
		if (questions.floor > 0) {
			text_add(text, " below %.1f %% |\n", 100 * questions.floor);
		} else {
			text_add(text, " unknown |\n");
		}
	}
	text_add(text, begun ? "\n" : "");
}

static void add_flags(struct text *text, const struct flags *flags)
{
	text_add(text,
		"Of %zu samples %zu (%.1f %%) were disturbed by something else on the machine, as "
		"far as the kernel tells:\n\n"
		"| sign | samples | not known of |\n| :--- | ---: | ---: |\n",
		flags->judged, flags->flagged,
		100 * (double)flags->flagged / (double)flags->judged);
	for (size_t kind = 0; kind < FLAG_KINDS; kind++) {
		text_add(text, "| %s | %zu | %zu |\n", flag_words((enum flag)(1u << kind)),
			flags->with[kind], flags->unknown[kind]);
	}
	text_add(text, "\n");
	if (flags->crowded_count > 0) {
		text_add(text,
			"In %zu samples workers waited for each other: the kernel kept two on one "
			"CPU "
			"while another was free. That belongs to workers that nobody pins, and is "
			"no "
			"disturbance; `place=spread` avoids it.\n\n",
			flags->crowded_count);
	}
}

static void add_capacity(struct text *text, const struct capacity *capacity)
{
	if (capacity->count > 0) {
		text_add(text,
			"What threads that share nothing compute, in CPUs: the machine’s ceiling "
			"lies "
			"between the two.\n\n"
			"| workers | chains of steps (latency) | full multipliers (throughput) |\n"
			"| ---: | :--- | :--- |\n");
	}
	for (size_t i = 0; i < capacity->count; i++) {
		text_add(text, "| %u |", capacity->point[i].workers);
		add_ratio(text, &capacity->point[i].latency, 2);
		add_ratio(text, &capacity->point[i].throughput, 2);
		text_add(text, "\n");
	}
	text_add(text, capacity->count > 0 ? "\n" : "");
	if (capacity->drift >= 0) {
		text_add(text, "The machine’s speed varied by %.1f %% over the run.\n\n",
			100 * capacity->drift);
	}
}

void report_add_trust(struct text *text, const struct judgement *judgement)
{
	if (judgement->flags.judged == 0) {
		return;
	}
	text_add(text, "## How far to trust it\n\n");
	add_floors(text, judgement);
	add_flags(text, &judgement->flags);
	add_capacity(text, &judgement->capacity);
}
