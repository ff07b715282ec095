/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns words such as "1,2..8,cores,4x" and "grid" into the worker counts of a sweep. */
#include "sweep/machine.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "trial/spec.h"

/* Points being gathered, sorted and without doubles. */
struct grid {
	const struct machine *machine;
	struct machine_point *points;
	uint32_t count;
	bool full; /* a point found no room */
};

static uint32_t fast_workers(const struct machine *machine)
{
	uint32_t fast = machine_fast_cores(machine);

	return fast > 0 ? fast : machine->allowed_cores;
}

static uint32_t core_workers(const struct machine *machine)
{
	return machine->allowed_cores;
}

static uint32_t cpu_workers(const struct machine *machine)
{
	return machine->allowed_cpus;
}

/* Part of a CPU still takes a worker to use it. */
static uint32_t quota_workers(const struct machine *machine)
{
	return (uint32_t)ceil(machine->usable_cpus);
}

static uint32_t cpus_and_one_workers(const struct machine *machine)
{
	return machine->allowed_cpus + 1;
}

static uint32_t four_times_workers(const struct machine *machine)
{
	return 4 * machine_usable_count(machine);
}

static bool kinds_differ(const struct machine *machine)
{
	return machine_fast_cores(machine) > 0;
}

static bool above_two_cpus(const struct machine *machine)
{
	return machine->allowed_cpus > 2;
}

static bool always(const struct machine *machine)
{
	(void)machine;
	return true;
}

/* The points that mean something on this machine. */
static const struct landmark {
	const char *word; /* as people ask for it; NULL: only part of the grid */
	const char *label;
	uint32_t (*workers)(const struct machine *machine);
	bool (*labelled)(const struct machine *machine); /* false: the word means another point */
} landmarks[] = {
	{"fast", "P-cores", fast_workers, kinds_differ}, {"cores", "cores", core_workers, always},
	{"cpus", "CPUs", cpu_workers, always},
	{"quota", "quota", quota_workers, machine_quota_binds},
	{NULL, "CPUs + 1", cpus_and_one_workers, above_two_cpus},
	{NULL, "4x", four_times_workers, always}, /* as a word it is a multiple like any other */
};

enum { LANDMARK_COUNT = sizeof(landmarks) / sizeof(landmarks[0]) };

static void add_label(const struct machine *machine, struct machine_point *point)
{
	point->label[0] = '\0';
	for (size_t i = 0; i < LANDMARK_COUNT; i++) {
		const struct landmark *mark = &landmarks[i];
		size_t used = strlen(point->label);

		if (mark->labelled(machine) && mark->workers(machine) == point->workers) {
			snprintf(point->label + used, sizeof(point->label) - used, "%s%s",
				used > 0 ? ", " : "", mark->label);
		}
	}
}

static void add_point(struct grid *grid, uint64_t workers)
{
	uint32_t place = 0;

	while (place < grid->count && grid->points[place].workers < workers) {
		place++;
	}
	if (place < grid->count && grid->points[place].workers == workers) {
		return;
	}
	if (grid->count == MACHINE_POINTS_MAX) {
		grid->full = true;
		return;
	}
	memmove(&grid->points[place + 1], &grid->points[place],
		(grid->count - place) * sizeof(grid->points[0]));
	grid->points[place].workers = (uint32_t)workers;
	add_label(grid->machine, &grid->points[place]);
	grid->count++;
}

/* Powers of two and the points halfway between them, as far as four times the CPUs. */
static void add_grid(struct grid *grid)
{
	uint64_t most = 4 * (uint64_t)grid->machine->allowed_cpus;

	most = most > MACHINE_WORKERS_MAX ? MACHINE_WORKERS_MAX : most;
	for (uint64_t power = 1; power <= most; power *= 2) {
		add_point(grid, power);
		if (power > 1 && power + power / 2 <= most) {
			add_point(grid, power + power / 2);
		}
	}
	add_point(grid, most);
	for (size_t i = 0; i < LANDMARK_COUNT; i++) {
		uint32_t workers = landmarks[i].workers(grid->machine);

		if (landmarks[i].labelled(grid->machine) && workers <= most) {
			add_point(grid, workers);
		}
	}
}

/* Reads a worker count of LENGTH characters. */
static bool parse_workers(const char *text, size_t length, uint64_t *workers)
{
	char digits[16];

	if (length == 0 || length >= sizeof(digits)) {
		return false;
	}
	memcpy(digits, text, length);
	digits[length] = '\0';
	return parse_u64(digits, workers) && *workers >= 1 && *workers <= MACHINE_WORKERS_MAX;
}

static bool add_range(struct grid *grid, const char *word, const char *dots)
{
	uint64_t first, last;

	if (!parse_workers(word, (size_t)(dots - word), &first) ||
		!parse_workers(dots + 2, strlen(dots + 2), &last) || first > last) {
		return false;
	}
	for (uint64_t workers = first; workers <= last && !grid->full; workers++) {
		add_point(grid, workers);
	}
	return true;
}

/* "4x": times what can compute at once. */
static bool add_multiple(struct grid *grid, const char *word)
{
	size_t length = strlen(word);
	uint64_t factor;

	if (!parse_workers(word, length - 1, &factor) ||
		factor * machine_usable_count(grid->machine) > MACHINE_WORKERS_MAX) {
		return false;
	}
	add_point(grid, factor * machine_usable_count(grid->machine));
	return true;
}

/* False: WORD is none of ours, or out of range. */
static bool add_word(struct grid *grid, const char *word)
{
	size_t length = strlen(word);
	const char *dots = strstr(word, "..");
	uint64_t workers;

	for (size_t i = 0; i < LANDMARK_COUNT; i++) {
		if (landmarks[i].word && strcmp(word, landmarks[i].word) == 0) {
			add_point(grid, landmarks[i].workers(grid->machine));
			return true;
		}
	}
	if (strcmp(word, "grid") == 0) {
		add_grid(grid);
		return true;
	}
	if (dots) {
		return add_range(grid, word, dots);
	}
	if (length > 1 && word[length - 1] == 'x') {
		return add_multiple(grid, word);
	}
	if (!parse_workers(word, length, &workers)) {
		return false;
	}
	add_point(grid, workers);
	return true;
}

static void explain(const char *word, char *error, uint64_t error_bytes)
{
	static const char *const words[] = {"grid", "fast", "cores", "cpus", "quota"};
	const char *near = nearest_name(word, words, sizeof(words) / sizeof(words[0]));
	char safe[40];

	text_clean(word, safe, sizeof(safe));
	snprintf(error, error_bytes,
		"workers: expected 1 to %d, a range (1..16), grid, fast, cores, cpus, quota or a "
		"multiple (4x), not '%s'%s%s%s",
		MACHINE_WORKERS_MAX, safe, near ? "; did you mean '" : "", near ? near : "",
		near ? "'?" : "");
}

uint32_t machine_points(const struct machine *machine, const char *words,
	struct machine_point *points, char *error, uint64_t error_bytes)
{
	struct grid grid = {.machine = machine, .points = points};
	char *copy = xstrdup(words), *rest = copy, *word;

	while ((word = strsep(&rest, ","))) {
		if (!add_word(&grid, word)) {
			explain(word, error, error_bytes);
			grid.count = 0;
			break;
		}
		if (grid.full) {
			snprintf(error, error_bytes, "workers: expected at most %d worker counts",
				MACHINE_POINTS_MAX);
			grid.count = 0;
			break;
		}
	}
	free(copy);
	return grid.count;
}
