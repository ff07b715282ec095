/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for people: warnings, fatal ends, numbers with units, growing text. */
#include "text.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void (*before_warning)(void);

void warn_set_before(void (*before)(void))
{
	before_warning = before;
}

/* One line whatever the arguments hold: they may come from files and command lines. */
static void print_warning(const char *format, va_list arguments)
{
	int error = errno;
	size_t length = strlen(format);
	char message[4096], safe[sizeof(message)];

	vsnprintf(message, sizeof(message), format, arguments);
	text_clean(message, safe, sizeof(safe));
	if (before_warning) {
		before_warning();
	}
	fflush(stdout);
	if (length > 0 && format[length - 1] == ':') {
		fprintf(stderr, "manyhands: %s %s\n", safe, strerror(error));
	} else {
		fprintf(stderr, "manyhands: %s\n", safe);
	}
	errno = error;
}

void warn(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_warning(format, arguments);
	va_end(arguments);
}

void fatal(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_warning(format, arguments);
	va_end(arguments);
	exit(1);
}

void *xcalloc(size_t count, size_t bytes)
{
	void *memory = calloc(count > 0 ? count : 1, bytes > 0 ? bytes : 1);

	if (!memory) {
		fatal("out of memory");
	}
	return memory;
}

void *xrealloc(void *memory, size_t count, size_t bytes)
{
	void *grown = reallocarray(memory, count > 0 ? count : 1, bytes > 0 ? bytes : 1);

	if (!grown) {
		fatal("out of memory");
	}
	return grown;
}

char *xstrdup(const char *text)
{
	char *copy = strdup(text);

	if (!copy) {
		fatal("out of memory");
	}
	return copy;
}

char *xasprintf(const char *format, ...)
{
	va_list arguments;
	char *text = NULL;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0) {
		fatal("out of memory");
	}
	va_end(arguments);
	return text;
}

void text_reserve(struct text *text, size_t more)
{
	size_t needed = text->length + more + 1;

	if (needed > text->room) { /* at least doubled: adding piece by piece stays linear */
		text->room = needed > 2 * text->room ? needed : 2 * text->room;
		text->text = xrealloc(text->text, text->room, 1);
	}
}

void text_add(struct text *text, const char *format, ...)
{
	va_list arguments, again;
	char brief[256], *piece = brief; /* made before TEXT grows, for it may be an argument */

	va_start(arguments, format);
	va_copy(again, arguments);
	int length = vsnprintf(brief, sizeof(brief), format, arguments);
	if (length >= (int)sizeof(brief)) {
		length = vasprintf(&piece, format, again);
	}
	va_end(again);
	va_end(arguments);
	if (length < 0) {
		fatal("out of memory");
	}
	text_reserve(text, (size_t)length);
	memcpy(text->text + text->length, piece, (size_t)length + 1);
	text->length += (size_t)length;
	if (piece != brief) {
		free(piece);
	}
}

void text_finish(struct text *text)
{
	free(text->text);
	*text = (struct text){0};
}

void text_add_quoted(struct text *text, const char *word)
{
	static const char safe[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:=,/+";

	if (*word && word[strspn(word, safe)] == '\0') {
		text_add(text, "%s", word);
		return;
	}
	text_add(text, "'");
	for (; *word; word++) {
		if (*word == '\'') {
			text_add(text, "'\\''");
		} else {
			text_add(text, "%c", *word);
		}
	}
	text_add(text, "'");
}

size_t text_columns(const char *text)
{
	size_t columns = 0;

	for (; *text; text++) {
		columns += ((unsigned char)*text & 0xc0) != 0x80;
	}
	return columns;
}

bool text_is_plain_name(const char *text)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

	return *text != '\0' && text[strspn(text, plain)] == '\0';
}

/* The bytes of the UTF-8 sequence that begins with FIRST; 0 if none does. */
static size_t utf8_length(unsigned char first)
{
	static const unsigned char by_five_bits[32] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
		1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 3, 3, 4, 0};

	return by_five_bits[first >> 3];
}

/* Decodes the UTF-8 sequence at TEXT into *POINT. Returns its bytes; 0 if it is not a valid one:
 * cut off, longer than needed, a surrogate or beyond U+10FFFF. */
static size_t utf8_decode(const char *text, uint32_t *point)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char first = (unsigned char)*text;
	size_t length = utf8_length(first);

	*point = length <= 1 ? first : first & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80) {
			return 0;
		}
		*point = *point << 6 | ((unsigned char)text[i] & 0x3f);
	}
	bool surrogate = *point >= 0xd800 && *point < 0xe000;
	return *point < least[length] || *point > 0x10ffff || surrogate ? 0 : length;
}

/* C0 and C1 controls, and what turns a line around or breaks it unseen: U+2028, U+2029 and the
 * bidirectional marks. */
static bool is_control(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x200e ||
	       point == 0x200f || (point >= 0x2028 && point <= 0x202e) ||
	       (point >= 0x2066 && point <= 0x2069);
}

