/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of `run`: one table that the command line and plan files are read by. */
#ifndef MANYHANDS_CLI_WISH_H
#define MANYHANDS_CLI_WISH_H

#include <argp.h>
#include <stdbool.h>

#include "sweep/plan.h"

/* What the user wants of a run. */
struct wish {
	struct plan_wish plan;
	char *plan_name;                /* of the first plan named; for the folder's name; owned */
	char *output, *resume, *plugin; /* owned */
	char *against;                  /* the name of a cell; owned */
	struct command_wish own;        /* a command of the user's own, behind "--" */
	bool dry_run, no_progress, strict;
};

/* The options, for argp; ends with an empty one. */
extern const struct argp_option wish_options[];

/*
 * Takes the option with KEY and its VALUE, or an operand (KEY is ARGP_KEY_ARG). False: one line in
 * ERROR.
 */
bool wish_take(struct wish *wish, int key, const char *value, char *error, size_t error_bytes);

/* True if the option with KEY was given a value already. */
bool wish_has(struct wish *wish, int key);

/* Adds a workload that was read at FROM, "my.args:3", or on the command line, NULL. */
void wish_add_workload(struct wish *wish, const char *value, const char *from);

/*
 * Replaces the operands that name plans (a plan in the plans folder PLANS, or a file with a '/' or
 * ending in .args) by what those say. Options given already win over a plan's, and those of an
 * earlier plan over a later one's; a plan can't hold another plan. False: one line in ERROR, with
 * file and line where a plan is to blame.
 */
bool wish_read_plans(struct wish *wish, const char *plans, char *error, size_t error_bytes);

void wish_finish(struct wish *wish);

#endif
