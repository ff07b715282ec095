/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table with a parameter of every kind, for the tests of values and specs. */
#ifndef MANYHANDS_TESTS_PARAMS_H
#define MANYHANDS_TESTS_PARAMS_H

#include "trial/value.h"

static const char *const patterns[] = {"constant", "ramp", "reversed", NULL};

enum { LIMIT, PER_TASK, DURATION, BYTES, SHARE, PATTERN, CHUNK, FILE_NAME, ROUNDS };

static const struct param params[] = {
	[LIMIT] = {.name = "limit",
		.kind = PARAM_COUNT,
		.role = PARAM_SIZE,
		.fallback = "1e6",
		.min = 2,
		.max = 1000000000000},
	[PER_TASK] = {.name = "per_task",
		.kind = PARAM_COUNT,
		.fallback = "1000",
		.min = 1,
		.max = UINT64_MAX},
	[DURATION] = {.name = "duration",
		.kind = PARAM_NS,
		.fallback = "4ms",
		.min = 0,
		.max = 600000000000},
	[BYTES] = {.name = "bytes",
		.kind = PARAM_BYTES,
		.fallback = "64KiB",
		.min = 1,
		.max = UINT64_C(1) << 40},
	[SHARE] = {.name = "share", .kind = PARAM_REAL, .fallback = "0.25"},
	[PATTERN] = {.name = "pattern",
		.kind = PARAM_CHOICE,
		.fallback = "constant",
		.choices = patterns},
	[CHUNK] = {.name = "chunk",
		.kind = PARAM_COUNT,
		.fallback = "1",
		.min = 0,
		.max = 1000000,
		.zero_word = "auto"},
	[FILE_NAME] = {.name = "file", .kind = PARAM_TEXT, .fallback = "x"},
	[ROUNDS] = {.name = "iterations",
		.kind = PARAM_COUNT,
		.role = PARAM_CALIBRATED,
		.fallback = "0",
		.min = 0,
		.max = 1000000000},
	{.name = NULL},
};

#endif
