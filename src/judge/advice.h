/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What to use for a workload, and why: the chosen cell (judge/choice.h), the count of workers that its
 * waits explain, the bound that binds, what would change it, and the command that checks it.
 *
 * The count is the CPUs × (1 + wait / CPU time) of a task (Goetz et al., Java Concurrency in Practice,
 * 2006, 8.2; it follows from the utilisation law of Lazowska et al., Quantitative System Performance,
 * 1984), where nothing else binds before. All tasks of a run are there from the start: it says nothing
 * about latency under arrivals.
 */
#ifndef MANYHANDS_JUDGE_ADVICE_H
#define MANYHANDS_JUDGE_ADVICE_H

#include <stdint.h>

#include "judge/curve.h"
#include "judge/losses.h"
#include "text.h"

enum advice_end {
	ADVICE_EARLY,     /* too few rounds for an interval, or the loop has no time */
	ADVICE_WITHDRAWN, /* the verdicts on the workload are withdrawn, and so is this */
	ADVICE_NONE,      /* there is nothing beside the loop to compare */
	ADVICE_OPEN,      /* cannot tell: the cell is only the likeliest */
	ADVICE_LOOP,      /* stay sequential */
	ADVICE_USE,
};

/* What keeps it from being faster. */
enum advice_bound {
	BOUND_UNKNOWN,
	BOUND_CPUS,
	BOUND_QUOTA,
	BOUND_TASKS,      /* their number */
	BOUND_LONGEST,    /* tasks of different length: the longest */
	BOUND_UNEVEN,     /* the like, but a worker that had several of them ends last */
	BOUND_SHARED,     /* something held by one at a time: judge/class.h */
	BOUND_TRIED,      /* more workers than were tried might help */
	BOUND_START,      /* starting workers */
	BOUND_HANDOUT,    /* handing out chunks */
	BOUND_SLOWER,     /* tasks that take more CPU time beside others */
	BOUND_WAITING,    /* tasks that wait longer beside others */
	BOUND_ENDING,     /* collecting and ending */
	BOUND_NEIGHBOURS, /* other processes */
};

/* The count of workers that the loop explains; NaN where it is not known. */
struct advice_formula {
	double cpus;            /* usable, or what the probes found below that */
	bool quota, probed;     /* which of these it is */
	double wait_ns, cpu_ns; /* of a task */
	double workers;         /* cpus × (1 + wait / cpu); NaN for computing work: cpus it is */
	uint64_t tasks;         /* 0 unknown */
	double shared; /* so many can work at once by what they share; NaN: nothing found */
};

struct advice {
	const struct judgement *judgement; /* borrowed */
	size_t workload;                   /* index of the run */
	enum advice_end end;
	struct curve curve; /* with the choice; unset where ADVICE_EARLY */
	struct advice_formula formula;
	enum advice_bound bound;
	double lost; /* the share of what the workers could have done that is lost to it; NaN unknown */
	uint32_t rounds; /* that the command makes */
};

/* LOSSES may be NULL: then those of a bound are not told. It is of JUDGEMENT. */
void advice_init(struct advice *advice, const struct judgement *judgement, size_t workload,
	const struct losses *losses);
void advice_finish(struct advice *advice);

/* "the CPUs", "the quota", ...; "" unknown. */
const char *advice_bound_words(enum advice_bound bound);

/* "use", "stay sequential", "cannot tell", "withdrawn", ...: for files. */
const char *advice_end_name(enum advice_end end);

/* The chunk of STRATEGY: "1", "64", "auto"; NULL: it has none. The caller frees. */
char *advice_chunk(const struct run_strategy *strategy);

/* Adds what to use and why, or why that can't be told, as sentences for the table, the runner-up last. */
void advice_say(const struct advice *advice, struct text *text);

/* Adds what would change it as a sentence; nothing where that is not known. */
void advice_say_change(const struct advice *advice, struct text *text);

/* Adds the command that checks it, a line for a shell; nothing where there is nothing to check, as where it is
 * withdrawn. */
void advice_command(const struct advice *advice, struct text *text);

#endif
