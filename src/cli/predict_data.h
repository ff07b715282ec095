/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predictions for programs: CSV and JSON. */
#ifndef MANYHANDS_CLI_PREDICT_DATA_H
#define MANYHANDS_CLI_PREDICT_DATA_H

#include "cli/predict.h"
#include "text.h"

/* Writes the normalised spec of CELL's strategy into TEXT, SPEC_TEXT_BYTES of it. */
void predicted_strategy(const struct predicted_cell *cell, char *text);

/* Adds a header line and a line per cell. */
void predicted_csv(const struct prediction *prediction, struct text *text);

/* Adds one object; with LANES every cell of a list that is not too long tells its tasks one by one. */
void predicted_json(const struct prediction *prediction, bool lanes, struct text *text);

#endif
