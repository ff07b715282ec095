/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs made up in memory: plain strings, a fixed machine, samples whose times a function gives. */
#include "fixture.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* The part of SPEC before ':', allocated. */
static char *name_of(const char *spec)
{
	return xasprintf("%.*s", (int)strcspn(spec, ":"), spec);
}

static void init_machine(struct run_machine *machine, uint32_t cpus)
{
	machine->cpu_model = xstrdup("Example CPU @ 3.00GHz");
	machine->kernel = xstrdup("6.1.0-example");
	machine->hypervisor = xstrdup("");
	machine->governor = xstrdup("performance");
	machine->clocksource = xstrdup("tsc");
	machine->topology = xasprintf("pack:1 core:%u pu:1", cpus);
	machine->summary = xasprintf("%u core%s", cpus, cpus == 1 ? "" : "s");
	machine->packages = 1;
	machine->numa_nodes = 1;
	machine->cores = machine->cpus = cpus;
	machine->allowed_cores = machine->allowed_cpus = cpus;
	machine->usable_cpus = cpus;
	machine->memory_kib = UINT64_C(8) * 1024 * 1024;
	machine->pids_max = machine->nproc_max = SAMPLE_UNKNOWN;
}

void fixture_init(struct samples *samples, uint32_t cpus)
{
	struct run *run = &samples->run;

	*samples = (struct samples){0};
	run->schema = SAMPLES_SCHEMA;
	run->version = xstrdup("0.1.0");
	run->build = xstrdup("0123456789abcdef");
	run->compiler = xstrdup("gcc 12.2.0");
	run->flags = xstrdup("-O2");
	run->started = xstrdup("2024-01-02T03:04:05Z");
	run->command = xstrdup("manyhands run --seed 1");
	run->seed = 1;
	run->sample_time_ns = 100000000;
	run->timeout_ns = UINT64_C(60000000000);
	init_machine(&run->machine, cpus);
}

size_t fixture_workload(
	struct samples *samples, const char *spec, const char *work, uint64_t task_count)
{
	struct run *run = &samples->run;

	run->workloads = xrealloc(run->workloads, run->workload_count + 1, sizeof(*run->workloads));
	run->workloads[run->workload_count] = (struct run_workload){
		.spec = xstrdup(spec),
		.name = name_of(spec),
		.work = xstrdup(work),
		.task_count = task_count,
	};
	return run->workload_count++;
}

static const char *kind_of(const char *spec)
{
	if (strncmp(spec, "thread-", 7) == 0) {
		return "thread";
	}
	return strncmp(spec, "process-", 8) == 0 ? "process" : "none";
}

size_t fixture_strategy(struct samples *samples, const char *spec)
{
	struct run *run = &samples->run;

	run->strategies =
		xrealloc(run->strategies, run->strategy_count + 1, sizeof(*run->strategies));
	run->strategies[run->strategy_count] = (struct run_strategy){
		.spec = xstrdup(spec),
		.name = name_of(spec),
		.kind = xstrdup(kind_of(spec)),
	};
	return run->strategy_count++;
}

void fixture_point(struct samples *samples, uint32_t workers, const char *label)
{
	struct run *run = &samples->run;

	run->points = xrealloc(run->points, run->point_count + 1, sizeof(*run->points));
	run->points[run->point_count++] = (struct run_point){workers, xstrdup(label)};
}

static void add_cell(struct run *run, size_t workload, size_t strategy, uint32_t workers)
{
	bool baseline = strcmp(run->strategies[strategy].name, "sequential") == 0;

	run->cells = xrealloc(run->cells, run->cell_count + 1, sizeof(*run->cells));
	run->cells[run->cell_count++] = (struct run_cell){
		.key = xasprintf("%s/%s/%u", run->workloads[workload].spec,
			run->strategies[strategy].spec, workers),
		.workload = workload,
		.strategy = strategy,
		.workers = workers,
		.baseline = baseline,
	};
}

static size_t find_sequential(const struct run *run)
{
	size_t strategy = 0;

	while (strategy < run->strategy_count &&
		strcmp(run->strategies[strategy].name, "sequential") != 0) {
		strategy++;
	}
	return strategy;
}

