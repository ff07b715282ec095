/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measuring: round 0 chooses sizes and checks answers, then the rounds, until done or told to end. */
#ifndef MANYHANDS_SWEEP_ROUNDS_H
#define MANYHANDS_SWEEP_ROUNDS_H

#include <stdbool.h>
#include <stdint.h>

#include "samples.h"
#include "sweep/launch.h"
#include "sweep/noise.h"
#include "sweep/plan.h"

/* Where the measuring stands. */
struct rounds_progress {
	uint64_t done_count, total_count; /* samples; total 0: not known yet */
	uint32_t round, rounds;
	bool traced;        /* in the round behind all others, whose samples are traced */
	bool may_end_early; /* once the precision is reached: rounds and left_s are the most */
	double elapsed_s, left_s; /* left_s < 0: not known yet */
	const char *now;          /* what is being measured; borrowed until the next call */
};

/* Whoever watches. Called between samples only. */
struct rounds_watcher {
	void (*sample)(
		void *context, const struct rounds_progress *progress); /* one is about to run */
	void (*block_end)(
		void *context, const struct rounds_progress *progress); /* a workload is done */
	void (*round_end)(void *context, const struct rounds_progress *progress);
	/* How precisely the questions are answered so far: the largest half-width, a share; NaN if none
	 * is asked. Asked between rounds; NULL: not known. */
	double (*precision)(void *context);
	void *context;
};

/* What round 0 finds out about a workload. */
struct rounds_workload {
	uint64_t task_count, loop_ns; /* of the sequential run; 0: it never ended OK */
	bool has_answer;
	uint64_t answer; /* what every sample must say */
	uint64_t
		peak_kib; /* of the largest process that a command was, SAMPLE_UNKNOWN without one */
	char *calibrated; /* "iterations=812345", or NULL; owned */
	char *failure;    /* why the sequential run FAILED when it was tried last, or NULL; owned */
};

enum rounds_end {
	ROUNDS_DONE,    /* all rounds */
	ROUNDS_PRECISE, /* fewer, since the precision is reached */
	ROUNDS_UNASKED, /* the least, since there is no question to answer */
	ROUNDS_BUDGET,  /* fewer, since the budget is used up */
	ROUNDS_INTERRUPTED,
	ROUNDS_BROKEN, /* the record could not be written: warned */
};

struct rounds {
	/* set by the caller before rounds_init; borrowed */
	struct plan *plan;
	const struct machine *machine;
	const char *trial, *plugin; /* plugin may be NULL */
	int interrupt_fd;           /* as in struct launch */
	struct rounds_watcher watcher;
	/* Of a run that is resumed: the plan's budget counts from now, and at least a round of what is
	 * missing is measured. False: what was measured before counts, too. */
	bool budget_anew;
	/* set by the caller before rounds_measure; borrowed */
	struct samples_writer *writer;
	const char *folder; /* of the record: traces go there; only needed with plan->trace */

	const bool *traced; /* per cell asked for: by the run that is resumed; NULL: none yet */
	struct rounds_workload *workload; /* in the order of the plan's; owned */
	double *estimate_ns;              /* per cell, of one sample; owned */
	char *fitted;                     /* what was left out to keep the budget, or NULL; owned */
	bool command_failed;              /* see rounds_choose_sizes */
	struct noise noise;               /* what else goes on; owned */
	uint64_t started_ns;              /* elapsed times count from here */
	uint64_t done_count;              /* samples recorded, of a run that is resumed too */
};

void rounds_init(struct rounds *rounds);
void rounds_finish(struct rounds *rounds);

/*
 * Asks the trial whether each workload can run under each strategy at the most workers, calibrates,
 * chooses the sizes and runs every workload's loop at least once. Nothing is recorded. False: a
 * cell was refused (one line in ERROR that names it), an item of the user's own command failed (ERROR
 * says how, command_failed is set), or interrupted (ERROR is "").
 */
bool rounds_choose_sizes(struct rounds *rounds, char *error, size_t error_bytes);

/*
 * Measures: every workload under every strategy once at the most workers (round 0, recorded but
 * not judged), then the rounds. EARLIER holds the samples of a run that is resumed, or is NULL:
 * what has a line there that is not INTERRUPTED is not measured again.
 */
enum rounds_end rounds_measure(struct rounds *rounds, const struct samples *earlier);

/* Runs CELL once without recording it, pushed by the pads of the initialised SAMPLE, which the caller
 * finishes. */
void rounds_try(struct rounds *rounds, const struct plan_cell *cell, struct sample *sample,
	struct launch_extra *extra);

/* Seconds since the start; a run that is resumed goes on from where its last sample ended. */
double rounds_elapsed_s(const struct rounds *rounds);

/* ---- between the files of this part ---- */

enum { ROUNDS_TIMED_OUT_MAX = 2 }; /* then a cell is retired */

/* Writes the specs of CELL as the trial gets them, calibrated parameters included. */
void rounds_format_cell(const struct rounds *rounds, const struct plan_cell *cell,
	char workload[SPEC_TEXT_BYTES], char strategy[SPEC_TEXT_BYTES]);

/* Keeps the trace in EXTRA of SAMPLE, if it is one that was to be traced, or notes that it had too many
 * chunks; finishes it in any case. False: it could not be written, and the sample is one without. */
bool rounds_keep_trace(struct rounds *rounds, struct sample *sample, struct launch_extra *extra);

#endif
