/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `manyhands predict` found, between the command and what prints it. */
#ifndef MANYHANDS_CLI_PREDICT_H
#define MANYHANDS_CLI_PREDICT_H

#include "cli/results.h"
#include "simulate.h"
#include "sweep/machine.h"
#include "sweep/speclist.h"
#include "sweep/tasklist.h"

/* What the user asks for; NULL and 0 stand for "not given". Texts are borrowed. */
struct predict_wish {
	char **specs; /* the array is owned */
	size_t spec_count;
	const char *strategies, *workers, *topology, *plugin;
	const char *tasks; /* a file with a list, as tasklist_read takes it */
	double cpus;
	uint64_t task_time_ns;
	struct simulate_costs cost;
	bool start_given, hand_out_given, late_given, end_given;
};

/* What a worker of each kind costs unless the user says it. */
enum { PREDICTED_NONE, PREDICTED_THREAD, PREDICTED_PROCESS, PREDICTED_KINDS };
extern const struct simulate_costs predict_default_costs[PREDICTED_KINDS];

/* One strategy at one worker count. */
struct predicted_cell {
	const struct listed_spec *strategy; /* of the prediction */
	const char *label;                  /* of the worker count, "" without one */
	struct simulate_plan plan;
	struct simulate_result result; /* without tasks */
	double bound_ns;               /* below which no schedule of these workers can be */
	enum simulate_limit limit;
};

/* One workload. */
struct predicted_block {
	char spec[SPEC_TEXT_BYTES];
	struct tasklist tasks;
	double loop_ns; /* one after another, costs as in a cell */
	struct predicted_cell *cell;
	size_t count;
};

struct prediction {
	struct machine machine;
	bool is_here;        /* it is made for the machine that we are on */
	double cpus;         /* how much can compute at once */
	uint32_t runners;    /* as in struct simulate_plan */
	double task_time_ns; /* given for workloads that know no times; 0: not */
	struct simulate_costs costs[PREDICTED_KINDS];
	struct speclist workloads, strategies;
	struct machine_point points[MACHINE_POINTS_MAX];
	uint32_t point_count;
	struct predicted_block *block;
	size_t count;
};

/* Makes the prediction that WISH asks for; TRIAL with CATALOG knows the tasks. CATALOG must outlive it.
 * It must not be moved. False: bad input, warned; there is nothing to finish. */
bool prediction_init(struct prediction *prediction, const struct predict_wish *wish,
	const char *trial, const struct catalog *catalog);
void prediction_finish(struct prediction *prediction);

/* The kind of the workers of CELL, which costs[] is by. */
int predicted_kind(const struct predicted_cell *cell);

/* The cell of BLOCK that takes least; of several that are as quick the one with the fewest workers. */
const struct predicted_cell *predicted_quickest(const struct predicted_block *block);

/* The machine that it is for, in a line: "2 cores", "128 cores (256 hardware threads)". */
void predicted_machine(const struct prediction *prediction, char *text, size_t bytes);

/* Prints PREDICTION on stdout, with LANES also who does which task when. */
void prediction_print(const struct prediction *prediction, bool lanes, enum results_format format);

#endif
