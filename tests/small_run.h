/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small run for the tests of the results file, and whether two runs are the same. */
#ifndef MANYHANDS_TESTS_SMALL_RUN_H
#define MANYHANDS_TESTS_SMALL_RUN_H

#include "samples.h"

/* A run of one workload on 1 and 2 workers: 3 cells, and 4 samples in each of the rounds 0 and 1. */
void small_run_init(struct samples *samples);

/* Writes it to FOLDER/samples.jsonl, which must not exist. */
void small_run_write(const struct samples *samples, const char *folder);

/* The text of FOLDER/samples.jsonl, allocated. */
char *small_run_text(const char *folder, size_t *length);

/* Adds TEXT at the end of FOLDER/samples.jsonl. */
void small_run_add(const char *folder, const char *text);

/* Compare every member. */
void assert_same_run(const struct run *a, const struct run *b);
void assert_same_sample(const struct sample *a, const struct sample *b);

#endif
