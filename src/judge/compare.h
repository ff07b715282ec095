/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From samples to results: per cell a level, a speedup and an efficiency; per workload a class. */
#ifndef MANYHANDS_JUDGE_COMPARE_H
#define MANYHANDS_JUDGE_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "judge/capacity.h"
#include "judge/class.h"
#include "judge/flags.h"
#include "judge/stats.h"
#include "samples.h"

struct cell_result {
	const struct run_cell *cell;
	size_t sample_count; /* OK ones, round 0 left out; 0 if any was WRONG: then no time is given */
	size_t failed_count; /* all others but INTERRUPTED, round 0 left out */
	size_t status_count[SAMPLE_INTERRUPTED + 1];
	const char *reason;      /* of the first that failed; borrowed from the samples; NULL */
	struct interval time_ns; /* of one value a round: the median of the round's samples */
	double min_ns, cpu_ns;   /* cpu_ns: median; NaN without samples */
	struct interval speedup; /* against the paired baseline; NaN mid without pairs */
	double efficiency; /* speedup / min(workers, usable CPUs), for waiting work / workers */
	struct cell_flags flags; /* what disturbed the samples counted in sample_count */
	double noise;            /* max / min - 1 of its times; NaN without samples */
	double *time;    /* the OK samples' ns, in round order; sample_count of them; owned */
	uint32_t *round; /* the round of each; owned */
	uint64_t *seq;   /* the place of each in the run; owned */
	const struct sample *
		*sample; /* each of them; the array is owned, the samples are borrowed */
};

struct workload_result {
	const struct run_workload *workload;
	enum work_class alone; /* by the busy share: never WORK_HELD; what ideals follow */
	enum work_class class; /* the same, or WORK_HELD: what headings say */
	struct held held;
	double busy_share; /* median u of the baseline, 0..1; NaN unknown */
	const struct cell_result *baseline;
	/* The baseline's second copy, in the same rounds: whatever differs between the two is noise. Its
	 * sample_count is 0 where there is none. */
	struct cell_result copy;
};

struct questions_memo; /* judge/questions.c */
struct choice_memo;    /* judge/choice.c */

struct judgement {
	const struct samples *samples;     /* borrowed: outlives the judgement */
	struct flags flags;                /* of all samples */
	struct workload_result *workloads; /* in the order of run.workloads */
	struct cell_result *cells;         /* in the order of run.cells */
	struct capacity capacity;          /* of the machine */
	struct questions_memo *questions;  /* of each workload, once asked: see questions_ask */
	struct choice_memo *choices;       /* of each workload, once made: see choice_make */
	/* Rounds, round 0 left out, in which every cell ended a sample but those given up before. */
	uint32_t round_count;
};

/* Judges all of SAMPLES: those of the roles cell, baseline and copy, of cells of the run. */
void judgement_init(struct judgement *judgement, const struct samples *samples);
void judgement_finish(struct judgement *judgement);

/*
 * The ratio time(A) / time(B) as a 1 - ALPHA interval over the rounds that had both; *PAIRS is how
 * many (NULL if not wanted). A round gives one pair: the two samples nearest by seq, which matters
 * for the baseline, of which a round has several. NaN mid without a pair.
 */
struct interval compare_cells(
	const struct cell_result *a, const struct cell_result *b, double alpha, size_t *pairs);

/* Two samples that are compared: places in the arrays of A and of B. */
struct compare_match {
	size_t a, b;
};

/* The pairs that compare_cells rests on, by rising rounds: writes them to PAIRS, which has room for the
 * smaller sample_count, and returns how many. */
size_t compare_matches(
	const struct cell_result *a, const struct cell_result *b, struct compare_match *pairs);

/* The same pairs: writes the natural logarithm of time(A) / time(B) of each to
 * RATIOS, which has room for the smaller sample_count, and returns how many. */
size_t compare_log_ratios(const struct cell_result *a, const struct cell_result *b, double *ratios);

/* Writes the median time of each round that CELL has samples of to TIMES, which has room for
 * sample_count, and returns how many. */
size_t compare_round_times(const struct cell_result *cell, double *times);

/* The result of the cell of WORKLOAD under STRATEGY (indices of the run) at WORKERS, or NULL. */
const struct cell_result *judgement_cell(
	const struct judgement *judgement, size_t workload, size_t strategy, uint32_t workers);

/* The index of the first strategy of the run named NAME, or run.strategy_count. */
size_t judgement_strategy(const struct judgement *judgement, const char *name);

/* min(allowed CPUs, quota): how much can compute at once; NaN if it could not be read. */
double judgement_usable_cpus(const struct judgement *judgement);

/* The best that this many workers could do: min(W, usable CPUs) for computing work,
 * n / ceil(n / W) for waiting work, NaN for mixed work and where it is not known. */
double ideal_speedup(const struct judgement *judgement, size_t workload, double workers);

#endif
