/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The closing sentences of a workload: what its numbers say, and nothing they don't. */
#ifndef MANYHANDS_JUDGE_VERDICT_H
#define MANYHANDS_JUDGE_VERDICT_H

#include "judge/compare.h"
#include "text.h"

/*
 * Adds the sentences on WORKLOAD (an index of the run) to TEXT, joined by spaces, without a
 * newline: how many workers to use; threads or processes; what loses; what failed; what can't be
 * told and why (too few rounds, one CPU, a quota that binds, cores of two kinds, noise).
 */
void verdict_sentences(const struct judgement *judgement, size_t workload, struct text *text);

#endif
