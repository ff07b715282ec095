/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small words of the terminal: numbers with their precision, marks, wrapped lines, ASCII. */
#include "show/words.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *sign, *ascii;
} folds[] = {
	{"×", "x"},
	{"±", "+-"},
	{"·", "-"},
	{"–", "-"},
	{"—", "-"},
	{"µ", "u"},
	{"μ", "u"},
	{"…", "..."},
	{"’", "'"},
	{"→", "->"},
	{"≥", ">="},
	{"≤", "<="},
	{"≈", "~"},
};

static const char *const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

/* The bytes of the code point at TEXT, which is valid UTF-8. */
static size_t code_point_bytes(const char *text)
{
	size_t bytes = 1;

	while (((unsigned char)text[bytes] & 0xc0) == 0x80) {
		bytes++;
	}
	return bytes;
}

/* The digit that the sign at TEXT is the raised form of, or -1. */
static int raised_digit(const char *text)
{
	for (int digit = 0; digit < 10; digit++) {
		if (strncmp(text, raised[digit], strlen(raised[digit])) == 0) {
			return digit;
		}
	}
	return -1;
}

/* Adds the raised number at *TEXT in brackets and steps over it. */
static void fold_mark(const char **text, struct text *out)
{
	text_add(out, "[");
	for (int digit = raised_digit(*text); digit >= 0; digit = raised_digit(*text)) {
		text_add(out, "%d", digit);
		*text += strlen(raised[digit]);
	}
	text_add(out, "]");
}

/* Adds the ASCII form of the sign at *TEXT and steps over it. */
static void fold_sign(const char **text, struct text *out)
{
	const char *sign = *text;

	if (raised_digit(sign) >= 0) {
		fold_mark(text, out);
		return;
	}
	*text += code_point_bytes(sign);
	for (size_t i = 0; i < sizeof(folds) / sizeof(folds[0]); i++) {
		if (strncmp(sign, folds[i].sign, strlen(folds[i].sign)) == 0) {
			text_add(out, "%s", folds[i].ascii);
			return;
		}
	}
	text_add(out, "?");
}

char *words_folded(const char *text, bool utf8)
{
	size_t bytes = strlen(text) + 8;
	char *clean = xcalloc(bytes, 1);
	struct text ascii = {0};

	text_clean(text, clean, bytes);
	if (utf8) {
		return clean;
	}
	text_add(&ascii, "%s", "");
	for (const char *at = clean; *at;) {
		if ((unsigned char)*at < 0x80) {
			text_add(&ascii, "%c", *at++);
		} else {
			fold_sign(&at, &ascii);
		}
	}
	free(clean);
	return ascii.text;
}

void words_fold(const char *text, bool utf8, char *safe, size_t bytes)
{
	char *folded = words_folded(text, utf8);

	text_clean(folded, safe, bytes);
	free(folded);
}

/* The decimals that the precision of SPEEDUP carries. */
static int speedup_decimals(const struct interval *speedup)
{
	double value = speedup->mid;
	bool narrow = speedup->exact && interval_half_width(speedup) < 0.01;
	bool beside_one = speedup->exact && (speedup->low > 1 || speedup->high < 1);
	int decimals;

	if (value >= 99.5) {
		return 0;
	}
	if (value >= 9.95) {
		return narrow ? 1 : 0;
	}
	if (value < 0.945) {
		return value >= 0.0995 ? 2 : value >= 0.00995 ? 3 : 4;
	}
	decimals = narrow ? 2 : 1;
	/* what differs from 1 must not look like 1 */
	while (beside_one && decimals < 3 && fabs(value - 1) < 0.5 / pow(10, decimals)) {
		decimals++;
	}
	return decimals;
}

void words_speedup(const struct interval *speedup, char *text, size_t bytes)
{
	if (speedup->mid < 0.00095) {
		snprintf(text, bytes, "<0.001×");
	} else {
		snprintf(text, bytes, "%.*f×", speedup_decimals(speedup), speedup->mid);
	}
}

void words_half_width(double share, char *text, size_t bytes)
{
	double percent = fmax(share * 100, 0.1);

	snprintf(text, bytes, "± %.*f %%", percent < 0.95 ? 1 : 0, percent);
}

void words_mark(size_t number, char *text, size_t bytes)
{
	char digits[24];
	size_t used = 0;

	snprintf(digits, sizeof(digits), "%zu", number);
	for (const char *digit = digits; *digit && used + 4 <= bytes; digit++) {
		used += (size_t)snprintf(text + used, bytes - used, "%s", raised[*digit - '0']);
	}
}

size_t words_bytes(const char *text, size_t columns)
{
	size_t bytes = 0;

	for (; columns > 0 && text[bytes]; columns--) {
		bytes += code_point_bytes(text + bytes);
	}
	return bytes;
}

void words_pad(struct text *text, size_t columns)
{
	if (columns > 0) {
		text_add(text, "%*s", (int)columns, "");
	}
}

/* The columns of the first BYTES of TEXT. */
static size_t columns_of(const char *text, size_t bytes)
{
	size_t columns = 0;

	for (size_t i = 0; i < bytes; i++) {
		columns += ((unsigned char)text[i] & 0xc0) != 0x80;
	}
	return columns;
}

/* True if the BYTES of WORD end in a plus-minus sign. */
static bool ends_in_sign(const char *word, size_t bytes)
{
	size_t sign = strlen("±");

	return (bytes >= sign && strncmp(word + bytes - sign, "±", sign) == 0) ||
	       (bytes >= 2 && strncmp(word + bytes - 2, "+-", 2) == 0);
}

/* True if AFTER is a number that ends an item of a list: "0.02, ". */
static bool ends_item(const char *after)
{
	size_t number = strspn(after, "-0123456789.");

	return number > 0 && (after[number] == ',' || after[number] == '\0');
}

/* True if the space at SPACE, inside LINE, joins what must stay together: "± 2 %", "4 000",
 * "24 s", "start 0.02,". */
static bool joins(const char *line, const char *space)
{
	const char *before = space, *after = space + 1;
	size_t after_bytes = strcspn(after, " ,.:;()");

	while (before > line && before[-1] != ' ') {
		before--;
	}
	if (ends_in_sign(before, (size_t)(space - before)) ||
		(islower((unsigned char)space[-1]) && ends_item(after))) {
		return true;
	}
	if (!isdigit((unsigned char)space[-1])) {
		return false;
	}
	bool group = after_bytes == 3 && strspn(after, "0123456789") == 3;
	bool unit = after_bytes > 0 && columns_of(after, after_bytes) <= 3 &&
		    !isdigit((unsigned char)*after);

	return group || unit;
}

/* The bytes of WORDS that make the next line of at most COLUMNS. */
static size_t line_bytes(const char *words, size_t columns)
{
	size_t best = 0;

	for (const char *at = words;; at++) {
		if (*at != '\0' && *at != ' ') {
			continue;
		}
		size_t length = (size_t)(at - words);
		if (columns_of(words, length) > columns && best > 0) {
			return best;
		}
		if (*at == '\0') {
			return length;
		}
		if (at > words && at[-1] != ' ' && !joins(words, at)) {
			best = length;
		}
	}
}

void words_wrap(
	struct text *text, const char *first, const char *next, const char *words, size_t columns)
{
	const char *prefix = first;

	do {
		size_t taken = text_columns(prefix);
		size_t length = line_bytes(words, columns > taken ? columns - taken : 1);

		text_add(text, "%s%.*s\n", prefix, (int)length, words);
		words += length;
		words += strspn(words, " ");
		prefix = next;
	} while (*words);
}
