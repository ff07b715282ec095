/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wall between measuring and judging: samples.jsonl, one JSON object a line. The first line
 * is the run (machine, plan), then one line per sample in the order they ended. results/README.md
 * is the schema for people. Everything right of the wall is rebuilt from this file alone.
 */
#ifndef MANYHANDS_SAMPLES_H
#define MANYHANDS_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SAMPLES_SCHEMA = 1,
	SAMPLE_WORKERS_MAX = 64,
	SAMPLE_SUMMARY_ROWS = 5,
	/* What the reader lets in: beyond these a line is not believed. */
	SAMPLES_LINE_MAX = 1024 * 1024, /* bytes without the newline; the writer keeps it too */
	SAMPLES_ROUNDS_MAX = 1000000,
	SAMPLES_ASKED_ROUNDS_MAX = 1000, /* that `run` can be asked for */
	SAMPLES_WORKERS_MAX = 1000000,   /* of one cell */
};

/* A number that was not or could not be read. */
#define SAMPLE_UNKNOWN UINT64_MAX

enum sample_status {
	SAMPLE_OK,
	SAMPLE_WRONG,
	SAMPLE_FAILED,
	SAMPLE_CRASHED,
	SAMPLE_TIMED_OUT,
	SAMPLE_INTERRUPTED,
};

/* "OK", "WRONG", ..., "TIMED OUT": in files, tables and messages. */
const char *sample_status_name(enum sample_status status);

enum sample_role {
	ROLE_CELL,
	ROLE_BASELINE, /* sequential, the partner of the cells near it */
	ROLE_COPY,     /* a second baseline, compared with the first (A/A) */
	ROLE_PROBE,    /* of the machine's capacity; its cell is one of run.probes */
	ROLE_TRACED, /* its round is 0, for tracing costs time: it is left out of every judgement */
};

/* What one worker did. */
struct sample_worker {
	uint64_t tasks;
	uint64_t begin_ns, end_ns;            /* from the start: its first and last instruction */
	uint64_t first_task_ns, last_task_ns; /* its first task began, its last one ended */
	uint64_t busy_ns, cpu_ns, runqueue_ns;
	uint64_t migrations;    /* at least: between CPUs, seen at the ends of chunks */
	int32_t begin_cpu, cpu; /* where the first task began and the last one ended; -1 unknown */
};

/* What each worker did. With more than SAMPLE_WORKERS_MAX workers there are SAMPLE_SUMMARY_ROWS
 * rows instead, each member on its own: minimum, quartiles, maximum (CPUs are -1 then). */
struct sample_workers {
	uint32_t count; /* workers made; 0: not known */
	uint32_t row_count;
	struct sample_worker *row; /* owned; NULL without rows */
};

/* What became of the items of a command of the user's own; count 0: there are none. */
struct sample_items {
	uint64_t count;         /* of the command */
	uint64_t ended;         /* that came to an end in this sample */
	uint64_t failed;        /* of these, with an exit status other than 0 */
	uint64_t killed;        /* of these, by a signal */
	uint64_t printed_bytes; /* by all that ended */
	/* Of one item: minimum, quartiles and maximum over those that ended, each member on its own. */
	struct sample_item {
		uint64_t wall_ns, cpu_ns, peak_kib, printed_bytes;
	} row[SAMPLE_SUMMARY_ROWS];
};

