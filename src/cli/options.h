/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options checked before argp sees them, so that a misspelt one gets one line and the right name. */
#ifndef MANYHANDS_CLI_OPTIONS_H
#define MANYHANDS_CLI_OPTIONS_H

#include <argp.h>
#include <stdbool.h>

/*
 * Parses ARGV with PARSER, whose options end with an empty one, after looking for unknown options
 * and missing values. False: something was wrong, and warned of.
 */
bool options_parse(const struct argp *parser, int argc, char **argv, void *input);

#endif
