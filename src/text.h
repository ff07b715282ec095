/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for people: warnings, fatal ends, numbers with units, growing text. */
#ifndef MANYHANDS_TEXT_H
#define MANYHANDS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* "manyhands: " and one line on stderr; a format that ends in ':' gets the errno text appended.
 * Control characters in the arguments become '?'; errno is left as it was. */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* BEFORE is called before every line of warn and fatal, to take off the screen what must not stand
 * on the same line; NULL: nothing is. */
void warn_set_before(void (*before)(void));

/* warn, then exit status 1: for what no caller can mend (out of memory). */
_Noreturn void fatal(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* malloc and friends that are fatal on failure; the caller frees. */
void *xcalloc(size_t count, size_t bytes);
void *xrealloc(void *memory, size_t count, size_t bytes);
char *xstrdup(const char *text);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A text that grows. Initialise with {0}; text is NULL until something was added. */
struct text {
	char *text;
	size_t length;
	size_t room; /* bytes of TEXT, as far as text_reserve made them */
};
/* Makes room for MORE bytes behind those there are, and a NUL. */
void text_reserve(struct text *text, size_t more);
void text_add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_finish(struct text *text);

/* Adds WORD as a shell reads it as one word: as it is, or in quotes. */
void text_add_quoted(struct text *text, const char *word);

/* The columns TEXT takes on a terminal: code points of UTF-8, all of width one. */
size_t text_columns(const char *text);

/* True if TEXT is made of [A-Za-z0-9._-] only and is not empty. */
bool text_is_plain_name(const char *text);

/* Copies TEXT into SAFE without control characters (bidirectional marks among them) and invalid
 * UTF-8 ('?' stands for each). Never longer than TEXT; cut off at BYTES between code points. */
void text_clean(const char *text, char *safe, size_t bytes);

/* Seconds for people, from ns: "0.39 s", "24 s", "3 min", "18 ms", "7 us" with the micro sign;
 * "unknown" for what is no duration. */
void format_duration(double ns, char *text, size_t bytes);

/* A count with thin groups of three: "4 000 000" (plain spaces). */
void format_count(uint64_t count, char *text, size_t bytes);

/* Reads "90", "90s", "2min", "500ms" or "1h" as ns; a bare number is seconds. False: not one. */
bool parse_duration(const char *text, uint64_t *ns);

/* Reads all of TEXT as a whole number in decimal; false if it is not one or does not fit. */
bool parse_u64(const char *text, uint64_t *number);

/* Writes LENGTH bytes to a temporary file beside PATH and renames it to PATH; false: warned. */
bool write_file(const char *path, const char *bytes, size_t length);

/* Reads a file of up to 300 MiB whole; NULL if it can't be read (errno says why). The caller frees. */
char *read_file(const char *path, size_t *length);

#endif