/* One cell run once. Times are ns from the sample's start; SAMPLE_UNKNOWN where not known. */
struct sample {
	/* Its place in the run: round * samples per round + place in the round; traced ones stand behind all
	 * rounds that can be asked for, so that a run may be resumed with more. */
	uint64_t seq;
	uint32_t round; /* 0 is discarded by the judge */
	char *cell;     /* WORKLOAD/STRATEGY/WORKERS; owned */
	enum sample_role role;
	enum sample_status status;
	char *reason; /* why it is not OK, one line; owned, NULL if OK */
	bool has_answer;
	uint64_t answer;
	uint64_t at_ns; /* since the start of the run */
	/* Chance layout that no comparison may rest on: bytes by which the environment and the stack of
	 * the trial were pushed away, a function of the run's seed and seq. */
	uint64_t env_pad_bytes, stack_pad_bytes;
	uint64_t total_ns, ready_ns, first_task_ns, last_task_ns, reaped_ns, cpu_ns;
	uint64_t main_runqueue_ns; /* what the trial's main waited for a CPU, all in all */
	struct sample_rusage {
		uint64_t user_ns, system_ns, maxrss_kib;
		uint64_t minor_faults, major_faults, voluntary_switches, involuntary_switches;
	} rusage; /* of the whole reaped tree, exec and prepare included */
	struct sample_workers workers;
	struct sample_items items;
	bool has_trace; /* it stands in traces/SEQ.csv */
	/* What else went on; SAMPLE_UNKNOWN where it could not be read. A window is told by the sample
	 * that ends it: it covers the samples from window_first_seq on. */
	struct sample_noise {
		uint64_t throttled_ns; /* by the CPU quota, while the sample ran */
		uint64_t pressure_ns;  /* some task on the machine waited for a CPU */
		uint64_t window_ns, window_first_seq;
		uint64_t window_foreign_ns; /* CPU time of other processes, on the allowed CPUs */
		uint64_t window_steal_ns;   /* CPU time that the hypervisor took */
	} noise;
};

/* Sets all of SAMPLE to zero, and every number that is measured to SAMPLE_UNKNOWN. */
void sample_init(struct sample *sample);
void sample_finish(struct sample *sample);

/* Records what COUNT workers did: copied as it is, or summed up above SAMPLE_WORKERS_MAX. */
void sample_set_workers(struct sample *sample, const struct sample_worker *worker, uint32_t count);

/* One workload of the run. */
struct run_workload {
	char *spec;       /* normalised, size included: primes:limit=4e6 */
	char *name;       /* primes */
	char *work;       /* for headings: "below 4 000 000" */
	char *calibrated; /* "iterations=812345", or NULL */
	uint64_t task_count;
	uint64_t loop_ns; /* of the sequential run in round 0; 0: it never ended OK */
	uint64_t task_ns; /* in a sweep of task lengths: what a task is to take; else 0 */
};

struct run_strategy {
	char *spec; /* thread-pool:chunk=64 */
	char *name; /* thread-pool */
	char *kind; /* "none", "thread" or "process" */
};

/* One worker count of the sweep. */
struct run_point {
	uint32_t workers;
	char *label; /* "cores", "CPUs", "quota", "P-cores", "4x", joined by ", "; "" without one */
};

struct run_cell {
	char *key;       /* WORKLOAD/STRATEGY/WORKERS */
	size_t workload; /* index into run.workloads */
	size_t strategy; /* index into run.strategies */
	uint32_t workers;
	bool baseline;
};

/* A cell that only asks how much the machine can compute at once: `spin`, whose tasks share nothing. */
struct run_probe {
	char *key;  /* WORKLOAD/STRATEGY/WORKERS */
	char *kind; /* "latency": a chain of steps; "throughput": keeps a core's multiplier busy */
	uint32_t workers;
	bool baseline; /* sequential */
};

/* What the machine was, as far as it could be read: 0, NULL or "" stand for unknown; the reader
 * gives "". */
struct run_machine {
	char *cpu_model, *kernel, *hypervisor, *governor, *clocksource;
	char *topology; /* hwloc's synthetic text */
	char *summary;  /* one line: "2 cores" or "2 packages, 16 cores, 32 hardware threads" */
	uint32_t packages, cores, cpus, numa_nodes; /* of the machine; cpus are hardware threads */
	uint32_t allowed_cores, allowed_cpus;       /* by cpuset and affinity */
	uint32_t fast_cores;                        /* of the fastest kind; 0 unless kinds differ */
	double quota_cpus;                          /* 0: none */
	double usable_cpus;                         /* min(allowed_cpus, quota_cpus) */
	uint64_t memory_kib, pids_max, nproc_max;   /* limits; 0 unknown, SAMPLE_UNKNOWN none */
};

