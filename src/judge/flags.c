/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples that something else on the machine disturbed, by what the kernel counted. */
#include "judge/flags.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const double RUNQUEUE_MAX = 0.02, PRESSURE_MAX = 0.05, STEAL_MAX = 0.01, FOREIGN_MAX = 0.05;

/* Who waited so long for others must have seen them use this part of it meanwhile. */
static const double FOREIGN_PART = 0.5;

/* Two ticks of a kernel at 200 Hz or more: one is what a short waker waits anywhere. */
static const double PRESSURE_MIN_NS = 10e6;

static const struct {
	const char *name, *words;
} kinds[FLAG_KINDS] = {
	{"runqueue", "its workers waited for a CPU"},
	{"major-fault", "read pages from a disk"},
	{"throttled", "stopped by a quota"},
	{"pressure", "other processes waited for a CPU"},
	{"steal", "CPU time taken by the hypervisor"},
	{"foreign", "other processes"},
};

static size_t kind_of(enum flag flag)
{
	size_t kind = 0;

	while (kind + 1 < FLAG_KINDS && !((unsigned)flag >> kind & 1u)) {
		kind++;
	}
	return kind;
}

const char *flag_words(enum flag flag)
{
	return kinds[kind_of(flag)].words;
}

const char *flag_name(enum flag flag)
{
	return kinds[kind_of(flag)].name;
}

/* The flags of one sample that are being found out. */
struct finding {
	unsigned of, unread;
	double waited_ns; /* by all workers, for a CPU; 0 unless FLAG_RUNQUEUE is raised */
	bool crowded;
};

static void judge(struct finding *finding, enum flag flag, bool known, bool raised)
{
	if (!known) {
		finding->unread |= (unsigned)flag;
	} else if (raised) {
		finding->of |= (unsigned)flag;
	}
}

/* The number of workers at the end of a cell's key; 0 if there is none. */
static double workers_of(const struct sample *sample)
{
	const char *slash = strrchr(sample->cell, '/');

	return slash ? (double)strtoul(slash + 1, NULL, 10) : 0;
}

/* The share of their time that the workers waited for a CPU; NaN unknown. Of summary rows the median
 * one speaks for all. *WAITED_NS becomes their waits together. */
static double waiting_share(const struct sample_workers *workers, double *waited_ns)
{
	bool summary = workers->count > SAMPLE_WORKERS_MAX;
	uint32_t first = summary ? SAMPLE_SUMMARY_ROWS / 2 : 0;
	uint32_t end = summary ? first + 1 : workers->row_count;
	double waited = 0, lived = 0;

	for (uint32_t i = first; i < end && i < workers->row_count; i++) {
		const struct sample_worker *row = &workers->row[i];

		if (row->runqueue_ns == SAMPLE_UNKNOWN || row->begin_ns == SAMPLE_UNKNOWN ||
			row->end_ns == SAMPLE_UNKNOWN || row->end_ns < row->begin_ns) {
			continue;
		}
		waited += (double)row->runqueue_ns;
		lived += (double)(row->end_ns - row->begin_ns);
	}
	*waited_ns = summary ? waited * workers->count : waited;
	return lived > 0 ? waited / lived : NAN;
}

/* What the sample itself tells. */
static void judge_sample(
	struct finding *finding, const struct run_machine *machine, const struct sample *sample)
{
	const struct sample_noise *noise = &sample->noise;
	double usable = machine->usable_cpus, workers = workers_of(sample);
	double waited_ns, waited = waiting_share(&sample->workers, &waited_ns);
	double pressed = (double)noise->pressure_ns;
	bool some_quota = machine->quota_cpus > 0;
	bool fits = !(usable > 0) || workers <= usable;
	/* of more workers than the quota allows, its stops are what is measured */
	bool measured = some_quota && machine->quota_cpus < machine->allowed_cpus && usable > 0 &&
			workers >= usable;

	if (fits) {
		judge(finding, FLAG_RUNQUEUE, usable > 0 && !isnan(waited), waited > RUNQUEUE_MAX);
		finding->waited_ns = finding->of & (unsigned)FLAG_RUNQUEUE ? waited_ns : 0;
	}
	if (!(usable > 0) || workers + 1 <= usable) {
		judge(finding, FLAG_PRESSURE,
			usable > 0 && noise->pressure_ns != SAMPLE_UNKNOWN &&
				sample->total_ns != SAMPLE_UNKNOWN,
			pressed > PRESSURE_MAX * (double)sample->total_ns &&
				pressed > PRESSURE_MIN_NS);
	}
	judge(finding, FLAG_MAJOR_FAULT, sample->rusage.major_faults != SAMPLE_UNKNOWN,
		sample->rusage.major_faults > 0);
	if (!measured && (some_quota || noise->throttled_ns != SAMPLE_UNKNOWN)) {
		judge(finding, FLAG_THROTTLED, noise->throttled_ns != SAMPLE_UNKNOWN,
			noise->throttled_ns > 0);
	}
}

/* Raises FLAG if TAKEN_NS is above LIMIT of what the CPUs had in the window. */
static void judge_window(struct finding *finding, enum flag flag, const struct sample_noise *noise,
	double cpus, uint64_t taken_ns, double limit)
{
	judge(finding, flag, cpus > 0 && taken_ns != SAMPLE_UNKNOWN,
		(double)taken_ns > limit * cpus * (double)noise->window_ns);
}

/* Takes FLAG_RUNQUEUE off SAMPLE if others, by their use of the CPUs over the window of NOISE, can't have
 * had what its workers waited for. */
