/* SPDX-License-Identifier: MIT */
/* A spec, NAME[:key=value,...], read against a table of parameters and written back normalised. */
#ifndef MANYHANDS_TRIAL_SPEC_H
#define MANYHANDS_TRIAL_SPEC_H

#include "trial/value.h"

enum { SPEC_PARAMS_MAX = 16, SPEC_TEXT_BYTES = 512, SPEC_ERROR_BYTES = 256 };

/* A parsed spec: one value per parameter of its table, defaults filled in. */
struct spec {
	char name[64];
	union value value[SPEC_PARAMS_MAX];
	bool given[SPEC_PARAMS_MAX]; /* stood in the text */
	char text[SPEC_TEXT_BYTES];  /* storage that PARAM_TEXT values point into */
};

/* The number of parameters in the NULL-name-terminated table PARAMS; 0 for NULL. */
size_t params_count(const struct param *params);

/* Copies the part of TEXT before ':' into NAME; false if it is empty or too long. */
bool spec_name(const char *text, char *name, size_t bytes);

/*
 * Reads TEXT against PARAMS. On failure returns false and writes one line without a newline into
 * ERROR: the parameter, what was expected and the nearest right name.
 * A struct spec holds pointers into itself once parsed: pass it by address, never copy it.
 */
bool spec_parse(struct spec *spec, const char *text, const struct param *params, char *error,
	size_t error_bytes);

/*
 * Writes the normalised text of SPEC: parameters in table order, those that differ from their
 * default, and a PARAM_SIZE always; PARAM_CALIBRATED of them only if WITH_CALIBRATED.
 */
void spec_format(const struct spec *spec, const struct param *params, bool with_calibrated,
	char *text, size_t bytes);

/* True if VALUE is the default of PARAM. */
bool spec_is_default(const struct param *param, const union value *value);

/*
 * The name nearest to WRONG among COUNT names, by edit distance (case ignored), or NULL if none is
 * near enough to be worth proposing: more than a third of WRONG's letters differ and it is not the
 * beginning of a name either.
 */
const char *nearest_name(const char *wrong, const char *const *names, size_t count);

#endif
