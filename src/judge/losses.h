/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the speedup went: from what the workers could have done to what they did, in parts that add
 * up to it. The parts of one sample partition workers × time (measured by the workers' own stamps);
 * what the loop spent in the same way is taken off, so that what is left is the price of doing the
 * work in parallel.
 */
#ifndef MANYHANDS_JUDGE_LOSSES_H
#define MANYHANDS_JUDGE_LOSSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "judge/compare.h"

enum loss {
	LOSS_START,      /* until a worker began its first task; per task: also from task to task */
	LOSS_HANDOUT,    /* between the chunks of a worker */
	LOSS_SLOWER,     /* CPU time inside tasks above the loop's: SMT, cache, memory, frequency */
	LOSS_WAITING,    /* inside tasks off the CPU longer than the loop: a lock, a CPU */
	LOSS_UNEVEN,     /* had no task any more while others still worked */
	LOSS_ENDING,     /* after the last task of all: collecting, ending, reaping */
	LOSS_NEIGHBOURS, /* ready to run while other processes, or other guests, had the CPU */
	LOSS_KINDS,
};

/* "start", "hand-out", "slower cores", ...: for people. */
const char *loss_words(enum loss loss);

/* "start", "handout", "slower", ...: for files. */
const char *loss_name(enum loss loss);

/* A loss below this share of the ideal is not worth a word. */
#define LOSS_SMALL 0.01

/* Stamps that contradict each other by more than this share of workers × time are told. */
#define LOSS_CLASH_MAX 0.01

/* How many CPUs were taken by whom, on average over the time of a cell; NaN unknown. */
struct loss_cores {
	double usable; /* = own + others + stolen + idle, but for what clocks disagree about */
	double own, others, stolen,
		idle; /* others and idle: NaN under a quota below the CPUs, too */
};

/* The losses of one cell. */
struct loss_account {
	const struct cell_result *result; /* borrowed from the judgement */
	/* Rounds that count: with the stamps that it takes, and where half of them tell parts apart that
	 * others don't, only those. 0: nothing below is known. */
	size_t pairs;
	/* The speedup if every worker worked all the time: the workers (no more than there are tasks), for
	 * computing work at most the usable CPUs, for mixed work what keeps those busy. */
	double ideal;
	double measured; /* the speedup */
	uint64_t tasks;  /* of the workload; 0 unknown */
	double time_ns;  /* median of the cell */
	/*
	 * In speedup: the mids add up to ideal - measured. A part is what it took of workers × time, over
	 * time; below 0 it is a gain. Medians over the rounds; what medians don't add up to is spread over
	 * them by their scatter. × time_ns it is in workers' time, × time_ns / ideal in time.
	 */
	struct interval part[LOSS_KINDS];
	/* The set (1 << enum loss) that a part can't be told from, itself among them; what they are
	 * together stands in the first of them, and 0 in the others. */
	unsigned with[LOSS_KINDS];
	double clash;            /* median share of workers × time about which stamps disagree */
	bool crowded;            /* more workers than the usable CPUs can keep busy */
	struct loss_cores cores; /* medians */
};

struct losses {
	const struct judgement *judgement; /* borrowed */
	struct loss_account *cell;         /* in the order of run.cells; owned */
};

void losses_init(struct losses *losses, const struct judgement *judgement);
void losses_finish(struct losses *losses);

/*
 * The cell of WORKLOAD under STRATEGY that lost the largest share of its ideal; of those that lost
 * nearly as much the one whose workers come nearest to the usable CPUs. NULL: nothing is known of any.
 */
const struct loss_account *losses_telling(
	const struct losses *losses, size_t workload, size_t strategy);

/* The strategy to show of WORKLOAD: the one to recommend, or the first pool, or any that has an account;
 * run.strategy_count if none has. */
size_t losses_main_strategy(const struct losses *losses, size_t workload);

/* The largest part of ACCOUNT; LOSS_KINDS if none is above LOSS_SMALL. */
enum loss losses_largest(const struct loss_account *account);

/* "slower cores", or of parts that can't be told apart "start, hand-out or ending"; "uneven shares of 6
 * tasks" where equal tasks that don't divide by the workers would lose as much as LOSS_UNEVEN. */
void losses_words(const struct loss_account *account, enum loss loss, struct text *text);

#endif
