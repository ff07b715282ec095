/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data of a chart, read back from its CSV: as a table and as words on each of its marks. */
#include "show/page_rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 64 };

/* ---- reading ---- */

/* Adds the field at *AT to TEXT and moves *AT behind it: to the comma, the newline or the end. */
static void read_field(const char **at, struct text *text)
{
	const char *from = *at;

	text_add(text, "%s", "");
	if (*from != '"') {
		size_t bytes = strcspn(from, ",\r\n");

		text_add(text, "%.*s", (int)bytes, from);
		*at = from + bytes;
		return;
	}
	for (from++; *from && (*from != '"' || from[1] == '"'); from++) {
		from += *from == '"';
		text_add(text, "%c", *from);
	}
	from += *from == '"';
	*at = from + strcspn(from, ",\r\n");
}

static void add_field(struct page_rows *rows, size_t index, char *field)
{
	rows->field = xrealloc(rows->field, index + 1, sizeof(*rows->field));
	rows->field[index] = field;
}

/* Reads the line at AT as ROW, of which the first fixes how many columns there are; returns its end. */
static const char *read_row(struct page_rows *rows, const char *at, size_t row)
{
	size_t columns = 0, most = row == 0 ? PAGE_COLUMNS_MAX : rows->column_count;

	for (bool more = true; more;) {
		struct text field = {0};

		read_field(&at, &field);
		more = *at == ',';
		at += more;
		if (columns < most) {
			add_field(rows, row * rows->column_count + columns++, field.text);
		} else {
			text_finish(&field);
		}
	}
	if (row == 0) {
		rows->column_count = columns;
	}
	while (columns < rows->column_count) {
		add_field(rows, row * rows->column_count + columns++, xstrdup(""));
	}
	return at;
}

void page_rows_init(struct page_rows *rows, const char *csv)
{
	const char *at = csv;
	size_t row = 0;

	*rows = (struct page_rows){0};
	while (*at) {
		at = read_row(rows, at, row++);
		at += strspn(at, "\r\n");
	}
	rows->row_count = row > 0 ? row - 1 : 0;
}

void page_rows_finish(struct page_rows *rows)
{
	for (size_t i = 0; rows->field && i < (1 + rows->row_count) * rows->column_count; i++) {
		free(rows->field[i]);
	}
	free(rows->field);
	*rows = (struct page_rows){0};
}

/* ---- looking things up ---- */

const char *page_rows_title(const struct page_rows *rows, size_t column)
{
	return rows->field[column];
}

const char *page_rows_field(const struct page_rows *rows, size_t row, size_t column)
{
	return rows->field[(1 + row) * rows->column_count + column];
}

/* The column named by the LENGTH bytes at NAME, or column_count. */
static size_t find_column(const struct page_rows *rows, const char *name, size_t length)
{
	for (size_t i = 0; i < rows->column_count; i++) {
		if (strlen(page_rows_title(rows, i)) == length &&
			strncmp(page_rows_title(rows, i), name, length) == 0) {
			return i;
		}
	}
	return rows->column_count;
}

double page_rows_number(const char *field)
{
	char *end;
	double number = strtod(field, &end);

	return end > field && *end == '\0' && isfinite(number) ? number : NAN;
}

/* ---- filters ---- */

/* "a=text", "a>b" or "a". */
struct condition {
	size_t column, other; /* other: of '>' */
	char sign;            /* '=', '>' or 0 */
	char value[NAME_BYTES];
};

/* Reads the LENGTH bytes at WORD; false: no condition on ROWS. */
static bool read_condition(
	const struct page_rows *rows, const char *word, size_t length, struct condition *condition)
{
	size_t name = strcspn(word, "=> ");
	const char *value = word + name + 1;

	name = name < length ? name : length;
	*condition = (struct condition){.column = find_column(rows, word, name)};
	if (condition->column == rows->column_count) {
		return false;
	}
	if (name == length) {
		return true;
	}
	condition->sign = word[name];
	length -= name + 1;
	snprintf(condition->value, sizeof(condition->value), "%.*s", (int)length, value);
	condition->other = find_column(rows, value, length);
	return condition->sign == '=' || condition->other < rows->column_count;
}

static bool holds(const struct page_rows *rows, size_t row, const struct condition *condition)
{
	const char *field = page_rows_field(rows, row, condition->column);

	switch (condition->sign) {
	case '=':
		return strcmp(field, condition->value) == 0;
	case '>':
		return page_rows_number(field) >
		       page_rows_number(page_rows_field(rows, row, condition->other));
	default:
		return !isnan(page_rows_number(field));
	}
}

size_t *page_rows_find(const struct page_rows *rows, const char *filter, size_t *count)
{
	size_t word = strcspn(filter, " ");
	bool *kept = xcalloc(rows->row_count, sizeof(*kept));
	size_t *found = NULL;

	*count = 0;
	if (word != strlen("rows") || strncmp(filter, "rows", word) != 0) {
		goto finish;
	}
	memset(kept, true, rows->row_count);
	for (const char *at = filter + word; *at;) {
		struct condition condition;

		at += strspn(at, " ");
		word = strcspn(at, " ");
		if (word > 0 && !read_condition(rows, at, word, &condition)) {
			goto finish;
		}
		for (size_t i = 0; word > 0 && i < rows->row_count; i++) {
			kept[i] = kept[i] && holds(rows, i, &condition);
		}
		at += word;
	}
	found = xcalloc(rows->row_count, sizeof(*found));
	for (size_t i = 0; i < rows->row_count; i++) {
		if (kept[i]) {
			found[(*count)++] = i;
		}
	}
finish:
	free(kept);
	return found;
}
