/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run line: what a run is about to measure, and on what. */
#ifndef MANYHANDS_SWEEP_RECORD_H
#define MANYHANDS_SWEEP_RECORD_H

#include "samples.h"
#include "sweep/catalog.h"
#include "sweep/rounds.h"

/* Fills RUN, which the caller finishes, from what ROUNDS is about to measure. */
void record_run(const struct rounds *rounds, const struct catalog *catalog, struct run *run);

#endif