void text_clean(const char *text, char *safe, size_t bytes)
{
	size_t used = 0;

	if (bytes == 0) {
		return;
	}
	while (*text) {
		uint32_t point;
		size_t length = utf8_decode(text, &point);
		bool bad = length == 0 || is_control(point);
		size_t kept = bad ? 1 : length;

		if (used + kept >= bytes) {
			break;
		}
		memcpy(safe + used, bad ? "?" : text, kept);
		used += kept;
		text += length > 0 ? length : 1;
	}
	safe[used] = '\0';
}

/* VALUE with two significant digits below 10 (but "7", not "7.0") and whole from there on. */
static void format_two_digits(double value, const char *unit, char *text, size_t bytes)
{
	char number[32];
	int digits = value < 0.995 ? 2 : value < 9.95 ? 1 : 0;

	snprintf(number, sizeof(number), "%.*f", value == 0 ? 0 : digits, value);
	char *zero = digits == 1 ? strstr(number, ".0") : NULL;
	if (zero) {
		*zero = '\0';
	}
	snprintf(text, bytes, "%s %s", number, unit);
}

void format_duration(double ns, char *text, size_t bytes)
{
	static const struct {
		double ns;
		double from; /* in this unit: 0.1 s reads better than 100 ms */
		const char *name;
	} units[] = {{60e9, 1.995, "min"}, {1e9, 0.0995, "s"}, {1e6, 0.9995, "ms"},
		{1e3, 0.9995, "µs"}, {1, 0, "ns"}};
	size_t unit = 0;

	if (!(ns >= 0 && ns < 1e18)) {
		snprintf(text, bytes, "unknown");
		return;
	}
	while (ns < units[unit].ns * units[unit].from) {
		unit++;
	}
	format_two_digits(ns / units[unit].ns, units[unit].name, text, bytes);
}

void format_count(uint64_t count, char *text, size_t bytes)
{
	char digits[24], grouped[32];
	int length = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)count);
	size_t used = 0;

	for (int i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0) {
			grouped[used++] = ' ';
		}
		grouped[used++] = digits[i];
	}
	grouped[used] = '\0';
	snprintf(text, bytes, "%s", grouped);
}

bool parse_duration(const char *text, uint64_t *ns)
{
	static const struct {
		const char *name;
		double ns;
	} units[] = {{"", 1e9}, {"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"min", 60e9},
		{"h", 3600e9}};
	size_t length = strspn(text, "0123456789.");
	char *end;

	/* strtod would also take signs, blanks, "inf" and hexadecimal */
	if (length == 0 || text[length] == 'x' || text[length] == 'X') {
		return false;
	}
	double value = strtod(text, &end);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(end, units[i].name) == 0) {
			value *= units[i].ns;
			if (!(value >= 1 && value < 1e18)) {
				return false;
			}
			*ns = (uint64_t)value;
			return true;
		}
	}
	return false;
}

bool parse_u64(const char *text, uint64_t *number)
{
	char *end;

	if (!isdigit((unsigned char)*text)) {
		return false;
	}
	errno = 0;
	unsigned long long value = strtoull(text, &end, 10);
	if (errno || *end) {
		return false;
	}
	*number = value;
	return true;
}

static bool write_whole(int file, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(file, bytes, length);

		if (written < 0) {
			if (errno == EINTR) {
				continue;
			}
			return false;
		}
		bytes += written;
		length -= (size_t)written;
	}
	return true;
}

bool write_file(const char *path, const char *bytes, size_t length)
{
	char *temporary = xasprintf("%s.%d.tmp", path, (int)getpid());
	int file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool ok = false;

	if (file < 0) {
		warn("%s:", path);
		goto done;
	}
	ok = write_whole(file, bytes, length);
	int error = errno;
	if (close(file) != 0 && ok) {
		error = errno;
		ok = false;
	}
	if (ok && rename(temporary, path) != 0) {
		error = errno;
		ok = false;
	}
	if (!ok) {
		errno = error;
		warn("%s:", path);
		unlink(temporary);
	}
done:
	free(temporary);
	return ok;
}

enum { READ_MAX = 300 << 20 }; /* no text is larger, but some have no end: /dev/zero */

char *read_file(const char *path, size_t *length)
{
	FILE *file = fopen(path, "re");
	char *bytes = NULL;
	size_t used = 0, room = 0;

	if (!file) {
		return NULL;
	}
	do {
		if (room - used < 4096) {
			room = room * 2 + 8192;
			bytes = xrealloc(bytes, room, 1);
		}
		used += fread(bytes + used, 1, room - used - 1, file);
	} while (!feof(file) && !ferror(file) && used < READ_MAX);
	if (!feof(file)) {
		int error = ferror(file) ? errno : EFBIG;
		free(bytes);
		fclose(file);
		errno = error;
		return NULL;
	}
	fclose(file);
	bytes[used] = '\0';
	if (length) {
		*length = used;
	}
	return bytes;
}
