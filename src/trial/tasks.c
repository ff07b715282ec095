/* SPDX-License-Identifier: MIT */
/* --tasks: what every task of a workload takes, as JSON lines. */
#include "trial/tasks.h"

#include <inttypes.h>

#include "trial/describe.h"

enum { LINE_TASKS = 4096 };

/* Of the tasks of one line. */
struct line {
	uint64_t count;
	uint64_t cpu_ns[LINE_TASKS], wait_ns[LINE_TASKS];
	double cost[LINE_TASKS];
};

static void print_times(FILE *out, const char *name, const uint64_t *value, uint64_t count)
{
	bool all_alike = true;

	for (uint64_t i = 1; i < count; i++) {
		all_alike = all_alike && value[i] == value[0];
	}
	fprintf(out, ",\"%s\":%s%" PRIu64, name, all_alike ? "" : "[", value[0]);
	for (uint64_t i = 1; i < count && !all_alike; i++) {
		fprintf(out, ",%" PRIu64, value[i]);
	}
	fputs(all_alike ? "" : "]", out);
}

/* JSON knows no number that is not finite, and a cost below 0 is none. */
static double safe_cost(double cost)
{
	return cost > 0 && cost < 1e300 ? cost : 0;
}

static void print_costs(FILE *out, const double *value, uint64_t count)
{
	fputs(",\"cost\":[", out);
	for (uint64_t i = 0; i < count; i++) {
		fprintf(out, "%s%.17g", i > 0 ? "," : "", safe_cost(value[i]));
	}
	fputs("]", out);
}

static bool knows_times(const struct job *job)
{
	uint64_t cpu_ns, wait_ns;

	return job->workload->task_time &&
	       job->workload->task_time(&job->input, 0, &cpu_ns, &wait_ns);
}

static void print_line(FILE *out, const struct job *job, uint64_t first, struct line *line)
{
	bool times = knows_times(job);

	for (uint64_t i = 0; i < line->count; i++) {
		if (times) {
			line->cpu_ns[i] = line->wait_ns[i] = 0;
			job->workload->task_time(
				&job->input, first + i, &line->cpu_ns[i], &line->wait_ns[i]);
		} else {
			line->cost[i] = job->workload->task_cost(&job->input, first + i);
		}
	}
	fprintf(out, "{\"count\":%" PRIu64, line->count);
	if (times) {
		print_times(out, "cpu_ns", line->cpu_ns, line->count);
		print_times(out, "wait_ns", line->wait_ns, line->count);
	} else {
		print_costs(out, line->cost, line->count);
	}
	fputs("}\n", out);
}

bool tasks_print(FILE *out, const struct job *job, const struct spec *spec)
{
	static struct line line;
	bool times = knows_times(job), costs = !times && job->workload->task_cost;
	uint64_t tasks = job->input.task_count;
	char name[SPEC_TEXT_BYTES];

	spec_format(spec, job->workload->params, false, name, sizeof(name));
	if (tasks > TASKS_LISTED_MAX) {
		job_fail("%.100s: %" PRIu64 " tasks, at most %d are listed", name, tasks,
			TASKS_LISTED_MAX);
		return false;
	}
	fputs("{\"workload\":", out);
	describe_string(out, name);
	fprintf(out, ",\"tasks\":%" PRIu64 ",\"known\":\"%s\"}\n", tasks,
		times   ? "times"
		: costs ? "costs"
			: "nothing");
	for (uint64_t first = 0; (times || costs) && first < tasks; first += line.count) {
		line.count = tasks - first < LINE_TASKS ? tasks - first : LINE_TASKS;
		print_line(out, job, first, &line);
	}
	return true;
}
