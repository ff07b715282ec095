/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The footnotes of a block of the table: cells that failed in the same way share one, and so do all
 * that were disturbed. */
#include "show/sheet_notes.h"

#include <stdlib.h>
#include <string.h>

#include "judge/endings.h"
#include "show/words.h"

enum { MARK_BYTES = 48 };

bool sheet_too_few_left(const struct judgement *judgement, const struct cell_result *result)
{
	return judgement->round_count >= STATS_INTERVAL_MIN && result->sample_count > 0 &&
	       result->failed_count > 0 && !result->speedup.exact;
}

/* "2 of 7 samples FAILED: 39 of 100 started"; the caller frees. */
static char *failure_text(const struct judgement *judgement, const struct cell_result *result)
{
	struct text text = {0};

	endings_say(judgement, result, &text);
	if (result->reason && *result->reason) {
		text_add(&text, ": %s", result->reason);
	}
	if (sheet_too_few_left(judgement, result) && !result->cell->baseline) {
		text_add(&text, "; no interval from the other %zu", result->sample_count);
	}
	return text.text;
}

static struct sheet_note *add_note(struct sheet_notes *notes)
{
	notes->note = xrealloc(notes->note, notes->count + 1, sizeof(*notes->note));
	notes->note[notes->count] = (struct sheet_note){0};
	return &notes->note[notes->count++];
}

/* The footnote that says WHAT, new if there is none, to which WHAT belongs from then on. */
static struct sheet_note *note_on(struct sheet_notes *notes, char *what)
{
	for (size_t i = 0; i < notes->count; i++) {
		struct sheet_note *note = &notes->note[i];

		if (note->what && strcmp(note->what, what) == 0) {
			free(what);
			return note;
		}
	}
	struct sheet_note *note = add_note(notes);
	note->what = what;
	return note;
}

size_t sheet_notes_failed(struct sheet_notes *notes, const struct judgement *judgement,
	const char *who, const struct cell_result *result)
{
	struct sheet_note *note = note_on(notes, failure_text(judgement, result));
	uint32_t workers = result->cell->workers;

	if (note->who && strcmp(note->who, who) == 0) {
		text_add(&note->where, ", %u", workers);
		return (size_t)(note - notes->note) + 1;
	}
	text_add(&note->where, "%s%s", note->who ? "; " : "", who);
	if (!result->cell->baseline) {
		text_add(&note->where, " at %u", workers);
	}
	free(note->who);
	note->who = xstrdup(who);
	return (size_t)(note - notes->note) + 1;
}

size_t sheet_notes_disturbed(struct sheet_notes *notes, const struct cell_result *result)
{
	cell_flags_join(&notes->disturbed, &result->flags);
	if (notes->disturbed_number == 0) {
		add_note(notes);
		notes->disturbed_number = notes->count;
	}
	return notes->disturbed_number;
}

/* Adds "31 of 84 samples disturbed: other processes (31)", or where what failed. */
static void add_note_text(
	const struct sheet_notes *notes, const struct sheet_note *note, struct text *text)
{
	if (note->what) {
		text_add(text, "%s: %s", note->where.text, note->what);
	} else {
		cell_flags_words(&notes->disturbed, text);
	}
}

char **sheet_notes_finish(struct sheet_notes *notes, bool utf8)
{
	char **lines = xcalloc(notes->count, sizeof(*lines));

	for (size_t i = 0; i < notes->count; i++) {
		struct sheet_note *note = &notes->note[i];
		struct text line = {0};
		char mark[MARK_BYTES];

		words_mark(i + 1, mark, sizeof(mark));
		text_add(&line, "%s ", mark);
		add_note_text(notes, note, &line);
		lines[i] = words_folded(line.text, utf8);
		text_finish(&line);
		text_finish(&note->where);
		free(note->who);
		free(note->what);
	}
	free(notes->note);
	*notes = (struct sheet_notes){0};
	return lines;
}
