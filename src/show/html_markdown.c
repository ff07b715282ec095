/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our own Markdown as HTML, line by line. All that it says passes html_text. */
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "show/html.h"

enum { COLUMNS_MAX = 256 };

/* ---- within a line ---- */

/* The words between BEGIN and END as text. */
static void add_span(struct text *html, const char *begin, const char *end)
{
	char *words = xasprintf("%.*s", (int)(end - begin), begin);

	html_text(html, words);
	free(words);
}

/* Adds the code between BEGIN and END. Its words break at no hyphen as long as they fit in a line. */
static void add_code_words(struct text *html, const char *begin, const char *end)
{
	while (begin < end) {
		size_t spaces = strspn(begin, " "), rest = (size_t)(end - begin);
		const char *word = begin + (spaces < rest ? spaces : rest);
		const char *after = word + strcspn(word, " ");

		after = after < end ? after : end;
		bool hyphen = memchr(word, '-', (size_t)(after - word)) != NULL;

		add_span(html, begin, word);
		text_add(html, hyphen ? "<span>" : "");
		add_span(html, word, after);
		text_add(html, hyphen ? "</span>" : "");
		begin = after;
	}
}

/* Adds the code span that begins at AT and returns what follows; NULL: its backticks are never closed. */
static const char *add_code(struct text *html, const char *at, const char *end)
{
	size_t fence = strspn(at, "`");
	const char *begin = at + fence;

	for (const char *close = begin; close < end; close++) {
		size_t run = strspn(close, "`");

		if (run == fence) {
			bool padded = close - begin > 2 && *begin == ' ' && close[-1] == ' ';

			text_add(html, "<code>");
			add_code_words(html, begin + padded, close - padded);
			text_add(html, "</code>");
			return close + run;
		}
		close += run;
	}
	return NULL;
}

/* Opens or closes TAG. */
static void toggle(struct text *html, bool *open, const char *tag)
{
	text_add(html, "<%s%s>", *open ? "/" : "", tag);
	*open = !*open;
}

/* Adds the markup at AT and returns what follows it; NULL: it is none. */
static const char *add_markup(
	struct text *html, const char *at, const char *end, bool *strong, bool *emphasis)
{
	if (*at == '\\' && at + 1 < end && ispunct((unsigned char)at[1])) {
		add_span(html, at + 1, at + 2);
		return at + 2;
	}
	if (*at == '`') {
		return add_code(html, at, end);
	}
	if (*at == '*' && at + 1 < end && at[1] == '*') {
		toggle(html, strong, "strong");
		return at + 2;
	}
	if (*at == '*') {
		toggle(html, emphasis, "em");
		return at + 1;
	}
	return NULL;
}

static void add_inline(struct text *html, const char *begin, const char *end)
{
	bool strong = false, emphasis = false;

	for (const char *at = begin; at < end;) {
		const char *plain = at;

		while (plain < end && !strchr("\\`*", *plain)) {
			plain++;
		}
		add_span(html, at, plain);
		at = plain;
		if (at < end) {
			const char *next = add_markup(html, at, end, &strong, &emphasis);

			if (!next) {
				add_span(html, at, at + 1);
			}
			at = next ? next : at + 1;
		}
	}
	if (emphasis) {
		toggle(html, &emphasis, "em");
	}
	if (strong) {
		toggle(html, &strong, "strong");
	}
}

void html_add_inline(struct text *html, const char *markdown)
{
	add_inline(html, markdown, markdown + strlen(markdown));
}

/* ---- lines ---- */

/* What is read, and where. */
struct reader {
	struct text *html;
	const char *line, *end; /* END: of the line, its newline left out */
};

static void begin_line(struct reader *reader, const char *line)
{
	reader->line = line;
	reader->end = line + strcspn(line, "\n");
}

static bool at_end(const struct reader *reader)
{
	return *reader->line == '\0';
}

static void next_line(struct reader *reader)
{
	begin_line(reader, *reader->end ? reader->end + 1 : reader->end);
}

static bool begins_with(const struct reader *reader, const char *words)
{
	return strncmp(reader->line, words, strlen(words)) == 0;
}

/* The bytes of "- " or "12. " at the start of the line; 0: it is no item. */
static size_t item_mark(const struct reader *reader)
{
	size_t digits = strspn(reader->line, "0123456789");

	if (digits > 0) {
		return strncmp(reader->line + digits, ". ", 2) == 0 ? digits + 2 : 0;
	}
	return begins_with(reader, "- ") ? 2 : 0;
}

static void add_list(struct reader *reader)
{
	const char *tag = *reader->line == '-' ? "ul" : "ol";

	text_add(reader->html, "<%s>\n", tag);
	while (item_mark(reader) > 0) {
		text_add(reader->html, "<li>");
		add_inline(reader->html, reader->line + item_mark(reader), reader->end);
		text_add(reader->html, "</li>\n");
		next_line(reader);
	}
	text_add(reader->html, "</%s>\n", tag);
}

