/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside the wall, for src/samples_*.c only: members of C structs as JSON and back, by tables, so
 * that what is written and what is read can't drift apart. Reading trusts nothing.
 */
#ifndef MANYHANDS_SAMPLES_JSON_H
#define MANYHANDS_SAMPLES_JSON_H

#include <jansson.h>

#include "samples.h"

/* No whole number beyond this is written or believed: as ns it is 31 years. */
#define FIELD_MAX UINT64_C(1000000000000000000)

enum { FIELD_WHY_BYTES = 256 };

/* How a member stands in memory and in JSON. What is unknown is left out, or null. */
enum field_kind {
	FIELD_NUMBER,  /* uint64_t; SAMPLE_UNKNOWN: unknown */
	FIELD_COUNT,   /* uint64_t; 0: unknown or none */
	FIELD_COUNT32, /* uint32_t; 0: unknown or none */
	FIELD_INDEX,   /* size_t; always known */
	FIELD_LIMIT,   /* uint64_t; 0: unknown, SAMPLE_UNKNOWN: "none" */
	FIELD_WORD64,  /* uint64_t of the whole range, as a decimal string; always known */
	FIELD_REAL,    /* double above 0; 0: unknown or none */
	FIELD_BOOL,    /* bool; false is left out */
	FIELD_TEXT,    /* char *, made clean; "" if missing */
	FIELD_OPTION,  /* char *, made clean; NULL if missing */
	FIELD_SPEC,    /* char *, with the characters of a spec only; always known */
};

struct field {
	const char *name;
	enum field_kind kind;
	size_t offset;
	bool required; /* an unknown one is an error to the reader; 0 is written as it is */
	uint64_t max;  /* of numbers; 0: FIELD_MAX */
};

/* Names the member of a struct TYPE that a field stands for. */
#define FIELD_AT(type, member) .offset = offsetof(struct type, member)

/* The table FIELDS ends with a NULL name. */
void fields_write(json_t *object, const void *base, const struct field *fields);

/* Fills members of the zeroed struct at BASE. False: WHY says what is wrong; texts read so far
 * are in place and belong to BASE. */
bool fields_read(const json_t *object, void *base, const struct field *fields, char *why);

/* Sets a member; takes over VALUE. */
void json_put(json_t *object, const char *name, json_t *value);
void json_push(json_t *array, json_t *value);

/* A JSON string of TEXT made clean. */
json_t *json_clean_string(const char *text);

/* TEXT made clean, allocated. */
char *clean_copy(const char *text);

/* Reads JSON as a whole number up to MAX; a missing or null one gives SAMPLE_UNKNOWN. */
bool number_read(const json_t *json, const char *name, uint64_t max, uint64_t *number, char *why);

/* Writes what is wrong into WHY; returns false. */
bool refuse(char *why, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The index of the member NAME of OBJECT among COUNT words; false: it is none of them. */
bool word_read(const json_t *object, const char *name, const char *const *words, size_t count,
	size_t *index, char *why);

/* The run line. run_read fills the zeroed RUN, also partly when it returns false. */
json_t *run_write(const struct run *run);
bool run_read(const json_t *line, struct run *run, char *why);

/* The run line's own_command, and a sample line's items. */
json_t *command_write(const struct run_command *own);
bool command_read(const json_t *object, struct run_command *own, char *why);
json_t *items_write(const struct sample_items *items);
bool items_read(const json_t *object, struct sample_items *items, char *why);

/*
 * Parses LINE, an object, if it is as plain as those that are written here: no deeper than they are, of
 * ASCII without escapes, numbers whole and not below 0, no name twice. NULL: it is not, or is no JSON at all;
 * json_loadb tells. Values are those of json_loadb.
 */
json_t *plain_parse(const char *line, size_t length);

/* A sample line. sample_read fills the zeroed SAMPLE, also partly when it returns false; whether
 * its cell is one of the run is for the caller to check. */
json_t *sample_write(const struct sample *sample);
bool sample_read(const json_t *line, struct sample *sample, char *why);

#endif
