/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who did which chunk when in a traced sample, and who would have in a schedule without any loss: the
 * same chunks under the same rule, with the times that the tasks took in the loop, on CPUs that nobody
 * else uses, workers and chunks for free.
 */
#ifndef MANYHANDS_SHOW_TIMELINE_H
#define MANYHANDS_SHOW_TIMELINE_H

#include "judge/compare.h"
#include "show/table.h"
#include "simulate.h"
#include "text.h"
#include "traces.h"

/* Where the task times of the prediction are from. */
enum timeline_basis {
	TIMELINE_TASKS,   /* each task's own time, from the trace of the loop */
	TIMELINE_MEAN,    /* all alike: the time of the loop over its tasks */
	TIMELINE_UNKNOWN, /* there is no prediction */
};

/* Where the workers' time went that the prediction does not have, in ns of all workers. */
enum timeline_loss {
	TIMELINE_START,  /* before a worker's first chunk; with a worker per task before each */
	TIMELINE_GAPS,   /* between its chunks */
	TIMELINE_LONGER, /* chunks take longer than predicted; below 0 where shorter */
	TIMELINE_TAIL,   /* behind its last chunk, until the last one of all ends */
	TIMELINE_END,    /* from there to the end of the sample */
	TIMELINE_LOSSES,
};

struct timeline {
	const struct judgement *judgement; /* borrowed, and so are cell and sample */
	const struct run_cell *cell;
	const struct sample *sample;
	struct trace trace; /* of it */
	/* A task per chunk, by index; those of which nothing is known begin and end at 0. */
	struct simulate_result measured, predicted; /* predicted has none where it is UNKNOWN */
	enum timeline_basis basis;
	double loss_ns[TIMELINE_LOSSES]; /* LONGER is NaN without a prediction */
	uint32_t used;                   /* workers that did a chunk */
	size_t last;                     /* the chunk that ended last */
};

/* The traced sample of CELL (an index of the run) that has a trace, the latest; or NULL. */
const struct sample *timeline_sample(const struct judgement *judgement, size_t cell);

/* Reads the trace of CELL, which has one, in FOLDER. False: warned, and there is nothing to finish. */
bool timeline_init(struct timeline *timeline, const struct judgement *judgement, size_t cell,
	const char *folder);
void timeline_finish(struct timeline *timeline);

/* The longer one of the two schedules: one scale for both. */
double timeline_scale_ns(const struct timeline *timeline);

/* The largest loss; TIMELINE_LOSSES if none is worth a word. */
enum timeline_loss timeline_largest(const struct timeline *timeline);

/* Who waits for the last chunk. */
struct timeline_tail {
	uint32_t worker; /* that waits longest */
	double from_ns, to_ns;
	uint32_t waiting; /* workers that wait for more than a sliver */
};
struct timeline_tail timeline_find_tail(const struct timeline *timeline);

/* What tells most of this sample, without a full stop: "worker 2 waits 1.2 s for the last task". */
void timeline_message(const struct timeline *timeline, struct text *text);

/* True if the sample took as long as it says, and there is a prediction that takes time. */
bool timeline_compares(const struct timeline *timeline);

/* "4.9 % longer than predicted", where that can be said. */
void timeline_compare(const struct timeline *timeline, struct text *text);

/* True if every chunk is one task. */
bool timeline_has_tasks(const struct timeline *timeline);

/* What the prediction rests on: "each task as long as in the traced loop". */
const char *timeline_basis_words(enum timeline_basis basis);

/* Draws both schedules as text, the predicted one above. */
void timeline_add(
	const struct timeline *timeline, const struct table_style *style, struct text *text);

#endif
