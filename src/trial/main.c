/* SPDX-License-Identifier: MIT */
/* manyhands-trial: runs one cell once and exits. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "trial/clock.h"
#include "trial/describe.h"
#include "trial/job.h"
#include "trial/place.h"
#include "trial/plugin.h"
#include "trial/spec.h"
#include "trial/suite.h"
#include "trial/tasks.h"

enum { EXIT_BAD_INPUT = 2, SUITE_MAX = 256, STACK_PAD_MAX = 65536, WORKERS_MAX = 10000 };

static const char usage[] =
	"usage: manyhands-trial [OPTION...] WORKLOAD[:key=value,...] STRATEGY[:key=value,...] "
	"WORKERS\n"
	"Runs the tasks of one workload under one strategy once, and prints what it took.\n"
	"  --describe       print every workload, strategy and parameter as JSON lines\n"
	"  --check          print task count, chunk count and memory need instead of running\n"
	"  --tasks          print what each task takes, as far as the workload knows it\n"
	"  --plugin FILE    add the workload of a shared object\n"
	"  --area-fd N      report into the memory file N instead of printing\n"
	"  --busy, --trace  take the time around every chunk; note in the area who did it when\n"
	"  --cpus LIST      with place=...: the CPUs of the workers, 0,2,4, again from the first\n"
	"  --stack-pad N    push the stacks of main and of threads down by N bytes\n"
	"  --settle-us N    spin so long before the clock starts, to leave the idle frequency\n"
	"  --help, --version\n";

struct options {
	int describe, check, tasks, busy, trace; /* true or false, set by getopt_long */
	int area_fd;
	uint64_t settle_ns;
	uint32_t stack_pad_bytes;
	const char *cpus, *workload, *strategy, *workers;
};

/* One cell, parsed. */
struct cell {
	const struct workload *workload;
	const struct strategy *strategy;
	struct spec workload_spec, strategy_spec;
	uint32_t workers;
	uint32_t cpu[PLACE_CPUS_MAX], cpu_count; /* as in struct job */
};

static const struct workload *workloads[SUITE_MAX];
static size_t workload_count;
static struct workload plugin_workload;

_Noreturn static void refuse(const char *text)
{
	fprintf(stderr, "manyhands-trial: %s\n", text);
	exit(EXIT_BAD_INPUT);
}

static void add_plugin(const char *file)
{
	char error[SPEC_ERROR_BYTES];

	if (plugin_workload.name) {
		refuse("only one --plugin at a time");
	}
	if (!plugin_load(file, &plugin_workload, error, sizeof(error))) {
		refuse(error);
	}
	for (size_t i = 0; i < workload_count; i++) {
		if (strcmp(workloads[i]->name, plugin_workload.name) == 0) {
			snprintf(error, sizeof(error),
				"%s: its workload is called '%s', as one that is built in", file,
				plugin_workload.name);
			refuse(error);
		}
	}
	workloads[workload_count++] = &plugin_workload;
}

static uint64_t parse_number(const char *option, const char *text, uint64_t max)
{
	char *end, message[128];

	errno = 0;
	unsigned long long value = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || errno || value > max) {
		snprintf(message, sizeof(message),
			"%s: expected a number up to %" PRIu64 ", not '%.32s'", option, max, text);
		refuse(message);
	}
	return value;
}

static void take_operands(int count, char **operand, struct options *options)
{
	if (count != 3) {
		fputs(usage, stderr);
		exit(EXIT_BAD_INPUT);
	}
	options->workload = operand[0];
	options->strategy = operand[1];
	options->workers = operand[2];
}

