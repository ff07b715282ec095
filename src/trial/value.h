/* SPDX-License-Identifier: MIT */
/* Parameters and their values: what a parameter is, and its text with units ("4ms", "64KiB", "1e6"). */
#ifndef MANYHANDS_TRIAL_VALUE_H
#define MANYHANDS_TRIAL_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a parameter holds, hence its unit in memory and in text. */
enum param_kind {
	PARAM_COUNT,  /* a number of things: 96, 1e6 */
	PARAM_BYTES,  /* 64KiB, 1MiB, 4096 (bytes) */
	PARAM_NS,     /* 4ms, 10us, 1s: a unit is required */
	PARAM_REAL,   /* 0.25, 25% */
	PARAM_CHOICE, /* the index of one of `choices` */
	PARAM_TEXT,   /* printable ASCII without ',', '/' and VALUE_UNSAFE; never empty */
};

/* What no spec may hold: it would mean something to a shell, to HTML or to gnuplot. */
#define VALUE_UNSAFE " \"'`$<>|;&\\"

/* What the driver does with a parameter that was not given. */
enum param_role {
	PARAM_PLAIN,      /* its default */
	PARAM_SIZE,       /* chosen in round 0, so that a sample lasts about the sample time */
	PARAM_CALIBRATED, /* measured once per run by workload.calibrate; not part of a cell's name */
};

struct param {
	const char *name;
	enum param_kind kind;
	enum param_role role;
	const char *fallback;       /* the default, as text */
	uint64_t min, max;          /* inclusive; for COUNT, BYTES, NS */
	const char *const *choices; /* for CHOICE: NULL-terminated words */
	const char *zero_word;      /* for COUNT: the word that stands for 0 ("auto"), or NULL */
	/* How a heading says it, "{}" is the value: "below {}"; or NULL. One that begins with '|' takes the
	 * place of the phrase before it, unless the value is 0. */
	const char *phrase;
	const char *help;
};

/* The value of one parameter; the kind says which member is live. */
union value {
	uint64_t count;
	uint64_t bytes;
	uint64_t ns;
	double real;
	uint64_t choice;
	const char *text; /* borrowed from whoever parsed it */
};

/* Enough for the canonical text of any value but PARAM_TEXT. */
enum { VALUE_TEXT_BYTES = 32 };

/*
 * Reads TEXT as a value of PARAM. On failure returns false and writes what was expected, one
 * phrase without a final stop, into EXPECTED. A PARAM_TEXT value borrows TEXT.
 */
bool value_parse(const struct param *param, const char *text, union value *value, char *expected,
	size_t expected_bytes);

/*
 * Writes the canonical text of VALUE, which value_parse reads back as the same value: in the
 * largest time or binary unit that divides it (4ms, 1500us, 64KiB), counts with four trailing
 * zeros or more as 4e6, reals in the fewest digits that do. Cuts off at BYTES.
 */
void value_format(const struct param *param, const union value *value, char *text, size_t bytes);

#endif
