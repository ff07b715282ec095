/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The footnotes of a block of the table: cells that failed in the same way share one, and so do all
 * that were disturbed. */
#ifndef MANYHANDS_SHOW_SHEET_NOTES_H
#define MANYHANDS_SHOW_SHEET_NOTES_H

#include "judge/compare.h"
#include "text.h"

/* The cells of a footnote, "thread-pool at 4, 8; process-pool at 8", and what is to say of them. */
struct sheet_note {
	struct text where;
	char *who;  /* the row that was added last; NULL: of those disturbed */
	char *what; /* likewise */
};

/* All zero: none yet. */
struct sheet_notes {
	struct sheet_note *note;
	size_t count;
	size_t disturbed_number;     /* of that footnote; 0: none */
	struct cell_flags disturbed; /* of all cells that carry it */
};

/* True if RESULT has so few good samples left that there is no interval, which its footnote says. */
bool sheet_too_few_left(const struct judgement *judgement, const struct cell_result *result);

/* The number of the footnote on RESULT, a cell of the row WHO that failed; of which too many samples
 * were disturbed. */
size_t sheet_notes_failed(struct sheet_notes *notes, const struct judgement *judgement,
	const char *who, const struct cell_result *result);
size_t sheet_notes_disturbed(struct sheet_notes *notes, const struct cell_result *result);

/* "¹ thread-pool at 8: 2 of 7 samples FAILED: 39 of 100 started", one text each; the caller frees. Takes
 * NOTES apart. */
char **sheet_notes_finish(struct sheet_notes *notes, bool utf8);

#endif