static void parse_options(int argc, char **argv, struct options *options)
{
	enum { PLUGIN = 1, AREA_FD, CPUS, STACK_PAD, SETTLE, HELP, VERSION };
	const struct option longs[] = {
		{"describe", no_argument, &options->describe, true},
		{"check", no_argument, &options->check, true},
		{"tasks", no_argument, &options->tasks, true},
		{"plugin", required_argument, NULL, PLUGIN},
		{"area-fd", required_argument, NULL, AREA_FD},
		{"busy", no_argument, &options->busy, true},
		{"trace", no_argument, &options->trace, true},
		{"cpus", required_argument, NULL, CPUS},
		{"stack-pad", required_argument, NULL, STACK_PAD},
		{"settle-us", required_argument, NULL, SETTLE},
		{"help", no_argument, NULL, HELP},
		{"version", no_argument, NULL, VERSION},
		{0},
	};
	int option;

	while ((option = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		switch (option) {
		case 0: /* one of those that are true or false */
			break;
		case PLUGIN:
			add_plugin(optarg);
			break;
		case AREA_FD:
			options->area_fd = (int)parse_number("--area-fd", optarg, 1 << 20);
			break;
		case CPUS:
			options->cpus = optarg;
			break;
		case STACK_PAD:
			options->stack_pad_bytes =
				(uint32_t)parse_number("--stack-pad", optarg, STACK_PAD_MAX);
			break;
		case SETTLE:
			options->settle_ns = 1000 * parse_number("--settle-us", optarg, 10000000);
			break;
		case HELP:
			fputs(usage, stdout);
			exit(0);
		case VERSION:
			puts("manyhands-trial " MANYHANDS_VERSION);
			exit(0);
		default:
			exit(EXIT_BAD_INPUT);
		}
	}
	if (options->trace && options->area_fd < 0) {
		refuse("--trace needs --area-fd; `manyhands run --trace` gives it one");
	}
	if (!options->describe) {
		take_operands(argc - optind, argv + optind, options);
	}
}

_Noreturn static void refuse_name(
	const char *what, const char *name, const char *const *names, size_t count)
{
	char message[SPEC_ERROR_BYTES];
	const char *near = nearest_name(name, names, count);

	snprintf(message, sizeof(message), "unknown %s '%s'%s%s%s", what, name,
		near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
	refuse(message);
}

static const struct workload *find_workload(const char *text)
{
	const char *names[SUITE_MAX];
	char name[64] = "";

	spec_name(text, name, sizeof(name));
	for (size_t i = 0; i < workload_count; i++) {
		if (strcmp(workloads[i]->name, name) == 0) {
			return workloads[i];
		}
		names[i] = workloads[i]->name;
	}
	refuse_name("workload", name, names, workload_count);
}

static const struct strategy *find_strategy(const char *text)
{
	const char *names[SUITE_MAX];
	char name[64] = "";
	size_t count = 0;

	spec_name(text, name, sizeof(name));
	for (; suite_strategies[count] && count < SUITE_MAX; count++) {
		if (strcmp(suite_strategies[count]->name, name) == 0) {
			return suite_strategies[count];
		}
		names[count] = suite_strategies[count]->name;
	}
	refuse_name("strategy", name, names, count);
}

/* This program knows nothing of the machine: which CPUs a place means is for the caller to say. */
static void parse_cpus(const struct options *options, struct cell *cell)
{
	enum placement place = place_of(cell->strategy->params, cell->strategy_spec.value);
	char message[SPEC_ERROR_BYTES];

	if ((place == PLACE_FREE) != (options->cpus == NULL)) {
		snprintf(message, sizeof(message),
			place == PLACE_FREE
				? "--cpus: %s has place=free; say spread, compact or smt with it"
				: "%s: `manyhands run` computes the CPUs of this place; without it "
				  "name them, --cpus 0,1",
			options->strategy);
		refuse(message);
	}
	if (place == PLACE_FREE) {
		return;
	}
	cell->cpu_count = place_read_cpus(options->cpus, cell->cpu, PLACE_CPUS_MAX);
	if (cell->cpu_count == 0) {
		snprintf(message, sizeof(message),
			"--cpus: expected numbers below %d such as 0,2,4, not '%.64s'",
			PLACE_CPUS_MAX, options->cpus);
		refuse(message);
	}
}

static void parse_cell(const struct options *options, struct cell *cell)
{
	char error[SPEC_ERROR_BYTES];

	cell->workload = find_workload(options->workload);
	cell->strategy = find_strategy(options->strategy);
	if (!spec_parse(&cell->workload_spec, options->workload, cell->workload->params, error,
		    sizeof(error)) ||
		!spec_parse(&cell->strategy_spec, options->strategy, cell->strategy->params, error,
			sizeof(error))) {
		refuse(error);
	}
	cell->workers = (uint32_t)parse_number("WORKERS", options->workers, WORKERS_MAX);
	if (cell->workers == 0) {
		refuse("WORKERS: expected at least 1, not 0");
	}
	if (cell->strategy->kind == WORKER_NONE && cell->workers != 1) {
		refuse("WORKERS: sequential has 1");
	}
	parse_cpus(options, cell);
}

/* Fills in the calibrated parameter if it stands at 0. */
static void calibrate(struct cell *cell)
{
	const struct workload *workload = cell->workload;

	for (size_t i = 0; i < params_count(workload->params); i++) {
		union value *value = &cell->workload_spec.value[i];

		if (workload->params[i].role == PARAM_CALIBRATED && value->count == 0) {
			struct input input = {.param = cell->workload_spec.value};

			value->count = workload->calibrate(&input);
		}
	}
}

static uint64_t mapped_bytes(void)
{
	unsigned long pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");

	if (file) {
		if (fscanf(file, "%lu", &pages) != 1) {
			pages = 0;
		}
		fclose(file);
	}
	return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static int check_cell(struct cell *cell)
{
	struct job job = {0};
	uint64_t before = mapped_bytes();
	char workload[SPEC_TEXT_BYTES], strategy[SPEC_TEXT_BYTES];

	if (!job_init(&job, cell->workload, cell->workload_spec.value, cell->strategy,
		    cell->strategy_spec.value, cell->workers, -1)) {
		refuse(job_reason());
	}
	uint64_t after = mapped_bytes();
	spec_format(&cell->workload_spec, cell->workload->params, true, workload, sizeof(workload));
	spec_format(&cell->strategy_spec, cell->strategy->params, true, strategy, sizeof(strategy));
	describe_cell(stdout, &job, workload, strategy, after > before ? after - before : 0);
	job_finish(&job);
	return 0;
}

static int list_tasks(const struct cell *cell)
{
	struct job job = {0};

	if (!job_init(&job, cell->workload, cell->workload_spec.value, cell->strategy,
		    cell->strategy_spec.value, cell->workers, -1) ||
		!tasks_print(stdout, &job, &cell->workload_spec)) {
		refuse(job_reason());
	}
	job_finish(&job);
	return 0;
}

static void print_result(const struct job *job, const struct cell *cell)
{
	struct area_header *area = job->area;
	double total_ms = (double)(area->end_ns - area->start_ns) / 1e6;

	printf("%s %s %u: ", cell->workload->name, cell->strategy->name, cell->workers);
	if (atomic_load(&area->status) != AREA_OK) {
		printf("%s\n", job_reason());
		return;
	}
	printf("answer %" PRIu64 ", %.3f ms (start %.3f, run %.3f, end %.3f), CPU %.3f ms, "
	       "%" PRIu64 " tasks in %" PRIu64 " chunks\n",
		area->answer, total_ms, (double)(area->ready_ns - area->start_ns) / 1e6,
		(double)(area->reaped_ns - area->ready_ns) / 1e6,
		(double)(area->end_ns - area->reaped_ns) / 1e6, (double)area->cpu_ns / 1e6,
		area->task_count, area->chunk_count);
}

static void settle(uint64_t settle_ns)
{
	uint64_t end_ns = clock_now_ns() + settle_ns;

	while (settle_ns > 0 && clock_now_ns() < end_ns) {
	}
}

static int run_cell(const struct options *options, struct cell *cell)
{
	struct job job = {
		.stamp_busy = options->busy,
		.trace = options->trace,
		.cpu = cell->cpu,
		.cpu_count = cell->cpu_count,
		.stack_pad_bytes = options->stack_pad_bytes,
	};
	bool ok = job_init(&job, cell->workload, cell->workload_spec.value, cell->strategy,
		cell->strategy_spec.value, cell->workers, options->area_fd);

	if (!ok) {
		fprintf(stderr, "manyhands-trial: %s\n", job_reason());
		return 1;
	}
	settle(options->settle_ns);
	job_execute(&job);
	ok = atomic_load(&job.area->status) == AREA_OK;
	if (options->area_fd < 0) {
		print_result(&job, cell);
	}
	job_finish(&job);
	return ok ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct options options = {.area_fd = -1};
	static struct cell cell;

	signal(SIGCHLD, SIG_DFL); /* inherited as ignored it would hide how workers end */
	for (; suite_workloads[workload_count] && workload_count < SUITE_MAX - 1;
		workload_count++) {
		workloads[workload_count] = suite_workloads[workload_count];
	}
	parse_options(argc, argv, &options);
	if (options.describe) {
		describe_build(stdout);
		for (size_t i = 0; i < workload_count; i++) {
			describe_workload(stdout, workloads[i]);
		}
		for (size_t i = 0; suite_strategies[i]; i++) {
			describe_strategy(stdout, suite_strategies[i]);
		}
		return 0;
	}
	parse_cell(&options, &cell);
	calibrate(&cell);
	if (options.tasks) {
		return list_tasks(&cell);
	}
	worker_push_stack(options.stack_pad_bytes);
	return options.check ? check_cell(&cell) : run_cell(&options, &cell);
}
