/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to use for each workload and why, as a section of report.md. */
#include "show/advice.h"

#include "judge/advice.h"
#include "show/markdown.h"
#include "show/report_workload.h"

/* Adds the words, what would change them and the command. True if something is recommended. */
static bool add_workload(const struct losses *losses, size_t workload, struct text *text)
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
	text_add(text, "**");
	report_add_name(text, &losses->judgement->samples->run, workload);
	text_add(text, "**: ");
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

void advice_markdown(const struct losses *losses, struct text *text)
{
	bool any = false;

	text_add(text, "## What to use\n\n");
	for (size_t i = 0; i < losses->judgement->samples->run.workload_count; i++) {
		any = add_workload(losses, i, text) || any;
	}
	if (any) {
		text_add(text,
			"All of this is about closed batches, whose tasks are all there from "
			"the start: it says nothing about latency under arrivals.\n\n");
	}
}
