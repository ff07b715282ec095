/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The size of a workload that was not given: so large that its loop takes about the plan's target. */
#ifndef MANYHANDS_SWEEP_SIZE_H
#define MANYHANDS_SWEEP_SIZE_H

#include "sweep/rounds.h"

/*
 * Runs the loop of WORKLOAD once or, where it has a size to choose, until that is found, and keeps what
 * it tells in rounds->workload. Nothing is recorded. Where a loop FAILED or TIMED OUT (too much
 * memory, too slow) the last size that was good is taken again. A loop that fails at the first size, and
 * one that is WRONG or CRASHED at any, keeps its size: the record shall show it. False: interrupted.
 */
bool size_choose(struct rounds *rounds, size_t workload);

#endif
