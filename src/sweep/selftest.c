/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The A/A self-test: pairs of samples of one and the same thing. */
#include "sweep/selftest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sweep/launch.h"
#include "text.h"

/* As in a run (sweep/rounds.c): out of the idle frequency first. */
enum { SETTLE_US = 5000 };

/* Any number. */
enum { PAD_SEED = 1 };

/* Nothing that works takes this long. */
static const uint64_t TIMEOUT_NS = UINT64_C(10000000000);

/* The iterations of a task that are tried first, and how many there may be. */
enum { TASKS = 8, ITERATIONS_FIRST = 1000000 };
static const double ITERATIONS_MAX = 1e9;

/* Measures one sample of ITERATIONS per task; its time goes into *NS. */
static enum selftest_end measure_one(struct selftest *selftest, uint64_t iterations, double *ns)
{
	char *workload =
		xasprintf("spin:tasks=%d,iterations=%llu", TASKS, (unsigned long long)iterations);
	/* where stack and heap lie is left to chance, as in a run */
	struct launch_pads pads = launch_choose_pads(PAD_SEED, selftest->sample_count++);
	struct launch launch = {
		.trial = selftest->trial,
		.workload = workload,
		.strategy = "sequential",
		.workers = 1,
		.settle_us = SETTLE_US,
		.env_pad_bytes = pads.env_bytes,
		.stack_pad_bytes = pads.stack_bytes,
		.timeout_ns = TIMEOUT_NS,
		.interrupt_fd = selftest->interrupt_fd,
	};
	struct sample sample = {0};
	struct launch_extra extra = {0};
	enum selftest_end end = SELFTEST_DONE;

	launch_sample(&launch, &sample, &extra);
	*ns = (double)sample.total_ns;
	if (sample.status == SAMPLE_INTERRUPTED) {
		end = SELFTEST_INTERRUPTED;
	} else if (sample.status != SAMPLE_OK) {
		end = SELFTEST_FAILED;
		selftest->reason = xasprintf("%s: %s", sample_status_name(sample.status),
			sample.reason ? sample.reason : "no reason was given");
	}
	sample_finish(&sample);
	free(workload);
	return end;
}

/* Finds the iterations for samples of about the wanted time; the second of two is warm. */
static enum selftest_end choose_iterations(struct selftest *selftest, uint64_t *iterations)
{
	*iterations = ITERATIONS_FIRST;
	for (int step = 0; step < 2; step++) {
		double ns;
		enum selftest_end end = measure_one(selftest, *iterations, &ns);

		if (end != SELFTEST_DONE) {
			return end;
		}
		double wanted = (double)*iterations * (double)selftest->sample_ns / fmax(ns, 1);
		*iterations = (uint64_t)fmin(fmax(wanted, 1), ITERATIONS_MAX);
	}
	return SELFTEST_DONE;
}

/* One comparison: pairs in the order AB, BA, AB, ... */
static enum selftest_end measure_comparison(
	struct selftest *selftest, uint64_t iterations, double *first_ns, double *second_ns)
{
	for (size_t round = 0; round < selftest->round_count; round++) {
		bool turned = round % 2 == 1;
		double *earlier_ns = turned ? &second_ns[round] : &first_ns[round];
		double *later_ns = turned ? &first_ns[round] : &second_ns[round];
		enum selftest_end end = measure_one(selftest, iterations, earlier_ns);

		if (end == SELFTEST_DONE) {
			end = measure_one(selftest, iterations, later_ns);
		}
		if (end != SELFTEST_DONE) {
			return end;
		}
	}
	return SELFTEST_DONE;
}

static enum selftest_end measure_all(struct selftest *selftest)
{
	uint64_t iterations;
	enum selftest_end end = choose_iterations(selftest, &iterations);

	while (end == SELFTEST_DONE && selftest->done_count < selftest->comparison_count) {
		size_t at = selftest->done_count * selftest->round_count;

		end = measure_comparison(
			selftest, iterations, selftest->first_ns + at, selftest->second_ns + at);
		selftest->done_count += end == SELFTEST_DONE;
		if (end == SELFTEST_DONE && selftest->progress) {
			selftest->progress(selftest->context, selftest->done_count);
		}
	}
	return end;
}

/* The part of the time between two readings that the CPU quota took. */
static double throttled_share(const struct noise_reading *before, const struct noise_reading *after)
{
	bool known = before->throttled_ns != SAMPLE_UNKNOWN &&
		     after->throttled_ns != SAMPLE_UNKNOWN &&
		     after->throttled_ns >= before->throttled_ns && after->now_ns > before->now_ns;

	return known ? (double)(after->throttled_ns - before->throttled_ns) /
			       (double)(after->now_ns - before->now_ns)
		     : NAN;
}

enum selftest_end selftest_measure(struct selftest *selftest)
{
	size_t pairs = selftest->comparison_count * selftest->round_count;
	struct load_reading before, after;
	struct noise noise;

	selftest->first_ns = xcalloc(pairs, sizeof(*selftest->first_ns));
	selftest->second_ns = xcalloc(pairs, sizeof(*selftest->second_ns));
	selftest->done_count = selftest->sample_count = 0;
	selftest->reason = NULL;
	launch_init();
	noise_init(&noise, "", selftest->machine->allowed_list, selftest->machine->quota.source);
	load_read("", &noise, &before);
	enum selftest_end end = measure_all(selftest);
	load_read("", &noise, &after);
	load_compare(&selftest->load, &before, &after, selftest->machine, LOAD_TOLD_CPUS, getpid());
	selftest->throttled_share = throttled_share(&before.noise, &after.noise);
	load_reading_finish(&before);
	load_reading_finish(&after);
	noise_finish(&noise);
	return end;
}

void selftest_finish(struct selftest *selftest)
{
	free(selftest->first_ns);
	free(selftest->second_ns);
	free(selftest->reason);
	selftest->first_ns = selftest->second_ns = NULL;
	selftest->reason = NULL;
}