void fixture_cells(struct samples *samples)
{
	struct run *run = &samples->run;
	size_t sequential = find_sequential(run);

	if (sequential == run->strategy_count) {
		sequential = fixture_strategy(samples, "sequential");
	}
	for (size_t workload = 0; workload < run->workload_count; workload++) {
		add_cell(run, workload, sequential, 1);
		for (size_t strategy = 0; strategy < run->strategy_count; strategy++) {
			for (size_t p = 0; strategy != sequential && p < run->point_count; p++) {
				add_cell(run, workload, strategy, run->points[p].workers);
			}
		}
	}
	/* every cell once, and the baseline of each workload a second time */
	run->samples_per_round = run->cell_count + run->workload_count;
}

/* What the workers of an even split would have reported. */
static void fill_workers(struct sample *sample, uint32_t workers, uint64_t task_count)
{
	struct sample_worker *worker = xcalloc(workers, sizeof(*worker));

	for (uint32_t i = 0; i < workers; i++) {
		worker[i] = (struct sample_worker){
			.tasks = task_count / workers,
			.begin_ns = 1000,
			.end_ns = sample->total_ns - 1000,
			.first_task_ns = sample->first_task_ns,
			.last_task_ns = sample->last_task_ns,
			.busy_ns = sample->last_task_ns - sample->first_task_ns,
			.cpu_ns = sample->cpu_ns / workers,
			.begin_cpu = (int32_t)i,
			.cpu = (int32_t)i,
		};
	}
	sample_set_workers(sample, worker, workers);
	free(worker);
}

/* Adds an OK sample of NS, which are spent BUSY computing. */
static void add_timed(struct samples *samples, const struct sample *what, double ns, double busy,
	uint32_t workers, uint64_t task_count)
{
	struct sample sample = *what;

	sample.seq = what->round * samples->run.samples_per_round + what->seq;
	sample.status = SAMPLE_OK;
	sample.has_answer = true;
	sample.answer = 42;
	sample.at_ns = (samples->count + 1) * UINT64_C(1000000000);
	sample.total_ns = (uint64_t)ns;
	sample.cpu_ns = (uint64_t)(ns * busy);
	sample.ready_ns = sample.total_ns / 100;
	sample.first_task_ns = sample.ready_ns + 1000;
	sample.reaped_ns = sample.total_ns - 500;
	sample.last_task_ns = sample.total_ns - 1000;
	sample.rusage.user_ns = sample.cpu_ns;
	sample.rusage.maxrss_kib = 2048;
	fill_workers(&sample, workers, task_count);
	samples_add(samples, &sample);
}

static void add_sample(struct samples *samples, const struct run_cell *cell, enum sample_role role,
	uint32_t round, uint64_t place, fixture_time *time)
{
	double busy = 1;
	double ns = cell ? time(cell, round, &busy) : 0;

	if (cell && ns > 0) {
		struct sample what = {
			.seq = place, .round = round, .cell = xstrdup(cell->key), .role = role};

		add_timed(samples, &what, ns, busy, cell->workers,
			samples->run.workloads[cell->workload].task_count);
	}
}

/* The samples of a round: where the next one stands, and where their times come from. */
struct round {
	uint32_t number;
	uint64_t place;
	fixture_time *time, *copy;
};

/* The baseline of WORKLOAD and its copy; in odd rounds the copy comes first. */
static void add_baseline_and_copy(
	struct samples *samples, const struct run_cell *baseline, struct round *round)
{
	bool copied = round->copy && round->number > 0;

	for (uint32_t i = 0; i < (copied ? 2 : 1); i++) {
		bool copy = copied && i != round->number % 2;

		add_sample(samples, baseline, copy ? ROLE_COPY : ROLE_BASELINE, round->number,
			round->place++, copy ? round->copy : round->time);
	}
}

