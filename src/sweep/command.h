/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command of the user's own and its items: `manyhands run --items FILE -- ./job {}`. */
#ifndef MANYHANDS_SWEEP_COMMAND_H
#define MANYHANDS_SWEEP_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "samples.h"
#include "sweep/machine.h"
#include "text.h"
#include "trial/items.h"

/* The workload that runs it. */
#define COMMAND_WORKLOAD "command"

/* What the user asked for. */
struct command_wish {
	char **words;      /* behind "--"; borrowed */
	size_t word_count; /* 0: no command */
	char *items;       /* "32", "1..32", the name of a file, "-"; NULL: standard input; owned */
	char *keep;        /* a folder for what the items print, or NULL; owned */
	bool shell, allow_failures;
};

struct command {
	char *bytes; /* the list as trial/items.h lays it out; owned */
	size_t length;
	struct items items; /* points into it */
	char id[9];         /* of what runs, in hexadecimal */
	int list, results;  /* memory files for the trial; -1 until they are offered */
};

/*
 * Reads the items and looks for the program; makes nothing. False: one line in ERROR. The command is
 * finished by the caller in any case.
 */
bool command_init(
	struct command *command, const struct command_wish *wish, char *error, size_t error_bytes);

/* Reads what command_keep left in FOLDER; the working folder must be the one of then. */
bool command_load(struct command *command, const char *folder, char *error, size_t error_bytes);

void command_finish(struct command *command);

/* Writes FOLDER/command.list and FOLDER/items, which ends each with NUL. False: warned. */
bool command_keep(const struct command *command, const char *folder);

/* Puts list and results where trials find them, by this program's environment, and makes the folder
 * for what items print. False: warned. */
bool command_offer(struct command *command);

/* "command:items=32,id=3fa9c2d1": the items and the words stand in no spec. The caller frees. */
char *command_spec(const struct command *command);

/* Adds " --items 1..32 -- ./job '{}'", what has to be typed again, last on the line. */
void command_add_words(const struct command *command, struct text *text);

/* How a heading says it: "32 × ./job {}", clean and not long. The caller frees. */
char *command_heading(const struct command *command);

/* The words that item ITEM is run with, as a shell reads them. */
void command_add_item(const struct command *command, size_t item, struct text *text);

/* True if no word of the command asks for its item, which is only a number: it says how often. */
bool command_ignores_items(const struct command *command);

/* The worker counts that it is tried with unless the user says others, MACHINE_POINTS_MAX at most. */
uint32_t command_points(
	const struct command *command, const struct machine *machine, struct machine_point *points);

/* How many items may run at once on MACHINE if each takes PEAK_KIB of memory, at least 1: half of the
 * memory there is stays free. */
uint32_t command_fitting(const struct machine *machine, uint64_t peak_kib);

/* Fills RUN's own_command. */
void command_record(const struct command *command, struct run_command *own);

/* Before a sample: forgets the results of the one before. */
void command_forget(const struct command *command);

/* After it: SAMPLE's items, where the trial ran any. Trusts nothing that it wrote. */
void command_harvest(const struct command *command, struct sample *sample);

/* ---- between the files of this part ---- */

/* Where items come from, and their texts. */
struct command_source {
	char *source;      /* as in struct items; owned */
	struct text texts; /* each ends with NUL */
	size_t count;
	bool numbered;      /* a range: the items are only numbers */
	bool ends_with_nul; /* in the file */
};

/* Reads ITEMS (as in struct command_wish). False: one line in ERROR. */
bool command_source_read(
	struct command_source *source, const char *items, char *error, size_t error_bytes);
void command_source_finish(struct command_source *source);

/* Adds BYTES as they are, NULs included. */
void command_add_bytes(struct text *text, const char *bytes, size_t length);

#endif