/* The command of the user's own that the workload `command` runs; word_count 0: there is none. */
struct run_command {
	char **words;
	size_t word_count;
	char *items; /* "1..32", a file as it was named, or "-": the file `items` of the folder */
	uint64_t item_count;
	bool ends_with_nul;  /* each item in that file; else with a newline */
	bool shell;          /* the only word is a script that finds the item in $1 */
	bool append;         /* the item follows the last word */
	bool allow_failures; /* exit statuses other than 0 are counted and fail nothing */
	bool inexact;        /* a word holds what can't be shown, so no line repeats the command */
};

/* The run line. */
struct run {
	uint32_t schema;
	char *version, *build, *compiler, *flags;
	char *started; /* ISO 8601, UTC */
	char *command; /* repeats the run, sizes included */
	uint64_t seed;
	uint32_t rounds;  /* planned at most */
	double precision; /* the run ends once the questions' half-widths are below it; 0: never */
	bool granularity; /* a sweep of task lengths, for one number of workers */
	uint64_t sample_time_ns, timeout_ns, budget_ns; /* 0: no budget */
	uint64_t samples_per_round;
	struct run_machine machine;
	struct run_workload *workloads;
	size_t workload_count;
	struct run_strategy *strategies;
	size_t strategy_count;
	struct run_point *points;
	size_t point_count;
	struct run_cell *cells; /* a baseline per workload included */
	size_t cell_count;
	struct run_probe *probes; /* none in files of before there were any */
	size_t probe_count;
	bool trace; /* a last round with a traced sample of every cell was asked for */
	struct run_command own_command;
};

void run_finish(struct run *run);

/* Takes all out of RUN but the workloads, strategies and cells that are true in these arrays, each as long as
 * that list; of a workload or strategy that is taken out no cell may stay. */
void run_keep(struct run *run, const bool *workload, const bool *strategy, const bool *cell);

/* A whole file in memory. */
struct samples {
	struct run run;
	struct sample *sample;
	size_t count, room; /* room: of `sample`, kept by samples_add */
	char **notes;       /* of "note" lines: what happened to the run besides samples */
	size_t note_count;
	size_t bad_line_count; /* lines reported and left out, a torn one not among them */
	bool torn;             /* the last line had no newline: it was being written */
	uint64_t sound_bytes;  /* length of the file up to the last whole line */
};

/*
 * Reads FOLDER/samples.jsonl. Lines that are torn, foreign or hostile are reported by number with
 * warn (unless QUIET) and left out. False (warned) if the file can't be read, its first line is
 * not a run line, or its schema is newer than ours. What it returns is safe to show: texts are
 * clean, specs and cells hold no character that means something to a shell, HTML or gnuplot, an OK
 * sample has a time above 0, and every sample is of a cell of the run. No time is above 10^18.
 */
bool samples_read(const char *folder, bool quiet, struct samples *samples);
void samples_finish(struct samples *samples);

/* Appends SAMPLE, which SAMPLES owns from then on. */
void samples_add(struct samples *samples, const struct sample *sample);

/* An open results file, locked against a second writer. */
struct samples_writer;

/*
 * samples_create makes FOLDER/samples.jsonl (refused if it exists) with RUN as its first line;
 * samples_resume opens an existing one to go on, cut to SOUND_BYTES, and refuses if whole lines
 * were added since it was read. NULL: warned.
 */
struct samples_writer *samples_create(const char *folder, const struct run *run);
struct samples_writer *samples_resume(const char *folder, uint64_t sound_bytes);

/* Appends one line in one write and syncs it. False: warned, and the run must end. */
bool samples_append(struct samples_writer *writer, const struct sample *sample);
bool samples_note(struct samples_writer *writer, const char *text);
void samples_close(struct samples_writer *writer); /* NULL is fine */

#endif