/* The baseline, the cells of WORKLOAD (backwards in odd rounds), the baseline. */
static void add_block(struct samples *samples, size_t workload, struct round *round)
{
	const struct run *run = &samples->run;
	const struct run_cell *baseline = NULL;
	bool odd = round->number % 2;

	for (size_t i = 0; i < run->cell_count && !baseline; i++) {
		if (run->cells[i].workload == workload && run->cells[i].baseline) {
			baseline = &run->cells[i];
		}
	}
	if (odd) {
		add_sample(samples, baseline, ROLE_BASELINE, round->number, round->place++,
			round->time);
	} else {
		add_baseline_and_copy(samples, baseline, round);
	}
	for (size_t i = 0; i < run->cell_count; i++) {
		const struct run_cell *cell = &run->cells[odd ? run->cell_count - 1 - i : i];

		if (cell->workload == workload && !cell->baseline) {
			add_sample(samples, cell, ROLE_CELL, round->number, round->place++,
				round->time);
		}
	}
	if (odd) {
		add_baseline_and_copy(samples, baseline, round);
	} else {
		add_sample(samples, baseline, ROLE_BASELINE, round->number, round->place++,
			round->time);
	}
}

void fixture_rounds(struct samples *samples, uint32_t rounds, fixture_time *time)
{
	fixture_rounds_with(samples, rounds, time, NULL, NULL);
}

static void add_probe(struct run *run, const char *kind, const char *strategy, uint32_t workers)
{
	run->probes = xrealloc(run->probes, run->probe_count + 1, sizeof(*run->probes));
	run->probes[run->probe_count++] = (struct run_probe){
		.key = xasprintf("spin:iterations=1000,kind=%s/%s/%u", kind, strategy, workers),
		.kind = xstrdup(kind),
		.workers = workers,
		.baseline = strcmp(strategy, "sequential") == 0,
	};
}

void fixture_probes(struct samples *samples)
{
	static const char *const kinds[] = {"latency", "throughput"};
	struct run *run = &samples->run;

	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		add_probe(run, kinds[k], "sequential", 1);
		for (size_t p = 0; p < run->point_count; p++) {
			add_probe(run, kinds[k], "thread-pool", run->points[p].workers);
		}
	}
}

static void add_probes(struct samples *samples, struct round *round, fixture_probe_time *time)
{
	for (size_t i = 0; i < samples->run.probe_count; i++) {
		const struct run_probe *probe = &samples->run.probes[i];
		double ns = time(probe, round->number);
		struct sample what = {
			.seq = round->place++, .round = round->number, .role = ROLE_PROBE};

		if (ns > 0) {
			what.cell = xstrdup(probe->key);
			add_timed(samples, &what, ns, 1, probe->workers, 96);
			struct sample *added = &samples->sample[samples->count - 1];

			added->first_task_ns = 1000;
		}
	}
}

void fixture_rounds_with(struct samples *samples, uint32_t rounds, fixture_time *time,
	fixture_time *copy, fixture_probe_time *probe)
{
	struct run *run = &samples->run;

	run->rounds = rounds;
	run->samples_per_round += (copy ? run->workload_count : 0) + (probe ? run->probe_count : 0);
	for (uint32_t number = 0; number <= rounds; number++) {
		struct round round = {.number = number, .time = time, .copy = copy};

		if (probe) {
			add_probes(samples, &round, probe);
		}
		for (size_t workload = 0; workload < run->workload_count; workload++) {
			add_block(samples, workload, &round);
		}
	}
}

void fixture_disturb(struct samples *samples, const char *cell_key, uint32_t from)
{
	for (size_t i = 0; i < samples->count; i++) {
		struct sample *sample = &samples->sample[i];

		if (sample->round >= from && strcmp(sample->cell, cell_key) == 0) {
			sample->rusage.major_faults = 3;
		}
	}
}

void fixture_fail(struct samples *samples, const char *cell_key, uint32_t from,
	enum sample_status status, const char *reason)
{
	for (size_t i = 0; i < samples->count; i++) {
		struct sample *sample = &samples->sample[i];

		if (sample->round < from || strcmp(sample->cell, cell_key) != 0) {
			continue;
		}
		free(sample->reason);
		sample->status = status;
		sample->reason = reason ? xstrdup(reason) : NULL;
		sample->has_answer = status == SAMPLE_WRONG;
		sample->answer = status == SAMPLE_WRONG ? 43 : 0;
	}
}
