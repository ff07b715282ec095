/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs made up in memory, for the tests of everything right of the wall. */
#ifndef MANYHANDS_TESTS_FIXTURE_H
#define MANYHANDS_TESTS_FIXTURE_H

#include "samples.h"

/* Starts a run on a machine of CPUS cores (all allowed, no quota, no SMT, one kind): schema,
 * version "0.1.0", seed 1, summary "2 cores" and so on filled in with fixed texts. */
void fixture_init(struct samples *samples, uint32_t cpus);

/* Add to the run; each returns the new index. */
size_t fixture_workload(
	struct samples *samples, const char *spec, const char *work, uint64_t task_count);
size_t fixture_strategy(struct samples *samples, const char *spec); /* kind from the name */
void fixture_point(struct samples *samples, uint32_t workers, const char *label);

/* Makes the cells: a `sequential` baseline per workload (strategy added if missing) and every
 * workload x strategy x point. Call after the three above. */
void fixture_cells(struct samples *samples);

/* The time of CELL in ROUND, in ns; 0 leaves the sample out. busy: CPU time / wall of it. */
typedef double fixture_time(const struct run_cell *cell, uint32_t round, double *busy);

/* Adds an OK sample per cell and round 0 .. ROUNDS (round 0 is the discarded one), baselines before
 * and after each block of a workload, seq as the real rounds give it. */
void fixture_rounds(struct samples *samples, uint32_t rounds, fixture_time *time);

/* Adds the probes of the run: of both kinds the loop and threads at every point. */
void fixture_probes(struct samples *samples);

/* The total time of PROBE in ROUND, in ns, of which its tasks take all but 2 us; 0 leaves the sample
 * out. */
typedef double fixture_probe_time(const struct run_probe *probe, uint32_t round);

/*
 * As fixture_rounds, and in every round from 1 on a copy of each baseline, whose time COPY tells
 * (NULL: none), beside the first baseline of its block (in odd rounds the last), and before all
 * blocks the probes, whose times PROBE tells (NULL: none).
 */
void fixture_rounds_with(struct samples *samples, uint32_t rounds, fixture_time *time,
	fixture_time *copy, fixture_probe_time *probe);

/* The samples of CELL_KEY from round FROM on read pages from a disk, which is a sign of disturbance. */
void fixture_disturb(struct samples *samples, const char *cell_key, uint32_t from);

/* Turns the samples of CELL_KEY from round FROM on into ones that ended with STATUS. */
void fixture_fail(struct samples *samples, const char *cell_key, uint32_t from,
	enum sample_status status, const char *reason);

#endif
