/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What follows from a run's samples: the table on stdout, and the folder's derived files. */
#ifndef MANYHANDS_CLI_RESULTS_H
#define MANYHANDS_CLI_RESULTS_H

#include <stdbool.h>

#include "judge/against.h"
#include "judge/compare.h"

enum results_format { RESULTS_TABLE, RESULTS_CSV, RESULTS_JSON, RESULTS_MARKDOWN };

/* Reads "table", "csv", "json" or "markdown", the value of --format; false: none of them (warned). */
bool results_parse_format(const char *text, enum results_format *format);

/* Prints the run of FOLDER in FORMAT on stdout. After it AGAINST, unless NULL; as CSV that alone. */
void results_print(const struct judgement *judgement, const struct against *against,
	const char *folder, enum results_format format);

/* Rebuilds summary.csv, charts/, report.md and report.html in FOLDER, and says on stdout where they are unless
 * QUIET. All of them are of these samples then; or, where false (warned), all are as they were before: but if
 * there was no report yet, there is one without pictures where these could not be drawn. Without gnuplot, which
 * is warned of, and unless CHARTS nothing is drawn, and pictures of other samples are taken away. */
bool results_write(const struct judgement *judgement, const char *folder, bool charts, bool quiet);

/* True if every sample ended OK. What went wrong in round 0 alone, with copies or with probes is
 * in no table, so it is warned of. */
bool results_all_ok(const struct judgement *judgement);

#endif
