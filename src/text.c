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

static void print_warning(const char *format, va_list arguments)
{
	int error = errno;
	size_t length = strlen(format);

	fflush(stdout);
	fputs("manyhands: ", stderr);
	vfprintf(stderr, format, arguments);
	if (length > 0 && format[length - 1] == ':') {
		fprintf(stderr, " %s", strerror(error));
	}
	fputc('\n', stderr);
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
	void *grown = reallocarray(memory, count > 0 ? count : 1, bytes);

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

void text_add(struct text *text, const char *format, ...)
{
	va_list arguments;
	char *piece = NULL;

	va_start(arguments, format);
	int length = vasprintf(&piece, format, arguments);
	va_end(arguments);
	if (length < 0) {
		fatal("out of memory");
	}
	text->text = xrealloc(text->text, text->length + (size_t)length + 1, 1);
	memcpy(text->text + text->length, piece, (size_t)length + 1);
	text->length += (size_t)length;
	free(piece);
}

void text_finish(struct text *text)
{
	free(text->text);
	*text = (struct text){0};
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
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

	return *text != '\0' && text[strspn(text, plain)] == '\0';
}

/* The bytes of the UTF-8 sequence that starts at TEXT, 0 if it is not a valid one. */
static size_t utf8_length(const char *text)
{
	unsigned char first = (unsigned char)*text;
	size_t length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : (first & 0xf0) == 0xe0 ? 3
		: first >= 0xf0 && first < 0xf5 ? 4 : 0;

	for (size_t i = 1; i < length; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80) {
			return 0;
		}
	}
	return length;
}

void text_clean(const char *text, char *safe, size_t bytes)
{
	size_t used = 0;

	while (*text && used + 5 <= bytes) {
		size_t length = utf8_length(text);
		unsigned char first = (unsigned char)*text;
		/* C1 controls are c2 80 .. c2 9f in UTF-8 */
		bool control = first < 0x20 || first == 0x7f ||
			(length == 2 && first == 0xc2 && (unsigned char)text[1] < 0xa0);

		if (length == 0 || control) {
			safe[used++] = '?';
			text += length > 0 ? length : 1;
			continue;
		}
		memcpy(safe + used, text, length);
		used += length;
		text += length;
	}
	if (bytes > 0) {
		safe[used] = '\0';
	}
}

void format_duration(double ns, char *text, size_t bytes)
{
	static const struct {
		double ns;
		const char *name;
	} units[] = {{1e9, "s"}, {1e6, "ms"}, {1e3, "µs"}, {1, "ns"}};
	size_t unit = 0;

	if (!isfinite(ns)) {
		snprintf(text, bytes, "unknown");
		return;
	}
	if (ns >= 600e9) {
		snprintf(text, bytes, "%.0f min", ns / 60e9);
		return;
	}
	/* 0.1 s and more read better in seconds */
	while (unit < 3 && ns < units[unit].ns * (unit == 0 ? 0.0995 : 0.9995)) {
		unit++;
	}
	double value = ns / units[unit].ns;
	int digits = value < 0.9995 ? 2 : value < 9.95 ? 1 : 0;
	snprintf(text, bytes, "%.*f %s", digits, value, units[unit].name);
}

void format_count(uint64_t count, char *text, size_t bytes)
{
	char digits[24];
	int length = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)count);
	size_t used = 0;

	for (int i = 0; i < length && used + 2 < bytes; i++) {
		if (i > 0 && (length - i) % 3 == 0) {
			text[used++] = ' ';
		}
		text[used++] = digits[i];
	}
	text[used] = '\0';
}

bool parse_duration(const char *text, uint64_t *ns)
{
	static const struct {
		const char *name;
		double ns;
	} units[] = {{"", 1e9}, {"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"min", 60e9}, {"h", 3600e9}};
	char *end;

	if (!isdigit((unsigned char)*text) && *text != '.') {
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
	} while (!feof(file) && !ferror(file));
	if (ferror(file)) {
		int error = errno;
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
