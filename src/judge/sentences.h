/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentences a verdict is made of. Those on cells rest on the intervals of their ratios. */
#ifndef MANYHANDS_JUDGE_SENTENCES_H
#define MANYHANDS_JUDGE_SENTENCES_H

#include "judge/curve.h"
#include "judge/questions.h"
#include "text.h"

/* Adds a sentence to TEXT, with a space before it unless it is the first. */
void add_sentence(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds that RATIO leaves QUESTION open; UNIT follows the numbers. */
void add_cannot_tell(
	struct text *text, const char *question, const struct interval *ratio, const char *unit);

/* The answers to the questions, or why they are withdrawn, and the noise floor. False: none was asked. */
bool say_questions(const struct questions *questions, struct text *text);

/* Threads or processes; nothing if no strategy was run on both, or the question ANSWERED or CHOICE compared
 * the same cells. */
void say_twins(const struct judgement *judgement, size_t workload, const struct question *answered,
	const struct choice *choice, struct text *text);

/* What a worker per task costs under strategy INDEX of the run, if that shows. The baseline has an
 * interval. */
void say_per_task(
	const struct judgement *judgement, size_t workload, size_t index, struct text *text);

/* That answers were wrong. */
void say_wrong(const struct judgement *judgement, size_t workload, struct text *text);

/* What of the tasks and the machine bounds WORKLOAD. CURVE is NULL where nothing can be compared. */
void say_bounds(const struct judgement *judgement, size_t workload, const struct curve *curve,
	struct text *text);

/* Which cells failed and how. */
void say_failures(const struct judgement *judgement, size_t workload, struct text *text);

/* That times scatter widely. */
void say_noise(const struct judgement *judgement, size_t workload, struct text *text);

#endif
