/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rows of a chart's data say to people, by the names of the columns. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "show/markdown.h"
#include "show/page_rows.h"

/* What a column holds, by its name. */
enum meaning {
	MEANS_PLACE, /* where to draw: nothing for people */
	MEANS_DRAWN, /* the words of the mark; where there are numbers they only repeat one */
	MEANS_TEXT,
	MEANS_STATUS, /* text, of which "OK" goes without saying */
	MEANS_COUNT,
	MEANS_TIMES,
	MEANS_SECONDS,
	MEANS_MOMENT,       /* seconds since the start */
	MEANS_MICROSECONDS, /* of something that the column names */
	MEANS_SHARE,
	MEANS_SIGN, /* 1: true of the row */
	MEANS_NUMBER,
};

static const struct {
	const char *title;
	enum meaning meaning;
} known[] = {
	{"series", MEANS_PLACE},
	{"panel", MEANS_PLACE},
	{"lane", MEANS_PLACE},
	{"bar", MEANS_PLACE},
	{"segment", MEANS_PLACE},
	{"fill", MEANS_PLACE},
	{"from", MEANS_PLACE},
	{"to", MEANS_PLACE},
	{"low", MEANS_PLACE},
	{"high", MEANS_PLACE},
	{"wide_low", MEANS_PLACE},
	{"wide_high", MEANS_PLACE},
	{"row", MEANS_PLACE},
	{"column", MEANS_PLACE},
	{"y", MEANS_PLACE},
	{"top", MEANS_PLACE},
	{"bottom", MEANS_PLACE},
	{"kind", MEANS_PLACE},
	{"code", MEANS_PLACE},
	{"style", MEANS_PLACE},
	{"color", MEANS_PLACE},
	{"ink", MEANS_PLACE},
	{"text", MEANS_DRAWN},
	{"strategy", MEANS_TEXT},
	{"workload", MEANS_TEXT},
	{"part", MEANS_TEXT},
	{"cell", MEANS_TEXT},
	{"question", MEANS_TEXT},
	{"verdict", MEANS_TEXT},
	{"meaning", MEANS_TEXT},
	{"schedule", MEANS_TEXT},
	{"state", MEANS_TEXT},
	{"status", MEANS_STATUS},
	{"workers", MEANS_COUNT},
	{"worker", MEANS_COUNT},
	{"chunk", MEANS_COUNT},
	{"round", MEANS_COUNT},
	{"speedup", MEANS_TIMES},
	{"ideal", MEANS_TIMES},
	{"lost", MEANS_TIMES},
	{"ratio", MEANS_TIMES},
	{"seconds", MEANS_SECONDS},
	{"worker_seconds", MEANS_SECONDS},
	{"from_s", MEANS_MOMENT},
	{"to_s", MEANS_MOMENT},
	{"task_us", MEANS_MICROSECONDS},
	{"efficiency", MEANS_SHARE},
	{"margin", MEANS_SHARE},
	{"disturbed", MEANS_SIGN},
	{"best", MEANS_PLACE},
};

static enum meaning meaning_of(const char *title)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(known[i].title, title) == 0) {
			return known[i].meaning;
		}
	}
	return MEANS_NUMBER;
}

/* Three digits that count, and no more than four decimals. */
static int decimals_of(double value)
{
	int whole = value == 0 ? 0 : (int)floor(log10(fabs(value) * 1.0005));

	return whole >= 2 ? 0 : whole <= -2 ? 4 : 2 - whole;
}

/* True if COLUMN says something to people. */
static bool is_shown(const struct page_rows *rows, size_t column)
{
	enum meaning own = meaning_of(page_rows_title(rows, column));

	for (size_t i = 0; own == MEANS_DRAWN && i < rows->column_count; i++) {
		if (meaning_of(page_rows_title(rows, i)) > MEANS_STATUS) {
			return false;
		}
	}
	return own != MEANS_PLACE;
}

/* Writes the columns that say something to SHOWN, texts before numbers; returns how many. */
static size_t shown_columns(const struct page_rows *rows, size_t shown[PAGE_COLUMNS_MAX])
{
	size_t count = 0;

	for (int texts = true; texts >= false; texts--) {
		for (size_t i = 0; i < rows->column_count; i++) {
			bool is_text = meaning_of(page_rows_title(rows, i)) <= MEANS_STATUS;

			if (is_shown(rows, i) && is_text == texts) {
				shown[count++] = i;
			}
		}
	}
	return count;
}

/* UNIT may be left out where it stands beside. */
static void add_number(struct text *text, enum meaning meaning, double value, bool unit)
{
	char words[32];

	switch (meaning) {
	case MEANS_SECONDS:
	case MEANS_MOMENT:
	case MEANS_MICROSECONDS:
		format_duration(fabs(value) * (meaning == MEANS_MICROSECONDS ? 1e3 : 1e9), words,
			sizeof(words));
		text_add(text, "%s%s", value < 0 ? "−" : "", value == 0 ? "0 s" : words);
		break;
	case MEANS_SHARE:
		text_add(text, "%.*f%s", decimals_of(100 * value), 100 * value, unit ? " %" : "");
		break;
	case MEANS_TIMES:
		text_add(text, "%s%.*f%s", value < 0 ? "−" : "", decimals_of(value), fabs(value),
			unit ? "×" : "");
		break;
	default:
		text_add(text, "%.6g", value);
	}
}

