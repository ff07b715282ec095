/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a prediction rests on. */
#include "cli/predict_notes.h"

#include <math.h>

#include "show/lanes.h"

static void say_duration(struct text *words, const char *what, uint64_t ns)
{
	char duration[32] = "nothing";

	if (ns > 0) {
		lanes_duration((double)ns, duration, sizeof(duration));
	}
	text_add(words, "%s %s", what, duration);
}

static bool uses_kind(const struct prediction *prediction, int kind)
{
	const struct predicted_block *block = &prediction->block[0];

	for (size_t c = 0; c < block->count; c++) {
		if (predicted_kind(&block->cell[c]) == kind) {
			return true;
		}
	}
	return false;
}

static bool waits(const struct prediction *prediction)
{
	for (size_t b = 0; b < prediction->count; b++) {
		if (prediction->block[b].cell[0].result.parts.wait_ns > 0) {
			return true;
		}
	}
	return false;
}

/* What it rests on: no number without where it comes from. */
static void say_costs(const struct prediction *prediction, struct text *words)
{
	static const char *const names[] = {
		[PREDICTED_THREAD] = "a thread", [PREDICTED_PROCESS] = "a process"};

	text_add(words, "Assumed: ");
	for (int kind = PREDICTED_THREAD; kind < PREDICTED_KINDS; kind++) {
		if (uses_kind(prediction, kind)) {
			text_add(words, "to start %s costs", names[kind]);
			say_duration(words, "", prediction->costs[kind].start_ns);
			say_duration(words, ", to end it", prediction->costs[kind].end_ns);
			text_add(words, "; ");
		}
	}
	say_duration(words, "to hand out a chunk", prediction->costs[PREDICTED_NONE].hand_out_ns);
	if (waits(prediction)) {
		say_duration(words, "; every wait is longer by",
			prediction->costs[PREDICTED_NONE].late_ns);
	}
	if (prediction->task_time_ns > 0) {
		char duration[32];

		lanes_duration(prediction->task_time_ns, duration, sizeof(duration));
		text_add(words, "; where no times are known a task computes %s on average",
			duration);
	}
	text_add(words, ". Those who compute take turns on the CPUs, which are all alike.");
}

/* True if more tasks may compute at once than there are cores. */
static bool shares_cores(const struct prediction *prediction)
{
	for (size_t b = 0; b < prediction->count; b++) {
		const struct predicted_block *block = &prediction->block[b];

		for (size_t c = 0; c < block->count; c++) {
			if (block->cell[c].result.parts.cpu_ns > 0 &&
				block->cell[c].plan.workers > prediction->machine.allowed_cores) {
				return true;
			}
		}
	}
	return false;
}

/* What of the machine makes computing take longer than predicted. */
static void say_machine(const struct prediction *prediction, struct text *words)
{
	const struct machine *machine = &prediction->machine;

	if (prediction->cpus > machine->allowed_cores &&
		machine->allowed_cpus > machine->allowed_cores && shares_cores(prediction)) {
		text_add(words,
			" The %u hardware threads count as %u CPUs, but those of a core share it: "
			"beyond %u workers computing may take up to %.0f times as long; --cpus %u "
			"predicts without them.",
			machine->allowed_cpus, machine->allowed_cpus, machine->allowed_cores,
			ceil((double)machine->allowed_cpus / machine->allowed_cores),
			machine->allowed_cores);
	}
	if (machine_fast_cores(machine) > 0) {
		text_add(words, " Some cores are slower, which is left out.");
	}
}

void predicted_notes(const struct prediction *prediction, struct text *words)
{
	say_costs(prediction, words);
	say_machine(prediction, words);
}
