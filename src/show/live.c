/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The view while measuring: a table that sharpens in place over a progress bar, or plain lines. */
#include "show/live.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "show/bar.h"
#include "show/granularity.h"
#include "show/words.h"
#include "trial/clock.h"

enum {
	DRAW_EVERY_NS = 100000000,
	BAR_COLUMNS = 15,
	BAR_COLUMNS_WIDE = 30,
	BAR_COLUMNS_MIN = 5,
	WIDE_SCREEN = 120,
	NOW_COLUMNS_MIN = 12,
};

#define FRAME_BEGIN "\033[?2026h" /* the terminal shows nothing until FRAME_END */
#define FRAME_END "\033[?2026l"
#define CURSOR_HIDE "\033[?25l"
#define CURSOR_SHOW "\033[?25h"
#define ERASE_LINE "\033[K"
#define ERASE_BELOW "\033[J"

/* The stream whose cursor is hidden, for a program that ends by exit() while measuring. */
static FILE *hidden_on;

static void show_cursor(void)
{
	if (hidden_on) {
		fputs(CURSOR_SHOW, hidden_on);
		fflush(hidden_on);
		hidden_on = NULL;
	}
}

static void hide_cursor(struct text *frame, FILE *out)
{
	static bool registered;

	if (!registered) {
		registered = atexit(show_cursor) == 0;
	}
	if (!hidden_on) {
		text_add(frame, CURSOR_HIDE);
		hidden_on = out;
	}
}

void live_init(struct live *live, FILE *out, bool no_progress)
{
	const char *term = getenv("TERM");

	*live = (struct live){.out = out, .silent = no_progress};
	live->terminal = isatty(fileno(out)) && term && *term && strcmp(term, "dumb") != 0;
	table_style_init(&live->style, out);
}

