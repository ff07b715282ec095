/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The law by which time follows the workers, T(N) = a / N + b + c (N - 1): work that is shared, work
 * that is not, and what each further worker costs. It is refused where it does not describe the times,
 * or where they cannot tell. Speedups of a law are T(1) / T(N).
 */
#ifndef MANYHANDS_JUDGE_LAW_H
#define MANYHANDS_JUDGE_LAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "judge/compare.h"
#include "judge/stats.h"
#include "text.h"

enum {
	LAW_POINTS_MAX = 32,
	LAW_TERMS = 3, /* a, b, c */
	/* T = a / N + b has two terms, and a choice among laws takes three points more than terms */
	LAW_POINTS_MIN = 5,
};

/* What a law is fitted to: the times at some values of N, round by round. */
struct law_data {
	size_t count, rounds;
	const double *n;       /* count, rising, all different; borrowed */
	const double *time_ns; /* [round * count + point], NaN where there is none; borrowed */
	double ask;            /* wanted: the speedup at this N; NaN: none */
};

enum law_shape {
	LAW_CONSTANT,  /* T = b: more workers change nothing */
	LAW_AMDAHL,    /* c = 0 */
	LAW_FULL,      /* b may be 0 */
	LAW_SHAPELESS, /* none: refused before one was fitted */
};

enum law_refusal {
	LAW_FITS,
	LAW_UNKNOWN,     /* no times */
	LAW_CAPACITY,    /* what the machine can do at once is not known */
	LAW_FEW_POINTS,  /* fewer than LAW_POINTS_MIN values of N, or three more than terms */
	LAW_FEW_ROUNDS,  /* no intervals */
	LAW_SLOWER,      /* a is not above 0: the times only rise with N */
	LAW_SUPERLINEAR, /* at `where` faster than N times, beyond its interval */
	LAW_KNEE,        /* a line that ends at N = `where` describes the times as well or better */
	LAW_MISFIT,      /* `misfit` is more than the intervals of the times allow */
	LAW_CURVED,      /* above and below the law by turns of N, as curves are */
	LAW_LOOSE,       /* the intervals of its terms are too wide to say anything */
};

struct law {
	enum law_refusal refusal;
	enum law_shape shape;
	size_t points, rounds;
	double n_max;                       /* the largest N that was measured */
	struct interval term_ns[LAW_TERMS]; /* a, b, c; NaN mid unless fitted; 95 %, bootstrapped */
	struct interval share;              /* the serial share b / (a + b) */
	bool share_seen; /* its interval keeps off 0 and within a decade: else only `high` counts */
	/* The N of the least time and its speedup; NaN mid without a peak, or with one that is not in the
	 * data: its interval ends beyond twice n_max. */
	struct interval best, best_speedup;
	double ask; /* of the data, but no more than twice n_max */
	struct interval asked;
	double misfit; /* the largest distance of a time from the law, a share; NaN unless fitted */
	double where;  /* see law_refusal */
	double left_out; /* the N of the one wild point that was left out; NaN: none was */
	/* The rest only from law_find. */
	enum work_class work; /* by its CPU share alone: what N is bounded by */
	size_t strategy;      /* index of the run */
	/* Karp and Flatt: the serial share that one speedup alone implies, at the largest N, its interval
	 * that of the speedup and of N together; NaN mid where N is below 1.5. */
	struct interval karp_flatt;
};

/* Fits DATA, which has at most LAW_POINTS_MAX points. */
void law_fit(struct law *law, const struct law_data *data);

/*
 * The law of WORKLOAD under the strategy to be recommended. N = n / ceil(n / W) for n tasks on W workers,
 * for computing and mixed work at most the measured capacity (without probes the usable CPUs) over the
 * loop's CPU share. Of several counts of workers with the same N only the fewest counts, and none where the
 * two kinds of probes disagree or are unsure. It is asked no further than tasks and allowed CPUs go.
 */
void law_find(struct law *law, const struct judgement *judgement, size_t workload);

/* N for WORKERS of WORKLOAD, as law_find takes it; NaN mid where it is not known. */
struct interval law_n(const struct judgement *judgement, size_t workload, uint32_t workers);

/* T(N) of the fitted law, in ns. */
double law_time_ns(const struct law *law, double n);

/* One sentence for tables, "Serial share 4 % (3 to 6), time that more workers don't shorten: 64 CPUs would
 * give at most 18× (14 to 22)."; nothing where the law is refused or has nothing to say. */
void law_say(const struct law *law, struct text *text);

/* All that is known, as sentences: the law with its terms, or why there is none. */
void law_explain(const struct law *law, struct text *text);

/* "fits", "too few counts", ...: for files. */
const char *law_refusal_name(enum law_refusal refusal);

/* "constant", "amdahl", "full", "none": for files. */
const char *law_shape_name(enum law_shape shape);

#endif
