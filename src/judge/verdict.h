/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The closing sentences of a workload: what its numbers say, and nothing they don't. */
#ifndef MANYHANDS_JUDGE_VERDICT_H
#define MANYHANDS_JUDGE_VERDICT_H

#include "judge/compare.h"
#include "judge/losses.h"
#include "text.h"

/*
 * Adds the answers to the three questions about WORKLOAD (an index of the run), the only verdicts, or why
 * they are withdrawn; nothing where none of them is asked.
 */
void verdict_answers(const struct judgement *judgement, size_t workload, struct text *text);

/*
 * Adds what to use for WORKLOAD (judge/advice.h), or why that can't be told, likewise without a newline; nothing
 * where verdict_answers says that it is too early.
 * LOSSES, which may be NULL, are of JUDGEMENT.
 */
void verdict_advice(const struct judgement *judgement, size_t workload, const struct losses *losses,
	struct text *text);

/*
 * Adds what else there is to say on WORKLOAD, description that rests on intervals, as sentences joined
 * by spaces, without a newline: threads or processes, where that is not one of the questions nor in
 * the advice; what loses; what failed; what can't be told and why (too few rounds, one CPU, a quota
 * that binds, cores of two kinds, noise).
 */
void verdict_sentences(const struct judgement *judgement, size_t workload, struct text *text);

#endif