/* Adds " (1.22 to 2.00)" if COLUMN is the one that `low` and `high` stand after. */
static void add_bounds(const struct page_rows *rows, size_t row, size_t column, struct text *text)
{
	if (column + 2 >= rows->column_count ||
		strcmp(page_rows_title(rows, column + 1), "low") != 0) {
		return;
	}
	enum meaning meaning = meaning_of(page_rows_title(rows, column));
	double low = page_rows_number(page_rows_field(rows, row, column + 1));
	double high = page_rows_number(page_rows_field(rows, row, column + 2));

	if (!isnan(low) && !isnan(high)) {
		text_add(text, " (");
		add_number(text, meaning, low, false);
		text_add(text, " to ");
		add_number(text, meaning, high, false);
		text_add(text, ")");
	}
}

/* Adds what stands in COLUMN of ROW; nothing where that says nothing. */
static void add_value(const struct page_rows *rows, size_t row, size_t column, struct text *text)
{
	enum meaning meaning = meaning_of(page_rows_title(rows, column));
	const char *field = page_rows_field(rows, row, column);
	double number = page_rows_number(field);

	if (meaning == MEANS_SIGN) {
		text_add(text, "%s", number > 0 ? page_rows_title(rows, column) : "");
	} else if (meaning == MEANS_STATUS) {
		text_add(text, "%s", strcmp(field, "OK") == 0 ? "" : field);
	} else if (meaning <= MEANS_TEXT || isnan(number)) {
		text_add(text, "%s", field);
	} else {
		add_number(text, meaning, number, true);
		add_bounds(rows, row, column, text);
	}
}

/* A column's title for people; units stand with the values. */
static void add_title(struct text *text, const char *title)
{
	enum meaning meaning = meaning_of(title);
	bool unit = meaning == MEANS_MOMENT || meaning == MEANS_MICROSECONDS;
	const char *end = unit ? strrchr(title, '_') : title + strlen(title);

	if (meaning == MEANS_DRAWN) {
		text_add(text, "value");
		return;
	}
	for (; title < end; title++) {
		text_add(text, "%c", *title == '_' ? ' ' : *title);
	}
}

/* Adds a value with what it is: "2 workers", "speedup 1.75×", "CRASHED". */
static void add_named(const struct page_rows *rows, size_t row, size_t column, struct text *text)
{
	enum meaning meaning = meaning_of(page_rows_title(rows, column));
	const char *title = page_rows_title(rows, column);
	struct text value = {0};

	text_add(&value, "%s", "");
	add_value(rows, row, column, &value);
	if (value.length == 0) {
		goto finish;
	}
	text_add(text, "%s", text->length > 0 ? ", " : "");
	if (strcmp(title, "workers") == 0) {
		text_add(text, "%s worker%s", value.text, strcmp(value.text, "1") == 0 ? "" : "s");
	} else if (meaning <= MEANS_STATUS || meaning == MEANS_SIGN || meaning == MEANS_SECONDS) {
		text_add(text, "%s", value.text);
		text_add(text, "%s", strcmp(title, "worker_seconds") == 0 ? " of workers" : "");
	} else {
		add_title(text, title);
		text_add(text, " %s", value.text);
	}
finish:
	text_finish(&value);
}

void page_rows_words(const struct page_rows *rows, size_t index, struct text *text)
{
	size_t shown[PAGE_COLUMNS_MAX], count = shown_columns(rows, shown);
	struct text words = {0};

	text_add(&words, "%s", "");
	for (size_t i = 0; i < count; i++) {
		add_named(rows, index, shown[i], &words);
	}
	text_add(text, "%s", words.text);
	text_finish(&words);
}

/* ---- as a table ---- */

static void add_heads(
	const struct page_rows *rows, const size_t shown[], size_t count, struct text *text)
{
	for (size_t i = 0; i < count; i++) {
		struct text title = {0};

		add_title(&title, page_rows_title(rows, shown[i]));
		text_add(text, "| ");
		markdown_text(text, title.text ? title.text : "");
		text_add(text, " ");
		text_finish(&title);
	}
	text_add(text, "|\n");
	for (size_t i = 0; i < count; i++) {
		bool words = meaning_of(page_rows_title(rows, shown[i])) <= MEANS_STATUS;

		text_add(text, "%s", words ? "| :--- " : "| ---: ");
	}
	text_add(text, "|\n");
}

void page_rows_markdown(const struct page_rows *rows, struct text *text)
{
	size_t shown[PAGE_COLUMNS_MAX], count = shown_columns(rows, shown);

	if (rows->row_count == 0) {
		return;
	}
	add_heads(rows, shown, count, text);
	for (size_t row = 0; row < rows->row_count; row++) {
		for (size_t i = 0; i < count; i++) {
			struct text value = {0};

			text_add(&value, "%s", "");
			add_value(rows, row, shown[i], &value);
			text_add(text, "| ");
			markdown_text(text, value.text);
			text_add(text, " ");
			text_finish(&value);
		}
		text_add(text, "|\n");
	}
}