static void judge_crowding(
	struct finding *finding, const struct sample *sample, const struct sample_noise *noise)
{
	double share = (double)sample->total_ns / (double)noise->window_ns;

	if (noise->window_foreign_ns == SAMPLE_UNKNOWN || sample->total_ns == SAMPLE_UNKNOWN) {
		return;
	}
	double foreign_ns = (double)noise->window_foreign_ns * (share < 1 ? share : 1);
	if (foreign_ns < FOREIGN_PART * finding->waited_ns) {
		finding->of &= ~(unsigned)FLAG_RUNQUEUE;
		finding->crowded = true;
	}
}

/* Puts down what the window that ends with sample LAST tells, for it and for those before it that
 * the window covers; none of them is below FIRST. */
static void judge_windowed(
	struct finding *findings, const struct samples *samples, size_t first, size_t last)
{
	const struct sample_noise *noise = &samples->sample[last].noise;
	double cpus = samples->run.machine.allowed_cpus;
	struct finding told = {0};

	judge_window(&told, FLAG_STEAL, noise, cpus, noise->window_steal_ns, STEAL_MAX);
	judge_window(&told, FLAG_FOREIGN, noise, cpus, noise->window_foreign_ns, FOREIGN_MAX);
	for (size_t i = last + 1; i-- > first;) {
		if (samples->sample[i].seq < noise->window_first_seq) {
			continue;
		}
		findings[i].unread &= ~((unsigned)FLAG_STEAL | FLAG_FOREIGN);
		findings[i].of |= told.of;
		findings[i].unread |= told.unread;
		judge_crowding(&findings[i], &samples->sample[i], noise);
	}
}

static bool ends_window(const struct sample *sample)
{
	const struct sample_noise *noise = &sample->noise;

	return noise->window_ns != SAMPLE_UNKNOWN && noise->window_ns > 0 &&
	       noise->window_first_seq != SAMPLE_UNKNOWN;
}

static bool is_judged(const struct sample *sample)
{
	return sample->round > 0 && sample->status == SAMPLE_OK;
}

static void count_flags(struct flags *flags, const struct samples *samples)
{
	for (size_t i = 0; i < samples->count; i++) {
		if (!is_judged(&samples->sample[i])) {
			continue;
		}
		flags->judged++;
		flags->flagged += flags->of[i] != 0;
		flags->crowded_count += flags->crowded[i];
		for (size_t kind = 0; kind < FLAG_KINDS; kind++) {
			flags->with[kind] += flags->of[i] >> kind & 1u;
			flags->unknown[kind] += flags->unread[i] >> kind & 1u;
		}
	}
}

void flags_init(struct flags *flags, const struct samples *samples)
{
	struct finding *findings = xcalloc(samples->count, sizeof(*findings));
	size_t after_window = 0; /* the first sample that no window covers so far */

	*flags = (struct flags){
		.of = xcalloc(samples->count, sizeof(*flags->of)),
		.unread = xcalloc(samples->count, sizeof(*flags->unread)),
		.crowded = xcalloc(samples->count, sizeof(*flags->crowded)),
		.count = samples->count,
	};
	for (size_t i = 0; i < samples->count; i++) {
		findings[i].unread = (unsigned)FLAG_STEAL | FLAG_FOREIGN;
		judge_sample(&findings[i], &samples->run.machine, &samples->sample[i]);
		if (ends_window(&samples->sample[i])) {
			judge_windowed(findings, samples, after_window, i);
			after_window = i + 1;
		}
	}
	for (size_t i = 0; i < samples->count; i++) {
		flags->of[i] = findings[i].of;
		flags->unread[i] = findings[i].unread;
		flags->crowded[i] = findings[i].crowded;
	}
	free(findings);
	count_flags(flags, samples);
}

void flags_finish(struct flags *flags)
{
	free(flags->of);
	free(flags->unread);
	free(flags->crowded);
	*flags = (struct flags){0};
}

void cell_flags_add(struct cell_flags *found, const struct flags *flags, size_t index)
{
	found->samples++;
	found->flagged += flags->of[index] != 0;
	found->crowded += flags->crowded[index];
	for (size_t kind = 0; kind < FLAG_KINDS; kind++) {
		found->with[kind] += flags->of[index] >> kind & 1u;
	}
}

void cell_flags_join(struct cell_flags *all, const struct cell_flags *more)
{
	all->samples += more->samples;
	all->flagged += more->flagged;
	all->crowded += more->crowded;
	for (size_t kind = 0; kind < FLAG_KINDS; kind++) {
		all->with[kind] += more->with[kind];
	}
}

bool cell_flags_are_many(const struct cell_flags *found)
{
	return 3 * found->flagged > found->samples;
}

void cell_flags_words(const struct cell_flags *found, struct text *text)
{
	bool told[FLAG_KINDS] = {false};
	const char *separator = ":";

	if (found->flagged == 0) {
		return;
	}
	text_add(text, "%zu of %zu samples disturbed", found->flagged, found->samples);
	for (;;) {
		size_t most = FLAG_KINDS;

		for (size_t kind = 0; kind < FLAG_KINDS; kind++) {
			if (!told[kind] && found->with[kind] > 0 &&
				(most == FLAG_KINDS || found->with[kind] > found->with[most])) {
				most = kind;
			}
		}
		if (most == FLAG_KINDS) {
			return;
		}
		told[most] = true;
		text_add(text, "%s %s (%zu)", separator, kinds[most].words, found->with[most]);
		separator = ",";
	}
}
