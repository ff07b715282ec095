/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What report.md and report.html have in common, as Markdown: each adds a part of its own. */
#ifndef MANYHANDS_SHOW_REPORT_PARTS_H
#define MANYHANDS_SHOW_REPORT_PARTS_H

#include "judge/compare.h"
#include "text.h"

/* The title, "# manyhands: sleep, primes", and a line on machine, rounds and start. */
void report_add_title(struct text *text, const struct judgement *judgement);

/* All that is said on WORKLOAD first of all: a line; false: there is nothing to say. */
bool report_add_answer(struct text *text, const struct judgement *judgement, size_t workload);

/* Sections with their headings; that on notes is missing where there are none. */
void report_add_notes(struct text *text, const struct samples *samples);
void report_add_machine(struct text *text, const struct run *run);
void report_add_method(struct text *text);
void report_add_repeat(struct text *text, const struct judgement *judgement);

/* ---- on WORKLOAD, without a heading; nothing where there is nothing to say ---- */

/* How long the loop takes, and so what kind of work it is. */
void report_add_loop(struct text *text, const struct judgement *judgement, size_t workload);

/* Tables by workers and strategies. */
void report_add_speedups(struct text *text, const struct judgement *judgement, size_t workload);
void report_add_times(struct text *text, const struct judgement *judgement, size_t workload);

/* What follows for more workers than were tried, or why nothing does. */
void report_add_law(struct text *text, const struct judgement *judgement, size_t workload);

/* Which cells failed, how, and the first reason of each: a list. */
void report_add_failures(struct text *text, const struct judgement *judgement, size_t workload);

#endif
