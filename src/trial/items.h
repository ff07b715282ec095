/* SPDX-License-Identifier: MIT */
/*
 * A command of the user's own and its items: the list that the driver hands to the workload
 * `command`, and the results that this hands back. Both are files named by the environment, so that
 * no text of the user ever stands in a spec or passes through a shell.
 */
#ifndef MANYHANDS_TRIAL_ITEMS_H
#define MANYHANDS_TRIAL_ITEMS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ITEMS_LIST_VARIABLE "MANYHANDS_COMMAND"
#define ITEMS_RESULTS_VARIABLE "MANYHANDS_COMMAND_RESULTS"
#define ITEMS_VARIABLES_PREFIX "MANYHANDS_" /* no item sees variables that begin like this */

enum { ITEMS_MAX = 1000000, ITEMS_WORDS_MAX = 10000 };

/*
 * The list. As a file it is texts that each end with NUL: "manyhands-command-1"; letters, 's' for
 * shell, 'a' for append, 'f' for allow_failures, '0' for ends_with_nul; keep; source; folder; the
 * number of words, the words; the number of items, the items.
 */
struct items {
	bool shell;          /* word[0] is a script for /bin/sh, which finds the item in $1 */
	bool append;         /* the item follows the last word */
	bool allow_failures; /* an exit status other than 0 is counted and fails nothing */
	bool ends_with_nul;  /* in the source; else with a newline */
	const char *keep;    /* where what an item prints is kept; "": nowhere */
	const char *source;  /* "1..32", the name of a file, or "-" for standard input */
	const char *folder;  /* where the words were typed */
	const char **word;   /* at least one */
	size_t word_count;
	const char **item;
	size_t item_count;
};

/* Reads LENGTH bytes, which ITEMS then points into. False: it is no such list. */
bool items_parse(struct items *items, const char *bytes, size_t length);
void items_finish(struct items *items);

/* Tells lists apart by what decides which processes run: words, items and letters. */
uint64_t items_sum(const struct items *items);

/*
 * The arguments that ITEM is run with, ending with NULL: "{}" in every word but the first becomes the
 * item. One block of memory, which the caller frees; NULL: no memory.
 */
char **items_arguments(const struct items *items, size_t item);

/* What became of an item. */
enum item_state { ITEM_NOT_RUN, ITEM_RUNNING, ITEM_ENDED };

struct item_result {
	_Atomic uint32_t state; /* enum item_state */
	int32_t status;         /* as wait gives it */
	uint64_t wall_ns;       /* from before its process was made until it was waited for */
	uint64_t cpu_ns;        /* of the process and of those that it waited for */
	uint64_t peak_kib; /* memory of the largest of these; at least what the trial itself has */
	uint64_t printed_bytes; /* on stdout and stderr */
};

/* Shared memory: each item is written by the one worker that runs it. */
struct items_results {
	uint64_t magic; /* ITEMS_RESULTS_MAGIC */
	uint64_t item_count;
	struct item_result item[];
};

#define ITEMS_RESULTS_MAGIC UINT64_C(0x31736d6574696d68)

static inline size_t items_results_bytes(size_t item_count)
{
	return sizeof(struct items_results) + item_count * sizeof(struct item_result);
}

#endif
