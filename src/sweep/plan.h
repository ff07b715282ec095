/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What will be measured: the run line's lists (samples.h) and what only the measuring side needs. */
#ifndef MANYHANDS_SWEEP_PLAN_H
#define MANYHANDS_SWEEP_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "samples.h"
#include "sweep/command.h"
#include "sweep/machine.h"
#include "sweep/speclist.h"

/* What the user asked for, as text where text it was; NULL and 0 stand for "not given". */
struct plan_wish {
	char **workloads;     /* specs, lists of specs */
	char **workload_from; /* where each was read, "my.args:3"; NULL: on the command line, all */
	size_t workload_count;
	char *strategies, *workers;
	char *strategies_from, *workers_from; /* likewise */
	uint32_t rounds;
	uint64_t budget_ns, timeout_ns, sample_time_ns;
	double precision; /* a share: 0.02; 0: not given */
	uint64_t seed;
	bool seed_given;
	bool trace;
	bool granularity; /* a sweep of task lengths: sweep/granularity.h; without workloads its own */
	const struct command *command; /* what the workload `command` runs, or NULL; borrowed */
};

/* One cell as the launcher needs it. */
struct plan_cell {
	size_t workload, strategy; /* indices of the run */
	uint32_t workers;
	bool baseline;
	bool probe;        /* of the machine's capacity: judged apart, not shown */
	bool busy_stamped; /* a chunk lasts 10 us or more */
	uint32_t timed_out_count;
	bool retired; /* after two TIMED OUT */
};

struct plan {
	/* Probes and a strategy that only they use stand behind those that were asked for. */
	struct speclist workloads, strategies;
	size_t asked_workloads, asked_strategies;
	size_t probe_strategy; /* index */
	struct machine_point points[MACHINE_POINTS_MAX];
	uint32_t point_count;
	bool points_chosen;             /* for a command, by nobody who knows what it needs */
	struct plan_cell *cells;        /* by workload: its baseline, then strategy by strategy */
	size_t cell_count, asked_cells; /* the probes' cells stand behind those asked for */
	uint32_t rounds, rounds_min;    /* at most and, with a precision, at least */
	double precision;               /* ends the run once reached; 0: as many rounds as given */
	uint64_t budget_ns, timeout_ns, sample_time_ns, seed;
	bool trace;       /* a traced sample of every cell that was asked for, in a last round */
	bool granularity; /* a workload per task length */
	const struct command *command; /* what the workload `command` runs, or NULL; borrowed */
};

/* Makes the plan of WISH on MACHINE. The catalog must outlive it. False: one line in ERROR, which
 * begins with the place in a plan file that is to blame. */
bool plan_init(struct plan *plan, const struct plan_wish *wish, const struct catalog *catalog,
	const struct machine *machine, char *error, size_t error_bytes);
void plan_finish(struct plan *plan);

/* Keeps of the worker counts the least and those up to MOST, and of the cells theirs. False: there is
 * nothing to leave out. Not once anything was learnt about cells. */
bool plan_keep_up_to(struct plan *plan, uint32_t most);

/* Keeps of the worker counts the least and those with a label, and of the cells theirs. False: there is
 * nothing to leave out. */
bool plan_keep_labelled(struct plan *plan);

/* Keeps what the three questions need: of the strategies the loop and the pools, of the worker counts
 * those with a label. False: there are no pools, or there is nothing else to leave out. */
bool plan_keep_questions(struct plan *plan);

/* The parameter that round 0 chooses for workload INDEX, or NULL if it has none or it was given. */
const struct param *plan_size_param(const struct plan *plan, size_t index, union value **value);

/* How long the sequential run should take, so that a sample with a worker per usable CPU lasts about
 * the sample time: sample time x usable CPUs, within 0.1 s and 10 s; where a quota binds at least
 * 1 s per sample. */
uint64_t plan_target_ns(const struct plan *plan, const struct machine *machine);

/* Tasks per chunk of CELL when its workload has TASK_COUNT tasks. */
uint64_t plan_chunk_tasks(
	const struct plan *plan, const struct plan_cell *cell, uint64_t task_count);

/* The normalised specs and the key of a cell; TEXT has at least PLAN_KEY_BYTES. */
enum { PLAN_KEY_BYTES = 2 * SPEC_TEXT_BYTES + 16 };
void plan_cell_key(const struct plan *plan, const struct plan_cell *cell, char *text);

/* What a heading says of workload INDEX: "96 × 4 ms", "below 4 000 000". The caller frees. */
char *plan_work_text(const struct plan *plan, size_t index);

/* The command that repeats the run, shell-quoted where needed, sizes included; a calibrated value
 * is in it only if it was given. The caller frees. */
char *plan_command(const struct plan *plan, const char *plugin);

/* Adds " --budget 90s" to a command. */
void plan_add_duration(struct text *text, const char *option, uint64_t ns);

/* ---- plan files ---- */

/* One line of a plan file: `--rounds 7` gives name "rounds", `-r 7` name "r", both value "7"; an
 * operand has no name, an option without a value no value. */
struct plan_line {
	char *name, *value;
	unsigned line;
};

struct plan_file {
	char *path, *summary; /* summary: the first comment */
	struct plan_line *line;
	size_t count;
};

/* Reads a file of arguments, one option or operand a line, '#' comments. False: one line in ERROR. */
bool plan_file_read(struct plan_file *file, const char *path, char *error, size_t error_bytes);
void plan_file_finish(struct plan_file *file);

#endif