/* Asks how large the screen is now; true if the block on it no longer stands where it was drawn. */
static bool look_at_screen(struct live *live)
{
	struct winsize size;
	uint32_t columns = 80, rows = 24;

	if (ioctl(fileno(live->out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 &&
		size.ws_row > 0) {
		columns = size.ws_col;
		rows = size.ws_row;
	}
	bool moved =
		live->drawn_lines > 0 && (columns != live->columns || live->drawn_lines > rows);
	live->columns = columns;
	live->rows = rows;
	live->style.columns = table_columns(columns);
	return moved;
}

/* "412 of 960 samples"; PADDED keeps its length while the count grows. */
static void add_samples(const struct live_progress *progress, bool padded, struct text *text)
{
	char total[24];

	if (progress->total_count == 0) {
		text_add(text, "%llu sample%s", (unsigned long long)progress->done_count,
			progress->done_count == 1 ? "" : "s");
		return;
	}
	int width =
		snprintf(total, sizeof(total), "%llu", (unsigned long long)progress->total_count);
	text_add(text, "%*llu of %s samples", padded ? width : 0,
		(unsigned long long)progress->done_count, total);
}

/* "round 3 of 7" */
static void add_round(const struct live_progress *progress, struct text *text)
{
	if (progress->traced) {
		text_add(text, "traced round");
	} else if (progress->round == 0) {
		text_add(text, "warm-up round");
	} else if (progress->rounds == 0) {
		text_add(text, "round %u", progress->round);
	} else {
		text_add(text, "round %u of %s%u", progress->round,
			progress->may_end_early ? "at most " : "", progress->rounds);
	}
}

/* "12 s left", nothing where it is not known or all is done. */
static void add_left(const struct live_progress *progress, struct text *text)
{
	double left = ceil(progress->left_s);

	text_add(text, "%s", "");
	if (!(left >= 0) ||
		(progress->total_count > 0 && progress->done_count >= progress->total_count)) {
		return;
	}
	if (left < 100) {
		text_add(text, "%.0f s left", left);
	} else if (left < 6000) {
		text_add(text, "%.0f min left", ceil(left / 60));
	} else {
		text_add(text, "%.1f h left", left / 3600);
	}
}

/* Takes the parameters out of a cell's key: "primes/thread-pool/4". */
static void drop_parameters(char *key)
{
	char *to = key;

	for (const char *from = key; *from; from++) {
		from += *from == ':' ? strcspn(from, "/") : 0;
		*to++ = *from;
		if (*from == '\0') {
			return;
		}
	}
	*to = '\0';
}

/* Adds NOW, without parameters if it is longer than COLUMNS, and cut if it still is. */
static void add_now(const char *now, size_t columns, bool utf8, struct text *text)
{
	char *folded = words_folded(now, utf8);
	const char *dots = utf8 ? "…" : "...";

	if (text_columns(folded) > columns && !strchr(folded, ' ')) {
		drop_parameters(folded);
	}
	if (text_columns(folded) <= columns) {
		text_add(text, "%s", folded);
	} else {
		int bytes = (int)words_bytes(folded, columns - text_columns(dots));

		text_add(text, "%.*s%s", bytes, folded, dots);
	}
	free(folded);
}

/* Adds the line under the table; what does not fit is left out, least important first. */
static void add_progress(
	const struct live *live, const struct live_progress *progress, struct text *text)
{
	struct text round = {0}, samples = {0}, left = {0};
	size_t bar = live->columns >= WIDE_SCREEN ? BAR_COLUMNS_WIDE : BAR_COLUMNS;
	double share = progress->total_count == 0
			       ? 0
			       : (double)progress->done_count / (double)progress->total_count;

	add_round(progress, &round);
	add_samples(progress, true, &samples);
	add_left(progress, &left);
	size_t used = round.length + 2 + samples.length + (left.length > 0 ? 2 + left.length : 0);
	size_t room = live->columns > used + 2 ? live->columns - used - 2 : 0;

	text_add(text, "%s", round.text);
	bar = bar < room ? bar : room;
	if (progress->total_count > 0 && bar >= BAR_COLUMNS_MIN) {
		text_add(text, "  ");
		if (live->style.utf8) {
			bar_add(text, share, bar, true);
		} else {
			text_add(text, "[");
			bar_add(text, share, bar - 2, false);
			text_add(text, "]");
		}
		used += 2 + bar;
	}
	text_add(text, "  %s%s%s", samples.text, left.length > 0 ? "  " : "", left.text);
	if (progress->now && used + 3 + NOW_COLUMNS_MIN <= live->columns) {
		text_add(text, "   ");
		add_now(progress->now, live->columns - used - 3, live->style.utf8, text);
	}
	text_finish(&round);
	text_finish(&samples);
	text_finish(&left);
}

/* Adds the line at *AT, at most COLUMNS of it but all its colour codes; steps to the next line. */
static void add_clipped(const char **at, size_t columns, struct text *frame)
{
	const char *end = strchrnul(*at, '\n');
	size_t used = 0;

	for (const char *piece = *at; piece < end;) {
		size_t bytes = words_bytes(piece, 1);
		bool code = *piece == '\033';

		if (code) {
			bytes = strcspn(piece, "m") + 1;
		}
		if (code || used < columns) {
			text_add(frame, "%.*s", (int)bytes, piece);
		}
		used += code ? 0 : 1;
		piece += bytes;
	}
	*at = *end ? end + 1 : end;
}

/* Puts the lines of BLOCK, the last without a newline, in the place of those drawn before, or below
 * them if FRESH. */
static void put_block(struct live *live, const char *block, bool fresh)
{
	struct text frame = {0};
	uint32_t lines = 0;

	text_add(&frame, FRAME_BEGIN);
	hide_cursor(&frame, live->out);
	text_add(&frame, fresh ? "\r\n" : "\r");
	if (!fresh && live->drawn_lines > 1) {
		text_add(&frame, "\033[%uA", live->drawn_lines - 1);
	}
	/* erased first: after a full line the cursor still stands on its last column */
	for (const char *at = block; *at; lines++) {
		bool last = !strchr(at, '\n');

		text_add(&frame, "%s%s", lines > 0 ? "\r\n" : "", last ? ERASE_BELOW : ERASE_LINE);
		add_clipped(&at, live->columns, &frame);
	}
	text_add(&frame, FRAME_END);
	fwrite(frame.text, 1, frame.length, live->out);
	fflush(live->out);
	live->drawn_lines = lines;
	text_finish(&frame);
}

static size_t lines_of(const struct text *text)
{
	size_t lines = 0;

	for (size_t i = 0; i < text->length; i++) {
		lines += text->text[i] == '\n';
	}
	return lines;
}

/* Adds the table, or as much of it as this screen has lines for above the bar. */
static void add_table(const struct live *live, const struct judgement *judgement, const char *now,
	struct text *block)
{
	size_t lines_max = live->rows > 2 ? live->rows - 2 : 0;
	bool sweep = judgement->samples->run.granularity;
	struct text table = {0};

	if (sweep) {
		granularity_table(judgement, false, &live->style, &table);
	} else {
		table_body(judgement, false, &live->style, &table);
	}
	size_t lines = lines_of(&table);
	if (lines > lines_max) {
		text_finish(&table);
		if (!sweep) {
			table_part(judgement, &live->style, now, lines_max, &table);
		}
	}
	if (table.length > 0) {
		text_add(block, "%s", table.text);
	} else {
		text_add(
			block, "(the table, %zu lines, is too tall: it comes at the end)\n", lines);
	}
	text_finish(&table);
}

/* A table of nothing but "not yet" says nothing. */
static bool has_samples(const struct judgement *judgement)
{
	for (size_t c = 0; c < judgement->samples->run.cell_count; c++) {
		if (judgement->cells[c].sample_count + judgement->cells[c].failed_count > 0) {
			return true;
		}
	}
	return false;
}

void live_draw(struct live *live, const struct judgement *judgement,
	const struct live_progress *progress, bool force)
{
	uint64_t now_ns = clock_now_ns();
	struct text block = {0};

	if (live->silent || !live->terminal ||
		(!force && live->last_draw_ns != 0 &&
			now_ns - live->last_draw_ns < DRAW_EVERY_NS)) {
		return;
	}
	live->last_draw_ns = now_ns;
	bool moved = look_at_screen(live);
	if (judgement && has_samples(judgement)) {
		add_table(live, judgement, progress->now, &block);
	}
	add_progress(live, progress, &block);
	put_block(live, block.text, moved);
	text_finish(&block);
}

void live_round_line(struct live *live, const struct live_progress *progress)
{
	struct text line = {0}, left = {0};

	if (live->silent || live->terminal) {
		return;
	}
	add_round(progress, &line);
	text_add(&line, " done, ");
	add_samples(progress, false, &line);
	add_left(progress, &left);
	fprintf(live->out, "%s%s%s\n", line.text, left.length > 0 ? ", " : "", left.text);
	fflush(live->out);
	text_finish(&line);
	text_finish(&left);
}

void live_finish(struct live *live)
{
	if (live->drawn_lines == 0) {
		return;
	}
	if (look_at_screen(live)) {
		fputs("\r\n", live->out);
	} else if (live->drawn_lines > 1) {
		fprintf(live->out, "\r\033[%uA" ERASE_BELOW, live->drawn_lines - 1);
	} else {
		fputs("\r" ERASE_BELOW, live->out);
	}
	live->drawn_lines = 0;
	show_cursor();
}
