/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples that something else on the machine disturbed, by what the kernel counted. */
#ifndef MANYHANDS_JUDGE_FLAGS_H
#define MANYHANDS_JUDGE_FLAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "samples.h"
#include "text.h"

/*
 * A set of signs. Low CPU use alone is none: it may be honest imbalance. Limits are those of
 * results/README.md; what could not be read raises no flag and is counted as unknown.
 */
enum flag {
	/* workers waited for a CPU > 2 % of their time, were not more than the usable CPUs, and other
	 * processes used half as much or more, by their share of the window; else see `crowded` */
	FLAG_RUNQUEUE = 1,
	/* a page had to come from a disk */
	FLAG_MAJOR_FAULT = 2,
	/* a quota stopped it; no sign where more workers than usable CPUs run under a quota below the
	 * allowed CPUs: that is what is measured; without a quota there is nothing to know */
	FLAG_THROTTLED = 4,
	/* some task of the machine waited for a CPU > 5 % of the time and > 10 ms (two ticks), and the
	 * workers left a usable CPU free; with as many workers as CPUs they themselves make it wait */
	FLAG_PRESSURE = 8,
	/* the hypervisor took > 1 % of the allowed CPUs' time in its window */
	FLAG_STEAL = 16,
	/* other processes used > 5 % of the allowed CPUs' time in its window */
	FLAG_FOREIGN = 32,
};

enum { FLAG_KINDS = 6 };

/* "waited for a CPU", "other processes", ...: for footnotes. FLAG is one of the set. */
const char *flag_words(enum flag flag);

/* "runqueue", "major-fault", ...: for files. */
const char *flag_name(enum flag flag);

struct flags {
	unsigned *of;     /* per sample of SAMPLES: a set of enum flag; owned */
	unsigned *unread; /* per sample: those that could not be told; owned */
	/* Per sample: its workers waited as for FLAG_RUNQUEUE, but for each other: the kernel kept two on
	 * one CPU while another was free. No disturbance: a pool that nobody pins has that; owned. */
	bool *crowded;
	size_t count;   /* samples */
	size_t judged;  /* samples of rounds above 0 that ended OK, probes and copies included */
	size_t flagged; /* of those */
	size_t with[FLAG_KINDS], unknown[FLAG_KINDS]; /* of those, by bit number */
	size_t crowded_count;                         /* of those */
};

/* Windows of foreign CPU and steal count for every sample from window_first_seq to the one that
 * carries them, in the order of the file; a sample counts in one window at most. */
void flags_init(struct flags *flags, const struct samples *samples);
void flags_finish(struct flags *flags);

/* What the samples of one cell that have a time carry: how many of them any flag, and which. */
struct cell_flags {
	size_t samples, flagged, with[FLAG_KINDS], crowded;
};

/* Counts sample INDEX of FLAGS too. */
void cell_flags_add(struct cell_flags *found, const struct flags *flags, size_t index);

/* Adds what MORE counted to ALL. */
void cell_flags_join(struct cell_flags *all, const struct cell_flags *more);

/* True if more than a third of the samples are flagged: then the cell is marked where it is shown. */
bool cell_flags_are_many(const struct cell_flags *found);

/* Adds "3 of 7 samples disturbed: other processes (3), waited for a CPU (1)", the most frequent
 * first; nothing if none was. */
void cell_flags_words(const struct cell_flags *found, struct text *text);

#endif
