/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs made up for the tests of the table, and the texts of their tables. */
#ifndef MANYHANDS_TESTS_TABLE_SCENE_H
#define MANYHANDS_TESTS_TABLE_SCENE_H

#include "fixture.h"
#include "judge/compare.h"
#include "show/table.h"

extern struct samples samples;
extern struct judgement judgement;

extern const struct table_style utf8_200, utf8_120, utf8_80, utf8_60, ascii_80, color_80;

/* Waiting work that scales, computing work that two cores bound. Times spread by 1.2 % and 0.6 %. */
double two_kinds(const struct run_cell *cell, uint32_t round, double *busy);

/* Add to a run: its workloads, two strategies, 1 2 4 8 workers. */
void sleep_and_primes(void);
void pools(void);
void four_points(void);

/* sleep and primes with two pools at 1, 2, 4 and 8. */
void measure(uint32_t rounds, fixture_time *time);

/* The table of the samples as they are now, and the line over it; until the next call of either. */
const char *table(bool sentences, struct table_style style);
const char *heading(double elapsed_s, const char *kept, struct table_style style);

void finish(void);

#endif
