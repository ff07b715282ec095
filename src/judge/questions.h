/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The three questions asked of every workload. Their errors are controlled together (Holm 1979): of a
 * workload without any difference at most 5 % get one.
 */
#ifndef MANYHANDS_JUDGE_QUESTIONS_H
#define MANYHANDS_JUDGE_QUESTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "judge/compare.h"
#include "judge/decide.h"
#include "text.h"

/*
 * The thread-pool is the strategy of that name with the fewest given parameters, the first of those;
 * the process-pool is the one with the same parameters. A worker per usable CPU: usable CPUs rounded
 * down, at least 1.
 */
enum {
	QUESTION_LOOP,  /* the thread-pool with a worker per usable CPU against the loop */
	QUESTION_TWINS, /* the process-pool there against the thread-pool */
	QUESTION_MORE,  /* four times as many threads against that */
	QUESTION_COUNT,
};

/* Why no verdict is given; a set. */
enum withdrawal {
	/* a cell of the question gave a wrong answer: this withdraws that question only */
	WITHDRAWN_WRONG = 1,
	/* the loop differs from its own copy by 1 % or more (99 % interval, 8 rounds and more), or the noise floor is
	 * above QUESTIONS_FLOOR_MAX (9 rounds and more: below that one wild round makes all of it) */
	WITHDRAWN_COPY = 2,
	/* a quota stopped more than 10 % of the workload's samples (FLAG_THROTTLED) */
	WITHDRAWN_THROTTLED = 4,
	/* the hypervisor took more than 1 % of the CPUs' time from more than 10 % of them */
	WITHDRAWN_STOLEN = 8,
	/* the machine's own speed changed by more than 10 % during the run, and the work computes */
	WITHDRAWN_DRIFT = 16,
};

struct question {
	/* Borrowed from the judgement; NULL where VERDICT_NOT_ASKED. The answer reads: A is ... than B. */
	const struct cell_result *a, *b;
	size_t pairs;
	struct interval
		ratio; /* time(B) / time(A), so above 1 A is faster; 95 %; NaN without pairs */
	struct interval wide; /* the same at 1 - 0.05 / 3 (Bonferroni) */
	/* Of "no difference", as in stats_paired_p: as it is, and adjusted over the questions asked. NaN
	 * where not asked or an answer was wrong. */
	double p, p_holm;
	enum verdict verdict, unwithdrawn; /* unwithdrawn: what it would be */
	unsigned withdrawn;                /* the workload's reasons, and WITHDRAWN_WRONG */
	/* INCONCLUSIVE: about so many more would settle it; 0: can't be said (more than 1000). */
	uint32_t more_rounds;
};

struct questions {
	/* The loop against its copy: time(copy) / time(loop), 95 % and 99 %; mid NaN without copies. */
	struct interval copy, copy_99;
	/* Half-width of the 95 % interval: smaller differences are invisible; NaN if there is none. */
	double floor;
	bool at_once;       /* about a command of the user's own: judge/at_once.h */
	double margin;      /* questions_margin */
	double drift;       /* of the probes, as in judge/drift.h; NaN unknown */
	unsigned withdrawn; /* enum withdrawal, of the whole workload: all but WITHDRAWN_WRONG */
	size_t asked;       /* how many were: the family */
	uint32_t rounds;    /* whole ones */
	struct question question[QUESTION_COUNT];
};

/* Makes room in JUDGEMENT, which frees it, for the answers that questions_ask remembers. */
void questions_init(struct judgement *judgement);

/* What came of those of WORKLOAD (an index of the run). */
void questions_ask(struct questions *questions, const struct judgement *judgement, size_t workload);

/*
 * What a cell of WORKLOAD (an index of the run) must differ by to be called different, a share:
 * max(VERDICT_MARGIN, half of the 95 % interval of its loop against the copy). Copies too few for an
 * interval (below STATS_INTERVAL_MIN rounds) tell nothing of it.
 */
double questions_margin(const struct judgement *judgement, size_t workload);

/* The largest relative half-width (of `ratio`) among the questions of all workloads that were asked,
 * but for those of a cell that was given up after two TIMED OUT; INFINITY where one has no interval
 * yet, NaN where there is none. */
double questions_precision(const struct judgement *judgement);

/* The fewest rounds that can show anything at all among M questions: ceil(1 + log2(M / 0.05)). */
size_t questions_rounds_min(size_t m);

/* What becomes of a question that is INCONCLUSIVE. */
enum outlook {
	OUTLOOK_ROUNDS,  /* about more_rounds would tell */
	OUTLOOK_NONE,    /* hardly more rounds will */
	OUTLOOK_NOISY,   /* the machine is too noisy: differences up to a fifth are invisible */
	OUTLOOK_FAILING, /* samples of its cells fail */
};
enum outlook question_outlook(const struct questions *questions, const struct question *question);

/* True if the loop and its copy differ so much that more rounds are not what is wanting. */
bool questions_are_noisy(const struct questions *questions);

/* True if there is a verdict to give, but none of the questions has an interval yet: there were PAIRS rounds,
 * NEEDED would do. */
bool questions_are_early(const struct questions *questions, size_t *pairs, size_t *needed);

/* Adds the reasons of WITHDRAWN, joined by "; ": "the loop differs from its own copy (...)". */
void withdrawal_words(unsigned withdrawn, const struct questions *questions, struct text *text);

#endif
