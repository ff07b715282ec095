/* SPDX-License-Identifier: MIT */
/* --tasks: what every task of a workload takes, as JSON lines for whoever predicts. */
#ifndef MANYHANDS_TRIAL_TASKS_H
#define MANYHANDS_TRIAL_TASKS_H

#include <stdbool.h>
#include <stdio.h>

#include "trial/job.h"
#include "trial/spec.h"

enum { TASKS_LISTED_MAX = 10000000 };

/*
 * Writes a line {"workload","tasks","known"} and then lines that each tell `count` tasks more, in order:
 * with known "times" their cpu_ns and wait_ns, with "costs" their cost, with "nothing" no line at
 * all. A member is a list, or one number for all tasks of its line. SPEC is the workload's. False:
 * too many to be listed; job_fail was called.
 */
bool tasks_print(FILE *out, const struct job *job, const struct spec *spec);

#endif
