/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long a task must be to be worth a worker: of a sweep of task lengths, the shortest from which on
 * each strategy beats the loop, and from which on it is 50 % and 90 % efficient (METG: Slaughter et
 * al., SC20).
 *
 * Efficiency is the speedup over what as many workers compute at once here, by the probes, and not over
 * their number: so 100 % can be reached, and what is missing is the strategy's doing.
 *
 * Between two measured lengths the odds of the efficiency, e / (1 - e), go as a power of the length: that
 * is exact where a task costs a fixed time besides its work, e = t / (t + h). The ends of an interval are
 * where the ends of the efficiencies' intervals reach the level; those are order statistics of the
 * rounds, exact for any noise, where a bootstrap of medians of nine rounds covers too little.
 */
#ifndef MANYHANDS_JUDGE_GRANULARITY_H
#define MANYHANDS_JUDGE_GRANULARITY_H

#include "judge/compare.h"
#include "text.h"

enum granularity_level {
	GRANULARITY_EVEN, /* as fast as the loop */
	GRANULARITY_HALF, /* 50 % efficient */
	GRANULARITY_MOST, /* 90 % */
	GRANULARITY_LEVELS
};

struct granularity_point {
	const struct cell_result *cell;
	double task_ns;             /* the measured time of the loop per task */
	struct interval efficiency; /* that of the capacity taken into account */
};

/* The shortest task from which on a level is reached, as far as was measured. */
struct granularity_mark {
	/* 0: already with the shortest measured; INFINITY: not with the longest. Not exact: too few rounds
	 * for an interval. */
	struct interval task_ns;
	/* A length at which it is surely missed although it was surely reached with a shorter one; NaN: there
	 * is none. */
	double lost_ns;
};

struct granularity_curve {
	size_t strategy;                 /* index of the run */
	struct granularity_point *point; /* by rising length; owned */
	size_t count;
	struct granularity_mark mark[GRANULARITY_LEVELS];
};

struct granularity {
	const struct judgement *judgement; /* borrowed */
	uint32_t workers;
	struct interval capacity; /* what they compute at once, in CPUs */
	bool probed;              /* false: the run has no probes of it, so it is the usable CPUs */
	struct granularity_curve *curve; /* in the order of the run's strategies; owned */
	size_t count;                    /* those with a point */
	double shortest_ns, longest_ns;  /* tasks measured; NaN without any */
};

/* Judges a run whose run.granularity is set; of another, count is 0. */
void granularity_init(struct granularity *granularity, const struct judgement *judgement);
void granularity_finish(struct granularity *granularity);

/* The efficiency that LEVEL stands for: 0.5, 0.9, or what is as fast as the loop. */
double granularity_share(const struct granularity *granularity, enum granularity_level level);

/* How well the lengths of 50 % efficiency are known: the largest half-width, a share; INFINITY where one is
 * open at an end. */
double granularity_precision(const struct granularity *granularity);

/* Adds "180 µs (170 to 190)", "below 1 µs", "not up to 100 ms". */
void granularity_add_mark(
	const struct granularity_curve *curve, enum granularity_level level, struct text *text);

/* Adds what follows in a few words, for a title. */
void granularity_headline(const struct granularity *granularity, struct text *text);

/* Adds what follows, as sentences. */
void granularity_say(const struct granularity *granularity, struct text *text);

/* ---- between the files of this part ---- */

/* Adds for how many lengths the run carries no verdicts, and why: then it hardly carries these figures. */
void granularity_say_withdrawn(const struct granularity *granularity, struct text *text);

/* Adds what 100 % efficient is. */
void granularity_say_capacity(const struct granularity *granularity, struct text *text);

/* Adds that rounds are too few for intervals, if they are. */
void granularity_say_rounds(const struct granularity *granularity, struct text *text);

#endif
