/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to use for each workload and why, for report.md and report.html. */
#include "show/advice.h"

#include "judge/advice.h"
#include "show/markdown.h"
#include "show/report_workload.h"

bool advice_add(const struct losses *losses, size_t workload, struct text *text)
{
	struct text words = {0}, command = {0};
	struct advice advice;

	advice_init(&advice, losses->judgement, workload, losses);
	bool sure = advice.end == ADVICE_USE || advice.end == ADVICE_LOOP;
	advice_say(&advice, &words);
	if (sure) {
		text_add(&words, " ");
		advice_say_change(&advice, &words);
	}
	advice_command(&advice, &command);
	advice_finish(&advice);
	markdown_text(text, words.text);
	text_add(text, "%s\n\n", !command.text ? "" : sure ? " To check it:" : " To try again:");
	if (command.text) {
		markdown_command(text, command.text);
		text_add(text, "\n");
	}
	text_finish(&words);
	text_finish(&command);
	return sure;
}

void advice_add_scope(struct text *text)
{
	text_add(text, "All of this is about closed batches, whose tasks are all there from the "
		       "start: it says nothing about latency under arrivals.\n\n");
}

void advice_markdown(const struct losses *losses, struct text *text)
{
	const struct run *run = &losses->judgement->samples->run;
	bool any = false;

	text_add(text, "## What to use\n\n");
	for (size_t i = 0; i < run->workload_count; i++) {
		text_add(text, "**");
		report_add_name(text, run, i);
		text_add(text, "**: ");
		any = advice_add(losses, i, text) || any;
	}
	if (any) {
		advice_add_scope(text);
	}
}
