/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a prediction rests on. */
#ifndef MANYHANDS_CLI_PREDICT_NOTES_H
#define MANYHANDS_CLI_PREDICT_NOTES_H

#include "cli/predict.h"
#include "text.h"

/* Adds the sentences that say what was assumed of costs, tasks and machine. */
void predicted_notes(const struct prediction *prediction, struct text *words);

#endif
