/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several comparisons judged together (Holm 1979): p-values adjusted, and levels for intervals. */
#ifndef MANYHANDS_JUDGE_FAMILY_H
#define MANYHANDS_JUDGE_FAMILY_H

#include <stddef.h>

/* The chance, of a family without any difference, that one of its members is called one. */
#define FAMILY_ALPHA 0.05

/*
 * Adjusts the COUNT p-values P, of which NaN stands for "not asked": below FAMILY_ALPHA in ADJUSTED
 * a difference is shown. LEVEL becomes what Holm's steps leave to each: an interval made at it
 * excludes "no difference" where one is shown and nowhere else. Both stay NaN where not asked.
 */
void family_adjust(const double *p, size_t count, double *adjusted, double *level);

#endif
