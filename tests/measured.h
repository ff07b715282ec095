/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run being measured in a folder of its own, for the tests of sizes, rounds and resuming. */
#ifndef MANYHANDS_TESTS_MEASURED_H
#define MANYHANDS_TESTS_MEASURED_H

#include "sweep/order.h"
#include "sweep/record.h"
#include "sweep/resume.h"

/* What there is in one test; set up by measured_setup. Zero and NULL stand for the defaults. */
struct measured {
	/* may be changed before measured_choose */
	const char *trial;
	const char *workloads; /* "sleep primes" */
	const char *strategies, *workers;
	uint32_t rounds;
	uint64_t budget_ns, timeout_ns, sample_time_ns;
	double precision;
	bool trace;
	uint32_t precise_after;   /* rounds; 0: never */
	bool unasked;             /* there is no question */
	uint64_t interrupt_after; /* samples; 0: never */
	struct machine machine;

	char *folder; /* of samples.jsonl */
	struct catalog catalog;
	struct plan plan;
	struct rounds rounds_state;
	bool planned;
	int interrupt[2]; /* a pipe; readable once interrupted */
	/* what the watcher saw */
	uint64_t sample_count, block_count, round_count;
	struct rounds_progress last, round_1; /* round_1: at its first sample; without texts */
	char error[512];
};

extern struct measured measured;

/* Fixtures: a machine of 2 CPUs, the fake trial, 2 rounds, the workload `steady`. */
void measured_setup(void);
void measured_teardown(void);

/* Plans and lets round 0 choose; false: measured.error. */
bool measured_choose(void);

/* measured_choose, then a new record in the folder. */
enum rounds_end measured_run(void);

/* Goes on with the record in the folder; ROUNDS 0: as many as it says. In a process of its own this
 * would be `run --resume`. False: measured.error. */
bool measured_resume(uint32_t rounds, enum rounds_end *end);

/* Reads the record into SAMPLES. */
void measured_read(struct samples *samples);

/* Keeps of the record the run line and COUNT lines behind it, and adds TAIL. */
void measured_cut(size_t count, const char *tail);

/* Writes the record again: the run line and the first COUNT samples of FROM, those that KEEP says, or
 * all. */
void measured_rewrite(
	const struct samples *from, size_t count, bool (*keep)(const struct sample *sample));

/* What stands at SEQ of the plan. */
struct place measured_place_at(uint64_t seq);

#endif
