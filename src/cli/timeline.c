/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report --timeline: who did which task when, drawn in the terminal. */
#include "cli/timeline.h"

#include <stdio.h>
#include <string.h>

#include "show/timeline.h"
#include "text.h"

/* Says why there is no trace of the cell KEY, and what to do. */
static void warn_untraced(const struct samples *samples, const char *folder, const char *key)
{
	struct text command = {0};

	for (size_t i = 0; i < samples->note_count; i++) {
		const char *note = samples->notes[i];
		size_t length = strlen(key);

		if (strncmp(note, key, length) == 0 &&
			strncmp(note + length, " is not traced", 14) == 0) {
			warn("%s; a larger chunk, such as thread-pool:chunk=100, makes fewer",
				note);
			return;
		}
	}
	text_add(&command, "manyhands run --resume ");
	text_add_quoted(&command, folder);
	warn("there is no trace of %s; `%s --trace` adds one of every cell", key, command.text);
	text_finish(&command);
}

bool timeline_print(const struct judgement *judgement, const char *folder, size_t cell,
	enum results_format format)
{
	struct table_style style = {.utf8 = true, .columns = 100};
	struct timeline timeline;
	struct text text = {0};

	if (!timeline_sample(judgement, cell)) {
		warn_untraced(judgement->samples, folder, judgement->samples->run.cells[cell].key);
		return false;
	}
	if (!timeline_init(&timeline, judgement, cell, folder)) {
		return false;
	}
	if (format == RESULTS_TABLE) {
		table_style_init(&style, stdout);
	}
	timeline_add(&timeline, &style, &text);
	printf(format == RESULTS_TABLE ? "%s" : "```text\n%s```\n", text.text);
	text_finish(&text);
	timeline_finish(&timeline);
	return true;
}
