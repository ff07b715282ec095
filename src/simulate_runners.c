/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Those who compute: they stand in one line for the CPUs and take turns. */
#include "simulate_runners.h"

#include <math.h>
#include <stdlib.h>

#include "simulate_list.h"
#include "text.h"

void runners_init(struct runners *runners, const struct simulate_plan *plan, uint32_t count)
{
	*runners = (struct runners){
		.cpus = plan->cpus,
		.slice_ns = simulate_slice_ns(plan),
		.most = plan->runners > 0 ? plan->runners : (uint32_t)ceil(plan->cpus),
		.running.entry = xcalloc(count, sizeof(struct entry)),
		.ready = {.who = xcalloc(count, sizeof(uint32_t)), .size = count},
		.runner = xcalloc(count, sizeof(*runners->runner)),
	};
}

void runners_finish(struct runners *runners)
{
	free(runners->running.entry);
	free(runners->ready.who);
	free(runners->runner);
}

/* Lets WHO, who is on a CPU, go on until it is done or its turn is over. */
static void run_on(struct runners *runners, uint32_t who)
{
	struct runner *runner = &runners->runner[who];
	double done_work = runners->work + runner->left_ns;

	runner->begin_work = runners->work;
	queue_add(&runners->running, fmin(done_work, runner->slice_end_work), who);
}

void runners_fill(struct runners *runners)
{
	while (runners->on_cpu_count < runners->most && runners->ready.count > 0) {
		uint32_t who = ring_take(&runners->ready);

		runners->on_cpu_count++;
		runners->runner[who].on_cpu = true;
		runners->runner[who].slice_end_work = runners->work + runners->slice_ns;
		run_on(runners, who);
	}
}

void runners_add(struct runners *runners, uint32_t who, uint64_t cpu_ns)
{
	runners->runner[who].left_ns = (double)cpu_ns;
	if (runners->runner[who].on_cpu) {
		run_on(runners, who);
	} else {
		ring_add(&runners->ready, who);
	}
}

/* The share of a CPU that each gets who is on one. */
static double current_rate(const struct runners *runners)
{
	return fmin(1, runners->cpus / runners->on_cpu_count);
}

double runners_next_ns(const struct runners *runners, double now_ns)
{
	if (runners->running.count == 0) {
		return INFINITY;
	}
	double left_work = fmax(0, runners->running.entry[0].key - runners->work);
	return now_ns + left_work / current_rate(runners);
}

void runners_pass(struct runners *runners, double ns)
{
	if (runners->running.count > 0) {
		runners->work += ns * current_rate(runners);
	}
}

static void leave_cpu(struct runners *runners, uint32_t who)
{
	runners->runner[who].on_cpu = false;
	runners->on_cpu_count--;
}

bool runners_step(struct runners *runners, uint32_t *who)
{
	struct entry first = queue_take(&runners->running);
	struct runner *runner = &runners->runner[first.who];
	double done_work = runner->begin_work + runner->left_ns;

	runners->work = first.key;
	*who = first.who;
	if (done_work <= runners->work) {
		runner->left_ns = 0;
		return true;
	}
	runner->left_ns = done_work - runners->work;
	if (runners->ready.count == 0) {
		runner->slice_end_work = runners->work + runners->slice_ns;
		run_on(runners, first.who);
	} else {
		leave_cpu(runners, first.who);
		ring_add(&runners->ready, first.who);
	}
	return false;
}

void runners_release(struct runners *runners, uint32_t who)
{
	if (runners->runner[who].left_ns == 0) {
		leave_cpu(runners, who);
	}
}

bool runners_due(const struct runners *runners)
{
	return runners->running.count > 0 && runners->running.entry[0].key <= runners->work;
}
