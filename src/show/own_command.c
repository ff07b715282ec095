/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command of the user's own: how many at once, and the line that does it with xargs. */
#include "show/own_command.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/at_once.h"

/* The workload that runs the command, or the number of workloads. */
static size_t find_workload(const struct run *run)
{
	size_t index = 0;

	while (index < run->workload_count &&
		(run->own_command.word_count == 0 ||
			strcmp(run->workloads[index].name, "command") != 0)) {
		index++;
	}
	return index;
}

/* ---- the line ---- */

/* Reads "5..32"; false: the items are texts of a file. */
static bool read_range(const char *items, uint64_t *first, uint64_t *last)
{
	char rest;

	return sscanf(items, "%" SCNu64 "..%" SCNu64 "%c", first, last, &rest) == 2;
}

/* Adds " WORD" as a shell reads it. */
static void add_word(struct text *line, const char *word)
{
	text_add(line, " ");
	text_add_quoted(line, word);
}

static void add_words(struct text *line, const struct run_command *command)
{
	if (command->shell) {
		text_add(line, " -n 1 sh -c");
		add_word(line, command->words[0]);
		add_word(line, "sh");
		return;
	}
	text_add(line, command->append ? " -n 1" : " -I {}");
	for (size_t i = 0; i < command->word_count; i++) {
		/* as it is: braces mean nothing to a shell unless there is a comma or dots in them */
		if (strcmp(command->words[i], "{}") == 0) {
			text_add(line, " {}");
		} else {
			add_word(line, command->words[i]);
		}
	}
}

/* The file of the items, for a shell; those from standard input are kept in FOLDER. */
static void add_file(struct text *line, const char *name, const char *folder)
{
	char *kept = folder ? xasprintf("%s/items", folder) : xstrdup("items");

	text_add(line, "<");
	text_add_quoted(line, strcmp(name, "-") == 0 ? kept : name);
	free(kept);
}

static void add_line(
	struct text *line, const struct run_command *command, const char *folder, uint32_t workers)
{
	bool kept =
		strcmp(command->items, "-") == 0; /* in the run's folder, and there NUL ends each */
	uint64_t first = 0, last = 0;
	bool range = read_range(command->items, &first, &last);

	if (range && first == 1) {
		text_add(line, "seq %" PRIu64 " | ", last);
	} else if (range) {
		text_add(line, "seq %" PRIu64 " %" PRIu64 " | ", first, last);
	} else if (!kept && !command->ends_with_nul) {
		text_add(line, "tr '\\n' '\\0' ");
		add_file(line, command->items, folder);
		text_add(line, " | ");
	}
	text_add(line, "xargs %s-P %" PRIu32, range ? "" : "-0 ", workers);
	add_words(line, command);
	if (!range && (kept || command->ends_with_nul)) {
		text_add(line, " ");
		add_file(line, command->items, folder);
	}
}

/* ---- the answer ---- */

/* "12 B", "3.4 MiB". */
static void format_bytes(double bytes, char *text, size_t room)
{
	static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
	size_t unit = 0;

	for (; unit < 4 && bytes >= 1023.5; unit++) {
		bytes /= 1024;
	}
	snprintf(text, room, "%.*f %s", unit > 0 && bytes < 9.95 ? 1 : 0, bytes, units[unit]);
}

static void add_costs(
	struct text *answer, const struct run_command *command, const struct item_costs *costs)
{
	char wall[32], slowest[32], cpu[32], peak[32], printed[32];

	if (isfinite(costs->wall_ns) && isfinite(costs->cpu_ns)) {
		format_duration(costs->wall_ns, wall, sizeof(wall));
		format_duration(costs->slowest_wall_ns, slowest, sizeof(slowest));
		format_duration(costs->cpu_ns, cpu, sizeof(cpu));
		format_bytes(costs->peak_kib * 1024, peak, sizeof(peak));
		format_bytes(costs->printed_bytes, printed, sizeof(printed));
		text_add(answer,
			" In the loop an item takes %s (the slowest %s) and %s of CPU time, has "
			"%s of memory at most and prints %s.",
			wall, slowest, cpu, peak, printed);
	}
	if (costs->failed_most > 0) {
		text_add(answer, " Up to %" PRIu64 " of %" PRIu64 " items of a sample failed.",
			costs->failed_most, command->item_count);
	}
}

/* True if more than WORKERS might do better still: there are as many items, but nobody tried. */
static bool is_most_tried(const struct run *run, uint32_t workers)
{
	for (size_t i = 0; i < run->point_count; i++) {
		if (run->points[i].workers > workers) {
			return false;
		}
	}
	return workers < run->own_command.item_count;
}

static void add_advice(struct own_command *own, const struct run *run, bool beside)
{
	const struct run_command *command = &run->own_command;
	bool kept = strcmp(command->items, "-") == 0;

	text_add(&own->answer, "How many at once? ");
	if (own->workers == 0) {
		text_add(&own->answer, "That can't be told from this run.");
	} else if (own->workers == 1) {
		text_add(&own->answer, "Use 1: one after the other.");
	} else {
		text_add(&own->answer, "Use %" PRIu32 "%s.", own->workers,
			is_most_tried(run, own->workers) ? ", the most that was tried" : "");
	}
	if (own->workers > 0 && command->inexact) {
		text_add(&own->answer, " Its words can't be shown, so there is no line for xargs.");
	} else if (own->workers > 0 && kept && beside) {
		text_add(&own->answer,
			" The line below reads the file `items` of the run's folder.");
	}
}

void own_command_init(
	struct own_command *own, const struct judgement *judgement, const char *folder)
{
	const struct run *run = &judgement->samples->run;
	size_t workload = find_workload(run);
	struct item_costs costs;

	*own = (struct own_command){0};
	if (workload == run->workload_count) {
		return;
	}
	own->workers = at_once(judgement, workload);
	add_advice(own, run, !folder);
	item_costs(judgement, workload, &costs);
	add_costs(&own->answer, &run->own_command, &costs);
	if (own->workers > 0 && !run->own_command.inexact) {
		add_line(&own->line, &run->own_command, folder, own->workers);
	}
}

void own_command_finish(struct own_command *own)
{
	text_finish(&own->answer);
	text_finish(&own->line);
}