/* "## How far to trust it" becomes <h2 id="how-far-to-trust-it">. */
static void add_heading(struct reader *reader)
{
	size_t level = strspn(reader->line, "#");
	const char *words = reader->line + level + strspn(reader->line + level, " ");
	bool gap = false;

	text_add(reader->html, "<h%zu id=\"", level);
	for (const char *at = words; at < reader->end; at++) {
		bool plain = isascii((unsigned char)*at) && isalnum((unsigned char)*at);

		if (plain) {
			text_add(reader->html, "%s%c", gap ? "-" : "", tolower((unsigned char)*at));
		}
		gap = !plain && at > words;
	}
	text_add(reader->html, "\">");
	add_inline(reader->html, words, reader->end);
	text_add(reader->html, "</h%zu>\n", level);
	next_line(reader);
}

static void add_fenced(struct reader *reader)
{
	size_t fence = strspn(reader->line, "`");

	text_add(reader->html, "<pre><code>");
	next_line(reader);
	while (!at_end(reader) && strspn(reader->line, "`") < fence) {
		add_code_words(reader->html, reader->line, reader->end);
		text_add(reader->html, "\n");
		next_line(reader);
	}
	text_add(reader->html, "</code></pre>\n");
	next_line(reader);
}

/* ---- tables ---- */

/* The end of the cell that begins at AT: the next bar that no backslash stands before. */
static const char *cell_end(const char *at, const char *end)
{
	while (at < end && *at != '|') {
		at += *at == '\\' && at + 1 < end ? 2 : 1;
	}
	return at;
}

static const char *skip_spaces(const char *at, const char *end)
{
	while (at < end && *at == ' ') {
		at++;
	}
	return at;
}

/* Reads the line below a table's first: which columns are of numbers. Returns how many there are. */
static size_t read_alignment(struct reader *reader, bool right[COLUMNS_MAX])
{
	const char *at = reader->line + 1;
	size_t column = 0;

	for (; at < reader->end && column < COLUMNS_MAX; column++) {
		const char *end = cell_end(at, reader->end), *last = end;

		while (last > at && last[-1] == ' ') {
			last--;
		}
		right[column] = last > at && last[-1] == ':';
		at = end + 1;
	}
	return column;
}

/* Adds the words from AT to END without the spaces around them, in an element of the table: of SCOPE a
 * header, else (NULL) a value. */
static void add_cell(
	struct text *html, const char *at, const char *end, const char *scope, bool right)
{
	const char *words = skip_spaces(at, end);

	while (end > words && end[-1] == ' ') {
		end--;
	}
	text_add(html, scope ? "<th scope=\"%s\"" : "<td", scope);
	text_add(html, "%s>", right ? " class=\"n\"" : "");
	add_inline(html, words, end);
	text_add(html, "</t%c>", scope ? 'h' : 'd');
}

static void add_row(struct reader *reader, bool heads, const bool right[COLUMNS_MAX])
{
	const char *at = reader->line + 1;
	size_t column = 0;

	text_add(reader->html, "<tr>");
	for (; at < reader->end && column < COLUMNS_MAX; column++) {
		const char *end = cell_end(at, reader->end);

		add_cell(reader->html, at, end,
			heads         ? "col"
			: column == 0 ? "row"
				      : NULL,
			right[column]);
		at = end + 1;
	}
	text_add(reader->html, "</tr>\n");
	next_line(reader);
}

/* Adds the table at the line, CAPTION to CAPTION_END above it (NULL: none). */
static void add_table(struct reader *reader, const char *caption, const char *caption_end)
{
	bool right[COLUMNS_MAX] = {false};
	struct reader below = *reader;

	next_line(&below);
	size_t columns = read_alignment(&below, right);
	text_add(
		reader->html, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
	text_add(reader->html, caption ? "Table: " : "Table");
	if (caption) {
		add_span(reader->html, caption, caption_end);
	}
	text_add(reader->html, "\"><table%s>\n", columns == 2 ? " class=\"pair\"" : "");
	if (caption) {
		text_add(reader->html, "<caption><span>");
		add_inline(reader->html, caption, caption_end);
		text_add(reader->html, "</span></caption>\n");
	}
	text_add(reader->html, "<thead>\n");
	add_row(reader, true, right);
	text_add(reader->html, "</thead>\n<tbody>\n");
	next_line(reader); /* the alignment */
	while (*reader->line == '|') {
		add_row(reader, false, right);
	}
	text_add(reader->html, "</tbody>\n</table></div>\n");
}

/* A paragraph; one that announces the table below it becomes its caption. */
static void add_paragraph(struct reader *reader)
{
	const char *begin = reader->line, *end = reader->end;

	next_line(reader);
	if (end > begin && end[-1] == ':' && begins_with(reader, "\n")) {
		struct reader below = *reader;

		next_line(&below);
		if (*below.line == '|') {
			*reader = below;
			add_table(reader, begin, end - 1);
			return;
		}
	}
	text_add(reader->html, "<p>");
	add_inline(reader->html, begin, end);
	text_add(reader->html, "</p>\n");
}

void html_add_markdown(struct text *html, const char *markdown)
{
	struct reader reader = {.html = html};

	begin_line(&reader, markdown);
	while (!at_end(&reader)) {
		if (reader.line == reader.end) {
			next_line(&reader);
		} else if (*reader.line == '#') {
			add_heading(&reader);
		} else if (*reader.line == '|') {
			add_table(&reader, NULL, NULL);
		} else if (begins_with(&reader, "```")) {
			add_fenced(&reader);
		} else if (item_mark(&reader) > 0) {
			add_list(&reader);
		} else {
			add_paragraph(&reader);
		}
	}
}
