/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the machine's own speed changed while the run went on, by its probes. */
#ifndef MANYHANDS_JUDGE_DRIFT_H
#define MANYHANDS_JUDGE_DRIFT_H

#include "samples.h"

/*
 * (slowest / fastest) - 1 of the probes over the run: each sample's total time against the median of
 * its own cell, the median of those per round, then the median of every 3 rounds that follow each
 * other, so that no single wild sample or round counts. NaN with fewer than 6 rounds of probes.
 */
double drift_of(const struct samples *samples);

#endif
